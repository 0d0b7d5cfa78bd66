// Web chat: what is written is heard like everything else, what is said waits until a session has it.
import { sql } from "kysely";
import { askNobody, type Asking } from "#conversations/asking.ts";
import { hear } from "#conversations/hear.ts";
import { writeProviderReceipts } from "#messages/dispatch/provider-receipts.ts";
import { payKeyOf, withTokens } from "#messages/engagement/pay-links.ts";
import { loadContext } from "#messages/planning/context.ts";
import { render } from "#messages/templates/template.ts";
import type { Receipt } from "#messages/route.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import { handOverNameOf } from "./chat-route.ts";
import type { ChatSession } from "./sessions.ts";

/** One line of the window. */
export type ChatLine = {
  readonly id: string;
  /** Who holds the token, or the client. */
  readonly from: "me" | "them";
  /** What the window itself called it, where it wrote it. */
  readonly key: string | null;
  readonly text: string;
  readonly at: Temporal.Instant;
};

/** As many as a window shows at once, or a stream brings in one go. */
const MOST_LINES = 50;
const MOST_RECEIVED = 100;
export const MOST_TEXT = 2_000;

/** Hears what was written, and gives the line's id. The id is the window's own: sent a second time it is heard once. */
export async function writeChat(
  db: Db,
  { clientId, routeId, address }: ChatSession,
  { id, text }: { readonly id: string; readonly text: string },
  asking: Asking = askNobody,
): Promise<string> {
  const inbound = {
    routeId,
    channel: "chat",
    from: address,
    to: "chat",
    automatic: false,
  } as const;
  const asked = await asking({ ...inbound, text, providerId: id });
  return (await hear(db, clientId, asked)).inboundId;
}

/**
 * What stands behind the line that was seen last, oldest first; without one the newest 50. What was said and is not known to
 * have been received comes in any case: it may have been decided long before it went out.
 */
async function readChat(
  tx: Tx,
  { clientId, routeId, address }: ChatSession,
  after: string | undefined,
): Promise<readonly ChatLine[]> {
  const behind = after ?? "00000000-0000-0000-0000-000000000000";
  const { rows } = await sql<ChatLine>`
    select * from (
      (select inbound_id as id, 'me' as from, provider_id as key, body as text, received_at as at from dunlin.inbound
      where client_id = ${clientId} and route_id = ${routeId} and from_address = ${address}
        and provider_id is not null and inbound_id > ${behind}
      order by inbound_id desc limit ${MOST_LINES})
      union all
      (select message_id, 'them', null, body, created_at from dunlin.message
      where client_id = ${clientId} and channel = 'chat' and address = ${address}
        and (state in ('queued', 'handed_over', 'uncertain') or state = 'delivered' and message_id > ${behind})
      order by created_at desc, message_id desc limit ${MOST_LINES})
    ) lines
    order by id desc limit ${MOST_LINES}`.execute(tx);
  return rows.toReversed();
}

/** The window has these: what was said there is delivered. Ids that are none of its own say nothing. */
export async function receivedChat(
  db: Db,
  { clientId, address }: ChatSession,
  ids: readonly string[],
): Promise<void> {
  const receipts = await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ messageId: string; attempt: number; routeId: string }>`
      select message_id, attempt, route_id from dunlin.message
      where client_id = ${clientId} and channel = 'chat' and address = ${address}
        and message_id = any(${ids.slice(0, MOST_RECEIVED)}::uuid[])
        and state in ('queued', 'handed_over', 'uncertain')`.execute(tx);
    return rows.map((row) => receiptOf(row.routeId, row));
  });
  if (receipts.length > 0) await writeProviderReceipts(db, clientId, receipts);
}

function receiptOf(
  routeId: string,
  handOver: { readonly messageId: string; readonly attempt: number },
): Receipt {
  const providerId = handOverNameOf(handOver);
  const unsaid = { error: undefined, from: undefined, to: undefined, doneAt: undefined };
  return { routeId, providerId, handOver, state: "delivered", permanent: false, ...unsaid };
}

export type Welcome = { readonly client: string; readonly text: string | undefined };

/** The first words of an empty window, in the language asked for; they are no message. */
export async function welcomeOf(
  tx: Tx,
  clientId: string,
  language: string,
  now: Temporal.Instant,
): Promise<Welcome> {
  const { client, templates } = await loadContext(tx, clientId);
  const template = templates.find("chat_welcome", language, "chat");
  const today = dateOf(dayAt(now.epochMilliseconds, client.zone));
  const data = { client: { name: client.name }, today };
  const words = template && render(template, data, { disclosure: "unverified" });
  return { client: client.name, text: words?.ok === true ? words.text : undefined };
}

/** Reads as `readChat` does, in a transaction of its own; links to pay lead somewhere only here, as in every message. */
export async function chatLines(
  db: Db,
  session: ChatSession,
  after?: string,
): Promise<readonly ChatLine[]> {
  const { clientId } = session;
  return await asClient(db, clientId, async (tx) => {
    const lines = await readChat(tx, session, after);
    if (!lines.some(({ from, text }) => from === "them" && text.includes("/P/"))) return lines;
    const { rows } = await sql<{ secret: Buffer }>`select secret from dunlin.installation`.execute(
      tx,
    );
    const key = payKeyOf(rows[0]!.secret);
    return lines.map((line) =>
      line.from === "them" ? { ...line, text: withTokens(key, clientId, line.text) } : line,
    );
  });
}
