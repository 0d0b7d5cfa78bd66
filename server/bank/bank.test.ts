// From files of a bank to the ledger: one world, many statements.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { matchEntry } from "./deciding.ts";
import { listEntries } from "./entries.ts";
import { camt, statusReport, type FixtureEntry } from "./fixtures.ts";
import { debit, debitStates, entriesOf, job, openBank, openOf } from "./test-bank.ts";
import { buildClient } from "#testing/builders.ts";

const { world, take, sound } = await openBank();

test("credits find their invoices and customers, whatever way they are named, and only once", async () => {
  const client = await buildClient(world);
  const [thandi, jan, ann] = [
    await client.customer({ name: "Thandi Mokoena" }),
    await client.customer({ name: "Jan van der Merwe" }),
    await client.customer({ name: "Ann Łukasik" }),
  ];
  await client.invoice(thandi, 50_000n, "2026-02-01", { reference: "INV-2026-0012" });
  await client.invoice(jan, 30_000n, "2026-02-01", { reference: "INV-2026-0013" });
  await client.invoice(ann, 20_000n, "2026-02-01", { reference: "4711" });
  await client.invoice(ann, 7_000n, "2026-02-02", { reference: "539007547034" });
  const entries: FixtureEntry[] = [
    { amount: "500.00", servicer: "B1", transactions: [{ text: "Thanks inv 2026 / 00 12 March" }] },
    { amount: "100.00", servicer: "B2", transactions: [{ reference: "INV-2026-0013" }] },
    { amount: "70", servicer: "B3", transactions: [{ reference: "RF18539007547034" }] },
    // A few digits count when the amount is the invoice's.
    { amount: "200.00", servicer: "B4", transactions: [{ text: "4711" }] },
    // A customer's own number, and one that says nothing.
    {
      amount: "50.00",
      servicer: "B5",
      transactions: [{ text: `payment ${jan.reference}x`, reference: jan.reference }],
    },
    { amount: "33.33", servicer: "B6", transactions: [{ text: "hello", payer: "Nobody" }] },
    // Mistyped check digits name nobody; what the client pays is none of ours; what is not booked waits.
    { amount: "11.00", servicer: "B7", transactions: [{ reference: "RF19539007547034" }] },
    {
      amount: "900.00",
      way: "DBIT",
      servicer: "B8",
      transactions: [{ text: "salaries INV-2026-0012" }],
    },
    { amount: "500.00", status: "PDNG", servicer: "B9", transactions: [{ text: "INV-2026-0012" }] },
  ];
  const file = camt(entries);
  const done = await take(client, file);
  expect(done).toMatchObject({
    entries: 8,
    matched: 5,
    returned: 0,
    unmatched: 2,
    duplicates: 0,
    other: 1,
    pending: 1,
  });
  expect(await openOf(client)).toEqual({
    "INV-2026-0012": 0n,
    "INV-2026-0013": 15_000n,
    "4711": 0n,
    "539007547034": 0n,
  });
  // The same file, the same bookings as another file tells them, and both at once.
  expect(await take(client, file)).toMatchObject({
    entries: 8,
    matched: 0,
    unmatched: 0,
    duplicates: 8,
  });
  expect((await take(client, camt(entries.slice(0, 7), { kind: "054", id: "N-1" }))).line).toBe(
    "0 0 0 7 0",
  );
  // An import that broke off goes on: what it had posted is known by its place.
  await client.rows(sql`
    update dunlin.bank_file set state = 'importing', imported_at = null where kind = 'camt.053'`);
  await client.rows(sql`
    update dunlin.bank_entry set likeness = 'x', entry_key = null, transaction_key = null`);
  expect((await take(client, file)).line).toBe("0 0 0 7 1");
  const [left, right] = await Promise.all([
    take(
      client,
      camt([{ amount: "150.00", servicer: "C1", transactions: [{ text: "INV-2026-0013" }] }], {
        id: "S-2",
      }),
    ),
    take(
      client,
      camt([{ amount: "150.00", servicer: "C1", transactions: [{ text: "INV-2026-0013" }] }], {
        kind: "054",
        id: "N-2",
      }),
    ),
  ]);
  expect([left.line, right.line].toSorted()).toEqual(["0 0 0 1 0", "1 0 0 0 0"]);
  expect(await openOf(client)).toMatchObject({ "INV-2026-0013": 0n });
  await sound(client);
});

test("a sum makes room for its parts; alike without a number is a person's to decide", async () => {
  const client = await buildClient(world);
  const owner = await client.customer();
  await client.invoice(owner, 40_000n, "2026-02-01", { reference: "INV-77001" });
  const sum = { amount: "300.00", servicer: "SUM-1" };
  const parts = [
    { amount: "100.00", text: "INV-77001" },
    { amount: "200.00", text: "no idea" },
  ];
  expect((await take(client, camt([sum]))).line).toBe("0 0 1 0 0");
  expect(
    (await take(client, camt([{ ...sum, transactions: parts }], { kind: "054", id: "N-3" }))).line,
  ).toBe("1 0 1 0 0");
  expect((await take(client, camt([sum], { id: "S-9" }))).line).toBe("0 0 0 1 0");
  expect(await entriesOf(client)).toEqual([
    `credit 10000 matched ${owner.reference} text`,
    "credit 20000 unmatched - -",
    "credit 30000 superseded - -",
  ]);
  // Twice the same in one statement are two; in the notification before it they were the same two.
  const bare = { amount: "5.00", transactions: [{ text: "coffee", payer: "A B" }] };
  expect((await take(client, camt([bare, bare], { kind: "054", id: "N-4" }))).line).toBe(
    "0 0 2 0 0",
  );
  expect((await take(client, camt([bare, bare, bare], { id: "S-5" }))).line).toBe("0 0 1 2 0");
  // Other numbers of the bank: other money, though payer, amount and day are the same.
  const numbered = (servicer: string) => ({ ...bare, amount: "6.00", servicer });
  expect((await take(client, camt([numbered("E1")], { kind: "054", id: "N-6" }))).line).toBe(
    "0 0 1 0 0",
  );
  expect((await take(client, camt([numbered("E2")], { kind: "054", id: "N-6" }))).line).toBe(
    "0 0 1 0 0",
  );
  expect(
    (await take(client, camt([numbered("E3"), numbered("E2"), numbered("E1")], { id: "S-7" })))
      .line,
  ).toBe("0 0 1 2 0");
  // A second statement with the same again, and no number: perhaps told before.
  expect((await take(client, camt([bare], { id: "S-6" }))).line).toBe("0 0 1 0 0");
  const [doubtful] = await client.within(
    async (tx) => await listEntries(tx, client.clientId, { state: "doubtful", limit: 9 }),
  );
  await client.within(async (tx) => {
    await matchEntry(tx, await job(client, tx), doubtful!.entryId, {
      customerReference: owner.reference,
    });
  });
  expect((await openOf(client))["INV-77001"]).toBe(29_500n);
  await sound(client);
});

test("debits are collected, come back and are owed again, whoever tells it first", async () => {
  const client = await buildClient(world);
  const owner = await client.customer();
  for (const number of [1, 2, 3, 4]) {
    await client.invoice(owner, 10_000n, "2026-02-01", { reference: `F-100${number}` });
    await debit(client, owner, `DD-${number}`, 10_000n, [`F-100${number}`]);
  }
  const collected = (number: number) => ({
    amount: "100.00",
    endToEnd: `DD-${number}`,
    mandate: "any",
  });
  const back = { amount: "103.00", way: "DBIT", reversal: true } as const;
  // The return of DD-2 stands before its collection, and the bank's charge is in it.
  const file = camt([
    { ...back, servicer: "R2", transactions: [{ endToEnd: "DD-2", returned: "AM04" }] },
    { amount: "200.00", servicer: "D1", transactions: [collected(1), collected(2)] },
  ]);
  expect((await take(client, file)).line).toBe("2 1 0 0 0");
  expect(await openOf(client)).toMatchObject({ "F-1001": 0n, "F-1002": 10_000n });
  // By pain.002: refused, settled, and a reason that means success; the statement finds the money posted.
  const report = statusReport({
    debits: [
      { id: "DD-3", status: "ACSC" },
      { id: "DD-4", status: "RJCT", reason: "AC04" },
      { id: "DD-9", status: "RJCT", reason: "AC01" },
      { id: "DD-1", reason: "0000" },
    ],
  });
  expect((await take(client, report)).line).toBe("2 1 1 0 0");
  expect(
    (
      await take(
        client,
        camt([{ amount: "100.00", servicer: "D3", transactions: [collected(3)] }], { id: "S-3" }),
      )
    ).line,
  ).toBe("1 0 0 0 0");
  expect(await openOf(client)).toMatchObject({ "F-1003": 0n, "F-1004": 10_000n });
  // A return in an older file than the collection that it is about.
  expect(
    (
      await take(
        client,
        camt(
          [
            {
              ...back,
              amount: "100.00",
              servicer: "R1",
              transactions: [{ endToEnd: "DD-1", returned: "MD06" }],
            },
          ],
          { id: "S-4" },
        ),
      )
    ).line,
  ).toBe("0 1 0 0 0");
  expect(await openOf(client)).toMatchObject({ "F-1001": 10_000n });
  const states = (await debitStates(client)).map((row) => row.text);
  expect(states.filter((text) => !text.includes("-R"))).toEqual([
    "DD-1 returned MD06",
    "DD-2 returned AM04",
    "DD-3 collected",
    "DD-4 failed AC04",
  ]);
  expect(states.filter((text) => text.includes("-R"))).toEqual(["DD-2-R1 planned"]);
  expect(await client.events()).toEqual(
    expect.arrayContaining(["debit.returned", "payment.reversed", "invoice.reopened"]),
  );
  await sound(client);
});

test("a batch is settled by one sum, refused by one status; a booking that is taken back is owed again", async () => {
  const client = await buildClient(world);
  const owner = await client.customer();
  await client.invoice(owner, 30_000n, "2026-02-01", { reference: "G-5001" });
  await debit(client, owner, "BB-1", 10_000n);
  await debit(client, owner, "BB-2", 5_000n);
  expect(
    (await take(client, camt([{ amount: "150.00", servicer: "BT", batch: "PI-1" }]))).line,
  ).toBe("1 0 0 0 0");
  expect(await openOf(client)).toEqual({ "G-5001": 15_000n });
  await debit(client, owner, "BB-3", 2_000n);
  const refused = statusReport({ payment: { id: "PI-1", status: "RJCT", reason: "DT01" } });
  expect((await take(client, refused)).line).toBe("0 1 0 0 0");
  const credit = {
    amount: "40.00",
    servicer: "K1",
    transactions: [{ text: "G-5001", endToEnd: "MINE-1" }],
  };
  const taken = { ...credit, way: "DBIT", reversal: true, on: "2026-03-06" } as const;
  expect((await take(client, camt([taken, credit], { id: "S-8" }))).line).toBe("1 1 0 0 0");
  // A return that nothing here is known of waits for a person.
  const stray = {
    amount: "12.00",
    way: "DBIT",
    servicer: "ST",
    transactions: [{ endToEnd: "??", returned: "MS03" }],
  } as const;
  expect((await take(client, camt([stray], { id: "S-10" }))).line).toBe("0 0 1 0 0");
  expect(await openOf(client)).toEqual({ "G-5001": 15_000n });
  expect(await entriesOf(client)).toEqual([
    "credit 15000 matched - batch",
    `credit 4000 matched ${owner.reference} text`,
    "return 1200 unmatched - -",
    `reversal 4000 taken_back ${owner.reference} -`,
  ]);
  await sound(client);
});
