/** Invariant 4: the ledger adds up. */
import { sql } from "kysely";
import type { Invariant } from "./verdict.ts";

/** What is wrong with a payment, by the sum of its allocations. */
const payments = (clientId: string) => sql`
  select array['pay_' || p.payment_id] as rows,
    case when s.minor > p.amount_minor - p.reversed_minor
      then format('%s allocated of a payment of %s, of which %s was reversed', s.minor, p.amount_minor, p.reversed_minor)
      else format('%s unallocated, but %s less %s reversed less %s allocated is %s', p.unallocated_minor, p.amount_minor,
        p.reversed_minor, s.minor, p.amount_minor - p.reversed_minor - s.minor) end as why
  from dunlin.payment p
  left join (
    select payment_id, sum(amount_minor) as minor from dunlin.allocation
    where client_id = ${clientId} group by payment_id
  ) l using (payment_id)
  cross join lateral (select coalesce(l.minor, 0) as minor) s
  where p.client_id = ${clientId}
    and (s.minor > p.amount_minor - p.reversed_minor
      or p.unallocated_minor <> p.amount_minor - p.reversed_minor - s.minor)`;

/** What is wrong with an invoice, by the sum of what was allocated to it. */
const invoices = (clientId: string) => sql`
  select array['inv_' || i.invoice_id] as rows,
    case when i.open_minor < 0 or i.open_minor <> i.amount_minor - s.minor
      then format('%s open, but %s less %s allocated is %s', i.open_minor, i.amount_minor, s.minor, i.amount_minor - s.minor)
      else format('%s open and %s', i.open_minor,
        case when i.settled_at is null then 'not settled' else 'settled' end) end as why
  from dunlin.invoice i
  left join (
    select invoice_id, sum(amount_minor) as minor from dunlin.allocation
    where client_id = ${clientId} group by invoice_id
  ) l using (invoice_id)
  cross join lateral (select coalesce(l.minor, 0) as minor) s
  where i.client_id = ${clientId}
    and (i.open_minor < 0 or i.open_minor <> i.amount_minor - s.minor
      or (i.open_minor = 0) <> (i.settled_at is not null))`;

/** Money goes to invoices of its own account and currency, and nothing is taken back that was not given. */
const lines = (clientId: string) => sql`
  select array['pay_' || l.payment_id, 'inv_' || l.invoice_id] as rows,
    case when p.account_id is distinct from i.account_id then 'allocated to an invoice of another account'
      when p.currency <> a.currency then format('%s allocated to an invoice in %s', p.currency, a.currency)
      else format('%s more was taken back than had been allocated', -l.minor) end as why
  from (
    select payment_id, invoice_id, sum(amount_minor) as minor from dunlin.allocation
    where client_id = ${clientId} group by payment_id, invoice_id
  ) l
  join dunlin.payment p on p.client_id = ${clientId} and p.payment_id = l.payment_id
  join dunlin.invoice i on i.client_id = ${clientId} and i.invoice_id = l.invoice_id
  join dunlin.account a on a.client_id = ${clientId} and a.account_id = i.account_id
  where p.account_id is distinct from i.account_id or p.currency <> a.currency or l.minor < 0`;

const credits = (clientId: string) => sql`
  select array['crn_' || credit_id] as rows, format('%s open of a credit of %s', open_minor, amount_minor) as why
  from dunlin.credit where client_id = ${clientId} and open_minor not between 0 and amount_minor`;

export const money: Invariant = {
  id: 4,
  name: "the ledger adds up",
  async judge(scope, found) {
    const { tx, clientId } = scope;
    await found.count(scope, "payment", "invoice", "credit");
    for (const statement of [payments, invoices, lines, credits])
      await found.collect(tx, statement(clientId));
  },
};
