// Questions to the client's own people: what a message asks, where it is answered, and what the answer was.
import { sql } from "kysely";
import { z } from "zod";
import { HttpProblem } from "../problems.ts";
import { InstantOnWire, Words } from "../wire.ts";
import { ANSWERS, newAsking, type Asking, type NewQuestion } from "#messages/approvals.ts";
import type { Tx } from "#platform/db.ts";

const MOST_HOURS = 90 * 24;

/** In a new message. */
export const QuestionIn = z.strictObject({
  question: Words(2_000).exactOptional(),
  /** "72h": until when it can be answered. */
  expires: z
    .string()
    .regex(/^[1-9]\d{0,3}h$/, { error: 'is no span of hours; write it like "72h"' })
    .refine((span) => Number.parseInt(span) <= MOST_HOURS, { error: "is longer than 90 days" })
    .default("72h"),
});

/** In the thread of a message. */
export const QuestionOut = z.object({
  question: z.string(),
  expires_at: InstantOnWire,
  answer: z.enum(ANSWERS).nullable(),
  answered_at: InstantOnWire.nullable(),
  answered_by: z.string().nullable(),
  answered_how: z.enum(["link", "sms", "email"]).nullable(),
});

type Given = { readonly approval?: z.output<typeof QuestionIn> | undefined };

/** A link and a code for each message that asks something. */
export async function askingFor(
  tx: Tx,
  given: readonly Given[],
): Promise<readonly (Asking | undefined)[]> {
  if (given.every(({ approval }) => approval === undefined)) return [];
  const { rows } = await sql<{ publicUrl: string | null }>`
    select public_url from dunlin.installation`.execute(tx);
  const publicUrl = rows[0]?.publicUrl;
  if (publicUrl === undefined || publicUrl === null) {
    throw new HttpProblem(503, "the server has not said yet where it is found; try again");
  }
  return given.map(({ approval }) => approval && newAsking(publicUrl));
}

/** What is to be kept of the questions, by the ids of their messages. */
export function answersTo(
  given: readonly Given[],
  askings: readonly (Asking | undefined)[],
  messageIds: readonly string[],
  now: Temporal.Instant,
): readonly NewQuestion[] {
  return given.flatMap(({ approval }, index) => {
    const asking = askings[index];
    if (approval === undefined || asking === undefined) return [];
    const { code, digest } = asking;
    const expiresAt = now.add({ hours: Number.parseInt(approval.expires) });
    return [
      { code, digest, messageId: messageIds[index]!, question: approval.question, expiresAt },
    ];
  });
}
