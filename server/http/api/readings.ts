// Misreadings of replies, set right: examples for the next training.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, snakeKeys } from "../wire.ts";
import {
  CORRECTION_STATES,
  correctReading,
  listCorrections,
  reviewCorrection,
  type Correction,
} from "#conversations/corrections.ts";
import { toCsv } from "#platform/csv.ts";
import { INTENTS } from "#understanding/types.ts";

const tag = "Conversations";
const Intent = z.enum(INTENTS);
const Id = z.uuid({ error: "is no id" });

const Corrected = z.object({
  correction_id: z.string(),
  message_id: z.string().nullable(),
  text: z.string(),
  language: z.string(),
  guessed: z.string(),
  confidence: z.number(),
  intent: z.string(),
  corrected_at: InstantOnWire,
  corrected_by: z.string(),
  state: z.enum(CORRECTION_STATES),
  reviewed_at: InstantOnWire.nullable(),
  reviewed_by: z.string().nullable(),
});

function onWire({ inboundId, ...row }: Correction): z.output<typeof Corrected> {
  return { message_id: inboundId, ...snakeKeys(row) };
}

export const readingCorrections = query({
  needs: "conversations:read",
  tag,
  summary: "Misreadings that people have set right; as CSV they are lines for training",
  query: z.object({ state: z.enum(CORRECTION_STATES).optional() }),
  response: z.object({ corrections: z.array(Corrected) }),
  example: { query: { state: "approved" } },
  work: async ({ tx, clientId }, { query: { state } }) => ({
    corrections: (await listCorrections(tx, clientId, state)).map(onWire),
  }),
  csv: ({ corrections }) =>
    toCsv(
      ["text", "intent", "split"],
      corrections.map(({ text, intent }) => [text, intent, "train"]),
    ),
});

export const addReadingCorrection = change({
  needs: "conversations:write",
  tag,
  summary: "Say what a reply means that was misread",
  description:
    "Name the message by message_id, or give the text. Card numbers are removed. A second correction of a message replaces the first.",
  body: z.union([
    z.strictObject({ message_id: Id, intent: Intent }),
    z.strictObject({
      text: z.string().min(1).max(1_000),
      language: z.string().regex(/^[a-z]{2}$/, { error: "use two small letters such as en" }),
      intent: Intent,
    }),
  ]),
  response: Corrected,
  status: 201,
  example: { body: { text: "sal julle dit afskryf", language: "af", intent: "hardship" } },
  work: async ({ tx, clientId, actor, now }, { body }) => {
    const of = "text" in body ? { text: body.text } : { inboundId: body.message_id };
    const language = "text" in body ? body.language : undefined;
    const correction = { of, language, intent: body.intent, by: actor };
    return onWire(await refusedAs(422, correctReading(tx, clientId, correction, now)));
  },
});

export const reviewReadingCorrection = change({
  needs: "conversations:write",
  tag,
  summary: "Approve a correction for training, or refuse it",
  params: z.object({ correction_id: Id }),
  body: z.strictObject({
    state: z.enum(["approved", "refused"]),
    intent: Intent.optional(),
  }),
  response: Corrected,
  example: { params: { correction_id: ID }, body: { state: "approved" } },
  work: async ({ tx, clientId, actor, now }, { params: { correction_id }, body }) => {
    const review = { correctionId: correction_id, ...body, by: actor };
    const reviewed = await reviewCorrection(tx, clientId, review, now);
    if (!reviewed) throw new HttpProblem(404, "there is no such correction");
    return onWire(reviewed);
  },
});
