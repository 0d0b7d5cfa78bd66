/** Changes of state that are rare enough for a second statement: what a set of messages becomes, and the events of it. */
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { EpochMs } from "#policies/types.ts";
import type { Tx } from "#platform/db.ts";
import { rowsOf } from "./transaction.ts";

export type Change = {
  readonly messageId: string;
  readonly state: "planned" | "failed" | "expired" | "suppressed" | "uncertain";
  readonly reason: string;
  /** With `planned`: not before then. */
  readonly notBeforeMs?: EpochMs | undefined;
  readonly code?: string | undefined;
};

type Changed = {
  readonly message_id: string;
  readonly customer_id: string | null;
  readonly account_id: string | null;
  readonly attempt: number;
};

const EVENTS: Readonly<Record<Change["state"], string>> = {
  planned: "message.postponed",
  failed: "message.failed",
  expired: "message.expired",
  suppressed: "message.suppressed",
  uncertain: "message.uncertain",
};

/** Writes the changes and their events. The caller holds the messages' row locks and knows that each change is right. */
export async function changeStates(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const changed = await rowsOf(
    tx,
    sql<Changed>`
      update dunlin.message m
      set state = i.state, reason = i.reason,
        not_before = coalesce(to_timestamp(i.not_before_ms / 1000), m.not_before),
        ended_at = case when i.state in ('failed', 'expired', 'suppressed') then ${now}::timestamptz end
      from unnest(
        ${changes.map((change) => change.messageId)}::uuid[],
        ${changes.map((change) => change.state)}::text[],
        ${changes.map((change) => change.reason)}::text[],
        ${changes.map((change) => change.notBeforeMs ?? null)}::float8[]
      ) as i (message_id, state, reason, not_before_ms)
      where m.client_id = ${clientId} and m.message_id = i.message_id
      returning m.message_id, m.customer_id, m.account_id, m.attempt`,
  );
  const byId = new Map(changes.map((change) => [change.messageId, change]));
  const events = changed.flatMap((row) => {
    const change = byId.get(row.message_id);
    return change ? [eventOf(row, change)] : [];
  });
  await recordEvents(tx, clientId, now, events);
}

function eventOf(row: Changed, change: Change) {
  return {
    kind: EVENTS[change.state],
    customerId: row.customer_id ?? undefined,
    accountId: row.account_id ?? undefined,
    messageId: row.message_id,
    actor: "dispatch",
    body: {
      reason: change.reason,
      attempt: row.attempt,
      ...(change.code === undefined ? {} : { code: change.code }),
      ...(change.notBeforeMs === undefined ? {} : { notBeforeMs: Math.round(change.notBeforeMs) }),
    },
  };
}
