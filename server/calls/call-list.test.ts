import { expect, test } from "vitest";
import { callList } from "#calls/call-list.ts";
import { placeHold } from "#ledger/holds.ts";
import { clockNow } from "#platform/clock.ts";
import { buildClient, LADDER, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();
const policy = LADDER.replace("template: reminder }", "template: reminder, exits: [call_list] }");

async function setUp() {
  await world.setNow(THURSDAY);
  const client = await buildClient(world, { policy });
  const customer = await client.customer();
  const dispute = async (invoices: readonly string[]) =>
    await client.within(async (tx) => {
      const hold = { customerReference: customer.reference, kind: "dispute", invoices } as const;
      await placeHold(tx, client.clientId, { ...hold, by: "test" }, await clockNow(tx));
    });
  const list = async () =>
    await client.within(async (tx) => await callList(tx, client.clientId, await clockNow(tx)));
  return { client, customer, dispute, list };
}

test("a dispute of one invoice does not spare the others, and they are as late as they are", async () => {
  const { client, customer, dispute, list } = await setUp();
  const old = await client.invoice(customer, 5_000n, "2026-02-20");
  const coming = await client.invoice(customer, 6_000n, "2026-03-08");
  await client.invoice(customer, 7_000n, "2026-03-04");
  await dispute([old.reference, coming.reference]);
  await client.look(customer);
  expect(await list()).toMatchObject([
    { customer: customer.reference, due_minor: 7_000n, days_late: 1 },
  ]);
});

test("who has everything disputed is not called", async () => {
  const { client, customer, dispute, list } = await setUp();
  const only = await client.invoice(customer, 7_000n, "2026-03-04");
  await client.look(customer);
  expect(await list()).toHaveLength(1);
  await dispute([only.reference]);
  expect(await list()).toEqual([]);
});
