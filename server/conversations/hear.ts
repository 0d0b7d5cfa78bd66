// Hearing: everything that one inbound message leads to, in one transaction.
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import { answerByReply } from "#messages/approvals.ts";
import type { Said } from "#messages/outbox.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import type { Inbound } from "#messages/route.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import type { Keyword } from "#understanding/keywords.ts";
import type { Understood } from "#understanding/types.ts";
import { answer, type Question } from "./answering.ts";
import { readInbound, type Arrived } from "./arrived.ts";
import { balanceAnswer, type Words } from "./balance.ts";
import { balanceWords } from "./balance-words.ts";
import { customersAt, findCorrespondent, type Correspondent } from "./correspondent.ts";
import { optionOf } from "./dialogue/debits.ts";
import type { PersonReason, Reply } from "./dialogue/types.ts";
import { known, type Known } from "./identity.ts";
import { optIn, optOut, type Opting } from "./opting.ts";
import { readReply } from "./reading.ts";
import { stopSharedDebits } from "./shared-debits.ts";
import { spokenIn } from "./speaking.ts";
import { setUnread, storeInbound } from "./storing.ts";
import { converse } from "./talking.ts";
import { noteWrongPerson } from "./wrong-person.ts";

/** What became of an inbound message. */
export type Heard = {
  readonly inboundId: string;
  readonly conversationId: string;
  /** The network brought it a second time: nothing was done. */
  readonly isDuplicate: boolean;
  /** Who wrote, where that is certain. */
  readonly customerId: string | undefined;
  /** Who may have written, where several share the address. */
  readonly candidates: readonly string[];
  readonly keyword: Keyword | undefined;
  readonly automatic: boolean;
  /** What it was taken for; undefined for what no person wrote. */
  readonly read: Understood | undefined;
  /** What was done, in short. */
  readonly did: readonly string[];
  /** Waits for a person. */
  readonly unread: boolean;
  /** The answer in the outbox. */
  readonly answer: Said | undefined;
};

const MOST_TRIES = 3;
/** Serialization failure, deadlock, and a customer that went away between looking and writing. */
const AGAIN = new Set(["40001", "40P01", "23503"]);

/**
 * Stores an inbound message and does what it asks for: STOP, START, HELP and BALANCE, answers to notices of debits, and what
 * a dialogue can settle; everything else waits as unread in its conversation. When this resolves it is committed, so the far side may be acknowledged. A second arrival of the same
 * provider id from the same sender does nothing. Throws only what the database throws: the far side then brings it again.
 */
export async function hear(db: Db, clientId: string, inbound: Inbound): Promise<Heard> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asClient(db, clientId, async (tx) => await hearIn(tx, clientId, inbound));
    } catch (error) {
      if (tries >= MOST_TRIES || !isWorthAnotherTry(error)) throw error;
    }
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof Error && "code" in error && AGAIN.has(String(error.code));
}

async function hearIn(tx: Tx, clientId: string, inbound: Inbound): Promise<Heard> {
  const context = await loadContext(tx, clientId);
  const arrived = readInbound(inbound, context.client.country);
  const { who, now } = await findCorrespondent(tx, clientId, arrived);
  const reply = readReply(arrived, who, context, now);
  const customerIds = await concerned(tx, clientId, arrived, who, reply);
  const { keyword, automatic } = arrived;
  const identity = known(who, arrived.channel, now);
  const isRead = automatic || keyword !== undefined;
  const read = automatic ? undefined : reply.read;
  const heardPointId =
    automatic || identity.why === "silent" ? undefined : who.point?.contactPointId;
  const language = who.point?.language ?? context.client.language;
  const spoken = spokenIn(arrived);
  const storing = { arrived, who, customerIds, isRead, read, heardPointId, spoken, language };
  const stored = await storeInbound(tx, clientId, storing, now);
  const { inboundId, conversationId } = stored;
  const { customerId, candidates } = who;
  const heard = { inboundId, conversationId, customerId, candidates, keyword, automatic, read };
  if (!stored.isNew)
    return { ...heard, isDuplicate: true, unread: false, answer: undefined, did: [] };
  const question = { inboundId, arrived, who: { ...who, speaks: stored.speaks } };
  const done = await act(tx, context, { question, ...stored, reply, known: identity }, now);
  const unread = !automatic && !done.isSettled;
  if (unread) {
    const { why } = done;
    await setUnread(tx, clientId, stored, { wasRead: isRead, why });
    await recordEvents(tx, clientId, now, needsPerson(heard, why));
  }
  return { ...heard, isDuplicate: false, unread, answer: done.answer, did: done.did };
}

/** All whose locks are needed: they are taken at once and in order, before anything is written. */
async function concerned(
  tx: Tx,
  clientId: string,
  arrived: Arrived,
  who: Correspondent,
  { read: { intent } }: Reply,
) {
  const isOpting = ["STOP", "START"].includes(arrived.keyword ?? "");
  const isAboutAddress = isOpting || intent === "stop" || intent === "wrong_person";
  const others = isAboutAddress
    ? await customersAt(tx, clientId, arrived.channel, addressesOf(arrived, who))
    : [];
  const own = who.customerId === undefined ? who.candidates : [who.customerId];
  return [...new Set([...others, ...own])];
}

/** Who answers STOP from elsewhere (a forwarded mail) also stops the address to which the message went. */
function addressesOf({ from, keyword }: Arrived, { answered, isExplicit }: Correspondent) {
  const wroteTo = keyword === "STOP" && isExplicit ? answered?.address : undefined;
  return [...new Set([from, wroteTo ?? from])];
}

/** A reason that a person should know; who merely has to read it has none. */
function needsPerson(
  {
    customerId,
    inboundId,
    conversationId,
  }: Pick<Heard, "customerId" | "inboundId" | "conversationId">,
  why: PersonReason | undefined,
): readonly NewEvent[] {
  if (why === undefined || why === "not_understood") return [];
  const body = { conversation: conversationId, reason: why };
  return [
    { kind: "conversation.needs_person", customerId, actor: "customer", cause: inboundId, body },
  ];
}

/** `isSettled`: nobody else needs to look at it; else `why`, where it is known. */
type Done = {
  readonly isSettled: boolean;
  readonly answer: Said | undefined;
  readonly did: readonly string[];
  readonly why?: PersonReason | undefined;
};

const untouched: Done = { isSettled: false, answer: undefined, did: [] };
const settled: Done = { isSettled: true, answer: undefined, did: [] };

type Taken = {
  readonly question: Question;
  readonly conversationId: string;
  readonly isHeld: boolean;
  readonly reply: Reply;
  readonly known: Known;
};

/** Exact words before everything; then questions to the staff; then numbers of open notices, and the dialogue. */
async function act(
  tx: Tx,
  context: PlanContext,
  taken: Taken,
  now: Temporal.Instant,
): Promise<Done> {
  const { question, reply } = taken;
  const { keyword, automatic, channel, from, body: text } = question.arrived;
  const { clientId } = context.client;
  // A machine may carry somebody's STOP (an unsubscribe link of a mail program); it gets no answer of any kind.
  if (automatic && keyword !== "STOP") return untouched;
  if (keyword === "STOP" || keyword === "START")
    return await opt(tx, context, { ...question, keyword }, now);
  if (keyword === undefined && (await answerByReply(tx, clientId, { channel, from, text }, now)))
    return settled;
  // In words of one's own it counts at once, and a person looks whether it was meant so.
  if (reply.read.intent === "stop" && !isSure(reply.read))
    return { ...untouched, why: "may_be_stop" };
  if (reply.read.intent === "stop")
    return {
      ...(await opt(tx, context, { ...question, keyword: "STOP" }, now)),
      isSettled: false,
      why: "stopped",
    };
  return await talk(tx, context, taken, now);
}

/** "From my phone" resembles a STOP, too: so sure must the model be before somebody hears from us no more. */
const SURE_OF_STOP = 0.8;
const isSure = ({ source, confidence }: Understood): boolean =>
  source !== "model" || confidence >= SURE_OF_STOP;

const OF_THE_CUSTOMER: ReadonlySet<string> = new Set(["dispute", "hardship", "agent"]);

async function talk(
  tx: Tx,
  context: PlanContext,
  taken: Taken,
  now: Temporal.Instant,
): Promise<Done> {
  const { question, reply, known: identity, isHeld } = taken;
  const { customerId, point } = question.who;
  if (customerId === undefined) return await talkToUnknown(tx, context, taken, now);
  // Whoever has it: a debit that should not be processed is not.
  if (isHeld && optionOf(reply) === undefined) return untouched;
  // Whoever is not the customer changes nothing for them.
  if (identity.why === "wrong_person" && OF_THE_CUSTOMER.has(reply.read.intent)) return untouched;
  if (reply.isHelp) return await answerWith(tx, context, question, plain("help"), now);
  if (reply.read.intent === "balance" && identity.tells !== "nothing") {
    const asks = { customerId, known: identity, point };
    const words = await balanceWords(tx, context, asks, now);
    return { ...(await answerWith(tx, context, question, words, now)), did: ["balance"] };
  }
  const {
    answer: said,
    forPerson,
    did,
  } = await converse(tx, context, { ...taken, customerId }, now);
  return { isSettled: forPerson === undefined && !isHeld, answer: said, did, why: forPerson };
}

/** Nobody is known, or several: nothing is told, and what can't wait is done. */
async function talkToUnknown(
  tx: Tx,
  context: PlanContext,
  { question, reply, isHeld }: Taken,
  now: Temporal.Instant,
): Promise<Done> {
  const { keyword, channel, from } = question.arrived;
  if (keyword === "HELP") return await answerWith(tx, context, question, plain("help"), now);
  if (reply.read.intent === "balance")
    return await answerWith(tx, context, question, balanceAnswer("unverified", []), now);
  if (reply.read.intent === "wrong_person" && question.who.candidates.length > 0) {
    const said = { channel, address: from, cause: question.inboundId };
    await noteWrongPerson(tx, context, said, now);
    const noted = await answerWith(tx, context, question, plain("wrong_person_noted"), now);
    return { ...noted, isSettled: false, did: ["wrongPerson"], why: "wrong_person" };
  }
  const option = optionOf(reply);
  if (option === undefined || isHeld) return untouched;
  const stopped = await stopSharedDebits(tx, context, { question, option }, now);
  if (!stopped) return untouched;
  const noted = await answerWith(tx, context, question, plain("agent_noted"), now);
  return { ...noted, isSettled: false, did: ["answerDebits"], why: "shared_number" };
}

async function opt(
  tx: Tx,
  context: PlanContext,
  question: Question & { readonly keyword: "STOP" | "START" },
  now: Temporal.Instant,
): Promise<Done> {
  const { arrived, who, inboundId, keyword } = question;
  const wish = { channel: arrived.channel, by: "customer", cause: inboundId };
  const opting: Opting = { ...wish, addresses: addressesOf(arrived, who) };
  const did = [keyword === "STOP" ? "optOut" : "optIn"];
  const said =
    keyword === "STOP"
      ? await stop(tx, context, opting, arrived.stopsCalls, now)
      : await start(tx, context, opting, now);
  if (!said) return { ...settled, did };
  const answered = await answerWith(tx, context, question, said, now);
  return { ...answered, did: [...did, ...answered.did] };
}

/**
 * Confirmed once: a second STOP changes nothing and gets no second confirmation. "Stop calling me" by text message stops the
 * calls to that number too: no call list names it any more.
 */
async function stop(
  tx: Tx,
  context: PlanContext,
  opting: Opting,
  stopsCalls: boolean,
  now: Temporal.Instant,
) {
  const { changed } = await optOut(tx, context, opting, now);
  if (stopsCalls) await optOut(tx, context, { ...opting, channel: "voice" }, now);
  return changed.length > 0 ? plain(STOP_CONFIRMATION) : undefined;
}

async function start(tx: Tx, context: PlanContext, opting: Opting, now: Temporal.Instant) {
  const { changed } = await optIn(tx, context, { ...opting, source: "START" }, now);
  return changed.length > 0 ? plain("start_confirmed") : undefined;
}

const plain = (template: string): Words => ({ template, disclosure: "unverified", data: {} });

/** An answer that can't be sent leaves the question to a person. */
async function answerWith(
  tx: Tx,
  context: PlanContext,
  question: Question,
  words: Words,
  now: Temporal.Instant,
): Promise<Done> {
  const said = await answer(tx, context, question, words, now);
  return { isSettled: said?.state === "planned", answer: said, did: [`say: ${words.template}`] };
}
