// What the dialogue machine wants done, done: in the transaction of the reply, under the customer's lock.
import { sql } from "kysely";
import { answerNotice } from "#debits/answering.ts";
import { loadDebitSettings } from "#debits/settings.ts";
import { releaseStops } from "#debits/releasing.ts";
import { agreePromise, makePlan } from "#ledger/plans.ts";
import { placeHold } from "#ledger/holds.ts";
import type { Said } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { mintLink, type PayAction } from "#payments/links.ts";
import type { Tx } from "#platform/db.ts";
import type { HoldKind } from "#policies/types.ts";
import { answer, type Question } from "./answering.ts";
import type { Words } from "./balance.ts";
import { balanceWords } from "./balance-words.ts";
import { noteClaim, paidLately } from "./claims.ts";
import { askWho } from "./dialogue/says.ts";
import type { Action, Event, Facts, LinkFor, PersonReason, Say } from "./dialogue/types.ts";
import type { Known } from "./identity.ts";
import { varsOf } from "./wording.ts";
import { noteWrongPerson } from "./wrong-person.ts";

/** Who talks with whom about what. */
export type Talk = {
  readonly tx: Tx;
  readonly context: PlanContext;
  readonly question: Question;
  readonly customerId: string;
  readonly reference: string;
  readonly language: string;
  readonly known: Known;
  readonly facts: Facts;
  readonly accountId: string | undefined;
  readonly now: Temporal.Instant;
};

/** What came of the actions of one step. */
export type Performed = {
  readonly answer: Said | undefined;
  readonly forPerson: PersonReason | undefined;
  /** What was to be said could not be: nobody was asked anything. */
  readonly unsaid: boolean;
  /** What was done, in short. */
  readonly did: readonly string[];
  /** The customer must be decided again. */
  readonly changed: boolean;
  /** What the machine must be told. */
  readonly next: Event | undefined;
};

type Part = Partial<Omit<Performed, "did">> & {
  readonly promiseId?: string;
  /** Where it was another than what was wanted. */
  readonly said?: string;
};

const NOTHING: Performed = {
  answer: undefined,
  forPerson: undefined,
  unsaid: false,
  did: [],
  changed: false,
  next: undefined,
};

/** Does the actions in their order. What can't be done any more ends it, and the machine is told. */
export async function perform(talk: Talk, actions: readonly Action[]): Promise<Performed> {
  let performed = NOTHING;
  let promiseId: string | undefined;
  for (const action of actions) {
    const part = await performOne(talk, action, promiseId);
    promiseId = part.promiseId ?? promiseId;
    performed = {
      answer: part.answer ?? performed.answer,
      forPerson: part.forPerson ?? performed.forPerson,
      unsaid: performed.unsaid || part.unsaid === true,
      did: [...performed.did, inShort(action, part.said)],
      changed: performed.changed || part.changed === true,
      next: part.next,
    };
    if (part.next !== undefined) break;
  }
  return performed;
}

async function performOne(
  talk: Talk,
  action: Action,
  promiseId: string | undefined,
): Promise<Part> {
  switch (action.do) {
    case "say":
      return await say(talk, action, promiseId);
    case "balance":
      return await balance(talk);
    case "help":
      return await reply(talk, plain("help"));
    case "promise":
      return await promise(talk, action);
    case "plan":
      return await plan(talk, action);
    case "dispute":
      return await hold(talk, "dispute", action.invoice);
    case "hardship":
      return await hold(talk, "vulnerable", undefined);
    case "checkClaim":
      return await checkClaim(talk, action);
    case "answerDebits":
      return await answerDebits(talk, action);
    case "releaseDebits":
      return await releaseDebits(talk, action);
    case "wrongPerson":
      return await wrongPerson(talk);
    case "toPerson":
      return { forPerson: action.why };
  }
}

function inShort(action: Action, said: string | undefined): string {
  if (action.do === "say") return `say: ${said ?? action.template}`;
  return action.do === "toPerson" ? `person: ${action.why}` : action.do;
}

const BY = "customer";

/** The balance; where nothing may be told, the way to prove who one is. */
async function balance(talk: Talk): Promise<Part> {
  const { tx, context, customerId, known, question, now } = talk;
  const { point } = question.who;
  const asked = known.tells === "nothing" ? await sayIfLinked(talk, askWho, undefined) : undefined;
  if (asked) return asked;
  return await reply(talk, await balanceWords(tx, context, { customerId, known, point }, now));
}

async function say(talk: Talk, said: Say, promiseId: string | undefined): Promise<Part> {
  return (await sayIfLinked(talk, said, promiseId)) ?? (await sayWithoutLink(talk, said));
}

/** Undefined: it needs a link, and no server has said yet where links lead. */
async function sayIfLinked(
  talk: Talk,
  { template, vars, discloses, link }: Say,
  promiseId: string | undefined,
): Promise<Part | undefined> {
  const { language, context, known } = talk;
  const url = link && (await mint(talk, link.to, promiseId));
  if (link && url === undefined) return undefined;
  return await reply(talk, {
    template,
    disclosure: discloses ? known.disclosure : "unverified",
    data: {
      vars: {
        ...varsOf(vars, language, context.client.country),
        ...(link && { [link.as]: url }),
        ...(template.startsWith("debit_") && (await aboutDebits(talk))),
      },
    },
  });
}

/** Whom to ask about a debit. */
async function aboutDebits({ tx, context: { client } }: Talk) {
  const settings = await loadDebitSettings(tx, client.clientId);
  const number = settings.queries_number ?? client.phone;
  return number === null ? {} : { queries_number: number };
}

/** A person is left; what was agreed all the same is said. */
async function sayWithoutLink(talk: Talk, { vars: { rest, rest_on: on } }: Say): Promise<Part> {
  const made = { amount: rest, due_on: on };
  const isAgreed = rest !== undefined && on !== undefined;
  const words: Words = isAgreed
    ? { template: "promise_made", disclosure: talk.known.disclosure, data: { vars: made } }
    : plain("agent_noted");
  const said = await reply(talk, words);
  return { ...said, said: words.template, forPerson: "no_answer" };
}

const plain = (template: string): Words => ({ template, disclosure: "unverified", data: {} });

async function mint(
  { tx, context, customerId, accountId, question, now }: Talk,
  to: LinkFor,
  promiseId: string | undefined,
): Promise<string | undefined> {
  if (accountId === undefined) return undefined;
  const action: PayAction =
    to.kind === "pay"
      ? { kind: "pay", amountMinor: to.amountMinor, ...(to.forPromise && { promiseId }) }
      : to;
  const link = { customerId, accountId, action, cause: question.inboundId };
  return (await mintLink(tx, context.client.clientId, link, now))?.url;
}

/** An answer that can't be sent leaves the question to a person. */
async function reply({ tx, context, question, now }: Talk, words: Words): Promise<Part> {
  const said = await answer(tx, context, question, words, now);
  if (said?.state === "planned") return { answer: said };
  return { ...(said && { answer: said }), forPerson: "no_answer", unsaid: true };
}

async function promise(
  { tx, context, customerId, accountId, now }: Talk,
  { amountMinor, on, isNow }: Extract<Action, { do: "promise" }>,
): Promise<Part> {
  if (accountId === undefined) return { next: { kind: "refused" } };
  const agreed = { customerId, accountId, amountMinor, dueOn: on, by: BY };
  const done = await agreePromise(tx, context.client.clientId, agreed, now);
  if ("refused" in done) return { next: { kind: "refused" } };
  return { changed: true, ...(isNow && { promiseId: done.made.promiseId }) };
}

async function plan(
  { tx, context, customerId, accountId, now }: Talk,
  { instalments }: Extract<Action, { do: "plan" }>,
): Promise<Part> {
  if (accountId === undefined) return { next: { kind: "refused" } };
  const agreed = {
    customerId,
    accountId,
    instalments: instalments.map(({ amountMinor, on }) => ({ amountMinor, dueOn: on })),
    by: BY,
  };
  const done = await makePlan(tx, context.client.clientId, agreed, now);
  if ("refused" in done) return { next: { kind: "refused" } };
  return { changed: true, promiseId: done.made.promiseIds[0]! };
}

/** Saying it twice holds it once. */
async function hold(
  { tx, context, customerId, reference, question, now }: Talk,
  kind: Extract<HoldKind, "dispute" | "vulnerable">,
  invoice: string | undefined,
): Promise<Part> {
  const { clientId } = context.client;
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from dunlin.hold h
      where h.client_id = ${clientId} and h.customer_id = ${customerId} and h.kind = ${kind} and h.ended_at is null
        and (h.until_on is null or h.until_on >= ${now.toZonedDateTimeISO("UTC").toPlainDate()})
        and (not exists (select from dunlin.hold_invoice x
            where x.client_id = h.client_id and x.hold_id = h.hold_id)
          or exists (select from dunlin.hold_invoice x
            join dunlin.invoice i on i.client_id = x.client_id and i.invoice_id = x.invoice_id
            where x.client_id = h.client_id and x.hold_id = h.hold_id and i.reference = ${invoice ?? null}))) as held
  `.execute(tx);
  if (rows[0]!.held) return {};
  const placed = {
    customerReference: reference,
    kind,
    by: BY,
    reason: `inbound ${question.inboundId}`,
    ...(invoice !== undefined && { invoices: [invoice] }),
  };
  await placeHold(tx, clientId, placed, now);
  return { changed: true };
}

async function checkClaim(
  { tx, context, customerId, accountId, facts, now }: Talk,
  { amountMinor, on }: Extract<Action, { do: "checkClaim" }>,
): Promise<Part> {
  if (accountId === undefined) return { forPerson: "claims_paid" };
  const { clientId } = context.client;
  const claim = { customerId, accountId, amountMinor, on };
  const found = await paidLately(tx, clientId, claim, now);
  if (found) return { changed: true, next: { kind: "claim", found, heldDays: 0 } };
  const heldDays = await noteClaim(tx, clientId, claim, facts.today, now);
  return { changed: true, next: { kind: "claim", found: undefined, heldDays } };
}

async function answerDebits(
  { tx, context, customerId, question, now }: Talk,
  { option, debitIds }: Extract<Action, { do: "answerDebits" }>,
): Promise<Part> {
  const { inboundId } = question;
  const given = { customerId, option, inboundId, by: BY, debitIds };
  const stopped = await answerNotice(tx, context.client.clientId, given, now);
  return { changed: true, next: { kind: "stopped", stopped } };
}

async function releaseDebits(
  { tx, context, question, now }: Talk,
  { debitIds }: Extract<Action, { do: "releaseDebits" }>,
): Promise<Part> {
  if (debitIds.length === 0) return {};
  const how = { by: BY, why: "meant another debit", cause: question.inboundId };
  await releaseStops(tx, context.client.clientId, { debitIds }, how, now);
  return { changed: true };
}

async function wrongPerson({ tx, context, question, now }: Talk): Promise<Part> {
  const { channel, from } = question.arrived;
  const said = { channel, address: from, cause: question.inboundId };
  const { nobodyLeft } = await noteWrongPerson(tx, context, said, now);
  return nobodyLeft ? { forPerson: "wrong_person" } : {};
}
