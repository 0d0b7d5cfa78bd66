// Questions that a message asks the client's own people, and their one answer: by the link in it, or by a reply.
import { createHash, randomBytes, randomInt } from "node:crypto";
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

export const ANSWERS = ["approved", "rejected"] as const;
export type Answer = (typeof ANSWERS)[number];

const TOKEN_BYTES = 16;
/** Without 0, O, 1 and I, which people mistake for one another. */
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CODE_LENGTH = 8;

/** What the message carries. Only the digest of the token is kept. */
export type Asking = { readonly url: string; readonly code: string; readonly digest: Buffer };

/** Makes the link and the code of a question. `publicUrl` is without a slash at its end. */
export function newAsking(publicUrl: string): Asking {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const code = Array.from({ length: CODE_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join("");
  return { url: `${publicUrl}/a/${token}`, code, digest: digestOf(token) };
}

function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

export type NewQuestion = Pick<Asking, "code" | "digest"> & {
  readonly messageId: string;
  /** Shown on the page of the link; the subject of the message, or its words, unless said otherwise. */
  readonly question: string | undefined;
  readonly expiresAt: Temporal.Instant;
};

/** Keeps the questions of messages that were just written. */
export async function keepQuestions(
  tx: Tx,
  clientId: string,
  questions: readonly NewQuestion[],
  now: Temporal.Instant,
): Promise<void> {
  if (questions.length === 0) return;
  const rows = questions.map(({ messageId, code, digest, question, expiresAt }) => ({
    message_id: messageId,
    code,
    digest: digest.toString("hex"),
    question,
    expires_at: expiresAt.toString(),
  }));
  await sql`
    insert into dunlin.approval (client_id, message_id, digest, code, question, expires_at, created_at)
    select ${clientId}, row.message_id, decode(row.digest, 'hex'), row.code,
      left(coalesce(row.question, nullif(m.subject, ''), nullif(m.body, ''), m.template), 2000), row.expires_at, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (message_id uuid, digest text, code text, question text, expires_at timestamptz)
    join dunlin.message m on m.client_id = ${clientId} and m.message_id = row.message_id
  `.execute(tx);
}

/** Whose question the link leads to; undefined for a link that we never made. */
export async function questionAt(
  tx: Tx,
  token: string,
): Promise<{ readonly clientId: string; readonly messageId: string } | undefined> {
  if (!/^[\w-]{22}$/u.test(token)) return undefined;
  const { rows } = await sql<{ clientId: string; messageId: string }>`
    select client_id, message_id from dunlin.approval_by_digest(${digestOf(token)})
  `.execute(tx);
  return rows[0];
}

export type Question = {
  readonly question: string;
  readonly expiresAt: Temporal.Instant;
  readonly answer: Answer | null;
  readonly answeredAt: Temporal.Instant | null;
  /** The address that was asked. */
  readonly answeredBy: string | null;
  readonly answeredHow: "link" | "sms" | "email" | null;
};

/** The question of a message; undefined where it asks none. */
export async function questionOf(
  tx: Tx,
  clientId: string,
  messageId: string,
): Promise<Question | undefined> {
  const { rows } = await sql<Question>`
    select question, expires_at, answer, answered_at, answered_by, answered_how from dunlin.approval
    where client_id = ${clientId} and message_id = ${messageId}
  `.execute(tx);
  return rows[0];
}

export type Answering = {
  readonly messageId: string;
  readonly answer: Answer;
  readonly how: "link" | "sms" | "email";
};

/**
 * Answers the question, once and in time, and tells the client's own systems by an event. False when it is answered already
 * or its time is over; of several at the same moment one is taken.
 */
export async function answerQuestion(
  tx: Tx,
  clientId: string,
  { messageId, answer, how }: Answering,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql<{ messageId: string }>`
    update dunlin.approval a
    set answer = ${answer}, answered_at = ${now}, answered_by = m.address, answered_how = ${how}
    from dunlin.message m
    where a.client_id = ${clientId} and a.message_id = ${messageId} and a.answer is null
      and a.expires_at > ${now} and m.client_id = a.client_id and m.message_id = a.message_id
    returning a.message_id
  `.execute(tx);
  if (rows.length === 0) return false;
  const body = { answer, how };
  await recordEvents(tx, clientId, now, [
    { kind: "approval.answered", messageId, actor: "staff", body },
  ]);
  return true;
}

const REPLY = /^[^\w>]{0,5}(APPROVED?|REJECT(?:ED)?)\W{1,5}([2-9A-HJ-NP-Z]{8})\b/iu;

/** What a reply answers: its first line that holds anything, so that a quoted question is no answer. */
export function readReply(
  text: string,
): { readonly answer: Answer; readonly code: string } | undefined {
  const first = text
    .slice(0, 2_000)
    .split("\n")
    .find((line) => line.trim() !== "");
  const [, word, code] = REPLY.exec(first?.trim() ?? "") ?? [];
  if (word === undefined || code === undefined) return undefined;
  const answer = /^a/iu.test(word) ? "approved" : "rejected";
  return { answer, code: code.toUpperCase() };
}

/** Takes a reply as the answer, when the code was sent to the very address that it came from. True when it answered. */
export async function answerByReply(
  tx: Tx,
  clientId: string,
  reply: { readonly channel: string; readonly from: string; readonly text: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const { channel, from, text } = reply;
  const read = readReply(text);
  if (!read || (channel !== "sms" && channel !== "email")) return false;
  const { rows } = await sql<{ messageId: string }>`
    select a.message_id from dunlin.approval a
    join dunlin.message m on m.client_id = a.client_id and m.message_id = a.message_id
    where a.client_id = ${clientId} and a.code = ${read.code} and m.channel = ${channel} and m.address = ${from}
    order by a.created_at desc limit 1
  `.execute(tx);
  const [found] = rows;
  if (!found) return false;
  const { answer } = read;
  return await answerQuestion(
    tx,
    clientId,
    { messageId: found.messageId, answer, how: channel },
    now,
  );
}
