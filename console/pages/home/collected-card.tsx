import { Group } from "@mantine/core";
import { toDecimal } from "../../ui/charts.tsx";
import { Figure } from "../../ui/figures.tsx";
import { CollectedChart } from "../../ui/lazy-charts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { CardMoves } from "./card.tsx";
import styles from "./home.module.css";
import { MoneyCard } from "./money-card.tsx";
import { sumOf, useFigures } from "./use-figures.ts";
import { words } from "./words.ts";

const SHOWN_DAYS = 30;

/** What came in over the last 30 days, and how much of it soon after a reminder. */
export function CollectedCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { money } = useFormat();
  const asked = useFigures();
  return (
    <MoneyCard
      id="collected"
      moves={moves}
      asked={asked}
      all={asked.data?.money}
      table={({ currency, days }) => [
        [t.date, t.cards.collected, t.within48, t.wentBack, t.fromBooks],
        ...days.map((day) => [
          day.date,
          toDecimal(day.collected_minor, currency),
          toDecimal(day.paid_48h_minor, currency),
          toDecimal(day.returned_minor, currency),
          toDecimal(day.inferred_minor, currency),
        ]),
      ]}
    >
      {({ currency, days: all }, choice) => {
        const days = all.slice(-SHOWN_DAYS);
        const sum = (key: Parameters<typeof sumOf>[1]) => money(sumOf(days, key), currency);
        const span = { currency, paid_from: days[0]?.date, paid_to: days.at(-1)?.date };
        const implied = sumOf(days, "inferred_minor");
        return (
          <>
            <Group justify="space-between" align="flex-start" mb="sm" wrap="nowrap">
              <Group className={styles.figures}>
                <Figure
                  label={t.last30}
                  value={sum("collected_minor")}
                  to="reports/payments"
                  search={{ ...span, kind: "reported" }}
                />
                <Figure
                  label={t.within48}
                  value={sum("paid_48h_minor")}
                  to="reports"
                  search={{ by: "step" }}
                />
                <Figure
                  label={t.wentBack}
                  value={sum("returned_minor")}
                  to="reports/payments"
                  search={span}
                />
                {implied > 0n && (
                  <Figure
                    label={t.fromBooks}
                    value={money(implied, currency)}
                    to="reports/payments"
                    search={{ ...span, kind: "inferred" }}
                  />
                )}
              </Group>
              {choice}
            </Group>
            <CollectedChart
              days={days}
              currency={currency}
              label={`${t.cards.collected}, ${t.last30}: ${sum("collected_minor")}`}
              names={{ within: t.within48, other: t.otherMoney }}
            />
          </>
        );
      }}
    </MoneyCard>
  );
}
