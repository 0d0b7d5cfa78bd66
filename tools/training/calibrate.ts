// How sure is sure enough: from guesses at examples that the fit behind them had not seen.
import { softmax } from "#understanding/model.ts";
import { PROTECTED, touched } from "#understanding/rules.ts";
import { INTENTS, type Intent } from "#understanding/types.ts";
import { isGuarded } from "#understanding/understand.ts";
import type { Example } from "./examples.ts";
import { featuresIn, fit, kindOf, scoresOf } from "./fit.ts";

const FOLDS = 3;
/** Stricter than the floors of the contract, because what people will write differs from what was written here. */
const STRICT = 0.994;
const PLAIN = 0.93;
const LEAST = 0.4;
const MOST = 0.985;
const MOST_MISSED = 0.004;
const MOST_GUARD = 0.2;
const LEAST_GUARD = 0.01;

export type Calibration = {
  readonly temperature: number;
  readonly thresholds: Readonly<Record<Intent, number>>;
  readonly guard: number;
};
type Guess = {
  readonly intent: Intent;
  readonly scores: readonly number[];
  /** What the words touch. */
  readonly touches: readonly Intent[];
};
type Judged = {
  readonly touches: readonly Intent[];
  readonly intent: Intent;
  readonly odds: readonly number[];
  readonly best: Intent;
  readonly sure: number;
};

/** Guesses at every example by a fit of the other folds. */
export function crossGuesses(examples: readonly Example[]): Guess[] {
  const foldOf = (at: number) => (at * 7_919) % FOLDS;
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const fitted = fit(
      examples.filter((_example, at) => foldOf(at) !== fold),
      true,
    );
    return examples
      .filter((_example, at) => foldOf(at) === fold)
      .map(({ text, intent }) => {
        const features = featuresIn(text);
        return { intent, scores: scoresOf(fitted, features), touches: touched(features.concepts) };
      });
  });
  return folds.flat();
}

export function calibrate(guesses: readonly Guess[]): Calibration {
  const temperature = bestTemperature(guesses);
  const judged = guesses.map(({ intent, scores, touches }) => {
    const odds = softmax(scores, temperature);
    const sure = Math.max(...odds);
    return { intent, touches, odds, sure, best: INTENTS[odds.indexOf(sure)]! };
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
  const guessed = judged.filter(
    ({ best, touches }) => best === intent && !isGuarded(best, touches),
  );
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
  for (let guard = MOST_GUARD; guard > LEAST_GUARD; guard -= 0.005) {
    const missed = all.filter(({ intent, best, sure, odds, touches }) => {
      if (best === intent || best === "other" || best === "agent") return false;
      const likely = INTENTS.filter((_, at) => odds[at]! >= guard);
      return sure >= thresholds[best] && !isGuarded(best, [...likely, ...touches]);
    });
    if (missed.length / all.length <= MOST_MISSED) return Number(guard.toFixed(3));
  }
  return LEAST_GUARD;
}
