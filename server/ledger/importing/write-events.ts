import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Job } from "./job.ts";

/** Appends what this book did to each customer, invoice and credit; minor units travel as text. */
export async function writeEvents(tx: Tx, job: Job): Promise<void> {
  const insert = sql`insert into dunlin.event (client_id, at, kind, customer_id, account_id, actor, cause, body)`;
  const head = sql`${job.clientId}, ${job.now}::timestamptz`;
  const tail = sql`${job.actor}, ${job.batchId}::text`;
  await sql`${insert}
    select ${head}, case when fresh then 'customer.created' else 'customer.updated' end,
      customer_id, null, ${tail}, '{}'
    from book_customer k
    where fresh or customer_id in (select customer_id from book_renamed)
      or customer_id in (select customer_id from book_point_change)`.execute(tx);
  await sql`${insert}
    select ${head}, 'invoice.created', a.customer_id, a.account_id, ${tail},
      jsonb_build_object('invoice_id', e.entry_id, 'amount_minor', e.amount::text, 'open_minor', e.open::text)
    from book_invoice e join book_account a using (customer, currency) where e.fresh`.execute(tx);
  await sql`${insert}
    select ${head},
      case when open1 = 0 and open0 > 0 then 'invoice.settled'
        when open1 > 0 and open0 = 0 then 'invoice.reopened' else 'invoice.updated' end,
      customer_id, account_id, ${tail},
      jsonb_build_object('invoice_id', invoice_id, 'amount_minor', amount1::text, 'open_minor', open1::text,
        'open_minor_before', open0::text, 'by', case when absent then 'absence'
          when rise > 0 then 'inferred' when rise < 0 then 'taken_back' else 'correction' end)
    from book_moved`.execute(tx);
  await sql`${insert}
    select ${head}, 'credit.created', a.customer_id, a.account_id, ${tail},
      jsonb_build_object('credit_id', e.entry_id, 'amount_minor', e.amount::text, 'open_minor', e.open::text)
    from book_credit e join book_account a using (customer, currency) where e.fresh`.execute(tx);
  await sql`${insert}
    select ${head}, case when open1 = 0 and open0 > 0 then 'credit.settled' else 'credit.updated' end,
      customer_id, account_id, ${tail},
      jsonb_build_object('credit_id', credit_id, 'amount_minor', amount1::text, 'open_minor', open1::text)
    from book_credit_moved`.execute(tx);
}
