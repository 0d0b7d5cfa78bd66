import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { change } from "./change.ts";
import { temporary, type Job } from "./job.ts";

/** Accounts that the book needs; makes `book_account` with all that its new entries belong to. */
export async function writeAccounts(tx: Tx, job: Job): Promise<void> {
  await temporary(
    tx,
    job,
    "book_wanted",
    sql`select distinct k.customer_id, k.fresh, e.currency
      from (
        select customer, currency from book_invoice where fresh
        union select customer, currency from book_credit where fresh
      ) e join book_customer k on k.reference = e.customer`,
  );
  await sql`
    with added as (
      insert into dunlin.account (client_id, customer_id, currency)
      select ${job.clientId}, customer_id, currency from book_wanted
      on conflict do nothing
      returning account_id, customer_id, currency)
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id)
    select ${job.clientId}, ${job.batchId}, 'account', a.account_id
    from added a join book_wanted w using (customer_id, currency) where not w.fresh`.execute(tx);
  await temporary(
    tx,
    job,
    "book_account",
    sql`select k.reference as customer, w.currency, w.customer_id, a.account_id
      from book_wanted w
      join book_customer k using (customer_id)
      join dunlin.account a on a.client_id = ${job.clientId}
        and a.customer_id = w.customer_id and a.currency = w.currency`,
  );
}

/** New invoices; what was paid of them before we first saw them is a payment of kind `opening`. */
export async function createInvoices(tx: Tx, job: Job): Promise<void> {
  await sql`
    insert into dunlin.invoice (client_id, invoice_id, account_id, reference, issued_on, due_on,
      amount_minor, open_minor, settled_at, settled_by, batch_id, created_at)
    select ${job.clientId}, e.entry_id, a.account_id, e.reference, e.issued_on, e.due_on, e.amount, e.open,
      case when e.open = 0 then ${job.now}::timestamptz end, case when e.open = 0 then 'opening' end,
      ${job.batchId}, ${job.now}::timestamptz
    from book_invoice e join book_account a using (customer, currency)
    where e.fresh`.execute(tx);
  await sql`
    with opening as materialized (
      select uuidv7() as payment_id, e.entry_id, a.account_id, e.currency, e.reference,
        e.amount - e.open as minor
      from book_invoice e join book_account a using (customer, currency)
      where e.fresh and e.open < e.amount
    ), paid as (
      insert into dunlin.payment (client_id, payment_id, account_id, kind, reference, currency,
        amount_minor, unallocated_minor, paid_on, received_at, invoice_reference, batch_id)
      select ${job.clientId}, payment_id, account_id, 'opening', 'opening/' || entry_id, currency,
        minor, 0, ${job.asOfDay}::date, ${job.asOf}::timestamptz, reference, ${job.batchId}
      from opening)
    insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at, batch_id)
    select ${job.clientId}, payment_id, entry_id, minor, ${job.now}::timestamptz, ${job.batchId}
    from opening`.execute(tx);
}

/** What the book changes of our invoices; money that it implies becomes a payment of kind `inferred` or `absence`. */
export async function moveInvoices(tx: Tx, job: Job): Promise<void> {
  await sql`
    with paid as (
      insert into dunlin.payment (client_id, payment_id, account_id, kind, reference, currency,
        amount_minor, unallocated_minor, paid_on, received_at, invoice_reference, batch_id)
      select ${job.clientId}, m.payment_id, m.account_id, case when m.absent then 'absence' else 'inferred' end,
        concat_ws('/', case when m.absent then 'absence' else 'inferred' end, ${job.batchId}::text, m.invoice_id),
        m.currency, m.rise, 0, ${job.asOfDay}::date, ${job.asOf}::timestamptz, m.reference, ${job.batchId}
      from book_moved m where m.rise > 0)
    insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at, batch_id)
    select ${job.clientId}, payment_id, invoice_id, rise, ${job.now}::timestamptz, ${job.batchId}
    from book_moved where rise > 0`.execute(tx);
  const dates = ["due_on", "issued_on", "settled_at"];
  await change(
    tx,
    job,
    { entity: "invoice", columns: ["amount_minor", "open_minor", ...dates, "settled_by"] },
    sql`update dunlin.invoice i
      set amount_minor = m.amount1, open_minor = m.open1, due_on = m.due1, issued_on = m.issued1,
        settled_at = case when m.open1 > 0 then null when m.open0 = 0 then i.settled_at
          else ${job.now}::timestamptz end,
        settled_by = case when m.open1 > 0 then null when m.open0 = 0 then i.settled_by
          when m.absent then 'absence' when m.rise > 0 then 'inferred' else 'credit' end
      from book_moved m
      where i.client_id = ${job.clientId} and i.invoice_id = m.invoice_id`,
  );
}

export async function writeCredits(tx: Tx, job: Job): Promise<void> {
  await sql`
    insert into dunlin.credit (client_id, credit_id, account_id, reference, issued_on, amount_minor,
      open_minor, batch_id, created_at)
    select ${job.clientId}, e.entry_id, a.account_id, e.reference, e.issued_on, e.amount, e.open,
      ${job.batchId}, ${job.now}::timestamptz
    from book_credit e join book_account a using (customer, currency)
    where e.fresh`.execute(tx);
  await change(
    tx,
    job,
    { entity: "credit", columns: ["amount_minor", "open_minor", "issued_on"] },
    sql`update dunlin.credit c
      set amount_minor = m.amount1, open_minor = m.open1, issued_on = m.issued1
      from book_credit_moved m
      where c.client_id = ${job.clientId} and c.credit_id = m.credit_id`,
  );
}
