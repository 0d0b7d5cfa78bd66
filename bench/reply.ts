// BALANCE received, matched and answered, against writing the same rows with nothing to find out.
import { hear } from "#conversations/hear.ts";
import type { Inbound } from "#messages/route.ts";
import { openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { numberOf, seedClient, seedCustomers, SENDER, THURSDAY, type Seeded } from "./seed.ts";
import { settle, type Stage } from "./stage.ts";

/** As many connections as a worker process has, each with one reply under way. */
const AT_ONCE = 12;
const WARM_UP = 200;

/** `size` replies, each from a customer of its own; answered means that the answer stands in the outbox. */
export async function benchReply(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const seeded = await seedClient(at, THURSDAY);
  await seedCustomers(at, seeded.clientId, size, THURSDAY);
  const db = openDb(openPool(at, "dunlin_worker", AT_ONCE));
  try {
    const ask = asking(db, seeded);
    await atOnce(Math.min(size, WARM_UP), ask);
    await settle(at);
    const { cost } = await measured(stage.socketDir, async () => await atOnce(size, ask));
    const peakPerS = size / cost.seconds;
    const p99Ms = await p99At(peakPerS / 2, size, ask);
    const rssMb = peakRssMb();
    const writeSeconds = await writeOnly(stage, at, seeded.clientId, size);
    const cpuUs = cost.ownCpuUs + cost.databaseCpuUs;
    return {
      name: "reply",
      size,
      per_s: round(peakPerS),
      ceiling_per_s: round(size / writeSeconds),
      ratio: round(writeSeconds / cost.seconds, 3),
      rss_mb: round(rssMb),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `statements: each reply is a transaction of its own with many of them, one after the other; the database takes ${share(cost.databaseCpuUs, cpuUs)} of the processor time`,
      p99_ms: round(p99Ms, 1),
    };
  } finally {
    await db.destroy();
  }
}

/** Asks as the n-th customer. */
type Ask = (n: number) => Promise<void>;

function asking(db: Db, { clientId, routeId }: Seeded): Ask {
  let asked = 0;
  return async (n) => {
    asked += 1;
    const inbound: Inbound = {
      routeId,
      channel: "sms",
      from: numberOf(n),
      to: SENDER,
      text: "BALANCE",
      providerId: `bench-${asked}`,
      automatic: false,
    };
    const heard = await hear(db, clientId, inbound);
    assert(heard.answer?.state === "planned", `reply ${n} got no answer`);
  };
}

/** One to `count`, a fixed number of them under way. */
async function atOnce(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let last = 0;
  const lane = async (): Promise<void> => {
    while (last < count) {
      last += 1;
      await work(last);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/**
 * The time from when a reply was due to come until it was answered, ms, which 99 of 100 keep. Replies come by the clock
 * whether or not those before them are answered: who waits behind a slow one counts.
 */
async function p99At(perS: number, count: number, ask: Ask): Promise<number> {
  const startMs = performance.now();
  const tookMs: number[] = [];
  const dueMs = (n: number): number => startMs + (n * 1_000) / perS;
  const underWay: Promise<void>[] = [];
  for (let n = 1; n <= count; n += 1) {
    const waitMs = dueMs(n) - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    underWay.push(ask(n).then(() => void tookMs.push(performance.now() - dueMs(n))));
  }
  await Promise.all(underWay);
  const sorted = tookMs.toSorted((a, b) => a - b);
  return Math.max(0, sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0);
}

/** The ceiling: rows like those that a reply leaves, in one statement and one commit each. */
async function writeOnly(
  stage: Stage,
  at: DatabaseAt,
  clientId: string,
  count: number,
): Promise<number> {
  const pool = openPool(at, "owner", AT_ONCE);
  try {
    const { rows } = await pool.query<{ id: string }>(
      "select inbound_id as id from dunlin.inbound where client_id = $1 order by inbound_id limit $2",
      [clientId, count],
    );
    const write = async (n: number): Promise<void> =>
      void (await pool.query({
        name: "write",
        text: SAME_ROWS,
        values: [clientId, rows[n - 1]?.id],
      }));
    await settle(at);
    const { cost } = await measured(stage.socketDir, async () => await atOnce(rows.length, write));
    return (cost.seconds * count) / rows.length;
  } finally {
    await pool.end();
  }
}

// The events of a reply are those that name its inbound message as their cause.
const SAME_ROWS = `
  with asked as (
    select * from dunlin.inbound where client_id = $1 and inbound_id = $2
  ), talked as (
    update dunlin.conversation c set last_at = asked.received_at from asked
    where c.client_id = $1 and c.conversation_id = asked.conversation_id
  ), heard as (
    insert into dunlin.inbound
    select r.* from asked a, lateral jsonb_populate_record(a::dunlin.inbound,
      jsonb_build_object('inbound_id', uuidv7(), 'provider_id', null)) r
  ), answered as (
    insert into dunlin.message (client_id, message_id, class, lane, channel, state, customer_id, contact_point_id, address,
      sender, template, language, body, segments, encoding, price_micros, route_id, not_before, planned_for, not_after,
      created_at)
    select client_id, uuidv7(), class, lane, channel, state, customer_id, contact_point_id, address,
      sender, template, language, body, segments, encoding, price_micros, route_id, not_before, planned_for, not_after,
      created_at
    from dunlin.message where client_id = $1 and answers_id = $2
  )
  insert into dunlin.event overriding user value
  select r.* from asked a join dunlin.event e on e.client_id = $1 and e.customer_id = a.customer_id and e.cause = $2::text,
    lateral jsonb_populate_record(e, jsonb_build_object('event_id', uuidv7())) r`;
