// How sure is sure enough: from guesses at examples that the fit behind them had not seen.
import { softmax } from "#understanding/model.ts";
import { PROTECTED } from "#understanding/rules.ts";
import { INTENTS, type Intent } from "#understanding/types.ts";
import type { Example } from "./examples.ts";
import { featuresIn, fit, kindOf, scoresOf } from "./fit.ts";

const FOLDS = 3;
/** Stricter than the floors of the contract, because what people will write differs from what was written here. */
const STRICT = 0.995;
const PLAIN = 0.93;
const LEAST = 0.4;
const MOST = 0.97;
const MOST_MISSED = 0.006;

export type Calibration = {
  readonly temperature: number;
  readonly thresholds: Readonly<Record<Intent, number>>;
  readonly guard: number;
};
type Guess = { readonly intent: Intent; readonly scores: readonly number[] };
type Judged = {
  readonly intent: Intent;
  readonly odds: readonly number[];
  readonly best: Intent;
  readonly sure: number;
};

/** Guesses at every example by a fit of the other folds. */
export function crossGuesses(examples: readonly Example[]): Guess[] {
  const foldOf = (at: number) => (at * 7_919) % FOLDS;
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const fitted = fit(examples.filter((_example, at) => foldOf(at) !== fold));
    return examples
      .filter((_example, at) => foldOf(at) === fold)
      .map(({ text, intent }) => ({ intent, scores: scoresOf(fitted, featuresIn(text)) }));
  });
  return folds.flat();
}

export function calibrate(guesses: readonly Guess[]): Calibration {
  const temperature = bestTemperature(guesses);
  const judged = guesses.map(({ intent, scores }) => {
    const odds = softmax(scores, temperature);
    const sure = Math.max(...odds);
    return { intent, odds, sure, best: INTENTS[odds.indexOf(sure)]! };
  });
  const thresholds = Object.fromEntries(
    INTENTS.map((intent) => [intent, thresholdOf(judged, intent)]),
  ) as Record<Intent, number>;
  return { temperature, thresholds, guard: guardOf(judged, thresholds) };
}

/** The one under which what is true was likeliest. */
function bestTemperature(guesses: readonly Guess[]): number {
  const candidates = Array.from({ length: 26 }, (_, step) => 0.5 + step * 0.1);
  const losses = candidates.map((temperature) =>
    guesses.reduce(
      (sum, { intent, scores }) =>
        sum - Math.log(softmax(scores, temperature)[kindOf(intent)]! + 1e-12),
      0,
    ),
  );
  return Number(candidates[losses.indexOf(Math.min(...losses))]!.toFixed(1));
}

/** The least confidence from which on guesses of this intent are right often enough. */
function thresholdOf(judged: readonly Judged[], intent: Intent): number {
  const wanted = ["pay", "pay_part", "promise", "plan", "paid_already"].includes(intent)
    ? STRICT
    : PLAIN;
  const guessed = judged.filter(({ best }) => best === intent);
  for (let threshold = LEAST; threshold < MOST; threshold += 0.01) {
    const above = guessed.filter(({ sure }) => sure >= threshold);
    const right = above.filter((one) => one.intent === intent).length;
    if (above.length === 0 || right / above.length >= wanted) return Number(threshold.toFixed(2));
  }
  return MOST;
}

const isProtected = (intent: Intent) => PROTECTED.some((one) => one === intent);

/** The largest probability of something protected that may be passed over. */
function guardOf(judged: readonly Judged[], thresholds: Readonly<Record<Intent, number>>): number {
  const all = judged.filter(({ intent }) => isProtected(intent));
  for (let guard = 0.3; guard > 0.02; guard -= 0.005) {
    const missed = all.filter(
      ({ intent, best, sure, odds }) =>
        best !== intent &&
        best !== "other" &&
        best !== "agent" &&
        sure >= thresholds[best] &&
        (isProtected(best) || !PROTECTED.some((one) => odds[kindOf(one)]! >= guard)),
    );
    if (missed.length / all.length <= MOST_MISSED) return Number(guard.toFixed(3));
  }
  return 0.02;
}
