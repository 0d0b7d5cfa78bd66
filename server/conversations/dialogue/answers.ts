// Answers to what we asked: by the state of the dialogue. Undefined: it is no answer to that, but something new.
import { arrange, askAmount, askDate, isAboutMoney, planOffer } from "./arranging.ts";
import { chooseDebit, whichSay } from "./debits.ts";
import { disputeSay } from "./intents.ts";
import { carryOut, minorOf, propose } from "./proposals.ts";
import { end, isAfter, note, owesNothing, toPerson } from "./says.ts";
import type {
  AccountFacts,
  Action,
  Facts,
  Proposal,
  Reply,
  Session,
  State,
  Stepped,
} from "./types.ts";

/** What the reply is to the open question. */
export function answered(session: Session, reply: Reply, facts: Facts): Stepped | undefined {
  const { state } = session;
  const { account } = facts;
  if (state.at === "which") return which(session, state, reply);
  if (state.at === "grievance") return grievance(reply, facts);
  if (
    state.at !== "confirming" &&
    state.at !== "amount" &&
    state.at !== "date" &&
    state.at !== "plan"
  )
    return undefined;
  // Meanwhile it was paid.
  if (!account || owesNothing(facts)) return end({ do: "balance" });
  const asked = { session, reply, facts, account };
  switch (state.at) {
    case "confirming":
      return confirming(state, asked);
    case "amount":
      return amount(state, asked);
    case "date":
      return date(state, asked);
    case "plan":
      return plan(asked);
  }
}

type Asked = {
  readonly session: Session;
  readonly reply: Reply;
  readonly facts: Facts;
  readonly account: AccountFacts;
};

function confirming(
  { proposal, isRead }: Extract<State, { at: "confirming" }>,
  { session, reply, facts, account }: Asked,
): Stepped | undefined {
  if (reply.yesNo === "yes")
    return isRead ? carryOut(session, account, proposal) : propose(session, account, proposal);
  if (reply.yesNo === "no") return end(note("help_menu"));
  if (isElse(reply)) return undefined;
  const { intent } = reply.read;
  const isOther = intent === "plan" && proposal.kind !== "plan";
  if (isOther || reply.read.parts.length > 1) {
    return arrange(isAboutMoney(intent) ? intent : "plan", { session, reply, facts, account });
  }
  const corrected = correct(proposal, reply, facts, account);
  if (corrected === undefined) return missed(session, note("yes_no_again"));
  // "Yes, friday" says no more than yes.
  const isSame = isRead && reply.leans !== "no" && same(corrected, proposal);
  return isSame ? carryOut(session, account, proposal) : propose(session, account, corrected);
}

/** "No, friday"; "rather 300". Undefined: it says neither how much nor when. */
function correct(
  proposal: Proposal,
  reply: Reply,
  { today }: Facts,
  account: AccountFacts,
): Proposal | undefined {
  const on = reply.days[0];
  const said = reply.amounts[0];
  const amountMinor = said && minorOf(said, account);
  if (on === undefined && amountMinor === undefined) return undefined;
  switch (proposal.kind) {
    case "part": {
      const part = amountMinor ?? proposal.amountMinor;
      return on !== undefined && isAfter(on, today)
        ? { kind: "promise", amountMinor: part, on }
        : { kind: "part", amountMinor: part };
    }
    case "promise":
      return {
        kind: "promise",
        amountMinor: amountMinor ?? proposal.amountMinor,
        on: on ?? proposal.on,
      };
    case "split": {
      const { later } = proposal;
      const nowMinor = amountMinor ?? proposal.nowMinor;
      const rest = account.openMinor - nowMinor;
      const laterMinor = amountMinor === undefined ? later.amountMinor : rest;
      if (laterMinor <= 0n) return { kind: "part", amountMinor: nowMinor };
      return { kind: "split", nowMinor, later: { amountMinor: laterMinor, on: on ?? later.on } };
    }
    case "plan":
      return undefined;
  }
}

function amount(
  { on }: Extract<State, { at: "amount" }>,
  { session, reply, facts, account }: Asked,
): Stepped | undefined {
  const said = reply.amounts[0];
  const amountMinor = said && minorOf(said, account);
  if (amountMinor === undefined)
    return isElse(reply) || isMoneyAnew(reply) ? undefined : missed(session, askAmount(account));
  const day = reply.days[0] ?? on;
  if (day !== undefined && isAfter(day, facts.today))
    return propose(session, account, { kind: "promise", amountMinor, on: day });
  return propose(session, account, { kind: "part", amountMinor });
}

function date(
  { amountMinor, nowMinor }: Extract<State, { at: "date" }>,
  { session, reply, account }: Asked,
): Stepped | undefined {
  const on = reply.days[0];
  if (on === undefined) {
    if (isElse(reply) || isMoneyAnew(reply)) return undefined;
    return missed(session, askDate(account, amountMinor));
  }
  const later = { amountMinor, on };
  return propose(
    session,
    account,
    nowMinor === undefined ? { kind: "promise", ...later } : { kind: "split", nowMinor, later },
  );
}

function plan({ session, reply, account }: Asked): Stepped | undefined {
  const { number } = reply;
  const chosen = account.plans.find((one) => one.length === number);
  if (chosen) return propose(session, account, { kind: "plan", instalments: chosen });
  if (reply.yesNo === "no") return end(note("help_menu"));
  if (isElse(reply) || isMoneyAnew(reply)) return undefined;
  return missed(session, planOffer(account));
}

function which(
  session: Session,
  state: Extract<State, { at: "which" }>,
  reply: Reply,
): Stepped | undefined {
  const chosen = chooseDebit(state, reply);
  if (chosen) return chosen;
  if (isElse(reply) || isMoneyAnew(reply)) return undefined;
  // All of them stay stopped until a person has asked.
  return missed(session, whichSay(state.debits), "debit_which");
}

/** Whatever they say is what is wrong, unless it is something else altogether. */
function grievance(reply: Reply, { named, tells }: Facts): Stepped | undefined {
  if (isElse(reply) && reply.read.intent !== "dispute") return undefined;
  return end(disputeSay(tells === "nothing" ? undefined : named), toPerson("dispute"));
}

/** It means something that is no answer to a question of money. */
function isElse({ read: { intent }, missesInvoice }: Reply): boolean {
  return missesInvoice || (intent !== "other" && !isAboutMoney(intent));
}

/** It is about money, and says more than the word. */
const isMoneyAnew = ({ read: { intent } }: Reply): boolean => isAboutMoney(intent);

/** Asked once more; after two in a row a person gets it. */
function missed(
  session: Session,
  again: Action,
  why: "not_understood" | "debit_which" = "not_understood",
): Stepped {
  const misses = session.misses + 1;
  if (misses >= 2) return end(note("not_understood"), toPerson(why));
  return { session: { ...session, misses }, actions: [again] };
}

function same(one: Proposal, other: Proposal): boolean {
  const text = (proposal: Proposal): string =>
    JSON.stringify(proposal, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
  return text(one) === text(other);
}
