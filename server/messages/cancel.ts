// A message that was asked for and is no longer wanted.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

/**
 * Takes a message back that was not handed over yet and that no ladder asked for (a ladder's are stopped by a hold). The state
 * it is in now, or undefined when there is none of that id. One that dispatch holds at this moment is waited for.
 */
export async function cancelMessage(
  tx: Tx,
  clientId: string,
  messageId: string,
  { actor, now }: { readonly actor: string; readonly now: Temporal.Instant },
): Promise<
  { readonly cancelled: boolean; readonly state: string; readonly step: boolean } | undefined
> {
  const { rows } = await sql<{ state: string; step: boolean; customerId: string | null }>`
    select state, step_id is not null as step, customer_id from dunlin.message
    where client_id = ${clientId} and message_id = ${messageId} for update`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { state, step, customerId } = row;
  if (step || !["planned", "held"].includes(state)) return { cancelled: false, state, step };
  await sql`update dunlin.message set state = 'cancelled', reason = 'cancelled', ended_at = ${now}
    where client_id = ${clientId} and message_id = ${messageId}`.execute(tx);
  await recordEvents(tx, clientId, now, [
    { kind: "message.cancelled", customerId: customerId ?? undefined, messageId, actor },
  ]);
  return { cancelled: true, state: "cancelled", step };
}
