import type { BookRow, CreditPart, CustomerPart, InvoicePart } from "#ledger/reading/types.ts";
import type { RejectedLine } from "./source.ts";

// Lines in the text format of COPY: tabs between columns, \N for null, backslash before what would end a value.
const NULL = "\\N";
const SPECIAL = /[\\\n\r\t\0]/g;
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "", // PostgreSQL has no such character
};

function text(value: string | undefined): string {
  if (value === undefined || value === "") return NULL;
  return value.replace(SPECIAL, (sign) => escapes[sign]!);
}

function list(values: readonly string[]): string {
  if (values.length === 0) return "{}";
  const quoted = values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`);
  return text(`{${quoted.join(",")}}`);
}

const nulls = (count: number) => Array.from({ length: count }, () => NULL).join("\t");
const nothingSaid = nulls(13);
const noEntry = nulls(7);
const noProblem = nulls(4);

/** The thirteen columns of what a line says about its customer, without the reference. */
export function encodeCustomer(customer: CustomerPart): string {
  return [
    text(customer.name),
    text(customer.kind),
    text(customer.language),
    text(customer.zone),
    text(customer.country),
    text(customer.segment),
    text(customer.paydayDay?.toString()),
    list(customer.phones),
    list(customer.emails),
    text(customer.personName),
    text(customer.factors?.born_on),
    text(customer.factors?.postcode),
    text(customer.factors?.id_last4),
  ].join("\t");
}

function encodeEntry(
  entry: "invoice" | "credit",
  part: InvoicePart | CreditPart,
  amountsApart: boolean,
): string {
  const dueOn = "dueOn" in part ? part.dueOn.toString() : NULL;
  // With a single column the amount is only what is open now: it says nothing of the original amount.
  const amount = amountsApart ? String(part.amountMinor) : NULL;
  const issuedOn = part.issuedOn?.toString() ?? NULL;
  return `${entry}\t${text(part.reference)}\t${issuedOn}\t${dueOn}\t${amount}\t${part.openMinor}\t${part.currency}`;
}

/** A row for the staging table, as one line or several; `said` is undefined when an earlier line said the same of the customer. */
export function encodeRow(
  source: number,
  row: BookRow,
  said: string | undefined,
  amountsApart: boolean,
): string {
  const entries: string[] = [];
  if (row.invoice) entries.push(encodeEntry("invoice", row.invoice, amountsApart));
  if (row.credit) entries.push(encodeEntry("credit", row.credit, amountsApart));
  if (entries.length === 0) entries.push(noEntry);
  const reference = text(row.customer.reference);
  return entries
    .map((entry, i) => {
      const speaks = said !== undefined && i === 0;
      const words = speaks ? `t\t${reference}\t${said}` : `f\t${reference}\t${nothingSaid}`;
      return `${source}\t${row.line}\t${words}\t${entry}\t${noProblem}\n`;
    })
    .join("");
}

export function encodeRejection(source: number, line: RejectedLine): string {
  const entry = `rejected\t${text(line.invoiceReference)}\t${nulls(5)}`;
  const problem = [line.column, line.value, line.reason, line.severity].map(text).join("\t");
  return `${source}\t${line.line}\tf\t${text(line.customerReference)}\t${nothingSaid}\t${entry}\t${problem}\n`;
}
