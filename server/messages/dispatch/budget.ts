/**
 * The speed of a route: a generic cell rate algorithm on one row, spent by all processes. Units are segments for sms,
 * mails for e-mail. The clock is the database's, which all processes share; the installation's clock may stand still.
 */
import { sql } from "kysely";
import type { Db } from "#platform/db.ts";
import { inClient, rowsOf } from "./transaction.ts";

export type Meter = {
  /** How far the theoretical arrival time of the next unit lies ahead of now, in ms; 0 when the route has rested. */
  readonly aheadMs: number;
  readonly ratePerS: number;
  readonly burst: number;
};

export type Grant = {
  readonly units: number;
  /** When units remained wanted: how long until a worthwhile number of them is free, in ms. */
  readonly waitMs: number;
};

/** A claim for less than this much time's worth costs more than it brings. */
const WORTHWHILE_MS = 100;

/** How many of the wanted units may go now. */
export function grantOf(meter: Meter, wanted: number): Grant {
  const unitMs = 1_000 / meter.ratePerS;
  const free = Math.floor(meter.burst - meter.aheadMs / unitMs + 1e-9);
  const units = Math.max(0, Math.min(wanted, free));
  if (units === wanted) return { units, waitMs: 0 };
  const next = Math.max(1, Math.min(meter.burst, Math.floor(WORTHWHILE_MS / unitMs)));
  const aheadMs = meter.aheadMs + units * unitMs;
  return { units, waitMs: Math.max(1, aheadMs + (next - meter.burst) * unitMs) };
}

/**
 * Takes up to `wanted` units. `failures` counts the route's latest failures in a row. Nobody waits for the disk here: after a
 * crash of the database the last units may be free again, which is a moment's speed and no message.
 */
export async function spend(
  db: Db,
  clientId: string,
  routeId: string,
  wanted: number,
): Promise<Grant & { readonly failures: number }> {
  return await inClient(db, clientId, async (tx) => {
    const [row] = await rowsOf(
      tx,
      sql<Meter & { failures: number }>`
        select greatest(0, 1000 * extract(epoch from greatest(arrival_at, clock_timestamp()) - clock_timestamp()))::float8
            as "aheadMs",
          rate_per_s as "ratePerS", burst, failures, set_config('synchronous_commit', 'off', true)
        from dunlin.route where client_id = ${clientId} and route_id = ${routeId} and enabled
        for no key update`,
    );
    if (!row) return { units: 0, waitMs: 1_000, failures: 0 };
    const grant = grantOf(row, wanted);
    if (grant.units > 0) await move(tx, clientId, routeId, grant.units);
    return { ...grant, failures: row.failures };
  });
}

/** Gives back units that were not used; a negative number is what a long message took beyond its grant. */
export async function giveBack(
  db: Db,
  clientId: string,
  routeId: string,
  units: number,
): Promise<void> {
  if (units === 0) return;
  await inClient(db, clientId, async (tx) => await move(tx, clientId, routeId, -units));
}

// What lies before now counts as now, so that giving back never makes more than a burst.
async function move(db: Db, clientId: string, routeId: string, units: number): Promise<void> {
  await sql`
    update dunlin.route
    set arrival_at = greatest(arrival_at, clock_timestamp()) + make_interval(secs => ${units}::float8 / rate_per_s)
    where client_id = ${clientId} and route_id = ${routeId}
  `.execute(db);
}
