// A person answers: through the outbox like everything that is said, and never past what they have not read.
import { hasWritten } from "./writing.ts";
import { dataFor } from "./data.ts";
import { fillCanned, type Filled } from "./canned.ts";
import { holdConversation, type Conversation, type Handling, type NotHeld } from "./hold.ts";
import { cameSince, readUpTo, type Missed } from "./seen.ts";
import { wayTo, type Way } from "./way.ts";
import { take } from "./working.ts";
import { say, type NewMessage, type Said } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Channel } from "#messages/route.ts";
import { OWN_WORDS } from "#messages/templates/book.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { HOUR_MS } from "#policies/day.ts";

/** What is said: one's own words, a canned answer, or a template (the only way into WhatsApp once its window has closed). */
export type Words =
  | { readonly text: string }
  | { readonly canned: string }
  | { readonly template: string; readonly vars?: Readonly<Record<string, unknown>> };

export type Replying = Handling & {
  /** The newest message that whoever answers has read; null: none. */
  readonly lastSeenId: string | null;
  readonly words: Words;
  /** Another channel of the thread than that of the last message. */
  readonly channel?: Channel | undefined;
  /** Of a mail; as an answer to the last one unless given. */
  readonly subject?: string | undefined;
  /** True when the dialogue goes on answering; otherwise whoever replies has taken over. */
  readonly keepsDialogue?: boolean | undefined;
};

export type Replied = { readonly said: Said; readonly channel: Channel };

type NoWay = {
  readonly refused: "no_way" | "opted_out" | "window_closed" | "held";
  readonly why: string;
};

export type Refused = NotHeld | Missed | NoWay | Extract<Filled, { refused: string }>;

/** Contact hours may hold an answer back over night; whoever reads web chat may come back after the weekend. */
const WITHIN_MS = 24 * HOUR_MS;
const CHAT_WITHIN_MS = 72 * HOUR_MS;

/**
 * Says it in the conversation. Refused when something came that the answer does not know of, when nothing leads to whoever
 * wrote, when they said STOP there, or when a canned answer tells more than may be told. A `UserError` for what makes no sense.
 */
export async function reply(
  tx: Tx,
  context: PlanContext,
  replying: Replying,
  now: Temporal.Instant,
): Promise<Replied | Refused> {
  const { clientId } = context.client;
  const { conversationId, by, lastSeenId } = replying;
  const held = await holdConversation(tx, clientId, conversationId);
  if ("refused" in held) return held;
  const since = await cameSince(tx, clientId, held, lastSeenId);
  if (since.length > 0) return { refused: "not_seen", since };
  const way = await wayTo(tx, context, held, replying.channel, now);
  const refusal = refusalOf(context, way, replying);
  if (refusal) return refusal;
  assert(way, "a way that is not refused is one");
  const message = await messageOf(tx, context, held, way, replying, now);
  if ("refused" in message) return message;
  const [said] = await say(tx, context, [message], now, by);
  assert(said, "one message gives one answer");
  if (said.state !== "planned") {
    return { refused: "held", why: `it can't be said: ${said.reason ?? said.state}` };
  }
  await readUpTo(tx, clientId, { conversationId, lastSeenId, by }, now);
  if (replying.keepsDialogue !== true) await take(tx, clientId, replying, now);
  await hasWritten(tx, clientId, replying);
  return { said, channel: way.channel };
}

function refusalOf(
  { routes }: PlanContext,
  way: Way | undefined,
  { words }: Replying,
): NoWay | undefined {
  if (!way) {
    return { refused: "no_way", why: "nothing leads to whoever wrote on that channel" };
  }
  if (way.optedOut) {
    return { refused: "opted_out", why: `they said STOP to ${way.channel}; nothing goes there` };
  }
  const approved = routes.find(({ routeId }) => routeId === way.routeId)?.approved ?? {};
  if (!way.takesWords && !("template" in words && Object.hasOwn(approved, words.template))) {
    const cure = way.channel === "whatsapp" ? "use an approved template" : "use another channel";
    return {
      refused: "window_closed",
      why: `${way.channel} takes no free words later than 24 hours after the customer's; ${cure}`,
    };
  }
  return undefined;
}

async function messageOf(
  tx: Tx,
  context: PlanContext,
  held: Conversation,
  way: Way,
  replying: Replying,
  now: Temporal.Instant,
): Promise<NewMessage | Extract<Filled, { refused: string }>> {
  const { words } = replying;
  const { language, data } = await dataFor(tx, context, held, way, now);
  const nowMs = now.epochMilliseconds;
  const common = {
    class: "reply",
    lane: 0,
    channel: way.channel,
    address: way.address,
    language,
    notBefore: nowMs,
    notAfter: nowMs + (way.channel === "chat" ? CHAT_WITHIN_MS : WITHIN_MS),
    customerId: held.customerId ?? undefined,
    contactPointId: way.contactPointId,
    routeId: way.routeId,
  } as const;
  if ("template" in words) {
    const { template, vars = {} } = words;
    return { ...common, template, disclosure: way.disclosure, data: { ...data, vars } };
  }
  const filled =
    "canned" in words
      ? await fillCanned(tx, context, held, { name: words.canned, way }, now)
      : { text: words.text };
  if ("refused" in filled) return filled;
  const subject = replying.subject ?? answerTo(way.subject, context.client.name);
  const vars = { text: filled.text, ...(way.channel === "email" ? { subject } : {}) };
  // One's own words are for whoever reads there: no variable is in them any more.
  return { ...common, template: OWN_WORDS, disclosure: "full", data: { ...data, vars } };
}

function answerTo(subject: string | undefined, client: string): string {
  if (subject === undefined) return client;
  return /^\s*re\s*:/iu.test(subject) ? subject : `Re: ${subject}`;
}
