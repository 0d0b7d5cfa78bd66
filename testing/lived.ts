// A small client that lived for some weeks by the real code: looked, dispatched, heard, was paid, held and promised.
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { hear } from "#conversations/hear.ts";
import { answerNotice, openNotices } from "#debits/answering.ts";
import { noticeClient } from "#debits/notices.ts";
import { putOrders } from "#debits/orders.ts";
import { recordResults } from "#debits/results.ts";
import { releaseStops } from "#debits/releasing.ts";
import { markSent } from "#debits/sending.ts";
import type { Option } from "#debits/types.ts";
import { endHolds, makePromise, placeHold } from "#ledger/holds.ts";
import { makePlan } from "#ledger/plans.ts";
import { startDispatcher } from "#messages/dispatch/dispatch.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";
import { clockNow, setClock } from "#platform/clock.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db, type Tx } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { buildClient, LADDER, THURSDAY, type Customer } from "#testing/builders.ts";
import { FakeRoute, providerIdOf } from "#testing/fake-route.ts";

const POLICY = LADDER.replace("400 banking days", "40 banking days");

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("it did not happen within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Dispatch over fakes; `run` hands over what is due, and has the network report each text as delivered. */
async function startNetwork(at: DatabaseAt, db: Db, clientId: string) {
  const routes = new Map<string, FakeRoute>();
  const dispatcher = await startDispatcher({
    db,
    at,
    openRoute: ({ routeId }) => {
      const route = new FakeRoute();
      routes.set(routeId, route);
      return route;
    },
    redecide: async (tx, id, customerIds, now) =>
      void (await evaluate(tx, await loadContext(tx, id), customerIds, now, "dispatch")),
    allowedAt: rulesAtHandOver(db),
    inbound: () => Promise.resolve(),
    log: silentLog,
    pollMs: 20,
    upkeepMs: 50,
  });
  const idle = async () => await until(async () => await dispatcher.idle());
  return {
    stop: async () => await dispatcher.stop(),
    run: async () => {
      dispatcher.wake();
      await idle();
      for (const [routeId, route] of routes) {
        const texts = route.taken.splice(0).filter((message) => !message.to.includes("@"));
        for (const message of texts) {
          await dispatcher.arrivals(clientId, routeId).receipt({
            routeId,
            providerId: providerIdOf(message),
            state: "delivered",
            permanent: false,
            error: undefined,
            from: undefined,
            to: undefined,
            doneAt: undefined,
          });
        }
      }
      await idle();
    },
  };
}

/** The client and what can happen to it. `close` leaves the database to be copied. */
async function beginLife(at: DatabaseAt) {
  const [workers, apps] = [openPool(at, "dunlin_worker", 6), openPool(at, "dunlin_app", 4)];
  const [db, app] = [openDb(workers), openDb(apps)];
  const setNow = async (now: Temporal.Instant | string) =>
    await setClock(app, Temporal.Instant.from(now), "test");
  await setNow(THURSDAY);
  const client = await buildClient({ at, db, app, setNow }, { policy: POLICY });
  const { clientId } = client;
  const network = await startNetwork(at, db, clientId);
  const change = async (
    work: (tx: Tx, now: Temporal.Instant) => Promise<{ readonly customerId: string }>,
  ) =>
    await client.within(
      async (tx) =>
        void (await changeCustomer(tx, clientId, "test", async (now) => await work(tx, now))),
    );
  let count = 0;
  return {
    ...client,
    change,
    /** Moves the clock by so many days from the first and does what is due. */
    async day(days: number) {
      await setNow(THURSDAY.add({ hours: 24 * days }));
      await lookAtAll(db);
      await network.run();
    },
    async text(from: string, text: string) {
      const [route] = await client.rows(
        sql<{ routeId: string }>`select route_id from dunlin.route where channel = 'sms'`,
      );
      const providerId = randomBytes(4).toString("hex");
      const inbound = { channel: "sms", to: "+27600000000", automatic: false } as const;
      await hear(db, clientId, { ...inbound, routeId: route!.routeId, from, text, providerId });
      await network.run();
    },
    async pay(customer: Customer, amountMinor: bigint) {
      count += 1;
      await asClient(db, clientId, async (tx) => {
        const now = await clockNow(tx);
        const payment: NewPayment = {
          reference: `PAY-${count}`,
          customerReference: customer.reference,
          currency: "ZAR",
          amountMinor,
          paidOn: now.toZonedDateTimeISO("UTC").toPlainDate(),
        };
        await postPayments(tx, await loadContext(tx, clientId), [payment], { now, actor: "test" });
      });
    },
    /** A debit on 2026-03-20, of which the customer is told a fortnight before. */
    async debit(customer: Customer, endToEndId: string) {
      await client.within(async (tx) => {
        const order = {
          endToEndId,
          mandate: `M-${endToEndId}`,
          customerReference: customer.reference,
          scheme: "sepa_core",
          amountMinor: 2_500n,
          currency: "ZAR",
          strikeOn: Temporal.PlainDate.from("2026-03-20"),
        } as const;
        const how = { now: await clockNow(tx), actor: "test", source: "api" } as const;
        await putOrders(tx, await loadContext(tx, clientId), [order], how);
      });
    },
    /** Notices that are due go out. */
    async tell() {
      await noticeClient(db, clientId);
      await network.run();
      await noticeClient(db, clientId);
    },
    async answer({ customerId }: Customer, option: Option) {
      await client.within(async (tx) => {
        const now = await clockNow(tx);
        const open = await openNotices(tx, clientId, customerId, now);
        const debitIds = open.map((one) => one.debitId);
        const given = { customerId, option, debitIds, inboundId: undefined, by: "customer" };
        await answerNotice(tx, clientId, given, now);
      });
    },
    async close() {
      await network.stop();
      await db.destroy();
      await app.destroy();
    },
  };
}

/** Some weeks of some customers, with everything that the gates are about. The names are the customers' first names. */
export async function liveThrough(at: DatabaseAt) {
  const life = await beginLife(at);
  const { clientId } = life;
  const phone = (number: number) => `+2783000000${number}`;
  const add = async (name: string, number: number, mailbox?: string) =>
    await life.customer({
      name,
      points: [{ address: phone(number) }, ...(mailbox ? [{ address: mailbox }] : [])],
    });
  const payer = await add("Payer", 1);
  const owing = await add("Owing", 2, "owing@mail.example");
  const disputer = await add("Disputer", 3);
  const stopper = await add("Stopper", 4, "stopper@mail.example");
  const promiser = await add("Promiser", 5);
  const planner = await add("Planner", 6);
  for (const one of [payer, owing, stopper, promiser])
    await life.invoice(one, 10_000n, "2026-03-04");
  const kept = await life.invoice(disputer, 7_000n, "2026-03-04");
  const doubted = await life.invoice(disputer, 3_000n, "2026-03-04");
  await life.invoice(owing, 5_000n, "2026-03-20");
  const planned = await life.invoice(planner, 8_400n, "2026-03-04");
  const debited = await add("Debited", 7);
  const quitter = await add("Quitter", 8);
  const undecided = await add("Undecided", 9);
  for (const one of [debited, quitter, undecided]) await life.debit(one, one.reference);
  await life.change(
    async (tx, now) =>
      await placeHold(
        tx,
        clientId,
        {
          customerReference: disputer.reference,
          kind: "dispute",
          invoices: [doubted.reference],
          by: "test",
        },
        now,
      ),
  );
  await life.day(0);
  await life.text(phone(2), "BALANCE");
  await life.text(phone(4), "STOP");
  await life.day(2);
  await life.pay(payer, 12_000n);
  await life.pay(owing, 1_000n);
  await life.change(async (tx, now) => {
    const { customerId } = planner;
    const instalments = ["2026-03-08", "2026-03-14", "2026-03-20"].map((day) => ({
      amountMinor: 2_800n,
      dueOn: Temporal.PlainDate.from(day),
    }));
    const plan = { customerId, accountId: planned.accountId, instalments, by: "test" };
    return { customerId, plan: await makePlan(tx, clientId, plan, now) };
  });
  await life.pay(planner, 2_800n);
  await life.change(
    async (tx, now) =>
      await makePromise(
        tx,
        clientId,
        {
          customerReference: promiser.reference,
          currency: "ZAR",
          amountMinor: 10_000n,
          dueOn: Temporal.PlainDate.from("2026-03-12"),
          by: "test",
        },
        now,
      ),
  );
  await life.tell();
  await life.answer(quitter, 2);
  await life.answer(undecided, 1);
  await life.change(async (tx, now) => {
    const { rows } = await sql<{ debitId: string }>`
      select debit_id from dunlin.debit_order where customer_id = ${undecided.customerId}`.execute(
      tx,
    );
    const debitIds = rows.map((row) => row.debitId);
    await releaseStops(tx, clientId, { debitIds }, { by: "ann", why: "changed their mind" }, now);
    const ids = [debited.reference, quitter.reference];
    await markSent(tx, clientId, ids, { now, actor: "test" });
    return undecided;
  });
  for (const day of [6, 7, 8]) await life.day(day);
  // A part of the second instalment.
  await life.pay(planner, 700n);
  await life.day(11);
  await life.change(
    async (tx, now) =>
      await endHolds(
        tx,
        clientId,
        { customerReference: disputer.reference, kinds: ["dispute"], by: "test" },
        now,
      ),
  );
  for (const day of [13, 14, 15]) await life.day(day);
  // After the cut-off, and the day after the strike.
  await life.answer(undecided, 1);
  await life.day(20);
  await life.change(async (tx, now) => {
    const result = { amountMinor: 2_500n, currency: "ZAR", cause: "entry-1" };
    const on = Temporal.PlainDate.from("2026-03-20");
    const collected = {
      ...result,
      endToEndId: debited.reference,
      outcome: "collected",
      on,
    } as const;
    await recordResults(tx, clientId, [collected], now);
    return debited;
  });
  await life.day(27);
  await life.close();
  const others = [planner, debited, quitter, undecided];
  return { clientId, payer, owing, disputer, stopper, promiser, others, kept, doubted };
}

export type Lived = Awaited<ReturnType<typeof liveThrough>>;
