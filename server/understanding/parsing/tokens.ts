/** A run of letters, a run of digits, or one other sign, with its place in the plain text. */
export type Token = { readonly text: string; readonly start: number; readonly end: number };

/** Longer texts are letters: what stands behind this many characters is not looked at. */
export const MOST_CHARACTERS = 1_000;

/** Small letters without marks, plain quotes and dashes, single spaces: "Zapłacę  w piątek!" is "zaplace w piatek!". */
export function plain(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}'’‘‛`´ʼ]/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replaceAll("\u2044", "/")
    .replaceAll(/[\u2010-\u2015\u2212]/gu, "-")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** The tokens of a plain text; spaces are none. */
export function tokensOf(plainText: string): readonly Token[] {
  return [...plainText.matchAll(/\d+|\p{L}+|[^\s\d\p{L}]/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

export type NumberToken = Token & { readonly isNumber?: true };

export const isNumber = (token: Token | undefined): token is NumberToken =>
  token !== undefined && /^\d/u.test(token.text);

/** True when nothing stands between the two. */
export const touches = (left: Token | undefined, right: Token | undefined): boolean =>
  left !== undefined && right !== undefined && left.end === right.start;

/** "a, b c" as a set of its words and phrases. */
export const setOf = (words: string): ReadonlySet<string> =>
  new Set(words.trim().split(/\s*,\s*/u));

/** Whether the token's text is one of the words. */
export const isIn = (words: ReadonlySet<string>, token: Token | undefined): boolean =>
  token !== undefined && words.has(token.text);
