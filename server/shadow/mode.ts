/**
 * Shadow mode: a client decides everything and sends nothing, beside the system that it is to replace.
 *
 * What would be said becomes a message in the state `shadow`, from the beginning and for good. A planned message that is held
 * back would be one slip from being sent; one that ends as `suppressed` would have its rung given back and be decided again
 * and again. `shadow` counts as said (rungs, caps, once only), is in no index that dispatch claims from, and nothing leads out
 * of it but being taken back, while it is not due yet and the facts change.
 */
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { everybodyAgain } from "#messages/planning/apply-policy.ts";
import type { Tx } from "#platform/db.ts";

export type ShadowMode = {
  /** Since when; null: what is decided is sent. */
  readonly since: Temporal.Instant | null;
  readonly changed: boolean;
};

/** How it is. */
export async function shadowMode(tx: Tx, clientId: string): Promise<Temporal.Instant | null> {
  return (await getClient(tx, clientId)).shadowSince;
}

/**
 * Goes into shadow mode, or out of it. Going in keeps back what waits to be sent; going out sends nothing of what was decided
 * in shadow: those steps are behind their accounts, and the ladder goes on with the next one.
 */
export async function setShadow(
  tx: Tx,
  clientId: string,
  on: boolean,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<ShadowMode> {
  await sql`select from dunlin.client where client_id = ${clientId} for update`.execute(tx);
  const before = await shadowMode(tx, clientId);
  if ((before !== null) === on) return { since: before, changed: false };
  const since = on ? now : null;
  await tx
    .updateTable("client")
    .set({ shadowSince: since })
    .where("clientId", "=", clientId)
    .execute();
  // What rests on facts is decided again by it, and written down in its new state.
  await everybodyAgain(tx, clientId, now);
  const kept = on ? await keepBack(tx, clientId, now, actor) : 0;
  const body = on ? { kept_back: kept } : {};
  await recordEvents(tx, clientId, now, [
    { kind: on ? "shadow.started" : "shadow.ended", actor, body },
  ]);
  return { since, changed: true };
}

/** Single messages that wait to be sent: nobody decides on them again. */
async function keepBack(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
  actor: string,
): Promise<number> {
  const { rows } = await sql<{ messageId: string }>`
    with kept as (
      update dunlin.message set state = 'shadow', reason = 'shadow_mode', ended_at = ${now}
      where client_id = ${clientId} and indexed_as = 'planned' and facts_version is null and class <> 'staff'
      returning message_id, customer_id, account_id
    )
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
    select ${clientId}, ${now}::timestamptz, 'message.shadow', customer_id, account_id, message_id, ${actor}::text,
      '{"reason": "shadow_mode"}' from kept
    returning message_id
  `.execute(tx);
  return rows.length;
}
