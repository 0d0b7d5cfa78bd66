// camt.052, 053 and 054 as they stream by: statements, their entries, and the transactions within.
import { UserError } from "#platform/errors.ts";
import type { XmlElement } from "#platform/xml.ts";
import { addTo, chargesIn, emptySum, explain, lineOf, lumpOf, type Sum } from "./entry.ts";
import { at, Gathering, textAt, type Node } from "./nodes.ts";
import { Notes } from "./notes.ts";
import { batchCount, Totals } from "./statement.ts";
import {
  accountOf,
  bankCodeOf,
  chargesOf,
  squashed,
  transactionOf,
  type Transaction,
} from "./transaction.ts";
import type { BankLine, Entry, Statement } from "./types.ts";
import { calendarDay, dayOf, isCreditOf, isTrue, moneyOf, referenceOf } from "./values.ts";

const STATEMENTS = new Set(["Stmt", "Ntfctn", "Rpt"]);
const OF_STATEMENT = [
  "Id",
  "CreDtTm",
  "Acct",
  "Bal",
  "TxsSummry",
  "StmtPgntn",
  "NtfctnPgntn",
  "RptPgntn",
];
const OF_ENTRY = [
  "NtryRef",
  "Amt",
  "CdtDbtInd",
  "RvslInd",
  "Sts",
  "BookgDt",
  "ValDt",
  "AcctSvcrRef",
  "BkTxCd",
  "Chrgs",
];
const IN_ENTRY = [
  ...OF_ENTRY,
  "AddtlNtryInf",
  "NtryDtls/Btch",
  "NtryDtls/TxDtls",
  "Btch",
  "TxDtls",
];
/** Transactions of an entry that are held until its end; those of larger ones are told as they come. */
const MOST_HELD = 500;
const STATUSES = new Set(["BOOK", "PDNG", "INFO", "FUTR"]);

export type CamtSink = {
  /** Undefined: only look whether everything fits. */
  readonly line: ((line: BankLine) => void) | undefined;
  /** Large entries that their transactions do not explain, as the first reading found them. */
  readonly lumps: ReadonlySet<number>;
};

export class CamtReading {
  messageId = "";
  createdAt: string | undefined;
  statements = 0;
  entries = 0;
  readonly notes = new Notes();
  readonly lumps = new Set<number>();
  readonly #sink: CamtSink;
  readonly #wanted = new Set<string>();
  readonly #gathering = new Gathering((path, node) => this.#gathered(path, node));
  readonly #root: string;
  #statementPath = "";
  #entryPath = "";
  #statement: (Statement & { createdAt: string | undefined }) | undefined;
  #totals = new Totals();
  #isPart = false;
  #parts: Node[] = [];
  #entry: Entry | undefined;
  #entryLine = 0;
  #batches: Node[] = [];
  #sum: Sum = emptySum();
  #held: Transaction[] = [];
  #index = 0;

  /** `root`: the path of the message's element. */
  constructor(root: string, sink: CamtSink) {
    this.#root = root;
    this.#sink = sink;
    this.#wanted.add(`${root}/GrpHdr`);
  }

  open(element: XmlElement): void {
    if (this.#gathering.open(element, this.#wanted.has(element.path))) return;
    const { path, name, line } = element;
    if (this.#statementPath === "" && STATEMENTS.has(name) && path === `${this.#root}/${name}`) {
      this.#statementPath = path;
      this.#entryPath = `${path}/Ntry`;
      for (const one of OF_STATEMENT) this.#wanted.add(`${path}/${one}`);
      for (const one of IN_ENTRY) this.#wanted.add(`${path}/Ntry/${one}`);
    }
    if (path === this.#statementPath) this.#beginStatement();
    else if (path === this.#entryPath) this.#beginEntry(line);
  }

  close(element: XmlElement, text: string): void {
    this.#gathering.close(text);
    if (element.path === this.#entryPath) this.#endEntry();
    else if (element.path === this.#statementPath) this.#endStatement();
  }

  #gathered(path: string, node: Node): void {
    if (path === `${this.#root}/GrpHdr`) {
      this.messageId = (textAt(node, "MsgId") ?? "").slice(0, 140);
      this.createdAt = textAt(node, "CreDtTm")?.slice(0, 40);
      this.#totals.page(at(node, "MsgPgntn"));
      this.#isPart = this.#totals.isPart;
    } else if (path.startsWith(`${this.#entryPath}/`)) this.#ofEntry(node);
    else this.#ofStatement(node);
  }

  #beginStatement(): void {
    this.#statement = { ordinal: this.statements, id: "", account: "", createdAt: undefined };
    this.statements += 1;
    this.#totals = new Totals();
    this.#totals.isPart = this.#isPart;
  }

  #ofStatement(node: Node): void {
    const statement = this.#statement!;
    if (node.name === "Id") this.#statement = { ...statement, id: node.text.slice(0, 140) };
    else if (node.name === "CreDtTm") this.#statement = { ...statement, createdAt: node.text };
    else if (node.name === "Acct") {
      this.#statement = { ...statement, account: accountOf(at(node, "Id")) ?? "" };
    } else if (node.name === "Bal") this.#totals.balance(node);
    else if (node.name === "TxsSummry") this.#totals.summary(node);
    else this.#totals.page(node);
  }

  #endStatement(): void {
    const { id, ordinal } = this.#statement!;
    const what = id === "" ? `statement ${ordinal + 1}` : `statement "${id.slice(0, 60)}"`;
    const { contradictions, warnings } = this.#totals.check(what);
    for (const one of contradictions) this.notes.contradict(one);
    for (const one of warnings) this.notes.warn(one);
    this.#statement = undefined;
  }

  #beginEntry(line: number): void {
    if (this.#statement!.account === "") {
      throw new UserError(`line ${line}: an entry stands before its account (Acct/Id) is named`);
    }
    this.#parts = [];
    this.#batches = [];
    this.#entry = undefined;
    this.#entryLine = line;
    this.#sum = emptySum();
    this.#held = [];
    this.#index = 0;
  }

  #ofEntry(node: Node): void {
    if (node.name === "TxDtls") this.#transaction(transactionOf(node));
    else if (node.name === "Btch") this.#batches.push(node);
    else this.#parts.push(node);
  }

  #transaction(one: Transaction): void {
    this.#held.push(one);
    if (this.#held.length <= MOST_HELD) return;
    this.#entry ??= this.#makeEntry();
    this.#tellHeld(this.#sink.lumps.has(this.entries) ? "nothing" : "transactions");
  }

  /** The entry as far as it has been told; its parts stand before its transactions. */
  #makeEntry(): Entry {
    const line = this.#entryLine;
    const part = (name: string) => this.#parts.find((one) => one.name === name);
    const money = moneyOf(part("Amt"));
    if (!money) throw new UserError(`line ${line}: an entry without an amount (Amt)`);
    const status = textAt(part("Sts"), "Cd", "Prtry") ?? part("Sts")?.text ?? "";
    if (status === "") throw new UserError(`line ${line}: an entry without a status (Sts)`);
    if (!STATUSES.has(status))
      this.notes.warn(`line ${line}: status "${status.slice(0, 20)}" is taken as not booked`);
    const { createdAt, ...statement } = this.#statement!;
    const bookedOn =
      dayOf(part("BookgDt")) ??
      dayOf(part("ValDt")) ??
      calendarDay(createdAt ?? this.createdAt ?? "");
    if (!bookedOn)
      throw new UserError(`line ${line}: nothing says when the entry was booked (BookgDt)`);
    const addition = squashed(part("AddtlNtryInf")?.text ?? "").slice(0, 2_000);
    return {
      ordinal: this.entries,
      line,
      statement,
      amountMinor: money.minor,
      currency: money.currency,
      isCredit: isCreditOf(part("CdtDbtInd"), line),
      isReversal: isTrue(part("RvslInd")?.text),
      status,
      bookedOn,
      servicerReference: referenceOf(part("AcctSvcrRef")?.text),
      reference: referenceOf(part("NtryRef")?.text),
      paymentInfoId:
        this.#batches.length === 1 ? referenceOf(textAt(this.#batches[0], "PmtInfId")) : undefined,
      bankCode: bankCodeOf(part("BkTxCd")),
      addition,
    };
  }

  /** Adds up the transactions that are held and tells them, unless the entry is told as one sum. */
  #tellHeld(by: "transactions" | "entry" | "nothing"): void {
    const entry = this.#entry!;
    for (const one of this.#held) {
      addTo(this.#sum, entry, one);
      if (by !== "nothing") this.#sink.line?.(lineOf(entry, this.#index, one, by === "entry"));
      this.#index += 1;
    }
    this.#held = [];
  }

  #endEntry(): void {
    // AddtlNtryInf stands behind the transactions: of an entry whose transactions were told already, they have their own text.
    const isLarge = this.#entry !== undefined;
    const entry = this.#entry ?? this.#makeEntry();
    this.#entry = entry;
    const sum = { ...this.#sum };
    for (const one of this.#held) addTo(sum, entry, one);
    const charges = this.#parts.filter(({ name }) => name === "Chrgs");
    const chargesMinor = chargesIn(
      charges.flatMap((node) => chargesOf({ ...node, below: [node] })),
      entry.currency,
    );
    const explained = explain(entry, sum, chargesMinor);
    if ("warning" in explained && explained.warning) this.notes.warn(explained.warning);
    if ("contradiction" in explained && explained.contradiction) {
      this.notes.contradict(explained.contradiction);
    }
    const isLump = isLarge ? this.#sink.lumps.has(entry.ordinal) : explained.by === "nothing";
    if (isLarge && explained.by !== "transactions") this.lumps.add(entry.ordinal);
    if (isLump) this.#sink.line?.(lumpOf(entry));
    this.#tellHeld(isLump ? "nothing" : explained.by);
    this.#checkBatch(entry, sum.count);
    this.#totals.add(entry);
    this.entries += 1;
  }

  #checkBatch(entry: Entry, count: number): void {
    const told = batchCount(this.#batches);
    if (told === undefined || count === 0 || told === count) return;
    this.notes.warn(
      `entry at line ${entry.line}: its batch has ${told} transactions, ${count} are told`,
    );
  }
}
