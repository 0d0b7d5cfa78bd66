// Answers that are written once and used often.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, snakeKeys, Words } from "../wire.ts";
import { ConversationPath } from "./inbox.ts";
import {
  listCanned,
  previewCanned,
  removeCanned,
  saveCanned,
} from "#conversations/inbox/canned.ts";
import { holdConversation } from "#conversations/inbox/hold.ts";
import { loadContext } from "#messages/planning/context.ts";

const tag = "Conversations";
const Name = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
  error: "use small letters, digits, _ and -, a letter first",
});
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, {
  error: "use a tag such as en or en-ZA",
});

const Canned = z.object({
  name: z.string(),
  language: z.string(),
  body: z.string(),
  disclosure: z.enum(["unverified", "name", "full"]),
  changed_at: InstantOnWire,
  changed_by: z.string(),
});

export const cannedAnswers = query({
  needs: "conversations:read",
  tag,
  summary: "Canned answers, by name and language",
  response: z.object({ canned_answers: z.array(Canned) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    canned_answers: (await listCanned(tx, clientId)).map(snakeKeys),
  }),
});

export const putCanned = change({
  needs: "templates:write",
  tag,
  summary: "Write a canned answer in one language; variables as in templates",
  description:
    "disclosure tells whom it may be said to at least, by its variables: an answer that names an amount asks for an address that is known to be the customer's.",
  params: z.object({ name: Name }),
  body: z.strictObject({ language: Language, body: z.string().min(1).max(2_000) }),
  response: z.object({ disclosure: z.enum(["unverified", "name", "full"]) }),
  example: {
    params: { name: "bank_details" },
    body: { language: "en", body: "Please use reference {{ customer.reference }}." },
  },
  work: async ({ tx, clientId, actor, now }, { params: { name }, body }) => {
    const answer = { name, ...body, by: actor };
    return { disclosure: await refusedAs(422, saveCanned(tx, clientId, answer, now)) };
  },
});

export const endCanned = change({
  needs: "templates:write",
  tag,
  summary: "Remove a canned answer in all its languages",
  params: z.object({ name: Words(40) }),
  response: z.object({ removed: z.int() }),
  example: { params: { name: "hours" } },
  work: async ({ tx, clientId }, { params: { name } }) => {
    const removed = await removeCanned(tx, clientId, name);
    if (removed === 0) throw new HttpProblem(404, `there is no canned answer "${name}"`);
    return { removed };
  },
});

export const previewOfCanned = query({
  needs: "conversations:read",
  tag,
  summary: "The words of a canned answer as this conversation's customer would read them",
  params: ConversationPath.extend({ name: Words(40) }),
  response: z.object({ text: z.string() }),
  example: { params: { conversation_id: ID, name: "hours" } },
  work: async ({ tx, clientId, now }, { params: { conversation_id, name } }) => {
    const held = await holdConversation(tx, clientId, conversation_id);
    if ("refused" in held) throw new HttpProblem(404, "there is no such conversation");
    const context = await loadContext(tx, clientId);
    const filled = await previewCanned(tx, context, held, name, now);
    if ("refused" in filled) {
      throw new HttpProblem(filled.refused === "no_canned" ? 404 : 409, filled.why);
    }
    return { text: filled.text };
  },
});
