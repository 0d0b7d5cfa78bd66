// Suppressions as a person or another system sets and lifts them, by their reason; and the end of those that have one.
import { sql } from "kysely";
import { startRounds } from "#clients/rounds.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Channel } from "#messages/route.ts";
import { destinationOf } from "#messages/sending.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { bury, revive } from "./dead-addresses.ts";
import { endStop, optIn, optOut, type Opted } from "./opting.ts";

/** `hard_bounce`: the address does not work; the others: nobody is to be written to there. */
export const SUPPRESSION_REASONS = ["opted_out", "complaint", "manual", "hard_bounce"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Channels that people stop and open by hand; a call list has its own way. */
export const SUPPRESSIBLE = ["sms", "email", "whatsapp", "messenger"] as const;
export type Suppressible = (typeof SUPPRESSIBLE)[number];

/** The address as messages are sent to it: a number, a mailbox, or what Messenger calls the person. A `UserError` when it is none. */
export function suppressibleAddress(channel: Suppressible, given: string, country: string): string {
  if (channel === "messenger") return given.trim();
  const way = channel === "email" ? "email" : "sms";
  return destinationOf({ to: given, channel: way }, country);
}

export type Suppressing = {
  readonly channel: Channel;
  /** As messages are sent to it. */
  readonly address: string;
  readonly by: string;
  /** What says so. */
  readonly source: string;
};

/** Stops a channel to an address. A `UserError` when it should end by itself although the customer wants it. */
export async function suppress(
  tx: Tx,
  context: PlanContext,
  { channel, address, by, source }: Suppressing,
  {
    reason,
    until,
  }: { readonly reason: SuppressionReason; readonly until?: Temporal.Instant | undefined },
  now: Temporal.Instant,
): Promise<Opted> {
  const wish = { channel, addresses: [address], by, cause: source };
  if (until !== undefined && Temporal.Instant.compare(until, now) <= 0)
    throw new UserError(`expires_at ${until.toString()} is over already; give a later time`);
  if (reason === "hard_bounce")
    return { changed: await bury(tx, context, { ...wish, until }, now), withdrawn: 0 };
  if (until !== undefined && reason !== "manual")
    throw new UserError(
      `a suppression for ${reason} can't have expires_at: it ends by consent only`,
    );
  return await optOut(tx, context, { ...wish, reason, until }, now);
}

/**
 * Lets a channel to an address be used again: for the reason given, or whatever stands. What the customer wanted is lifted by
 * consent, which `source` is; and where nothing stands, consent is what is recorded.
 */
export async function unsuppress(
  tx: Tx,
  context: PlanContext,
  { channel, address, by, source }: Suppressing,
  reason: SuppressionReason | undefined,
  now: Temporal.Instant,
): Promise<Opted> {
  const wish = { channel, addresses: [address], by, cause: source };
  const stands = await standing(tx, context.client.clientId, channel, address);
  const isMeant = (one: SuppressionReason): boolean =>
    stands.has(one) && (reason === undefined || reason === one);
  const revived = isMeant("hard_bounce") ? await revive(tx, context, wish, now) : [];
  if (isMeant("manual")) return await endStop(tx, context, wish, now);
  const consents =
    stands.size === 0 ? reason === undefined : isMeant("opted_out") || isMeant("complaint");
  if (!consents) return { changed: revived, withdrawn: 0 };
  return await optIn(tx, context, { ...wish, source }, now);
}

async function standing(
  tx: Tx,
  clientId: string,
  channel: Channel,
  address: string,
): Promise<ReadonlySet<SuppressionReason>> {
  const { rows } = await sql<{ stopped: SuppressionReason | null; dead: SuppressionReason | null }>`
    select case when opted_out_at is not null then coalesce(opted_out_why, 'opted_out') end as stopped,
      case when dead_at is not null then 'hard_bounce' end as dead
    from dunlin.address where client_id = ${clientId} and channel = ${channel} and address = ${address}
  `.execute(tx);
  const [row] = rows;
  return new Set([row?.stopped, row?.dead].filter((one) => one !== null && one !== undefined));
}

const MOST_AT_ONCE = 500;

/** Lifts what ends by now, at most 500 addresses; gives how many. Gates see an address as suppressed until that has happened. */
export async function liftLapsed(
  tx: Tx,
  context: PlanContext,
  now: Temporal.Instant,
): Promise<number> {
  const { clientId } = context.client;
  const { rows } = await sql<{
    channel: Channel;
    address: string;
    stopped: boolean;
    dead: boolean;
  }>`
    select channel, address, coalesce(opted_out_until <= ${now}, false) as stopped,
      coalesce(dead_until <= ${now}, false) as dead
    from dunlin.address
    where client_id = ${clientId} and (opted_out_until is not null or dead_until is not null)
      and least(opted_out_until, dead_until) <= ${now}
    order by channel, address limit ${MOST_AT_ONCE}
  `.execute(tx);
  for (const channel of new Set(rows.map((row) => row.channel))) {
    const of = (which: "stopped" | "dead"): string[] =>
      rows.flatMap((row) => (row.channel === channel && row[which] ? [row.address] : []));
    const wish = { channel, by: "system", cause: "expired" };
    if (of("stopped").length > 0)
      await endStop(tx, context, { ...wish, addresses: of("stopped") }, now);
    if (of("dead").length > 0) await revive(tx, context, { ...wish, addresses: of("dead") }, now);
  }
  return rows.length;
}

const POLL_MS = 30_000;

/** Lifts suppressions of every client when their time is over. Any number of processes may do it. */
export function startLifting(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "suppressions that have ended were not lifted";
  return startRounds(db, log, { everyMs, failed }, async (clientId) =>
    asClient(db, clientId, async (tx) => {
      await liftLapsed(tx, await loadContext(tx, clientId), await clockNow(tx));
    }),
  );
}
