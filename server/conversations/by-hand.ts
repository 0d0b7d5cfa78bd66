// A text message brought in by hand, as if it had come from the network.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { payKeyOf, withTokens } from "#messages/engagement/pay-links.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { addressOf } from "./address.ts";
import { askNobody, type Asking } from "./asking.ts";
import { hear, type Heard } from "./hear.ts";

export type BroughtIn = {
  readonly heard: Heard;
  /** The client's own reference of who wrote; null where nobody, or more than one, is known by the number. */
  readonly customer: string | null;
  /** The words of the answer, with links that lead somewhere; null where there is none. */
  readonly answer: string | null;
};

/** Hears the text on the route that listens on `to`; a `UserError` when the client has none. */
export async function bringIn(
  db: Db,
  clientId: string,
  { from, to, text }: { readonly from: string; readonly to: string; readonly text: string },
  asking: Asking = askNobody,
): Promise<BroughtIn> {
  const routeId = await asClient(db, clientId, async (tx) => await listening(tx, clientId, to));
  const inbound = { routeId, channel: "sms", from, to, text, automatic: false } as const;
  const heard = await hear(db, clientId, await asking(inbound));
  return await asClient(db, clientId, async (tx) => ({
    heard,
    customer: await referenceOf(tx, clientId, heard.customerId),
    answer: await wordsOf(tx, clientId, heard.answer?.messageId),
  }));
}

/** The route that listens on the number; else the only one for text messages. */
async function listening(tx: Tx, clientId: string, to: string): Promise<string> {
  const { country } = await getClient(tx, clientId);
  const { rows } = await sql<{ routeId: string; listens: readonly string[] }>`
    select route_id, listens from dunlin.route
    where client_id = ${clientId} and channel = 'sms' and enabled order by priority, name limit 100
  `.execute(tx);
  const wanted = addressOf("sms", to, country);
  const found = rows.find(({ listens }) =>
    listens.some((one) => addressOf("sms", one, country) === wanted),
  );
  const only = rows.length === 1 ? rows[0] : undefined;
  const route = found ?? only;
  if (!route)
    throw new UserError(`no route of the client listens on "${to}"; give a number from its routes`);
  return route.routeId;
}

async function referenceOf(
  tx: Tx,
  clientId: string,
  customerId: string | undefined,
): Promise<string | null> {
  if (customerId === undefined) return null;
  const { rows } = await sql<{ reference: string }>`select reference from dunlin.customer
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  return rows[0]?.reference ?? null;
}

async function wordsOf(
  tx: Tx,
  clientId: string,
  messageId: string | undefined,
): Promise<string | null> {
  if (messageId === undefined) return null;
  const { rows } = await sql<{ body: string; secret: Buffer | null }>`
    select m.body, i.secret from dunlin.message m left join dunlin.installation i on true
    where m.client_id = ${clientId} and m.message_id = ${messageId} and m.state = 'planned'
  `.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return row.secret ? withTokens(payKeyOf(row.secret), clientId, row.body) : row.body;
}
