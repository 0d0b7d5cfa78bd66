import { Stack } from "@mantine/core";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { AGE_KEYS, toDecimal } from "../../ui/charts.tsx";
import { Day, Money } from "../../ui/figures.tsx";
import { Go } from "../../ui/go.tsx";
import { CollectedChart, OutstandingChart } from "../../ui/money-charts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { SideTable } from "./table.tsx";
import styles from "./reports.module.css";
import type { Figures } from "./use-report.ts";
import { words } from "./words.ts";

type OfCurrency = Figures["money"][number];
type MoneyDay = OfCurrency["days"][number];

const FLOWS = [
  "collected_minor",
  "paid_48h_minor",
  "returned_minor",
  "inferred_minor",
  "absent_minor",
] as const;

type Shown = { readonly money: OfCurrency; readonly unit: "day" | "week" };

/** What came in, and what is open, with the numbers beside; each leads to its rows. */
export function MoneySection(props: Shown) {
  return (
    <Stack gap="md">
      <Collected {...props} />
      <Outstanding {...props} />
    </Stack>
  );
}

function Collected({ money: { currency, days }, unit }: Shown) {
  const t = useWords(words);
  const names = {
    collected_minor: t.collected,
    paid_48h_minor: t.within48,
    returned_minor: t.returned,
    inferred_minor: t.inferred,
    absent_minor: t.absent,
  };
  const endOf = (date: string) => (unit === "day" ? date : plus(date, 6));
  const cell = (day: MoneyDay, key: (typeof FLOWS)[number]) => (
    <Money minor={day[key]} currency={currency} />
  );
  return (
    <ChartFrame
      title={`${t.collected}, ${currency}`}
      name={`collected-${currency}`}
      table={{
        columns: [t.date, ...FLOWS.map((key) => names[key])],
        rows: days.map((day) => [day.date, ...FLOWS.map((key) => toDecimal(day[key], currency))]),
      }}
    >
      <div className={styles.beside}>
        <CollectedChart
          days={days}
          currency={currency}
          height={230}
          label={`${t.collected}, ${currency}`}
          names={{ within: t.within48, other: t.otherMoney }}
        />
        <SideTable
          label={`${t.collected}, ${currency}`}
          heads={[
            { text: unit === "day" ? t.day : t.week },
            { text: t.collected, right: true },
            { text: t.within48, right: true },
            { text: t.returned, right: true },
          ]}
          rows={days.toReversed().map((day) => [
            day.date,
            [
              <Day key="day" date={day.date} />,
              <Go
                key="collected"
                to="reports/payments"
                search={{
                  currency,
                  kind: "reported",
                  paid_from: day.date,
                  paid_to: endOf(day.date),
                }}
              >
                {cell(day, "collected_minor")}
              </Go>,
              cell(day, "paid_48h_minor"),
              cell(day, "returned_minor"),
            ],
          ])}
        />
      </div>
    </ChartFrame>
  );
}

function Outstanding({ money: { currency, days }, unit }: Shown) {
  const t = useWords(words);
  return (
    <ChartFrame
      title={`${t.outstanding}, ${currency}`}
      name={`outstanding-${currency}`}
      table={{
        columns: [t.date, t.outstanding, ...AGE_KEYS.map((key) => t.ages[key])],
        rows: days.map((day) => [
          day.date,
          toDecimal(day.outstanding_minor, currency),
          ...AGE_KEYS.map((key) => toDecimal(day[key], currency)),
        ]),
      }}
    >
      <div className={styles.beside}>
        <OutstandingChart
          days={days}
          currency={currency}
          height={230}
          label={`${t.outstanding}, ${currency}`}
          names={t.ages}
        />
        <SideTable
          label={`${t.outstanding}, ${currency}`}
          heads={[
            { text: unit === "day" ? t.day : t.week },
            { text: t.outstanding, right: true },
            ...AGE_KEYS.map((key) => ({ text: t.ages[key], right: true })),
          ]}
          rows={days
            .toReversed()
            .map((day) => [
              day.date,
              [
                <Day key="day" date={day.date} />,
                <Money key="open" minor={day.outstanding_minor} currency={currency} />,
                ...AGE_KEYS.map((key) => <Money key={key} minor={day[key]} currency={currency} />),
              ],
            ])}
        />
      </div>
    </ChartFrame>
  );
}

function plus(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
