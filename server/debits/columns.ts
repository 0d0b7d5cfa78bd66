// Which column of a file of debit orders is which: by the names that such files carry, in the languages of our clients.
import { plainLetters } from "#ledger/reading/contacts.ts";

export const FIELDS = [
  "end_to_end_id",
  "mandate",
  "customer",
  "amount",
  "currency",
  "strike_on",
  "product",
  "scheme",
  "creditor_scheme_id",
  "payment_info_id",
  "campaign",
  "notice_days",
  "signed_on",
] as const;
export type Field = (typeof FIELDS)[number];

const NAMES: Readonly<Record<Field, string>> = {
  end_to_end_id: "endtoendid, end to end, e2e, e2e id, instruction id, debit reference, debit id",
  mandate:
    "mandate id, mandate reference, mandate number, mandate ref, mndtid, umr, mandaat, mandat, contract reference",
  customer:
    "customer reference, customer id, customer number, client number, member number, klient, klientnommer, nr klienta, debtor reference",
  amount: "amount due, debit amount, instructed amount, instdamt, kwota, bedrag",
  currency: "ccy, waluta, geldeenheid",
  strike_on:
    "strike date, strike, collection date, action date, debit date, requested collection date, reqdcolltndt, due date, data pobrania, aftrekdatum",
  product: "product name, description, for, produkt, produk, tytul",
  scheme: "debit scheme, type",
  creditor_scheme_id: "creditor id, creditor identifier, creditor, ci, sun, service user number",
  payment_info_id: "pmtinfid, payment information id, payment info, batch id, batch",
  campaign: "campaign name, run",
  notice_days: "notice, notice period",
  signed_on: "signature date, date signed, dtofsgntr, mandate date",
};

const known = new Map<string, Field>(
  FIELDS.flatMap((field) =>
    [field, ...NAMES[field].split(",")].map((name): [string, Field] => [plainLetters(name), field]),
  ),
);

/** The field that a header names; undefined when none does. */
export const fieldOf = (header: string): Field | undefined => known.get(plainLetters(header));

/** Where each field stands, by the header line; the first column of a name counts. */
export function columnsOf(header: readonly string[]): ReadonlyMap<Field, number> {
  const columns = new Map<Field, number>();
  header.forEach((name, index) => {
    const field = fieldOf(name);
    if (field !== undefined && !columns.has(field)) columns.set(field, index);
  });
  return columns;
}

const NEEDED: readonly Field[] = ["end_to_end_id", "mandate", "amount", "strike_on"];

/** The fields without which no order can be read. */
export const missingFrom = (columns: ReadonlyMap<Field, number>): readonly Field[] =>
  NEEDED.filter((field) => !columns.has(field));
