import { sql } from "kysely";
import { expect, test } from "vitest";
import { explain } from "#messages/planning/explain.ts";
import {
  buildClient,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";

const world = await openWorld();

const explained = async (client: BuiltClient, customer: Customer) =>
  await client.within(
    async (tx) => await explain(tx, client.clientId, customer.reference, THURSDAY),
  );

test("explaining says decision, reason, facts without personal data and what comes next, and writes nothing", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27821119999" }] });
  await client.invoice(customer, 10_000n, "2026-03-04");
  const [before] = await explained(client, customer);
  expect(before).toMatchObject({
    currency: "ZAR",
    decision: "send",
    reason: "step_due",
    collectableMinor: 10_000n,
    overdueMinor: 10_000n,
  });
  expect(before!.unless).toMatch(/^step second_reminder is due at 2026-03-11T06:00:00Z unless/);
  const facts = JSON.stringify(before!.facts, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(facts).not.toContain("27821119999");
  expect(await client.messages()).toEqual([]);
  expect(await client.rows(sql`select 1 from dunlin.decision`)).toEqual([]);

  await client.look(customer);
  const [after] = await explained(client, customer);
  expect(after).toMatchObject({ decision: "wait", reason: "not_yet" });
});

test("without a policy, an account or a customer it says so", async () => {
  const client = await buildClient(world, { policy: null });
  const customer = await client.customer();
  expect(await explained(client, customer)).toEqual([]);
  await client.invoice(customer, 10_000n, "2026-03-04");
  const [one] = await explained(client, customer);
  expect(one).toMatchObject({ reason: "no_policy" });
  await expect(explained(client, { customerId: "", reference: "nobody" })).rejects.toThrow(
    'there is no customer "nobody"',
  );
});

test("an address at which STOP was said is named by its channel", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27821118888" }] });
  await client.invoice(customer, 10_000n, "2026-03-04");
  expect((await explained(client, customer))[0]!.closed).toEqual([]);
  await client.rows(sql`insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by)
    values (${client.clientId}, 'sms', '+27821118888', ${THURSDAY}, 'customer')`);
  expect((await explained(client, customer))[0]!.closed).toEqual(["sms: opted out"]);
});
