// One turn of a dialogue: the machine is told what happened, and what it wants is done, until it wants nothing more.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Said } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import type { Tx } from "#platform/db.ts";
import type { Question } from "./answering.ts";
import { loadFacts, type Asked } from "./dialogue-facts.ts";
import { step } from "./dialogue/machine.ts";
import { NEW } from "./dialogue/says.ts";
import type { Event, Facts, PersonReason, Reply, Session } from "./dialogue/types.ts";
import type { Known } from "./identity.ts";
import { perform, type Talk } from "./performing.ts";
import { todayOf, wordsOf } from "./reading.ts";
import { loadSession, saveSession } from "./sessions.ts";
import { languageFor } from "./speaking.ts";

export type Turn = {
  readonly question: Question;
  readonly conversationId: string;
  readonly customerId: string;
  readonly reply: Reply;
  readonly known: Known;
};

export type Talked = {
  readonly answer: Said | undefined;
  /** Undefined: nobody else needs to look at it. */
  readonly forPerson: PersonReason | undefined;
  /** What was done, in short. */
  readonly did: readonly string[];
};

/** A step may ask for what is found out only by doing: it is told, and goes on. */
const MOST_ROUNDS = 4;

/** Takes one reply of a known customer, whose lock is held. */
export async function converse(
  tx: Tx,
  context: PlanContext,
  turn: Turn,
  now: Temporal.Instant,
): Promise<Talked> {
  const { clientId } = context.client;
  const { conversationId, customerId, reply } = turn;
  const kept = await loadSession(tx, clientId, conversationId, now);
  const talk = await talkOf(tx, context, turn, kept.session, now);
  const before = kept.session;
  const began = kept.first ? step(before, kept.first, talk.facts).session : before;
  const done = await rounds(talk, began, reply);
  await saveSession(tx, clientId, conversationId, { before, session: done.session }, now);
  const [from, to] = [before.state.at, done.session.state.at];
  if (from !== "idle" || to !== "idle" || !done.did.every((one) => PLAIN.has(one))) {
    const { intent, confidence, source } = reply.read;
    await recordEvents(tx, clientId, now, [
      {
        kind: "dialogue.stepped",
        customerId,
        actor: "customer",
        cause: turn.question.inboundId,
        body: { conversation: conversationId, from, to, intent, confidence, source, did: done.did },
      },
    ]);
  }
  if (done.changed) await evaluate(tx, context, [customerId], now, "customer");
  return done;
}

/** What is no dialogue: the message and its answer say all. */
const PLAIN: ReadonlySet<string> = new Set(["balance", "help", "person: not_understood"]);

async function rounds(talk: Talk, began: Session, reply: Reply) {
  let session = began;
  let event: Event | undefined = reply;
  let answer: Said | undefined;
  let forPerson: PersonReason | undefined;
  let changed = false;
  const did: string[] = [];
  for (let round = 0; event !== undefined && round < MOST_ROUNDS; round += 1) {
    const stepped = step(session, event, talk.facts);
    const performed = await perform(talk, stepped.actions);
    did.push(...performed.did);
    ({ session } = stepped);
    event = performed.next;
    answer = performed.answer ?? answer;
    forPerson = performed.forPerson ?? forPerson;
    changed ||= performed.changed;
    // A question that did not go out waits for no answer.
    if (performed.unsaid) session = NEW;
  }
  return { session, answer, forPerson, changed, did };
}

async function talkOf(
  tx: Tx,
  context: PlanContext,
  { question, customerId, known, reply }: Turn,
  session: Session,
  now: Temporal.Instant,
): Promise<Talk> {
  const { clientId, zone, currency } = context.client;
  const { point } = question.who;
  const whose = point ?? (await customerOf(tx, clientId, customerId));
  const asked = {
    customerId,
    tells: known.tells,
    today: todayOf(point, zone, now),
    currency,
    text: wordsOf(question.arrived),
    reply,
  };
  const { facts, accountId } = needsBooks(reply, known, session)
    ? await loadFacts(tx, clientId, asked, now)
    : { facts: withoutBooks(asked), accountId: undefined };
  const { reference } = whose;
  const language = languageFor(question.who.speaks, whose.language);
  return { tx, context, question, customerId, reference, language, known, facts, accountId, now };
}

/** HELP, BALANCE and what nobody understands are answered without looking at what somebody owes. */
function needsBooks(reply: Reply, { tells }: Known, { state }: Session): boolean {
  const { intent } = reply.read;
  if (reply.isHelp) return false;
  if (intent === "balance") return tells === "nothing";
  const isQuiet = state.at === "idle" || state.at === "over";
  return !isQuiet || intent !== "other" || reply.number !== undefined || reply.missesInvoice;
}

const withoutBooks = ({ today, tells }: Pick<Asked, "today" | "tells">): Facts => ({
  today,
  tells,
  account: undefined,
  notices: [],
  invoices: [],
  named: undefined,
});

async function customerOf(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<{ reference: string; language: string }>`
    select reference, language from dunlin.customer
    where client_id = ${clientId} and customer_id = ${customerId}
  `.execute(tx);
  return rows[0]!;
}
