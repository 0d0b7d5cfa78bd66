// The words of the pages that customers see, in every shipped language.
import { af } from "./words/af.ts";
import { en, type WordKey, type Words } from "./words/en.ts";
import { pl } from "./words/pl.ts";
import { zu } from "./words/zu.ts";

const WORDS = { en, pl, af, zu } satisfies Readonly<Record<string, Words>>;

export type PortalLanguage = keyof typeof WORDS;
export const PORTAL_LANGUAGES = ["en", "pl", "af", "zu"] as const satisfies PortalLanguage[];

/** The first of the wishes that we have; English where none is. A wish may carry a country, as "pl-PL". */
export function portalLanguage(...wishes: readonly (string | undefined)[]): PortalLanguage {
  for (const wish of wishes) {
    const found = PORTAL_LANGUAGES.find((one) => one === wish?.toLowerCase().split("-", 1)[0]);
    if (found) return found;
  }
  return "en";
}

/** Says a thing in one language. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string>>) => string;

/** The words of a language, with what stands in braces filled in. */
export function sayIn(language: PortalLanguage): Say {
  const words: Words = WORDS[language];
  return (key, values = {}) =>
    words[key].replaceAll(/\{(\w+)\}/gu, (all, name: string) => values[name] ?? all);
}
