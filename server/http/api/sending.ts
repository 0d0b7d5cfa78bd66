import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { ID, InstantOnWire, MinorOnWire, MomentOnWire, snakeKeys, Words } from "../wire.ts";
import { BODY_WITH_FILES, fetchingFirst, filesFor, FilesIn } from "./attachments.ts";
import { answersTo, askingFor, QuestionIn, QuestionOut } from "./questions.ts";
import { keepQuestions, questionOf } from "#messages/approvals.ts";
import { attachFiles } from "#messages/attachments.ts";
import { cancelMessage } from "#messages/cancel.ts";
import { loadContext } from "#messages/planning/context.ts";
import { resendMessage } from "#messages/resend.ts";
import { DataError, PRIORITIES, SENDABLE, sendMessages, type Sending } from "#messages/sending.ts";
import { MESSAGE_STATES } from "#reporting/message-list.ts";
import { messageThread } from "#reporting/message-thread.ts";

/** "5m", "48h", "7d": seconds, minutes, hours or days, at most 90 days. */
const Span = z.string().regex(/^[1-9]\d{0,6}[smhd]$/, {
  error: 'is no span of time; write it like "5m", "48h" or "7d"',
});
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const LONGEST_MS = 90 * 86_400_000;

const Text = (most: number) =>
  z
    .string()
    .min(1, { error: "is empty" })
    .max(most, { error: `is longer than ${most} characters` })
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, {
      error: "holds a control character",
    });

const NewMessage = z
  .strictObject({
    to: Words(320),
    channel: z.enum(["sms", "email"]),
    template: Words(100).exactOptional(),
    text: Text(20_000).exactOptional(),
    subject: Words(500).exactOptional(),
    data: z.record(z.string().max(100), z.unknown()).exactOptional(),
    class: z.enum(SENDABLE).exactOptional(),
    priority: z.enum(PRIORITIES).default("normal"),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, {
        error: 'is no language; write it like "en"',
      })
      .exactOptional(),
    valid_for: Span.exactOptional(),
    not_before: MomentOnWire.exactOptional(),
    reference: Words(200).exactOptional(),
    attachments: FilesIn.exactOptional(),
    approval: QuestionIn.exactOptional(),
  })
  .refine(({ template, text }) => (template === undefined) !== (text === undefined), {
    path: ["template"],
    error: 'give either "template" or "text"',
  })
  .refine(({ data, text }) => data === undefined || text === undefined, {
    path: ["data"],
    error: 'belongs to a template; "text" is said as it stands',
  })
  .refine(({ attachments, channel }) => attachments === undefined || channel === "email", {
    path: ["attachments"],
    error: "go with an e-mail only",
  });
type Given = z.output<typeof NewMessage>;

const Sent = z.object({
  id: z.uuid(),
  status: z.enum(MESSAGE_STATES),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
});

function sendingOf(body: Given, field: string): Sending {
  const { valid_for: span, not_before: notBefore, attachments: _, approval: __, ...same } = body;
  if (span === undefined) {
    // A question is worth sending for as long as it can be answered.
    const validForMs = body.approval && Number.parseInt(body.approval.expires) * UNIT_MS["h"]!;
    return { ...same, notBefore, validForMs };
  }
  const validForMs = Number(span.slice(0, -1)) * UNIT_MS[span.slice(-1)]!;
  if (validForMs > LONGEST_MS) {
    throw new HttpProblem(422, `${field}valid_for "${span}" is longer than 90 days`, [
      { in: "body", field: `${field}valid_for`, message: "is longer than 90 days" },
    ]);
  }
  return { ...same, notBefore, validForMs };
}

/** `fieldOf`: where a message stands in the body, for refusals. */
async function send(
  working: Working,
  given: readonly Given[],
  fieldOf: (index: number) => string = () => "",
) {
  const { tx, clientId, now, actor } = working;
  const voice = await loadContext(tx, clientId);
  const files: (readonly string[])[] = [];
  for (const [index, { attachments = [] }] of given.entries()) {
    const field = `${fieldOf(index)}attachments`;
    files.push(attachments.length === 0 ? [] : await filesFor(working, attachments, field));
  }
  const askings = await askingFor(tx, given);
  const sendings = given.map((body, index) => ({
    ...sendingOf(body, fieldOf(index)),
    asking: askings[index],
  }));
  const said = await sendMessages(tx, voice, sendings, now, actor).catch((error: unknown) => {
    throw error instanceof DataError ? unfilled(error, fieldOf(error.index)) : error;
  });
  const ids = said.map(({ messageId }) => messageId);
  await attachFiles(
    tx,
    clientId,
    ids.map((messageId, index) => ({ messageId, ids: files[index] ?? [] })),
  );
  await keepQuestions(tx, clientId, answersTo(given, askings, ids, now), now);
  return said.map(({ messageId, state, reason }, index) => ({
    id: messageId,
    status: state,
    reason: reason ?? null,
    reference: given[index]?.reference ?? null,
  }));
}

function unfilled({ faults }: DataError, field: string): HttpProblem {
  const errors = faults.map(({ name, message }) => ({
    in: "body",
    field: `${field}data.${name}`,
    message,
  }));
  return new HttpProblem(422, `${errors[0]?.field} ${errors[0]?.message}`, errors);
}

/** One message. */
export const sendMessage = fetchingFirst(
  change({
    needs: "messages:write",
    tag: "Messages",
    summary: "Send one SMS or e-mail from a template or with your own words",
    description:
      "202 means that it stands in the outbox, durably. What becomes of it: GET /v1/messages/{message_id}, or a callback.",
    body: NewMessage,
    response: Sent,
    status: 202,
    bodyLimit: BODY_WITH_FILES,
    example: {
      body: {
        to: "+27821234567",
        channel: "sms",
        text: "Your ticket T-4711 was closed.",
        reference: "T-4711",
      },
    },
    work: async (working, { body }) => (await send(working, [body]))[0]!,
  }),
  (body) => [(body as Given).attachments],
);

/** Up to a thousand messages; all or none. */
export const sendBatch = fetchingFirst(
  change({
    needs: "messages:write",
    tag: "Messages",
    summary: "Send up to 1,000 messages at once; all are taken, or none",
    body: z.strictObject({ messages: z.array(NewMessage).min(1).max(1_000) }),
    response: z.object({ messages: z.array(Sent) }),
    status: 202,
    bodyLimit: BODY_WITH_FILES,
    example: {
      body: {
        messages: [
          {
            to: "+27821234567",
            channel: "sms",
            text: "Water is off in your street until 14:00.",
            priority: "bulk",
          },
        ],
      },
    },
    work: async (working, { body }) => ({
      messages: await send(working, body.messages, (index) => `messages.${index}.`),
    }),
  }),
  (body) => (body as { messages: Given[] }).messages.map(({ attachments }) => attachments),
);

const Thread = z.object({
  id: z.uuid(),
  status: z.enum(MESSAGE_STATES),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  class: z.string(),
  channel: z.string(),
  to: z.string(),
  sender: z.string(),
  customer: z.string().nullable(),
  template: z.string(),
  language: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  segments: z.int(),
  price_micros: MinorOnWire,
  not_before: InstantOnWire,
  not_after: InstantOnWire,
  opened_at: InstantOnWire.nullable(),
  clicked_at: InstantOnWire.nullable(),
  engagement: z.array(
    z.object({
      what: z.enum(["open", "click", "complaint"]),
      link: z.int().nullable(),
      by: z.enum(["human", "proxy", "scanner"]),
      count: z.int(),
      first_at: InstantOnWire,
      last_at: InstantOnWire,
    }),
  ),
  answers: z.array(
    z.object({
      id: z.uuid(),
      at: InstantOnWire,
      channel: z.string(),
      keyword: z.string().nullable(),
      text: z.string(),
    }),
  ),
  /** The question that it asks, and its answer. */
  approval: QuestionOut.nullable(),
  events: z.array(
    z.object({
      seq: MinorOnWire,
      at: InstantOnWire,
      kind: z.string(),
      actor: z.string(),
      body: z.unknown(),
    }),
  ),
});

/** One message with all that happened to it. */
export const message = query({
  needs: "messages:read",
  tag: "Messages",
  summary: "One message, and everything that happened to it, oldest first",
  params: z.object({ message_id: z.uuid() }),
  response: Thread,
  example: { params: { message_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const found = await messageThread(tx, clientId, params.message_id);
    if (!found) throw new HttpProblem(404, `there is no message ${params.message_id}`);
    const approval = await questionOf(tx, clientId, params.message_id);
    return {
      ...snakeKeys(found),
      approval: approval ? snakeKeys(approval) : null,
      engagement: found.engagement.map(snakeKeys),
      answers: found.answers.map(snakeKeys),
      events: found.events.map(snakeKeys),
    };
  },
});

/** Takes a message back. */
export const cancel = change({
  needs: "messages:write",
  tag: "Messages",
  summary: "Take a message back that was not handed over yet",
  params: z.object({ message_id: z.uuid() }),
  response: z.object({ id: z.uuid(), status: z.enum(MESSAGE_STATES) }),
  example: { params: { message_id: ID } },
  work: async ({ tx, clientId, actor, now }, { params: { message_id: id } }) => {
    const found = await cancelMessage(tx, clientId, id, { actor, now });
    if (!found) throw new HttpProblem(404, `there is no message ${id}`);
    if (found.cancelled) return { id, status: "cancelled" as const };
    const why = found.step
      ? "it belongs to a ladder: hold the customer instead"
      : `it is ${found.state} already`;
    throw new HttpProblem(409, `message ${id} can't be cancelled: ${why}`);
  },
});

/** Sends a message again. */
export const resend = change({
  needs: "messages:write",
  tag: "Messages",
  summary: "Send a message again: another attempt of what never left, else a new message",
  params: z.object({ message_id: z.uuid() }),
  response: z.object({ id: z.uuid(), status: z.enum(MESSAGE_STATES), resends: z.uuid() }),
  status: 202,
  example: { params: { message_id: ID } },
  work: async ({ tx, clientId, actor, now }, { params: { message_id: first } }) => {
    const found = await resendMessage(tx, clientId, first, { actor, now });
    if (!found) throw new HttpProblem(404, `there is no message ${first}`);
    if ("refused" in found) {
      throw new HttpProblem(409, `message ${first} can't be sent again: ${found.refused}`);
    }
    return { id: found.messageId, status: "planned" as const, resends: first };
  },
});
