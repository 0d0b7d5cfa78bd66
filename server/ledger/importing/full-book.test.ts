import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, NOW, type Line } from "./fixture.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

const later = (days: number) => NOW.add({ hours: 24 * days });
const ten: Line[] = Array.from({ length: 10 }, (_, i) => ({
  customer: `C${i}`,
  invoice: `I${i}`,
  amount: 1_000,
}));

test("what a full book no longer has is settled by absence, and reopens when it is back", async () => {
  const client = await books.client();
  await books.apply(client, [...ten, { customer: "C0", credit: "K", amount: 50 }]);
  const part = await books.apply(client, ten.slice(0, 1));
  expect(part.invoices.settled).toBe(0);
  const full = await books.apply(client, ten.slice(1), { full: true, now: later(1) });
  expect(full).toMatchObject({
    invoices: { created: 0, updated: 0, unchanged: 9, settled: 1 },
    absent: 1,
    creditChanges: { settled: 1 },
  });
  expect(await books.ledger(client)).toMatchObject({
    I0: "1000/0 absence",
    I1: "1000/1000",
    "credit K": "50/0",
  });
  expect(await books.rows(client, "select kind, paid_on::text as day from payment")).toEqual([
    { kind: "absence", day: "2026-03-03" },
  ]);
  const back = await books.apply(client, ten, { full: true, now: later(2) });
  expect(back).toMatchObject({ reopened: 1, invoices: { updated: 1, unchanged: 9 } });
  expect(await books.ledger(client)).toMatchObject({ I0: "1000/1000" });
  expect(await books.breaches(client)).toEqual([]);
});

test("more than a fifth of the invoices needs yes", async () => {
  const client = await books.client();
  await books.apply(client, ten);
  const before = await books.snapshot(client);
  const short = ten.slice(3);
  await expect(books.apply(client, short, { full: true })).rejects.toThrow(
    /lacks 3 of 10 open invoices \(30 %\).*ZAR\s30\.00 of ZAR\s100\.00.*--yes/,
  );
  expect(await books.snapshot(client)).toEqual(before);
  const dry = await books.apply(client, short, { full: true, dryRun: true });
  expect(dry).toMatchObject({
    invoices: { settled: 3 },
    warnings: [expect.stringMatching(/30 %/)],
  });
  const two = await books.apply(client, ten.slice(2), { full: true });
  expect(two.invoices.settled).toBe(2);
  const forced = await books.apply(client, ten.slice(9), { full: true, yes: true });
  expect(forced.invoices.settled).toBe(7);
});

test("more than a fifth of the money of one currency needs yes, however few the invoices", async () => {
  const client = await books.client();
  const euro = { customer: "E", invoice: "E1", amount: 10, currency: "EUR" };
  await books.apply(client, [...ten, euro]);
  await expect(books.apply(client, ten, { full: true })).rejects.toThrow(
    /lacks 1 of 11 open invoices \(9 %\), together €0\.10 of €0\.10 \(100 %\)/,
  );
});

test("a rejected line does not make its invoice vanish", async () => {
  const client = await books.client();
  await books.apply(client, ten);
  const row = { column: "Amount", value: "x", reason: "no amount", severity: "row" as const };
  const result = await books.apply(client, ten.slice(3), {
    full: true,
    rejections: [
      { line: 20, ...row, invoiceReference: "I0", customerReference: "C0" },
      { line: 21, ...row, customerReference: "C1" },
    ],
  });
  expect(result).toMatchObject({ absent: 1, warnings: [] });
  expect(await books.ledger(client)).toMatchObject({
    I0: "1000/1000",
    I1: "1000/1000",
    I2: "1000/0 absence",
  });
});

const unreadable = (line: number) => ({
  line,
  column: "",
  value: "?",
  reason: "not readable",
  severity: "row" as const,
});

test("rejected lines that name nobody count as missing and are told", async () => {
  const client = await books.client();
  await books.apply(client, ten);
  const rejections = [unreadable(20), unreadable(21)];
  await expect(books.apply(client, ten.slice(1), { full: true, rejections })).rejects.toThrow(
    /and 2 rejected rows name no invoice/,
  );
  const one = await books.apply(client, ten.slice(1), {
    full: true,
    rejections: rejections.slice(0, 1),
  });
  expect(one.warnings).toEqual([expect.stringMatching(/1 rejected row.*name neither/)]);
});

test("an older full book, applied with yes, does not settle what only newer books know", async () => {
  const client = await books.client();
  await books.apply(client, ten.slice(0, 5), { now: later(1) });
  await books.apply(client, ten.slice(5), { now: later(3) });
  const old = await books.apply(client, ten.slice(1, 5), {
    full: true,
    yes: true,
    asOf: later(2),
    now: later(4),
  });
  expect(old.absent).toBe(1);
  expect(await books.ledger(client)).toMatchObject({ I0: "1000/0 absence", I9: "1000/1000" });
});
