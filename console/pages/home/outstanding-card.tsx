import { Group } from "@mantine/core";
import { AGE_KEYS, toDecimal } from "../../ui/charts.tsx";
import { Figure } from "../../ui/figures.tsx";
import { OutstandingChart } from "../../ui/lazy-charts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { CardMoves } from "./card.tsx";
import styles from "./home.module.css";
import { MoneyCard } from "./money-card.tsx";
import { useFigures } from "./use-figures.ts";
import { words } from "./words.ts";

const daysBefore = (date: string, days: number): string => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days);
  return day.toISOString().slice(0, 10);
};

/** What is open, and how late: today, and over the last 90 days. */
export function OutstandingCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { money } = useFormat();
  const asked = useFigures();
  return (
    <MoneyCard
      id="outstanding"
      moves={moves}
      asked={asked}
      all={asked.data?.money}
      table={({ currency, days }) => [
        [t.date, t.cards.outstanding, ...AGE_KEYS.map((key) => t.ages[key])],
        ...days.map((day) => [
          day.date,
          toDecimal(day.outstanding_minor, currency),
          ...AGE_KEYS.map((key) => toDecimal(day[key], currency)),
        ]),
      ]}
    >
      {({ currency, days }, choice) => {
        const last = days.at(-1);
        if (!last) return null;
        const overdue = BigInt(last.outstanding_minor) - BigInt(last.not_due_minor);
        return (
          <>
            <Group justify="space-between" align="flex-start" mb="sm" wrap="nowrap">
              <Group className={styles.figures}>
                <Figure
                  label={t.open}
                  value={money(last.outstanding_minor, currency)}
                  to="reports/invoices"
                  search={{ state: "open", currency }}
                />
                <Figure
                  label={t.overdue}
                  value={money(overdue, currency)}
                  to="reports/invoices"
                  search={{ state: "overdue", currency }}
                />
                <Figure
                  label={t.over90}
                  value={money(last.over_90_minor, currency)}
                  to="reports/invoices"
                  search={{ state: "overdue", currency, due_to: daysBefore(last.date, 91) }}
                />
              </Group>
              {choice}
            </Group>
            <OutstandingChart
              days={days}
              currency={currency}
              label={`${t.cards.outstanding}: ${money(last.outstanding_minor, currency)}`}
              names={t.ages}
            />
          </>
        );
      }}
    </MoneyCard>
  );
}
