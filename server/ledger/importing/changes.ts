// What a book would change, in numbers, before it changes anything: read from the temporary tables of the import.
import { sql } from "kysely";
import { bigintAsText } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { one, type Job } from "./job.ts";

/** Who leaves because the whole book does not name them: as many are listed. */
const MOST_LEAVING = 200;
/** Customers of whom it is told what they would hear; beyond them it takes too long to foretell. */
const MOST_FORETOLD = 20_000;

export type MoneyChange = {
  readonly currency: string;
  /** Open invoices less open credits, before and after. */
  readonly before: bigint;
  readonly after: bigint;
  readonly added: bigint;
  readonly risen: bigint;
  readonly fallen: bigint;
  /** Of what falls: invoices that are settled because the book says so, or because they are not in it. */
  readonly settled: bigint;
  readonly absent: bigint;
  /** New credit notes and unallocated cash, less those that were used. */
  readonly credits: bigint;
};

export type Leaving = {
  readonly customer: string;
  readonly name: string;
  readonly invoice: string;
  readonly dueOn: string;
  readonly openMinor: string;
  readonly currency: string;
};

/** What would be said at the next look because of the book. */
export type Heard = {
  /** Why nothing can be foretold; null: it was. */
  readonly unknown: "no_policy" | "too_many" | null;
  readonly customers: number;
  readonly messages: number;
  readonly steps: readonly {
    readonly step: string;
    readonly channel: string;
    readonly messages: number;
  }[];
  /** Messages that wait now and would be decided again. */
  readonly reconsidered: number;
};

/** Foretells, in the transaction in which the book stands, what these customers would hear. */
export type Foretell = (tx: Tx, customerIds: readonly string[]) => Promise<Heard>;

export type Changes = {
  readonly money: readonly MoneyChange[];
  readonly leaving: readonly Leaving[];
  readonly leavingCustomers: number;
  /** Why the book is not applied unless somebody says yes; null: nothing is in its way. */
  readonly guard: string | null;
  readonly guardedFor: "absence" | "order" | null;
  readonly heard: Heard | null;
};

/** Money and leaving customers; before the book is written. */
export async function measureChanges(
  tx: Tx,
  job: Job,
  guard: string | undefined,
): Promise<Omit<Changes, "heard">> {
  return {
    money: await moneyOf(tx, job),
    leaving: await leavingOf(tx, job),
    leavingCustomers: (
      await one<{ count: number }>(
        tx,
        sql`select count(distinct customer_id)::int as count from book_moved where absent`,
      )
    ).count,
    guard: guard ?? null,
    guardedFor:
      guard === undefined ? null : guard.startsWith("this full book") ? "absence" : "order",
  };
}

async function moneyOf(tx: Tx, job: Job): Promise<readonly MoneyChange[]> {
  const { rows } = await sql<Omit<MoneyChange, "after">>`
    with ours as (
      select a.currency, sum(i.open_minor) as minor from dunlin.invoice i
      join dunlin.account a using (client_id, account_id)
      where i.client_id = ${job.clientId} and i.open_minor > 0 group by 1
      union all
      select a.currency, -sum(c.open_minor) from dunlin.credit c
      join dunlin.account a using (client_id, account_id)
      where c.client_id = ${job.clientId} and c.open_minor > 0 group by 1
    ), moved as (
      select currency, 0 as added, greatest(open1 - open0, 0) as risen, greatest(open0 - open1, 0) as fallen,
        case when open1 = 0 and open0 > 0 and not absent then open0 else 0 end as settled,
        case when absent then open0 else 0 end as absent, 0 as credits
      from book_moved
      union all
      select currency, open, 0, 0, 0, 0, 0 from book_invoice where fresh
      union all
      select currency, 0, 0, 0, 0, 0, open from book_credit where fresh
      union all
      select a.currency, 0, 0, 0, 0, 0, m.open1 - m.open0 from book_credit_moved m
      join dunlin.account a on a.client_id = ${job.clientId} and a.account_id = m.account_id
    ), before as (select currency, sum(minor) as minor from ours group by 1)
    select currency, coalesce(min(b.minor), 0)::bigint as before, coalesce(sum(added), 0)::bigint as added,
      coalesce(sum(risen), 0)::bigint as risen, coalesce(sum(fallen), 0)::bigint as fallen,
      coalesce(sum(settled), 0)::bigint as settled, coalesce(sum(absent), 0)::bigint as absent,
      coalesce(sum(credits), 0)::bigint as credits
    from before b full join moved m using (currency) group by currency order by currency`.execute(
    tx,
  );
  return rows.map((row) => ({
    ...row,
    after: row.before + row.added + row.risen - row.fallen - row.credits,
  }));
}

async function leavingOf(tx: Tx, job: Job): Promise<readonly Leaving[]> {
  const { rows } = await sql<Leaving>`
    select c.reference as customer, c.name, m.reference as invoice, m.due0::text as due_on,
      m.open0::text as open_minor, m.currency
    from book_moved m
    join dunlin.customer c on c.client_id = ${job.clientId} and c.customer_id = m.customer_id
    where m.absent order by m.open0 desc, m.reference limit ${MOST_LEAVING}`.execute(tx);
  return rows;
}

/** Asks what would be heard, once the book is written in this transaction. */
export async function foretold(tx: Tx, foretell: Foretell): Promise<Heard> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from book_touched
    union select customer_id from book_customer where fresh
    union select customer_id from book_waiting
    limit ${MOST_FORETOLD + 1}`.execute(tx);
  if (rows.length > MOST_FORETOLD) {
    return { unknown: "too_many", customers: 0, messages: 0, steps: [], reconsidered: 0 };
  }
  return await foretell(
    tx,
    rows.map((row) => row.id),
  );
}

/** As it is kept beside the upload. */
export const changesText = (changes: Changes): string => JSON.stringify(changes, bigintAsText);
