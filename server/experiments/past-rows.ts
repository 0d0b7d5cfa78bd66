// What the tables still know of a stretch of days, in sets: one statement a table for some hundred customers.
import { sql } from "kysely";
import { groupBy } from "#ledger/owing.ts";
import type { Channel } from "#messages/route.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import type { Day, EpochMs, HoldKind } from "#policies/types.ts";

export type Stretch = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly customerIds: readonly string[];
  readonly accountIds: readonly string[];
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
};

const ms = (column: string) => sql.raw(`extract(epoch from ${column})::float8 * 1000`);

export type PastInvoice = {
  accountId: string;
  id: string;
  dueOn: Day;
  amountMinor: bigint;
  createdAt: EpochMs;
};

/** Invoices that were open at any time of it. */
export async function pastInvoices({ tx, clientId, accountIds, from, to }: Stretch) {
  const { rows } = await sql<PastInvoice>`
    select account_id as "accountId", invoice_id as id, due_on - date '1970-01-01' as "dueOn",
      amount_minor as "amountMinor", ${ms("created_at")} as "createdAt"
    from dunlin.invoice
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and created_at < ${to}
      and (open_minor > 0 or settled_at >= ${from})
    order by due_on, invoice_id`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

export type PastAllocation = { invoiceId: string; minor: bigint; at: EpochMs };

/** What was allocated to invoices, whenever. */
export async function pastAllocations(
  { tx, clientId }: Pick<Stretch, "tx" | "clientId">,
  invoiceIds: readonly string[],
) {
  const { rows } = await sql<PastAllocation>`
    select invoice_id as "invoiceId", amount_minor as minor, ${ms("at")} as at from dunlin.allocation
    where client_id = ${clientId} and invoice_id = any(${invoiceIds}::uuid[]) order by at`.execute(
    asNamed(tx),
  );
  return groupBy(
    rows,
    (row) => row.invoiceId,
    (row) => row,
  );
}

export type PastCredit = { accountId: string; minor: bigint; at: EpochMs };

/** Changes of what stands to an account's credit: credit notes, and money until it was allocated. */
export async function pastCredits({ tx, clientId, accountIds, from, to }: Stretch) {
  const { rows } = await sql<PastCredit>`
    with money as (
      select payment_id, account_id, amount_minor - reversed_minor as minor, received_at from dunlin.payment
      where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and received_at < ${to}
        and (unallocated_minor > 0 or received_at >= ${from})
    )
    select account_id as "accountId", open_minor as minor, ${ms("created_at")} as at from dunlin.credit
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and open_minor > 0
    union all
    select account_id, minor, ${ms("received_at")} from money
    union all
    select m.account_id, -a.amount_minor, ${ms("a.at")} from money m
    join dunlin.allocation a on a.client_id = ${clientId} and a.payment_id = m.payment_id
    order by at`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

export type PastHold = {
  owner: string;
  id: string;
  kind: HoldKind;
  amountMinor: bigint | null;
  until: Day | null;
  invoiceIds: string[] | null;
  placedAt: EpochMs;
  endedAt: EpochMs | null;
};

/** Holds that were in force at any time of it, by account or customer. */
export async function pastHolds({ tx, clientId, customerIds, from, to }: Stretch) {
  const { rows } = await sql<PastHold>`
    select coalesce(h.account_id, h.customer_id) as owner, h.hold_id as id, h.kind, h.amount_minor as "amountMinor",
      h.until_on - date '1970-01-01' as until, ${ms("h.placed_at")} as "placedAt", ${ms("h.ended_at")} as "endedAt",
      (select array_agg(i.invoice_id) from dunlin.hold_invoice i
        where i.client_id = h.client_id and i.hold_id = h.hold_id) as "invoiceIds"
    from dunlin.hold h
    where h.client_id = ${clientId} and h.customer_id = any(${customerIds}::uuid[]) and h.placed_at < ${to}
      and (h.ended_at is null or h.ended_at >= ${from})
    order by h.placed_at, h.hold_id`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.owner,
    (row) => row,
  );
}

export type PastPromise = {
  accountId: string;
  id: string;
  dueOn: Day;
  until: Day;
  leftMinor: bigint;
  madeAt: EpochMs;
  decidedAt: EpochMs | null;
};

/** Promises that were open at any time of it. */
export async function pastPromises({ tx, clientId, accountIds, from, to }: Stretch) {
  const { rows } = await sql<PastPromise>`
    select account_id as "accountId", promise_id as id, due_on - date '1970-01-01' as "dueOn",
      due_on + tolerance_days - date '1970-01-01' as until,
      case when state = 'open' then amount_minor - received_minor else amount_minor end as "leftMinor",
      ${ms("made_at")} as "madeAt", ${ms("decided_at")} as "decidedAt"
    from dunlin.promise
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and made_at < ${to}
      and (decided_at is null or decided_at >= ${from})
    order by due_on, made_at, promise_id`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

export type PastPoint = {
  id: string;
  channel: Channel;
  createdAt: EpochMs;
  optedOutAt: EpochMs | null;
  deadAt: EpochMs | null;
};

/** Since when contact points are known, and since when nothing may be said there, by "id channel". */
export async function pastPoints({ tx, clientId, customerIds }: Stretch) {
  const { rows } = await sql<PastPoint>`
    select p.contact_point_id as id, c.channel, ${ms("p.created_at")} as "createdAt",
      ${ms("a.opted_out_at")} as "optedOutAt", ${ms("a.dead_at")} as "deadAt"
    from dunlin.contact_point p
    cross join lateral unnest(case p.kind when 'phone' then array['sms', 'voice', 'whatsapp']
      when 'mailbox' then array['email'] else array[p.kind] end) as c (channel)
    left join dunlin.address a on a.client_id = p.client_id and a.channel = c.channel and a.address = p.address
    where p.client_id = ${clientId} and p.customer_id = any(${customerIds}::uuid[]) and p.retired_at is null`.execute(
    asNamed(tx),
  );
  return new Map(rows.map((row) => [`${row.id} ${row.channel}`, row]));
}

export type PastMessage = {
  accountId: string;
  stepId: string | null;
  anchor: string | null;
  channel: Channel;
  template: string;
  contactPointId: string | null;
  at: EpochMs;
};

/** What really went out in it, and what counted for caps at its beginning. */
export async function pastMessages({ tx, clientId, accountIds, from, to }: Stretch) {
  const { rows } = await sql<PastMessage>`
    select account_id as "accountId", step_id as "stepId", anchor, channel, template,
      contact_point_id as "contactPointId", ${ms("coalesce(handed_over_at, not_before)")} as at
    from dunlin.message
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and class in ('collection', 'notice')
      and state in ('handed_over', 'delivered', 'failed', 'uncertain')
      and coalesce(handed_over_at, not_before) >= ${from}::timestamptz - interval '40 days'
      and coalesce(handed_over_at, not_before) < ${to} and attempt > 0
    order by at`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

export type PastEpisode = { accountId: string; id: string; anchorOn: Day; shiftDays: number };

/** Episodes that were open when it began. */
export async function pastEpisodes({ tx, clientId, accountIds, from }: Stretch) {
  const { rows } = await sql<PastEpisode>`
    select account_id as "accountId", episode_id as id, anchor_on - date '1970-01-01' as "anchorOn",
      shift_days as "shiftDays"
    from dunlin.episode
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and opened_at < ${from}
      and (closed_at is null or closed_at >= ${from})`.execute(asNamed(tx));
  return new Map(rows.map((row) => [row.accountId, row]));
}

export type PastRung = {
  accountId: string;
  stepId: string;
  anchor: string;
  onDay: Day;
  outcome: "taken" | "superseded";
  deliveredAt: EpochMs | null;
};

/** Rungs that were behind the accounts when it began. */
export async function pastRungs({ tx, clientId, accountIds, from }: Stretch) {
  const { rows } = await sql<PastRung>`
    select r.account_id as "accountId", r.step_id as "stepId", r.anchor,
      r.on_day - date '1970-01-01' as "onDay", r.outcome,
      (select ${ms("min(coalesce(m.delivered_at, case when m.channel = 'email' then m.handed_over_at end))")}
        from dunlin.message m where m.client_id = r.client_id and m.account_id = r.account_id
          and m.anchor = r.anchor and m.step_id = r.step_id) as "deliveredAt"
    from dunlin.rung r
    where r.client_id = ${clientId} and r.account_id = any(${accountIds}::uuid[]) and r.at < ${from}
      and (r.at > ${from}::timestamptz - interval '40 days'
        or length(r.anchor) = 10 and r.anchor >= to_char(${from}::timestamptz - interval '2 days', 'YYYY-MM-DD')
        or exists (select from dunlin.episode e where e.client_id = r.client_id and e.account_id = r.account_id
          and e.episode_id::text = r.anchor and (e.closed_at is null or e.closed_at >= ${from})))
    order by r.at, r.step_id`.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

export type PastBook = { readonly at: EpochMs; readonly asOf: EpochMs };

/** When books came, and of when they were; of the whole client. */
export async function pastBooks(
  tx: Tx,
  clientId: string,
  to: Temporal.Instant,
): Promise<readonly PastBook[]> {
  const { rows } = await sql<PastBook>`
    select ${ms("applied_at")} as at, ${ms("as_of")} as "asOf" from dunlin.batch
    where client_id = ${clientId} and applied_at < ${to} and state = 'applied'
    order by applied_at desc limit 10000`.execute(asNamed(tx));
  return rows.toReversed();
}
