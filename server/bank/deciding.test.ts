// What people and customers say of money that nobody was known for.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { matchClaim } from "./claims.ts";
import { decideProposal, tryAgain } from "./deciding.ts";
import { listProposals } from "./entries.ts";
import { camt } from "./fixtures.ts";
import { retryClient } from "./retrying.ts";
import { entriesOf, job, openBank, openOf } from "./test-bank.ts";
import { postPayments } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import { eraseCustomer } from "#privacy/erase.ts";
import { customerFile } from "#privacy/export.ts";
import { fileAsPdf } from "#privacy/export-pdf.ts";
import { buildClient, THURSDAY, type BuiltClient, type Customer } from "#testing/builders.ts";

const { world, take, sound } = await openBank();

test("by amount and name a person is asked; what the books learn later is matched by the rules", async () => {
  const client = await buildClient(world);
  const [maria, other] = [
    await client.customer({ name: "Maria Wójcik-Nowak" }),
    await client.customer({ name: "Peter Nowak" }),
  ];
  await client.invoice(maria, 12_300n, "2026-02-01");
  await client.invoice(other, 12_300n, "2026-02-01");
  const done = await take(
    client,
    camt([
      {
        amount: "123.00",
        servicer: "X1",
        transactions: [{ payer: "NOWAK M. WOJCIK", account: "PL1", text: "oplata" }],
      },
      { amount: "999.00", servicer: "X2", transactions: [{ payer: "X", text: "for LATE-0001" }] },
    ]),
  );
  expect(done).toMatchObject({ matched: 0, unmatched: 2, proposals: 1 });
  const [proposal] = await client.within(
    async (tx) => await listProposals(tx, client.clientId, { limit: 9 }),
  );
  expect(proposal).toMatchObject({ customer: maria.reference, reasons: ["amount", "name"] });
  await client.within(async (tx) => {
    await decideProposal(tx, await job(client, tx), proposal!.proposalId, "accepted");
  });
  await expect(
    client.within(
      async (tx) =>
        await decideProposal(tx, await job(client, tx), proposal!.proposalId, "rejected"),
    ),
  ).rejects.toThrow("was accepted before");
  await client.invoice(other, 99_900n, "2026-03-01", { reference: "LATE-0001" });
  const again = await client.within(async (tx) => await tryAgain(tx, await job(client, tx)));
  expect(again).toMatchObject({ matched: 1, unmatched: 0 });
  expect(Object.values(await openOf(client))).toEqual(expect.arrayContaining([0n, 0n, 12_300n]));
});

test("a claim is closed by money that fits in amount and name, and only proposed by the amount", async () => {
  const client = await buildClient(world);
  const [sipho, lebo] = [
    await client.customer({ name: "Sipho Ndlovu" }),
    await client.customer({ name: "Lebo Khumalo" }),
  ];
  await client.invoice(sipho, 25_000n, "2026-02-01");
  await client.invoice(lebo, 25_000n, "2026-02-01");
  await take(
    client,
    camt([
      {
        amount: "80.00",
        on: "2026-03-04",
        servicer: "Y1",
        transactions: [{ payer: "NDLOVU S", text: "pay" }],
      },
    ]),
  );
  const claim = async (of: Customer, amountMinor?: bigint, on?: string) =>
    await client.within(
      async (tx) =>
        await matchClaim(
          tx,
          client.clientId,
          {
            customerId: of.customerId,
            amountMinor,
            on: on === undefined ? undefined : Temporal.PlainDate.from(on),
          },
          await clockNow(tx),
        ),
    );
  expect(await claim(lebo, 8_000n)).toBeUndefined();
  expect(await claim(sipho, 9_000n)).toBeUndefined();
  expect(await claim(sipho, 8_000n, "2026-02-01")).toBeUndefined();
  expect(await claim(sipho, 8_000n, "2026-03-03")).toMatchObject({
    amountMinor: 8_000n,
    currency: "ZAR",
    posted: true,
  });
  expect(await claim(sipho)).toMatchObject({ amountMinor: 8_000n, posted: false });
  expect(Object.values(await openOf(client))).toEqual(expect.arrayContaining([17_000n, 25_000n]));
});

test("a file that contradicts itself changes nothing, unless somebody says so", async () => {
  const client = await buildClient(world);
  const entry = {
    amount: "10.00",
    servicer: "Z",
    transactions: [{ amount: "4.00" }, { amount: "5.00" }],
  };
  await expect(take(client, camt([entry]))).rejects.toThrow(
    "statement.xml: entry at line 3: its transactions come to 900, the entry to 1000 ZAR (minor units); nothing was imported",
  );
  await expect(take(client, camt([entry], { kind: "052" }))).rejects.toThrow(
    "is a camt.052, a report within the day",
  );
  const [count] = await client.rows(
    sql<{ files: bigint }>`select count(*) as files from dunlin.batch`,
  );
  expect(count!.files).toBe(0n);
  const despite = await take(client, camt([entry]), { despiteTotals: true });
  expect(despite).toMatchObject({ entries: 1, unmatched: 1 });
  expect(despite.warnings[0]).toContain("come to 900");
});

test("who is erased is not named by what the bank told", async () => {
  const client = await buildClient(world);
  const owner = await client.customer({ name: "Zanele Mbeki" });
  await client.invoice(owner, 5_000n, "2026-02-01", { reference: "INV-88001" });
  const transaction = { payer: "Z MBEKI", account: "ZA1", text: "INV-88001 from Zanele" };
  await take(client, camt([{ amount: "50.00", servicer: "ER", transactions: [transaction] }]));
  await client.within(async (tx) => {
    const erasing = { actor: "test", now: await clockNow(tx), secret: Buffer.from("secret") };
    await eraseCustomer(tx, client.clientId, owner.reference, erasing);
  });
  const rows = await client.rows(
    sql<
      Record<string, unknown>
    >`select payer, payer_key, remittance, named, amount_minor from dunlin.bank_entry`,
  );
  expect(rows).toEqual([
    { payer: null, payerKey: null, remittance: null, named: [], amountMinor: 5_000n },
  ]);
});

/** A payment by link that its provider has told of. */
async function paidByLink(
  client: BuiltClient,
  of: Customer,
  minor: bigint,
  refs: readonly string[],
) {
  const [sessionRef, paymentRef] = refs;
  const payment = { reference: `stripe:${paymentRef}`, amountMinor: minor, currency: "ZAR" };
  await client.within(async (tx) => {
    const by = await job(client, tx);
    const paidOn = Temporal.PlainDate.from("2026-03-04");
    const named = { ...payment, paidOn, customerReference: of.reference };
    await postPayments(tx, by.context, [named], by);
  });
  await client.rows(sql`
    insert into dunlin.checkout (client_id, customer_id, account_id, provider, state, amount_minor, currency, session_ref,
      payment_ref, expires_at, created_at, ended_at, payment_id)
    select client_id, ${of.customerId}::uuid, account_id, 'stripe', 'paid', amount_minor, currency, ${sessionRef},
      ${paymentRef}, received_at, received_at, received_at, payment_id
    from dunlin.payment where client_id = ${client.clientId} and reference = ${payment.reference}`);
}

test("unmatched money is tried again by itself when there is news, in sets, and not without", async () => {
  const client = await buildClient(world);
  await take(
    client,
    camt([{ amount: "50.00", servicer: "R1", transactions: [{ payer: "Z", text: "NEWS-0001" }] }]),
  );
  const tried = async () => await retryClient(world.db, client.clientId);
  expect(await tried()).toBe(0);
  const state = async () =>
    (
      await client.rows(sql<{ news: string; changed: string }>`
      select news, changed_at::text as changed from dunlin.bank_retry where client_id = ${client.clientId}`)
    )[0];
  const before = await state();
  expect(await tried()).toBe(0);
  expect(await state()).toEqual(before);
  const late = await client.customer();
  await client.invoice(late, 5_000n, "2026-03-01", { reference: "NEWS-0001" });
  expect(await tried()).toBe(1);
  expect(await tried()).toBe(0);
  expect(await entriesOf(client)).toEqual([`credit 5000 matched ${late.reference} text`]);
  expect(await openOf(client)).toEqual({ "NEWS-0001": 0n });
});

test("the bank's line of a payment by link is that payment, whoever tells of it first", async () => {
  const client = await buildClient(world);
  const [one, other] = [await client.customer(), await client.customer()];
  await client.invoice(one, 61_750n, "2026-02-01");
  await client.invoice(other, 20_000n, "2026-02-01");
  await paidByLink(client, one, 61_750n, ["cs_test_a1B2c3D4", "pi_3Nabc123XYZ"]);
  const done = await take(
    client,
    camt([
      { amount: "617.50", servicer: "S1", transactions: [{ text: "PAYOUT PI 3NABC123XYZ" }] },
      // The same money is not there twice; another sum is not it either.
      { amount: "617.50", servicer: "S2", transactions: [{ endToEnd: "PI3NABC123XYZ" }] },
      { amount: "200.00", servicer: "S3", transactions: [{ endToEnd: "cs-late-0001" }] },
    ]),
  );
  expect(done).toMatchObject({ matched: 1, unmatched: 2 });
  expect(await entriesOf(client)).toContain(`credit 61750 matched ${one.reference} checkout`);
  await paidByLink(client, other, 20_000n, ["cs_late_0001", "pi_late_0001"]);
  expect(await retryClient(world.db, client.clientId)).toBe(1);
  expect(await entriesOf(client)).toContain(`credit 20000 matched ${other.reference} checkout`);
  const sums = await client.rows(sql<{ left: bigint }>`
    select sum(amount_minor - reversed_minor)::bigint as left from dunlin.payment
    where client_id = ${client.clientId} and account_id is not null`);
  expect(sums).toEqual([{ left: 81_750n }]);
  await sound(client);
  const file = await client.within(
    async (tx) => await customerFile(tx, client.clientId, one.reference, THURSDAY),
  );
  expect(file).toMatchObject({
    bankEntries: [
      { amountMinor: 61_750n, remittance: "PAYOUT PI 3NABC123XYZ", matchedHow: "checkout" },
    ],
    checkouts: [{ provider: "stripe", state: "paid", amountMinor: 61_750n }],
    claims: [],
  });
  expect((await fileAsPdf(file)).subarray(0, 5).toString("latin1")).toBe("%PDF-");
});
