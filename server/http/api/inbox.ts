// Working the inbox: reading a conversation, answering in it, and whose it is.
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { listMembers } from "#auth/members.ts";
import { conversationLine, markRead, thread } from "#conversations/conversations.ts";
import { attach, candidatesFor } from "#conversations/inbox/attach.ts";
import { holdConversation, type NotHeld } from "#conversations/inbox/hold.ts";
import { listNotes } from "#conversations/inbox/notes.ts";
import { reply, type Words as Said } from "#conversations/inbox/reply.ts";
import type { Missed } from "#conversations/inbox/seen.ts";
import * as working from "#conversations/inbox/working.ts";
import { isWriting, whoWrites } from "#conversations/inbox/writing.ts";
import { loadContext } from "#messages/planning/context.ts";
import { CHANNELS } from "#policies/channels.ts";

const tag = "Conversations";
export const ConversationPath = z.object({ conversation_id: z.uuid() });
const params = { conversation_id: ID };

export const ConversationOnWire = z.object({
  conversation_id: z.uuid(),
  customer: z.string().nullable(),
  name: z.string().nullable(),
  channel: z.string().nullable(),
  address: z.string().nullable(),
  unread: z.int(),
  state: z.enum(["open", "snoozed", "closed"]),
  snoozed_until: InstantOnWire.nullable(),
  /** The mailbox of a member. */
  assigned_to: z.string().nullable(),
  /** Who took it over: the dialogue keeps silent until it is handed back. */
  held_by_person: z.string().nullable(),
  last_at: InstantOnWire,
  last_text: z.string().nullable(),
  last_channel: z.string().nullable(),
  /** What their last words were taken for, or what a person says they mean. */
  intent: z.string().nullable(),
  /** Why a person must look at it. */
  for_person: z.string().nullable(),
  /** They have the last word: nobody and nothing has answered it. */
  waiting: z.boolean(),
});

type Line = NonNullable<Awaited<ReturnType<typeof conversationLine>>>;

/** Lines as they travel, members by their mailboxes. */
export async function linesOnWire(
  { tx, clientId }: Pick<Working, "tx" | "clientId">,
  lines: readonly Line[],
): Promise<z.output<typeof ConversationOnWire>[]> {
  const isAssigned = lines.some(({ assignedTo }) => assignedTo !== null);
  const members = isAssigned ? await listMembers(tx, clientId) : [];
  const mailboxOf = new Map(members.map(({ userId, email }) => [userId, email]));
  return lines.map(({ customerReference, customerName, assignedTo, ...line }) => ({
    ...snakeKeys(line),
    customer: customerReference,
    name: customerName,
    assigned_to: assignedTo === null ? null : (mailboxOf.get(assignedTo) ?? null),
  }));
}

const ThreadLine = z.object({
  id: z.uuid(),
  direction: z.enum(["in", "out"]),
  at: InstantOnWire,
  channel: z.string(),
  address: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  state: z.string().nullable(),
  reason: z.string().nullable(),
  answers_id: z.uuid().nullable(),
  keyword: z.string().nullable(),
  automatic: z.boolean(),
  incomplete: z.boolean(),
  read: z.boolean(),
  /** What it was taken for, how certainly, and what a person says it means. */
  intent: z.string().nullable(),
  confidence: z.number().nullable(),
  corrected: z.string().nullable(),
  for_person: z.string().nullable(),
});

const Detail = ConversationOnWire.extend({
  messages: z.array(ThreadLine),
  notes: z.array(
    z.object({ note_id: z.uuid(), text: z.string(), by: z.string(), at: InstantOnWire }),
  ),
  /** Who writes an answer just now. */
  writing: z.array(z.string()),
  /** Who may have written, where nobody is known. */
  candidates: z.array(z.object({ customer: z.string(), name: z.string(), why: z.string() })),
});

/** One conversation, with everything that was said in it. */
export const conversation = query({
  needs: "conversations:read",
  tag,
  summary: "One conversation: its messages, oldest first, notes, who writes, who may have written",
  params: ConversationPath,
  query: z.strictObject({ limit: Limit(1_000, 200) }),
  response: Detail,
  example: { params },
  work: async (working_, { params: { conversation_id: id }, query: { limit } }) => {
    const { tx, clientId } = working_;
    const line = await conversationLine(tx, clientId, id);
    if (!line) throw new HttpProblem(404, `there is no conversation ${id}`);
    const [head] = await linesOnWire(working_, [line]);
    const messages = await thread(tx, clientId, id, limit);
    const candidates = line.customerId === null ? await candidatesFor(tx, clientId, id) : [];
    return {
      ...head!,
      messages: messages.map(snakeKeys),
      notes: (await listNotes(tx, clientId, id)).map(snakeKeys),
      writing: [...(await whoWrites(tx, clientId, id))],
      candidates: candidates.map(({ reference, name, why }) => ({
        customer: reference,
        name,
        why,
      })),
    };
  },
});

type Refusal = NotHeld | Missed | { readonly refused: string; readonly why: string };

/** 404 for what is not there, 409 for what may not be done now; what was not seen is told, oldest first. */
function refuse(refusal: Refusal): never {
  if ("since" in refusal) {
    throw new HttpProblem(
      409,
      "something came that you have not seen; read it, then name the last message",
      refusal.since.map(({ id, direction, channel, text }) => ({
        in: direction === "in" ? "received" : "said",
        field: id,
        message: `${channel}: ${text}`,
      })),
    );
  }
  if ("into" in refusal) {
    throw new HttpProblem(409, `this thread stands in conversation ${refusal.into} now`);
  }
  if ("why" in refusal) throw new HttpProblem(409, refusal.why);
  throw new HttpProblem(404, "there is no such conversation");
}

/** What was done, unless it was refused. */
function granted<T extends object>(result: T | Refusal): Exclude<T, Refusal> {
  if ("refused" in result) refuse(result);
  return result as Exclude<T, Refusal>;
}

const LastSeen = z.uuid().nullable();
const Text = z.string().min(1).max(2_000);

const ReplyBody = z
  .strictObject({
    /** The newest message that you have read: inbound or outbound. */
    last_seen_id: LastSeen,
    text: Text.exactOptional(),
    canned: Words(40).exactOptional(),
    template: Words(40).exactOptional(),
    vars: z.record(z.string(), z.unknown()).exactOptional(),
    channel: z.enum(CHANNELS).exactOptional(),
    subject: Words(500).exactOptional(),
    /** The dialogue goes on answering; otherwise whoever replies takes over. */
    keeps_dialogue: z.boolean().exactOptional(),
  })
  .refine(
    ({ text, canned, template }) =>
      [text, canned, template].filter((one) => one !== undefined).length === 1,
    { path: ["text"], error: 'give one of "text", "canned" and "template"' },
  );

function wordsOf({ text, canned, template, vars }: z.output<typeof ReplyBody>): Said {
  if (text !== undefined) return { text };
  if (canned !== undefined) return { canned };
  return { template: template ?? "", ...(vars === undefined ? {} : { vars }) };
}

/** Answers, by the way of the last message or another one of the thread. */
export const addReply = change({
  needs: "conversations:write",
  tag,
  summary: "Answer in a conversation, on any channel of it",
  description:
    "last_seen_id names the newest message that you have read. When more has come, the answer is 409, and errors holds what came since: two people can't answer at once unknowingly. Later than 24 hours after the customer's own words WhatsApp takes only a template.",
  params: ConversationPath,
  body: ReplyBody,
  response: z.object({ id: z.uuid(), status: z.string(), channel: z.string() }),
  status: 202,
  example: { params, body: { last_seen_id: null, text: "Thank you, we will call you back." } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const context = await loadContext(tx, clientId);
    const replying = {
      conversationId: conversation_id,
      by: actor,
      lastSeenId: body.last_seen_id,
      words: wordsOf(body),
      channel: body.channel,
      subject: body.subject,
      keepsDialogue: body.keeps_dialogue,
    };
    const { said, channel } = granted(await refusedAs(422, reply(tx, context, replying, now)));
    return { id: said.messageId, status: said.state, channel };
  },
});

/** Marks as read. */
export const readConversation = change({
  needs: "conversations:write",
  tag,
  summary: "Mark as read, up to and with the inbound message that was seen last",
  params: ConversationPath,
  body: z.strictObject({ last_seen_id: z.uuid() }),
  response: z.object({ read: z.int() }),
  example: { params, body: { last_seen_id: ID } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const seen = {
      conversationId: conversation_id,
      lastSeenId: body.last_seen_id,
      by: actor,
    };
    granted(await holdConversation(tx, clientId, conversation_id));
    return { read: await markRead(tx, clientId, seen, now) };
  },
});

const Changed = z.object({ changed: z.boolean() });

type Doing = {
  readonly summary: string;
  readonly work: (
    working_: Working,
    conversationId: string,
  ) => Promise<{ readonly changed: boolean } | Refusal>;
};

const doing = ({ summary, work }: Doing) =>
  change({
    needs: "conversations:write",
    tag,
    summary,
    params: ConversationPath,
    response: Changed,
    example: { params },
    work: async (working_, { params: { conversation_id } }) =>
      granted(await work(working_, conversation_id)),
  });

export const takeConversation = doing({
  summary: "Take a conversation over: no dialogue answers until it is handed back",
  work: async ({ tx, clientId, actor, now }, conversationId) =>
    await working.take(tx, clientId, { conversationId, by: actor }, now),
});

export const releaseConversation = doing({
  summary: "Hand a conversation back to the dialogue",
  work: async ({ tx, clientId, actor, now }, conversationId) =>
    await working.release(tx, clientId, { conversationId, by: actor }, now),
});

export const reopenConversation = doing({
  summary: "Reopen a conversation, or wake it",
  work: async ({ tx, clientId, actor, now }, conversationId) =>
    await working.reopen(tx, clientId, { conversationId, by: actor }, now),
});

export const writeInConversation = doing({
  summary: "Show for 15 seconds that you are writing an answer",
  work: async ({ tx, clientId, actor }, conversationId) =>
    (await isWriting(tx, clientId, { conversationId, by: actor }))
      ? { changed: true }
      : { refused: "unknown" },
});

export const assignConversation = change({
  needs: "conversations:write",
  tag,
  summary: "Give a conversation to a member, by their mailbox, or to nobody",
  params: ConversationPath,
  body: z.strictObject({ user: Words(320).nullable() }),
  response: Changed,
  example: { params, body: { user: null } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const handling = { conversationId: conversation_id, by: actor, user: body.user };
    return granted(await refusedAs(422, working.assign(tx, clientId, handling, now)));
  },
});

export const snoozeConversation = change({
  needs: "conversations:write",
  tag,
  summary: "Put a conversation out of the way until then, or until something arrives",
  params: ConversationPath,
  body: z.strictObject({ until: InstantOnWire }),
  response: Changed,
  example: { params, body: { until: "2999-01-01T08:00:00Z" } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const handling = { conversationId: conversation_id, by: actor, until: body.until };
    return granted(await refusedAs(422, working.snooze(tx, clientId, handling, now)));
  },
});

export const closeConversation = change({
  needs: "conversations:write",
  tag,
  summary: "Close a conversation; 409 while something came that you have not seen",
  params: ConversationPath,
  body: z.strictObject({ last_seen_id: LastSeen }),
  response: Changed,
  example: { params, body: { last_seen_id: null } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const handling = {
      conversationId: conversation_id,
      by: actor,
      lastSeenId: body.last_seen_id,
    };
    return granted(await refusedAs(422, working.close(tx, clientId, handling, now)));
  },
});

export const addNote = change({
  needs: "conversations:write",
  tag,
  summary: "Leave a note for colleagues; the customer never sees it",
  params: ConversationPath,
  body: z.strictObject({ text: z.string().min(1).max(4_000) }),
  response: Changed,
  status: 201,
  example: { params, body: { text: "Asked for a call after six." } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const handling = { conversationId: conversation_id, by: actor, text: body.text };
    return granted(await refusedAs(422, working.note(tx, clientId, handling, now)));
  },
});

export const attachConversation = change({
  needs: "conversations:write",
  tag,
  summary: "Give a thread that nobody was known for to a customer",
  description:
    "What was written moves to the customer's conversation. The address becomes a contact point of theirs, unconfirmed: nothing about a debt is said there until somebody confirms it.",
  params: ConversationPath,
  body: z.strictObject({ customer: Words(200) }),
  response: z.object({ conversation_id: z.uuid(), messages: z.int() }),
  example: { params, body: { customer: "C/1 é" } },
  work: async ({ tx, clientId, actor, now }, { params: { conversation_id }, body }) => {
    const handling = { conversationId: conversation_id, by: actor, customer: body.customer };
    const done = granted(await refusedAs(422, attach(tx, clientId, handling, now)));
    return { conversation_id: done.conversationId, messages: done.moved };
  },
});
