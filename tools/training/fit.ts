// Multinomial logistic regression by AdaGrad: deterministic, a few seconds.
import { BUCKETS, featuresOf, type Features } from "#understanding/features.ts";
import { softmax } from "#understanding/model.ts";
import { marksIn } from "#understanding/parsing/marks.ts";
import { INTENTS, type Intent } from "#understanding/types.ts";
import { chanceFrom } from "./chance.ts";
import type { Example } from "./examples.ts";
import { politely, without, withSlips } from "./vary.ts";

const SEED = 20_261_118;
const EPOCHS = 10;
const RATE = 0.2;
const BIAS_RATE = 0.02;
const SHRINK = 1e-5;
const KINDS = INTENTS.length;

export type Fitted = { readonly weights: Float64Array; readonly bias: Float64Array };
type Sample = { readonly features: Features; readonly kind: number; readonly weight: number };

const today = Temporal.PlainDate.from("2026-11-18");

export const featuresIn = (text: string): Features =>
  featuresOf(marksIn(text, { currency: "ZAR", today }));

export const kindOf = (intent: Intent): number => INTENTS.indexOf(intent);

/** Each example as it is, and changed in the ways in which people and machines would change it. */
function samplesOf(examples: readonly Example[], chance: () => number, isQuick: boolean): Sample[] {
  return examples.flatMap(({ text, intent, language }) => {
    const kind = kindOf(intent);
    const features = featuresIn(text);
    const seen = { features, kind, weight: 1 };
    if (isQuick) return [seen, { ...seen, features: without(0.5, features, chance) }];
    return [
      seen,
      { features: featuresIn(withSlips(text, chance)), kind, weight: 0.5 },
      { features: featuresIn(politely(text, language, chance)), kind, weight: 0.4 },
      { features: without(0.5, features, chance), kind, weight: 0.7 },
      { features: without(0.5, features, chance), kind, weight: 0.7 },
    ];
  });
}

/** `isQuick`: with fewer changed texts, for calibration. */
export function fit(examples: readonly Example[], isQuick = false): Fitted {
  const chance = chanceFrom(SEED);
  const samples = samplesOf(examples, chance, isQuick);
  const order = samples.map((_, at) => at);
  const weights = new Float64Array(BUCKETS * KINDS);
  const squares = new Float64Array(BUCKETS * KINDS);
  const bias = new Float64Array(KINDS);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(chance() * (at + 1));
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    for (const at of order) learn({ weights, bias }, squares, samples[at]!);
  }
  return { weights, bias };
}

function learn(fitted: Fitted, squares: Float64Array, { features, kind, weight }: Sample): void {
  const { weights, bias } = fitted;
  const odds = softmax(scoresOf(fitted, features), 1);
  const errors = odds.map((one, index) => (one - (index === kind ? 1 : 0)) * weight);
  for (let index = 0; index < KINDS; index += 1) bias[index]! -= BIAS_RATE * errors[index]!;
  for (let one = 0; one < features.at.length; one += 1) {
    const row = features.at[one]! * KINDS;
    const value = features.value[one]!;
    for (let index = 0; index < KINDS; index += 1) {
      const slope = errors[index]! * value + SHRINK * weights[row + index]!;
      squares[row + index]! += slope * slope;
      weights[row + index]! -= (RATE * slope) / (Math.sqrt(squares[row + index]!) + 1e-6);
    }
  }
}

export function scoresOf({ weights, bias }: Fitted, features: Features): number[] {
  const scores = [...bias];
  for (let one = 0; one < features.at.length; one += 1) {
    const row = features.at[one]! * KINDS;
    const value = features.value[one]!;
    for (let index = 0; index < KINDS; index += 1) scores[index]! += weights[row + index]! * value;
  }
  return scores;
}
