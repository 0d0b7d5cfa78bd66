// Plans as they are shown, with their instalments.
import { sql } from "kysely";
import { groupBy } from "#ledger/owing.ts";
import type { Tx } from "#platform/db.ts";

export type PlanLine = {
  readonly planId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly state: string;
  readonly madeAt: Temporal.Instant;
  readonly madeBy: string;
  readonly decidedAt: Temporal.Instant | null;
  readonly instalments: readonly InstalmentLine[];
};

export type InstalmentLine = {
  readonly instalment: number;
  readonly promiseId: string;
  readonly holdId: string;
  readonly dueOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly receivedMinor: bigint;
  readonly state: string;
};

/** The customer's plans, newest first, at most 100, each with its instalments. */
export async function listPlans(tx: Tx, clientId: string, customerId: string): Promise<PlanLine[]> {
  const { rows: plans } = await sql<Omit<PlanLine, "instalments">>`
    select n.plan_id, a.currency, n.amount_minor, n.state, n.made_at, n.made_by, n.decided_at
    from dunlin.plan n join dunlin.account a using (client_id, account_id)
    where n.client_id = ${clientId} and a.customer_id = ${customerId}
    order by n.made_at desc, n.plan_id desc limit 100
  `.execute(tx);
  if (plans.length === 0) return [];
  const { rows } = await sql<InstalmentLine & { planId: string }>`
    select plan_id, instalment, promise_id, hold_id, due_on, amount_minor, received_minor, state from dunlin.promise
    where client_id = ${clientId} and plan_id = any(${plans.map((plan) => plan.planId)}::uuid[])
    order by plan_id, instalment
  `.execute(tx);
  const instalments = groupBy(
    rows,
    (row) => row.planId,
    ({ instalment, promiseId, holdId, dueOn, amountMinor, receivedMinor, state }) => ({
      instalment,
      promiseId,
      holdId,
      dueOn,
      amountMinor,
      receivedMinor,
      state,
    }),
  );
  return plans.map((plan) => ({ ...plan, instalments: instalments.get(plan.planId) ?? [] }));
}
