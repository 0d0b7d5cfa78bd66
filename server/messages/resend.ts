// Sending a message again: another attempt of what never left, a new message in the words of what did.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

export type Resent =
  /** Another attempt of the same message. */
  | { readonly again: true; readonly messageId: string }
  /** A new message that names the first. */
  | { readonly again: false; readonly messageId: string }
  | { readonly refused: string };

type Row = {
  readonly state: string;
  readonly class: string;
  readonly stepId: string | null;
  readonly routeId: string | null;
  readonly customerId: string | null;
  readonly left: boolean;
  readonly isWorded: boolean;
};

const ENDED = new Set(["handed_over", "delivered", "failed", "expired", "cancelled"]);

/**
 * Sends a message again; undefined when there is none of that id. What it says stays as it was; opt-outs and contact hours
 * hold it like any other.
 */
export async function resendMessage(
  tx: Tx,
  clientId: string,
  messageId: string,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<Resent | undefined> {
  const { rows } = await sql<Row>`
    select m.state, m.class, m.step_id, m.route_id, m.customer_id, m.body <> '' as is_worded,
      exists (select from dunlin.attempt a where a.client_id = m.client_id and a.message_id = m.message_id
        and a.outcome in ('sent', 'uncertain', 'partial')) as left
    from dunlin.message m where m.client_id = ${clientId} and m.message_id = ${messageId} for update of m
  `.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const refused = (await isShadow(tx, clientId)) ? "the client is in shadow mode" : refusalOf(row);
  if (refused !== undefined) return { refused };
  const again = row.state === "failed" && !row.left;
  if (again) await planAgain(tx, clientId, messageId, now);
  const id = again ? messageId : await copy(tx, clientId, messageId, now);
  const { customerId } = row;
  const about = { customerId: customerId ?? undefined, actor };
  const planned = { ...about, kind: "message.planned", messageId: id, cause: messageId };
  await recordEvents(tx, clientId, now, [
    { ...about, kind: "message.resent", messageId, body: { as: id } },
    { ...planned, body: { reason: "resent", of: messageId } },
  ]);
  await sql`select pg_notify('dunlin_work', 'messages')`.execute(tx);
  return { again, messageId: id };
}

async function isShadow(tx: Tx, clientId: string): Promise<boolean> {
  return (await getClient(tx, clientId)).shadowSince !== null;
}

function refusalOf({ state, class: cls, stepId, isWorded, routeId }: Row): string | undefined {
  if (stepId !== null) return "it belongs to a ladder, which decides by itself what is said again";
  if (cls === "otp") return "a pin is good once: send a new one";
  if (cls === "reply") return "it answered what was written then";
  if (!ENDED.has(state)) return `it is ${state}`;
  return isWorded && routeId !== null ? undefined : "it never had words or a way";
}

/** As long as it was good for the first time. */
async function planAgain(tx: Tx, clientId: string, messageId: string, now: Temporal.Instant) {
  await sql`
    update dunlin.message set state = 'planned', reason = null, ended_at = null, not_before = ${now},
      planned_for = ${now}, not_after = ${now}::timestamptz + greatest(not_after - not_before, interval '1 hour')
    where client_id = ${clientId} and message_id = ${messageId}
  `.execute(tx);
}

async function copy(
  tx: Tx,
  clientId: string,
  messageId: string,
  now: Temporal.Instant,
): Promise<string> {
  const id = randomUUIDv7();
  await sql`
    insert into dunlin.message (client_id, message_id, class, lane, channel, state, customer_id, contact_point_id,
      address, sender, template, language, subject, body, html, segments, encoding, price_micros, currency,
      reference, route_id, not_before, planned_for, not_after, created_at)
    select client_id, ${id}, class, lane, channel, 'planned', customer_id, contact_point_id,
      address, sender, template, language, subject, body, html, segments, encoding, price_micros, currency,
      reference, route_id, ${now}, ${now},
      ${now}::timestamptz + greatest(not_after - not_before, interval '1 hour'), ${now}
    from dunlin.message where client_id = ${clientId} and message_id = ${messageId}
  `.execute(tx);
  await sql`
    insert into dunlin.message_attachment (client_id, message_id, place, attachment_id)
    select client_id, ${id}, place, attachment_id from dunlin.message_attachment
    where client_id = ${clientId} and message_id = ${messageId}
  `.execute(tx);
  return id;
}
