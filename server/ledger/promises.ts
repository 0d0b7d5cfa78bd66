// Testing open promises against the ledger, and what follows for holds and plans.
import { sql } from "kysely";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import { groupBy } from "#ledger/owing.ts";
import type { Tx } from "#platform/db.ts";
import { planStateOf, testPromises, type Money, type Promised } from "#policies/promise-keeping.ts";

type Row = Omit<Promised, "over"> & {
  readonly accountId: string;
  readonly customerId: string;
  readonly holdId: string;
  readonly planId: string | null;
  readonly instalment: number | null;
  readonly over: boolean;
  readonly owes: boolean;
};

type Found = Row & {
  readonly found: "open" | "kept" | "part_kept" | "broken" | "cancelled";
  readonly foundMinor: bigint;
};

/** How far back decided promises still have a claim on what comes in. */
const LOOK_BACK = Temporal.Duration.from({ hours: 400 * 24 });

/**
 * Tests the open promises of the customers: kept as soon as the promised amount, less the tolerance, came in since it was
 * made; part kept or broken when the due day and its days of grace have ended where the customer is and it did not; cancelled
 * when by then nothing is owed any more for another reason, such as a credit. Either way the hold ends; an instalment that
 * was not kept breaks its plan. Money counts for one promise only, the earliest due first; an invoice that vanished from the
 * books counts as paid here, for nobody is told that they broke their word because of how the books tell it.
 */
export async function settlePromises(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const rows = await loadPromised(tx, clientId, customerIds, now);
  if (rows.length === 0) return;
  const found = await findAll(tx, clientId, rows);
  const changed = found.filter(
    (one) => one.found !== "open" || one.foundMinor !== one.receivedMinor,
  );
  if (changed.length === 0) return;
  await writeFound(tx, clientId, changed, now);
  await recordEvents(tx, clientId, now, changed.map(eventOf));
  const decided = changed.filter((one) => one.found !== "open");
  if (decided.length === 0) return;
  await endTheirHolds(tx, clientId, decided, now);
  await settlePlans(tx, clientId, decided, now);
}

/** Promises of the accounts that have an open one: those, and the decided ones that may have a claim on the same money. */
async function loadPromised(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with owing as materialized (
      select distinct p.account_id, a.customer_id, coalesce(c.zone, l.zone) as zone
      from dunlin.account a
      join dunlin.promise p on p.client_id = a.client_id and p.account_id = a.account_id and p.state = 'open'
      join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
      join dunlin.client l on l.client_id = a.client_id
      where a.client_id = ${clientId} and a.customer_id = any(${customerIds}::uuid[])
    )
    select p.promise_id as id, p.account_id, o.customer_id, p.hold_id, p.plan_id, p.instalment, p.state,
      extract(epoch from p.made_at)::float8 * 1000 as made_at, p.due_on::text as due_on, p.amount_minor,
      p.tolerance_minor, p.received_minor,
      (${now}::timestamptz at time zone o.zone)::date > p.due_on + p.tolerance_days as over,
      exists (select from dunlin.invoice i where i.client_id = p.client_id
        and i.account_id = p.account_id and i.open_minor > 0) as owes
    from owing o
    join dunlin.promise p on p.client_id = ${clientId} and p.account_id = o.account_id
    where p.state = 'open'
      or p.state <> 'cancelled' and p.received_minor > 0 and p.decided_at > ${now.subtract(LOOK_BACK)}
    order by o.customer_id, p.account_id, p.due_on, p.made_at, p.promise_id
  `.execute(tx);
  return rows;
}

async function findAll(tx: Tx, clientId: string, rows: readonly Row[]): Promise<Found[]> {
  const payments = await loadMoney(tx, clientId, rows);
  const byAccount = groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
  return [...byAccount].flatMap(([accountId, promises]) => {
    const byId = new Map(promises.map((one) => [one.id, one]));
    const owes = promises[0]?.owes ?? false;
    return testPromises(promises, payments.get(accountId) ?? [], owes).map((finding) => ({
      ...byId.get(finding.id)!,
      found: finding.state,
      foundMinor: finding.receivedMinor,
    }));
  });
}

/** What came into the accounts since the first of the promises was made, less what was taken back. */
async function loadMoney(
  tx: Tx,
  clientId: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Money[]>> {
  const { rows: payments } = await sql<Money & { accountId: string }>`
    select p.account_id, p.payment_id as id, extract(epoch from p.received_at)::float8 * 1000 as at,
      p.amount_minor - p.reversed_minor as minor
    from (
      select account_id, to_timestamp(min(made_at) / 1000) as since
      from unnest(${rows.map((row) => row.accountId)}::uuid[], ${rows.map((row) => row.madeAt)}::float8[])
        as given (account_id, made_at)
      group by account_id
    ) g
    join dunlin.payment p on p.client_id = ${clientId} and p.account_id = g.account_id
      and p.received_at >= g.since - interval '1 millisecond'
    where p.kind <> 'opening' and p.amount_minor > p.reversed_minor
  `.execute(tx);
  return groupBy(
    payments,
    (row) => row.accountId,
    ({ id, at, minor }) => ({ id, at, minor }),
  );
}

async function writeFound(
  tx: Tx,
  clientId: string,
  changed: readonly Found[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.promise p
    set state = s.state, received_minor = s.received_minor,
      decided_at = case when s.state <> 'open' then ${now}::timestamptz end
    from unnest(${changed.map((one) => one.id)}::uuid[], ${changed.map((one) => one.found)}::text[],
      ${changed.map((one) => one.foundMinor)}::bigint[]) as s (promise_id, state, received_minor)
    where p.client_id = ${clientId} and p.promise_id = s.promise_id
  `.execute(tx);
}

function eventOf(one: Found): NewEvent {
  const of = one.planId === null ? {} : { plan: one.planId, instalment: one.instalment };
  return {
    kind: one.found === "open" ? "promise.part_paid" : `promise.${one.found}`,
    customerId: one.customerId,
    accountId: one.accountId,
    actor: "system",
    cause: one.id,
    body: { amount_minor: one.amountMinor, received_minor: one.foundMinor, ...of },
  };
}

type Ended = Pick<Found, "holdId" | "customerId" | "found">;

async function endTheirHolds(
  tx: Tx,
  clientId: string,
  rows: readonly Ended[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.hold set ended_at = ${now}, ended_by = 'system', ended_why = 'promise ' || replace(s.state, '_', ' ')
    from unnest(${rows.map((row) => row.holdId)}::uuid[], ${rows.map((row) => row.found)}::text[]) as s (hold_id, state)
    where hold.client_id = ${clientId} and hold.hold_id = s.hold_id and ended_at is null
  `.execute(tx);
  // What is queued was decided while the promise stood.
  await sql`
    update dunlin.customer set facts_version = facts_version + 1
    where client_id = ${clientId} and customer_id = any(${rows.map((row) => row.customerId)}::uuid[])
  `.execute(tx);
}

type PlanRow = {
  readonly planId: string;
  readonly accountId: string;
  readonly amountMinor: bigint;
  readonly states: (Promised["state"] | "cancelled")[];
  readonly receivedMinor: bigint;
  readonly kept: number;
};

async function openPlansOf(
  tx: Tx,
  clientId: string,
  planIds: readonly string[],
): Promise<PlanRow[]> {
  if (planIds.length === 0) return [];
  const { rows } = await sql<PlanRow>`
    select n.plan_id, n.account_id, n.amount_minor, array_agg(p.state) as states,
      sum(p.received_minor)::bigint as received_minor, count(*) filter (where p.state = 'kept')::int as kept
    from dunlin.plan n join dunlin.promise p using (client_id, plan_id)
    where n.client_id = ${clientId} and n.plan_id = any(${planIds}::uuid[]) and n.state = 'open'
    group by n.client_id, n.plan_id order by n.plan_id
  `.execute(tx);
  return rows;
}

/** What the decided instalments make of their plans. A plan that ends takes its open instalments with it. */
async function settlePlans(
  tx: Tx,
  clientId: string,
  decided: readonly Found[],
  now: Temporal.Instant,
): Promise<void> {
  const customers = new Map(decided.map((one) => [one.planId, one.customerId]));
  const plans = await openPlansOf(tx, clientId, [
    ...new Set(decided.flatMap((one) => one.planId ?? [])),
  ]);
  const ended = plans.flatMap((plan) => {
    const state = planStateOf(plan.states);
    return state === "open" ? [] : [{ ...plan, state, customerId: customers.get(plan.planId)! }];
  });
  await endPlans(tx, clientId, ended, now, "system");
}

/** Ends open plans as cancelled, because somebody wants it. The customer's facts are changed already. */
export async function callOffPlans(
  tx: Tx,
  clientId: string,
  off: { readonly planIds: readonly string[]; readonly customerId: string; readonly by: string },
  now: Temporal.Instant,
): Promise<void> {
  const { customerId, by } = off;
  const plans = await openPlansOf(tx, clientId, [...new Set(off.planIds)]);
  const ended = plans.map((plan) => ({ ...plan, state: "cancelled" as const, customerId }));
  await endPlans(tx, clientId, ended, now, by);
}

type EndedPlan = Omit<PlanRow, "states"> & {
  readonly state: "completed" | "broken" | "cancelled";
  readonly customerId: string;
};

/** Ends plans with what is still open of them: instalments cancelled, their holds over, and all of it told. */
async function endPlans(
  tx: Tx,
  clientId: string,
  ended: readonly EndedPlan[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  if (ended.length === 0) return;
  await sql`
    update dunlin.plan n set state = s.state, decided_at = ${now}
    from unnest(${ended.map((one) => one.planId)}::uuid[], ${ended.map((one) => one.state)}::text[]) as s (plan_id, state)
    where n.client_id = ${clientId} and n.plan_id = s.plan_id
  `.execute(tx);
  const { rows } = await sql<{
    id: string;
    holdId: string;
    planId: string;
    instalment: number;
    amountMinor: bigint;
    receivedMinor: bigint;
  }>`
    update dunlin.promise set state = 'cancelled', decided_at = ${now}
    where client_id = ${clientId} and plan_id = any(${ended.map((one) => one.planId)}::uuid[]) and state = 'open'
    returning promise_id as id, hold_id, plan_id, instalment, amount_minor, received_minor
  `.execute(tx);
  await sql`
    update dunlin.hold set ended_at = ${now}, ended_by = ${actor}, ended_why = 'plan ended'
    where client_id = ${clientId} and hold_id = any(${rows.map((row) => row.holdId)}::uuid[]) and ended_at is null
  `.execute(tx);
  const plans = new Map(ended.map((one) => [one.planId, one]));
  const about = ({ planId }: { planId: string }) => {
    const { customerId, accountId } = plans.get(planId)!;
    return { customerId, accountId, actor };
  };
  await recordEvents(tx, clientId, now, [
    ...rows.map((row) => ({
      ...about(row),
      kind: "promise.cancelled",
      cause: row.id,
      body: {
        amount_minor: row.amountMinor,
        received_minor: row.receivedMinor,
        plan: row.planId,
        instalment: row.instalment,
      },
    })),
    ...ended.map((one) => ({
      ...about(one),
      kind: `plan.${one.state}`,
      cause: one.planId,
      body: { amount_minor: one.amountMinor, received_minor: one.receivedMinor, kept: one.kept },
    })),
  ]);
}
