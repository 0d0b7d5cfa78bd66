// What must never be missed, whatever the model thinks: being left alone, the wrong person, hardship.
import { conceptId, conceptsAt } from "./lexicon/matching.ts";
import type { Concept } from "./lexicon/concepts.ts";
import { revokes } from "./revocation.ts";
import type { Intent } from "./types.ts";

/** They go to a person rather than being taken for something else. */
export const PROTECTED = ["stop", "wrong_person", "hardship"] as const satisfies readonly Intent[];
type Protected = (typeof PROTECTED)[number];

const CONCEPTS_OF: Readonly<Record<Protected, readonly Concept[]>> = {
  stop: ["stop"],
  wrong_person: ["wrong_number"],
  hardship: ["death", "lost", "ill"],
};
const idsOf: readonly (readonly [Protected, ReadonlySet<number>])[] = PROTECTED.map((intent) => [
  intent,
  new Set(CONCEPTS_OF[intent].map(conceptId)),
]);

/** True when a clause of the text plainly asks not to be written to. */
export const asksToStop = (text: string): boolean => revokes(text);

/** Which of the protected meanings the words touch. */
export function touched(words: readonly string[]): readonly Protected[] {
  const found = new Set(conceptsAt(words).flat());
  return idsOf.filter(([, ids]) => [...ids].some((id) => found.has(id))).map(([intent]) => intent);
}
