// Dispatch over SMPP, receipts counted, against what its two halves allow when they share the processor.
import { SmppConfig, type SmppRouteConfig } from "#adapters/smpp/config.ts";
import { openSmppRoute } from "#adapters/smpp/smpp.ts";
import { startDispatcher, type Dispatcher } from "#messages/dispatch/dispatch.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import type { Arrivals, Outgoing, Route } from "#messages/route.ts";
import { openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { silentLog } from "#platform/log.ts";
import { Countdown } from "./countdown.ts";
import { IdleRoute } from "./idle-route.ts";
import { measured, peakRssMb, type Cost } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { numberOf, seedClient, seedCustomers, SENDER, THURSDAY, type Seeded } from "./seed.ts";
import { forkSmsc } from "./smsc.ts";
import { asOwner, settle, type Stage } from "./stage.ts";

const WARM_UP = 1_000;
/** What each message says. */
export const TEXT = "Harbour Fibre: R 598.00 is overdue on your account. Please pay by 12 March.";

/** `size` SMS, planned and due; it ends when every receipt is stored. */
export async function benchDispatch(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const seeded = await seedClient(at, THURSDAY);
  await seedCustomers(at, seeded.clientId, Math.max(size, WARM_UP), THURSDAY);
  const db = openDb(openPool(at, "dunlin_worker", 8));
  const smsc = await forkSmsc();
  try {
    const config = configFor(seeded, smsc.port);
    const overSmpp = (arrivals: Arrivals): Route =>
      openSmppRoute(config, arrivals, silentLog, () => THURSDAY);
    const idle = (arrivals: Arrivals): Route =>
      new IdleRoute(seeded.routeId, arrivals, config.window);
    const whole = async (openRoute: OpenBench, count: number): Promise<Cost> => {
      await plan(at, seeded, count);
      await settle(at);
      return await dispatchAll(stage, { at, db, openRoute }, count);
    };
    await whole(idle, WARM_UP);
    await whole(overSmpp, WARM_UP);
    await handOverAll(stage, overSmpp, WARM_UP);
    const a = await whole(idle, size);
    const b = await handOverAll(stage, overSmpp, size);
    const c = await whole(overSmpp, size);
    const cpuUs = cpuOf(c);
    // ab/(a+b), as the seconds of both halves added.
    const ceilingS = a.seconds + b.seconds;
    return {
      name: "dispatch",
      size,
      per_s: round(size / c.seconds),
      ceiling_per_s: round(size / ceilingS),
      ratio: round(ceilingS / c.seconds, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `the database: without hand-over ${round(size / a.seconds)} a second, without database ${round(size / b.seconds)}; it takes ${share(c.databaseCpuUs, cpuUs)} of the processor time, that of the simulator not counted; by processor time the ratio is ${round((cpuOf(a) + cpuOf(b)) / cpuUs, 2)}`,
    };
  } finally {
    await smsc.close();
    await db.destroy();
  }
}

function cpuOf({ ownCpuUs, databaseCpuUs }: Cost): number {
  return ownCpuUs + databaseCpuUs;
}

type OpenBench = (arrivals: Arrivals) => Route;

/** The route to the simulator, with Dunlin's own defaults. */
export function configFor({ routeId }: Pick<Seeded, "routeId">, port: number): SmppRouteConfig {
  const config = { host: "127.0.0.1", port, systemId: "dunlin", password: "secret" };
  return { ...SmppConfig.parse(config), routeId };
}

/** Messages as deciding leaves them: each rests on facts that have not changed since. */
export async function plan(
  at: DatabaseAt,
  { clientId, routeId }: Seeded,
  count: number,
  dueAt = THURSDAY.subtract({ hours: 1 }),
): Promise<void> {
  await asOwner(at, async (owner) => {
    await owner.query(
      `insert into dunlin.message (client_id, class, lane, channel, state, customer_id, account_id, contact_point_id,
         facts_version, address, sender, template, language, body, route_id, not_before, planned_for, not_after, created_at)
       select c.client_id, 'collection', 2, 'sms', 'planned', c.customer_id, a.account_id, p.contact_point_id,
         c.facts_version, p.address, $3, 'reminder', 'en', $4, $2, $5::timestamptz,
         $5::timestamptz, $5::timestamptz + interval '1 day', $5::timestamptz
       from dunlin.customer c
       join dunlin.account a using (client_id, customer_id)
       join dunlin.contact_point p using (client_id, customer_id)
       where c.client_id = $1 order by c.customer_id limit $6`,
      [clientId, routeId, SENDER, TEXT, dueAt.toString(), count],
    );
  });
}

type Given = { readonly at: DatabaseAt; readonly db: Db; readonly openRoute: OpenBench };

/** The real dispatcher, until the last receipt is stored. */
async function dispatchAll(stage: Stage, given: Given, count: number): Promise<Cost> {
  const { at, db, openRoute } = given;
  const receipts = new Countdown(count);
  let dispatcher: Dispatcher | undefined;
  const work = async (): Promise<void> => {
    dispatcher = await startDispatcher({
      db,
      at,
      openRoute: (_row, arrivals) => openRoute(counting(arrivals, receipts)),
      redecide: () => Promise.resolve(),
      allowedAt: rulesAtHandOver(db),
      inbound: () => Promise.resolve(),
      log: silentLog,
    });
    await receipts.done();
  };
  try {
    const { cost } = await measured(stage.socketDir, work);
    await checkDelivered(at);
    return cost;
  } finally {
    await dispatcher?.stop();
  }
}

function counting(arrivals: Arrivals, receipts: Countdown): Arrivals {
  return {
    inbound: async (inbound) => await arrivals.inbound(inbound),
    receipt: async (receipt) => {
      await arrivals.receipt(receipt);
      receipts.count();
    },
  };
}

/** Throws when a message is in any other state. */
export async function checkDelivered(at: DatabaseAt): Promise<void> {
  const left = await asOwner(at, async (owner) => {
    const { rows } = await owner.query<{ left: number }>(
      "select count(*)::int as left from dunlin.message where state <> 'delivered'",
    );
    return rows[0]?.left;
  });
  assert(left === 0, `${left} messages are not delivered`);
}

/** The same hand-overs and receipts with nothing behind them. */
async function handOverAll(stage: Stage, openRoute: OpenBench, count: number): Promise<Cost> {
  const receipts = new Countdown(count);
  const nothing = { inbound: async () => undefined, receipt: async () => undefined };
  const { cost } = await measured(stage.socketDir, async () => {
    const route = openRoute(counting(nothing, receipts));
    try {
      for (let n = 1; n <= count;) {
        await route.whenFree(1_000);
        for (let { free } = route; free > 0 && n <= count; free -= 1, n += 1) {
          void route.handOver(outgoing(n)).catch((error: unknown) => receipts.fail(error));
        }
        receipts.check();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await receipts.done();
    } finally {
      await route.close();
    }
  });
  return cost;
}

function outgoing(n: number): Outgoing {
  const notAfter = THURSDAY.add({ hours: 24 });
  const messageId = `bench-${n}`;
  return {
    clientId: "bench",
    messageId,
    attempt: 1,
    to: numberOf(n),
    sender: SENDER,
    text: TEXT,
    notAfter,
  };
}
