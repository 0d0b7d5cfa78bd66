// Sessions of web chat: who holds the token may read and write there. Nothing that opens one lies in the database.
import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { ChatSite } from "./sites.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";

export type ChatSession = {
  readonly clientId: string;
  readonly sessionId: string;
  readonly routeId: string;
  /** Where what is said to whoever holds the token goes. */
  readonly address: string;
  readonly language: string;
};

export type OpenedChat = {
  readonly token: string;
  readonly session: ChatSession;
  readonly expiresAt: Temporal.Instant;
};

/** In one session: then whoever writes begins a new one. */
const MOST_WRITTEN = 500;
const KEPT = { hours: 24 * 30 };
const TOKEN = /^([\w-]{22})\.([\w-]{22})$/;

/** What was said to somebody who proved who they are does not lie open on a table for days. */
const CUSTOMERS_HOURS = 2;

const hoursOf = ({ sessionHours }: ChatSite["config"], customerId: string | null): number =>
  customerId === null ? sessionHours : Math.min(sessionHours, CUSTOMERS_HOURS);

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

type Opening = Pick<ChatSite, "routeId" | "config"> & { readonly language: string };

/** A session of somebody who is not known: what they write makes a thread of its own. */
export async function openVisit(tx: Tx, clientId: string, opening: Opening): Promise<OpenedChat> {
  return await open(tx, clientId, opening, `visit-${randomUUIDv7()}`, null);
}

/**
 * A session of a customer who has just proved who they are. All of a customer's sessions share one conversation; for an hour
 * everything may be told there.
 */
export async function openCustomerChat(
  tx: Tx,
  clientId: string,
  { customerId, ...opening }: Opening & { readonly customerId: string },
  now: Temporal.Instant,
): Promise<OpenedChat> {
  const address = `customer-${customerId}`;
  await sql`
    insert into dunlin.contact_point
      (client_id, customer_id, kind, address, disclosure, rank, source, created_at)
    values (${clientId}, ${customerId}, 'chat', ${address}, 'full', 1000, 'chat', ${now})
    on conflict (client_id, customer_id, kind, address) do update
    set retired_at = null, retired_by = null`.execute(tx);
  return await open(tx, clientId, opening, address, customerId);
}

async function open(
  tx: Tx,
  clientId: string,
  { routeId, config, language }: Opening,
  address: string,
  customerId: string | null,
): Promise<OpenedChat> {
  const secret = randomBytes(16).toString("base64url");
  const { rows } = await sql<{ sessionId: string; expiresAt: Temporal.Instant }>`
    insert into dunlin.chat_session
      (client_id, route_id, digest, address, customer_id, language, opened_at, expires_at)
    values (${clientId}, ${routeId}, ${digestOf(secret)}, ${address}, ${customerId}, ${language}, dunlin.clock_now(),
      clock_timestamp() + make_interval(hours => ${hoursOf(config, customerId)}))
    returning session_id, expires_at`.execute(tx);
  const { sessionId, expiresAt } = rows[0]!;
  await forgetSome(tx, clientId);
  const owner = Buffer.from(clientId.replaceAll("-", ""), "hex").toString("base64url");
  const session = { clientId, sessionId, routeId, address, language };
  return { token: `${owner}.${secret}`, session, expiresAt };
}

/** Sessions that were over long ago, a few each time that one begins. */
async function forgetSome(tx: Tx, clientId: string): Promise<void> {
  await sql`delete from dunlin.chat_session
    where client_id = ${clientId} and session_id in (select session_id from dunlin.chat_session
      where client_id = ${clientId} and expires_at < clock_timestamp() - make_interval(hours => ${KEPT.hours})
      order by expires_at limit 20 for update skip locked)`.execute(tx);
}

/** Whose client a token names, before anything is known of it. */
function partsOf(
  token: string,
): { readonly clientId: string; readonly secret: string } | undefined {
  const [, owner, secret] = TOKEN.exec(token) ?? [];
  if (owner === undefined || secret === undefined) return undefined;
  const hex = Buffer.from(owner, "base64url").toString("hex");
  const clientId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { clientId, secret };
}

/** The session that the token opens; undefined when there is none, or it is over. */
export async function sessionAt(db: Db, token: string): Promise<ChatSession | undefined> {
  const parts = partsOf(token);
  if (!parts) return undefined;
  const { clientId, secret } = parts;
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<Omit<ChatSession, "clientId">>`
      select session_id, route_id, address, language from dunlin.chat_session
      where client_id = ${clientId} and digest = ${digestOf(secret)} and expires_at > clock_timestamp()`.execute(
      tx,
    );
    return rows[0] && { clientId, ...rows[0] };
  });
}

/** Counts what is written, and keeps the session alive; false when it is over, or too much was written in it. */
export async function countWritten(
  db: Db,
  { clientId, sessionId }: ChatSession,
  { sessionHours }: ChatSite["config"],
): Promise<boolean> {
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql`
      update dunlin.chat_session
      set written = written + 1,
        expires_at = greatest(expires_at, clock_timestamp() + make_interval(hours =>
          case when customer_id is null then ${sessionHours} else least(${sessionHours}::int, ${CUSTOMERS_HOURS}) end))
      where client_id = ${clientId} and session_id = ${sessionId} and expires_at > clock_timestamp()
        and written < ${MOST_WRITTEN}
      returning 1`.execute(tx);
    return rows.length > 0;
  });
}
