// The files that a client's accounting system would have exported on each day.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isoOf, type Day, type Happenings, type Receivable, type Sample } from "./receivables.ts";
import type { Contact } from "./scenario.ts";

const lines = (rows: readonly (readonly (string | undefined)[])[]): string =>
  rows.map((row) => `${row.join(",")}\n`).join("");

export class Files {
  readonly #folder: string;
  readonly #header: readonly string[];

  constructor(folder: string, { header }: Sample) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#header = header;
  }

  customers(contacts: readonly Contact[]): string {
    const head = ["Customer no", "Name", "Mobile", "E-mail", "Language", "Country", "Time zone"];
    const rows = contacts.map(({ customer, phone, email }) => [
      customer,
      `Customer ${customer}`,
      phone,
      email,
      "en",
      "US",
      "America/New_York",
    ]);
    return this.#write("customers.csv", [head, ...rows]);
  }

  /** In the columns of the sample; what nobody knew on that day is left blank. */
  invoices(day: Day, { issued }: Happenings): string {
    const known = new Set(["countryCode", "customerID", "invoiceNumber", "InvoiceDate", "DueDate"]);
    known.add("InvoiceAmount");
    const row = ({ cells }: Receivable): string[] =>
      cells.map((cell, index) => (known.has(this.#header[index] ?? "") ? cell : ""));
    return this.#write(`invoices-${isoOf(day)}.csv`, [this.#header, ...issued.map(row)]);
  }

  payments(day: Day, { paid }: Happenings): string {
    const head = ["Payment no", "Customer no", "Invoice no", "Paid on", "Amount", "Currency"];
    const rows = paid.map(({ customer, invoice, settled, minor }) => [
      `P-${invoice}`,
      customer,
      invoice,
      isoOf(settled),
      (minor / 100).toFixed(2),
      "USD",
    ]);
    return this.#write(`payments-${isoOf(day)}.csv`, [head, ...rows]);
  }

  #write(name: string, rows: readonly (readonly (string | undefined)[])[]): string {
    const path = join(this.#folder, name);
    writeFileSync(path, lines(rows));
    return path;
  }
}
