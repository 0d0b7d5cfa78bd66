import type { Amount, Around } from "./types.ts";

/** An amount and where it stands in the text. */
export type FoundAmount = { readonly amount: Amount; readonly start: number; readonly end: number };

/** The amounts of money in a text, in their order: "R500", "200 zł", "half", "50%". A number of a date is none. */
export function amountsIn(_text: string, _around: Around): readonly FoundAmount[] {
  return [];
}
