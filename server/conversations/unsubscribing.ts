// The way out that every mail carries: whoever follows it and presses the button, or whose mail program does (RFC 8058).
import { sql } from "kysely";
import { loadContext } from "#messages/planning/context.ts";
import type { Channel } from "#messages/route.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { optOut } from "./opting.ts";

type Ids = { readonly clientId: string; readonly messageId: string };

export type Offered = { readonly language: string; readonly client: string };

/** Whose page it is, in which language; changes nothing. Undefined when there is no such message. */
export async function wayOutFor(
  db: Db,
  { clientId, messageId }: Ids,
): Promise<Offered | undefined> {
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<Offered>`
      select m.language, c.name as client from dunlin.message m join dunlin.client c using (client_id)
      where m.client_id = ${clientId} and m.message_id = ${messageId}`.execute(tx);
    return rows[0];
  });
}

/** Stops mail to the mailbox that the message went to; a second time changes nothing. False when there is no such message. */
export async function unsubscribe(db: Db, { clientId, messageId }: Ids): Promise<boolean> {
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ channel: Channel; address: string }>`
      select channel, address from dunlin.message
      where client_id = ${clientId} and message_id = ${messageId}`.execute(tx);
    const [message] = rows;
    if (!message) return false;
    const context = await loadContext(tx, clientId);
    const { channel, address } = message;
    const wish = { channel, addresses: [address], by: "customer", cause: messageId };
    await optOut(tx, context, wish, await clockNow(tx));
    return true;
  });
}
