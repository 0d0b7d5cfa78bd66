/**
 * What was open at the end of each day, and how late it was. Counted backwards from how the books stand now by what the
 * ledger wrote down since, each with its own time: what was allocated or taken back, what came, what a later book corrected.
 * So a day stays as it was, also after money was reversed. Only an import that was undone never was, and a due date that a
 * later book corrected was always that.
 */
import { sql } from "kysely";
import { asNamed, type Tx } from "#platform/db.ts";
import { startOf, startsOf, type Span, type Step } from "./days.ts";
import { dayOfDate } from "#policies/day.ts";

/** Age since the due date from which each class begins; what is not due yet is the first. */
const CLASSES = [1, 31, 61, 91] as const;

/** What was open at the end of a day or week, by how late: not due, 1 to 30, 31 to 60, 61 to 90, over 90 days. */
export type Aged = readonly [bigint, bigint, bigint, bigint, bigint];

/** So much of what is due on `dueOn` changed on that day. */
export type Move = {
  readonly currency: string;
  readonly day: number;
  readonly dueOn: number;
  readonly minor: bigint;
};

/** By currency, for each day or week of the span. Invoices as they are open; credits are not taken off. */
export async function outstanding(
  tx: Tx,
  clientId: string,
  { zone, span, by }: { readonly zone: string; readonly span: Span; readonly by: Step },
): Promise<ReadonlyMap<string, readonly Aged[]>> {
  const moves = await movesSince(tx, clientId, zone, span.from);
  return agedBy(moves, span, by);
}

/** Opening balances stand on the day before the span; days are numbers since 1970. */
async function movesSince(
  tx: Tx,
  clientId: string,
  zone: string,
  from: Temporal.PlainDate,
): Promise<readonly Move[]> {
  const since = from.toZonedDateTime(zone).startOfDay().toInstant();
  const first = dayOfDate(from);
  const day = (column: string) =>
    sql`((${sql.raw(column)} at time zone ${zone})::date - date '1970-01-01')`;
  const due = sql`(i.due_on - date '1970-01-01')`;
  const { rows } = await sql<Move>`
    with allocated as materialized (
      select l.invoice_id, ${day("l.at")} as day, -sum(l.amount_minor) as minor
      from dunlin.allocation l where l.client_id = ${clientId} and l.at >= ${since} group by 1, 2
    ), corrected as materialized (
      -- A later book told of another amount.
      select b.entity_id as invoice_id, ${day("h.applied_at")} as day,
        (b.after ->> 'amount_minor')::bigint - (b.before ->> 'amount_minor')::bigint as minor
      from dunlin.batch h join dunlin.batch_change b using (client_id, batch_id)
      where h.client_id = ${clientId} and h.state = 'applied' and h.applied_at >= ${since}
        and b.entity = 'invoice' and b.before is not null and b.after is not null
        and b.before ->> 'amount_minor' <> b.after ->> 'amount_minor'
    ), move as (
      -- How it stands now.
      select i.account_id, ${first - 1}::int as day, ${due} as due, i.open_minor as minor
      from dunlin.invoice i where i.client_id = ${clientId} and i.open_minor > 0
      union all
      -- What moved since is taken off the beginning, and stands on its day.
      select i.account_id, unnest(array[${first - 1}::int, l.day]), ${due}, unnest(array[-l.minor, l.minor])
      from allocated l join dunlin.invoice i on i.client_id = ${clientId} and i.invoice_id = l.invoice_id
      union all
      select i.account_id, unnest(array[${first - 1}::int, ${day("i.created_at")}]), ${due},
        unnest(array[-i.amount_minor, i.amount_minor])
      from dunlin.invoice i where i.client_id = ${clientId} and i.created_at >= ${since}
      union all
      select i.account_id,
        unnest(array[case when i.created_at >= ${since} then ${day("i.created_at")} else ${first - 1}::int end, c.day]),
        ${due}, unnest(array[-c.minor, c.minor])
      from corrected c join dunlin.invoice i on i.client_id = ${clientId} and i.invoice_id = c.invoice_id
    )
    select a.currency, m.day, m.due as "dueOn", sum(m.minor)::bigint as minor
    from move m join dunlin.account a on a.client_id = ${clientId} and a.account_id = m.account_id
    group by 1, 2, 3 having sum(m.minor) <> 0
  `.execute(asNamed(tx));
  return rows;
}

/** The sums at the end of each day or week, from moves in any order. Pure. */
export function agedBy(
  moves: readonly Move[],
  span: Span,
  by: Step,
): ReadonlyMap<string, readonly Aged[]> {
  const starts = startsOf(span, by);
  const first = dayOfDate(span.from);
  const last = dayOfDate(span.to);
  const place = (day: number): number =>
    day < first
      ? 0
      : starts.length === 1
        ? 0
        : (startOf(day, by) - starts[0]!) / (by === "day" ? 1 : 7);
  // The day at whose end a place stands.
  const endOf = (at: number): number => Math.min(last, starts[at]! + (by === "day" ? 0 : 6));
  const changes = new Map<string, bigint[][]>();
  for (const { currency, day, dueOn, minor } of moves) {
    if (day > last) continue;
    let rows = changes.get(currency);
    if (!rows) {
      rows = starts.map(() => [0n, 0n, 0n, 0n, 0n]);
      changes.set(currency, rows);
    }
    let at = place(day);
    let age = classAt(endOf(at) - dueOn);
    rows[at]![age]! += minor;
    // Grows older: leaves one class for the next at the first end on which it is so late.
    while (age < CLASSES.length) {
      const turns = dueOn + CLASSES[age]!;
      if (turns > last) break;
      at = Math.max(at, place(turns));
      rows[at]![age]! -= minor;
      age += 1;
      rows[at]![age]! += minor;
    }
  }
  return new Map([...changes].map(([currency, rows]) => [currency, runningSums(rows)]));
}

function classAt(lateDays: number): number {
  let age = 0;
  while (age < CLASSES.length && lateDays >= CLASSES[age]!) age += 1;
  return age;
}

function runningSums(rows: readonly (readonly bigint[])[]): Aged[] {
  const sums = [0n, 0n, 0n, 0n, 0n];
  return rows.map((row) => {
    row.forEach((minor, age) => {
      sums[age]! += minor;
    });
    return [...sums] as unknown as Aged;
  });
}
