// Records of other systems become rows of a book: parsed here, once, and trusted behind.
import type { RejectedLine } from "#ledger/importing/source.ts";
import { parseAmount, toMinor } from "#ledger/reading/amounts.ts";
import {
  phoneReader,
  readCountry,
  readEmail,
  readLanguage,
  readZone,
} from "#ledger/reading/contacts.ts";
import type { BookRow, CustomerPart, Parsed } from "#ledger/reading/types.ts";
import { exponentOf, isCurrency } from "#platform/money.ts";
import type { NewPayment } from "#payments/payments.ts";
import type { CustomerRecord, DocumentRecord, PaymentRecord } from "./source.ts";

const POINT = { decimal: ".", thousands: undefined } as const;
const MOST_CHARS = 200;

/** The client whose books they are: what amounts without a currency and numbers without a country are in. */
export type Home = { readonly currency: string; readonly country: string };

/** A row, or why there is none; a customer may have both, when one of the contacts is no good. */
export type ReadRow = { readonly row?: BookRow; readonly rejections: readonly RejectedLine[] };

type Shown = string | number | undefined;

function refused(line: number, column: string, value: Shown, reason: string, names: Names) {
  const shown = String(value ?? "").slice(0, MOST_CHARS);
  return { line, column, value: shown, reason, severity: "row" as const, ...names };
}

type Names = { readonly customerReference?: string; readonly invoiceReference?: string };

const clean = (text: string | undefined): string | undefined => {
  // oxlint-disable-next-line no-control-regex
  const plain = text?.replaceAll(/[\s\u0000-\u001F\u007F]+/gu, " ").trim();
  return plain ? plain.slice(0, MOST_CHARS) : undefined;
};

/** Reads a customer; a contact that is no good costs only itself. */
export function readCustomer(record: CustomerRecord, line: number, home: Home): ReadRow {
  const reference = clean(record.reference);
  if (reference === undefined) {
    return { rejections: [refused(line, "reference", record.id, "the reference is empty", {})] };
  }
  const rejections: RejectedLine[] = [];
  const names = { customerReference: reference };
  const optional = (column: string, text: string | undefined, read: Reader) => {
    if (!text?.trim()) return undefined;
    const parsed = read(text.trim());
    if ("value" in parsed) return parsed.value;
    const problem = refused(line, column, text, parsed.reason, names);
    rejections.push({ ...problem, severity: "field" });
    return undefined;
  };
  const some = (column: string, list: readonly string[], read: Reader) => [
    ...new Set(
      list.slice(0, 10).flatMap((text) => {
        const value = optional(column, text, read);
        return value === undefined ? [] : [value];
      }),
    ),
  ];
  const said = {
    name: clean(record.name),
    personName: clean(record.person),
    kind: record.firm === undefined ? undefined : record.firm ? "firm" : "person",
    language: optional("language", record.language, readLanguage),
    zone: optional("zone", record.zone, readZone),
    country: optional("country", record.country, readCountry),
    segment: clean(record.segment),
  };
  const customer = {
    reference,
    phones: some("phone", record.phones, phoneReader(home.country)),
    emails: some("email", record.emails, readEmail),
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  } as CustomerPart;
  return { row: { line, customer }, rejections };
}

type Reader = (text: string) => Parsed<string>;

/** Reads an invoice or a credit note. A negative invoice is a credit; one that is paid beyond its amount is both. */
export function readDocument(record: DocumentRecord, line: number, home: Home): ReadRow {
  const customer = clean(record.customer);
  const reference = clean(record.number);
  const names: Names = {
    ...(customer !== undefined && { customerReference: customer }),
    ...(reference !== undefined && { invoiceReference: reference }),
  };
  const refuse = (column: string, value: Shown, reason: string): ReadRow => ({
    rejections: [refused(line, column, value, reason, names)],
  });
  if (customer === undefined) return refuse("customer", record.id, "it names no customer");
  if (reference === undefined) return refuse("number", record.id, "it has no number");
  const money = readMoney(record, home);
  if ("reason" in money) return refuse("amount", record.amount, money.reason);
  const issuedOn = record.issuedOn === undefined ? undefined : readDay(record.issuedOn);
  const dueOn = record.dueOn === undefined ? undefined : readDay(record.dueOn);
  const { amountMinor, openMinor, currency } = money;
  const base = { reference, currency, ...(issuedOn && { issuedOn }) };
  const name = clean(record.customerName);
  const who = { reference: customer, phones: [], emails: [], ...(name !== undefined && { name }) };
  const isCredit = record.type === "credit" || amountMinor < 0n;
  if (isCredit) {
    const [amount, open] = [absolute(amountMinor), absolute(openMinor)];
    if (amount === 0n) return { rejections: [] };
    if (open > amount) return refuse("open", record.open, "more is open than the credit is worth");
    const credit = { ...base, amountMinor: amount, openMinor: open };
    return { row: { line, customer: who, credit }, rejections: [] };
  }
  if (dueOn === undefined)
    return refuse("due", record.dueOn, "it has no due date; an invoice needs one");
  if (openMinor > amountMinor) return refuse("open", record.open, "more is open than the amount");
  const invoice = { ...base, dueOn, amountMinor, openMinor: openMinor < 0n ? 0n : openMinor };
  const over = openMinor < 0n && {
    credit: { ...base, amountMinor: -openMinor, openMinor: -openMinor },
  };
  return { row: { line, customer: who, invoice, ...over }, rejections: [] };
}

const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

type Money = {
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly currency: string;
};

function readMoney(record: DocumentRecord, home: Home): Money | { readonly reason: string } {
  const currency = (record.currency ?? home.currency).trim().toUpperCase();
  if (!isCurrency(currency)) return { reason: `"${currency.slice(0, 20)}" is no ISO 4217 code` };
  const amount = readMinor(record.amount, currency);
  const open = readMinor(record.open, currency);
  if ("reason" in amount) return amount;
  if ("reason" in open) return open;
  return { amountMinor: amount.value, openMinor: open.value, currency };
}

/** Minor units of a decimal as text, or of a number, whose noise beyond the currency's decimals is rounded off. */
function readMinor(amount: string | number, currency: string): Parsed<bigint> {
  const exponent = exponentOf(currency);
  if (typeof amount === "number") {
    const text = Number.isFinite(amount) && Math.abs(amount) < 1e13 ? amount.toFixed(exponent) : "";
    const noise = Math.abs(Number(text) - amount);
    if (text === "" || noise > Math.max(1e-6, Math.abs(amount) * 1e-12)) {
      return { reason: `${currency} has ${exponent} decimals; the amount is ${amount}` };
    }
    return readMinor(text, currency);
  }
  // An API writes a point only before decimals, so that zeros at the end say nothing.
  const plain = amount
    .trim()
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
  const parsed = parseAmount(plain, POINT);
  return "value" in parsed ? toMinor(padded(parsed.value), currency) : parsed;
}

// Three decimals are doubted in files, where they may be thousands; here they are decimals.
function padded<T extends { readonly unscaled: bigint; readonly scale: number }>(amount: T): T {
  return amount.scale === 3 ? { ...amount, unscaled: amount.unscaled * 10n, scale: 4 } : amount;
}

/** The day of a date or an instant in ISO 8601, as it is written; undefined when it is none. */
function readDay(text: string): Temporal.PlainDate | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text.trim())?.[1];
  if (day === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(day, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** Reads a payment, or says why it can't be taken. */
export function readPayment(
  record: PaymentRecord,
  home: Home,
): NewPayment | { readonly reason: string } {
  const reference = clean(record.reference);
  const currency = (record.currency ?? home.currency).trim().toUpperCase();
  if (reference === undefined) return { reason: "the payment has no reference" };
  if (!isCurrency(currency)) return { reason: `"${currency.slice(0, 20)}" is no ISO 4217 code` };
  const amount = readMinor(record.amount, currency);
  if ("reason" in amount) return amount;
  if (amount.value <= 0n) return { reason: "the amount of a payment must be more than 0" };
  const paidOn = readDay(record.paidOn);
  if (!paidOn) return { reason: "the payment has no date" };
  return {
    reference,
    customerReference: clean(record.customer),
    invoiceReference: clean(record.invoice),
    currency,
    amountMinor: amount.value,
    paidOn,
    payer: clean(record.payer),
    text: clean(record.text),
  };
}
