// News of who has paid, or of the books, makes the books fresh: who waited because they were stale is looked at again.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** Brings the books forward to the instant, never back; books that were never imported stay so. */
export async function freshenBooks(
  tx: Tx,
  clientId: string,
  asOf: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.client set book_as_of = greatest(book_as_of, ${asOf}::timestamptz)
    where client_id = ${clientId} and book_as_of is not null`.execute(tx);
  // Rows are locked in the order of their ids, like everywhere.
  await sql`
    update dunlin.customer set look_at = least(look_at, ${now}::timestamptz)
    where client_id = ${clientId} and customer_id in (
      select c.customer_id from dunlin.customer c
      where c.client_id = ${clientId} and exists (select from dunlin.account a
        where a.client_id = c.client_id and a.customer_id = c.customer_id and a.reason = 'stale_books')
      order by c.customer_id for no key update)`.execute(tx);
}

/** The same as of the instant of a batch: that of its file. */
export async function freshenByBatch(
  tx: Tx,
  clientId: string,
  batchId: string,
  now: Temporal.Instant,
): Promise<void> {
  const { asOf } = await tx
    .selectFrom("batch")
    .select("asOf")
    .where("clientId", "=", clientId)
    .where("batchId", "=", batchId)
    .executeTakeFirstOrThrow();
  await freshenBooks(tx, clientId, asOf, now);
}
