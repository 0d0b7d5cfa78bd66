// Finding concepts in words: exactly, by their beginning, by what they hold, and nearly (a slip of the finger, missing vowels).
import { tokensOf } from "../parsing/tokens.ts";
import { AFRIKAANS } from "./af.ts";
import { CONCEPTS, type Concept, type Lexicon } from "./concepts.ts";
import { ENGLISH } from "./en.ts";
import { POLISH } from "./pl.ts";
import { ZULU } from "./zu.ts";

/** The numbers of concepts in CONCEPTS. */
type Ids = readonly number[];
type Phrase = { readonly words: readonly string[]; readonly id: number };

/** Shorter words are never taken for a misspelt other one. */
const LEAST_NEAR = 5;
/** "ni*" would hold half of Polish. */
const LEAST_SHORT_PREFIX = 6;

const exact = new Map<string, number[]>();
const prefixes = new Map<string, number[]>();
const infixes: [string, number][] = [];
const phrases = new Map<string, Phrase[]>();
/** Words by what is left of them without one letter, or without vowels. */
const near = new Map<string, number[]>();
const skeletons = new Map<string, number[]>();
let longestPrefix = 0;

function add(map: Map<string, number[]>, key: string, id: number): void {
  const ids = map.get(key);
  if (ids === undefined) map.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

const skeleton = (word: string): string => word.replaceAll(/[aeiouy]/gu, "");

function* withoutOne(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}

function learn(entry: string, id: number): void {
  if (entry.startsWith("*")) return void infixes.push([entry.replaceAll("*", ""), id]);
  const words = wordsOf(entry);
  const [first = "", ...rest] = words;
  if (rest.length > 0) {
    const known = phrases.get(first);
    if (known) known.push({ words, id });
    else phrases.set(first, [{ words, id }]);
    return;
  }
  if (entry.endsWith("*")) {
    add(prefixes, first, id);
    longestPrefix = Math.max(longestPrefix, first.length);
    return;
  }
  add(exact, first, id);
  if (first.length < LEAST_NEAR) return;
  for (const one of [first, ...withoutOne(first)]) add(near, one, id);
  add(skeletons, skeleton(first), id);
}

/** Letters and digits of a plain text, without signs. */
export const wordsOf = (plainText: string): string[] =>
  tokensOf(plainText.replaceAll("*", ""))
    .map(({ text }) => text)
    .filter((word) => /[\p{L}\d]/u.test(word));

for (const lexicon of [ENGLISH, POLISH, AFRIKAANS, ZULU] satisfies Lexicon[]) {
  CONCEPTS.forEach((concept, id) => {
    for (const entry of lexicon[concept].split(/\s*,\s*/u)) if (entry) learn(entry, id);
  });
}

/** The concepts of one word, of plain letters. */
function conceptsOfWord(word: string): Ids {
  const found = [...(exact.get(word) ?? [])];
  const most = Math.min(word.length, longestPrefix);
  for (let length = 2; length <= most; length += 1) {
    if (length <= 3 && word.length < LEAST_SHORT_PREFIX) continue;
    const ids = prefixes.get(word.slice(0, length));
    if (ids) found.push(...ids);
  }
  if (word.length >= LEAST_NEAR) {
    for (const [piece, id] of infixes) if (word.includes(piece)) found.push(id);
  }
  return found.length > 0 ? found : nearly(word);
}

function nearly(word: string): Ids {
  if (word.length >= 3 && !/[aeiou]/u.test(word)) return skeletons.get(skeleton(word)) ?? [];
  if (word.length < LEAST_NEAR) return [];
  const direct = near.get(word);
  if (direct) return direct;
  for (const one of withoutOne(word)) {
    const ids = one.length >= LEAST_NEAR - 1 ? (exact.get(one) ?? near.get(one)) : undefined;
    if (ids) return ids;
  }
  return [];
}

/** Per word the concepts that are found at it; those of a phrase stand at its first word. */
export function conceptsAt(words: readonly string[]): readonly Ids[] {
  return words.map((word, at) => {
    const found = new Set(conceptsOfWord(word));
    for (const phrase of phrases.get(word) ?? []) {
      if (phrase.words.every((one, index) => words[at + index] === one)) found.add(phrase.id);
    }
    return [...found];
  });
}

export const conceptId = (concept: Concept): number => CONCEPTS.indexOf(concept);
