// Charts of money that come behind the page: what draws them weighs more than the page itself. Their place is kept meanwhile.
import { Skeleton } from "@mantine/core";
import { lazy, Suspense, type ComponentProps } from "react";

type Charts = typeof import("./money-charts.tsx");

const HEIGHT = 190;
const load = async () => await import("./money-charts.tsx");

const Collected = lazy(async () => ({ default: (await load()).CollectedChart }));
const Outstanding = lazy(async () => ({ default: (await load()).OutstandingChart }));
const Forecast = lazy(async () => ({ default: (await load()).ForecastChart }));
const Hours = lazy(async () => ({ default: (await load()).HoursChart }));

const place = (height: number) => <Skeleton height={height} animate={false} />;

/** See money-charts.tsx, as the others. */
export const CollectedChart = (props: ComponentProps<Charts["CollectedChart"]>) => (
  <Suspense fallback={place(props.height ?? HEIGHT)}>
    <Collected {...props} />
  </Suspense>
);

export const OutstandingChart = (props: ComponentProps<Charts["OutstandingChart"]>) => (
  <Suspense fallback={place(props.height ?? HEIGHT)}>
    <Outstanding {...props} />
  </Suspense>
);

export const ForecastChart = (props: ComponentProps<Charts["ForecastChart"]>) => (
  <Suspense fallback={place(props.height ?? HEIGHT)}>
    <Forecast {...props} />
  </Suspense>
);

export const HoursChart = (props: ComponentProps<Charts["HoursChart"]>) => (
  <Suspense fallback={place(props.height ?? HEIGHT)}>
    <Hours {...props} />
  </Suspense>
);
