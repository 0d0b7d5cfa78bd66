// What people and customers say of money that nobody was known for.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { matchClaim } from "./claims.ts";
import { decideProposal, tryAgain } from "./deciding.ts";
import { listProposals } from "./entries.ts";
import { camt } from "./fixtures.ts";
import { job, openBank, openOf } from "./test-bank.ts";
import { clockNow } from "#platform/clock.ts";
import { eraseCustomer } from "#privacy/erase.ts";
import { buildClient, type Customer } from "#testing/builders.ts";

const { world, take } = await openBank();

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
