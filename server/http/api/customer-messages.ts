// A message that a person writes to one customer: looked at, then sent.
import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { lookByHand, sayByHand, type ByHand } from "#messages/by-hand.ts";
import { loadContext } from "#messages/planning/context.ts";
import { DataError } from "#messages/sending.ts";
import { MESSAGE_STATES } from "#reporting/message-list.ts";

const Body = z
  .strictObject({
    contact_point_id: z.uuid(),
    channel: z.enum(["sms", "email"]),
    class: z.enum(["service", "notice"]).default("service"),
    template: Words(100).exactOptional(),
    text: z.string().min(1).max(20_000).exactOptional(),
    subject: Words(500).exactOptional(),
    data: z.record(z.string().max(100), z.unknown()).exactOptional(),
    not_before: InstantOnWire.exactOptional(),
  })
  .refine(({ template, text }) => (template === undefined) !== (text === undefined), {
    path: ["template"],
    error: 'give either "template" or "text"',
  });

const params = { ref: "C/1 é" };
const body = { contact_point_id: ID, channel: "sms" as const, text: "We have fixed your line." };

async function byHand(working: Working, ref: string, given: z.output<typeof Body>) {
  const customerId = await requireCustomer(working, ref);
  const { contact_point_id: contactPointId, not_before: notBefore, ...rest } = given;
  const hand: ByHand = { ...rest, customerId, contactPointId, notBefore };
  return { hand, context: await loadContext(working.tx, working.clientId) };
}

const told = async <T>(work: Promise<T>): Promise<T> =>
  await refusedAs(422, work).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    const errors = error.faults.map(({ name, message }) => ({
      in: "body",
      field: `data.${name}`,
      message,
    }));
    throw new HttpProblem(422, error.message, errors);
  });

/** What it would say, with its segments, price, and when it would go. */
export const previewCustomerMessage = query({
  needs: "messages:write",
  tag: "Customers",
  summary: "What a message to this customer would say, when it would go and at which price",
  description:
    "It is written, looked at and taken back, so nothing else can go than what is shown. stopped names a gate that it will not pass as things stand.",
  params: CustomerPath,
  body: Body,
  response: z.object({
    state: z.enum(MESSAGE_STATES),
    reason: z.string().nullable(),
    to: z.string(),
    sender: z.string(),
    language: z.string(),
    subject: z.string().nullable(),
    text: z.string(),
    segments: z.int(),
    encoding: z.string().nullable(),
    offending: z.string().nullable(),
    price_micros: MinorOnWire,
    goes_at: InstantOnWire.nullable(),
    stopped: z.string().nullable(),
  }),
  example: { params, body },
  work: async (working, { params: { ref }, body: given }) => {
    const { hand, context } = await byHand(working, ref, given);
    const looked = await told(lookByHand(working.tx, context, hand, working.now));
    const { state, ...row } = looked;
    return { ...snakeKeys(row), state: state as (typeof MESSAGE_STATES)[number] };
  },
});

/** Writes it to the outbox. */
export const addCustomerMessage = change({
  needs: "messages:write",
  tag: "Customers",
  summary:
    "Send a message to one of this customer's contact points, in your own words or a template",
  params: CustomerPath,
  body: Body,
  response: z.object({
    id: z.uuid(),
    status: z.enum(MESSAGE_STATES),
    reason: z.string().nullable(),
  }),
  status: 202,
  example: { params, body },
  work: async (working, { params: { ref }, body: given }) => {
    const { hand, context } = await byHand(working, ref, given);
    const said = await told(sayByHand(working.tx, context, hand, working.now, working.actor));
    const status = said.state as (typeof MESSAGE_STATES)[number];
    return { id: said.messageId, status, reason: said.reason ?? null };
  },
});
