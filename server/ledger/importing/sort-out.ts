import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { one, temporary, type Job } from "./job.ts";

/**
 * Finds, in sets, what only the whole book and the ledger can tell: lines that contradict each other, references that belong
 * to somebody else, changed currencies. Leaves `book_rejected`, `book_invoice` and `book_credit` (one row per reference,
 * with our id of it). Returns how many lines repeated an earlier one.
 */
export async function sortOut(tx: Tx, job: Job): Promise<{ duplicates: number }> {
  await temporary(
    tx,
    job,
    "book_rejected",
    sql`select source, line, problem_column as "column", problem_value as value,
        problem_reason as reason, problem_severity as severity, reference, customer
      from book_staged where entry = 'rejected'`,
  );
  await nameCredits(tx);
  const duplicates = await findRepeated(tx, job);
  await findOurs(tx, job);
  await rejectForeign(tx, "book_invoice");
  await rejectForeign(tx, "book_credit");
  return { duplicates };
}

/** Credits without a reference get one from what they are: the same line has the same name in every book. */
async function nameCredits(tx: Tx): Promise<void> {
  await sql`
    with nameless as (
      select source, line,
        concat_ws('/', 'credit', customer, issued_on, currency, coalesce(amount, open)) as name,
        row_number() over (
          partition by customer, issued_on, currency, coalesce(amount, open) order by source, line) as nth
      from book_staged where entry = 'credit' and reference is null)
    update book_staged s set reference = n.name || case when nth > 1 then '#' || nth else '' end
    from nameless n where s.source = n.source and s.line = n.line and s.entry = 'credit'`.execute(
    tx,
  );
}

async function findRepeated(tx: Tx, job: Job): Promise<number> {
  await temporary(
    tx,
    job,
    "book_repeated",
    sql`select entry, reference from book_staged where entry in ('invoice', 'credit')
      group by entry, reference having count(*) > 1`,
  );
  const found = await one<{ any: boolean }>(
    tx,
    sql`select exists (select from book_repeated) as "any"`,
  );
  if (!found.any) return 0;
  // The first line counts, as with readers that see a contradiction themselves; the others repeat it or are rejected.
  await temporary(
    tx,
    job,
    "book_double",
    sql`select source, line, entry, reference, customer, first_line, figures <> first_figures as differs
      from (
        select *, first_value(figures) over spot as first_figures, first_value(line) over spot as first_line,
          row_number() over spot as nth
        from (
          select *, concat_ws('|', customer, coalesce(due_on::text, '-'), amount, open, currency) as figures
          from book_staged join book_repeated using (entry, reference)
        ) s
        window spot as (partition by entry, reference order by source, line)
      ) s
      where nth > 1`,
  );
  await sql`
    insert into book_rejected
    select source, line, '', reference, 'lines ' || first_line || ' and ' || line || ' both hold ' || entry || ' '
      || reference || ', with another amount, due date or customer; line ' || first_line || ' was used',
      'row', reference, customer
    from book_double where differs`.execute(tx);
  // A line that repeats another still stands for its customer, one that contradicts does not.
  const { repeats } = await one<{ repeats: number }>(
    tx,
    sql`with dropped as (
        update book_staged s set entry = case when d.differs then 'dropped' end
        from book_double d
        where s.source = d.source and s.line = d.line and s.entry = d.entry
        returning d.differs)
      select count(*) filter (where not differs)::int as repeats from dropped`,
  );
  return repeats;
}

async function findOurs(tx: Tx, job: Job): Promise<void> {
  await temporary(
    tx,
    job,
    "book_invoice",
    sql`select s.source, s.line, s.customer, s.reference, s.issued_on, s.due_on,
        coalesce(s.amount, s.open) as amount, s.amount is not null as amount_told, s.open, s.currency,
        i.invoice_id is null as fresh, coalesce(i.invoice_id, uuidv7()) as entry_id,
        a.customer_id as owner_id, a.currency as our_currency
      from book_staged s
      left join dunlin.invoice i on i.client_id = ${job.clientId} and i.reference = s.reference
      left join dunlin.account a on a.client_id = i.client_id and a.account_id = i.account_id
      where s.entry = 'invoice'`,
  );
  await temporary(
    tx,
    job,
    "book_credit",
    sql`select s.source, s.line, s.customer, s.reference, s.issued_on,
        coalesce(s.amount, s.open) as amount, s.amount is not null as amount_told, s.open, s.currency,
        c.credit_id is null as fresh, coalesce(c.credit_id, uuidv7()) as entry_id,
        a.customer_id as owner_id, a.currency as our_currency
      from book_staged s
      left join dunlin.credit c on c.client_id = ${job.clientId} and c.reference = s.reference
      left join dunlin.account a on a.client_id = c.client_id and a.account_id = c.account_id
      where s.entry = 'credit'`,
  );
}

async function rejectForeign(tx: Tx, table: "book_invoice" | "book_credit"): Promise<void> {
  const kind = table === "book_invoice" ? "invoice" : "credit";
  await sql`
    with foreign_line as (
      select e.source, e.line, e.reference, e.customer, e.currency, e.our_currency,
        c.reference as owner
      from ${sql.id("pg_temp", table)} e
      join dunlin.customer c on c.client_id = dunlin.current_client() and c.customer_id = e.owner_id
      where not e.fresh and (c.reference <> e.customer or e.our_currency <> e.currency)
    ), gone as (
      update book_staged s set entry = 'dropped' from foreign_line f
      where s.source = f.source and s.line = f.line and s.entry = ${kind}
    ), gone_too as (
      delete from ${sql.id("pg_temp", table)} e using foreign_line f
      where e.source = f.source and e.line = f.line
    )
    insert into book_rejected
    select source, line, '', case when owner <> customer then reference else currency end,
      case when owner <> customer
        then ${kind}::text || ' ' || reference || ' belongs to customer ' || owner || ', not to ' || customer
          || '; give it a reference of its own'
        else ${kind}::text || ' ' || reference || ' is in ' || our_currency || ', here it is in ' || currency
          || '; give it a reference of its own'
      end, 'row', reference, customer
    from foreign_line`.execute(tx);
}
