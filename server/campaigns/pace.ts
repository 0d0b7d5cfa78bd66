// When a campaign will have been handed over: the real speed of its routes, within contact hours.
import { sql } from "kysely";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Channel } from "#messages/route.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { earliestAllowed, refusalAt } from "#policies/contact-rules.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#policies/day.ts";
import type { EpochMs, MessageClass } from "#policies/types.ts";

/** Windows are looked for on this grid. */
const GRID_MS = 30 * MINUTE_MS;
const MOST_DAYS = 31;

export type Window = { readonly from: EpochMs; readonly to: EpochMs };

type Rules = Pick<PlanContext, "client" | "policy">;

/** When the client's contact rules let messages of the class out over the channel, where the client is; at most 62 days. */
export function windowsOf(
  { client, policy }: Rules,
  channel: Channel,
  messageClass: MessageClass,
  from: EpochMs,
  to: EpochMs,
): readonly Window[] {
  const query = {
    zones: [client.zone],
    country: client.country,
    channel,
    class: messageClass,
    profiles: policy?.profiles ?? [],
    party: policy?.party ?? ("first" as const),
    between: undefined,
  };
  const windows: Window[] = [];
  const end = Math.min(to, from + 62 * DAY_MS);
  for (let at = from; at < end;) {
    const next = earliestAllowed({ ...query, from: at });
    if (!("at" in next) || next.at >= end) break;
    let until = next.at;
    while (until < end && refusalAt({ ...query, from: until }) === undefined) {
      until = (Math.floor(until / GRID_MS) + 1) * GRID_MS;
    }
    windows.push({ from: next.at, to: Math.min(until, end) });
    at = Math.max(until, next.at + 1);
  }
  return windows;
}

/** When that many units will have left, at so many a second within the windows; undefined when the windows do not hold them. */
export function finishOf(
  windows: readonly Window[],
  units: number,
  perS: number,
): EpochMs | undefined {
  let leftMs = perS > 0 ? (units / perS) * 1_000 : Infinity;
  for (const { from, to } of windows) {
    if (leftMs <= to - from) return from + leftMs;
    leftMs -= to - from;
  }
  return undefined;
}

/** Units a second that the client's routes of each channel take, by their budgets. */
async function speedsOf(tx: Tx, clientId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ channel: string; perS: number }>`
    select distinct on (channel) channel, rate_per_s as "perS" from dunlin.route
    where client_id = ${clientId} and enabled order by channel, priority, name`.execute(
    asNamed(tx),
  );
  return new Map(rows.map(({ channel, perS }) => [channel, perS]));
}

export type Load = { readonly channel: string; readonly units: number };

/** When the last of it will have been handed over; the spread is its least. Undefined: not within 31 days, or never. */
export async function expectedFinish(
  tx: Tx,
  context: PlanContext,
  messageClass: MessageClass,
  loads: readonly Load[],
  from: Temporal.Instant,
  spreadMinutes = 0,
): Promise<Temporal.Instant | undefined> {
  const speeds = await speedsOf(tx, context.client.clientId);
  const start = from.epochMilliseconds;
  let last = start + spreadMinutes * MINUTE_MS;
  for (const { channel, units } of loads) {
    if (units === 0) continue;
    const to = start + MOST_DAYS * DAY_MS;
    const windows = windowsOf(context, channel as Channel, messageClass, start, to);
    const at = finishOf(windows, units, speeds.get(channel) ?? 0);
    if (at === undefined) return undefined;
    last = Math.max(last, at);
  }
  return Temporal.Instant.fromEpochMilliseconds(
    Math.ceil(Math.min(last, start + MOST_DAYS * 24 * HOUR_MS)),
  );
}
