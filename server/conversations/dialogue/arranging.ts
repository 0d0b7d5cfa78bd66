// "I want to pay", in all its forms: from a reply to a proposal, or to the question that is still open.
import type { TwoDays } from "#understanding/two-days.ts";
import { minorOf, payInFull, propose } from "./proposals.ts";
import { isAfter, money, tell, to } from "./says.ts";
import type {
  AccountFacts,
  Facts,
  Instalment,
  Line,
  Reply,
  Say,
  Session,
  Stepped,
} from "./types.ts";

export type MoneyIntent = "pay" | "pay_part" | "promise" | "plan";
const MONEY: ReadonlySet<string> = new Set<MoneyIntent>(["pay", "pay_part", "promise", "plan"]);
export const isAboutMoney = (intent: string): intent is MoneyIntent => MONEY.has(intent);

type Asking = {
  readonly session: Session;
  readonly reply: Reply;
  readonly facts: Facts;
  readonly account: AccountFacts;
};

/** What somebody who owes something wants to pay. Undefined: an amount that makes no sense here, for a person. */
export function arrange(intent: MoneyIntent, asking: Asking): Stepped | undefined {
  const { session, reply, facts, account } = asking;
  if (reply.read.parts.length > 1) return inParts(asking);
  if (reply.bothDays) return onTwoDays(asking, reply.bothDays);
  if (intent === "plan") return offerPlans(session, account, facts);
  const [said] = reply.amounts;
  const amountMinor = said && minorOf(said, account);
  if (said && amountMinor === undefined) return undefined;
  const on = reply.days[0] ?? reply.read.date;
  const isLater = on !== undefined && isAfter(on, facts.today);
  if (intent === "promise" || isLater) return promise(asking, amountMinor, on);
  if (amountMinor !== undefined) return propose(session, account, { kind: "part", amountMinor });
  if (intent === "pay_part")
    return to(session, { at: "amount", on: undefined }, askAmount(account));
  return payInFull(session, account);
}

/** "R500 on the 1st and 15th": the amount each time, as far as there is as much; without one, half and half. */
function onTwoDays(
  { session, reply, account }: Asking,
  [first, second]: TwoDays,
): Stepped | undefined {
  const [said] = reply.amounts;
  const each = said && minorOf(said, account);
  if (said && each === undefined) return undefined;
  const most = account.room.collectibleMinor;
  const isPart = each !== undefined && each < most;
  const start = isPart ? each : (most + 1n) / 2n;
  const left = most - start;
  const instalments = [
    { amountMinor: start, on: first },
    { amountMinor: isPart && each < left ? each : left, on: second },
  ];
  return propose(session, account, { kind: "plan", instalments });
}

/** Without an amount it is about all that is not promised yet. */
function promise(
  { session, account, reply }: Asking,
  amountMinor: bigint | undefined,
  on: Temporal.PlainDate | undefined,
): Stepped {
  const isPart = reply.read.intent === "pay_part";
  if (amountMinor === undefined && isPart)
    return to(session, { at: "amount", on }, askAmount(account));
  const wanted = amountMinor ?? account.room.collectibleMinor;
  if (on === undefined) return askWhen(session, account, wanted, undefined);
  return propose(session, account, { kind: "promise", amountMinor: wanted, on });
}

export function askAmount(account: AccountFacts): Say {
  const { leastPartMinor } = account.limits;
  return tell("ask_amount", { least: money(account, leastPartMinor) });
}

function askWhen(
  session: Session,
  account: AccountFacts,
  amountMinor: bigint,
  nowMinor: bigint | undefined,
): Stepped {
  return to(session, { at: "date", amountMinor, nowMinor }, askDate(account, amountMinor));
}

export function askDate(account: AccountFacts, amountMinor: bigint): Say {
  const latest = account.room.today.add({ days: account.limits.promiseDays });
  return tell("ask_date", { amount: money(account, amountMinor), latest_on: latest });
}

/** "Half now and the rest on friday"; "500 on the 1st and 300 on the 15th". */
function inParts({ session, reply, facts, account }: Asking): Stepped | undefined {
  const parts = laidOut(reply, account);
  if (parts === undefined) return undefined;
  const [first, second] = parts;
  if (!first || !second) return offerPlans(session, account, facts);
  const isNow = first.on === undefined || !isAfter(first.on, facts.today);
  if (isNow && parts.length === 2) {
    const { amountMinor, on } = second;
    if (on === undefined) return askWhen(session, account, amountMinor, first.amountMinor);
    const later = { amountMinor, on };
    return propose(session, account, { kind: "split", nowMinor: first.amountMinor, later });
  }
  const instalments = parts.flatMap(({ amountMinor, on }, k): Instalment[] => {
    const day = on ?? (k === 0 ? facts.today : undefined);
    return day ? [{ amountMinor, on: day }] : [];
  });
  if (instalments.length < parts.length) return offerPlans(session, account, facts);
  return propose(session, account, { kind: "plan", instalments });
}

type LaidOut = { readonly amountMinor: bigint; readonly on: Temporal.PlainDate | undefined };

/** What of each part is how much; one without an amount is the rest. Undefined: it does not add up. */
function laidOut({ read }: Reply, account: AccountFacts): readonly LaidOut[] | undefined {
  const amounts = read.parts.map(({ amount }) => amount && minorOf(amount, account));
  const isOdd = read.parts.some(
    ({ amount }, k) => amount !== undefined && amounts[k] === undefined,
  );
  const open = amounts.filter((amount) => amount === undefined).length;
  if (isOdd || open > 1) return undefined;
  const said = amounts.reduce((sum: bigint, amount) => sum + (amount ?? 0n), 0n);
  // Two halves of an odd sum are rounded up both: the last part gives it back.
  const over = said > account.openMinor ? said - account.openMinor : 0n;
  const isRounding = over < BigInt(read.parts.length);
  const rest = account.openMinor - said;
  if (open === 1 && rest <= 0n) return undefined;
  return read.parts.map(({ on }, k) => {
    const amountMinor = amounts[k] ?? rest;
    const isLast = k === read.parts.length - 1;
    return { amountMinor: isLast && isRounding ? amountMinor - over : amountMinor, on };
  });
}

/**
 * The plans that the client offers, by their number of instalments. While a debit waits for an answer by number there is one
 * plan and a yes or no: a bare number is about the debit.
 */
function offerPlans(session: Session, account: AccountFacts, facts: Facts): Stepped {
  const { plans } = account;
  const isTaken = facts.notices.length > 0;
  const only = plans.length === 1 || isTaken ? plans.at(-1) : undefined;
  if (plans.length > 1 && !only) return to(session, { at: "plan" }, planOffer(account));
  return propose(session, account, { kind: "plan", instalments: only ?? noPlan(account) });
}

/** "3 x R 200,00 (25 Mar 2026)": how many, how much each, and when the first. */
export function planOffer({ plans, currency }: AccountFacts): Say {
  const lines = plans.flatMap((plan): Line[] => {
    const [first] = plan;
    return first ? [{ ...first, before: `${plan.length} x ` }] : [];
  });
  return tell("plan_offer", { lines: { lines, currency, between: "\n" } });
}

// No plan is on offer: this one is refused, which says why.
function noPlan({ room }: AccountFacts): readonly Instalment[] {
  const half = { amountMinor: room.collectibleMinor / 2n, on: room.today };
  return [half, { ...half, on: room.today.add({ months: 1 }) }];
}
