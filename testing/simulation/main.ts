// `npm run simulate-year -- [--seed N] [--customers N] [--days N] [--only LIST] [--json]`: a year of a business, in minutes.
import { parseArgs } from "node:util";
import { messageOf, UserError } from "#platform/errors.ts";
import { onCluster, type WithDatabase } from "./cluster.ts";
import type { Plan } from "./happenings.ts";
import { keepOnly, planYear } from "./plan.ts";
import { run, type Report } from "./run.ts";
import { shrinkPlan } from "./shrink.ts";
import { commandOf, historyOf, summaryOf } from "./tell.ts";

const DEFAULTS = { seed: 1, customers: 200, days: 366 } as const;
const MOST = { seed: 1_000_000_000, customers: 100_000, days: 3_660 } as const;
/** A failing plan is run at most so often to find the shortest that fails, and for so long. */
const SHRINK_RUNS = 300;
const SHRINK_MS = 15 * 60_000;

type Wanted = {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  readonly only: string | undefined;
  readonly json: boolean;
};

function wanted(argv: readonly string[]): Wanted {
  const { seed, customers, days, only, json = false } = parsed(argv);
  const whole = (name: keyof typeof DEFAULTS, text: string | undefined): number => {
    const value = Number(text ?? DEFAULTS[name]);
    if (Number.isInteger(value) && value >= 1 && value <= MOST[name]) return value;
    throw new UserError(`--${name} is "${text}"; give a whole number from 1 to ${MOST[name]}`);
  };
  const numbers = {
    seed: whole("seed", seed),
    customers: whole("customers", customers),
    days: whole("days", days),
  };
  return { ...numbers, only, json };
}

function parsed(argv: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    const options = {
      seed: text,
      customers: text,
      days: text,
      only: text,
      json: { type: "boolean" },
    } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UserError(
      `${messageOf(error)}; give [--seed N] [--customers N] [--days N] [--only LIST] [--json]`,
    );
  }
}

async function live(
  withDatabase: WithDatabase,
  plan: Plan,
  { stopEarly = false, judged = true } = {},
): Promise<Report> {
  const onProgress = stopEarly
    ? () => undefined
    : (nowMs: number, messages: number) =>
        console.error(`${new Date(nowMs).toISOString().slice(0, 10)}  ${messages} messages`);
  return await withDatabase(async (at) => await run(at, plan, { stopEarly, judged, onProgress }));
}

/** Finds the shortest plan that breaks the same rule, and tells it. */
async function explain(
  withDatabase: WithDatabase,
  plan: Plan,
  report: Report,
  { customers }: Wanted,
): Promise<void> {
  const [first] = report.violations;
  if (!first) return;
  console.error(
    `${first.invariant}: ${first.why}\nlooking for the shortest history that shows it …`,
  );
  let last = report;
  const fails = async (candidate: Plan): Promise<boolean> => {
    const found = await live(withDatabase, candidate, {
      stopEarly: true,
      judged: first.invariant.startsWith("judge"),
    });
    const same = found.violations.some(({ invariant }) => invariant === first.invariant);
    if (same) last = found;
    return same;
  };
  const budget = { runs: SHRINK_RUNS, deadlineMs: performance.now() + SHRINK_MS };
  const shortest = await shrinkPlan(plan, first, fails, budget);
  console.error(historyOf(shortest, last).join("\n"));
  console.error(`again: ${commandOf(shortest, customers, false)}`);
}

async function main(argv: readonly string[]): Promise<void> {
  const wish = wanted(argv);
  const { seed, customers, days, only, json } = wish;
  const whole = planYear(seed, customers, days);
  const plan = only === undefined ? whole : keepOnly(whole, new Set(only.split(",")));
  const started = performance.now();
  await onCluster(async (withDatabase) => {
    const report = await live(withDatabase, plan);
    const { messages, violations } = report;
    const ok = violations.length === 0;
    if (json) console.log(JSON.stringify({ seed, customers, days, messages, ok, violations }));
    else console.log(summaryOf(report, (performance.now() - started) / 1_000).join("\n"));
    if (ok) return;
    process.exitCode = 1;
    if (only === undefined) await explain(withDatabase, plan, report, wish);
    else console.error(historyOf(plan, report).join("\n"));
  });
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof UserError ? 2 : 1;
});
