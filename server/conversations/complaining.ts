// A mail provider reports that a reader complained: nothing more goes to that mailbox, and nobody argues with it.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Complaint } from "#messages/route.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { optOut } from "./opting.ts";

/** RFC 5965, 7.3, and what providers made of it; a report that something is no junk, or failed a check, is no complaint. */
const COMPLAINTS = new Set([
  "abuse",
  "fraud",
  "opt-out",
  "opt-out-list",
  "other",
  "miscategorized",
]);
/** Without a message it is believed only of a mailbox that was written to lately. */
const LATELY_DAYS = 30;

type Meant = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly address: string;
};

/**
 * Suppresses the mailbox of the message that is meant. Hearing it twice changes nothing. False when it is no complaint of a
 * message that went out by that route.
 */
export async function hearComplaint(
  db: Db,
  clientId: string,
  complaint: Complaint,
): Promise<boolean> {
  if (!COMPLAINTS.has(complaint.type)) return false;
  return await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const message = await meant(tx, clientId, complaint, now);
    if (!message) return false;
    const { messageId, address } = message;
    const context = await loadContext(tx, clientId);
    // Customers' locks come first, as everywhere.
    await optOut(
      tx,
      context,
      {
        channel: "email",
        addresses: [address],
        by: "network",
        cause: messageId,
        reason: "complaint",
      },
      now,
    );
    if (!(await isFirst(tx, clientId, messageId, now))) return true;
    await recordEvents(tx, clientId, now, [
      {
        kind: "message.complained",
        messageId,
        customerId: message.customerId ?? undefined,
        accountId: message.accountId ?? undefined,
        actor: "network",
        body: { type: complaint.type },
      },
    ]);
    return true;
  });
}

/**
 * By the signed return path, by the Message-ID that we gave, else by the mailbox. The last two anybody can write: the first of
 * them who has the mail, the second who knows of it; neither does more than a STOP in the same name would.
 */
async function meant(
  tx: Tx,
  clientId: string,
  { routeId, messageId, providerIds, recipients }: Complaint,
  now: Temporal.Instant,
): Promise<Meant | undefined> {
  const columns = sql`m.message_id, m.customer_id, m.account_id, m.address`;
  const sent = sql`m.client_id = ${clientId} and m.channel = 'email' and m.route_id = ${routeId}::uuid and m.attempt > 0`;
  const { rows } = await sql<Meant>`
    (select ${columns} from dunlin.message m
      where ${sent} and m.message_id = ${isId(messageId) ? messageId : null}::uuid)
    union all
    (select ${columns} from dunlin.part p join dunlin.message m on m.client_id = p.client_id and m.message_id = p.message_id
      where p.client_id = ${clientId} and p.route_id = ${routeId}::uuid and p.provider_id = any(${[...providerIds]}::text[])
        and ${sent}
      order by m.created_at desc limit 1)
    union all
    (select ${columns} from dunlin.message m
      where ${sent} and m.address = any(${[...recipients]}::text[])
        and m.handed_over_at > ${now.subtract({ hours: 24 * LATELY_DAYS })}
      order by m.created_at desc limit 1)
    limit 1
  `.execute(tx);
  return rows[0];
}

function isId(id: string | undefined): boolean {
  return id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

async function isFirst(
  tx: Tx,
  clientId: string,
  messageId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into dunlin.engagement (client_id, message_id, what, kind, first_at, last_at)
    values (${clientId}, ${messageId}, 'complaint', 'human', ${now}, ${now})
    on conflict do nothing returning 1`.execute(tx);
  return rows.length > 0;
}
