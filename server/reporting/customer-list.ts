// Customers in lists: found by what people know of them, filtered, in the order that is asked for, page by page.
import { sql, type RawBuilder } from "kysely";
import { readSearch, searchCondition } from "#reporting/customer-search.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

export const CUSTOMER_SORTS = ["reference", "name", "overdue", "oldest", "next"] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];
/** What stops or changes collection, as filters name it. */
export const HELD_BY = ["promise", "dispute", "hold", "none"] as const;

export type CustomerLine = {
  readonly customerId: string;
  readonly reference: string;
  readonly name: string;
  readonly kind: string;
  readonly language: string;
  readonly country: string;
  readonly zone: string | null;
  readonly segment: string | null;
  readonly createdAt: Temporal.Instant;
  /** Open invoices by currency, in minor units as text; overdue ones by the client's day. */
  readonly open: readonly {
    readonly currency: string;
    readonly minor: string;
    readonly overdue: string;
  }[];
  readonly oldestDueOn: Temporal.PlainDate | null;
  /** The standing answer of the account that is looked at next. */
  readonly decision: string | null;
  readonly reason: string | null;
  readonly nextStep: string | null;
  readonly nextLookAt: Temporal.Instant | null;
  /** Kinds of what holds now. */
  readonly held: readonly string[];
  readonly unread: number;
};

export type CustomerFilter = {
  /** A name, a number, a reference of theirs or of an invoice, a mailbox, an id; forgiving. */
  readonly search?: string | undefined;
  /** Something is open. */
  readonly owing?: boolean | undefined;
  /** Something is overdue, the oldest of it for at least so many days. */
  readonly overdueDays?: number | undefined;
  readonly held?: (typeof HELD_BY)[number] | undefined;
  readonly nextStep?: string | undefined;
  readonly reason?: string | undefined;
  readonly segment?: string | undefined;
  readonly language?: string | undefined;
  readonly unread?: boolean | undefined;
};

type Asking = CustomerFilter & {
  readonly sort: CustomerSort;
  readonly limit: number;
  /** `cursorOf` the last line that was seen. */
  readonly after?: string | undefined;
  /** The client's: sums that are compared are in it. */
  readonly currency: string;
  readonly country: string;
  readonly today: Temporal.PlainDate;
};

type Sorted = CustomerLine & { readonly sortKey: string };

// What is sorted by, as text for the cursor, and its type. Null where a customer has none of it: those come last.
const KEYS: Readonly<
  Record<CustomerSort, { key: RawBuilder<unknown>; cast: string; down?: true }>
> = {
  reference: { key: sql`c.reference`, cast: "text" },
  name: { key: sql`c.sort_name`, cast: "text" },
  overdue: { key: sql`coalesce(s.overdue, 0)`, cast: "bigint", down: true },
  oldest: { key: sql`coalesce(f.oldest, date '9999-12-31')`, cast: "date" },
  next: { key: sql`coalesce(n.next_at, timestamptz '9999-12-31 00:00Z')`, cast: "timestamptz" },
};

/** One page and the cursor of the next, which is null on the last. */
export async function listCustomers(
  tx: Tx,
  clientId: string,
  asking: Asking,
): Promise<{ readonly customers: readonly CustomerLine[]; readonly next: string | null }> {
  const { sort, limit, after } = asking;
  const { key, down } = KEYS[sort];
  const where = [...(await conditions(tx, clientId, asking))];
  if (after !== undefined) where.push(behind(sort, after));
  const order = down ? sql`${key} desc, c.customer_id` : sql`${key}, c.customer_id`;
  const { rows } = await sql<Sorted>`
    with page as materialized (
      select c.customer_id, ${key} as key
      from dunlin.customer c ${figures(clientId, asking)}
      where ${sql.join(where, sql` and `)}
      order by ${order} limit ${limit}
    )
    select c.customer_id, c.reference, c.name, c.kind, c.language, c.country, c.zone, c.segment, c.created_at, o.open,
      o.oldest_due_on, a.outcome as decision, a.reason, a.next_step_id as next_step, a.next_look_at,
      array(select distinct h.kind from dunlin.hold h where h.client_id = c.client_id and h.customer_id = c.customer_id
        and ${isLive(asking.today)} order by h.kind) as held,
      coalesce((select v.unread from dunlin.conversation v
        where v.client_id = c.client_id and v.customer_id = c.customer_id), 0) as unread,
      p.key::text as sort_key
    from page p
    join dunlin.customer c on c.client_id = ${clientId} and c.customer_id = p.customer_id
    cross join lateral (${openOf(asking.today)}) o
    left join lateral (
      select a.outcome, a.reason, a.next_step_id, a.next_look_at from dunlin.account a
      where a.client_id = c.client_id and a.customer_id = c.customer_id
      order by a.next_look_at nulls last, a.currency limit 1
    ) a on true
    order by ${down ? sql`p.key desc` : sql`p.key`}, p.customer_id`.execute(tx);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { customers: rows, next: last ? cursorOf(sort, last) : null };
}

/** How many there are, over all pages. */
export async function countCustomers(tx: Tx, clientId: string, asking: Asking): Promise<number> {
  const where = await conditions(tx, clientId, asking);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.customer c ${figures(clientId, { ...asking, sort: "reference" })}
    where ${sql.join(where, sql` and `)}`.execute(tx);
  return rows[0]!.count;
}

// By reference the cursor is the reference alone: it is unique.
const cursorOf = (sort: CustomerSort, { customerId, reference, sortKey }: Sorted): string =>
  sort === "reference" ? reference : `${sortKey}~${customerId}`;

const CURSOR = /^(.{0,300})~([0-9a-f-]{36})$/s;

function behind(sort: CustomerSort, after: string): RawBuilder<unknown> {
  if (sort === "reference") return sql`c.reference > ${after}`;
  const { key, cast, down } = KEYS[sort];
  const [, last, id] = CURSOR.exec(after) ?? [];
  if (last === undefined || id === undefined || !isKey(cast, last)) {
    throw new UserError(`cursor "${after}" is none of this list; give the next_cursor of a page`);
  }
  const value = sql`${last}::${sql.raw(cast)}`;
  return down
    ? sql`(${key} < ${value} or (${key} = ${value} and c.customer_id > ${id}::uuid))`
    : sql`(${key}, c.customer_id) > (${value}, ${id}::uuid)`;
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  bigint: /^\d{1,18}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/,
};
const isKey = (cast: string, text: string): boolean => SHAPES[cast]?.test(text) ?? true;

const isLive = (today: Temporal.PlainDate) =>
  sql`h.ended_at is null and (h.until_on is null or h.until_on >= ${today}::date)`;

/** Sums and soonest steps of everybody, joined only when the list is sorted or filtered by them. */
function figures(clientId: string, { sort, currency, today, ...filter }: Asking) {
  const { owing, overdueDays } = filter;
  const isByAge = sort === "oldest" || owing === true || overdueDays !== undefined;
  return sql`
    ${
      sort === "overdue"
        ? sql`left join dunlin.account b
            on b.client_id = c.client_id and b.customer_id = c.customer_id and b.currency = ${currency}
          left join (
            select account_id, sum(open_minor)::bigint as overdue from dunlin.invoice
            where client_id = ${clientId} and open_minor > 0 and due_on < ${today}::date group by account_id
          ) s on s.account_id = b.account_id`
        : sql``
    }
    ${
      isByAge
        ? sql`left join (
            select a.customer_id, min(i.oldest) as oldest
            from (select account_id, min(due_on) as oldest from dunlin.invoice
              where client_id = ${clientId} and open_minor > 0 group by account_id) i
            join dunlin.account a on a.client_id = ${clientId} and a.account_id = i.account_id
            group by a.customer_id
          ) f on f.customer_id = c.customer_id`
        : sql``
    }
    ${
      sort === "next"
        ? sql`left join (
            select customer_id, min(next_look_at) as next_at from dunlin.account
            where client_id = ${clientId} and next_step_id is not null group by customer_id
          ) n on n.customer_id = c.customer_id`
        : sql``
    }`;
}

async function conditions(tx: Tx, clientId: string, asking: Asking) {
  const { search, owing, overdueDays, today, segment, language, unread } = asking;
  const account = (condition: RawBuilder<unknown>) =>
    sql`c.customer_id in (select a.customer_id from dunlin.account a where a.client_id = ${clientId} and ${condition})`;
  return [
    sql`c.client_id = ${clientId}`,
    ...(search === undefined
      ? []
      : [await searchCondition(tx, clientId, readSearch(search, asking.country))]),
    ...(owing === true ? [sql`f.oldest is not null`] : []),
    ...(overdueDays === undefined
      ? []
      : [sql`f.oldest <= ${today.subtract({ days: Math.max(1, overdueDays) })}::date`]),
    ...(asking.held === undefined ? [] : [heldBy(clientId, asking.held, today)]),
    ...(asking.nextStep === undefined ? [] : [account(sql`a.next_step_id = ${asking.nextStep}`)]),
    ...(asking.reason === undefined ? [] : [account(sql`a.reason = ${asking.reason}`)]),
    ...(segment === undefined ? [] : [sql`c.segment = ${segment}`]),
    ...(language === undefined ? [] : [sql`c.language = ${language}`]),
    ...(unread === true
      ? [
          sql`c.customer_id in (select customer_id from dunlin.conversation
            where client_id = ${clientId} and unread > 0 and customer_id is not null)`,
        ]
      : []),
  ];
}

function heldBy(clientId: string, by: (typeof HELD_BY)[number], today: Temporal.PlainDate) {
  const kinds = {
    none: sql`true`,
    promise: sql`h.kind = 'promise'`,
    dispute: sql`h.kind = 'dispute'`,
    hold: sql`h.kind not in ('promise', 'dispute')`,
  }[by];
  const held = sql`exists (select from dunlin.hold h
    where h.client_id = ${clientId} and h.customer_id = c.customer_id and ${isLive(today)} and ${kinds})`;
  return by === "none" ? sql`not ${held}` : held;
}

const openOf = (today: Temporal.PlainDate) => sql`
  select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor::text, 'overdue', overdue::text)
    order by currency), '[]') as open, min(oldest) as oldest_due_on
  from (
    select a.currency, sum(i.open_minor) as minor, min(i.due_on) as oldest,
      coalesce(sum(i.open_minor) filter (where i.due_on < ${today}::date), 0) as overdue
    from dunlin.account a join dunlin.invoice i using (client_id, account_id)
    where a.client_id = c.client_id and a.customer_id = c.customer_id and i.open_minor > 0
    group by a.currency
  ) s`;
