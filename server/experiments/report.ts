// What the groups of an experiment paid, and whether the difference is more than chance.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { GROUPS, type Group } from "#policies/assignment.ts";
import { LEAST_IN_GROUP, welch, type Sample } from "#policies/effect.ts";

export type GroupFigures = {
  readonly group: Group;
  /** Accounts that owed something while it ran: one for each customer and currency. */
  readonly accounts: number;
  readonly owedMinor: bigint;
  /** Reported and inferred, less what was reversed. */
  readonly collectedMinor: bigint;
  readonly meanMinor: bigint;
  /** How many of the accounts paid anything. */
  readonly payers: number;
  /** Vanished from a full book: taken for settled, and no part of what was collected. */
  readonly settledByAbsenceMinor: bigint;
  readonly messages: number;
  /** In the client's currency, millionths of its major unit. */
  readonly costMicros: bigint;
  /** Against the control; undefined for the control itself, and while a group is too small. */
  readonly difference?: {
    readonly perAccountMinor: bigint;
    readonly lowMinor: bigint;
    readonly highMinor: bigint;
  };
  /** What may be said: the interval lies on one side of zero, or it does not, or there are too few to say anything. */
  readonly verdict: "control" | "more" | "less" | "no_difference_seen" | "too_few";
};

export type ExperimentReport = {
  readonly method: string;
  readonly leastInGroup: number;
  readonly currencies: readonly {
    readonly currency: string;
    readonly groups: readonly GroupFigures[];
  }[];
};

const METHOD =
  "Difference of mean collected per account, 95 % confidence interval by Welch's t (Welch 1947; degrees of freedom by Welch and Satterthwaite); every account counts in the group it was drawn into, from its first look with something overdue";

type Row = {
  currency: string;
  group: Group;
  n: number;
  owed: bigint;
  collected: bigint;
  mean: number;
  variance: number | null;
  payers: number;
  absent: bigint;
  messages: number;
  cost: bigint;
};

/** Figures of each group and currency, from when an account entered until the experiment ended; one statement. */
export async function reportOf(
  tx: Tx,
  clientId: string,
  experimentId: string,
): Promise<ExperimentReport> {
  const { rows } = await sql<Row>`
    with member as (
      select m.account_id, m.group_name, m.owed_minor, m.entered_at, a.currency,
        coalesce(e.ended_at, 'infinity') as until
      from dunlin.experiment_account m
      join dunlin.experiment e using (client_id, experiment_id)
      join dunlin.account a using (client_id, account_id)
      where m.client_id = ${clientId} and m.experiment_id = ${experimentId}
    ), paid as (
      select m.account_id,
        sum(p.amount_minor - p.reversed_minor) filter (where p.kind in ('reported', 'inferred')) as collected,
        sum(p.amount_minor - p.reversed_minor) filter (where p.kind = 'absence') as absent
      from member m join dunlin.payment p on p.client_id = ${clientId} and p.account_id = m.account_id
        and p.received_at >= m.entered_at and p.received_at < m.until
      group by m.account_id
    ), said as (
      select m.account_id, count(*) as messages, sum(s.price_micros) as cost
      from member m join dunlin.message s on s.client_id = ${clientId} and s.account_id = m.account_id
        and s.created_at >= m.entered_at and s.created_at < m.until
        and s.state in ('handed_over', 'delivered', 'failed', 'uncertain')
        and s.attempt > 0
      group by m.account_id
    )
    select m.currency, m.group_name as "group", count(*)::int as n, sum(m.owed_minor)::bigint as owed,
      coalesce(sum(p.collected), 0)::bigint as collected, avg(coalesce(p.collected, 0))::float8 as mean,
      var_samp(coalesce(p.collected, 0))::float8 as variance,
      count(*) filter (where p.collected > 0)::int as payers, coalesce(sum(p.absent), 0)::bigint as absent,
      coalesce(sum(s.messages), 0)::int as messages, coalesce(sum(s.cost), 0)::bigint as cost
    from member m left join paid p using (account_id) left join said s using (account_id)
    group by m.currency, m.group_name order by m.currency
  `.execute(tx);
  const currencies = [...Map.groupBy(rows, (row) => row.currency)].map(([currency, of]) => ({
    currency,
    groups: GROUPS.flatMap((group) => figuresOf(group, of)),
  }));
  return { method: METHOD, leastInGroup: LEAST_IN_GROUP, currencies };
}

function figuresOf(group: Group, rows: readonly Row[]): GroupFigures[] {
  const row = rows.find((one) => one.group === group);
  if (!row) return [];
  const control = rows.find((one) => one.group === "control");
  return [
    {
      group,
      accounts: row.n,
      owedMinor: row.owed,
      collectedMinor: row.collected,
      meanMinor: minor(row.mean),
      payers: row.payers,
      settledByAbsenceMinor: row.absent,
      messages: row.messages,
      costMicros: row.cost,
      ...(group === "control" ? { verdict: "control" } : comparedWith(row, control)),
    },
  ];
}

const sampleOf = ({ n, mean, variance }: Row): Sample => ({ n, mean, variance: variance ?? 0 });
const minor = (value: number): bigint => BigInt(Math.round(value));

/** Nothing is said of groups that are too small: an interval of few payers misleads more than it tells. */
function comparedWith(
  row: Row,
  control: Row | undefined,
): Pick<GroupFigures, "difference" | "verdict"> {
  if (!control || row.n < LEAST_IN_GROUP || control.n < LEAST_IN_GROUP)
    return { verdict: "too_few" };
  const found = welch(sampleOf(row), sampleOf(control));
  if (!found) return { verdict: "too_few" };
  const { difference, low, high } = found;
  return {
    difference: {
      perAccountMinor: minor(difference),
      lowMinor: minor(low),
      highMinor: minor(high),
    },
    verdict: low > 0 ? "more" : high < 0 ? "less" : "no_difference_seen",
  };
}
