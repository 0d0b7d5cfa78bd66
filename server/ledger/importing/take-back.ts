import { sql } from "kysely";
import { assert } from "#platform/errors.ts";
import type { Tx } from "#platform/db.ts";
import { change } from "./change.ts";
import { one, temporary, type Job } from "./job.ts";

/**
 * Makes `book_taken`: which payments give back how much, where the book says that more is open than we thought. What we only
 * inferred goes first, then what was reported before the book (a returned payment); what came in since the book was
 * written is real money and becomes unallocated.
 */
export async function findTaken(tx: Tx, job: Job): Promise<void> {
  await temporary(
    tx,
    job,
    "book_taken",
    sql`with part as (
        select m.invoice_id, l.payment_id, -m.rise as need, sum(l.amount_minor) as minor,
          p.kind = 'reported' and p.received_at > ${job.asOf}::timestamptz as late,
          p.kind = 'reported' as reported, p.received_at
        from book_moved m
        join dunlin.allocation l on l.client_id = ${job.clientId} and l.invoice_id = m.invoice_id
        join dunlin.payment p on p.client_id = l.client_id and p.payment_id = l.payment_id
        where m.rise < 0
        group by m.invoice_id, l.payment_id, m.rise, p.kind, p.received_at
        having sum(l.amount_minor) > 0
      ), queued as (
        select *, coalesce(sum(minor) over (
            partition by invoice_id order by late, reported, received_at desc, payment_id desc
            rows between unbounded preceding and 1 preceding), 0) as before
        from part)
      select invoice_id, payment_id, late, least(minor, need - before)::bigint as minor
      from queued where before < need`,
  );
  const short = await one<{ any: boolean }>(
    tx,
    sql`select exists (
        select from book_moved m
        left join (select invoice_id, sum(minor) as minor from book_taken group by invoice_id) t
          using (invoice_id)
        where m.rise < 0 and -m.rise is distinct from coalesce(t.minor, 0)) as "any"`,
  );
  assert(!short.any, "an invoice has fewer allocations than its open amount says");
}

/** Takes the money back: negative allocation lines, and the payments reversed or unallocated. */
export async function takeBack(tx: Tx, job: Job): Promise<void> {
  await change(
    tx,
    job,
    { entity: "payment", columns: ["reversed_minor", "unallocated_minor"] },
    sql`update dunlin.payment p
      set reversed_minor = p.reversed_minor + t.reversed, unallocated_minor = p.unallocated_minor + t.freed
      from (
        select payment_id, coalesce(sum(minor) filter (where not late), 0)::bigint as reversed,
          coalesce(sum(minor) filter (where late), 0)::bigint as freed
        from book_taken group by payment_id) t
      where p.client_id = ${job.clientId} and p.payment_id = t.payment_id`,
  );
  await sql`
    insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at, batch_id)
    select ${job.clientId}, payment_id, invoice_id, -minor, ${job.now}::timestamptz, ${job.batchId}
    from book_taken`.execute(tx);
}
