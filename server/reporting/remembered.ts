// Figures over a whole book are not counted again while nothing happens, nor more often than their counting is worth.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

type Kept = {
  readonly seq: bigint;
  /** Real time. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly result: unknown;
};

const kept = new Map<string, Kept>();
const MOST_KEPT = 200;
/** What took a second is kept for twenty, whatever happens meanwhile; never longer than a minute. */
const WORTH = 20;
const LONGEST_MS = 60_000;
/** What happened in a transaction that ended late may have been passed over: so long at most nobody notices. */
const QUIET_MS = 300_000;

/** The result under the key, counted anew where something happened at the client since and its time is over. */
export async function remembered<T>(
  tx: Tx,
  clientId: string,
  key: string,
  count: () => Promise<T>,
): Promise<T> {
  const whole = `${clientId} ${key}`;
  const { rows } = await sql<{ seq: bigint | null }>`
    select max(seq) as seq from dunlin.event where client_id = ${clientId}`.execute(tx);
  const seq = rows[0]?.seq ?? 0n;
  const startedMs = performance.now();
  const found = kept.get(whole);
  if (found && isGood(found, seq, startedMs)) return found.result as T;
  const result = await count();
  const endedMs = performance.now();
  kept.delete(whole);
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(whole, { seq, atMs: endedMs, tookMs: endedMs - startedMs, result });
  return result;
}

function isGood({ seq, atMs, tookMs }: Kept, now: bigint, nowMs: number): boolean {
  const age = nowMs - atMs;
  return seq === now ? age < QUIET_MS : age < Math.min(LONGEST_MS, tookMs * WORTH);
}
