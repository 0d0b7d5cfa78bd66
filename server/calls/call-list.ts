// Whom to phone: the exit of the ladder. It is read, never stored, so whoever pays has dropped off before the next look.
import { sql } from "kysely";
import { callWishes, type CallWish } from "#debits/call-wishes.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import type { Tx } from "#platform/db.ts";
import { rankCalls } from "#policies/call-list.ts";
import { dayAt } from "#policies/day.ts";
import { decide } from "#policies/decide.ts";
import { standingOf } from "#policies/standing.ts";
import type { Policy } from "#policies/types.ts";

export type CallLine = {
  /** The client's own reference of the customer. */
  readonly customer: string;
  readonly name: string;
  readonly phone: string | null;
  readonly language: string;
  readonly currency: string;
  readonly due_minor: bigint;
  readonly days_late: number;
  readonly promises_broken: number;
  /** From 0 to 1: how likely a call brings money, by age of the debt and past behaviour. */
  readonly likelihood: number;
  /** They answered "call me" to the notice of a debit: nothing is ranked before them. */
  readonly asked: boolean;
};

type Row = {
  accountId: string;
  customerId: string;
  reference: string;
  name: string;
  phone: string | null;
  kept: number;
  broken: number;
  invoicesPaid: number;
};

/** Accounts that are ranked at most; a team's day is a small part of it. */
const MOST_CANDIDATES = 20_000;
const PAGE = 1_000;

/**
 * The accounts that a step sent to the call list and that still owe what may be asked for, the most worthwhile first, cut to
 * what the team can phone in a day.
 */
export async function callList(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<CallLine[]> {
  const context = await loadContext(tx, clientId);
  const { policy } = context;
  const asked = (await callWishes(tx, clientId, now)).map(askedLine);
  if (!policy) return asked;
  const rows = await candidates(tx, clientId, now);
  const subjects = await subjectsOf(tx, context, rows, now);
  const byAccount = new Map(subjects.map((subject) => [subject.facts.accountId, subject]));
  const callable = rows.flatMap((row) => {
    const subject = byAccount.get(row.accountId);
    return subject ? callableOf(row, subject, policy, now) : [];
  });
  const details = new Map(rows.map((row) => [row.accountId, row]));
  const asking = new Set(asked.map((line) => line.customer));
  const ranked = rankCalls(callable, policy.callsPerDay).map((one) => {
    const row = details.get(one.accountId)!;
    return {
      customer: row.reference,
      name: row.name,
      phone: row.phone,
      language: byAccount.get(one.accountId)!.facts.language,
      currency: one.currency,
      due_minor: one.dueMinor,
      days_late: one.daysLate,
      promises_broken: row.broken,
      likelihood: one.likelihood,
      asked: false,
    };
  });
  return [...asked, ...ranked.filter((line) => !asking.has(line.customer))];
}

const askedLine = (wish: CallWish): CallLine => ({
  customer: wish.customer,
  name: wish.name,
  phone: wish.phone,
  language: wish.language,
  currency: wish.currency,
  due_minor: wish.amountMinor,
  days_late: 0,
  promises_broken: 0,
  likelihood: 1,
  asked: true,
});

/** Facts are read a page of customers at a time. */
async function subjectsOf(
  tx: Tx,
  context: PlanContext,
  rows: readonly Row[],
  now: Temporal.Instant,
): Promise<Subject[]> {
  const customerIds = [...new Set(rows.map((row) => row.customerId))];
  const subjects: Subject[] = [];
  for (let from = 0; from < customerIds.length; from += PAGE) {
    const page = customerIds.slice(from, from + PAGE);
    subjects.push(...(await loadSubjects(tx, context, page, now)));
  }
  return subjects;
}

function callableOf(row: Row, { facts }: Subject, policy: Policy, now: Temporal.Instant) {
  const at = now.epochMilliseconds;
  const answer = decide(facts, policy, at);
  // Stale books stop messages, and calls with them. What is held is no part of what is due: a hold on one invoice, even
  // where it heads the answer, does not spare the others.
  const stale = answer.decisions.some((decision) => decision.reason === "stale_books");
  const today = dayAt(at, facts.zones[0] ?? "UTC");
  const { oldestOn } = standingOf(facts, today);
  const closed = answer.episode.change === "close" || answer.dueMinor <= 0n;
  if (stale || closed || oldestOn === undefined) return [];
  return [
    {
      accountId: row.accountId,
      currency: facts.currency,
      dueMinor: answer.dueMinor,
      daysLate: today - oldestOn,
      promisesKept: row.kept,
      promisesBroken: row.broken,
      invoicesPaid: row.invoicesPaid,
    },
  ];
}

async function candidates(tx: Tx, clientId: string, now: Temporal.Instant): Promise<Row[]> {
  const lastYear = now.subtract({ hours: 24 * 365 });
  const { rows } = await sql<Row>`
    select a.account_id, a.customer_id, c.reference, c.name,
      (select p.address from dunlin.contact_point p
        left join dunlin.address s on s.client_id = p.client_id and s.channel = 'voice' and s.address = p.address
        where p.client_id = a.client_id and p.customer_id = a.customer_id and p.kind = 'phone'
          and p.retired_at is null and p.wrong_person_at is null and s.opted_out_at is null and s.dead_at is null
        order by p.rank, p.created_at limit 1) as phone,
      (select count(*)::int from dunlin.promise p where p.client_id = a.client_id and p.account_id = a.account_id
        and p.state = 'kept' and p.decided_at > ${lastYear}) as kept,
      (select count(*)::int from dunlin.promise p where p.client_id = a.client_id and p.account_id = a.account_id
        and p.state in ('broken', 'part_kept') and p.decided_at > ${lastYear}) as broken,
      (select count(*)::int from dunlin.invoice i where i.client_id = a.client_id and i.account_id = a.account_id
        and i.settled_by in ('payment', 'inferred') and i.settled_at > ${lastYear}) as invoices_paid
    from dunlin.episode e
    join dunlin.account a using (client_id, account_id)
    join dunlin.customer c using (client_id, customer_id)
    where e.client_id = ${clientId} and e.closed_at is null
      and exists (select from dunlin.rung r where r.client_id = e.client_id and r.account_id = e.account_id
        and r.anchor = e.episode_id::text and 'call_list' = any(r.exits))
    order by e.opened_at, a.account_id limit ${MOST_CANDIDATES}
  `.execute(tx);
  return rows;
}
