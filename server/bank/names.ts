// Whether two names may be the same person's or firm's, as banks and books write them.

/** Titles and forms of firms: they tell nobody apart. */
const EMPTY = new Set(
  (
    "mr mrs ms miss dr prof sir herr frau pan pani mnr mev mej adv pty ltd limited llc inc corp co cc npc bv nv sa sarl sas " +
    "gmbh ag kg ohg ug ev sp z oo spzoo spj sc srl spa oy ab as plc soc eft payment from the and und i en"
  ).split(" "),
);
// What does not fall apart into a letter and its mark.
const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ß: "ss",
  ø: "o",
  đ: "d",
  æ: "ae",
  œ: "oe",
  ı: "i",
};

/** The words of a name: small, without marks, without what tells nobody apart. */
export function wordsOf(name: string): readonly string[] {
  const plain = name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[łßøđæœı]/g, (letter) => LETTERS[letter]!);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "" && !EMPTY.has(word));
  return [...new Set(words)].slice(0, 12);
}

/**
 * How alike two names are, 0 to 1: the share of the shorter one's words that the other has, in any order; an initial counts
 * half. One word in common is not enough where both have more: families share it.
 */
export function likenessOf(one: string, other: string): number {
  const [short = [], long = []] = [wordsOf(one), wordsOf(other)].toSorted(
    (a, b) => a.length - b.length,
  );
  if (short.length === 0) return 0;
  let hits = 0;
  const left = new Set(long);
  for (const word of short.toSorted((a, b) => b.length - a.length)) {
    const [match, worth] = bestOf(word, left);
    if (match === undefined) continue;
    left.delete(match);
    hits += worth;
  }
  if (hits <= 1 && short.length > 1) return Math.min(hits / short.length, 0.5);
  // A single name beside a full one says little.
  if (short.length === 1 && long.length > 1) return hits * 0.5;
  return hits / short.length;
}

function bestOf(word: string, among: ReadonlySet<string>): readonly [string | undefined, number] {
  if (among.has(word)) return [word, 1];
  for (const other of among) {
    const [short, long] = word.length < other.length ? [word, other] : [other, word];
    if (short.length === 1 && long.startsWith(short)) return [other, 0.6];
    // Banks cut names off.
    if (short.length >= 5 && long.startsWith(short)) return [other, 0.9];
  }
  return [undefined, 0];
}
