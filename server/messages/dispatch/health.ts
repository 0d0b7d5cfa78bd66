/** The circuit breaker of a route, in its row: all processes see it. */
import { sql } from "kysely";
import type { RouteFailure } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";

/** A route at rest is tried with so many messages, not with a whole window. */
export const PROBE = 5;

const LONGEST_S = 300;

type Sign = {
  readonly routeId: string;
  readonly outcome: "sent" | RouteFailure;
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
};

/**
 * Counts what a set of outcomes, in the order of their arrival, says of their routes. Trouble after the last success pauses
 * the route, doubling from a second to five minutes; one disconnection fails a whole window, so it counts once.
 */
export async function recordHealth(
  tx: Tx,
  clientId: string,
  outcomes: readonly Sign[],
): Promise<void> {
  const last = new Map<string, Sign>();
  for (const one of outcomes) {
    if (one.outcome === "sent" || isTrouble(one)) last.set(one.routeId, one);
  }
  for (const sign of [...last.values()].toSorted((a, b) => (a.routeId < b.routeId ? -1 : 1))) {
    if (isTrouble(sign)) await pause(tx, clientId, sign);
    else await clear(tx, clientId, sign.routeId);
  }
}

function isTrouble({ outcome }: Sign): boolean {
  return outcome === "throttled" || outcome === "unreachable";
}

async function pause(tx: Tx, clientId: string, sign: Sign): Promise<void> {
  await sql`
    update dunlin.route
    set failures = failures + 1, paused_why = ${sign.code ?? sign.outcome},
      opens_at = clock_timestamp() + greatest(
        make_interval(secs => least(2 ^ least(failures, 20), ${LONGEST_S})),
        make_interval(secs => ${Math.min(sign.retryAfterMs ?? 0, LONGEST_S * 1_000) / 1_000}::float8))
    where client_id = ${clientId} and route_id = ${sign.routeId}
      and (opens_at is null or opens_at <= clock_timestamp())
  `.execute(tx);
}

/** Success closes the breaker, but not before its time: what was under way when the trouble began may still succeed. */
async function clear(tx: Tx, clientId: string, routeId: string): Promise<void> {
  await sql`
    update dunlin.route
    set worked_at = clock_timestamp(),
      failures = case when opens_at > clock_timestamp() then failures else 0 end,
      paused_why = case when opens_at > clock_timestamp() then paused_why end,
      opens_at = case when opens_at > clock_timestamp() then opens_at end
    where client_id = ${clientId} and route_id = ${routeId}
      and (failures > 0 or worked_at is null or worked_at < clock_timestamp() - interval '1 second')
  `.execute(tx);
}

/**
 * Pauses a route that has had no connection for a while in this process, unless it works for another one. Without it the
 * messages of a route that never connects would wait for ever instead of moving to another.
 */
export async function pauseUnconnected(tx: Tx, clientId: string, routeId: string): Promise<void> {
  await sql`
    update dunlin.route
    set failures = failures + 1, paused_why = 'not_connected',
      opens_at = clock_timestamp() + make_interval(secs => least(2 ^ least(failures, 20), ${LONGEST_S}))
    where client_id = ${clientId} and route_id = ${routeId} and enabled
      and (opens_at is null or opens_at <= clock_timestamp())
      and (worked_at is null or worked_at < clock_timestamp() - interval '10 seconds')
  `.execute(tx);
}
