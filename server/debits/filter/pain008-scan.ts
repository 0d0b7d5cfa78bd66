// The first look at a pain.008: is it whole and consistent, what of it is stopped, and what must change when that is gone.
import { createReadStream } from "node:fs";
import { UserError } from "#platform/errors.ts";
import { readXml, type XmlElement } from "#platform/xml.ts";
import type { StopRecord } from "#debits/stops.ts";
import { isCreditorId, isIban, isSepaLike } from "./check-digits.ts";
import {
  add,
  isEqual,
  readDecimal,
  subtract,
  writeDecimal,
  ZERO,
  type Decimal,
} from "./decimal.ts";
import type { Edit } from "./edits.ts";
import { OrderCheck } from "./pain008-order.ts";
import type { FileDebit, StopIndex } from "./stop-index.ts";

export type Removed = FileDebit & {
  readonly amount: string;
  readonly currency: string;
  readonly stop: StopRecord;
};

export type Scan = {
  readonly version: string;
  readonly messageId: string;
  readonly kept: number;
  readonly removed: readonly Removed[];
  readonly sumBefore: string;
  readonly sumAfter: string;
  /** What must change; without `MsgId`, whose new value is the caller's. */
  readonly edits: readonly Edit[];
  readonly messageIdAt: Place;
  readonly warnings: readonly string[];
};

type Place = { readonly start: number; readonly end: number };
type Figure = Place & { readonly text: string };

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(pain\.008\.(?:001\.(?:0[2-9]|1[01])|003\.02))$/;
const INIT = "/Document/CstmrDrctDbtInitn";
const INFO = `${INIT}/PmtInf`;
const DEBIT = `${INFO}/DrctDbtTxInf`;
const SCHEME = "CdtrSchmeId/Id/PrvtId/Othr/Id";
const MOST_WARNINGS = 100;
/** Stopped debits of one file. */
const MOST_REMOVED = 1_000_000;

/** Fields of a debit and of the payment information around it, by their paths. */
const OF_INFO: Readonly<Record<string, keyof InfoFields>> = {
  [`${INFO}/PmtInfId`]: "paymentInfoId",
  [`${INFO}/${SCHEME}`]: "creditorSchemeId",
  [`${INFO}/ReqdColltnDt`]: "strikeOn",
};
const OF_DEBIT: Readonly<Record<string, keyof DebitFields>> = {
  [`${DEBIT}/PmtId/EndToEndId`]: "endToEndId",
  [`${DEBIT}/InstdAmt`]: "amount",
  [`${DEBIT}/DrctDbtTx/MndtRltdInf/MndtId`]: "mandateId",
  [`${DEBIT}/DrctDbtTx/${SCHEME}`]: "creditorSchemeId",
  [`${DEBIT}/DbtrAcct/Id/IBAN`]: "iban",
};
type InfoFields = { paymentInfoId?: string; creditorSchemeId?: string; strikeOn?: string };
type DebitFields = {
  endToEndId?: string;
  amount?: string;
  currency?: string;
  mandateId?: string;
  creditorSchemeId?: string;
  iban?: string;
};

type Info = InfoFields & {
  readonly start: number;
  count: number;
  sum: Decimal;
  removedCount: number;
  removedSum: Decimal;
  readonly cuts: Place[];
  countAt?: Figure;
  sumAt?: Figure;
};

/**
 * Reads the file once and finds which debits are stopped. Throws a `UserError`, one sentence, for what is no pain.008, is not
 * in order, or whose counts and sums are not those of its debits. `today` is for warnings about days that are over.
 */
export async function scanPain008(
  file: string,
  stops: Pick<StopIndex, "find">,
  { what, today }: { readonly what: string; readonly today: Temporal.PlainDate },
): Promise<Scan> {
  const scanning = new Scanning(stops, what, today.toString());
  await readXml(
    createReadStream(file, { highWaterMark: 262_144 }),
    {
      open: (element) => scanning.open(element),
      close: (element, text, end) => scanning.close(element, text, end),
    },
    { what },
  );
  return scanning.done();
}

class Scanning {
  readonly #stops: Pick<StopIndex, "find">;
  readonly #what: string;
  readonly #today: string;
  readonly #order: OrderCheck;
  readonly #warnings: string[] = [];
  readonly #removed: Removed[] = [];
  readonly #edits: Edit[] = [];
  readonly #infoIds = new Set<string>();
  #version = "";
  #messageId: Figure | undefined;
  #countAt: Figure | undefined;
  #sumAt: Figure | undefined;
  #count = 0;
  #sum = ZERO;
  #removedSum = ZERO;
  #info: Info | undefined;
  #debit: DebitFields = {};

  constructor(stops: Pick<StopIndex, "find">, what: string, today: string) {
    this.#stops = stops;
    this.#what = what;
    this.#today = today;
    this.#order = new OrderCheck(what);
  }

  open(element: XmlElement): void {
    if (element.depth === 1) this.#begin(element);
    this.#order.open(element);
    const { path, start } = element;
    if (path === DEBIT) this.#debit = {};
    else if (path === INFO) {
      this.#info = { start, count: 0, sum: ZERO, removedCount: 0, removedSum: ZERO, cuts: [] };
    }
  }

  #begin({ name, namespace, line }: XmlElement): void {
    const version = NAMESPACE.exec(namespace)?.[1];
    if (name !== "Document" || version === undefined) {
      const is =
        namespace === "" ? `<${name}> without a namespace` : `"${namespace.slice(0, 100)}"`;
      this.#refuse(line, `it is ${is}, no direct debits of pain.008.001.02 to .11`);
    }
    this.#version = version;
  }

  close(element: XmlElement, text: string, end: number): void {
    this.#order.close(element);
    const { path, start, line } = element;
    const ofDebit = OF_DEBIT[path];
    if (ofDebit !== undefined) {
      this.#debit[ofDebit] = text.trim();
      if (ofDebit === "amount") this.#debit.currency = element.attribute("Ccy") ?? "";
      return;
    }
    if (path === DEBIT) return this.#endDebit({ start, end }, line);
    const ofInfo = OF_INFO[path];
    if (ofInfo !== undefined && this.#info) this.#info[ofInfo] = text.trim();
    else if (path === INFO) this.#endInfo(end, line);
    else this.#figure(path, { start, end, text: text.trim() });
  }

  #figure(path: string, figure: Figure): void {
    if (path === `${INIT}/GrpHdr/MsgId`) this.#messageId = figure;
    else if (path === `${INIT}/GrpHdr/NbOfTxs`) this.#countAt = figure;
    else if (path === `${INIT}/GrpHdr/CtrlSum`) this.#sumAt = figure;
    else if (path === `${INFO}/NbOfTxs` && this.#info) this.#info.countAt = figure;
    else if (path === `${INFO}/CtrlSum` && this.#info) this.#info.sumAt = figure;
  }

  #endDebit(place: Place, line: number): void {
    const info = this.#info;
    if (!info) return;
    const { amount: text = "", currency = "", iban, ...own } = this.#debit;
    const amount = readDecimal(text);
    if (!amount || amount.units <= 0n)
      this.#refuse(line, `InstdAmt "${text.slice(0, 40)}" is no amount above nothing`);
    if (!/^[A-Z]{3}$/.test(currency)) this.#refuse(line, `InstdAmt has no currency such as EUR`);
    if (iban !== undefined && !isIban(iban))
      this.#warn(`line ${line}: the check digits of an IBAN are wrong`);
    info.count += 1;
    info.sum = add(info.sum, amount);
    const debit: FileDebit = {
      ...own,
      creditorSchemeId: own.creditorSchemeId ?? info.creditorSchemeId,
      paymentInfoId: info.paymentInfoId,
      strikeOn: info.strikeOn,
    };
    const stop = this.#stops.find(debit);
    if (!stop) return;
    if (this.#removed.length >= MOST_REMOVED)
      this.#refuse(line, `more than ${MOST_REMOVED} debits are stopped`);
    this.#removed.push({ ...debit, amount: text, currency, stop });
    info.removedCount += 1;
    info.removedSum = add(info.removedSum, amount);
    info.cuts.push(place);
  }

  #endInfo(end: number, line: number): void {
    const info = this.#info;
    if (!info) return;
    const id = info.paymentInfoId ?? "";
    this.#checkInfo(info, id, line);
    this.#count += info.count;
    this.#sum = add(this.#sum, info.sum);
    this.#removedSum = add(this.#removedSum, info.removedSum);
    if (info.removedCount === info.count) this.#edits.push({ start: info.start, end });
    else if (info.removedCount > 0) {
      const left = {
        count: info.count - info.removedCount,
        sum: subtract(info.sum, info.removedSum),
      };
      this.#edits.push(...figuresOf(info, left), ...info.cuts);
    }
    this.#info = undefined;
  }

  #checkInfo(info: Info, id: string, line: number): void {
    const name = `PmtInf "${id.slice(0, 40)}"`;
    this.#agree(`${name}, ending in line ${line}`, info, info);
    if (this.#infoIds.has(id)) this.#refuse(line, `${name} stands twice`);
    this.#infoIds.add(id);
    const { strikeOn = "", creditorSchemeId } = info;
    if (strikeOn < this.#today) this.#warn(`${name}: its day of collection, ${strikeOn}, is over`);
    if (
      creditorSchemeId !== undefined &&
      isSepaLike(creditorSchemeId) &&
      !isCreditorId(creditorSchemeId)
    ) {
      this.#warn(`${name}: the check digits of the creditor's id are wrong`);
    }
  }

  /** Refuses counts and sums that are not those of the debits: whoever made the file, something is missing in it. */
  #agree(
    where: string,
    told: { readonly countAt?: Figure | undefined; readonly sumAt?: Figure | undefined },
    { count, sum }: { readonly count: number; readonly sum: Decimal },
  ): void {
    if (told.countAt && Number(told.countAt.text) !== count) {
      throw new UserError(
        `${this.#what}, ${where}: NbOfTxs says ${told.countAt.text.slice(0, 20)}, but there are ${count} debits`,
      );
    }
    if (!told.sumAt) return;
    const wanted = readDecimal(told.sumAt.text);
    if (wanted && isEqual(wanted, sum)) return;
    throw new UserError(
      `${this.#what}, ${where}: CtrlSum says ${told.sumAt.text.slice(0, 40)}, but the debits come to ${writeDecimal(sum, 2)}`,
    );
  }

  done(): Scan {
    const figures = { countAt: this.#countAt, sumAt: this.#sumAt };
    this.#agree("GrpHdr", figures, { count: this.#count, sum: this.#sum });
    const left = {
      count: this.#count - this.#removed.length,
      sum: subtract(this.#sum, this.#removedSum),
    };
    const head = this.#removed.length > 0 ? figuresOf(figures, left) : [];
    const { start, end, text } = this.#messageId!;
    return {
      version: this.#version,
      messageId: text,
      messageIdAt: { start, end },
      kept: left.count,
      removed: this.#removed,
      sumBefore: writeDecimal(this.#sum, 2),
      sumAfter: writeDecimal(left.sum, 2),
      edits: [...head, ...this.#edits],
      warnings: this.#warnings,
    };
  }

  #warn(text: string): void {
    if (this.#warnings.length < MOST_WARNINGS) this.#warnings.push(text);
  }

  #refuse(line: number, why: string): never {
    throw new UserError(`${this.#what}, line ${line}: ${why}`);
  }
}

/** Counts and sums as they are without what is removed; the sum keeps as many places as it had. */
function figuresOf(
  told: { readonly countAt?: Figure | undefined; readonly sumAt?: Figure | undefined },
  left: { readonly count: number; readonly sum: Decimal },
): Edit[] {
  const { countAt, sumAt } = told;
  const edits = countAt ? [{ ...placeOf(countAt), replace: withText(String(left.count)) }] : [];
  if (!sumAt) return edits;
  const places = readDecimal(sumAt.text)?.places ?? 2;
  return [...edits, { ...placeOf(sumAt), replace: withText(writeDecimal(left.sum, places)) }];
}

const placeOf = ({ start, end }: Place): Place => ({ start, end });

/** The element with another text. */
export const withText =
  (text: string) =>
  (element: string): string =>
    element.replace(/>[^<]*</u, () => `>${text}<`);
