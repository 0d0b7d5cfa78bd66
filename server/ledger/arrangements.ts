// What customers of a client may agree to: its limits, and what an account is offered within them.
import { sql } from "kysely";
import { loadCredits, loadHolds, loadInvoices } from "#ledger/owing.ts";
import type { Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { exponentOf } from "#platform/money.ts";
import {
  checkPromise,
  DEFAULT_LIMITS,
  faultOfLimits,
  leastPartOf,
  plansFor,
  promiseUntil,
  suggestedParts,
  type Limits,
  type OfferedPlan,
  type Room,
} from "#policies/arrangements.ts";
import { dayOfDate } from "#policies/day.ts";
import { askableFor, standingOf, type Owing } from "#policies/standing.ts";
import type { HoldKind } from "#policies/types.ts";

/** The client's limits; the shipped ones where nothing was set. */
export async function limitsOf(tx: Tx, clientId: string): Promise<Limits> {
  return (await ownLimitsOf(tx, clientId)) ?? DEFAULT_LIMITS;
}

/** The limits that the client has set; undefined: it never did. */
export async function ownLimitsOf(tx: Tx, clientId: string): Promise<Limits | undefined> {
  const { rows } = await sql<Limits>`
    select offers_part, offers_promise, offers_plan, promise_days, open_promises, least_part_percent,
      least_part_minor, plan_instalments, plan_days, least_instalment_minor, tolerance_days, tolerance_percent,
      paid_hold_days, silence_days
    from dunlin.arrangement_limits where client_id = ${clientId}
  `.execute(tx);
  return rows[0];
}

/** Puts limits in force; a `UserError` names the first that is out of its bounds. */
export async function setLimits(
  tx: Tx,
  clientId: string,
  limits: Limits,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const fault = faultOfLimits(limits);
  if (fault !== undefined) throw new UserError(fault);
  const row = { ...limits, changedAt: now, changedBy: actor };
  await tx
    .insertInto("arrangementLimits")
    .values({ clientId, ...row })
    .onConflict((on) => on.column("clientId").doUpdateSet(row))
    .execute();
}

/** What an account may be offered now. Money in minor units of its currency. */
export type Offer = {
  readonly customerId: string;
  readonly currency: string;
  /** Today where the customer lives. */
  readonly today: Temporal.PlainDate;
  /** Everything open, due or not, less credits and what is disputed. */
  readonly payFull: bigint;
  /** The least part that may be paid; all of it where parts are not offered. */
  readonly leastPart: bigint;
  /** Parts to put on buttons, largest first. */
  readonly suggestions: readonly bigint[];
  /** What a promise or plan can be about: `payFull` less what is promised already. */
  readonly promisable: bigint;
  /** False where no promise would be taken, whatever it says. */
  readonly mayPromise: boolean;
  /** The last day that a promise may name. */
  readonly promiseUntil: Temporal.PlainDate;
  /** Plans over all that is promisable, fewest instalments first; none where none is offered. */
  readonly plans: readonly OfferedPlan[];
};

/** How an account stands when something is to be agreed about it. */
export type Standing = Required<Room> & {
  readonly customerId: string;
  readonly currency: string;
  /** Everything open less credits and what is disputed, minor units. */
  readonly payableMinor: bigint;
  /** The day of the month on which the customer is paid, where it is known. */
  readonly paydayDay: number | undefined;
};

type AccountRow = {
  readonly customerId: string;
  readonly currency: string;
  readonly today: Temporal.PlainDate;
  readonly paydayDay: number | null;
  readonly openPromises: number;
  readonly openPlans: number;
};

/** Reads how an account stands; a `UserError` when the client has no such account. */
export async function standingOfAccount(
  tx: Tx,
  clientId: string,
  accountId: string,
  now: Temporal.Instant,
): Promise<Standing> {
  const { rows } = await sql<AccountRow>`
    select a.customer_id, a.currency, c.payday_day,
      (${now}::timestamptz at time zone coalesce(c.zone, l.zone))::date as today,
      (select count(*)::int from dunlin.promise p where p.client_id = a.client_id
        and p.account_id = a.account_id and p.state = 'open' and p.plan_id is null) as open_promises,
      (select count(*)::int from dunlin.plan p where p.client_id = a.client_id
        and p.account_id = a.account_id and p.state = 'open') as open_plans
    from dunlin.account a join dunlin.customer c using (client_id, customer_id) join dunlin.client l using (client_id)
    where a.client_id = ${clientId} and a.account_id = ${accountId}
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new UserError(`there is no account "${accountId}"; check its id`);
  const { paydayDay, ...account } = row;
  const scope = { tx, clientId, accountIds: [accountId], customerIds: [row.customerId] };
  const holds = await loadHolds(scope);
  const owing = {
    invoices: (await loadInvoices(scope)).get(accountId) ?? [],
    creditMinor: (await loadCredits(scope)).get(accountId) ?? 0n,
    holds: [...(holds.get(accountId) ?? []), ...(holds.get(row.customerId) ?? [])],
  };
  return {
    ...account,
    paydayDay: paydayDay ?? undefined,
    payableMinor: leftBy(owing, ["dispute"], row.today),
    collectibleMinor: leftBy(owing, ["dispute", "promise"], row.today),
  };
}

// Who is in breathing space or held for another reason is not asked, but may pay and agree to pay.
function leftBy(owing: Owing, kinds: readonly HoldKind[], today: Temporal.PlainDate): bigint {
  const some = { ...owing, holds: owing.holds.filter(({ kind }) => kinds.includes(kind)) };
  const standing = standingOf(some, dayOfDate(today));
  const { minors } = askableFor("collection", standing, some, { disputeHoldsAll: false });
  return minors.reduce((sum, minor) => sum + minor, 0n);
}

/** What the account is offered now, within the client's limits. */
export async function offersFor(
  tx: Tx,
  clientId: string,
  accountId: string,
  now: Temporal.Instant,
): Promise<Offer> {
  const limits = await limitsOf(tx, clientId);
  return offerOf(limits, await standingOfAccount(tx, clientId, accountId, now));
}

/** The same from what is known already. */
function offerOf(limits: Limits, standing: Standing): Offer {
  const { customerId, currency, today, payableMinor, collectibleMinor, paydayDay } = standing;
  assert(collectibleMinor <= payableMinor, "more can be promised than paid");
  const latestOn = promiseUntil(limits, today);
  const anything = { amountMinor: collectibleMinor, on: latestOn };
  return {
    customerId,
    currency,
    today,
    payFull: payableMinor,
    leastPart: limits.offersPart ? leastPartOf(limits, payableMinor) : payableMinor,
    suggestions: suggestedParts(limits, payableMinor, exponentOf(currency)),
    promisable: collectibleMinor,
    mayPromise: checkPromise(limits, anything, standing) === undefined,
    promiseUntil: latestOn,
    plans: plansFor(limits, standing, paydayDay),
  };
}
