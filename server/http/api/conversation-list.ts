// The inbox: conversations by box, page by page, and how many stand in each.
import { z } from "zod";
import { query, type Working } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { Limit, Words, Yes } from "../wire.ts";
import { ConversationOnWire, linesOnWire } from "./inbox.ts";
import { listMembers } from "#auth/members.ts";
import {
  CONVERSATION_STATES,
  cursorOf,
  inboxCounts,
  isConversationCursor,
  listConversations,
} from "#conversations/conversations.ts";

const tag = "Conversations";
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Conversations, the one in which something was heard last first. */
export const conversations = query({
  needs: "conversations:read",
  tag,
  summary: "Conversations in which something was heard, newest first, page by page",
  query: z.strictObject({
    unread: Yes.exactOptional(),
    /** Those in which the customer has the last word. */
    waiting: Yes.exactOptional(),
    state: z.enum(CONVERSATION_STATES).exactOptional(),
    /** The mailbox of a member; "me", where one has signed in; "nobody" for those that are nobody's. */
    assigned_to: Words(320).exactOptional(),
    limit: Limit(500, 100),
    /** The next_cursor of the page before. */
    cursor: Words(100).exactOptional(),
  }),
  response: z.object({
    conversations: z.array(ConversationOnWire),
    next_cursor: z.string().nullable(),
  }),
  example: { query: { unread: "true", state: "open" } },
  work: async (working, { query: asked }) => {
    const { unread = false, waiting = false, state, assigned_to: user, limit, cursor } = asked;
    const { tx, clientId } = working;
    if (cursor !== undefined && !isConversationCursor(cursor)) {
      throw new HttpProblem(422, "cursor is none of this list; give the next_cursor of a page");
    }
    const assignedTo = user === undefined ? undefined : await userAt(working, user);
    const asking = { unread, waiting, state, assignedTo, limit, after: cursor };
    const rows = await listConversations(tx, clientId, asking);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      conversations: await linesOnWire(working, rows),
      next_cursor: last ? cursorOf(last) : null,
    };
  },
});

async function userAt(working: Working, user: string): Promise<string | null> {
  if (user === "nobody") return null;
  const { tx, clientId, actor } = working;
  const email = user === "me" ? actor.replace(/^user:/, "") : user.toLowerCase();
  const found = (await listMembers(tx, clientId)).find((one) => one.email === email);
  // Whoever stands above the client is nobody's colleague there, and has nothing of their own.
  if (!found && user === "me") return NOBODY;
  if (!found) throw new HttpProblem(422, `assigned_to: "${user}" is no member of this client`);
  return found.userId;
}

/** Whom conversations can be given to: every member, by name. */
export const conversationMembers = query({
  needs: "conversations:read",
  tag,
  summary: "Members to whom conversations can be given",
  response: z.object({
    members: z.array(z.object({ user: z.string(), name: z.string(), role: z.string() })),
  }),
  example: {},
  work: async ({ tx, clientId }) => ({
    members: (await listMembers(tx, clientId)).map(({ email, name, role }) => ({
      user: email,
      name,
      role,
    })),
  }),
});

/** How many conversations stand in each box. */
export const conversationCounts = query({
  needs: "conversations:read",
  tag,
  summary: "How many conversations are unread, mine, waiting for an answer, snoozed, open",
  response: z.object({
    unread: z.int(),
    mine: z.int(),
    waiting: z.int(),
    snoozed: z.int(),
    open: z.int(),
  }),
  example: {},
  work: async ({ tx, clientId, principal }) => {
    const userId = principal.kind === "user" ? principal.id : undefined;
    return await inboxCounts(tx, clientId, userId);
  },
});
