// Whether an item costs more where there are many: the same bench at two sizes in one run, each in a fresh database.
import { UserError } from "#platform/errors.ts";
import { benchDecide } from "./decide.ts";
import { benchDispatch } from "./dispatch.ts";
import { benchImport } from "./import.ts";
import { round, type BenchResult } from "./result.ts";
import type { Stage } from "./stage.ts";

type Growing = (stage: Stage, size: number) => Promise<BenchResult>;
const GROWING = {
  import: benchImport,
  decide: benchDecide,
  dispatch: benchDispatch,
} satisfies Record<string, Growing>;
type Name = keyof typeof GROWING;
const NAMES = Object.keys(GROWING) as Name[];

/** A small run is short and finds the code cold, so it is repeated, and the one in the middle counts. */
const SMALL_RUNS = 3;
/** More than this and something grows that should not. */
const MOST_GROWTH = 1.3;

/** One bench at both sizes. */
type Growth = {
  readonly name: Name;
  readonly small: Costs;
  readonly large: Costs & Pick<BenchResult, "rss_mb">;
  /** Processor time of an item, large to small. */
  readonly ratio: number;
  /** Time of an item on the clock, large to small. */
  readonly wall_ratio: number;
};
type Costs = {
  readonly size: number;
  readonly cpu_us_per_item: number;
  readonly wall_us_per_item: number;
};

/** What all benches tell, of the one that grew most: its rate at the large size, its rate at the small one as the ceiling. */
export type GrowthResult = BenchResult & {
  readonly small: number;
  readonly benches: readonly Growth[];
};

export type GrowthOptions = {
  readonly of: readonly Name[];
  readonly small: number;
  readonly large: number;
};

/** Reads the names after `--of`; all when there are none. */
export function growingFrom(names: readonly string[]): readonly Name[] {
  const unknown = names.find((name) => !Object.hasOwn(GROWING, name));
  if (unknown !== undefined) {
    throw new UserError(`--of is "${unknown}"; give one of ${NAMES.join(", ")}, or leave it out`);
  }
  return names.length === 0 ? NAMES : NAMES.filter((name) => names.includes(name));
}

/** Runs each of the benches at both sizes; `ratio` is the worst of theirs. */
export async function benchGrowth(
  stage: Stage,
  { of, small, large }: GrowthOptions,
  growing: Readonly<Record<Name, Growing>> = GROWING,
): Promise<GrowthResult> {
  if (small >= large) {
    throw new UserError(`--small is ${small} and --large ${large}; give a larger --large`);
  }
  const benches: Growth[] = [];
  for (const name of of) {
    const run = async (size: number) => await growing[name](stage, size);
    benches.push({ name, ...(await grow(run, small, large)) });
  }
  const worst = benches.toSorted((a, b) => b.ratio - a.ratio)[0]!;
  return {
    name: "growth",
    size: large,
    per_s: round(1e6 / worst.large.wall_us_per_item),
    ceiling_per_s: round(1e6 / worst.small.wall_us_per_item),
    ratio: worst.ratio,
    rss_mb: Math.max(...benches.map((one) => one.large.rss_mb)),
    cpu_us_per_item: worst.large.cpu_us_per_item,
    limits:
      worst.ratio <= MOST_GROWTH
        ? `nothing grows by more than ${MOST_GROWTH} from ${small} to ${large} items`
        : `${worst.name} grows: ${worst.small.cpu_us_per_item} µs at ${small} items, ${worst.large.cpu_us_per_item} µs at ${large}`,
    small,
    benches,
  };
}

async function grow(
  bench: (size: number) => Promise<BenchResult>,
  small: number,
  large: number,
): Promise<Omit<Growth, "name">> {
  const runs: Costs[] = [];
  for (let run = 0; run < SMALL_RUNS; run += 1) runs.push(costsOf(await bench(small)));
  const middle = runs.toSorted((a, b) => a.cpu_us_per_item - b.cpu_us_per_item)[SMALL_RUNS >> 1]!;
  const result = await bench(large);
  const costs = costsOf(result);
  return {
    small: middle,
    large: { ...costs, rss_mb: result.rss_mb },
    ratio: round(costs.cpu_us_per_item / middle.cpu_us_per_item, 2),
    wall_ratio: round(costs.wall_us_per_item / middle.wall_us_per_item, 2),
  };
}

function costsOf({ size, cpu_us_per_item, per_s }: BenchResult): Costs {
  return { size, cpu_us_per_item, wall_us_per_item: round(1e6 / per_s, 1) };
}
