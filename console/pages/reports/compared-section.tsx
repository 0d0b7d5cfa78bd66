import { BarChart } from "@mantine/charts";
import { Select } from "@mantine/core";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { QUIET, toDecimal } from "../../ui/charts.tsx";
import { Money } from "../../ui/figures.tsx";
import { Go, type Address } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { SideTable } from "./table.tsx";
import { useChoice, useCompared, type Compared, type ComparedBy } from "./use-report.ts";
import { words } from "./words.ts";

type Line = Compared["rows"][number];

const BY: readonly ComparedBy[] = [
  "step",
  "template",
  "channel",
  "campaign",
  "hour",
  "weekday",
  "language",
];
/** The lists can be asked by these. */
const LISTED: Readonly<Partial<Record<ComparedBy, (key: string) => Address>>> = {
  step: (step) => ({ step }),
  template: (template) => ({ template }),
  channel: (channel) => ({ channel }),
  language: (language) => ({ language }),
  campaign: (campaign) => ({ campaign }),
};

const paidAccounts = ({ paid }: Line): number => paid.reduce((sum, one) => sum + one.accounts, 0);

/** 1 January 2024 was a Monday. */
const weekdayName = (language: string, number: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(
    Date.UTC(2024, 0, Number(number)),
  );

/** Reminders beside each other. */
export function ComparedSection({ from }: { readonly from: string }) {
  const t = useWords(words);
  const { by, choose } = useChoice();
  const { data, error, refetch } = useCompared(from, by);
  const select = (
    <Select
      size="xs"
      w={150}
      mb="sm"
      aria-label={t.by}
      allowDeselect={false}
      value={by}
      data={BY.map((value) => ({ value, label: t.keys[value] }))}
      onChange={(value) => choose({ by: value ?? undefined })}
    />
  );
  const rows = data?.by === by ? data.rows : undefined;
  return (
    <ChartFrame
      title={t.compared}
      hint={t.comparedHint}
      name={`compared-${by}`}
      table={tableOf(rows ?? [], t, by)}
    >
      {select}
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {!rows && error === null && <Waiting lines={5} />}
      {rows?.length === 0 && <Empty title={t.nothing} />}
      {rows && rows.length > 0 && <Lines rows={rows} by={by} from={from} />}
    </ChartFrame>
  );
}

function Lines({
  rows,
  by,
  from,
}: {
  readonly rows: readonly Line[];
  readonly by: ComparedBy;
  readonly from: string;
}) {
  const t = useWords(words);
  const { number, percent } = useFormat();
  const { language } = useLanguage();
  const units = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const nameOf = ({ key, label }: Line): string => {
    if (label !== null) return label;
    if (by === "hour") return `${key}:00`;
    if (by === "weekday") return weekdayName(language, key);
    return key === "" ? "–" : key;
  };
  const right = (text: string) => ({ text, right: true });
  return (
    <>
      <div role="img" aria-label={`${t.share}: ${t.keys[by]}`}>
        <BarChart
          h={180}
          data={rows.map((line) => ({
            name: nameOf(line),
            share: line.accounts === 0 ? 0 : paidAccounts(line) / line.accounts,
          }))}
          dataKey="name"
          series={[{ name: "share", label: t.share, color: "dunlin.7" }]}
          gridAxis="x"
          tickLine="none"
          barChartProps={QUIET}
          barProps={{ isAnimationActive: false, maxBarSize: 56 }}
          yAxisProps={{ width: 48, tickFormatter: (value: number) => percent(value) }}
          valueFormatter={percent}
        />
      </div>
      <SideTable
        label={t.compared}
        height={420}
        heads={[
          { text: t.keys[by] },
          ...[
            t.sent,
            t.delivered,
            t.accounts,
            t.replied,
            t.paidAccounts,
            t.share,
            t.paidMoney,
            t.cost,
            t.perUnit,
            t.promises,
            t.optedOut,
            t.complained,
          ].map(right),
        ]}
        rows={rows.map((line) => {
          const search = LISTED[by]?.(line.key);
          const decided = line.promises_kept + line.promises_broken;
          return [
            line.key,
            [
              nameOf(line),
              search ? (
                <Go key="sent" to="reports/messages" search={{ ...search, sent: "true", from }}>
                  {number(line.sent)}
                </Go>
              ) : (
                number(line.sent)
              ),
              number(line.delivered),
              number(line.accounts),
              number(line.replied),
              number(paidAccounts(line)),
              line.accounts === 0 ? "–" : percent(paidAccounts(line) / line.accounts),
              line.paid.length === 0
                ? "–"
                : line.paid.map(({ currency, minor }) => (
                    <div key={currency}>
                      <Money minor={minor} currency={currency} />
                    </div>
                  )),
              <Money key="cost" minor={line.cost.minor} currency={line.cost.currency} />,
              line.paid
                .flatMap(({ cost_per_unit: ratio }) => (ratio === null ? [] : units.format(ratio)))
                .join(" ") || "–",
              decided === 0 ? "–" : `${line.promises_kept}/${decided}`,
              number(line.opted_out),
              number(line.complained),
            ],
          ];
        })}
      />
    </>
  );
}

function tableOf(rows: readonly Line[], t: (typeof words)["en"], by: ComparedBy) {
  return {
    columns: [
      t.keys[by],
      t.sent,
      t.delivered,
      t.replied,
      t.paidAccounts,
      t.paidMoney,
      t.currency,
      t.cost,
      t.perUnit,
      t.optedOut,
      t.complained,
    ],
    rows: rows.map((line) => [
      line.label ?? line.key,
      line.sent,
      line.delivered,
      line.replied,
      paidAccounts(line),
      line.paid[0] ? toDecimal(line.paid[0].minor, line.paid[0].currency) : null,
      line.paid[0]?.currency ?? null,
      toDecimal(line.cost.minor, line.cost.currency),
      line.paid[0]?.cost_per_unit ?? null,
      line.opted_out,
      line.complained,
    ]),
  };
}
