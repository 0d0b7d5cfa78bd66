// Writes down that messages were opened and their links followed: in sets, for one client, and nothing of the reader.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { readerKind, type Glance, type ReaderKind } from "./reader-kind.ts";

/** A request for the picture of a message, or for one of its links. */
export type Asked = Glance & {
  readonly messageId: string;
  readonly what: "open" | "click";
  /** Which link, from 0; 0 for an opening. */
  readonly link: number;
  /** Real time of the request, in epoch milliseconds. */
  readonly atMs: number;
  /** Different links of the message that were asked for at once. */
  readonly linksAtOnce: number;
};

type Message = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly handedOverMs: number | null;
};

type Line = Pick<Asked, "messageId" | "what" | "link"> & { kind: ReaderKind; count: number };

/** What the client still wants to know is recorded, of messages that were to be watched; the rest is dropped. */
export async function recordAsked(
  db: Db,
  clientId: string,
  asked: readonly Asked[],
): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    const messages = await watched(tx, clientId, asked);
    if (messages.size === 0) return;
    const now = await clockNow(tx);
    const fresh = await count(tx, clientId, linesOf(asked, messages), now);
    await recordEvents(
      tx,
      clientId,
      now,
      fresh.flatMap((line) => {
        const message = messages.get(keyOf(line));
        return message ? [eventOf(line, message)] : [];
      }),
    );
    await markFirst(tx, clientId, fresh, now);
  });
}

const keyOf = ({ messageId, what }: Pick<Asked, "messageId" | "what">): string =>
  `${what} ${messageId}`;

/**
 * The messages asked for, where both the message and the client's switch of today allow it, with the real time of their hand-over:
 * the clock of the installation may stand. Locked in the order of their ids, since they may be changed.
 */
async function watched(
  tx: Tx,
  clientId: string,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, Message>> {
  const ids = [...new Set(asked.map((one) => one.messageId))];
  const { rows } = await sql<Message & { opens: boolean; clicks: boolean }>`
    select m.message_id, m.customer_id, m.account_id,
      1000 * extract(epoch from coalesce(a.finished_at, a.started_at))::float8 as handed_over_ms,
      m.tracks_opens and c.track_opens as opens,
      m.tracks_clicks and case m.channel when 'sms' then c.track_sms_clicks else c.track_clicks end as clicks
    from dunlin.message m
    join dunlin.client c on c.client_id = m.client_id
    left join dunlin.attempt a
      on a.client_id = m.client_id and a.message_id = m.message_id and a.attempt = m.attempt
    where m.client_id = ${clientId} and m.message_id = any(${ids}::uuid[])
    order by m.message_id for no key update of m
  `.execute(tx);
  const messages = new Map<string, Message>();
  for (const { opens, clicks, ...row } of rows) {
    if (opens) messages.set(keyOf({ ...row, what: "open" }), row);
    if (clicks) messages.set(keyOf({ ...row, what: "click" }), row);
  }
  return messages;
}

function linesOf(asked: readonly Asked[], messages: ReadonlyMap<string, Message>): Line[] {
  const lines = new Map<string, Line>();
  for (const one of asked) {
    const message = messages.get(keyOf(one));
    if (!message) continue;
    const { handedOverMs } = message;
    const sinceHandOverMs = handedOverMs === null ? undefined : one.atMs - handedOverMs;
    const kind = readerKind({ ...one, sinceHandOverMs });
    const { messageId, what, link } = one;
    const key = `${messageId} ${what} ${link} ${kind}`;
    const known = lines.get(key);
    if (known) known.count += 1;
    else lines.set(key, { messageId, what, link, kind, count: 1 });
  }
  return [...lines.values()];
}

/** The lines that are new: a second opening by the same kind of reader is counted, and no event. */
async function count(
  tx: Tx,
  clientId: string,
  lines: readonly Line[],
  now: Temporal.Instant,
): Promise<readonly Line[]> {
  if (lines.length === 0) return [];
  const { rows } = await sql<Line & { isNew: boolean }>`
    insert into dunlin.engagement as e (client_id, message_id, what, link, kind, count, first_at, last_at)
    select ${clientId}, message_id, what, link, kind, count, ${now}, ${now}
    from unnest(${lines.map((line) => line.messageId)}::uuid[], ${lines.map((line) => line.what)}::text[],
      ${lines.map((line) => line.link)}::smallint[], ${lines.map((line) => line.kind)}::text[],
      ${lines.map((line) => line.count)}::int[]) as l (message_id, what, link, kind, count)
    order by message_id, what, link, kind
    on conflict (client_id, message_id, what, link, kind) do update
    set count = least(e.count::bigint + excluded.count, 1000000000), last_at = excluded.last_at
    returning e.message_id, e.what, e.link, e.kind, e.count, old.message_id is null as is_new
  `.execute(tx);
  return rows.filter((row) => row.isNew);
}

function eventOf({ what, link, kind }: Line, message: Message) {
  const of = {
    messageId: message.messageId,
    customerId: message.customerId ?? undefined,
    accountId: message.accountId ?? undefined,
    actor: "reader",
  };
  return what === "open"
    ? { ...of, kind: "message.opened", body: { by: kind } }
    : { ...of, kind: "message.clicked", body: { link, by: kind } };
}

/** Only a person opens and follows; the first time is kept with the message. */
async function markFirst(
  tx: Tx,
  clientId: string,
  fresh: readonly Line[],
  now: Temporal.Instant,
): Promise<void> {
  const people = fresh.filter((line) => line.kind === "human");
  const idsOf = (what: Line["what"]): string[] =>
    people.filter((line) => line.what === what).map((line) => line.messageId);
  if (people.length === 0) return;
  const opened = idsOf("open");
  const clicked = idsOf("click");
  await sql`
    update dunlin.message set
      opened_at = case when message_id = any(${opened}::uuid[]) then coalesce(opened_at, ${now}) else opened_at end,
      clicked_at = case when message_id = any(${clicked}::uuid[]) then coalesce(clicked_at, ${now}) else clicked_at end
    where client_id = ${clientId} and message_id = any(${[...opened, ...clicked]}::uuid[])
  `.execute(tx);
}
