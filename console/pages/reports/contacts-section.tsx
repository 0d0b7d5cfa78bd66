import { LineChart } from "@mantine/charts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { dayLabel, QUIET, useAxis } from "../../ui/charts.tsx";
import { Day } from "../../ui/figures.tsx";
import { Legend } from "../../ui/money-charts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import styles from "./reports.module.css";
import { SideTable } from "./table.tsx";
import type { Figures } from "./use-report.ts";
import { words } from "./words.ts";

const STAGES = ["contacted", "reached", "replied", "paid"] as const;
const COLOURS = {
  contacted: "gray.5",
  reached: "dunlin.3",
  replied: "orange.6",
  paid: "dunlin.6",
} as const;

/** Whom we contacted, reached, who replied and paid, by day or week. */
export function ContactsSection({ contacts }: { readonly contacts: Figures["contacts"] }) {
  const t = useWords(words);
  const { number, percent, day } = useFormat();
  const axis = useAxis();
  return (
    <ChartFrame
      title={t.contacts}
      hint={t.contactsHint}
      name="contacts"
      table={{
        columns: [t.date, ...STAGES.map((stage) => t[stage])],
        rows: contacts.map((one) => [one.date, ...STAGES.map((stage) => one[stage])]),
      }}
    >
      <div className={styles.beside}>
        <div role="img" aria-label={t.contacts}>
          <LineChart
            h={230}
            data={contacts.map((one) => ({ ...one }))}
            dataKey="date"
            series={STAGES.map((stage) => ({
              name: stage,
              label: t[stage],
              color: COLOURS[stage],
            }))}
            withDots={false}
            curveType="linear"
            gridAxis="x"
            tickLine="none"
            lineChartProps={QUIET}
            lineProps={{ isAnimationActive: false }}
            xAxisProps={{ tickFormatter: axis.day, minTickGap: 28 }}
            yAxisProps={{ width: 48, tickFormatter: axis.number }}
            tooltipProps={{ labelFormatter: dayLabel(day) }}
            valueFormatter={number}
          />
          <Legend of={STAGES.map((stage) => [COLOURS[stage], t[stage]])} />
        </div>
        <SideTable
          label={t.contacts}
          heads={[
            { text: t.date },
            ...STAGES.map((stage) => ({ text: t[stage], right: true })),
            { text: t.share, right: true },
          ]}
          rows={contacts
            .toReversed()
            .map((one) => [
              one.date,
              [
                <Day key="day" date={one.date} />,
                ...STAGES.map((stage) => number(one[stage])),
                one.contacted > 0 ? percent(one.paid / one.contacted) : "–",
              ],
            ])}
        />
      </div>
    </ChartFrame>
  );
}
