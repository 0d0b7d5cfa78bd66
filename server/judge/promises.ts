/** Invariant 8: promises and plans are what the ledger makes of them. */
import { sql } from "kysely";
import { testPromises, type Money, type Promised } from "#policies/promise-keeping.ts";
import type { Found, Invariant, Scope } from "./verdict.ts";

/** A plan is the sum of its instalments, which follow each other, and its state is what theirs make of it. */
const plans = (clientId: string) => sql`
  select array['pln_' || n.plan_id] as rows,
    case when s.count <> n.instalments or s.last <> n.instalments
        then format('%s instalments up to number %s, but the plan has %s', s.count, coalesce(s.last, 0), n.instalments)
      when s.minor <> n.amount_minor then format('its instalments are %s together, but it is of %s', s.minor, n.amount_minor)
      when s.disordered then 'an instalment falls due before the one before it'
      when s.failed > 0 and n.state <> 'broken' then format('%s, though an instalment was not kept', n.state)
      when n.state = 'broken' and s.failed = 0 then 'broken, though no instalment was'
      when n.state = 'completed' and s.kept = 0 then 'completed, though no instalment was kept'
      when n.state = 'open' and s.open = 0 then 'open, though no instalment is'
      when n.state <> 'open' and s.open > 0 then format('%s, though %s instalments are open', n.state, s.open)
    end as why
  from dunlin.plan n
  left join lateral (
    select count(*) as count, max(instalment) as last, sum(amount_minor) as minor,
      count(*) filter (where state in ('broken', 'part_kept')) as failed,
      count(*) filter (where state = 'kept') as kept, count(*) filter (where state = 'open') as open,
      bool_or(due_on <= before) as disordered
    from (
      select *, lag(due_on) over (order by instalment) as before from dunlin.promise p
      where p.client_id = n.client_id and p.plan_id = n.plan_id
    ) p
  ) s on true
  where n.client_id = ${clientId}`;

/** A promise is held while it is open, for as long and as much as it says, and the log tells of it. */
const promises = (clientId: string) => sql`
  select array['pro_' || p.promise_id] as rows,
    case when h.kind <> 'promise' or h.amount_minor is distinct from p.amount_minor
        or h.until_on is distinct from p.due_on + p.tolerance_days
        then 'its hold is not for what was promised'
      when p.state = 'open' and h.ended_at is not null then 'open, though its hold has ended'
      when p.state <> 'open' and h.ended_at is null then format('%s, though its hold stands', p.state)
      when (p.state = 'open') <> (p.decided_at is null) then format('%s, decided at %s', p.state, p.decided_at)
      when l.kinds is null or not l.kinds @> array['promise.made'] then 'no event tells of its making'
      when p.state <> 'open' and not l.kinds @> array['promise.' || p.state]
        then format('%s, and no event says so', p.state)
      when p.state in ('broken', 'cancelled') and p.received_minor >= p.amount_minor
        then format('%s, though all of it had come in', p.state)
    end as why
  from dunlin.promise p
  join dunlin.hold h using (client_id, hold_id)
  left join lateral (
    select array_agg(distinct e.kind) as kinds from dunlin.event e
    where e.client_id = p.client_id and e.customer_id = h.customer_id and e.kind like 'promise.%'
      and e.cause in (p.promise_id::text, p.hold_id::text)
  ) l on true
  where p.client_id = ${clientId}`;

/** More came in for promises than came into the account. */
const overcounted = (clientId: string) => sql`
  select array_agg('pro_' || p.promise_id) as rows,
    format('%s came in for promises, but only %s into the account since', sum(p.received_minor), min(y.minor)) as why
  from dunlin.promise p
  cross join lateral (
    select coalesce(sum(y.amount_minor), 0) as minor from dunlin.payment y
    where y.client_id = p.client_id and y.account_id = p.account_id and y.kind <> 'opening'
      and y.received_at >= (select min(o.made_at) from dunlin.promise o
        where o.client_id = p.client_id and o.account_id = p.account_id)
  ) y
  where p.client_id = ${clientId} and p.state <> 'cancelled'
  group by p.account_id having sum(p.received_minor) > min(y.minor)`;

const ACCOUNTS = 300;
const FIRST = "00000000-0000-0000-0000-000000000000";

type PromiseRow = Omit<Promised, "state"> & {
  readonly state: Promised["state"] | "cancelled";
  readonly accountId: string;
  readonly toleranceDays: number;
  readonly zone: string;
  readonly madeSeq: bigint | null;
  readonly decidedSeq: bigint | null;
  readonly eventId: string | null;
  readonly decidedAt: Temporal.Instant | null;
  /** Who decided it; other than the system: it was called off. */
  readonly actor: string | null;
  /** Of the transaction that decided it. */
  readonly written: string | null;
  readonly lost: boolean;
};

type PaymentRow = {
  readonly accountId: string;
  readonly id: string;
  readonly at: number;
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
  /** Number of the event that told of it, where one did. */
  readonly toldSeq: bigint | null;
};

async function accountsAfter({ tx, clientId }: Scope, after: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct account_id as id from dunlin.promise
    where client_id = ${clientId} and account_id > ${after}::uuid order by account_id limit ${ACCOUNTS}
  `.execute(tx);
  return rows.map((row) => row.id);
}

async function loadPromises({ tx, clientId }: Scope, accountIds: readonly string[]) {
  const { rows } = await sql<PromiseRow>`
    select p.promise_id as id, p.account_id, p.state, extract(epoch from p.made_at)::float8 * 1000 as made_at,
      p.due_on::text as due_on, p.amount_minor, p.tolerance_minor, p.tolerance_days, p.received_minor,
      coalesce(c.zone, l.zone) as zone, p.decided_at, false as over, m.seq as made_seq,
      d.seq as decided_seq, d.event_id, d.actor, d.written,
      -- What a payment rested on went with an import that was undone.
      exists (select from dunlin.event e where e.client_id = p.client_id and e.customer_id = a.customer_id
        and e.account_id = p.account_id and e.seq > d.seq and e.kind ~ '^(invoice|credit)[.](removed|restored)$') as lost
    from dunlin.promise p
    join dunlin.account a using (client_id, account_id)
    join dunlin.customer c using (client_id, customer_id)
    join dunlin.client l using (client_id)
    left join lateral (
      select e.seq from dunlin.event e where e.client_id = p.client_id and e.customer_id = a.customer_id
        and e.kind = 'promise.made' and e.cause = p.promise_id::text limit 1
    ) m on true
    left join lateral (
      select e.seq, e.event_id, e.actor, e.xmin::text as written from dunlin.event e
      where e.client_id = p.client_id and e.customer_id = a.customer_id and e.kind = 'promise.' || p.state
        and e.cause in (p.promise_id::text, p.hold_id::text) limit 1
    ) d on true
    where p.client_id = ${clientId} and p.account_id = any(${accountIds}::uuid[])
  `.execute(tx);
  return rows;
}

async function loadPayments({ tx, clientId }: Scope, accountIds: readonly string[]) {
  const { rows } = await sql<PaymentRow>`
    select y.account_id, y.payment_id as id, extract(epoch from y.received_at)::float8 * 1000 as at,
      y.amount_minor as gross_minor, y.amount_minor - y.reversed_minor as net_minor,
      (select min(e.seq) from dunlin.event e where e.client_id = y.client_id and e.customer_id = a.customer_id
        and e.kind = 'payment.received' and e.cause = y.payment_id::text) as told_seq
    from dunlin.payment y join dunlin.account a using (client_id, account_id)
    where y.client_id = ${clientId} and y.account_id = any(${accountIds}::uuid[]) and y.kind <> 'opening'
  `.execute(tx);
  return rows;
}

/** The promises of the account as they stood when `one` was decided: what was decided with it was open. */
function asTheyStood(one: PromiseRow, all: readonly PromiseRow[]): Promised[] {
  return all.flatMap((other): Promised[] => {
    if (other.madeSeq === null || other.madeSeq > one.decidedSeq!) return [];
    const before =
      other.decidedSeq !== null &&
      other.decidedSeq < one.decidedSeq! &&
      other.written !== one.written;
    const { state } = other;
    if (before) return state === "cancelled" ? [] : [{ ...other, state }];
    // What was called off later stood all the same.
    return [{ ...other, state: "open", over: other === one && isOver(one) }];
  });
}

function isOver({ decidedAt, zone, dueOn, toleranceDays }: PromiseRow): boolean {
  const day = decidedAt!.toZonedDateTimeISO(zone).toPlainDate();
  const last = Temporal.PlainDate.from(dueOn).add({ days: toleranceDays });
  return Temporal.PlainDate.compare(day, last) > 0;
}

/**
 * Decides the promise once more on what was known then. Money may have gone back since, and how much of it by then is not
 * kept: what is found with all of it and with none of it are both taken.
 */
function fault(
  one: PromiseRow,
  all: readonly PromiseRow[],
  payments: readonly PaymentRow[],
): string | undefined {
  const stood = asTheyStood(one, all);
  const known = payments.filter(({ toldSeq, id }) =>
    toldSeq === null ? id < one.eventId! : toldSeq < one.decidedSeq!,
  );
  const find = (minorOf: (payment: PaymentRow) => bigint) => {
    const money: Money[] = known.map((payment) => ({ ...payment, minor: minorOf(payment) }));
    return testPromises(stood, money, true).find(({ id }) => id === one.id)!;
  };
  const found = [find((payment) => payment.grossMinor), find((payment) => payment.netMinor)];
  const [most, least] = found as [(typeof found)[0], (typeof found)[0]];
  if (!found.some(({ state }) => state === one.state)) {
    return `${one.state}, but by what had come in it was ${most.state}`;
  }
  const { receivedMinor } = one;
  if (receivedMinor >= least.receivedMinor && receivedMinor <= most.receivedMinor) return undefined;
  return `${receivedMinor} is said to have come in, but it was ${most.receivedMinor}`;
}

/** By whom a promise was decided on its merits; others were called off, or went with their plan. */
const isTested = (one: PromiseRow): boolean =>
  one.decidedSeq !== null && one.madeSeq !== null && !one.lost && one.state !== "cancelled";

async function decideAgain(scope: Scope, found: Found): Promise<void> {
  for (let after = FIRST; ;) {
    scope.signal?.throwIfAborted();
    const accountIds = await accountsAfter(scope, after);
    if (accountIds.length === 0) return;
    const all = Map.groupBy(await loadPromises(scope, accountIds), (one) => one.accountId);
    const payments = Map.groupBy(await loadPayments(scope, accountIds), (one) => one.accountId);
    for (const [accountId, own] of all) {
      for (const one of own.filter(isTested)) {
        const why = fault(one, own, payments.get(accountId) ?? []);
        if (why !== undefined) found.add([`pro_${one.id}`], why);
      }
    }
    if (accountIds.length < ACCOUNTS) return;
    after = accountIds.at(-1)!;
  }
}

export const kept: Invariant = {
  id: 8,
  name: "promises and plans agree with the ledger",
  async judge(scope, found) {
    const { tx, clientId } = scope;
    await found.count(scope, "promise", "plan");
    await found.collect(tx, sql`select * from (${plans(clientId)}) p where why is not null`);
    await found.collect(tx, sql`select * from (${promises(clientId)}) p where why is not null`);
    await found.collect(tx, overcounted(clientId));
    await decideAgain(scope, found);
  },
};
