import { sql } from "kysely";
import { expect, test } from "vitest";
import { callList } from "#calls/call-list.ts";
import { placeHold } from "#ledger/holds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { buildClient, LADDER, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const POLICY = LADDER.replace(
  "template: reminder }",
  "template: reminder, exits: [call_list] }",
).replace("steps:", "calls_per_day: 3\nsteps:");

const listOf = async (client: BuiltClient) =>
  await client.within(async (tx) => await callList(tx, client.clientId, THURSDAY));

async function sent(client: BuiltClient, amounts: readonly bigint[]) {
  const customers = [];
  for (const amount of amounts) {
    const customer = await client.customer({ name: `Owes ${amount}` });
    await client.invoice(customer, amount, "2026-03-04");
    await client.look(customer);
    customers.push(customer);
  }
  await client.deliver();
  return customers;
}

test("the call list ranks by money, is cut to the day's calls, and drops who pays, at once", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const [least, most] = await sent(client, [1_000n, 9_000n, 5_000n, 7_000n]);
  const first = await listOf(client);
  expect(first.map((line) => line.due_minor)).toEqual([9_000n, 7_000n, 5_000n]);
  expect(first[0]).toMatchObject({ name: "Owes 9000", days_late: 1, promises_broken: 0 });
  expect(first[0]!.phone).toMatch(/^\+2782/);
  await client.within(async (tx) => {
    const payment = {
      reference: "P-call",
      customerReference: most!.reference,
      currency: "ZAR",
      amountMinor: 9_000n,
      paidOn: Temporal.PlainDate.from("2026-03-05"),
    };
    await postPayments(tx, await loadContext(tx, client.clientId), [payment], {
      now: THURSDAY,
      actor: "test",
    });
  });
  expect((await listOf(client)).map((line) => line.customer)).not.toContain(most!.reference);
  expect((await listOf(client)).map((line) => line.customer)).toContain(least!.reference);
});

test("nobody is called who disputes, is opted out of calls, or stands in stale books", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const [disputes, silent] = await sent(client, [3_000n, 2_000n]);
  await client.within(
    async (tx) =>
      await placeHold(
        tx,
        client.clientId,
        { customerReference: disputes!.reference, kind: "dispute", by: "test" },
        THURSDAY,
      ),
  );
  await client.rows(sql`
    insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by)
    select client_id, 'voice', address, ${THURSDAY}, 'customer' from dunlin.contact_point
    where customer_id = ${silent!.customerId}`);
  const lines = await listOf(client);
  expect(lines.map((line) => [line.customer, line.phone])).toEqual([[silent!.reference, null]]);
  await client.policy(POLICY.replace("400 banking days", "1 banking day"));
  await client.rows(
    sql`update dunlin.client set book_as_of = ${THURSDAY.subtract({ hours: 400 })}`,
  );
  expect(await listOf(client)).toHaveLength(1);
});

test("a client without a policy has no call list", async () => {
  const client = await buildClient(world, { policy: null });
  expect(await listOf(client)).toEqual([]);
});
