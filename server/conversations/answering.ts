// Answers that need no person: written to the outbox in the transaction of what they answer.
import { sql } from "kysely";
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import { say, type Said } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { TemplateData } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { dateOf, dayAt, HOUR_MS } from "#policies/day.ts";
import { CONFIRMATION_WITHIN_MS } from "#policies/gates.ts";
import { canBeAnswered } from "./address.ts";
import type { Arrived } from "./arrived.ts";
import type { Words } from "./balance.ts";
import type { Correspondent } from "./correspondent.ts";
import { languageFor } from "./speaking.ts";

/** What is answered. */
export type Question = {
  readonly inboundId: string;
  readonly arrived: Arrived;
  readonly who: Correspondent;
};

/** Two machines that answer each other stop here. */
export const MOST_ANSWERS_PER_HOUR = 10;
/** Contact hours may hold an answer back over night. */
const ANSWER_WITHIN_MS = 24 * HOUR_MS;

/**
 * Answers by the way the question came. Undefined when there is no answer: a machine asked, the address can't receive one,
 * is opted out (only the confirmation of that passes), or has had its answers for this hour. There is one answer at most.
 */
export async function answer(
  tx: Tx,
  context: PlanContext,
  question: Question,
  words: Words,
  now: Temporal.Instant,
): Promise<Said | undefined> {
  const { clientId } = context.client;
  const { arrived, who, inboundId } = question;
  if (!(await mayAnswer(tx, clientId, arrived, words.template, now))) return undefined;
  const { language, data } = await addressee(tx, context, who, now);
  const nowMs = now.epochMilliseconds;
  const isConfirmation = words.template === STOP_CONFIRMATION;
  const [said] = await say(
    tx,
    context,
    [
      {
        class: "reply",
        lane: 0,
        channel: arrived.channel,
        address: arrived.from,
        disclosure: words.disclosure,
        template: words.template,
        language,
        data: { ...data, ...words.data },
        notBefore: nowMs,
        notAfter: nowMs + (isConfirmation ? CONFIRMATION_WITHIN_MS : ANSWER_WITHIN_MS),
        customerId: who.customerId,
        contactPointId: who.point?.contactPointId,
        answersId: inboundId,
        routeId: arrived.routeId,
      },
    ],
    now,
    "system",
  );
  return said;
}

async function mayAnswer(
  tx: Tx,
  clientId: string,
  { automatic, channel, from }: Arrived,
  template: string,
  now: Temporal.Instant,
): Promise<boolean> {
  if (automatic || !canBeAnswered(channel, from)) return false;
  const { rows } = await sql<{ answers: number; optedOut: boolean }>`
    select
      (select count(*)::integer from dunlin.message
        where client_id = ${clientId} and channel = ${channel} and address = ${from}
          and created_at > ${now.subtract({ hours: 1 })} and answers_id is not null) as answers,
      exists (select from dunlin.address
        where client_id = ${clientId} and channel = ${channel} and address = ${from}
          and opted_out_at is not null) as opted_out
  `.execute(tx);
  const { answers, optedOut } = rows[0]!;
  return answers < MOST_ANSWERS_PER_HOUR && (!optedOut || template === STOP_CONFIRMATION);
}

type Addressee = { readonly language: string; readonly data: TemplateData };

type CustomerRow = {
  readonly language: string;
  readonly name: string;
  readonly reference: string;
  readonly person: string | null;
};

/**
 * The customer's names where it is known who asks. In the language of the conversation, where what was written there left no
 * doubt of it; else the customer's, else the client's.
 */
async function addressee(
  tx: Tx,
  { client }: PlanContext,
  { customerId, point, speaks }: Correspondent,
  now: Temporal.Instant,
): Promise<Addressee> {
  const { name, phone, email, site, clientId } = client;
  const today = dateOf(dayAt(now.epochMilliseconds, client.zone));
  const data: TemplateData = {
    client: { name, ...(phone && { phone }), ...(email && { email }), ...(site && { site }) },
    today,
  };
  if (customerId === undefined) return { language: languageFor(speaks, client.language), data };
  const whose = point ?? (await customerElsewhere(tx, clientId, customerId));
  const { language, reference, person, name: customerName } = whose;
  return {
    language: languageFor(speaks, language),
    data: {
      ...data,
      customer: { name: customerName, reference },
      ...(person === null ? {} : { person: { name: person } }),
    },
  };
}

/** Who is known by what the message answers, and not by the address that it came from. */
async function customerElsewhere(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<CustomerRow> {
  const { rows } = await sql<CustomerRow>`
    select language, name, reference, null as person from dunlin.customer
    where client_id = ${clientId} and customer_id = ${customerId}
  `.execute(tx);
  return rows[0]!;
}
