import type { Around } from "./types.ts";

/** A day and where it stands in the text. */
export type FoundDate = {
  readonly on: Temporal.PlainDate;
  readonly start: number;
  readonly end: number;
};

/** Promises look ahead, "I paid on friday" looks back. */
export type Looking = "forward" | "backward";

/** The days in a text, in their order: "25th", "next friday", "do końca miesiąca", "payday" when it is known. */
export function datesIn(
  _text: string,
  _around: Around,
  _looking: Looking = "forward",
): readonly FoundDate[] {
  return [];
}
