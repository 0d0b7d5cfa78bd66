// Values as ISO 20022 writes them: exact amounts, dates with or without a time, flags.
import { UserError } from "#platform/errors.ts";
import { exponentOf, isCurrency, MAX_MINOR } from "#platform/money.ts";
import type { Node } from "./nodes.ts";

export type Money = { readonly minor: bigint; readonly currency: string };

const DECIMAL = /^(\d{1,18})(?:\.(\d{0,17}))?$/;

/** Minor units of a decimal with a point; undefined when it is none, or finer than the currency. Zeros beyond it are fine. */
export function minorOf(text: string, exponent: number): bigint | undefined {
  const [, whole, fraction = ""] = DECIMAL.exec(text.trim()) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(exponent))) return undefined;
  return BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, "0"));
}

/** The amount of an element with a currency; undefined for an empty one. A `UserError` for what is no amount. */
export function moneyOf(node: Node | undefined): Money | undefined {
  if (!node || node.text === "") return undefined;
  const { currency = "", text, line } = node;
  if (!isCurrency(currency)) {
    throw new UserError(
      `line ${line}: <${node.name}> has the currency "${currency.slice(0, 10)}" (attribute Ccy), which is none of ISO 4217`,
    );
  }
  const minor = minorOf(text, exponentOf(currency));
  if (minor === undefined || minor > MAX_MINOR) {
    throw new UserError(
      `line ${line}: "${text.slice(0, 40)}" ${currency} is no amount; it is written with a point, without sign and separators, such as 1234.56`,
    );
  }
  return { minor, currency };
}

/** The day of an element with Dt or DtTm in it, or with a date itself: the bank's own day, whatever the zone. */
export function dayOf(node: Node | undefined): Temporal.PlainDate | undefined {
  if (!node) return undefined;
  const text = node.below.find(({ name }) => name === "Dt" || name === "DtTm")?.text ?? node.text;
  if (text === "") return undefined;
  const day = calendarDay(text);
  if (day) return day;
  throw new UserError(
    `line ${node.line}: "${text.slice(0, 40)}" is no date; it is written as 2026-03-31`,
  );
}

/** The calendar day that a date or a time with a zone begins with. */
export function calendarDay(text: string): Temporal.PlainDate | undefined {
  const [day] = /^(?:19[7-9]\d|20\d\d|21\d\d)-\d\d-\d\d(?=$|[T+Z -])/.exec(text) ?? [];
  if (day === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(day);
  } catch {
    return undefined;
  }
}

/** CdtDbtInd: true for a credit. */
export function isCreditOf(node: Node | undefined, line: number): boolean {
  if (node?.text === "CRDT") return true;
  if (node?.text === "DBIT") return false;
  throw new UserError(
    `line ${node?.line ?? line}: the entry says neither CRDT nor DBIT (CdtDbtInd), so nobody knows which way the money went`,
  );
}

export function isTrue(text: string | undefined): boolean {
  return text === "true" || text === "1";
}

/** A reference that is one: banks write NOTPROVIDED and the like where there is none. */
export function referenceOf(text: string | undefined): string | undefined {
  const reference = text?.replaceAll(/\s+/g, " ").trim().slice(0, 140) ?? "";
  const isNone = /^(?:not\s?prov(?:ided)?|non?ref|none|n\/?a|unknown|[0\-.*x]*)$/i.test(reference);
  return isNone ? undefined : reference;
}
