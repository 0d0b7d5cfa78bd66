// From what was asked for to a proposal that is read back, or a refusal with the nearest that would be allowed.
import {
  checkPlan,
  checkPromise,
  leastPartOf,
  type Refusal,
  type RefusalReason,
} from "#policies/arrangements.ts";
import type { Amount } from "#understanding/types.ts";
import { end, IDLE, linesOf, money, tell, to, withLink } from "./says.ts";
import type {
  AccountFacts,
  Action,
  Instalment,
  Proposal,
  Say,
  Session,
  Stepped,
  Var,
} from "./types.ts";

const SHARES = 1_000_000;

/** Minor units of an amount as it was said; a share is of what is open, rounded up. Undefined: another currency. */
export function minorOf(amount: Amount, { currency, openMinor }: AccountFacts): bigint | undefined {
  if (!("share" in amount)) {
    const isOurs = amount.currency === undefined || amount.currency === currency;
    return isOurs && amount.minor > 0n ? amount.minor : undefined;
  }
  const millionths = BigInt(Math.round(amount.share * SHARES));
  return (openMinor * millionths + BigInt(SHARES - 1)) / BigInt(SHARES);
}

/** A link for the whole sum needs no yes: what is paid is seen before it is paid. */
export function payInFull(session: Session, account: AccountFacts): Stepped {
  return to(
    session,
    { at: "paying", amountMinor: account.openMinor },
    payLink(account, account.openMinor),
  );
}

/** Reads the proposal back, so that a yes is about what was understood; or says why it can't be. */
export function propose(session: Session, account: AccountFacts, wanted: Proposal): Stepped {
  const proposal = withinReason(wanted, account);
  if (proposal === undefined) return payInFull(session, account);
  const refused = faultOf(proposal, account);
  if (refused) return refuse(session, account, proposal, refused);
  return to(session, { at: "confirming", proposal, isRead: true }, readBack(proposal, account));
}

/** What was said yes to is done, if it still can be. */
export function carryOut(session: Session, account: AccountFacts, wanted: Proposal): Stepped {
  const proposal = withinReason(wanted, account);
  if (proposal === undefined) return payInFull(session, account);
  const refused = faultOf(proposal, account);
  if (refused) return refuse(session, account, proposal, refused);
  switch (proposal.kind) {
    case "part":
      return to(
        session,
        { at: "paying", amountMinor: proposal.amountMinor },
        payLink(account, proposal.amountMinor),
      );
    case "promise":
      return end(
        { do: "promise", isNow: false, amountMinor: proposal.amountMinor, on: proposal.on },
        tell("promise_made", { amount: money(account, proposal.amountMinor), due_on: proposal.on }),
      );
    case "plan":
      return end(
        { do: "plan", instalments: proposal.instalments },
        tell("plan_made", { lines: linesOf(account, proposal.instalments) }),
      );
    case "split":
      return carryOutSplit(session, account, proposal);
  }
}

type Split = Extract<Proposal, { kind: "split" }>;

/**
 * Money counts for what is due first, so what is paid at once is promised as well: else it would keep the promise of the
 * rest. Two promises, or where there is no room for two, a plan.
 */
function carryOutSplit(
  session: Session,
  account: AccountFacts,
  { nowMinor, later }: Split,
): Stepped {
  const now = { amountMinor: nowMinor, on: account.room.today };
  const agreed: readonly Action[] = fitsTwoPromises(account, now)
    ? [
        { do: "promise", isNow: true, ...now },
        { do: "promise", isNow: false, ...later },
      ]
    : [{ do: "plan", instalments: [now, later] }];
  const paying = { at: "paying", amountMinor: nowMinor } as const;
  return to(session, paying, ...agreed, payLink(account, nowMinor, later));
}

function fitsTwoPromises({ limits, room }: AccountFacts, now: Instalment): boolean {
  return (
    checkPromise(limits, now, room) === undefined &&
    (room.openPromises ?? 0) + 2 <= limits.openPromises
  );
}

function payLink(account: AccountFacts, amountMinor: bigint, later?: Instalment): Say {
  const rest: Record<string, Var> = later
    ? { rest: money(account, later.amountMinor), rest_on: later.on }
    : {};
  return withLink(tell("pay_link", { amount: money(account, amountMinor), ...rest }), "pay_url", {
    kind: "pay",
    amountMinor,
    forPromise: later !== undefined,
  });
}

/** Nobody is held to more than is owed. Undefined: it comes to paying all of it now. */
function withinReason(proposal: Proposal, { openMinor, room }: AccountFacts): Proposal | undefined {
  const most = room.collectibleMinor;
  switch (proposal.kind) {
    case "part":
      return proposal.amountMinor >= openMinor ? undefined : proposal;
    case "promise":
      return most > 0n && proposal.amountMinor > most
        ? { ...proposal, amountMinor: most }
        : proposal;
    case "split": {
      if (proposal.nowMinor >= openMinor) return undefined;
      const left = most - proposal.nowMinor;
      if (left <= 0n) return { kind: "part", amountMinor: proposal.nowMinor };
      const { later } = proposal;
      return later.amountMinor <= left
        ? proposal
        : { ...proposal, later: { ...later, amountMinor: left } };
    }
    case "plan":
      return proposal;
  }
}

function faultOf(proposal: Proposal, account: AccountFacts): Refusal | undefined {
  const { limits, room, openMinor } = account;
  switch (proposal.kind) {
    case "part":
      return faultOfPart(proposal.amountMinor);
    case "promise":
      return checkPromise(limits, proposal, room);
    case "split":
      return faultOfPart(proposal.nowMinor) ?? faultOfSplit(proposal);
    case "plan":
      return checkPlan(
        limits,
        proposal.instalments.map(({ amountMinor, on }) => ({ amountMinor, dueOn: on })),
        room,
      );
  }

  function faultOfSplit({ nowMinor, later }: Split): Refusal | undefined {
    const now = { amountMinor: nowMinor, on: room.today };
    const collectibleMinor = room.collectibleMinor - nowMinor;
    const fault = checkPromise(limits, later, { ...room, collectibleMinor });
    if (fault && fault.reason !== "too_many") return fault;
    if (!fault && fitsTwoPromises(account, now)) return undefined;
    const instalments = [now, later].map((one) => ({ ...one, dueOn: one.on }));
    return checkPlan(limits, instalments, room) === undefined ? undefined : { reason: "too_many" };
  }

  function faultOfPart(amountMinor: bigint): Refusal | undefined {
    const leastMinor = leastPartOf(limits, openMinor);
    if (!limits.offersPart) return { reason: "not_offered", leastMinor: openMinor };
    return amountMinor < leastMinor ? { reason: "too_little", leastMinor } : undefined;
  }
}

function readBack(proposal: Proposal, account: AccountFacts): Action {
  const sum = (minor: bigint): Var => money(account, minor);
  switch (proposal.kind) {
    case "part":
      return tell("pay_part_confirm", {
        amount: sum(proposal.amountMinor),
        rest: sum(account.openMinor - proposal.amountMinor),
      });
    case "promise":
      return tell("promise_confirm", { amount: sum(proposal.amountMinor), due_on: proposal.on });
    case "split":
      return tell("half_now_rest_later_confirm", {
        now_amount: sum(proposal.nowMinor),
        later_amount: sum(proposal.later.amountMinor),
        later_on: proposal.later.on,
      });
    case "plan":
      return tell("plan_confirm", { lines: linesOf(account, proposal.instalments) });
  }
}

/** Why not, and what would be allowed: a yes takes that. */
function refuse(
  session: Session,
  account: AccountFacts,
  proposal: Proposal,
  refusal: Refusal,
): Stepped {
  const nearest = nearestTo(proposal, refusal, account);
  if (nearest?.kind === "plan") {
    const state = { at: "confirming", proposal: nearest, isRead: true } as const;
    return to(session, state, readBack(nearest, account));
  }
  const said = tell("promise_refused", refusalVars(account, refusal, nearest));
  if (nearest === undefined) return to(session, IDLE, said);
  // A split has a part that the refusal does not speak of.
  return to(
    session,
    { at: "confirming", proposal: nearest, isRead: nearest.kind !== "split" },
    said,
  );
}

function nearestTo(
  proposal: Proposal,
  { reason, leastMinor, nearest, nearestPlan }: Refusal,
  account: AccountFacts,
): Proposal | undefined {
  if (nearestPlan)
    return {
      kind: "plan",
      instalments: nearestPlan.map(({ amountMinor, dueOn }) => ({ amountMinor, on: dueOn })),
    };
  if (proposal.kind === "split") {
    if (nearest) return { ...proposal, later: nearest };
    return reason === "too_little" && leastMinor !== undefined
      ? { ...proposal, nowMinor: leastMinor }
      : undefined;
  }
  if (nearest) return { kind: "promise", ...nearest };
  if (proposal.kind !== "part" || leastMinor === undefined) return undefined;
  return {
    kind: "part",
    amountMinor: leastMinor < account.openMinor ? leastMinor : account.openMinor,
  };
}

function refusalVars(
  account: AccountFacts,
  { reason, latestOn, leastMinor, mostMinor }: Refusal,
  nearest: Proposal | undefined,
): Record<string, Var> {
  const said = nearest?.kind === "split" ? nearest.later : nearest;
  return {
    reason: reason satisfies RefusalReason,
    ...(latestOn && { latest_on: latestOn }),
    ...(leastMinor !== undefined && { least: money(account, leastMinor) }),
    ...(mostMinor !== undefined && { most: money(account, mostMinor) }),
    ...(said && "amountMinor" in said && { nearest_amount: money(account, said.amountMinor) }),
    ...(said && "on" in said && { nearest_on: said.on }),
  };
}
