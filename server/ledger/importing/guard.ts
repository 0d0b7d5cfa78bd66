import { sql } from "kysely";
import { formatMoney } from "#platform/money.ts";
import type { Tx } from "#platform/db.ts";
import { one, type Job } from "./job.ts";

/** A full book that would settle more than this share by absence, of invoices or of money, needs a second word. */
const ABSENCE_LIMIT_PERCENT = 20n;

type Figures = { readonly currency: string; readonly open: bigint; readonly absent: bigint };

/**
 * Why this full book had better not be applied, or undefined: too many open invoices, or too much open money of a currency,
 * would be settled because they are not in it. Rejected rows that name neither invoice nor customer count as missing.
 */
export async function guardAbsence(tx: Tx, job: Job): Promise<string | undefined> {
  if (!job.full) return undefined;
  const concerned = sql`not ${job.keptElsewhere?.("invoice", sql`i.reference`) ?? sql`false`}`;
  const counts = await one<{ open: bigint; absent: bigint; unreadable: bigint }>(
    tx,
    sql`select
      (select count(*) from dunlin.invoice i
        where i.client_id = ${job.clientId} and i.open_minor > 0 and ${concerned}) as open,
      (select count(*) from book_moved where absent) as absent,
      (select count(distinct (source, line)) from book_rejected
        where severity = 'row' and reference is null and customer is null) as unreadable`,
  );
  const { rows } = await sql<Figures>`
    select a.currency, sum(i.open_minor)::bigint as open,
      coalesce(sum(m.open0), 0)::bigint as absent
    from dunlin.invoice i
    join dunlin.account a on a.client_id = i.client_id and a.account_id = i.account_id
    left join book_moved m on m.absent and m.invoice_id = i.invoice_id
    where i.client_id = ${job.clientId} and i.open_minor > 0 and ${concerned}
    group by a.currency order by a.currency`.execute(tx);
  const missing = counts.absent + counts.unreadable;
  const tooMany = counts.absent > 0n && exceeds(missing, counts.open);
  const tooMuch = rows.filter((row) => exceeds(row.absent, row.open));
  if (!tooMany && tooMuch.length === 0) return undefined;
  const shown = (tooMuch.length > 0 ? tooMuch : rows.filter((row) => row.absent > 0n)).map(
    ({ currency, absent, open }) =>
      `${formatMoney(absent, currency, "en")} of ${formatMoney(open, currency, "en")} (${percent(absent, open)} %)`,
  );
  const rejected =
    counts.unreadable > 0n ? `, and ${counts.unreadable} rejected rows name no invoice` : "";
  return (
    `this full book lacks ${counts.absent} of ${counts.open} open invoices (${percent(counts.absent, counts.open)} %)` +
    `${rejected}, together ${shown.join(" and ")}: more than ${ABSENCE_LIMIT_PERCENT} % would be settled;` +
    " check that it is the whole book, then repeat with --yes"
  );
}

function exceeds(part: bigint, whole: bigint): boolean {
  return part * 100n > whole * ABSENCE_LIMIT_PERCENT;
}

function percent(part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (part * 100n) / whole;
}

/** Why a book of this instant is refused, or undefined: an older one would undo what newer ones told. */
export function guardOrder(job: Job, newest: Temporal.Instant | null): string | undefined {
  if (newest === null || Temporal.Instant.compare(job.asOf, newest) >= 0) return undefined;
  return `this book is as of ${job.asOf.toString()}, older than the last one (${newest.toString()}); give the right --as-of, or repeat with --yes`;
}
