// Whatever happens to debits, in whatever order: the judge finds nothing, and nobody is told of what is stopped.
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import {
  buildClient,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";
import { runs } from "#testing/fuzz.ts";
import { answerNotice, openNotices } from "./answering.ts";
import { noticeClient } from "./notices.ts";
import { putOrders } from "./orders.ts";
import { releaseStops } from "./releasing.ts";
import { recordResults } from "./results.ts";
import { markSent } from "./sending.ts";
import { stopDebits, stopsFor } from "./stops.ts";
import type { Option } from "./types.ts";

const world = await openWorld();

const who = fc.nat({ max: 1 });
const which = fc.nat({ max: 2 });
const Step = fc.oneof(
  fc.record({
    do: fc.constant("put" as const),
    who,
    which,
    days: fc.constantFrom(4, 17),
    minor: fc.constantFrom(100, 250),
  }),
  fc.record({ do: fc.constant("tell" as const) }),
  fc.record({
    do: fc.constant("answer" as const),
    who,
    option: fc.constantFrom<Option>(1, 2, 3, 4),
  }),
  fc.record({ do: fc.constant("stop" as const), who, which, whole: fc.boolean() }),
  fc.record({ do: fc.constant("lift" as const), which }),
  fc.record({ do: fc.constant("sent" as const), who, which }),
  fc.record({
    do: fc.constant("result" as const),
    who,
    which,
    outcome: fc.constantFrom("collected" as const, "returned" as const),
  }),
  fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(5, 30, 100) }),
);
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never;

const idOf = (customer: Customer, number: number) => `${customer.reference}-${number}`;

/** Hands over what waits, as dispatch would: state, attempt and the event of it. */
const handOver = sql`with gone as (
    update dunlin.message m set state = 'delivered', handed_over_at = dunlin.clock_now(), delivered_at = dunlin.clock_now(),
      ended_at = dunlin.clock_now(), attempt = 1
    where class = 'notice' and state = 'planned' and not_before <= dunlin.clock_now() returning *
  ), tried as (
    insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
    select client_id, message_id, 1, route_id, 1, clock_timestamp(), clock_timestamp(), 'sent' from gone
  )
  insert into dunlin.event (client_id, at, kind, customer_id, message_id, actor, body)
  select client_id, dunlin.clock_now(), k.kind, customer_id, message_id, 'dispatch', '{"attempt": 1}'
  from gone cross join (values (1, 'message.authorised'), (2, 'message.delivered')) k (place, kind) order by k.place`;

async function take(own: BuiltClient, people: readonly Customer[], step: Step): Promise<void> {
  const { clientId } = own;
  const within = async (work: (tx: Tx, now: Temporal.Instant) => Promise<unknown>) =>
    void (await own.within(async (tx) => await work(tx, await clockNow(tx))));
  const now = await clockNow(world.app);
  const actor = "test";
  switch (step.do) {
    case "wait":
      return await world.setNow(now.add({ hours: step.hours }));
    case "tell":
      await noticeClient(world.db, clientId);
      await own.rows(handOver);
      return void (await noticeClient(world.db, clientId));
    case "lift":
      return await within(async (tx) => {
        const live = await stopsFor(tx, clientId);
        const stopIds = live.slice(step.which, step.which + 1).map((one) => one.stopId);
        return await releaseStops(tx, clientId, { stopIds }, { by: "ann", why: "asked" }, now);
      });
    case "put":
      return await within(async (tx) => {
        const customer = people[step.who]!;
        const order = {
          endToEndId: idOf(customer, step.which),
          mandate: `M-${customer.reference}-${step.which % 2}`,
          customerReference: customer.reference,
          amountMinor: BigInt(step.minor),
          currency: "ZAR",
          strikeOn: now.toZonedDateTimeISO("UTC").toPlainDate().add({ days: step.days }),
        };
        const how = { now, actor, source: "api" } as const;
        return await putOrders(tx, await loadContext(tx, clientId), [order], how);
      });
    case "answer":
      return await within(async (tx) => {
        const { customerId } = people[step.who]!;
        const open = await openNotices(tx, clientId, customerId, now);
        const debitIds = open.map((one) => one.debitId);
        const given = { customerId, option: step.option, debitIds, inboundId: undefined };
        return await answerNotice(tx, clientId, { ...given, by: "customer" }, now);
      });
    case "stop":
      return await within(async (tx) => {
        const customer = people[step.who]!;
        const endToEnd = idOf(customer, step.which);
        const mandate = `M-${customer.reference}-${step.which % 2}`;
        const key = step.whole ? { mandate } : { endToEnd };
        return await stopDebits(tx, clientId, key, { meaning: "manual", by: "api" }, now);
      });
    case "sent":
      return await within(async (tx) => {
        const id = idOf(people[step.who]!, step.which);
        return await markSent(tx, clientId, [id], { now, actor });
      });
    case "result":
      return await within(async (tx) => {
        const endToEndId = idOf(people[step.who]!, step.which);
        const { rows } = await sql<{ state: string; amountMinor: bigint }>`
          select state, amount_minor from dunlin.debit_order where end_to_end_id = ${endToEndId}`.execute(
          tx,
        );
        // A bank that debits what was stopped is what the judge is there to find.
        if (rows[0]?.state !== "sent") return;
        const on = now.toZonedDateTimeISO("UTC").toPlainDate();
        const { outcome } = step;
        const said = { amountMinor: rows[0].amountMinor, currency: "ZAR", on, reasonCode: "AM04" };
        const result = { ...said, endToEndId, outcome, cause: now.toString() };
        return await recordResults(tx, clientId, [result], now);
      });
  }
}

test("the judge finds nothing, and what is stopped has no notice that waits", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 8, maxLength: 24 }), async (steps) => {
      await world.setNow(THURSDAY);
      const own = await buildClient(world);
      const people = [await own.customer(), await own.customer()];
      for (const step of steps) await take(own, people, step);
      const verdict = await judge(world.app, own.clientId);
      expect(verdict.invariants.flatMap((one) => one.violations)).toEqual([]);
      const waiting = await own.rows(sql`
        select 1 from dunlin.message m join dunlin.debit_notice n using (client_id, message_id)
        join dunlin.debit_order d using (client_id, debit_id)
        where m.state = 'planned' and d.state = 'stopped'`);
      expect(waiting).toEqual([]);
    }),
    runs(3),
  );
}, 120_000);
