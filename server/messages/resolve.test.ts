import { sql } from "kysely";
import { expect, test } from "vitest";
import { listUncertain, resolveUncertain } from "#messages/resolve.ts";
import { buildClient, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();

test("a person settles an uncertain message once, and it is never sent again", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.rows(sql`update dunlin.message set state = 'uncertain', reason = 'process_died', attempt = 1
    where client_id = ${client.clientId}`);
  const list = async () =>
    await client.within(async (tx) => await listUncertain(tx, client.clientId));
  const [line] = await list();
  expect(line).toMatchObject({ customer: customer.reference, step: "reminder" });
  const settle = async () =>
    await client.within(
      async (tx) =>
        await resolveUncertain(tx, client.clientId, line!.message, "failed", THURSDAY, "test"),
    );
  await settle();
  expect(await client.messages()).toMatchObject([
    { state: "failed", reason: "resolved_by_person" },
  ]);
  expect(await list()).toEqual([]);
  await expect(settle()).rejects.toThrow(/is not uncertain/);
  expect((await client.look(customer)).messages).toBe(0);
});

test("what is no id is refused with a sentence", async () => {
  const client = await buildClient(world);
  await expect(
    client.within(
      async (tx) => await resolveUncertain(tx, client.clientId, "1", "failed", THURSDAY, "test"),
    ),
  ).rejects.toThrow(/is no id/);
});
