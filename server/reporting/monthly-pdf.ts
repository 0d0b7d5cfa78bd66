// The report of a month on paper, in English or Polish.
import { exponentOf, formatMoney } from "#platform/money.ts";
import type { ComparedLine } from "./comparison.ts";
import type { MoneyDay } from "./figures.ts";
import type { MonthlyReport } from "./monthly.ts";
import { reportWords, type ReportLanguage, type ReportWords } from "./monthly-words.ts";
import { Paper, type Column } from "./paper.ts";

const GREEN = ["#1c7a76"];
/** What is not due is lightest, what is latest darkest. */
const AGES = ["#d5dedd", "#8bc5c0", "#4ea9a2", "#1c7a76", "#052f2f"];
const AGE_KEYS = [
  "not_due_minor",
  "days_1_30_minor",
  "days_31_60_minor",
  "days_61_90_minor",
  "over_90_minor",
] as const;
const MOST_ROWS = 40;

type Sheet = {
  readonly paper: Paper;
  readonly words: ReportWords;
  readonly locale: string;
  readonly month: MonthlyReport;
};

/** Draws the month; in the client's language where there are words in it, unless another is asked for. */
export async function monthlyAsPdf(
  month: MonthlyReport,
  language?: ReportLanguage,
): Promise<Buffer> {
  const { words, locale } = reportWords(language ?? month.client.language);
  const name = new Intl.DateTimeFormat(locale, {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(Date.UTC(month.from.year, month.from.month - 1, 1));
  const paper = new Paper(`${words.report} ${name}`, locale, month.madeAt);
  const sheet: Sheet = { paper, words, locale, month };
  const made = month.madeAt.toZonedDateTimeISO(month.client.zone);
  paper.title(month.client.name, `${words.report} ${name}`);
  paper.note(
    `${words.madeOn} ${made.toPlainDate().toString()} ${made.toPlainTime().toString({ smallestUnit: "minute" })} (${month.client.zone}). ${month.goesOn ? words.goesOn : ""}`,
  );
  for (const { currency, days } of month.figures.money) money(sheet, currency, days);
  contacts(sheet);
  for (const [head, column, lines] of [
    [words.steps, words.step, month.steps],
    [words.channels, words.channel, month.channels],
    [words.templates, words.template, month.templates],
    ...(month.campaigns.length === 0
      ? []
      : ([[words.campaigns, words.campaign, month.campaigns]] as const)),
    [words.hours, words.hour, month.hours],
  ] as const)
    compared(sheet, head, column, lines);
  promises(sheet);
  forecastOf(sheet);
  paper.note(words.rule);
  return await paper.finish(
    (page, count) =>
      `${month.client.name}, ${month.month}, ${words.page} ${page} ${words.of} ${count}`,
  );
}

const units = (minor: bigint, currency: string): number =>
  Number(minor) / 10 ** exponentOf(currency);

function money({ paper, words, locale }: Sheet, currency: string, days: readonly MoneyDay[]): void {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return;
  const text = (minor: bigint): string => formatMoney(minor, currency, locale);
  const sum = (of: (day: MoneyDay) => bigint): bigint =>
    days.reduce((total, day) => total + of(day), 0n);
  paper.chapter(`${words.money}: ${currency}`, 260);
  paper.figures([
    [words.collected, text(sum((day) => day.collected_minor))],
    [words.paid48h, text(sum((day) => day.paid_48h_minor))],
    [words.returned, text(sum((day) => day.returned_minor))],
    [words.inferred, text(sum((day) => day.inferred_minor))],
    [words.absent, text(sum((day) => day.absent_minor))],
  ]);
  const ends = [first.date.toString(), last.date.toString()] as const;
  const highest = (of: (day: MoneyDay) => bigint): string =>
    text(days.reduce((most, day) => (of(day) > most ? of(day) : most), 0n));
  paper.caption(words.byDay, 140);
  paper.bars({
    bars: days.map((day) => [units(day.collected_minor, currency)]),
    colours: GREEN,
    ends,
    most: highest((day) => day.collected_minor),
  });
  paper.caption(words.openByDay, 140);
  paper.bars({
    bars: days.map((day) => AGE_KEYS.map((key) => units(day[key], currency))),
    colours: AGES,
    ends,
    most: highest((day) => day.outstanding_minor),
  });
  const classes = [
    words.notDue,
    ...["1–30", "31–60", "61–90"].map((ages) => `${ages} ${words.late}`),
    `${words.over} 90`,
  ];
  const columns = ["", words.outstanding, ...classes].map((head, at): Column => ({
    head,
    width: at === 0 ? 1.1 : 1,
    right: at > 0,
  }));
  const row = (name: string, day: MoneyDay): string[] => [
    name,
    text(day.outstanding_minor),
    ...AGE_KEYS.map((key) => text(day[key])),
  ];
  paper.table(columns, [row(words.atStart, first), row(words.atEnd, last)]);
}

function contacts({ paper, words, locale, month: { report } }: Sheet): void {
  const count = (number: number): string => number.toLocaleString(locale);
  paper.chapter(words.contacts);
  paper.figures([
    [words.sent, count(report.sent)],
    [words.delivered, count(report.delivered)],
    [words.failed, count(Object.values(report.failed).reduce((sum, one) => sum + one, 0))],
    [words.replied, count(report.replied)],
    [words.optedOut, count(report.opted_out)],
    [words.complained, count(report.complained)],
    [
      words.cost,
      report.cost.map(({ minor, currency }) => formatMoney(minor, currency, locale)).join(", ") ||
        "–",
    ],
  ]);
}

function compared(
  { paper, words, locale }: Sheet,
  head: string,
  column: string,
  lines: readonly ComparedLine[],
): void {
  paper.chapter(head);
  if (lines.length === 0) return paper.note(words.nobody);
  const columns: Column[] = [
    { head: column, width: 2.2 },
    ...[words.sent, words.delivered, words.replied, words.paidAccounts, words.optedOut].map(
      (name): Column => ({ head: name, width: 1, right: true }),
    ),
    { head: words.paid, width: 1.8, right: true },
    { head: words.cost, width: 1.2, right: true },
    { head: words.costPerUnit, width: 1.3, right: true },
  ];
  const list = (texts: readonly string[]): string => texts.join(", ") || "–";
  paper.table(
    columns,
    lines
      .slice(0, MOST_ROWS)
      .map((line) => [
        line.label ?? (line.key === "" ? "–" : line.key),
        ...[line.sent, line.delivered, line.replied].map((one) => one.toLocaleString(locale)),
        line.paid.reduce((sum, { accounts }) => sum + accounts, 0).toLocaleString(locale),
        line.opted_out.toLocaleString(locale),
        list(line.paid.map(({ minor, currency }) => formatMoney(minor, currency, locale))),
        formatMoney(line.cost.minor, line.cost.currency, locale),
        list(
          line.paid.flatMap(({ cost_per_unit: ratio }) =>
            ratio === null ? [] : [ratio.toLocaleString(locale, { maximumFractionDigits: 4 })],
          ),
        ),
      ]),
  );
}

function promises({ paper, words, locale, month: { report } }: Sheet): void {
  if (report.promises.length === 0) return;
  paper.chapter(words.promises);
  const heads = [
    words.made,
    words.kept,
    words.partKept,
    words.broken,
    words.promised,
    words.received,
  ];
  paper.table(
    ["", ...heads].map((head, at): Column => ({ head, width: 1, right: at > 0 })),
    report.promises.map((line) => [
      line.currency,
      ...[line.made, line.kept, line.part_kept, line.broken].map((one) =>
        one.toLocaleString(locale),
      ),
      formatMoney(line.promised_minor, line.currency, locale),
      formatMoney(line.received_minor, line.currency, locale),
    ]),
  );
}

function forecastOf({ paper, words, locale, month: { forecast } }: Sheet): void {
  if (!forecast || forecast.currencies.length === 0) return;
  paper.chapter(words.forecast);
  paper.table(
    ["", words.outstanding, words.expected, words.between].map((head, at): Column => ({
      head,
      width: at === 3 ? 2 : 1,
      right: at > 0,
    })),
    forecast.currencies.map(({ currency, open_minor: open, days }) => {
      const text = (minor: bigint): string => formatMoney(minor, currency, locale);
      const last = days.at(-1);
      return [
        currency,
        text(open),
        text(last?.total_minor ?? 0n),
        last ? `${text(last.low_minor)} – ${text(last.high_minor)}` : "",
      ];
    }),
  );
}
