/**
 * The dialogue machine: a session, what happened and how things stand in; the next session and what is to be done out. It is
 * deterministic, asks no clock and no database, and says one thing an event at most.
 */
import { answered } from "./answers.ts";
import { answerNotices, optionOf, stopped } from "./debits.ts";
import { begin, claimed } from "./intents.ts";
import { askWho, end, NEW, note, to, toPerson } from "./says.ts";
import type { Event, Facts, Reply, Session, State, Stepped } from "./types.ts";

/** A dialogue that takes longer is a person's. */
export const MOST_STEPS = 20;

/** One step. Never throws for any session, event and facts. */
export function step(session: Session, event: Event, facts: Facts): Stepped {
  const counted = { ...session, steps: session.steps + 1 };
  switch (event.kind) {
    case "reply":
      return replied(counted, event, facts);
    case "payment":
      return paid(counted, facts);
    case "timeout":
      return isAsking(session.state) ? over("timeout") : end();
    case "unreadable":
      return over("version");
    case "claim":
      return session.state.at === "claim"
        ? claimed(counted, event, facts)
        : { session, actions: [] };
    case "stopped":
      return session.state.at === "stopping"
        ? stopped(counted, session.state, event)
        : { session, actions: [] };
    case "refused":
      return end(note("agent_noted"), toPerson("refused"));
  }
}

const over = (why: "timeout" | "version"): Stepped => ({
  session: { ...NEW, state: { at: "over", why } },
  actions: [],
});

/** We asked something, and it was not answered. */
function isAsking({ at }: State): boolean {
  return at === "confirming" || at === "amount" || at === "date" || at === "plan" || at === "which";
}

/** What was asked for may be paid by now; what is left is asked for again when somebody says yes. */
function paid(session: Session, { account }: Facts): Stepped {
  const owes = account !== undefined && account.openMinor > 0n;
  const isWaiting = session.state.at === "paying" || session.state.at === "proof";
  return owes && !isWaiting ? { session, actions: [] } : end();
}

/** STOP is heard before; HELP, BALANCE, AGENT and the numbers of a notice work in every state. */
function replied(session: Session, reply: Reply, facts: Facts): Stepped {
  const { state } = session;
  if (reply.isHelp) return { session, actions: [{ do: "help" }] };
  if (reply.read.intent === "balance") return { session, actions: [{ do: "balance" }] };
  if (session.steps > MOST_STEPS) return end(note("agent_noted"), toPerson("too_long"));
  const option = optionOf(reply);
  if (option !== undefined && facts.notices.length > 0 && state.at !== "which")
    return answerNotices(session, option, facts);
  if (state.at === "over") return afterEnd(reply, facts);
  if (facts.tells === "nothing" && isAsking(state) && isAnswer(reply))
    return { session, actions: [askWho] };
  return answered(session, reply, facts) ?? begin(session, reply, facts);
}

/** A yes or no, an amount or a day: whoever says so must be told what it comes to. */
function isAnswer({ yesNo, amounts, days, number }: Reply): boolean {
  return yesNo !== undefined || number !== undefined || amounts.length > 0 || days.length > 0;
}

/** The question that this answers is closed: nothing is done by a yes that comes too late. */
function afterEnd(reply: Reply, facts: Facts): Stepped {
  const isLate = reply.yesNo !== undefined || reply.number !== undefined;
  return isLate ? to(NEW, NEW.state, note("session_over")) : begin(NEW, reply, facts);
}
