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
/** Consonants that are enough to know a word by. */
const LEAST_BONES = 3;
/** "ni*" would hold half of Polish. */
const LEAST_SHORT_PREFIX = 6;

const exact = new Map<string, number[]>();
/** By the beginning: the concept, and what the word must end with. */
const prefixes = new Map<string, (readonly [number, string])[]>();
/** What a word holds, by its first three letters. */
const infixes = new Map<string, (readonly [string, number])[]>();
const INFIX_KEY = 3;
const phrases = new Map<string, Phrase[]>();
/** Words by what is left of them without one letter. */
const near = new Map<string, string[]>();
const skeletons = new Map<string, number[]>();
let longestPrefix = 0;

function add<T>(map: Map<string, T[]>, key: string, one: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else if (!list.includes(one)) list.push(one);
}

const skeleton = (word: string): string => word.replaceAll(/[aeiouy]/gu, "");

function* withoutOne(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}

function learn(entry: string, id: number): void {
  if (entry.startsWith("*")) {
    const piece = entry.replaceAll("*", "");
    return add(infixes, piece.slice(0, INFIX_KEY), [piece, id] as const);
  }
  const [start = "", end] = entry.split("*");
  if (end !== undefined) {
    add(prefixes, start, [id, end]);
    longestPrefix = Math.max(longestPrefix, start.length);
    return;
  }
  const words = wordsOf(entry);
  const [first = "", ...rest] = words;
  if (rest.length > 0) return add(phrases, first, { words, id });
  const isNew = !exact.has(first);
  add(exact, first, id);
  if (first.length < LEAST_NEAR || !isNew) return;
  for (const one of withoutOne(first)) add(near, one, first);
  const bones = skeleton(first);
  if (bones.length >= LEAST_BONES) add(skeletons, bones, id);
}

/** Letters and digits of a plain text, without signs. */
const wordsOf = (plainText: string): string[] =>
  tokensOf(plainText.replaceAll("*", ""))
    .map(({ text }) => text)
    .filter((word) => /[\p{L}\d]/u.test(word));

for (const lexicon of [ENGLISH, POLISH, AFRIKAANS, ZULU] satisfies Lexicon[]) {
  CONCEPTS.forEach((concept, id) => {
    for (const entry of lexicon[concept].split(/\s*,\s*/u)) if (entry) learn(entry, id);
  });
}

/** What was found of words lately: a few thousand make up most of what is written. */
const known = new Map<string, Ids>();
const MOST_KNOWN = 4_096;

/** The concepts of one word, of plain letters. */
function conceptsOfWord(word: string): Ids {
  const before = known.get(word);
  if (before) return before;
  const found = lookUp(word);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, found);
  return found;
}

function lookUp(word: string): Ids {
  const found = [...(exact.get(word) ?? [])];
  const most = Math.min(word.length, longestPrefix);
  for (let length = 2; length <= most; length += 1) {
    if (length <= 3 && word.length < LEAST_SHORT_PREFIX) continue;
    for (const [id, end] of prefixes.get(word.slice(0, length)) ?? []) {
      if (word.endsWith(end)) found.push(id);
    }
  }
  if (word.length >= LEAST_NEAR) {
    for (let at = 0; at + INFIX_KEY <= word.length; at += 1) {
      for (const [piece, id] of infixes.get(word.slice(at, at + INFIX_KEY)) ?? []) {
        if (word.startsWith(piece, at)) found.push(id);
      }
    }
  }
  return found.length > 0 ? found : nearly(word);
}

function nearly(word: string): Ids {
  if (!/[aeiou]/u.test(word)) return skeletons.get(skeleton(word)) ?? [];
  if (word.length < LEAST_NEAR) return [];
  const missing = near.get(word)?.[0];
  if (missing !== undefined) return exact.get(missing) ?? [];
  for (const shorter of withoutOne(word)) {
    if (shorter.length >= LEAST_NEAR && exact.has(shorter)) return exact.get(shorter) ?? [];
    const like = near.get(shorter)?.find((one) => isOneSlip(word, one));
    if (like !== undefined) return exact.get(like) ?? [];
  }
  return [];
}

/** Of two words of the same length: whether one letter differs, or two neighbours are swapped. */
function isOneSlip(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at];
  return one.slice(at + (isSwapped ? 2 : 1)) === other.slice(at + (isSwapped ? 2 : 1));
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
