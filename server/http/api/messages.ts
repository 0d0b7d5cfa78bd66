import { z } from "zod";
import { ClientPath, inClient, route, type Deps } from "../deps.ts";
import { InstantOnWire, Limit, MinorOnWire, snakeKeys } from "../wire.ts";
import { listConversations } from "#conversations/conversations.ts";
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
export const messages = (deps: Deps) =>
  route({
    schema: {
      summary: "Messages, newest first; next_cursor is null on the last page",
      params: ClientPath,
      querystring: z.strictObject({
        state: z.enum(MESSAGE_STATES).exactOptional(),
        limit: Limit(500, 100),
        cursor: z.uuid().exactOptional(),
      }),
      response: {
        200: z.object({ messages: z.array(Message), next_cursor: z.uuid().nullable() }),
      },
    },
    handler: async (request) => {
      const { limit } = request.query;
      const found = await inClient(
        deps,
        request.params.slug,
        async ({ tx, clientId }) => await listMessages(tx, clientId, request.query),
      );
      const last = found.length < limit ? undefined : found.at(-1);
      return { messages: found.map(snakeKeys), next_cursor: last?.messageId ?? null };
    },
  });

const Conversation = z.object({
  conversation_id: z.uuid(),
  customer: z.string().nullable(),
  name: z.string().nullable(),
  channel: z.string().nullable(),
  address: z.string().nullable(),
  unread: z.int(),
  last_at: InstantOnWire,
  last_text: z.string().nullable(),
});

/** Conversations, the one in which something was heard last first. */
export const conversations = (deps: Deps) =>
  route({
    schema: {
      summary: "Conversations in which something was heard, newest first",
      params: ClientPath,
      querystring: z.strictObject({
        // `?unread` alone means yes.
        unread: z.enum(["", "true", "false", "1", "0"]).exactOptional(),
        limit: Limit(500, 100),
      }),
      response: { 200: z.object({ conversations: z.array(Conversation) }) },
    },
    handler: async (request) => {
      const { unread, limit } = request.query;
      const options = { unread: unread !== undefined && !/^(false|0)$/.test(unread), limit };
      const rows = await inClient(
        deps,
        request.params.slug,
        async ({ tx, clientId }) => await listConversations(tx, clientId, options),
      );
      return {
        conversations: rows.map(({ customerReference, customerName, ...row }) => ({
          ...snakeKeys(row),
          customer: customerReference,
          name: customerName,
        })),
      };
    },
  });

const Event = z.object({
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
export const events = (deps: Deps) =>
  route({
    schema: {
      summary:
        "What happened, oldest first, each once: ask again with the last seq. Events of a transaction that is still open hold back those behind them",
      params: ClientPath,
      querystring: z.strictObject({
        after: z
          .string()
          .regex(/^\d{1,18}$/, { error: "is no seq; write a whole number" })
          .default("0"),
        limit: Limit(1_000, 100),
      }),
      response: { 200: z.object({ events: z.array(Event), next_after: MinorOnWire }) },
    },
    handler: async (request) => {
      const { after, limit } = request.query;
      const found = await inClient(
        deps,
        request.params.slug,
        async ({ tx, clientId }) => await eventsAfter(tx, clientId, BigInt(after), limit),
      );
      return { events: found.map(snakeKeys), next_after: found.at(-1)?.seq ?? BigInt(after) };
    },
  });
