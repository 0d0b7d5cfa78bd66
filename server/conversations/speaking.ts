// In which language somebody is answered.
import { certainLanguage } from "#understanding/language.ts";
import type { Arrived } from "./arrived.ts";
import { wordsOf } from "./reading.ts";

/** The language of what arrived, where that is certain; a machine's says nothing. */
export function spokenIn(arrived: Arrived): string | undefined {
  return arrived.automatic ? undefined : certainLanguage(wordsOf(arrived));
}

/** The language of the conversation where one was noted, with the region of the stored one where it is the same language. */
export function languageFor(noted: string | null | undefined, stored: string): string {
  return noted == null || stored.split("-", 1)[0] === noted ? stored : noted;
}
