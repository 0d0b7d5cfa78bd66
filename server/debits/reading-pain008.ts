// A pain.008 of debit orders becomes orders, as a stream: by the reader that guards the filter of debit files.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { parseAmount, toMinor } from "#ledger/reading/amounts.ts";
import { readCurrency } from "#ledger/reading/currencies.ts";
import { readXml, type XmlElement } from "#platform/xml.ts";
import type { Scheme } from "#policies/debit-schemes.ts";
import { scanPain008 } from "./filter/pain008-scan.ts";
import type { ReadLine, Rejected } from "./reading.ts";

const INFO = "/Document/CstmrDrctDbtInitn/PmtInf";
const DEBIT = `${INFO}/DrctDbtTxInf`;
const MANDATE = `${DEBIT}/DrctDbtTx/MndtRltdInf`;
const CREDITOR = "CdtrSchmeId/Id/PrvtId/Othr/Id";
const TYPE = "PmtTpInf/LclInstrm/Cd";

/** By what a field is known here; those of the payment information stand for all debits in it that say nothing else. */
const FIELDS: Readonly<Record<string, keyof Fields>> = {
  [`${INFO}/PmtInfId`]: "paymentInfoId",
  [`${INFO}/ReqdColltnDt`]: "strikeOn",
  [`${INFO}/${CREDITOR}`]: "creditorSchemeId",
  [`${INFO}/${TYPE}`]: "instrument",
  [`${DEBIT}/${TYPE}`]: "instrument",
  [`${DEBIT}/PmtId/EndToEndId`]: "endToEndId",
  [`${DEBIT}/InstdAmt`]: "amount",
  [`${DEBIT}/DrctDbtTx/${CREDITOR}`]: "creditorSchemeId",
  [`${MANDATE}/MndtId`]: "mandate",
  [`${MANDATE}/DtOfSgntr`]: "signedOn",
  [`${DEBIT}/RmtInf/Ustrd`]: "product",
};
type Fields = {
  paymentInfoId?: string;
  strikeOn?: string;
  creditorSchemeId?: string;
  instrument?: string;
  endToEndId?: string;
  amount?: string;
  currency?: string;
  mandate?: string;
  signedOn?: string;
  product?: string;
};

const SCHEMES: Readonly<Record<string, Scheme>> = {
  CORE: "sepa_core",
  COR1: "sepa_core",
  B2B: "sepa_b2b",
};

/** True when the file begins as XML does, in whichever encoding. */
export async function isXmlFile(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const text = buffer.subarray(0, bytesRead).toString("latin1");
    return /^[^\x21-\x7e]*</u.test(text);
  } finally {
    await file.close();
  }
}

/**
 * Gives the orders of the file, in sets of about `set`, to `take`, which is waited for. The whole file is looked through before:
 * one that is not in order, or whose counts or sums are wrong, throws a `UserError` and gives nothing.
 */
export async function readPain008(
  path: string,
  { currency, today }: { readonly currency: string; readonly today: Temporal.PlainDate },
  set: number,
  take: (lines: readonly ReadLine[]) => Promise<void>,
): Promise<void> {
  const what = basename(path);
  await scanPain008(path, { find: () => undefined }, { what, today });
  const reading = new Reading(currency);
  const give = async (least: number): Promise<void> => {
    while (reading.lines.length > 0 && reading.lines.length >= least) {
      await take(reading.lines.splice(0, set));
    }
  };
  await readXml(
    createReadStream(path, { highWaterMark: 262_144 }),
    {
      open: (element) => reading.open(element),
      close: (element, text) => reading.close(element, text),
      rest: async () => await give(set),
    },
    { what },
  );
  await give(1);
}

class Reading {
  /** Of which nothing was made yet. */
  readonly lines: ReadLine[] = [];
  readonly #currency: string;
  #info: Fields = {};
  #debit: Fields = {};

  constructor(currency: string) {
    this.#currency = currency;
  }

  open({ path }: XmlElement): void {
    if (path === INFO) this.#info = {};
    else if (path === DEBIT) this.#debit = {};
  }

  close(element: XmlElement, text: string): void {
    const { path, line } = element;
    const field = FIELDS[path];
    if (field !== undefined) {
      const fields = path.startsWith(`${DEBIT}/`) ? this.#debit : this.#info;
      fields[field] ??= text.trim();
      if (field === "amount") fields.currency = element.attribute("Ccy") ?? "";
    } else if (path === DEBIT) {
      this.lines.push(lineOf(line, { ...this.#info, ...this.#debit }, this.#currency));
    }
  }
}

const MOST_SHOWN = 80;

function lineOf(line: number, fields: Fields, own: string): ReadLine {
  const refuse = (column: string, value: string, reason: string): Rejected => ({
    line,
    column,
    value: value.slice(0, MOST_SHOWN),
    reason,
  });
  const { endToEndId = "", mandate = "", amount: text = "", strikeOn: day = "" } = fields;
  for (const [column, value] of [
    ["EndToEndId", endToEndId],
    ["MndtId", mandate],
  ] as const) {
    if (value === "") return refuse(column, "", "it is empty");
    if (value.length > 70) return refuse(column, value, "it is longer than 70 characters");
  }
  if (endToEndId === "NOTPROVIDED") return refuse("EndToEndId", endToEndId, "it names no debit");
  const currency = readCurrency(fields.currency ?? "", own);
  if (!("value" in currency)) return refuse("InstdAmt", fields.currency ?? "", currency.reason);
  const amount = parseAmount(text, { decimal: ".", thousands: undefined });
  if (!("value" in amount)) return refuse("InstdAmt", text, amount.reason);
  const minor = toMinor(amount.value, currency.value);
  if (!("value" in minor)) return refuse("InstdAmt", text, minor.reason);
  const strikeOn = dayOf(day);
  if (!strikeOn) return refuse("ReqdColltnDt", day, "it is no day such as 2026-03-25");
  return {
    line,
    order: {
      endToEndId,
      mandate,
      customerReference: undefined,
      amountMinor: minor.value,
      currency: currency.value,
      strikeOn,
      product: fields.product?.slice(0, 200) || undefined,
      scheme: SCHEMES[fields.instrument ?? ""],
      creditorSchemeId: fields.creditorSchemeId || undefined,
      paymentInfoId: fields.paymentInfoId || undefined,
      campaign: undefined,
      noticeDays: undefined,
      signedOn: dayOf(fields.signedOn ?? ""),
    },
  };
}

/** Some banks write a zone behind the day, which changes nothing. */
function dayOf(text: string): Temporal.PlainDate | undefined {
  const day = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/u.exec(text)?.[1];
  try {
    return day === undefined ? undefined : Temporal.PlainDate.from(day, { overflow: "reject" });
  } catch {
    return undefined;
  }
}
