// Promises within the client's limits, and plans: promises in instalments. Who calls evaluates the customer afterwards, in the
// same transaction (`changeCustomer`).
import { sql } from "kysely";
import { limitsOf, standingOfAccount } from "#ledger/arrangements.ts";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { insertPromise, type Placed } from "#ledger/holds.ts";
import type { Tx } from "#platform/db.ts";
import {
  checkPlan,
  checkPromise,
  toleranceOf,
  type Instalment,
  type Limits,
  type Refusal,
} from "#policies/arrangements.ts";

export type AgreedPromise = {
  readonly customerId: string;
  readonly accountId: string;
  readonly amountMinor: bigint;
  readonly dueOn: Temporal.PlainDate;
  readonly by: string;
};

/** Records a promise that the client's limits allow, with the client's tolerance; else says why not and what would do. */
export async function agreePromise(
  tx: Tx,
  clientId: string,
  promise: AgreedPromise,
  now: Temporal.Instant,
): Promise<{ readonly made: Placed & { promiseId: string } } | { readonly refused: Refusal }> {
  const { customerId, accountId, amountMinor, dueOn, by } = promise;
  await factsChanged(tx, clientId, [customerId], now);
  const limits = await limitsOf(tx, clientId);
  const room = await standingOfAccount(tx, clientId, accountId, now);
  const refused = checkPromise(limits, { amountMinor, on: dueOn }, room);
  if (refused) return { refused };
  const tolerances = tolerancesOf(limits, amountMinor);
  const row = { customerId, accountId, amountMinor, dueOn, by, ...tolerances };
  return { made: await insertPromise(tx, clientId, row, now) };
}

/** What the limits forgive of a promise of that amount. */
function tolerancesOf(
  limits: Limits,
  amountMinor: bigint,
): { toleranceMinor: bigint; toleranceDays: number } {
  const { toleranceDays } = limits;
  return { toleranceMinor: toleranceOf(limits, amountMinor), toleranceDays };
}

export type NewPlan = {
  readonly customerId: string;
  readonly accountId: string;
  readonly instalments: readonly Instalment[];
  /** A person agrees to more than the limits offer. The books are not exceeded all the same. */
  readonly beyondLimits?: boolean | undefined;
  readonly by: string;
};

export type MadePlan = {
  readonly planId: string;
  readonly customerId: string;
  /** In the order of the instalments. */
  readonly promiseIds: readonly string[];
};

/** No limit at all, but those of the tables. */
const WIDEST: Partial<Limits> = {
  offersPlan: true,
  planInstalments: 60,
  planDays: 1_830,
  promiseDays: 366,
  leastInstalmentMinor: 1n,
};

/** Records a plan, each of its instalments a promise with a hold of its own; or says why not and what would do. */
export async function makePlan(
  tx: Tx,
  clientId: string,
  plan: NewPlan,
  now: Temporal.Instant,
): Promise<{ readonly made: MadePlan } | { readonly refused: Refusal }> {
  const { customerId, accountId, instalments, by } = plan;
  await factsChanged(tx, clientId, [customerId], now);
  const limits = await limitsOf(tx, clientId);
  const room = await standingOfAccount(tx, clientId, accountId, now);
  const within = plan.beyondLimits === true ? { ...limits, ...WIDEST } : limits;
  const refused = checkPlan(within, instalments, room);
  if (refused) return { refused };
  const amountMinor = instalments.reduce((sum, one) => sum + one.amountMinor, 0n);
  const { planId } = await tx
    .insertInto("plan")
    .values({
      clientId,
      accountId,
      amountMinor,
      instalments: instalments.length,
      madeAt: now,
      madeBy: by,
    })
    .returning("planId")
    .executeTakeFirstOrThrow();
  const placed = { clientId, accountId, customerId, planId, limits, by, now };
  const promiseIds = await insertInstalments(tx, placed, instalments);
  await recordEvents(tx, clientId, now, [
    {
      kind: "plan.made",
      customerId,
      accountId,
      actor: by,
      cause: planId,
      body: { amount_minor: amountMinor, instalments: instalments.length },
    },
    ...instalments.map((one, k) => ({
      kind: "promise.made",
      customerId,
      accountId,
      actor: by,
      cause: promiseIds[k],
      body: { ...told(one), plan: planId, instalment: k + 1 },
    })),
  ]);
  return { made: { planId, customerId, promiseIds } };
}

const told = ({ amountMinor, dueOn }: Instalment) => ({
  amount_minor: amountMinor,
  due_on: dueOn.toString(),
});

type Placing = {
  readonly clientId: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly planId: string;
  readonly limits: Limits;
  readonly by: string;
  readonly now: Temporal.Instant;
};

/** Holds and promises of all instalments, in one statement. */
async function insertInstalments(
  tx: Tx,
  { clientId, accountId, customerId, planId, limits, by, now }: Placing,
  instalments: readonly Instalment[],
): Promise<readonly string[]> {
  const tolerances = instalments.map(({ amountMinor }) => toleranceOf(limits, amountMinor));
  const { rows } = await sql<{ promiseId: string }>`
    with given as materialized (
      select uuidv7() as hold_id, row.* from unnest(${instalments.map((one) => one.amountMinor)}::bigint[],
        ${tolerances}::bigint[], ${instalments.map((one) => one.dueOn)}::date[])
        with ordinality as row (amount_minor, tolerance_minor, due_on, instalment)
    ), held as (
      insert into dunlin.hold (client_id, hold_id, customer_id, account_id, kind, amount_minor, until_on, placed_at, placed_by)
      select ${clientId}, hold_id, ${customerId}, ${accountId}, 'promise', amount_minor,
        due_on + ${limits.toleranceDays}::int, ${now}, ${by} from given
    ), promised as (
      insert into dunlin.promise (client_id, account_id, hold_id, plan_id, instalment, amount_minor, due_on,
        tolerance_minor, tolerance_days, made_at, made_by)
      select ${clientId}, ${accountId}, hold_id, ${planId}, instalment, amount_minor, due_on, tolerance_minor,
        ${limits.toleranceDays}, ${now}, ${by} from given
      returning promise_id, instalment
    )
    select promise_id from promised order by instalment
  `.execute(tx);
  return rows.map((row) => row.promiseId);
}
