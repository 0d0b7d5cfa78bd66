// Plans, the limits they are agreed within, and the reminders of their instalments: one world, a client each.
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { limitsOf, offersFor, setLimits } from "#ledger/arrangements.ts";
import { endHolds } from "#ledger/holds.ts";
import { agreePromise, makePlan, type NewPlan } from "#ledger/plans.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import { report } from "#reporting/report.ts";
import { DEFAULT_LIMITS, planOf } from "#policies/arrangements.ts";
import {
  buildClient,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";

const world = await openWorld();
const on = (iso: string) => Temporal.PlainDate.from(iso);
let payments = 0;
let client: BuiltClient;
let customer: Customer;
let accountId: string;

/** Somebody who owes 300.00 since yesterday and whose reminder has arrived. */
beforeEach(async () => {
  await world.setNow(THURSDAY);
  client = await buildClient(world);
  customer = await client.customer();
  ({ accountId } = await client.invoice(customer, 30_000n, "2026-03-04"));
  await client.look(customer);
  await client.deliver();
});

/** Three instalments of 100.00 from the 12th of March on. */
async function plan(more: Partial<NewPlan> = {}) {
  const wish = { totalMinor: 30_000n, instalments: 3, firstOn: on("2026-03-12") };
  const room = { collectibleMinor: 30_000n, today: on("2026-03-05") };
  const laid = planOf(DEFAULT_LIMITS, wish, room);
  if (!("instalments" in laid)) throw new Error(laid.refused.reason);
  const { clientId } = client;
  const { customerId } = customer;
  const asked = { customerId, accountId, instalments: laid.instalments, by: "test", ...more };
  return await client.within(
    async (tx) =>
      await changeCustomer(tx, clientId, "test", async (now) => ({
        customerId,
        answer: await makePlan(tx, clientId, asked, now),
      })),
  );
}

async function at(now: string): Promise<void> {
  await world.setNow(now);
  await client.look(customer);
}

async function pay(amountMinor: bigint): Promise<void> {
  payments += 1;
  const paidOn = on("2026-03-06");
  const { reference: customerReference } = customer;
  const one = {
    reference: `L-${payments}`,
    customerReference,
    currency: "ZAR",
    amountMinor,
    paidOn,
  };
  await client.within(async (tx) => {
    const now = await clockNow(tx);
    await postPayments(tx, await loadContext(tx, client.clientId), [one], { now, actor: "test" });
  });
}

const instalments = async () =>
  (
    await client.rows(
      sql<{
        line: string;
      }>`select instalment || ' ' || due_on || ' ' || state || ' ' || received_minor as line
        from dunlin.promise order by instalment`,
    )
  ).map((row) => row.line);
const planState = async () =>
  (await client.rows(sql<{ state: string }>`select state from dunlin.plan order by made_at`)).map(
    (row) => row.state,
  );
const reminders = async () =>
  (await client.messages(sql`step_id = 'promise_reminder'`)).map(
    (row) => `${row.state} ${row.reason ?? ""} ${row.amountMinor}`,
  );
const told = async (noun: string) =>
  (await client.events()).filter((kind) => kind.startsWith(`${noun}.`));

test("a reminder leads to where the instalment is paid, by a link that lies nowhere", async () => {
  await client.rows(sql`insert into dunlin.installation (demo, secret, public_url)
    values (false, sha256('pay'), 'https://pay.example')
    on conflict (only_row) do update set public_url = excluded.public_url`);
  await plan();
  await at("2026-03-11T07:00:00Z");
  const [message] = await client.messages(sql`step_id = 'promise_reminder'`);
  expect(message?.body).toMatch(/https:\/\/pay\.example\/P\/[\w-]{22}/u);
  const links = await client.rows(
    sql`select action, l.amount_minor, p.instalment from dunlin.pay_link l join dunlin.promise p using (client_id, promise_id)`,
  );
  expect(links).toEqual([{ action: "pay", amountMinor: 10_000n, instalment: 1 }]);
  await client.rows(sql`update dunlin.installation set public_url = null`);
});

test("a plan is quiet while it is kept, reminds before each instalment, and completes", async () => {
  await plan();
  expect(await instalments()).toEqual([
    "1 2026-03-12 open 0",
    "2 2026-04-12 open 0",
    "3 2026-05-12 open 0",
  ]);
  await at("2026-03-11T07:00:00Z");
  const [message] = await client.messages(sql`step_id = 'promise_reminder'`);
  expect(message?.body).toMatch(/your promise to pay R\s?100[.,]00 by .*12/u);
  expect(await client.deliver()).toBe(1);
  await at("2026-03-11T09:00:00Z");
  expect(await reminders()).toEqual(["delivered  10000"]);
  await pay(10_000n);
  expect(await instalments()).toContain("1 2026-03-12 kept 10000");
  // Early: it counts for the next ones, which are reminded of what is left.
  await pay(13_000n);
  expect((await instalments()).slice(1)).toEqual([
    "2 2026-04-12 kept 10000",
    "3 2026-05-12 open 3000",
  ]);
  await at("2026-04-20T07:00:00Z");
  expect(await client.messages(sql`state = 'planned'`)).toEqual([]);
  await at("2026-05-11T07:00:00Z");
  expect(await reminders()).toEqual(["delivered  10000", "planned  7000"]);
  await pay(7_000n);
  expect(await planState()).toEqual(["completed"]);
  // What was to be reminded of is paid.
  expect(await reminders()).toEqual(["delivered  10000", "suppressed promise_over 7000"]);
  expect(await told("plan")).toEqual(["plan.made", "plan.completed"]);
});

test("an instalment that is not kept breaks the plan after its day of grace; the ladder goes on", async () => {
  await plan();
  await pay(2_000n);
  await at("2026-03-13T12:00:00Z");
  expect(await planState()).toEqual(["open"]);
  await at("2026-03-14T07:00:00Z");
  expect(await planState()).toEqual(["broken"]);
  expect(await instalments()).toEqual([
    "1 2026-03-12 part_kept 2000",
    "2 2026-04-12 cancelled 0",
    "3 2026-05-12 cancelled 0",
  ]);
  expect(await client.rows(sql`select 1 from dunlin.hold where ended_at is null`)).toEqual([]);
  expect(await told("plan")).toEqual(["plan.made", "plan.broken"]);
  const to = Temporal.Instant.from("2026-04-01T00:00Z");
  const { promises } = await client.within(
    async (tx) => await report(tx, client.clientId, { from: THURSDAY, to }, to),
  );
  const counts = { made: 3, kept: 0, part_kept: 1, broken: 0, cancelled: 2 };
  const minors = { promised_minor: 10_000n, received_minor: 2_000n };
  expect(promises).toEqual([{ currency: "ZAR", ...counts, ...minors }]);
  expect((await client.messages(sql`state = 'planned'`)).map((row) => row.stepId)).toEqual([
    "second_reminder",
  ]);
});

test("an instalment that is called off takes its plan with it; a plan is not made twice", async () => {
  await plan();
  const again = await plan();
  expect(again.done.answer).toMatchObject({ refused: { reason: "nothing_to_promise" } });
  const [hold] = await client.rows(
    sql<{ holdId: string }>`select hold_id from dunlin.promise where instalment = 2`,
  );
  const { reference: customerReference } = customer;
  const end = { customerReference, kinds: ["promise"] as const, holdId: hold!.holdId, by: "test" };
  await client.within(
    async (tx) =>
      await changeCustomer(tx, client.clientId, "test", async (now) =>
        endHolds(tx, client.clientId, end, now),
      ),
  );
  expect(await planState()).toEqual(["cancelled"]);
  expect((await instalments()).every((line) => line.includes("cancelled"))).toBe(true);
  expect((await told("promise")).filter((kind) => kind === "promise.cancelled")).toHaveLength(3);
});

test("when nothing is owed any more, a plan ends with what was kept of it", async () => {
  await plan();
  await pay(10_000n);
  await client.credit(customer, 20_000n);
  await client.rows(
    sql`update dunlin.invoice set open_minor = 0, settled_at = ${THURSDAY}, settled_by = 'credit'`,
  );
  await at("2026-04-11T07:00:00Z");
  expect(await reminders()).toEqual([]);
  await at("2026-04-14T07:00:00Z");
  expect(await planState()).toEqual(["completed"]);
  expect((await instalments()).slice(1)).toEqual([
    "2 2026-04-12 cancelled 0",
    "3 2026-05-12 cancelled 0",
  ]);
});

test("offers hold the client's limits, and what is promised is offered no second time", async () => {
  const offer = async () =>
    await client.within(
      async (tx) => await offersFor(tx, client.clientId, accountId, await clockNow(tx)),
    );
  expect(await client.within(async (tx) => await limitsOf(tx, client.clientId))).toEqual(
    DEFAULT_LIMITS,
  );
  const limits = { ...DEFAULT_LIMITS, planInstalments: 3, promiseDays: 10, leastPartPercent: 50 };
  await client.within(
    async (tx) => await setLimits(tx, client.clientId, limits, { now: THURSDAY, actor: "test" }),
  );
  await client.rows(sql`update dunlin.customer set payday_day = 25`);
  expect(await offer()).toMatchObject({
    payFull: 30_000n,
    leastPart: 15_000n,
    promisable: 30_000n,
    mayPromise: true,
    promiseUntil: on("2026-03-15"),
    plans: [{ instalments: 2, firstOn: on("2026-03-25") }, { instalments: 3 }],
  });
  const agree = async (amountMinor: bigint, dueOn: string) =>
    await client.within(async (tx) => {
      const { customerId } = customer;
      const wanted = { customerId, accountId, amountMinor, dueOn: on(dueOn), by: "test" };
      return await agreePromise(tx, client.clientId, wanted, await clockNow(tx));
    });
  expect(await agree(20_000n, "2026-03-16")).toMatchObject({ refused: { reason: "too_late" } });
  expect(await agree(20_000n, "2026-03-15")).toHaveProperty("made.promiseId");
  const [row] = await client.rows(sql`select tolerance_minor, tolerance_days from dunlin.promise`);
  expect(row).toEqual({ toleranceMinor: 200n, toleranceDays: 1 });
  expect(await offer()).toMatchObject({ payFull: 30_000n, promisable: 10_000n });
});
