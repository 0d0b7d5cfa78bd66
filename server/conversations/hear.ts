// Hearing: everything that one inbound message leads to, in one transaction.
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import { answerByReply } from "#messages/approvals.ts";
import type { Said } from "#messages/outbox.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import type { Inbound } from "#messages/route.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { disclosureAt } from "#policies/consent.ts";
import { answer, type Question } from "./answering.ts";
import { readInbound, type Arrived } from "./arrived.ts";
import { balanceAnswer, balanceOf, type Words } from "./balance.ts";
import { customersAt, findCorrespondent, type Correspondent } from "./correspondent.ts";
import { loadHoldings } from "./holdings.ts";
import type { Keyword } from "#understanding/keywords.ts";
import { optIn, optOut, type Opting } from "./opting.ts";
import { setUnread, storeInbound } from "./storing.ts";

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
  /** Waits for a person. */
  readonly unread: boolean;
  /** The answer in the outbox. */
  readonly answer: Said | undefined;
};

const MOST_TRIES = 3;
/** Serialization failure, deadlock, and a customer that went away between looking and writing. */
const AGAIN = new Set(["40001", "40P01", "23503"]);

/**
 * Stores an inbound message and does what it asks for: STOP, START, HELP and BALANCE; everything else waits as unread in
 * its conversation. When this resolves it is committed, so the far side may be acknowledged. A second arrival of the same
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
  const customerIds = await concerned(tx, clientId, arrived, who);
  const isRead = arrived.automatic || arrived.keyword !== undefined;
  const stored = await storeInbound(tx, clientId, { arrived, who, customerIds, isRead }, now);
  const { inboundId, conversationId } = stored;
  const { customerId, candidates } = who;
  const { keyword, automatic } = arrived;
  const heard = { inboundId, conversationId, customerId, candidates, keyword, automatic };
  if (!stored.isNew) return { ...heard, isDuplicate: true, unread: false, answer: undefined };
  const done = await act(tx, context, { inboundId, arrived, who }, now);
  const unread = !automatic && !done.isSettled;
  if (unread) await setUnread(tx, clientId, stored, isRead);
  return { ...heard, isDuplicate: false, unread, answer: done.answer };
}

/** All whose locks are needed: they are taken at once and in order, before anything is written. */
async function concerned(tx: Tx, clientId: string, arrived: Arrived, who: Correspondent) {
  const isOpting = arrived.keyword === "STOP" || arrived.keyword === "START";
  const others = isOpting
    ? await customersAt(tx, clientId, arrived.channel, addressesOf(arrived, who))
    : [];
  return [...new Set([...others, ...(who.customerId === undefined ? [] : [who.customerId])])];
}

/** Who answers STOP from elsewhere (a forwarded mail) also stops the address to which the message went. */
function addressesOf({ from, keyword }: Arrived, { answered, isExplicit }: Correspondent) {
  const wroteTo = keyword === "STOP" && isExplicit ? answered?.address : undefined;
  return [...new Set([from, wroteTo ?? from])];
}

/** `isSettled`: nobody else needs to look at it. */
type Done = { readonly isSettled: boolean; readonly answer: Said | undefined };

const untouched: Done = { isSettled: false, answer: undefined };
const settled: Done = { isSettled: true, answer: undefined };

async function act(
  tx: Tx,
  context: PlanContext,
  question: Question,
  now: Temporal.Instant,
): Promise<Done> {
  const { keyword, automatic, channel, from, body: text } = question.arrived;
  const { clientId } = context.client;
  if (keyword === undefined && !automatic) {
    return (await answerByReply(tx, clientId, { channel, from, text }, now)) ? settled : untouched;
  }
  // A machine may carry somebody's STOP (an unsubscribe link of a mail program); it gets no answer of any kind.
  if (keyword === undefined || (automatic && keyword !== "STOP")) return untouched;
  const wish = { channel, by: "customer", cause: question.inboundId };
  const opting: Opting = { ...wish, addresses: addressesOf(question.arrived, question.who) };
  const words = {
    STOP: async () => await stop(tx, context, opting, question.arrived.stopsCalls, now),
    START: async () => await start(tx, context, opting, now),
    HELP: () => plain("help"),
    BALANCE: async () => await balanceWords(tx, context.client.clientId, question, now),
  };
  const said = await words[keyword]();
  return said ? await reply(tx, context, question, said, now) : settled;
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
async function reply(
  tx: Tx,
  context: PlanContext,
  question: Question,
  words: Words,
  now: Temporal.Instant,
): Promise<Done> {
  const said = await answer(tx, context, question, words, now);
  return { isSettled: said?.state === "planned", answer: said };
}

async function balanceWords(
  tx: Tx,
  clientId: string,
  { who: { point, customersAtAddress } }: Question,
  now: Temporal.Instant,
): Promise<Words> {
  if (point === undefined) return balanceAnswer("unverified", []);
  const zone = zonesOf(point.zone, point.country, [])[0] ?? "UTC";
  const holdings = await loadHoldings(tx, clientId, point.customerId);
  const balances = holdings.map((one) => balanceOf(one, now.epochMilliseconds, zone));
  return balanceAnswer(disclosureAt(point.disclosure, customersAtAddress), balances);
}
