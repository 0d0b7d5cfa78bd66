import { sql } from "kysely";
import { expect, test } from "vitest";
import { endHolds, listHolds, makePromise, placeHold, type NewPromise } from "#ledger/holds.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import {
  buildClient,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";

const world = await openWorld();
let numbers = 0;

/** Somebody who owes 100.00 since yesterday and whose reminder has arrived. */
async function debtor() {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const customer = await client.customer();
  const invoice = await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.deliver();
  return { client, customer, invoice };
}

async function promise(client: BuiltClient, customer: Customer, more: Partial<NewPromise> = {}) {
  return await client.within(
    async (tx) =>
      await changeCustomer(
        tx,
        client.clientId,
        "test",
        async (now) =>
          await makePromise(
            tx,
            client.clientId,
            {
              customerReference: customer.reference,
              currency: "ZAR",
              amountMinor: 10_000n,
              dueOn: Temporal.PlainDate.from("2026-03-09"),
              by: "test",
              ...more,
            },
            now,
          ),
      ),
  );
}

async function pay(client: BuiltClient, customer: Customer, amountMinor: bigint): Promise<void> {
  numbers += 1;
  await client.within(async (tx) => {
    const now = await clockNow(tx);
    const one = {
      reference: `PP-${numbers}`,
      customerReference: customer.reference,
      currency: "ZAR",
      amountMinor,
      paidOn: Temporal.PlainDate.from("2026-03-06"),
    };
    await postPayments(tx, await loadContext(tx, client.clientId), [one], { now, actor: "test" });
  });
}

const statesOf = async (client: BuiltClient): Promise<string[]> =>
  (
    await client.rows(
      sql<{ state: string }>`select state from dunlin.promise order by due_on, made_at`,
    )
  ).map((row) => row.state);
const liveHolds = async (client: BuiltClient): Promise<number> =>
  (await client.rows(sql`select 1 from dunlin.hold where ended_at is null`)).length;

test("a promise is kept as soon as the money is in, and its hold ends with it", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer);
  await pay(client, customer, 6_000n);
  expect(await statesOf(client)).toEqual(["open"]);
  await pay(client, customer, 4_000n);
  expect(await statesOf(client)).toEqual(["kept"]);
  expect(await liveHolds(client)).toBe(0);
  expect(await client.events()).toContain("promise.kept");
});

test("the tolerance is forgiven, and no more", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer, { toleranceMinor: 100n });
  await pay(client, customer, 9_899n);
  expect(await statesOf(client)).toEqual(["open"]);
  await pay(client, customer, 1n);
  expect(await statesOf(client)).toEqual(["kept"]);
});

test("a promise is looked at when its day is over, not before, and broken then; the ladder goes on", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer);
  // For the reminder of the day before.
  expect(String((await client.standing(customer)).lookAt)).toBe("2026-03-08T06:00:00Z");
  await world.setNow("2026-03-09T21:59:00Z");
  await client.look(customer);
  expect(await statesOf(client)).toEqual(["open"]);
  expect(String((await client.standing(customer)).lookAt)).toBe("2026-03-10T06:00:00Z");
  await world.setNow("2026-03-10T06:00:00Z");
  await client.look(customer);
  expect(await statesOf(client)).toEqual(["broken"]);
  expect(await liveHolds(client)).toBe(0);
  expect((await client.standing(customer)).reason).toBe("not_yet");
  await world.setNow("2026-03-11T06:00:00Z");
  await client.look(customer);
  expect((await client.messages()).map((row) => row.stepId)).toEqual([
    "reminder",
    "second_reminder",
  ]);
});

test("days of grace are given, the ladder is quiet in them, and a part is told from nothing", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer, { toleranceDays: 2 });
  await pay(client, customer, 3_000n);
  await world.setNow("2026-03-11T12:00:00Z");
  await client.look(customer);
  expect(await statesOf(client)).toEqual(["open"]);
  expect((await client.standing(customer)).reason).toBe("promised");
  await world.setNow("2026-03-12T06:00:00Z");
  await client.look(customer);
  const [row] = await client.rows(
    sql<{ state: string; receivedMinor: bigint }>`select state, received_minor from dunlin.promise`,
  );
  expect(row).toEqual({ state: "part_kept", receivedMinor: 3_000n });
  const told = (await client.events()).filter((kind) => kind.startsWith("promise."));
  expect(told).toEqual(["promise.made", "promise.part_paid", "promise.part_kept"]);
  const asked = (await client.messages(sql`state = 'planned'`)).map((one) => one.amountMinor);
  expect(asked).toEqual([7_000n]);
});

test("what came in of a promise is no longer held: the rest of the debt is asked for as before", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer, { amountMinor: 6_000n });
  const collectable = async () => {
    const [row] = await client.rows(
      sql<{ minor: string }>`select answer ->> 'collectableMinor' as minor from dunlin.decision
        order by at desc, decision_id desc limit 1`,
    );
    return row?.minor;
  };
  expect(await collectable()).toBe("4000");
  await pay(client, customer, 2_500n);
  expect(await collectable()).toBe("4000");
});

test("money counts for one promise only, the earliest due first", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer, {
    amountMinor: 5_000n,
    dueOn: Temporal.PlainDate.from("2026-03-16"),
  });
  await promise(client, customer, { amountMinor: 5_000n });
  await pay(client, customer, 5_000n);
  expect(await statesOf(client)).toEqual(["kept", "open"]);
  await world.setNow("2026-03-12T06:00:00Z");
  await client.look(customer);
  expect(await statesOf(client)).toEqual(["kept", "open"]);
  await pay(client, customer, 5_000n);
  expect(await statesOf(client)).toEqual(["kept", "kept"]);
});

test("who owes nothing any more when the day is over has broken no promise", async () => {
  const { client, customer, invoice } = await debtor();
  await promise(client, customer);
  await client.rows(sql`update dunlin.invoice set open_minor = 0, settled_at = ${THURSDAY}, settled_by = 'credit'
    where invoice_id = ${invoice.invoiceId}`);
  await client.changed(customer);
  await world.setNow("2026-03-10T06:00:00Z");
  await client.look(customer);
  expect(await statesOf(client)).toEqual(["cancelled"]);
});

test("a promise about a part leaves the rest to be asked for", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await promise(client, customer, { amountMinor: 4_000n });
  const messages = await client.messages(sql`state = 'planned'`);
  expect(messages.map((row) => row.amountMinor)).toEqual([6_000n]);
});

test("what can't be promised is refused in one sentence", async () => {
  const { client, customer } = await debtor();
  await expect(promise(client, customer, { amountMinor: 0n })).rejects.toThrow("more than nothing");
  await expect(promise(client, customer, { toleranceMinor: 10_000n })).rejects.toThrow("tolerance");
  await expect(
    promise(client, customer, { dueOn: Temporal.PlainDate.from("2026-03-04") }),
  ).rejects.toThrow("2026-03-04 is over");
  await expect(promise(client, customer, { currency: "USD" })).rejects.toThrow("no account in USD");
  await expect(promise(client, customer, { invoices: ["INV-?"] })).rejects.toThrow('"INV-?"');
  expect(await statesOf(client)).toEqual([]);
  expect(await liveHolds(client)).toBe(0);
});

test("a promise that is called off is cancelled, and is asked for again", async () => {
  const { client, customer } = await debtor();
  await promise(client, customer);
  const end = {
    customerReference: customer.reference,
    kinds: ["promise"] as const,
    by: "test",
    why: "changed their mind",
  };
  await client.within(
    async (tx) =>
      await changeCustomer(tx, client.clientId, "test", async (now) =>
        endHolds(tx, client.clientId, end, now),
      ),
  );
  expect(await statesOf(client)).toEqual(["cancelled"]);
  expect(await client.events()).toContain("promise.cancelled");
  const [line] = await client.within(
    async (tx) => await listHolds(tx, client.clientId, customer.reference, ["promise"]),
  );
  expect(line).toMatchObject({ kind: "promise", promiseState: "cancelled", amountMinor: 10_000n });
  await expect(
    client.within(async (tx) => await endHolds(tx, client.clientId, end, THURSDAY)),
  ).rejects.toThrow("no live promise to end");
});

test("ending disputes by invoice leaves the others", async () => {
  const { client, customer, invoice } = await debtor();
  const other = await client.invoice(customer, 5_000n, "2026-03-01");
  for (const one of [invoice, other]) {
    await client.within(
      async (tx) =>
        await placeHold(
          tx,
          client.clientId,
          {
            customerReference: customer.reference,
            kind: "dispute",
            invoices: [one.reference],
            by: "test",
          },
          THURSDAY,
        ),
    );
  }
  await client.within(
    async (tx) =>
      await endHolds(
        tx,
        client.clientId,
        {
          customerReference: customer.reference,
          kinds: ["dispute"],
          invoices: [other.reference],
          by: "test",
        },
        THURSDAY,
      ),
  );
  const lines = await client.within(
    async (tx) => await listHolds(tx, client.clientId, customer.reference, ["dispute"]),
  );
  const live = lines.filter((line) => line.endedAt === null).map((line) => line.invoices);
  expect(live).toEqual([[invoice.reference]]);
});
