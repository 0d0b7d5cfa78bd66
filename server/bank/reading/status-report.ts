// pain.002 as it streams by: what the bank says of a message, of payment informations, of single debits.
import type { XmlElement } from "#platform/xml.ts";
import { all, at, Gathering, textAt, type Node } from "./nodes.ts";
import { Notes } from "./notes.ts";
import type { StatusLine } from "./types.ts";
import { dayOf, moneyOf, referenceOf } from "./values.ts";

const OF_PAYMENT = ["OrgnlPmtInfId", "PmtInfSts", "StsRsnInf"];

export class StatusReading {
  messageId = "";
  createdAt: string | undefined;
  /** Groups that it reports on: always one. */
  statements = 0;
  /** Statuses that it gives, of whatever level. */
  entries = 0;
  readonly notes = new Notes();
  readonly lumps: ReadonlySet<number> = new Set();
  readonly #line: ((line: StatusLine) => void) | undefined;
  readonly #root: string;
  readonly #wanted: Set<string>;
  readonly #gathering = new Gathering((_path, node) => this.#gathered(node));
  #group: Node | undefined;
  #payment: Node[] = [];
  #paymentLine = 0;

  constructor(root: string, line: ((line: StatusLine) => void) | undefined) {
    this.#root = root;
    this.#line = line;
    const payment = `${root}/OrgnlPmtInfAndSts`;
    this.#wanted = new Set([
      `${root}/GrpHdr`,
      `${root}/OrgnlGrpInfAndSts`,
      `${root}/TxInfAndSts`,
      `${payment}/TxInfAndSts`,
      ...OF_PAYMENT.map((name) => `${payment}/${name}`),
    ]);
  }

  open(element: XmlElement): void {
    if (this.#gathering.open(element, this.#wanted.has(element.path))) return;
    if (element.path === `${this.#root}/OrgnlPmtInfAndSts`) {
      this.#payment = [];
      this.#paymentLine = element.line;
    }
  }

  close(element: XmlElement, text: string): void {
    this.#gathering.close(text);
    if (element.path === `${this.#root}/OrgnlPmtInfAndSts`) this.#endPayment();
    else if (element.path === `${this.#root}/OrgnlGrpInfAndSts`) this.#tellGroup();
  }

  #gathered(node: Node): void {
    if (node.name === "GrpHdr") {
      this.messageId = (textAt(node, "MsgId") ?? "").slice(0, 140);
      this.createdAt = textAt(node, "CreDtTm")?.slice(0, 40);
    } else if (node.name === "OrgnlGrpInfAndSts") this.#group = node;
    else if (node.name === "TxInfAndSts") this.#tellTransaction(node);
    else this.#payment.push(node);
  }

  #tellGroup(): void {
    this.statements += 1;
    const group = this.#group;
    const status = textAt(group, "GrpSts");
    if (status === undefined) return;
    this.#tell({
      ...this.#about("message", group?.line ?? 0),
      status,
      reasonCode: reasonOf(group ? all(group, "StsRsnInf") : []),
    });
  }

  #endPayment(): void {
    const status = this.#ofPayment("PmtInfSts");
    if (status === undefined) return;
    const reasons = this.#payment.filter(({ name }) => name === "StsRsnInf");
    this.#tell({
      ...this.#about("payment", this.#paymentLine),
      status,
      reasonCode: reasonOf(reasons),
    });
  }

  #tellTransaction(node: Node): void {
    const money =
      moneyOf(at(node, "OrgnlTxRef/Amt/InstdAmt")) ??
      moneyOf(at(node, "OrgnlTxRef/IntrBkSttlmAmt"));
    const reasonCode = reasonOf(all(node, "StsRsnInf"));
    const own = textAt(node, "TxSts");
    this.#tell({
      ...this.#about("transaction", node.line),
      endToEndId:
        referenceOf(textAt(node, "OrgnlEndToEndId")) ?? referenceOf(textAt(node, "OrgnlInstrId")),
      mandateReference: referenceOf(
        textAt(node, "OrgnlTxRef/MndtRltdInf/MndtId", "OrgnlTxRef/MndtRltdInf/DrctDbtMndt/MndtId"),
      ),
      // "0000" says that all is well: it stands where a status is missing, and under one of the group that is about others.
      status:
        own ??
        (isSuccess(reasonCode)
          ? "ACCP"
          : (this.#ofPayment("PmtInfSts") ?? textAt(this.#group, "GrpSts"))),
      reasonCode,
      amountMinor: money?.minor,
      currency: money?.currency,
      collectOn: dayOf(at(node, "OrgnlTxRef/ReqdColltnDt")),
    });
  }

  #ofPayment(name: string): string | undefined {
    const text = this.#payment.find((one) => one.name === name)?.text;
    return text === "" ? undefined : text;
  }

  #about(level: StatusLine["level"], line: number): StatusLine {
    return {
      line,
      level,
      messageId: referenceOf(textAt(this.#group, "OrgnlMsgId")),
      messageName: textAt(this.#group, "OrgnlMsgNmId")?.slice(0, 60),
      paymentInfoId:
        level === "message" ? undefined : referenceOf(this.#ofPayment("OrgnlPmtInfId")),
      endToEndId: undefined,
      mandateReference: undefined,
      status: undefined,
      reasonCode: undefined,
      amountMinor: undefined,
      currency: undefined,
      collectOn: undefined,
    };
  }

  #tell(line: StatusLine): void {
    this.entries += 1;
    this.#line?.(line);
  }
}

function reasonOf(reasons: readonly Node[]): string | undefined {
  for (const one of reasons) {
    const code = textAt(one, "Rsn/Cd", "Rsn/Prtry", "StsRsn/Cd");
    if (code !== undefined) return code.slice(0, 40);
  }
  return undefined;
}

/** The reason code that some banks give where nothing is wrong. */
export function isSuccess(reasonCode: string | undefined): boolean {
  return reasonCode !== undefined && /^0{2,4}$/.test(reasonCode);
}
