/** Whose turn it is: which routes are served in a pass, in what order, and when the next pass is worth it. Pure. */
import { roomOf, type OpenAttempts } from "./open-attempts.ts";
import type { Way } from "./open-routes.ts";

export type Work = { readonly clientId: string; readonly routeId: string; readonly lane: number };

/** A claim for a small part of the window costs as much as one for half of it: bulk waits a little for more room. */
const PATIENCE_MS = 50;

export type Turn = { readonly way: Way; readonly lane: number };

/**
 * Orders the routes that can be served now: lane by lane, and within a lane the one that waited longest first, so that a
 * route with a million messages gets one set a pass like all others. `nextMs`: when a route that rests may go on.
 */
export function turnsOf(
  work: readonly Work[],
  wayOf: (routeId: string) => Way | undefined,
  open: OpenAttempts,
  nowMs: number,
): { readonly turns: readonly Turn[]; readonly blocked: readonly Way[]; readonly nextMs: number } {
  const turns: Turn[] = [];
  const blocked: Way[] = [];
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { routeId, lane } of work) {
    const way = wayOf(routeId);
    if (!way || way.closing) continue;
    const { free } = way.route;
    const room = roomOf(way, open);
    way.awaitingWrite = room < free;
    if (free === 0) blocked.push(way);
    else if (room === 0) continue;
    else if (way.restUntilMs > nowMs) nextMs = Math.min(nextMs, way.restUntilMs);
    else if (isWorthwhile(way, room, lane, nowMs)) turns.push({ way, lane });
    else nextMs = Math.min(nextMs, way.servedAtMs + PATIENCE_MS);
  }
  turns.sort((a, b) => a.lane - b.lane || a.way.servedAtMs - b.way.servedAtMs);
  return { turns, blocked, nextMs };
}

function isWorthwhile(way: Way, room: number, lane: number, nowMs: number): boolean {
  if (lane === 0 || way.underWay === 0) return true;
  return room * 4 >= Math.min(way.widestFree, 1_000) || nowMs - way.servedAtMs >= PATIENCE_MS;
}
