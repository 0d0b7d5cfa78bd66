// What the model sees of a text: hashed words, pieces of words, concepts and what was found of money and days.
import { conceptsAt } from "./lexicon/matching.ts";
import type { Marked } from "./parsing/marks.ts";

export const BUCKETS = 2 ** 16;

/** A sparse vector: which buckets, and how much of each. */
export type Features = {
  readonly at: readonly number[];
  readonly value: readonly number[];
  /** What the words are about: numbers of CONCEPTS. */
  readonly concepts: ReadonlySet<number>;
};

const SIGN = /^[^\p{L}\d]/u;

const PRIME = 0x01000193;
const START = 0x811c9dc5;

const closed = (hash: number): number => ((hash ^ (hash >>> 15)) >>> 0) % BUCKETS;

/** FNV-1a of 32 bits over UTF-16 units, folded into the buckets. */
function bucket(kind: number, text: string, from = 0, to = text.length): number {
  let hash = Math.imul(START ^ kind, PRIME);
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return closed(hash);
}

/** The same over two small numbers. */
function bucketOfPair(kind: number, one: number, other: number): number {
  const hash = Math.imul(Math.imul(START ^ kind, PRIME) ^ one, PRIME);
  return closed(Math.imul(Math.imul(hash ^ other, PRIME), PRIME));
}

const squeezed = (word: string): string => word.replaceAll(/(.)\1{2,}/gu, "$1");

/** The words in their order, a day or an amount as one word of its own that says only what it is. */
function wordsOf({ tokens, marks }: Marked): string[] {
  const words: string[] = [];
  let next = 0;
  for (const mark of [...marks, undefined]) {
    const from = mark?.from ?? tokens.length;
    for (; next < from; next += 1) {
      const { text } = tokens[next]!;
      if (!SIGN.test(text)) words.push(/^\d/u.test(text) ? "<number>" : squeezed(text));
    }
    if (mark === undefined) break;
    if (mark.kind === "date") words.push("<date>");
    else if (mark.kind === "amount" && "minor" in mark.amount) words.push("<amount>");
    else for (let at = mark.from; at < mark.to; at += 1) words.push(squeezed(tokens[at]!.text));
    next = mark.to;
  }
  return words;
}

/** Pieces of three to five letters, with the word's ends. */
function pieces(words: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const word of words) {
    if (word.startsWith("<")) continue;
    const padded = ` ${word} `;
    for (let size = 3; size <= 5; size += 1) {
      for (let at = 0; at + size <= padded.length; at += 1)
        found.add(bucket(2, padded, at, at + size));
    }
  }
  return found;
}

function wordFeatures(words: readonly string[]): Set<number> {
  const found = new Set<number>();
  words.forEach((word, at) => {
    found.add(bucket(0, word));
    found.add(bucket(1, `${words[at - 1] ?? "^"} ${word}`));
  });
  found.add(bucket(1, `${words.at(-1) ?? "^"} $`));
  return found;
}

/** Stand beside the concepts, with numbers of their own. */
const PLACES: ReadonlyMap<string, readonly number[]> = new Map([
  ["<date>", [100]],
  ["<amount>", [101]],
  ["<number>", [102]],
]);
const REACH = 3;

function conceptFeatures(at: readonly (readonly number[])[]): [Set<number>, Set<number>] {
  const single = new Set<number>();
  const pairs = new Set<number>();
  const all = new Set<number>();
  at.forEach((here, index) => {
    for (const id of here) {
      all.add(id);
      single.add(bucketOfPair(3, id, 0));
      for (let back = 1; back <= Math.min(REACH, index); back += 1) {
        for (const other of at[index - back]!) pairs.add(bucketOfPair(4, other, id));
      }
    }
  });
  const sorted = [...all].toSorted((one, other) => one - other);
  sorted.forEach((one, index) => {
    for (let next = index + 1; next < sorted.length; next += 1)
      pairs.add(bucketOfPair(5, one, sorted[next]!));
  });
  return [single, pairs];
}

function shapeFeatures(marked: Marked, words: readonly string[]): Set<number> {
  const kinds = marked.marks.map((mark) =>
    mark.kind === "amount" && "share" in mark.amount
      ? mark.amount.share < 1
        ? "part"
        : "full"
      : mark.kind,
  );
  const found = new Set(kinds.map((kind) => bucket(6, kind)));
  found.add(bucket(6, kinds.join(" ").slice(0, 40)));
  found.add(bucket(6, `#${Math.min(8, Math.ceil(Math.log2(words.length + 1) * 2))}`));
  if (marked.tokens.some(({ text }) => text === "?")) found.add(bucket(6, "?"));
  if (words.length === 0) found.add(bucket(6, "nothing"));
  return found;
}

const WEIGHTS = { word: 0.8, piece: 1.4, concept: 1.2, pair: 1, shape: 0.5 };

/** Each kind of feature has the same length, however long the text. */
export function featuresOf(marked: Marked): Features {
  const words = wordsOf(marked);
  const about = conceptsAt(words).map((ids, at) => PLACES.get(words[at]!) ?? ids);
  const [single, pairs] = conceptFeatures(about);
  const groups: [Set<number>, number][] = [
    [wordFeatures(words), WEIGHTS.word],
    [pieces(words), WEIGHTS.piece],
    [single, WEIGHTS.concept],
    [pairs, WEIGHTS.pair],
    [shapeFeatures(marked, words), WEIGHTS.shape],
  ];
  const at: number[] = [];
  const value: number[] = [];
  for (const [group, weight] of groups) {
    const each = weight / Math.sqrt(group.size || 1);
    for (const one of group) {
      at.push(one);
      value.push(each);
    }
  }
  return { at, value, concepts: new Set(about.flat()) };
}
