import { Group, SegmentedControl, Text } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { useApi } from "../../api/api.ts";
import { toDecimal } from "../../ui/charts.tsx";
import { Figure } from "../../ui/figures.tsx";
import { ForecastChart } from "../../ui/lazy-charts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { CardMoves } from "./card.tsx";
import styles from "./home.module.css";
import { MoneyCard } from "./money-card.tsx";
import { words } from "./words.ts";

type Forecast = paths["/v1/forecast"]["get"]["responses"]["200"]["content"]["application/json"];

const AHEAD = [30, 60] as const;
const AGAIN_MS = 300_000;

/** What is likely to come in, with the band in which it lies four times of five. */
export function ForecastCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { money } = useFormat();
  const [days, setDays] = useState<number>(AHEAD[0]);
  const asked = useApi().useQuery(
    "get",
    "/v1/forecast",
    { params: { query: { days } } },
    {
      refetchInterval: AGAIN_MS,
      staleTime: AGAIN_MS,
      placeholderData: keepPreviousData,
      select: (data) => data as Forecast,
    },
  );
  const ahead = (
    <SegmentedControl
      size="xs"
      aria-label={t.howFar}
      value={String(days)}
      onChange={(value) => setDays(Number(value))}
      data={AHEAD.map((one) => ({ value: String(one), label: t.daysAhead(one) }))}
    />
  );
  return (
    <MoneyCard
      id="forecast"
      moves={moves}
      asked={asked}
      all={asked.data?.currencies}
      table={({ currency, days: each }) => [
        [t.date, t.expected, `${t.band} 10 %`, `${t.band} 90 %`],
        ...each.map((day) => [
          day.date,
          ...[day.total_minor, day.low_minor, day.high_minor].map((minor) =>
            toDecimal(minor, currency),
          ),
        ]),
      ]}
    >
      {(one, choice) => {
        const { currency } = one;
        const last = one.days.at(-1);
        if (!last) return null;
        const band = `${money(last.low_minor, currency)} – ${money(last.high_minor, currency)}`;
        return (
          <>
            <Group justify="space-between" align="flex-start">
              <Group className={styles.figures}>
                <Figure
                  label={t.expectedIn(one.days.length)}
                  value={money(last.total_minor, currency)}
                  to="reports/invoices"
                  search={{ state: "open", currency }}
                />
                <Figure
                  label={t.promised}
                  value={money(one.promised_minor, currency)}
                  to="customers"
                  search={{ held: "promise" }}
                />
              </Group>
              <Group gap="xs">
                {choice}
                {ahead}
              </Group>
            </Group>
            <Text size="xs" c="dimmed" mb="xs">
              {t.between} {band}
            </Text>
            <ForecastChart
              days={one.days}
              currency={currency}
              label={`${t.expectedIn(one.days.length)}: ${money(last.total_minor, currency)}; ${t.between} ${band}`}
              names={{ expected: t.expected, band: t.band }}
            />
            <Text size="xs" c="dimmed" mt={6}>
              {t.restsOn(one.payments_seen, one.promises_seen)}
            </Text>
          </>
        );
      }}
    </MoneyCard>
  );
}
