// The linear model: what `npm run train` has written, read once, and what it says of a text.
import { readFileSync } from "node:fs";
import { assert } from "#platform/errors.ts";
import { BUCKETS, type Features } from "./features.ts";
import { INTENTS, type Intent } from "./types.ts";

/** What stands before the weights. */
export type ModelHead = {
  /** SHA-256 of everything the model is made from. */
  readonly digest: string;
  /** Weights are whole numbers; this much is one of them. */
  readonly scale: number;
  readonly bias: readonly number[];
  /** Scores are divided by it before they become probabilities (temperature scaling). */
  readonly temperature: number;
  /** The least confidence at which a guess is acted on, per intent. */
  readonly thresholds: Readonly<Record<Intent, number>>;
  /** From this probability on, what must never be missed goes to a person though something else is likelier. */
  readonly guard: number;
};
export type Model = ModelHead & {
  /** One row of `INTENTS.length` per bucket. */
  readonly weights: Int8Array;
};

const SIZE = BUCKETS * INTENTS.length;

/** A line of JSON, then the weights. */
export function modelFile({ weights, ...head }: Model): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(weights.buffer)]);
}

export function readModel(file: Buffer): Model {
  const end = file.indexOf("\n");
  assert(
    end > 0 && file.length === end + 1 + SIZE,
    "the model is not one of this version: run npm run train",
  );
  const head = JSON.parse(file.subarray(0, end).toString("utf8")) as ModelHead;
  return { ...head, weights: new Int8Array(file.buffer, file.byteOffset + end + 1, SIZE) };
}

let shipped: Model | undefined;

/** The model in the repository. */
export function shippedModel(): Model {
  shipped ??= readModel(readFileSync(new URL("model.bin", import.meta.url)));
  return shipped;
}

/** How likely each intent is, in the order of INTENTS; together 1. */
export function probabilities(model: Model, features: Features): readonly number[] {
  const kinds = INTENTS.length;
  const scores = INTENTS.map(() => 0);
  for (let one = 0; one < features.at.length; one += 1) {
    const row = features.at[one]! * kinds;
    const value = features.value[one]!;
    for (let kind = 0; kind < kinds; kind += 1) scores[kind]! += model.weights[row + kind]! * value;
  }
  const exact = scores.map((score, kind) => score * model.scale + model.bias[kind]!);
  return softmax(exact, model.temperature);
}

export function softmax(scores: readonly number[], temperature: number): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
