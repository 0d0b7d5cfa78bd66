// One customer as a person sees them at once: who they are, what they owe, whom one may tell what and why, what holds, what was
// agreed, and who has the conversation. What happened is the timeline.
import { sql } from "kysely";
import { contactPointsOf, type PointShown } from "#reporting/customer-points.ts";
import { listPlans, type PlanLine } from "#ledger/plan-list.ts";
import type { Tx } from "#platform/db.ts";

const MOST = 200;

export type CustomerWhole = {
  readonly who: Who;
  readonly people: readonly { readonly name: string; readonly role: string }[];
  readonly contactPoints: readonly PointShown[];
  readonly accounts: readonly AccountShown[];
  readonly invoices: readonly InvoiceShown[];
  readonly held: readonly HeldShown[];
  readonly plans: readonly PlanLine[];
  readonly mandates: readonly MandateShown[];
  readonly conversation: ConversationShown | null;
};

type Who = {
  readonly customerId: string;
  /** Grows with every fact that can change a decision. */
  readonly factsVersion: bigint;
  readonly reference: string;
  readonly name: string;
  readonly kind: string;
  readonly language: string;
  readonly country: string;
  readonly zone: string | null;
  readonly segment: string | null;
  readonly payday: number | null;
  readonly createdAt: Temporal.Instant;
  readonly erasedAt: Temporal.Instant | null;
  /** By which the customer can prove who they are, without a link. */
  readonly factors: readonly string[];
};

type AccountShown = {
  readonly currency: string;
  readonly openMinor: bigint;
  readonly overdueMinor: bigint;
  readonly oldestDueOn: Temporal.PlainDate | null;
  readonly creditMinor: bigint;
  readonly paidMinor: bigint;
  readonly decision: string | null;
  readonly reason: string | null;
  readonly nextStep: string | null;
  readonly nextLookAt: Temporal.Instant | null;
  /** The rung that was taken last in the open episode. */
  readonly lastStep: string | null;
  readonly episodeSince: Temporal.PlainDate | null;
};

type InvoiceShown = {
  readonly reference: string;
  readonly currency: string;
  readonly issuedOn: Temporal.PlainDate | null;
  readonly dueOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly settledBy: string | null;
  readonly overdueDays: number;
  /** Kinds of what holds it by name now. */
  readonly held: readonly string[];
};

type HeldShown = {
  readonly holdId: string;
  readonly kind: string;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
  readonly until: Temporal.PlainDate | null;
  readonly reason: string | null;
  readonly placedAt: Temporal.Instant;
  readonly placedBy: string;
  readonly invoices: readonly string[];
  readonly promiseId: string | null;
  readonly planId: string | null;
  readonly dueOn: Temporal.PlainDate | null;
  readonly receivedMinor: bigint | null;
};

type MandateShown = {
  readonly reference: string;
  readonly state: string;
  readonly nextStrikeOn: Temporal.PlainDate | null;
  readonly nextAmountMinor: bigint | null;
  readonly currency: string | null;
  readonly nextState: string | null;
};

type ConversationShown = {
  readonly conversationId: string;
  readonly unread: number;
  readonly closed: boolean;
  readonly heldByPerson: string | null;
  readonly lastAt: Temporal.Instant;
};

/** The whole of it, each part bounded. `today` is the client's day. */
export async function customerWhole(
  tx: Tx,
  clientId: string,
  customerId: string,
  { now, today }: { readonly now: Temporal.Instant; readonly today: Temporal.PlainDate },
): Promise<CustomerWhole> {
  return {
    who: await who(tx, clientId, customerId),
    people: await people(tx, clientId, customerId),
    contactPoints: await contactPointsOf(tx, clientId, customerId, now),
    accounts: await accounts(tx, clientId, customerId, today),
    invoices: await invoices(tx, clientId, customerId, today),
    held: await held(tx, clientId, customerId, today),
    plans: (await listPlans(tx, clientId, customerId)).filter(({ state }) => state === "open"),
    mandates: await mandates(tx, clientId, customerId, today),
    conversation: await conversation(tx, clientId, customerId),
  };
}

async function who(tx: Tx, clientId: string, customerId: string): Promise<Who> {
  const { rows } = await sql<Who>`
    select c.customer_id, c.facts_version, c.reference, c.name, c.kind, c.language, c.country, c.zone, c.segment,
      c.payday_day as payday, c.created_at, c.erased_at,
      array(select f.kind from dunlin.customer_factor f
        where f.client_id = c.client_id and f.customer_id = c.customer_id order by f.kind) as factors
    from dunlin.customer c where c.client_id = ${clientId} and c.customer_id = ${customerId}`.execute(
    tx,
  );
  return rows[0]!;
}

async function people(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<{ name: string; role: string }>`
    select name, role from dunlin.person
    where client_id = ${clientId} and customer_id = ${customerId} order by role, name limit ${MOST}`.execute(
    tx,
  );
  return rows;
}

async function accounts(tx: Tx, clientId: string, customerId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<AccountShown>`
    select a.currency, a.outcome as decision, a.reason, a.next_step_id as next_step, a.next_look_at,
      coalesce(i.open, 0)::bigint as open_minor, coalesce(i.overdue, 0)::bigint as overdue_minor, i.oldest as oldest_due_on,
      (coalesce((select sum(c.open_minor) from dunlin.credit c
        where c.client_id = a.client_id and c.account_id = a.account_id and c.open_minor > 0), 0) + p.unallocated)::bigint
        as credit_minor,
      p.paid as paid_minor, e.anchor_on as episode_since,
      (select r.step_id from dunlin.rung r where r.client_id = a.client_id and r.account_id = a.account_id
        and r.anchor = e.episode_id::text and r.outcome = 'taken' order by r.at desc limit 1) as last_step
    from dunlin.account a
    left join lateral (
      select sum(open_minor) as open, sum(open_minor) filter (where due_on < ${today}::date) as overdue, min(due_on) as oldest
      from dunlin.invoice i
      where i.client_id = a.client_id and i.account_id = a.account_id and i.open_minor > 0
    ) i on true
    left join lateral (
      select coalesce(sum(unallocated_minor), 0) as unallocated,
        coalesce(sum(amount_minor - reversed_minor) filter (where kind in ('reported', 'inferred')), 0)::bigint as paid
      from dunlin.payment p where p.client_id = a.client_id and p.account_id = a.account_id
    ) p on true
    left join dunlin.episode e on e.client_id = a.client_id and e.account_id = a.account_id and e.closed_at is null
    where a.client_id = ${clientId} and a.customer_id = ${customerId}
    order by a.currency limit ${MOST}`.execute(tx);
  return rows;
}

async function invoices(tx: Tx, clientId: string, customerId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<InvoiceShown>`
    select i.reference, a.currency, i.issued_on, i.due_on, i.amount_minor, i.open_minor, i.settled_by,
      case when i.open_minor > 0 then greatest(0, ${today}::date - i.due_on) else 0 end as overdue_days,
      array(select distinct h.kind from dunlin.hold_invoice x join dunlin.hold h using (client_id, hold_id)
        where x.client_id = i.client_id and x.invoice_id = i.invoice_id and h.ended_at is null
          and (h.until_on is null or h.until_on >= ${today}::date) order by h.kind) as held
    from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and a.customer_id = ${customerId}
    order by (i.open_minor > 0) desc, case when i.open_minor > 0 then i.due_on end, i.due_on desc, i.reference
    limit ${MOST}`.execute(tx);
  return rows;
}

async function held(tx: Tx, clientId: string, customerId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<HeldShown>`
    select h.hold_id, h.kind, a.currency, coalesce(p.amount_minor, h.amount_minor) as amount_minor, h.until_on as until,
      h.reason, h.placed_at, h.placed_by, p.promise_id, p.plan_id, p.due_on, p.received_minor,
      array(select i.reference from dunlin.hold_invoice x join dunlin.invoice i using (client_id, invoice_id)
        where x.client_id = h.client_id and x.hold_id = h.hold_id order by i.reference) as invoices
    from dunlin.hold h
    left join dunlin.account a using (client_id, account_id)
    left join dunlin.promise p using (client_id, hold_id)
    where h.client_id = ${clientId} and h.customer_id = ${customerId} and h.ended_at is null
      and (h.until_on is null or h.until_on >= ${today}::date)
    order by h.placed_at desc, h.hold_id desc limit ${MOST}`.execute(tx);
  return rows;
}

async function mandates(tx: Tx, clientId: string, customerId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<MandateShown>`
    select m.reference, m.state, d.strike_on as next_strike_on, d.amount_minor as next_amount_minor, d.currency,
      d.state as next_state
    from dunlin.mandate m
    left join lateral (
      select o.strike_on, o.amount_minor, o.currency, o.state from dunlin.debit_order o
      where o.client_id = m.client_id and o.mandate_id = m.mandate_id and o.strike_on >= ${today}::date
      order by o.strike_on limit 1
    ) d on true
    where m.client_id = ${clientId} and m.customer_id = ${customerId}
    order by m.state, m.reference limit ${MOST}`.execute(tx);
  return rows;
}

async function conversation(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<ConversationShown>`
    select conversation_id, unread, closed_at is not null as closed, held_by_person, last_at from dunlin.conversation
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  return rows[0] ?? null;
}
