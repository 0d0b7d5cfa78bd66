// Opting out of an address and in again: the one place that changes consent.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged, lockCustomers } from "#ledger/facts-changed.ts";
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { giveBackRungs } from "#messages/planning/withdraw.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { GATES } from "#policies/gates.ts";
import { customersAt } from "./correspondent.ts";

/** A wish about addresses, with whose wish it is and what says so. */
export type Opting = {
  readonly channel: Channel;
  readonly addresses: readonly string[];
  /** "customer" for one's own words. */
  readonly by: string;
  /** The id of the inbound message, or of whatever else says so. */
  readonly cause: string;
};

/** Why a channel to an address is stopped: the customer said so, a mail provider did, or somebody decided it. */
export type StopReason = "opted_out" | "complaint" | "manual";

/** A wish that nothing more is sent. Only what somebody decided may end by itself; a customer's wish stands. */
type Stopping = Opting & {
  /** "opted_out" unless told otherwise. */
  readonly reason?: StopReason;
  /** By the clock of the installation; only with "manual". */
  readonly until?: Temporal.Instant | undefined;
};

export type Opted = {
  /** Addresses for which this changed something. */
  readonly changed: readonly string[];
  /** Messages that were waiting to go there and never will. */
  readonly withdrawn: number;
};

/** Customers of one address who are decided again at once; the others' turn comes with the next look. */
const MOST_EVALUATED = 500;

const STOPPED_CLASSES = Object.entries(GATES).flatMap(([messageClass, { opt_out: effect }]) =>
  effect === "passes" ? [] : [messageClass],
);

/**
 * Stops a channel to addresses, whoever uses them, in the caller's transaction: nothing that has not been authorised by now
 * goes out there any more, and everyone concerned is decided again, so that a notice may take another channel.
 */
export async function optOut(
  tx: Tx,
  context: PlanContext,
  opting: Stopping,
  now: Temporal.Instant,
): Promise<Opted> {
  const { clientId } = context.client;
  const { channel, addresses, by, reason = "opted_out", until = null } = opting;
  assert(until === null || reason === "manual", `${reason} ends only by the customer's word`);
  const customerIds = await customersAt(tx, clientId, channel, addresses);
  await lockCustomers(tx, clientId, customerIds);
  const { rows } = await sql<{ address: string }>`
    insert into dunlin.address as a
      (client_id, channel, address, opted_out_at, opted_out_by, opted_out_why, opted_out_until)
    select ${clientId}, ${channel}, address, ${now}, ${by}, ${reason}, ${until}::timestamptz
    from unnest(${[...addresses]}::text[]) as address order by address
    on conflict (client_id, channel, address) do update
    set opted_out_at = excluded.opted_out_at, opted_out_by = excluded.opted_out_by,
      opted_out_why = excluded.opted_out_why, opted_out_until = excluded.opted_out_until
    -- What somebody decided gives way to what the customer says, or to another decision; never the other way.
    where a.opted_out_at is null or a.opted_out_why = 'manual'
      and (excluded.opted_out_why <> 'manual' or excluded.opted_out_until is distinct from a.opted_out_until)
    returning a.address
  `.execute(tx);
  const changed = rows.map((row) => row.address);
  await recordOptings(
    tx,
    clientId,
    "address.opted_out",
    { ...opting, addresses: changed, source: null, reason },
    customerIds,
    now,
  );
  const withdrawn = await withdraw(tx, clientId, opting, now);
  if (changed.length > 0) await decideAgain(tx, context, customerIds, opting, now);
  return { changed, withdrawn };
}

/**
 * Lets the channel to addresses be used again, with the customer's word (`source`) as the consent. `changed` has the
 * addresses that were opted out or had not said so before.
 */
export async function optIn(
  tx: Tx,
  context: PlanContext,
  opting: Opting & { readonly source: string },
  now: Temporal.Instant,
): Promise<Opted> {
  const { clientId } = context.client;
  const { channel, addresses, source } = opting;
  const customerIds = await customersAt(tx, clientId, channel, addresses);
  await lockCustomers(tx, clientId, customerIds);
  const { rows } = await sql<{ address: string; wasOptedOut: boolean }>`
    insert into dunlin.address as a (client_id, channel, address, consent_source, consent_at)
    select ${clientId}, ${channel}, address, ${source}, ${now}
    from unnest(${[...addresses]}::text[]) as address order by address
    on conflict (client_id, channel, address) do update
    set opted_out_at = null, opted_out_by = null, opted_out_why = null, opted_out_until = null,
      consent_source = excluded.consent_source, consent_at = excluded.consent_at
    where a.opted_out_at is not null or a.consent_source is distinct from excluded.consent_source
    returning a.address, old.opted_out_at is not null as was_opted_out
  `.execute(tx);
  const changed = rows.map((row) => row.address);
  await recordOptings(
    tx,
    clientId,
    "address.opted_in",
    { ...opting, addresses: changed },
    customerIds,
    now,
  );
  const withdrawn = await withdrawConfirmation(tx, clientId, opting, now);
  if (rows.some((row) => row.wasOptedOut)) {
    await decideAgain(tx, context, customerIds, opting, now);
  }
  return { changed, withdrawn };
}

/**
 * Lifts what somebody decided, whose time is over or who thought better of it. It says nothing of consent, and leaves what the
 * customer wants as it is.
 */
export async function endStop(
  tx: Tx,
  context: PlanContext,
  opting: Opting,
  now: Temporal.Instant,
): Promise<Opted> {
  const { clientId } = context.client;
  const { channel, addresses, cause } = opting;
  const customerIds = await customersAt(tx, clientId, channel, addresses);
  await lockCustomers(tx, clientId, customerIds);
  const { rows } = await sql<{ address: string }>`
    update dunlin.address
    set opted_out_at = null, opted_out_by = null, opted_out_why = null, opted_out_until = null
    where client_id = ${clientId} and channel = ${channel} and address = any(${[...addresses]}::text[])
      and opted_out_why = 'manual'
    returning address
  `.execute(tx);
  const changed = rows.map((row) => row.address);
  if (changed.length === 0) return { changed, withdrawn: 0 };
  const lifted = { ...opting, addresses: changed, source: cause };
  await recordOptings(tx, clientId, "address.opted_in", lifted, customerIds, now);
  await decideAgain(tx, context, customerIds, opting, now);
  return { changed, withdrawn: 0 };
}

type Recorded = Opting & { readonly source: string | null; readonly reason?: StopReason };

/** The history keeps the addresses; events, which clients read, do not name them. */
async function recordOptings(
  tx: Tx,
  clientId: string,
  kind: string,
  { channel, addresses, by, cause, source, reason }: Recorded,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into dunlin.opting (client_id, channel, address, opted_out, at, by, source, cause)
    select ${clientId}, ${channel}, address, ${source === null}, ${now}, ${by}, ${source}, ${cause}
    from unnest(${[...addresses]}::text[]) as address order by address`.execute(tx);
  const customerId = customerIds.length === 1 ? customerIds[0] : undefined;
  const body = { channel, customers: customerIds.length, ...(reason && { reason }) };
  const events = addresses.map(() => ({ kind, customerId, actor: by, cause, body }));
  await recordEvents(tx, clientId, now, events);
}

/** Everyone concerned, since an address of theirs changed what can be said to them. */
export async function decideAgain(
  tx: Tx,
  context: PlanContext,
  customerIds: readonly string[],
  { by }: Pick<Opting, "by">,
  now: Temporal.Instant,
): Promise<void> {
  await factsChanged(tx, context.client.clientId, customerIds, now);
  await evaluate(tx, context, customerIds.slice(0, MOST_EVALUATED), now, by);
}

type Withdrawn = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly anchor: string | null;
  readonly stepId: string | null;
};

/** What waits for the addresses; the confirmation of an earlier STOP is let through. */
async function withdraw(
  tx: Tx,
  clientId: string,
  { channel, addresses, by, cause }: Opting,
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<Withdrawn>`
    update dunlin.message set state = 'suppressed', reason = 'opted_out', ended_at = ${now}
    where client_id = ${clientId} and channel = ${channel} and address = any(${[...addresses]}::text[])
      and state in ('planned', 'held') and class = any(${STOPPED_CLASSES}::text[])
      and template <> ${STOP_CONFIRMATION}
    returning message_id, customer_id, account_id, anchor, step_id
  `.execute(tx);
  await recordWithdrawals(tx, clientId, rows, { by, cause, channel, reason: "opted_out" }, now);
  // A step on which nothing was said after all is decided again: perhaps it reaches the customer another way.
  const rungs = rows.flatMap(({ accountId, anchor, stepId }) =>
    accountId === null || anchor === null || stepId === null ? [] : [{ accountId, anchor, stepId }],
  );
  if (rungs.length > 0) await giveBackRungs(tx, clientId, rungs);
  return rows.length;
}

/** "You will get no more messages" is untrue by now. */
async function withdrawConfirmation(
  tx: Tx,
  clientId: string,
  { channel, addresses, by, cause }: Opting,
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<Withdrawn>`
    update dunlin.message set state = 'suppressed', reason = 'opted_in', ended_at = ${now}
    where client_id = ${clientId} and channel = ${channel} and address = any(${[...addresses]}::text[])
      and state in ('planned', 'held') and template = ${STOP_CONFIRMATION}
    returning message_id, customer_id, account_id, anchor, step_id
  `.execute(tx);
  await recordWithdrawals(tx, clientId, rows, { by, cause, channel, reason: "opted_in" }, now);
  return rows.length;
}

async function recordWithdrawals(
  tx: Tx,
  clientId: string,
  withdrawn: readonly Withdrawn[],
  why: { by: string; cause: string; channel: Channel; reason: string },
  now: Temporal.Instant,
): Promise<void> {
  const events = withdrawn.map((one) => ({
    kind: "message.suppressed",
    customerId: one.customerId ?? undefined,
    accountId: one.accountId ?? undefined,
    messageId: one.messageId,
    actor: why.by,
    cause: why.cause,
    body: { reason: why.reason, step: one.stepId, channel: why.channel },
  }));
  await recordEvents(tx, clientId, now, events);
}
