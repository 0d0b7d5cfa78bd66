/** The files that the accounting of a simulated client writes, and what they say. */
import type { Books, OwnPayment } from "./books.ts";
import type { BookFault } from "./happenings.ts";
import { Chance } from "./random.ts";

/** A line of a book as it is meant, before it becomes text. */
export type BookLine = {
  readonly n: number;
  readonly kind: "invoice" | "credit" | "customer";
  readonly reference: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  /** Can't be read: it says nothing, and is no sign that the invoice is gone. */
  readonly garbled: boolean;
};

const nothing = {
  reference: "",
  issuedOn: "",
  dueOn: "",
  amountMinor: 0,
  openMinor: 0,
  garbled: false,
};

/** `isNew`: whether the book of a ledger has to tell of it still. */
export function bookLines(books: Books, isNew: (reference: string) => boolean): BookLine[] {
  const isTold = (reference: string, openMinor: number): boolean =>
    books.style === "aged" ? openMinor > 0 : isNew(reference);
  const lines: BookLine[] = [];
  for (const { n, reference, issuedOn, dueOn, amountMinor, openMinor } of books.invoices.values()) {
    if (!isTold(reference, openMinor)) continue;
    const told = books.style === "aged" ? openMinor : amountMinor;
    lines.push({
      ...nothing,
      n,
      kind: "invoice",
      reference,
      issuedOn,
      dueOn,
      amountMinor,
      openMinor: told,
    });
  }
  for (const { n, reference, amountMinor } of books.credits) {
    if (isTold(reference, amountMinor))
      lines.push({ ...nothing, n, kind: "credit", reference, amountMinor, openMinor: amountMinor });
  }
  for (const n of books.people.keys()) lines.push({ ...nothing, n, kind: "customer" });
  return lines;
}

/** What goes wrong while the file is written. */
export function spoil(
  lines: readonly BookLine[],
  fault: BookFault | undefined,
  chance: Chance,
): BookLine[] {
  const hit = chance.one([0.02, 0.1, 0.3, 0.6]);
  if (fault === "cut") return lines.slice(0, Math.ceil(lines.length * (1 - hit)));
  if (fault !== "garbled" && fault !== "tenfold") return [...lines];
  return lines.map((line) => {
    if (line.kind === "customer" || !chance.happens(hit)) return line;
    if (fault === "garbled") return { ...line, garbled: true };
    return { ...line, amountMinor: line.amountMinor * 10, openMinor: line.openMinor * 10 };
  });
}

const money = (minor: number): string => (minor / 100).toFixed(2);
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.join(",")}\n`).join("");

const PERSON = ["Customer no", "Name", "Mobile", "E-mail", "Language", "Country", "Time zone"];
const ENTRY = ["Invoice no", "Invoice date", "Due date", "Amount", "Outstanding", "Currency"];

export function bookText(books: Books, lines: readonly BookLine[]): string {
  const columns = books.style === "aged" ? ENTRY : ENTRY.filter((name) => name !== "Outstanding");
  const rows = lines.map((line) => {
    const person = books.people.get(line.n)!;
    const about = [
      person.reference,
      person.name,
      books.phones.get(line.n) ?? "",
      person.mailbox ?? "",
    ];
    const where = ["en", person.country, person.tellsZone ? person.zone : ""];
    return [...about, ...where, ...entryOf(line, person.currency, books.style === "aged")];
  });
  return csv([[...PERSON, ...columns], ...rows]);
}

function entryOf(line: BookLine, currency: string, withOpen: boolean): string[] {
  if (line.kind === "customer") return withOpen ? ["", "", "", "", "", ""] : ["", "", "", "", ""];
  const sign = line.kind === "credit" ? "-" : "";
  const due = line.garbled ? "2028-02-31" : line.dueOn;
  const amount =
    line.garbled && line.kind === "credit" ? "ask Joan" : `${sign}${money(line.amountMinor)}`;
  const open = withOpen ? [`${sign}${money(line.openMinor)}`] : [];
  return [line.reference, line.issuedOn, due, amount, ...open, currency];
}

export function paymentsText(books: Books, payments: readonly OwnPayment[]): string {
  const rows = payments.map(({ n, reference, amountMinor, invoice, nameless, receivedMs }) => {
    const person = books.people.get(n)!;
    const [customer, named] = nameless ? ["?", "?"] : [person.reference, invoice ?? ""];
    const paidOn = new Date(receivedMs).toISOString().slice(0, 10);
    return [reference, customer, named, paidOn, money(amountMinor), person.currency];
  });
  return csv([
    ["Payment no", "Customer no", "Invoice no", "Paid on", "Amount", "Currency"],
    ...rows,
  ]);
}
