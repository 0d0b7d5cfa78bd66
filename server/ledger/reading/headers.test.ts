import { describe, expect, test } from "vitest";
import { columnsOf, recognise } from "./headers.ts";
import type { Kind } from "./types.ts";

function fieldsOf(header: string, kind: Kind, mapping = {}): Record<string, string> {
  const columns = columnsOf("book.csv", header.split(";"), 1, kind, mapping);
  return Object.fromEntries(columns.used.map((column) => [column.field, column.header]));
}

describe("headers are recognised", () => {
  test("in Polish", () => {
    const header =
      "Nr klienta;Nazwa klienta;Telefon komórkowy;E-mail;Numer faktury;Data wystawienia;Termin płatności;Kwota brutto;Do zapłaty;Waluta";
    expect(fieldsOf(header, "flat")).toEqual({
      customer_reference: "Nr klienta",
      customer_name: "Nazwa klienta",
      mobile: "Telefon komórkowy",
      email: "E-mail",
      invoice_reference: "Numer faktury",
      issued_on: "Data wystawienia",
      due_on: "Termin płatności",
      amount: "Kwota brutto",
      open_amount: "Do zapłaty",
      currency: "Waluta",
    });
  });

  test("in Afrikaans, without its diacritics and in capitals", () => {
    const header = "KLIENTNOMMER;NAAM;SELFOON;E-POS;FAKTUURNOMMER;VERVALDATUM;BEDRAG;UITSTAANDE";
    expect(Object.keys(fieldsOf(header, "flat")).join(" ")).toBe(
      "customer_reference customer_name mobile email invoice_reference due_on amount open_amount",
    );
  });

  test("in camel case, snake case and with units", () => {
    const header = "customerID;invoiceNumber;InvoiceDate;due_date;InvoiceAmount (ZAR);SettledDate";
    expect(fieldsOf(header, "invoices")).toEqual({
      customer_reference: "customerID",
      invoice_reference: "invoiceNumber",
      issued_on: "InvoiceDate",
      due_on: "due_date",
      amount: "InvoiceAmount (ZAR)",
    });
    expect(recognise("Amount (EUR)", "flat")).toMatchObject({ field: "amount", currency: "EUR" });
    expect(recognise("Kwota PLN", "flat")).toMatchObject({ field: "amount", currency: "PLN" });
  });

  test("the narrower name wins, and the other is reported as not read", () => {
    const columns = columnsOf(
      "book.csv",
      ["Customer no", "Account", "Name", "Invoice", "Due date", "Amount", "Total", "Amount paid"],
      1,
      "flat",
      {},
    );
    expect(columns.used.find(({ field }) => field === "customer_reference")?.header).toBe(
      "Customer no",
    );
    expect(columns.ignored).toEqual([
      { header: "Account", reason: '"Customer no" is read as customer_reference' },
      { header: "Total", reason: '"Amount" is read as amount' },
      { header: "Amount paid", reason: undefined },
    ]);
  });
});

describe("headers are refused in one sentence", () => {
  test("naming both columns of a double", () => {
    expect(() => fieldsOf("Customer no;Amount;Due date;amount", "flat")).toThrow(
      'columns 2 ("Amount") and 4 ("amount") have the same header',
    );
  });

  test("a double that the mapping resolves by number passes", () => {
    const mapping = { columns: { amount: 4 } };
    const header = "Customer no;Amount;Due date;Amount;Invoice no";
    expect(columnsOf("b", header.split(";"), 1, "flat", mapping).used).toContainEqual(
      expect.objectContaining({ field: "amount", index: 3 }),
    );
  });

  test("but a double that nobody reads is no matter", () => {
    expect(fieldsOf("Customer no;Notes;Notes;;", "customers")).toEqual({
      customer_reference: "Customer no",
    });
  });

  test("listing what was found when a column is missing", () => {
    expect(() => fieldsOf("Customer no;Betrag", "flat")).toThrow(
      'no column was found for invoice_reference, due_on, amount or open_amount; the columns are "Customer no", "Betrag"; say in the mapping file which is which, as in columns: { invoice_reference: …, due_on: …, amount: … }',
    );
  });

  test("when the mapping names a column that is not there", () => {
    expect(() => fieldsOf("A;B", "customers", { columns: { customer_reference: "C" } })).toThrow(
      'the mapping reads customer_reference from "C", but the columns are "A", "B"',
    );
    expect(() => fieldsOf("A;B", "customers", { columns: { customer_reference: 3 } })).toThrow(
      "from column 3, but there are 2",
    );
  });
});
