import { sql } from "kysely";
import { expect, test } from "vitest";
import { endHolds, makePromise, placeHold } from "#ledger/holds.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import {
  buildClient,
  LADDER,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";

const world = await openWorld();
let numbers = 0;

async function pay(client: BuiltClient, customer: Customer, amountMinor: bigint) {
  numbers += 1;
  return await client.within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    const now = await clockNow(tx);
    const payment = {
      reference: `P-${numbers}`,
      customerReference: customer.reference,
      currency: "ZAR",
      amountMinor,
      paidOn: now.toZonedDateTimeISO("UTC").toPlainDate(),
    };
    return await postPayments(tx, context, [payment], { now, actor: "test" });
  });
}

async function overdue(client: BuiltClient, amountMinor = 10_000n, dueOn = "2026-03-04") {
  const customer = await client.customer();
  const invoice = await client.invoice(customer, amountMinor, dueOn);
  await client.look(customer);
  return { customer, invoice };
}

const states = async (client: BuiltClient) =>
  (await client.messages()).map(({ stepId, state, reason }) =>
    [stepId, state, reason].filter(Boolean).join(" "),
  );

test("a payment in full withdraws what is queued and closes the episode, in its own transaction", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const { customer } = await overdue(client);
  const posted = await pay(client, customer, 10_000n);
  expect(posted).toMatchObject({ payments: 1, allocated: 1, withdrawn: 1 });
  expect(await states(client)).toEqual(["reminder suppressed settled"]);
  expect(await client.events()).toEqual([
    "episode.opened",
    "message.planned",
    "invoice.settled",
    "payment.received",
    "episode.closed",
    "message.suppressed",
  ]);
  expect(await client.rungs()).toEqual([]);
  expect(await client.standing(customer)).toMatchObject({ reason: "nothing_due", lookAt: null });
});

test("a part payment replaces the message by one with the new amount", async () => {
  const client = await buildClient(world);
  const { customer } = await overdue(client);
  await pay(client, customer, 4_000n);
  expect(await states(client)).toEqual(["reminder suppressed replaced", "reminder planned"]);
  expect((await client.messages())[1]).toMatchObject({ amountMinor: 6_000n });
  expect(await client.rungs()).toEqual(["reminder taken step_due"]);
});

test("what was delivered is not said again because of a part payment", async () => {
  const client = await buildClient(world);
  const { customer } = await overdue(client);
  await client.deliver();
  await pay(client, customer, 4_000n);
  expect(await states(client)).toEqual(["reminder delivered"]);
});

test("a reminder before the due date is withdrawn as settled, whatever else is due", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  const early = await client.invoice(customer, 3_000n, "2026-03-09");
  await client.look(customer);
  expect(await states(client)).toEqual(["before_due planned"]);
  await client.invoice(customer, 9_000n, "2026-03-04");
  await client.within(async (tx) => {
    const now = await clockNow(tx);
    await postPayments(
      tx,
      await loadContext(tx, client.clientId),
      [
        {
          reference: "P-early",
          invoiceReference: early.reference,
          currency: "ZAR",
          amountMinor: 3_000n,
          paidOn: Temporal.PlainDate.from("2026-03-05"),
        },
      ],
      { now, actor: "test" },
    );
  });
  expect(await states(client)).toEqual(["before_due suppressed settled", "reminder planned"]);
});

test("dispute, promise and hold withdraw with their reasons, and their end lets the ladder go on one rung at a time", async () => {
  for (const kind of ["dispute", "promise", "manual", "breathing_space"] as const) {
    await world.setNow(THURSDAY);
    const client = await buildClient(world);
    const { customer } = await overdue(client);
    const customerReference = customer.reference;
    const placed = await client.within(
      async (tx) =>
        await changeCustomer(tx, client.clientId, "test", async (now) =>
          kind === "promise"
            ? await makePromise(
                tx,
                client.clientId,
                {
                  customerReference,
                  currency: "ZAR",
                  amountMinor: 10_000n,
                  dueOn: Temporal.PlainDate.from("2026-04-30"),
                  by: "test",
                },
                now,
              )
            : await placeHold(tx, client.clientId, { customerReference, kind, by: "test" }, now),
        ),
    );
    expect(placed.withdrawn).toBe(1);
    const reason = { dispute: "disputed", promise: "promised", manual: "manual_hold" }[
      kind as never
    ];
    expect(await states(client)).toEqual([`reminder suppressed ${String(reason ?? kind)}`]);

    await world.setNow(THURSDAY.add({ hours: 24 * 20 }));
    await client.look(customer);
    expect(await client.messages()).toHaveLength(1);
    await client.within(
      async (tx) =>
        await changeCustomer(
          tx,
          client.clientId,
          "test",
          async (now) =>
            await endHolds(
              tx,
              client.clientId,
              { customerReference, kinds: [kind], by: "test" },
              now,
            ),
        ),
    );
    expect(await states(client)).toEqual([
      `reminder suppressed ${String(reason ?? kind)}`,
      "reminder planned",
    ]);
    await client.deliver();
    await client.changed(customer);
    await client.look(customer);
    expect((await states(client)).slice(1)).toEqual(["reminder delivered"]);
    await world.setNow(THURSDAY.add({ hours: 24 * 26 }));
    await client.look(customer);
    expect((await states(client)).slice(1)).toEqual([
      "reminder delivered",
      "second_reminder planned",
    ]);
  }
});

test("a dispute about one of two invoices leaves the other to be asked for", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const customer = await client.customer();
  const first = await client.invoice(customer, 10_000n, "2026-03-03");
  await client.invoice(customer, 2_500n, "2026-03-04");
  await client.look(customer);
  await client.within(
    async (tx) =>
      await changeCustomer(
        tx,
        client.clientId,
        "test",
        async (now) =>
          await placeHold(
            tx,
            client.clientId,
            {
              customerReference: customer.reference,
              kind: "dispute",
              invoices: [first.reference],
              by: "test",
            },
            now,
          ),
      ),
  );
  const messages = await client.messages();
  expect(messages.map((one) => [one.state, one.amountMinor])).toEqual([
    ["suppressed", 12_500n],
    ["planned", 2_500n],
  ]);
});

test("an opted-out address is not used: another channel, else the step is passed over", async () => {
  const client = await buildClient(world);
  const both = await client.customer({
    points: [{ address: "+27829990001" }, { address: "o@p.example" }],
  });
  const phone = await client.customer({ points: [{ address: "+27829990001" }] });
  for (const one of [both, phone]) await client.invoice(one, 10_000n, "2026-03-04");
  await client.look(both, phone);
  await client.rows(sql`insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by)
    values (${client.clientId}, 'sms', '+27829990001', ${THURSDAY}, 'customer')`);
  for (const one of [both, phone]) await client.changed(one);
  await client.look(both, phone);
  const left = await client.messages(sql`state = 'planned'`);
  expect(left.map((one) => [one.customerId, one.channel])).toEqual([[both.customerId, "email"]]);
  expect(await client.rungs()).toEqual([
    "reminder taken step_due",
    "reminder superseded opted_out",
  ]);
  expect((await client.standing(phone)).reason).toBe("opted_out");
});

test("a new policy replaces what is queued, marks what lies behind, and never says it again", async () => {
  const client = await buildClient(world);
  const [told, queued] = [await overdue(client), await client.customer()];
  await client.deliver();
  await client.invoice(queued, 8_000n, "2026-03-04");
  await client.look(queued);
  const added = LADDER.replace(
    "  - { id: reminder,",
    "  - { id: earlier, when: on anchor, channels: sms, template: reminder }\n  - { id: reminder,",
  );
  expect(await client.policy(added)).toBe(2);
  expect(await client.policy(added)).toBe(2);
  await client.look(told.customer, queued);
  const rungs = await client.rungs();
  expect(rungs).toContain("earlier superseded policy_changed");
  const planned = await client.messages(sql`state = 'planned'`);
  expect(planned.map((one) => [one.customerId, one.stepId])).toEqual([
    [queued.customerId, "earlier"],
  ]);
  const withdrawn = await client.messages(sql`state = 'suppressed'`);
  expect(withdrawn.map((one) => one.reason)).toEqual(["replaced"]);

  const without = LADDER.replace(/ {2}- { id: reminder,.*\n/, "");
  await client.policy(without);
  await client.look(told.customer, queued);
  const gone = await client.messages(sql`state = 'suppressed' and step_id = 'earlier'`);
  expect(gone.map((one) => one.reason)).toEqual(["policy_changed"]);
});

test("a rung is given back only when nothing was said on it", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace(
      "channels: sms | email, template: reminder",
      "channels: [sms, email], template: reminder",
    ),
  });
  const customer = await client.customer({
    points: [{ address: "+27829990007" }, { address: "r@s.example" }],
  });
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.rows(sql`update dunlin.message set state = 'delivered' where channel = 'email'`);
  await pay(client, customer, 1_000n);
  expect((await states(client)).toSorted()).toEqual([
    "reminder delivered",
    "reminder suppressed facts_changed",
  ]);
  expect(await client.rungs()).toEqual(["reminder taken step_due"]);
});

test("what one message would have said for another due date as well is said when it is withdrawn", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-06");
  await client.invoice(customer, 7_000n, "2026-03-09");
  await client.look(customer);
  expect((await client.rungs()).toSorted()).toEqual([
    "before_due superseded merged",
    "before_due taken step_due",
  ]);
  await pay(client, customer, 10_000n);
  expect(await states(client)).toEqual(["before_due suppressed settled", "before_due planned"]);
  expect((await client.messages())[1]).toMatchObject({ anchor: "2026-03-09", amountMinor: 7_000n });
  expect(await client.rungs()).toEqual(["before_due taken step_due"]);
});
