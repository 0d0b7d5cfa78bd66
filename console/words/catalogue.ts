// Every text of the console stands in a catalogue beside its page, in each language; the compiler sees that none is missing.
import { createContext, use } from "react";

export const LANGUAGES = { en: "English", pl: "Polski" } as const;
export type Language = keyof typeof LANGUAGES;

export type Catalogue<T> = { readonly [L in Language]: T };

/** The same words in all languages; what takes a value is a function. */
export const catalogue = <T>(words: Catalogue<T>): Catalogue<T> => words;

/** In how many forms a noun comes; `other` also stands for those that are left out. */
export type Forms = { readonly [K in Intl.LDMLPluralRule]?: string } & { readonly other: string };

const rules = new Map<Language, Intl.PluralRules>();

/** "1 customer", "2 customers", "5 klientów": the number as it is written in that language, and the form that goes with it. */
export function plural(language: Language, count: number, forms: Forms): string {
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  return `${count.toLocaleString(language)} ${forms[rule.select(count)] ?? forms.other}`;
}

export type Choice = { readonly language: Language; readonly choose: (one: Language) => void };

export const LanguageContext = createContext<Choice>({ language: "en", choose: () => {} });

/** The language that this user reads, and how to change it. */
export const useLanguage = (): Choice => use(LanguageContext);

/** The words of a catalogue in the language of the user. */
export const useWords = <T>(words: Catalogue<T>): T => words[useLanguage().language];

const KEPT = "dunlin.language";

const isLanguage = (text: string): text is Language => text in LANGUAGES;

/** What was chosen last, else the first language of the browser that there is. */
export function firstLanguage(): Language {
  const asked = [localStorage.getItem(KEPT) ?? "", ...navigator.languages];
  return asked.map((one) => one.slice(0, 2)).find(isLanguage) ?? "en";
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT, language);
