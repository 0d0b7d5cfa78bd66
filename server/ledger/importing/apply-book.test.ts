import { afterAll, beforeAll, expect, test } from "vitest";
import { at, Books, NOW, type Line } from "./fixture.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

const later = (days: number) => NOW.add({ hours: 24 * days });
const ada = {
  customer: "C1",
  name: "Ada",
  phones: ["+27821234567"],
  emails: ["Ada@Example.com"],
  person: "Ada Ngema",
};

test("a first book makes customers, accounts and invoices; the same book again changes nothing", async () => {
  const client = await books.client();
  const lines: Line[] = [
    { ...ada, invoice: "I1", amount: 10_000 },
    { ...ada, invoice: "I2", amount: 5_000, open: 2_000 },
    { customer: "C2", invoice: "I3", amount: 700, open: 0 },
    { customer: "C2", credit: "K1", amount: 300 },
    { customer: "C2", invoice: "I4", amount: 100, currency: "EUR" },
  ];
  const first = await books.apply(client, lines);
  expect(first).toMatchObject({
    customers: { created: 2, updated: 0, unchanged: 0 },
    invoices: { created: 4, updated: 0, unchanged: 0, settled: 0 },
    credits: 1,
    rejected: [],
    detected: { encoding: "utf-8", delimiter: ";", decimal: ",", dates: "yyyy-mm-dd" },
  });
  expect(await books.ledger(client)).toEqual({
    I1: "10000/10000",
    I2: "5000/2000",
    I3: "700/0 opening",
    I4: "100/100",
    "credit K1": "300/300",
  });
  expect(
    await books.rows(
      client,
      "select kind, amount_minor::int, paid_on::text from payment order by 2",
    ),
  ).toEqual([
    { kind: "opening", amountMinor: 700, paidOn: "2026-03-02" },
    { kind: "opening", amountMinor: 3_000, paidOn: "2026-03-02" },
  ]);
  expect(
    await books.rows(client, "select reference, name, language, country from customer order by 1"),
  ).toEqual([
    { reference: "C1", name: "Ada", language: "en", country: "ZA" },
    { reference: "C2", name: "C2", language: "en", country: "ZA" },
  ]);
  expect(
    await books.rows(
      client,
      "select p.kind, address, disclosure, source, n.name, n.role from contact_point p join person n using (person_id) order by 1",
    ),
  ).toEqual([
    {
      kind: "mailbox",
      address: "ada@example.com",
      disclosure: "full",
      source: "import",
      name: "Ada Ngema",
      role: "payer",
    },
    {
      kind: "phone",
      address: "+27821234567",
      disclosure: "full",
      source: "import",
      name: "Ada Ngema",
      role: "payer",
    },
  ]);
  expect(await books.rows(client, "select count(*)::int as n from account")).toEqual([{ n: 3 }]);
  expect(await books.breaches(client)).toEqual([]);

  const facts = "select facts_version, look_at from customer order by reference";
  const before = { ledger: await books.snapshot(client), facts: await books.rows(client, facts) };
  expect(before.facts[0]).toEqual({ factsVersion: 1n, lookAt: NOW.add({ minutes: 10 }) });
  const again = await books.apply(client, lines);
  expect(again).toMatchObject({
    customers: { created: 0, updated: 0, unchanged: 2 },
    invoices: { created: 0, updated: 0, unchanged: 4, settled: 0 },
    credits: 1,
    creditChanges: { created: 0, updated: 0, unchanged: 1, settled: 0 },
  });
  expect({
    ledger: await books.snapshot(client),
    facts: await books.rows(client, facts),
  }).toEqual(before);
  const events = `select kind from event where cause = '${again.batch}'`;
  expect(await books.rows(client, events)).toEqual([{ kind: "batch.applied" }]);
});

test("an open amount that falls is an inferred payment, one that rises takes it back", async () => {
  const client = await books.client();
  const book = async (open: number, day: number) =>
    await books.apply(client, [{ customer: "C", invoice: "I", amount: 1_000, open }], {
      now: later(day),
    });
  await book(1_000, 0);
  expect((await book(400, 1)).invoices).toMatchObject({ updated: 1, settled: 0 });
  expect(await books.ledger(client)).toEqual({ I: "1000/400" });
  expect((await book(0, 2)).invoices).toMatchObject({ updated: 0, settled: 1, unchanged: 0 });
  expect(await books.ledger(client)).toEqual({ I: "1000/0 inferred" });
  const reopened = await book(700, 3);
  expect(reopened).toMatchObject({ reopened: 1, invoices: { updated: 1, settled: 0 } });
  expect(await books.ledger(client)).toEqual({ I: "1000/700" });
  expect(
    await books.rows(
      client,
      "select amount_minor::int as a, reversed_minor::int as r, unallocated_minor::int as u from payment order by received_at",
    ),
  ).toEqual([
    { a: 600, r: 300, u: 0 },
    { a: 400, r: 400, u: 0 },
  ]);
  expect(
    await books.rows(client, "select kind from event where kind like 'invoice.%' order by seq"),
  ).toEqual(
    ["created", "updated", "settled", "reopened"].map((verb) => ({ kind: `invoice.${verb}` })),
  );
  expect(await books.breaches(client)).toEqual([]);
  const facts = await books.rows(client, "select facts_version from customer");
  expect(facts).toEqual([{ factsVersion: 4n }]);
});

test("a payment reported after the book's instant is taken off what the book says is open", async () => {
  const client = await books.client();
  const line = { customer: "C", invoice: "I", amount: 1_000, open: 1_000 };
  await books.apply(client, [line]);
  await books.pay(client, "I", 300, later(1));
  const same = await books.apply(client, [line], { asOf: NOW, now: later(2) });
  expect(same.invoices).toMatchObject({ unchanged: 1, updated: 0 });
  expect(await books.ledger(client)).toEqual({ I: "1000/700" });
  // A book written after the payment that does not have it: the payment was returned.
  await books.apply(client, [line], { asOf: later(3), now: later(3) });
  expect(await books.ledger(client)).toEqual({ I: "1000/1000" });
  expect(
    await books.rows(
      client,
      "select reversed_minor::int as r, unallocated_minor::int as u from payment",
    ),
  ).toEqual([{ r: 300, u: 0 }]);
});

test("when an invoice is lowered below what was just paid, the rest is unallocated, not lost", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 1_000 }]);
  await books.pay(client, "I", 1_000, later(1));
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 800, open: 800 }], {
    asOf: NOW,
    now: later(2),
  });
  expect(await books.ledger(client)).toEqual({ I: "800/0 payment" });
  expect(
    await books.rows(
      client,
      "select reversed_minor::int as r, unallocated_minor::int as u from payment",
    ),
  ).toEqual([{ r: 0, u: 200 }]);
  expect(await books.breaches(client)).toEqual([]);
});

test("a changed amount or due date follows without inventing money", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 1_000 }]);
  const result = await books.apply(client, [
    { customer: "C", invoice: "I", amount: 1_200, due: "2026-02-09" },
  ]);
  expect(result.invoices).toMatchObject({ updated: 1 });
  expect(await books.ledger(client)).toEqual({ I: "1200/1200" });
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 0, due: "2026-02-09" }]);
  expect(await books.ledger(client)).toEqual({ I: "0/0 credit" });
  expect(await books.rows(client, "select * from payment")).toEqual([]);
  expect(await books.rows(client, "select due_on::text as due from invoice")).toEqual([
    { due: "2026-02-09" },
  ]);
});

test("a book with a single amount column says what is open and nothing of the original amount", async () => {
  const client = await books.client();
  const fields = ["customer_reference", "invoice_reference", "amount"] as const;
  const book = async (open: number) =>
    await books.apply(client, [{ customer: "C", invoice: "I", open }], { fields });
  await book(1_000);
  await book(600);
  expect(await books.ledger(client)).toEqual({ I: "1000/600" });
  await book(1_500);
  expect(await books.ledger(client)).toEqual({ I: "1500/1500" });
  expect(await books.breaches(client)).toEqual([]);
});

test("a reference of another customer, another currency and contradicting lines are rejected, the rest is applied", async () => {
  const client = await books.client();
  await books.apply(client, [
    { customer: "C1", invoice: "I1", amount: 100 },
    { customer: "C1", invoice: "I2", amount: 100 },
  ]);
  const result = await books.apply(client, [
    { customer: "C9", invoice: "I1", amount: 100 },
    { customer: "C1", invoice: "I2", amount: 100, currency: "EUR" },
    { customer: "C1", invoice: "I3", amount: 100 },
    { customer: "C1", invoice: "I3", amount: 100 },
    { customer: "C1", invoice: "I3", amount: 150 },
    { customer: "C8", invoice: "I3", amount: 150 },
    { customer: "C1", invoice: "I4", amount: 50 },
  ]);
  expect(result.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    "2 invoice I1 belongs to customer C1, not to C9; give it a reference of its own",
    "3 invoice I2 is in ZAR, here it is in EUR; give it a reference of its own",
    "6 lines 4 and 6 both hold invoice I3, with another amount, due date or customer; line 4 was used",
    "7 lines 4 and 7 both hold invoice I3, with another amount, due date or customer; line 4 was used",
  ]);
  expect(result).toMatchObject({ duplicates: 1, invoices: { created: 2 } });
  // C9 and C8 have no good line, so they are not created.
  expect(await books.rows(client, "select reference from customer")).toEqual([{ reference: "C1" }]);
  expect(await books.ledger(client)).toEqual({
    I1: "100/100",
    I2: "100/100",
    I3: "100/100",
    I4: "50/50",
  });
});

test("credits without a reference keep their name from book to book, equal ones apart", async () => {
  const client = await books.client();
  const lines = [
    { customer: "C", credit: "", amount: 100, issued: "2026-01-01" },
    { customer: "C", credit: "", amount: 100, issued: "2026-01-01" },
  ];
  await books.apply(client, lines);
  const again = await books.apply(client, lines);
  expect(again.creditChanges).toEqual({ created: 0, updated: 0, unchanged: 2, settled: 0 });
  expect(Object.keys(await books.ledger(client))).toEqual([
    "credit credit/C/2026-01-01/ZAR/100",
    "credit credit/C/2026-01-01/ZAR/100#2",
  ]);
  const less = await books.apply(client, lines.slice(0, 1), { full: true });
  expect(less.creditChanges).toMatchObject({ unchanged: 1, settled: 1 });
});

test("strict refuses all for one rejection, and says which", async () => {
  const client = await books.client();
  const rejections = [
    { line: 9, column: "Phone", value: "=cmd", reason: "no phone", severity: "field" as const },
  ];
  const lines = [{ customer: "C", invoice: "I", amount: 1 }];
  const result = await books.apply(client, lines, { strict: true, rejections });
  expect(result).toMatchObject({
    batch: null,
    refused: expect.stringContaining("--strict"),
    rejected: rejections,
    invoices: { created: 0 },
  });
  expect(await books.rows(client, "select 1 from customer union all select 1 from batch")).toEqual(
    [],
  );
  const lenient = await books.apply(client, lines, { rejections });
  expect(lenient).toMatchObject({ invoices: { created: 1 }, rejected: rejections });
});

test("a dry run tells the figures and writes nothing", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 100 }]);
  const before = await books.snapshot(client);
  const result = await books.apply(
    client,
    [
      { customer: "C", name: "New", invoice: "I", amount: 100, open: 40 },
      { customer: "D", invoice: "J", amount: 5 },
    ],
    { dryRun: true, now: later(1) },
  );
  expect(result).toMatchObject({
    batch: null,
    customers: { created: 1, updated: 1 },
    invoices: { created: 1, updated: 1 },
  });
  expect(await books.snapshot(client)).toEqual(before);
  expect(await books.rows(client, "select count(*)::int as n from batch")).toEqual([{ n: 1 }]);
});

test("an older book and one from the future are refused; with yes the older one is applied", async () => {
  const client = await books.client();
  const line = { customer: "C", invoice: "I", amount: 100 };
  await books.apply(client, [line]);
  const old = { asOf: at("2026-02-01T00:00:00Z") };
  await expect(books.apply(client, [line], old)).rejects.toThrow(/older than the last one/);
  expect((await books.apply(client, [line], { ...old, dryRun: true })).warnings).toHaveLength(1);
  await books.apply(client, [line], { ...old, yes: true });
  const asOf = await books.rows(client, "select book_as_of from client");
  expect(asOf).toEqual([{ bookAsOf: NOW }]);
  // Payments made the books fresher: the next book may still be older than they are.
  await books.run(client, "update client set book_as_of = book_as_of + interval '1 day'");
  await books.apply(client, [line], { asOf: NOW });
  await expect(books.apply(client, [line], { asOf: later(2) })).rejects.toThrow(/in the future/);
});

test("who waits for fresh books is looked at again, without new facts", async () => {
  const client = await books.client();
  const line = { customer: "C", invoice: "I", amount: 100 };
  await books.apply(client, [line]);
  await books.run(client, "update account set reason = 'stale_books'");
  await books.run(client, "update customer set look_at = null");
  await books.apply(client, [line], { now: later(3) });
  expect(await books.rows(client, "select facts_version, look_at from customer")).toEqual([
    { factsVersion: 1n, lookAt: later(3).add({ minutes: 10 }) },
  ]);
});

test("two clients with the same references do not meet", async () => {
  const [one, two] = [await books.client(), await books.client()];
  await books.apply(one, [{ ...ada, invoice: "I", amount: 100 }]);
  const before = await books.snapshot(one);
  const other = await books.apply(two, [{ customer: "C1", invoice: "I", amount: 900 }], {
    full: true,
  });
  expect(other).toMatchObject({ customers: { created: 1 }, invoices: { created: 1, settled: 0 } });
  expect(await books.snapshot(one)).toEqual(before);
  expect(await books.ledger(two)).toEqual({ I: "900/900" });
});
