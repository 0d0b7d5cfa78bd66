/** From a plan that fails to the shortest one that fails in the same way, by leaving out and running again. */
import { DAY_MS, type Happening, type Plan } from "./happenings.ts";
import { keepOnly } from "./plan.ts";

export type Budget = {
  /** How many runs are left. */
  runs: number;
  /** `performance.now()` after which no run begins. */
  readonly deadlineMs: number;
};

/** Whether a plan still fails in the way that is looked for. */
export type Fails = (plan: Plan) => Promise<boolean>;

/**
 * Delta debugging (Zeller and Hildebrandt, 2002): leaves out halves, then quarters, and so on down to single items, as long as
 * what is left still fails. What it gives failed when it was last run, however early the budget ends.
 */
export async function shrinkList<T>(
  items: readonly T[],
  fails: (left: readonly T[]) => Promise<boolean>,
  budget: Budget,
): Promise<readonly T[]> {
  let kept = items;
  let chunk = Math.ceil(kept.length / 2);
  while (kept.length > 0 && chunk >= 1) {
    let shorter = false;
    for (let from = 0; from < kept.length;) {
      if (budget.runs <= 0 || performance.now() > budget.deadlineMs) return kept;
      budget.runs -= 1;
      const left = [...kept.slice(0, from), ...kept.slice(from + chunk)];
      if (await fails(left)) {
        kept = left;
        shorter = true;
      } else from += chunk;
    }
    if (chunk === 1 && !shorter) break;
    if (!shorter || chunk > kept.length) chunk = Math.max(1, Math.floor(chunk / 2));
  }
  return kept;
}

/** What is known of a violation from its first run: when it showed, and a text that may name customers. */
export type Sign = { readonly at?: string | undefined; readonly why: string };

/** First the time, then the customers, then single happenings. */
export async function shrinkPlan(
  plan: Plan,
  sign: Sign,
  fails: Fails,
  budget: Budget,
): Promise<Plan> {
  const lastMs = sign.at === undefined ? plan.endMs : Date.parse(sign.at);
  let best = plan;
  const better = async (candidate: Plan): Promise<boolean> => {
    const failed = await fails(candidate);
    if (failed) best = candidate;
    return failed;
  };
  for (const endMs of earlierEnds(plan, lastMs)) {
    budget.runs -= 1;
    if (!(await better(endingAt(plan, endMs)))) break;
  }
  const named = new Set(Array.from(sign.why.matchAll(/\bC-(\d+)\b/g), ([, n]) => n));
  const ofNamed = best.happenings.filter((one) => !("n" in one.what) || named.has(whoOf(one)));
  if (named.size > 0) await better(keepOnly(best, new Set(ofNamed.map(({ id }) => id))));
  const { happenings } = best;
  const byWho = Object.entries(Object.groupBy(happenings, whoOf));
  const flat = (
    groups: readonly (readonly [string, Happening[] | undefined])[],
  ): readonly Happening[] => groups.flatMap(([, own]) => own ?? []);
  const without = async (left: readonly Happening[]): Promise<boolean> =>
    await better(keepOnly(best, new Set(left.map(({ id }) => id))));
  await shrinkList(byWho, async (left) => await without(flat(left)), budget);
  await shrinkList(best.happenings, without, budget);
  await better(endingAt(best, lastOf(best) + DAY_MS));
  return best;
}

/** A customer, or the client itself. */
function whoOf({ what }: Happening): string {
  return "n" in what ? String(what.n) : what.client;
}

const lastOf = ({ startMs, happenings }: Plan): number => happenings.at(-1)?.at ?? startMs;

/** Half of the time, a quarter, and so on, but not before the fault showed, where that is known. */
function earlierEnds({ startMs, endMs }: Plan, lastMs: number): number[] {
  const days = (endMs - startMs) / DAY_MS;
  const shown = Math.ceil((lastMs - startMs) / DAY_MS) + 1;
  if (shown < days) return [startMs + shown * DAY_MS];
  const ends: number[] = [];
  for (let half = Math.floor(days / 2); half >= 1; half = Math.floor(half / 2))
    ends.push(startMs + half * DAY_MS);
  return ends;
}

function endingAt(plan: Plan, endMs: number): Plan {
  const days = Math.max(1, Math.ceil((endMs - plan.startMs) / DAY_MS));
  const at = Math.min(plan.endMs, plan.startMs + days * DAY_MS);
  return { ...plan, endMs: at, happenings: plan.happenings.filter((one) => one.at < at) };
}
