import { sql } from "kysely";
import { expect, test } from "vitest";
import { report } from "#reporting/report.ts";
import {
  buildClient,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Invoice,
} from "#testing/builders.ts";

const world = await openWorld();
const PERIOD = { from: THURSDAY.subtract({ hours: 24 }), to: THURSDAY.add({ hours: 240 }) };
const reportOf = async (client: BuiltClient, period = PERIOD) =>
  await client.within(async (tx) => await report(tx, client.clientId, period, THURSDAY));

let numbers = 0;
async function paid(
  client: BuiltClient,
  { accountId }: Invoice,
  at: Temporal.Instant,
  more: { kind?: string; paidOn?: string; minor?: bigint; reversed?: bigint } = {},
): Promise<void> {
  numbers += 1;
  const minor = more.minor ?? 100n;
  await client.rows(sql`
    insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, reversed_minor,
      unallocated_minor, paid_on, received_at)
    values (${client.clientId}, ${accountId}, ${more.kind ?? "reported"}, ${`R-${numbers}`}, 'ZAR', ${minor},
      ${more.reversed ?? 0n}, 0, ${more.paidOn ?? "2026-03-06"}, ${at})`);
}

async function contacted() {
  const client = await buildClient(world);
  const customer = await client.customer();
  const invoice = await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.deliver();
  return { client, customer, invoice };
}

test("paid within 48 hours: from the hand-over to exactly 48 hours later, inferred money apart", async () => {
  const { client, invoice } = await contacted();
  const nobody = await client.customer({ points: [] });
  const quiet = await client.invoice(nobody, 500n, "2026-08-01");
  const second = { seconds: 1 };
  await paid(client, invoice, THURSDAY.subtract(second), { minor: 1n, paidOn: "2026-03-05" });
  await paid(client, invoice, THURSDAY, { minor: 2n, paidOn: "2026-03-05" });
  await paid(client, invoice, THURSDAY.add({ hours: 48 }), { minor: 20n });
  const late = THURSDAY.add({ hours: 48 }).add(second);
  await paid(client, invoice, late, { minor: 200n, paidOn: "2026-03-07" });
  // Told of a week later: its date says that it came in time, or that it did not.
  const told = THURSDAY.add({ hours: 24 * 7 });
  await paid(client, invoice, told, { minor: 20_000n, paidOn: "2026-03-06" });
  await paid(client, invoice, told, { minor: 200_000n, paidOn: "2026-03-08" });
  // Paid on the day before the contact, and told of after it.
  await paid(client, invoice, THURSDAY.add(second), { minor: 2_000n, paidOn: "2026-03-04" });
  await paid(client, invoice, THURSDAY.add(second), { kind: "inferred", minor: 7n });
  await paid(client, invoice, THURSDAY.add(second), { kind: "absence", minor: 70n, reversed: 40n });
  await paid(client, invoice, THURSDAY.add(second), { kind: "inferred", minor: 9n, reversed: 9n });
  await paid(client, invoice, THURSDAY.add(second), { kind: "opening", minor: 900n });
  await paid(client, quiet, THURSDAY.add(second), { minor: 5n });
  const { paid_48h: lines, cost_per_unit: ratios } = await reportOf(client);
  expect(lines).toEqual([{ currency: "ZAR", count: 3, minor: 20_022n, inferred_minor: 37n }]);
  expect(ratios).toEqual([{ currency: "ZAR", ratio: 0 }]);
});

test("what was planned, sent, taken back and passed over is counted by reason, step and period", async () => {
  const { client, customer } = await contacted();
  await client.rows(sql`update dunlin.message set price_micros = 250000`);
  const [lost, unreached] = [await client.customer(), await client.customer({ points: [] })];
  for (const one of [lost, unreached]) await client.invoice(one, 10_000n, "2026-03-04");
  await client.look(lost, unreached);
  await client.credit(lost, 10_000n);
  await client.look(lost, customer);
  const made = await reportOf(client);
  expect(made).toMatchObject({
    planned: 2,
    sent: 1,
    delivered: 1,
    failed: {},
    suppressed: { settled: 1, no_contact_point: 1 },
    uncertain: 0,
    held: 0,
    cost: [{ currency: "ZAR", minor: 25n }],
    steps: [{ step: "reminder", channel: "sms", planned: 2, sent: 1, delivered: 1 }],
  });
  const before = await reportOf(client, { from: PERIOD.from, to: THURSDAY });
  expect(before).toMatchObject({ planned: 0, suppressed: {}, steps: [] });
});

test("aging counts days since the due date where the client is, credits apart", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  const due = { "2026-03-05": 1n, "2026-03-04": 20n, "2026-02-03": 300n, "2026-02-02": 4_000n };
  for (const [day, minor] of Object.entries({
    ...due,
    "2026-01-04": 50_000n,
    "2025-12-04": 600_000n,
  }))
    await client.invoice(customer, minor, day);
  await client.credit(customer, 9n);
  const { aging } = await reportOf(client);
  expect(aging).toEqual([
    {
      currency: "ZAR",
      not_due_minor: 1n,
      days_1_30_minor: 320n,
      days_31_60_minor: 54_000n,
      days_61_90_minor: 0n,
      over_90_minor: 600_000n,
      credit_minor: 9n,
    },
  ]);
});
