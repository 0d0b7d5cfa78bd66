// The facts of a forecast: what is open and promised, and how this client's customers paid and kept their word.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import {
  AGE_BANDS,
  bandOf,
  curveOf,
  forecastCash,
  type OpenSum,
  type Promised,
} from "#policies/cash-forecast.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import { readLargely } from "./large.ts";

export type ForecastLine = {
  readonly date: Temporal.PlainDate;
  readonly expected_minor: bigint;
  readonly promised_minor: bigint;
  readonly total_minor: bigint;
  readonly low_minor: bigint;
  readonly high_minor: bigint;
};

export type Forecast = {
  readonly from: Temporal.PlainDate;
  readonly days: number;
  readonly currencies: readonly {
    readonly currency: string;
    /** What the forecast is of: open, and neither disputed nor held; what is promised is part of it. */
    readonly open_minor: bigint;
    readonly promised_minor: bigint;
    /** On what it rests: payments of invoices that were seen, promises that were decided, and the share of them that comes in. */
    readonly payments_seen: number;
    readonly promises_seen: number;
    readonly promises_kept_share: number;
    readonly days: readonly ForecastLine[];
  }[];
};

/** How far back behaviour is read. */
const HISTORY_DAYS = 400;

/** What is likely to come in of what is open, from today on. `#policies/cash-forecast.ts` says how. */
export async function forecast(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
  days: number,
): Promise<Forecast> {
  const { zone } = await getClient(tx, clientId);
  await readLargely(tx);
  const today = dayAt(now.epochMilliseconds, zone);
  const scope = { tx, clientId, zone, today };
  const [open, promised] = await openOf(scope);
  const histories = await historiesOf(scope);
  return {
    from: dateOf(today),
    days,
    currencies: [...new Set([...open.keys(), ...promised.keys()])].toSorted().map((currency) => {
      const history = histories.get(currency) ?? nothingSeen();
      const [sums, promises] = [open.get(currency) ?? [], promised.get(currency) ?? []];
      const promisedMinor = promises.reduce((sum, { minor }) => sum + minor, 0);
      const rest = sums.reduce((sum, { minor }) => sum + minor, 0);
      return {
        currency,
        open_minor: BigInt(rest + promisedMinor),
        promised_minor: BigInt(promisedMinor),
        payments_seen: history.weekdays.reduce((sum, count) => sum + count, 0),
        promises_seen: history.promises.decided,
        promises_kept_share: curveOf(history).kept,
        days: forecastCash(history, sums, promises, { today, days }).map((one) => ({
          date: dateOf(one.day),
          expected_minor: BigInt(one.expectedMinor),
          promised_minor: BigInt(one.promisedMinor),
          total_minor: BigInt(one.totalMinor),
          low_minor: BigInt(one.lowMinor),
          high_minor: BigInt(one.highMinor),
        })),
      };
    }),
  };
}

type Scope = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly zone: string;
  readonly today: number;
};

type ByCurrency<T> = Map<string, T>;

const listOf = <T>(map: ByCurrency<T[]>, currency: string): T[] => {
  const list = map.get(currency) ?? [];
  map.set(currency, list);
  return list;
};

type Due = {
  readonly currency: string;
  /** Empty where it does not matter which account it is. */
  readonly accountId: string;
  readonly dueOn: number;
  readonly minor: bigint;
};

/** What is open by due date, and the open promises; what is promised is taken off the oldest of its account. */
async function openOf(scope: Scope) {
  const [promises, invoices] = [await promisesOf(scope), await collectable(scope)];
  const covered = new Map<string, number>();
  for (const { accountId, minor } of promises)
    covered.set(accountId, (covered.get(accountId) ?? 0) + Number(minor));
  const oldest = new Map<string, number>();
  const sums = new Map<string, Map<number, { minor: number; squares: number }>>();
  for (const { currency, accountId, dueOn, minor } of invoices) {
    if (!oldest.has(accountId)) oldest.set(accountId, dueOn);
    const taken = Math.min(Number(minor), covered.get(accountId) ?? 0);
    if (taken > 0) covered.set(accountId, covered.get(accountId)! - taken);
    const left = Number(minor) - taken;
    const days = sums.get(currency) ?? new Map<number, { minor: number; squares: number }>();
    const sum = days.get(dueOn) ?? { minor: 0, squares: 0 };
    if (left === 0) continue;
    sums.set(currency, days);
    days.set(dueOn, { minor: sum.minor + left, squares: sum.squares + left * left });
  }
  const open: ByCurrency<OpenSum[]> = new Map(
    [...sums].map(([currency, days]) => [
      currency,
      [...days].map(([dueOn, sum]) => ({ dueOn, ...sum })),
    ]),
  );
  const promised: ByCurrency<Promised[]> = new Map();
  for (const { currency, accountId, dueOn, minor } of promises) {
    const oldestDueOn = oldest.get(accountId) ?? dueOn;
    listOf(promised, currency).push({ dueOn, minor: Number(minor), oldestDueOn });
  }
  return [open, promised] as const;
}

async function promisesOf({ tx, clientId }: Scope): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select a.currency, p.account_id as "accountId", p.due_on - date '1970-01-01' as "dueOn",
      sum(p.amount_minor - p.received_minor)::bigint as minor
    from dunlin.promise p join dunlin.account a using (client_id, account_id)
    where p.client_id = ${clientId} and p.state = 'open' and p.amount_minor > p.received_minor
    group by 1, 2, 3 order by 2, 3`.execute(asNamed(tx));
  return rows;
}

/** Open sums of each account by due date, the oldest first; what is disputed, or held for more than a promise, is left out. */
async function collectable({ tx, clientId, today }: Scope): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    with held as materialized (
      select h.customer_id, h.account_id, l.invoice_id from dunlin.hold h
      left join dunlin.hold_invoice l using (client_id, hold_id)
      where h.client_id = ${clientId} and h.ended_at is null and h.kind <> 'promise'
        and (h.until_on is null or h.until_on - date '1970-01-01' >= ${today}::int)
    )
    select a.currency, case when f.account_id is null then '' else a.account_id::text end as "accountId",
      i.due_on - date '1970-01-01' as "dueOn", sum(i.open_minor)::bigint as minor
    from dunlin.invoice i
    join dunlin.account a on a.client_id = ${clientId} and a.account_id = i.account_id
    -- Only of accounts with a promise it matters which account it is.
    left join (select distinct account_id from dunlin.promise where client_id = ${clientId} and state = 'open') f
      on f.account_id = a.account_id
    where i.client_id = ${clientId} and i.open_minor > 0
      and not exists (select from held h where h.invoice_id = i.invoice_id)
      and not exists (select from held h where h.invoice_id is null and h.customer_id = a.customer_id
        and (h.account_id is null or h.account_id = a.account_id))
    group by 1, 2, 3, a.account_id order by 1, 2, 3`.execute(asNamed(tx));
  return rows;
}

type MutableHistory = {
  seen: { openDays: number; paid: number }[];
  weekdays: number[];
  promises: { decided: number; received: number };
};

const nothingSeen = (): MutableHistory => ({
  seen: AGE_BANDS.map(() => ({ openDays: 0, paid: 0 })),
  weekdays: [0, 0, 0, 0, 0, 0, 0],
  promises: { decided: 0, received: 0 },
});

/**
 * By currency. Each invoice is seen from the day on which it came to us to the day on which it was paid, or to today; a part
 * that was paid counts as that part of an invoice. Money is dated as it was reported; what was settled by absence or before
 * we saw it says nothing of how people pay.
 */
async function historiesOf({ tx, clientId, zone, today }: Scope) {
  const since = sql`date '1970-01-01' + ${today - HISTORY_DAYS}::int`;
  const dayOf = (column: string) => sql`(${sql.raw(column)} at time zone ${zone})::date`;
  type Row = { currency: string; what: string; at: number; share: number };
  const { rows } = await sql<Row>`
    with seen as materialized (
      select i.invoice_id, a.currency, i.due_on, i.open_minor::float8 / i.amount_minor as open,
        ${dayOf("i.created_at")} as came_on, i.amount_minor
      from dunlin.invoice i join dunlin.account a using (client_id, account_id)
      where i.client_id = ${clientId} and i.due_on >= ${since} and i.amount_minor > 0
    ), paid as materialized (
      select s.currency, s.due_on, s.came_on, sum(l.amount_minor)::float8 / s.amount_minor as share, p.kind,
        greatest(s.came_on, least(case p.kind when 'reported' then p.paid_on else ${dayOf("min(l.at)")} end,
          date '1970-01-01' + ${today}::int)) as paid_on
      from seen s
      join dunlin.allocation l on l.client_id = ${clientId} and l.invoice_id = s.invoice_id
      join dunlin.payment p on p.client_id = ${clientId} and p.payment_id = l.payment_id and p.kind <> 'opening'
      group by s.invoice_id, s.currency, s.due_on, s.came_on, s.amount_minor, p.payment_id, p.kind, p.paid_on
      having sum(l.amount_minor) > 0
    ), ages as (
      select currency, 'came' as what, came_on - due_on as at, open as share from seen where open > 0
      union all
      select currency, 'open', date '1970-01-01' + ${today}::int - due_on, open from seen where open > 0
      union all
      select currency, 'came', came_on - due_on, share from paid
      union all
      select currency, case kind when 'absence' then 'gone' else 'paid' end, paid_on - due_on, share from paid
      union all
      select currency, 'weekday', extract(dow from paid_on)::int, 1 from paid where kind = 'reported'
    )
    select currency, what, at, sum(share)::float8 as share from ages group by 1, 2, 3 order by 1, 3
  `.execute(asNamed(tx));
  const histories = new Map<string, MutableHistory>();
  for (const [currency, ages] of Map.groupBy(rows, (row) => row.currency))
    histories.set(currency, historyOf(ages));
  const decided = await sql<{ currency: string; decided: number; received: number }>`
    select a.currency, count(*)::int as decided, sum(least(1, p.received_minor::float8 / p.amount_minor)) as received
    from dunlin.promise p join dunlin.account a using (client_id, account_id)
    where p.client_id = ${clientId} and p.state in ('kept', 'part_kept', 'broken') and p.due_on >= ${since}
    group by 1`.execute(asNamed(tx));
  for (const { currency, ...promises } of decided.rows) {
    const history = histories.get(currency) ?? nothingSeen();
    histories.set(currency, { ...history, promises });
  }
  return histories;
}

/** What was open at each age, summed over the days of each band, and what was paid there. Pure. */
function historyOf(
  rows: readonly { readonly what: string; readonly at: number; readonly share: number }[],
): MutableHistory {
  const history = nothingSeen();
  const ages = rows.filter(({ what }) => what !== "weekday");
  for (const { what, at, share } of rows)
    if (what === "weekday") history.weekdays[at]! += Math.round(share);
  const byAge = Map.groupBy(ages, ({ at }) => at);
  const order = [...byAge.keys()].toSorted((a, b) => a - b);
  let open = 0;
  order.forEach((age, index) => {
    const of = (wanted: string): number =>
      byAge.get(age)!.reduce((sum, { what, share }) => sum + (what === wanted ? share : 0), 0);
    open += of("came");
    const [paid, left] = [of("paid"), of("paid") + of("gone") + of("open")];
    const band = history.seen[bandOf(age)]!;
    // A day on which it was paid was a day on which it was open; the day that has not ended is none.
    band.openDays += open - of("open");
    band.paid += paid;
    open = Math.max(0, open - left);
    for (let next = age + 1; next < Math.min(order[index + 1] ?? age, 1_000); next += 1)
      history.seen[bandOf(next)]!.openDays += open;
  });
  return history;
}
