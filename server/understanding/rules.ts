// What must never be missed, whatever the model thinks: being left alone, the wrong person, hardship.
import type { Concept } from "./lexicon/concepts.ts";
import { conceptId } from "./lexicon/matching.ts";
import type { Intent } from "./types.ts";

/** They go to a person rather than being taken for something else. */
export const PROTECTED = ["stop", "wrong_person", "hardship"] as const satisfies readonly Intent[];
type Protected = (typeof PROTECTED)[number];

const CONCEPTS_OF: Readonly<Record<Protected, readonly Concept[]>> = {
  stop: ["stop"],
  wrong_person: ["wrong_number"],
  hardship: ["death", "lost", "ill", "poor"],
};
const idsOf: readonly (readonly [Protected, readonly number[]])[] = PROTECTED.map((intent) => [
  intent,
  CONCEPTS_OF[intent].map(conceptId),
]);

/** Which of the protected meanings the words of a text touch, by its concepts. */
export function touched(concepts: ReadonlySet<number>): readonly Protected[] {
  return idsOf.filter(([, ids]) => ids.some((id) => concepts.has(id))).map(([intent]) => intent);
}
