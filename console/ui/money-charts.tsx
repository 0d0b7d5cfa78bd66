// Charts of money by day: what came in, what is open by age, what is to be expected with its band.
import { AreaChart, BarChart, CompositeChart } from "@mantine/charts";
import { ColorSwatch, Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../words/format.ts";
import {
  AGE_COLOURS,
  AGE_KEYS,
  dayLabel,
  drawnMinor,
  QUIET,
  toDraw,
  useAxis,
  type AgeKey,
} from "./charts.tsx";

type Day = { readonly date: string };

const HEIGHT = 190;
const AXIS = { tickMargin: 6, minTickGap: 28, interval: "preserveStartEnd" as const };

/** A picture with a name for who can't see it. */
function Picture({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="img" aria-label={label}>
      {children}
    </div>
  );
}

/** What the colours mean, in the order of the chart. */
export function Legend({
  of,
}: {
  readonly of: readonly (readonly [colour: string, label: string])[];
}) {
  return (
    <Group gap="2px 14px" mt={8} aria-hidden>
      {of.map(([colour, label]) => (
        <Group key={label} gap={6} wrap="nowrap">
          <ColorSwatch size={9} withShadow={false} color={cssOf(colour)} />
          <Text size="xs" c="dimmed">
            {label}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

const cssOf = (colour: string): string => `var(--mantine-color-${colour.replace(".", "-")})`;

/** Bars by day or week: `within` is part of `collected`. */
export function CollectedChart({
  days,
  currency,
  label,
  names,
  height = HEIGHT,
}: {
  readonly days: readonly (Day & {
    readonly collected_minor: string;
    readonly paid_48h_minor: string;
  })[];
  readonly currency: string;
  readonly label: string;
  readonly names: { readonly within: string; readonly other: string };
  readonly height?: number;
}) {
  const { money, day } = useFormat();
  const axis = useAxis();
  const data = days.map((one) => {
    const all = BigInt(one.collected_minor);
    const within = BigInt(one.paid_48h_minor);
    const part = within < all ? within : all;
    return {
      date: one.date,
      within: toDraw(part, currency),
      other: toDraw(all - part, currency),
    };
  });
  return (
    <Picture label={label}>
      <BarChart
        h={height}
        data={data}
        dataKey="date"
        type="stacked"
        series={[
          { name: "within", label: names.within, color: "dunlin.7" },
          { name: "other", label: names.other, color: "dunlin.3" },
        ]}
        gridAxis="x"
        tickLine="none"
        barChartProps={QUIET}
        xAxisProps={{ ...AXIS, tickFormatter: axis.day }}
        yAxisProps={{ width: 48, tickFormatter: axis.number }}
        tooltipProps={{ labelFormatter: dayLabel(day) }}
        valueFormatter={(value) => money(drawnMinor(value, currency), currency)}
        barProps={{ isAnimationActive: false }}
      />
      <Legend
        of={[
          ["dunlin.7", names.within],
          ["dunlin.3", names.other],
        ]}
      />
    </Picture>
  );
}

/** What is open by how late it is, as areas on top of each other. */
export function OutstandingChart({
  days,
  currency,
  label,
  names,
  height = HEIGHT,
}: {
  readonly days: readonly (Day & Readonly<Record<AgeKey, string>>)[];
  readonly currency: string;
  readonly label: string;
  readonly names: Readonly<Record<AgeKey, string>>;
  readonly height?: number;
}) {
  const { money, day } = useFormat();
  const axis = useAxis();
  const data = days.map((one) => ({
    date: one.date,
    ...Object.fromEntries(AGE_KEYS.map((key) => [key, toDraw(one[key], currency)])),
  }));
  return (
    <Picture label={label}>
      <AreaChart
        h={height}
        data={data}
        dataKey="date"
        type="stacked"
        curveType="step"
        withDots={false}
        withGradient={false}
        fillOpacity={0.85}
        strokeWidth={0}
        series={AGE_KEYS.map((key) => ({ name: key, label: names[key], color: AGE_COLOURS[key] }))}
        gridAxis="x"
        tickLine="none"
        areaChartProps={QUIET}
        xAxisProps={{ ...AXIS, tickFormatter: axis.day }}
        yAxisProps={{ width: 48, tickFormatter: axis.number }}
        tooltipProps={{ labelFormatter: dayLabel(day) }}
        valueFormatter={(value) => money(drawnMinor(value, currency), currency)}
        areaProps={{ isAnimationActive: false }}
      />
      <Legend of={AGE_KEYS.map((key) => [AGE_COLOURS[key], names[key]])} />
    </Picture>
  );
}

type Expected = Day & {
  readonly total_minor: string;
  readonly low_minor: string;
  readonly high_minor: string;
};

/** The sum that is expected up to each day, and between what it lies. */
export function ForecastChart({
  days,
  currency,
  label,
  names,
  height = HEIGHT,
}: {
  readonly days: readonly Expected[];
  readonly currency: string;
  readonly label: string;
  readonly names: { readonly expected: string; readonly band: string };
  readonly height?: number;
}) {
  const { money, day } = useFormat();
  const axis = useAxis();
  const data = days.map((one) => ({
    date: one.date,
    total: toDraw(one.total_minor, currency),
    band: [toDraw(one.low_minor, currency), toDraw(one.high_minor, currency)],
  }));
  const text = (value: number) => money(drawnMinor(value, currency), currency);
  return (
    <Picture label={label}>
      <CompositeChart
        h={height}
        data={data}
        dataKey="date"
        withDots={false}
        curveType="linear"
        series={[
          { name: "band", label: names.band, color: "dunlin.3", type: "area" },
          { name: "total", label: names.expected, color: "dunlin.6", type: "line" },
        ]}
        gridAxis="x"
        tickLine="none"
        composedChartProps={QUIET}
        xAxisProps={{ ...AXIS, tickFormatter: axis.day }}
        yAxisProps={{ width: 48, tickFormatter: axis.number }}
        areaProps={{ isAnimationActive: false, strokeWidth: 0, fillOpacity: 0.45 }}
        lineProps={{ isAnimationActive: false }}
        tooltipProps={{
          content: ({ label: date }) => {
            const found = data.find((one) => one.date === date);
            if (!found) return null;
            return (
              <Paper withBorder px="sm" py={6} shadow="sm">
                <Text size="xs" c="dimmed">
                  {day(found.date)}
                </Text>
                <Text size="sm">
                  {names.expected}: {text(found.total)}
                </Text>
                <Text size="sm">
                  {names.band}: {text(found.band[0]!)} – {text(found.band[1]!)}
                </Text>
              </Paper>
            );
          },
        }}
      />
    </Picture>
  );
}

/** What goes out by hour: done and to come. */
export function HoursChart({
  hours,
  label,
  names,
  height = HEIGHT,
}: {
  readonly hours: readonly {
    readonly hour: string;
    readonly sent: number;
    readonly planned: number;
  }[];
  readonly label: string;
  readonly names: { readonly sent: string; readonly planned: string };
  readonly height?: number;
}) {
  return (
    <Picture label={label}>
      <BarChart
        h={height}
        data={[...hours]}
        dataKey="hour"
        type="stacked"
        series={[
          { name: "sent", label: names.sent, color: "dunlin.7" },
          { name: "planned", label: names.planned, color: "gray.4" },
        ]}
        gridAxis="none"
        tickLine="none"
        withYAxis={false}
        barChartProps={QUIET}
        xAxisProps={{ interval: 2 }}
        barProps={{ isAnimationActive: false }}
      />
    </Picture>
  );
}
