import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { findPointChanges, findRenamed } from "./find-customers.ts";
import { findCreditMoved, findMoved } from "./find-entries.ts";
import { one, temporary, type Job, type Scope } from "./job.ts";

/**
 * Finds what this book changes, under the locks of the customers concerned: first without locks, for all; then, holding the
 * locks, once more for those whom it touches, since what we compare with may have changed in between. Who was not touched at
 * the first look stays so: for them the import came before whatever happened meanwhile.
 */
export async function findChanges(tx: Tx, job: Job): Promise<void> {
  await find(tx, job, () => sql`true`);
  await gatherTouched(tx, job, "book_first");
  const locked = await lock(tx, job);
  if (locked > 0) {
    await sql`drop table book_renamed, book_point_change, book_late, book_moved, book_credit_moved`.execute(
      tx,
    );
    await find(tx, job, (id) => sql`${id} in (select customer_id from book_first)`);
  }
  await gatherTouched(tx, job, "book_touched");
}

async function find(tx: Tx, job: Job, scope: Scope): Promise<void> {
  await findRenamed(tx, job, scope);
  await findPointChanges(tx, job, scope);
  await findMoved(tx, job, scope);
  await findCreditMoved(tx, job, scope);
}

/** Customers that we have already and whose facts this book changes. */
async function gatherTouched(tx: Tx, job: Job, name: string): Promise<void> {
  await temporary(
    tx,
    job,
    name,
    sql`select c.customer_id, c.facts_version as version0
      from dunlin.customer c
      where c.client_id = ${job.clientId} and c.customer_id in (
        select customer_id from book_renamed
        union select customer_id from book_point_change
        union select customer_id from book_moved
        union select customer_id from book_credit_moved
        union select k.customer_id from book_customer k join book_invoice e on e.customer = k.reference
          where e.fresh and not k.fresh
        union select k.customer_id from book_customer k join book_credit e on e.customer = k.reference
          where e.fresh and not k.fresh)`,
  );
}

/** Also locks who waits for fresh books, since they are looked at again; all in the order of their ids. */
async function lock(tx: Tx, job: Job): Promise<number> {
  await temporary(
    tx,
    job,
    "book_waiting",
    sql`select distinct customer_id from dunlin.account
      where client_id = ${job.clientId} and reason = 'stale_books'`,
  );
  const { count } = await one<{ count: number }>(
    tx,
    sql`select count(*)::int as count from (
        select 1 from dunlin.customer
        where client_id = ${job.clientId} and customer_id in (
          select customer_id from book_first union select customer_id from book_waiting)
        order by customer_id for no key update
      ) locked`,
  );
  return count;
}
