import { z } from "zod";
import { query } from "../operation.ts";
import { InstantOnWire, Limit, MinorOnWire, MomentOnWire, snakeKeys, Words, Yes } from "../wire.ts";
import { CHANNELS } from "#policies/channels.ts";
import { eventsAfter } from "#reporting/event-feed.ts";
import { listMessages, MESSAGE_STATES } from "#reporting/message-list.ts";

const Message = z.object({
  message_id: z.uuid(),
  class: z.string(),
  channel: z.string(),
  state: z.enum(MESSAGE_STATES),
  reason: z.string().nullable(),
  customer: z.string().nullable(),
  step: z.string().nullable(),
  template: z.string(),
  language: z.string(),
  address: z.string(),
  sender: z.string(),
  reference: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string(),
  segments: z.int(),
  currency: z.string().nullable(),
  amount_minor: MinorOnWire.nullable(),
  attempt: z.int(),
  not_before: InstantOnWire,
  not_after: InstantOnWire,
  created_at: InstantOnWire,
  handed_over_at: InstantOnWire.nullable(),
  delivered_at: InstantOnWire.nullable(),
  ended_at: InstantOnWire.nullable(),
});

/** Messages, newest first, page by page. */
export const messages = query({
  needs: "messages:read",
  tag: "Messages",
  summary: "Messages, newest first; next_cursor is null on the last page",
  query: z.strictObject({
    state: z.enum(MESSAGE_STATES).exactOptional(),
    channel: z.enum(CHANNELS).exactOptional(),
    /** The client's reference of the customer. */
    customer: Words(200).exactOptional(),
    /** What the message was called when it was sent by API. */
    reference: Words(200).exactOptional(),
    class: z.enum(["collection", "notice", "service", "otp", "reply", "staff"]).exactOptional(),
    step: Words(200).exactOptional(),
    template: Words(200).exactOptional(),
    language: Words(35).exactOptional(),
    /** The id of the campaign that said it. */
    campaign: z.uuid().exactOptional(),
    /** Only what was handed over. */
    sent: Yes.exactOptional(),
    /** Made from this instant on. */
    from: MomentOnWire.exactOptional(),
    /** Made before this instant. */
    to: MomentOnWire.exactOptional(),
    limit: Limit(500, 100),
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({ messages: z.array(Message), next_cursor: z.uuid().nullable() }),
  example: { query: { limit: "10" } },
  work: async ({ tx, clientId }, { query: asked }) => {
    const found = await listMessages(tx, clientId, asked);
    const last = found.length < asked.limit ? undefined : found.at(-1);
    return { messages: found.map(snakeKeys), next_cursor: last?.messageId ?? null };
  },
});

/** The number of an event. */
export const Seq = z.string().regex(/^\d{1,18}$/, { error: "is no seq; write a whole number" });

export const Event = z.object({
  seq: MinorOnWire,
  event_id: z.uuid(),
  at: InstantOnWire,
  kind: z.string(),
  customer: z.string().nullable(),
  currency: z.string().nullable(),
  message_id: z.uuid().nullable(),
  actor: z.string(),
  cause: z.string().nullable(),
  body: z.unknown(),
});

/** What happened, in order and without gaps. */
export const events = query({
  needs: "events:read",
  tag: "Events",
  summary:
    "What happened, oldest first, each once: ask again with the last seq. Events of a transaction that is still open hold back those behind them",
  query: z.strictObject({
    after: Seq.default("0"),
    limit: Limit(1_000, 100),
  }),
  response: z.object({ events: z.array(Event), next_after: MinorOnWire }),
  example: { query: { after: "0", limit: "10" } },
  work: async ({ tx, clientId }, { query: { after, limit } }) => {
    const found = await eventsAfter(tx, clientId, BigInt(after), limit);
    return { events: found.map(snakeKeys), next_after: found.at(-1)?.seq ?? BigInt(after) };
  },
});
