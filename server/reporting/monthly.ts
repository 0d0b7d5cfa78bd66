// Everything that the report of a month says, as data.
import { getClient } from "#clients/clients.ts";
import type { Tx } from "#platform/db.ts";
import { comparison, type Compared, type ComparedLine } from "./comparison.ts";
import { instantsOf, type Span } from "./days.ts";
import { figures, type Figures } from "./figures.ts";
import { forecast, type Forecast } from "./forecast.ts";
import { report, type Report } from "./report.ts";

export type Month = Span & {
  /** 2026-06. */
  readonly month: string;
  /** The month has not ended: figures are of what there is of it. */
  readonly goesOn: boolean;
};

export type MonthlyReport = Month & {
  readonly client: { readonly name: string; readonly language: string; readonly zone: string };
  readonly madeAt: Temporal.Instant;
  readonly report: Report;
  readonly figures: Figures;
  readonly steps: readonly ComparedLine[];
  readonly channels: readonly ComparedLine[];
  readonly templates: readonly ComparedLine[];
  readonly campaigns: readonly ComparedLine[];
  readonly hours: readonly ComparedLine[];
  /** Only of a month that goes on or has just ended: it looks ahead from now. */
  readonly forecast: Forecast | undefined;
};

/** The days of a month ("2026-06") up to today; undefined when it has not begun. */
export async function monthOf(
  tx: Tx,
  clientId: string,
  month: string,
  now: Temporal.Instant,
): Promise<Month | undefined> {
  const { zone } = await getClient(tx, clientId);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const from = Temporal.PlainDate.from(`${month}-01`);
  const end = from.add({ months: 1 }).subtract({ days: 1 });
  if (Temporal.PlainDate.compare(from, today) > 0) return undefined;
  const goesOn = Temporal.PlainDate.compare(today, end) <= 0;
  return { month, from, to: goesOn ? today : end, goesOn };
}

const AHEAD_DAYS = 30;

/** Reads the month. */
export async function monthlyReport(
  tx: Tx,
  clientId: string,
  month: Month,
  now: Temporal.Instant,
): Promise<MonthlyReport> {
  const { name, language, zone } = await getClient(tx, clientId);
  const period = instantsOf(month, zone);
  const compare = async (by: Compared) => await comparison(tx, clientId, by, period);
  return {
    ...month,
    client: { name, language, zone },
    madeAt: now,
    report: await report(tx, clientId, period, now),
    figures: await figures(tx, clientId, month, "day"),
    steps: await compare("step"),
    channels: await compare("channel"),
    templates: await compare("template"),
    campaigns: await compare("campaign"),
    hours: await compare("hour"),
    forecast: month.goesOn ? await forecast(tx, clientId, now, AHEAD_DAYS) : undefined,
  };
}
