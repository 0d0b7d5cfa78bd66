import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";
import { temporary, type Job, type Scope } from "./job.ts";

/**
 * Makes `book_late`: what reported payments after the book's instant gave to invoices. The book can't know of them, so they
 * are taken off what it says is open.
 */
async function findLate(tx: Tx, job: Job): Promise<void> {
  await temporary(
    tx,
    job,
    "book_late",
    sql`select l.invoice_id, sum(l.amount_minor)::bigint as minor
      from dunlin.payment p
      join dunlin.allocation l on l.client_id = p.client_id and l.payment_id = p.payment_id
      where p.client_id = ${job.clientId} and p.kind = 'reported' and p.received_at > ${job.asOf}::timestamptz
      group by l.invoice_id having sum(l.amount_minor) > 0`,
  );
}

/**
 * Makes `book_moved`: our invoices that this book changes, with their figures before (0) and after (1). `rise` is by how much
 * the money allocated to the invoice grows; below zero it is taken back.
 */
export async function findMoved(tx: Tx, job: Job, scope: Scope): Promise<void> {
  await findLate(tx, job);
  await temporary(
    tx,
    job,
    "book_moved",
    sql`select *, (amount1 - open1) - (amount0 - open0) as rise, uuidv7() as payment_id
      from (${inBook(job, scope)} ${job.full ? sql`union all ${absent(job, scope)}` : sql``}) m
      where (amount0, open0, due0, issued0) is distinct from (amount1, open1, due1, issued1)`,
  );
}

const inBook = (job: Job, scope: Scope) => sql`
  select i.invoice_id, i.reference, i.account_id, e.owner_id as customer_id, e.currency, false as absent,
    i.amount_minor as amount0, i.open_minor as open0, i.due_on as due0, i.issued_on as issued0,
    -- A book without a column for it does not say what the amount once was.
    case when e.amount_told then e.amount else greatest(i.amount_minor, e.open) end as amount1,
    greatest(0, e.open - coalesce(r.minor, 0)) as open1,
    e.due_on as due1, coalesce(e.issued_on, i.issued_on) as issued1
  from book_invoice e
  join dunlin.invoice i on i.client_id = ${job.clientId} and i.invoice_id = e.entry_id
  left join book_late r on r.invoice_id = e.entry_id
  where not e.fresh and ${scope(sql`e.owner_id`)}`;

const absent = (job: Job, scope: Scope) => sql`
  select i.invoice_id, i.reference, i.account_id, a.customer_id, a.currency, true,
    i.amount_minor, i.open_minor, i.due_on, i.issued_on, i.amount_minor, 0, i.due_on, i.issued_on
  from dunlin.invoice i
  join dunlin.account a on a.client_id = i.client_id and a.account_id = i.account_id
  where i.client_id = ${job.clientId} and i.open_minor > 0 and ${scope(sql`a.customer_id`)}
    and not exists (select from book_invoice e where e.entry_id = i.invoice_id)
    and ${spared(job, "invoice", sql`i.reference`, sql`a.customer_id`, sql`i.batch_id`)}`;

/**
 * What does not vanish although the book has no good line for it: what stands on a rejected line, everything of a customer
 * with a rejected line that names no invoice, what only a later book brought, and what another source tells of.
 */
const spared = (
  job: Job,
  type: "invoice" | "credit",
  reference: RawBuilder<unknown>,
  customerId: RawBuilder<unknown>,
  batchId: RawBuilder<unknown>,
) => sql`
  not exists (
    select from book_rejected r where r.severity = 'row' and r.reference = ${reference})
  and not exists (
    select from book_rejected r
    join dunlin.customer c on c.client_id = ${job.clientId} and c.reference = r.customer
    where r.severity = 'row' and r.reference is null and c.customer_id = ${customerId})
  and not exists (
    select from dunlin.batch b
    where b.client_id = ${job.clientId} and b.batch_id = ${batchId} and b.as_of > ${job.asOf}::timestamptz)
  and not ${job.keptElsewhere?.(type, reference) ?? sql`false`}`;

/** Makes `book_credit_moved`: our credits that this book changes or, when it is the whole book, no longer has. */
export async function findCreditMoved(tx: Tx, job: Job, scope: Scope): Promise<void> {
  const vanished = sql`
    union all
    select c.credit_id, c.account_id, a.customer_id, c.amount_minor, c.open_minor, c.issued_on,
      c.amount_minor, 0, c.issued_on
    from dunlin.credit c
    join dunlin.account a on a.client_id = c.client_id and a.account_id = c.account_id
    where c.client_id = ${job.clientId} and c.open_minor > 0 and ${scope(sql`a.customer_id`)}
      and not exists (select from book_credit e where e.entry_id = c.credit_id)
      and ${spared(job, "credit", sql`c.reference`, sql`a.customer_id`, sql`c.batch_id`)}`;
  await temporary(
    tx,
    job,
    "book_credit_moved",
    sql`select * from (
        select c.credit_id, c.account_id, e.owner_id as customer_id,
          c.amount_minor as amount0, c.open_minor as open0, c.issued_on as issued0,
          case when e.amount_told then e.amount else greatest(c.amount_minor, e.open) end as amount1,
          e.open as open1, coalesce(e.issued_on, c.issued_on) as issued1
        from book_credit e
        join dunlin.credit c on c.client_id = ${job.clientId} and c.credit_id = e.entry_id
        where not e.fresh and ${scope(sql`e.owner_id`)}
        ${job.full ? vanished : sql``}
      ) m
      where (amount0, open0, issued0) is distinct from (amount1, open1, issued1)`,
  );
}
