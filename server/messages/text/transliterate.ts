import { firstNonGsm } from "./gsm.ts";

/** What Unicode does not decompose, and what people type for it on a plain keyboard. */
const PLAIN: Readonly<Record<string, string>> = {
  ...all("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u2039\u203a`", "'"),
  ...all("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
  ...all("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022", "-"),
  ...all("\u00a0\u202f\u205f\u3000\t", " "),
  ...all("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
  ...all("\u00ad\u200b\u2060\ufeff", ""), // soft hyphen and marks without width
  ...all("\u2028\u2029\u0085", "\n"),
  "…": "...",
  "·": ".",
  "×": "x",
  "÷": "/",
  "¦": "|",
  "¢": "c",
  "²": "2",
  "³": "3",
  "¹": "1",
  "½": "1/2",
  "¼": "1/4",
  "¾": "3/4",
  "©": "(C)",
  "®": "(R)",
  "™": "TM",
  "№": "No.",
  ª: "a",
  º: "o",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  œ: "oe",
  Œ: "OE",
  ŋ: "ng",
  Ŋ: "NG",
  ĸ: "k",
  ŧ: "t",
  Ŧ: "T",
  ẞ: "ß",
  ŉ: "'n", // the Afrikaans article in one character
};

function all(chars: string, plain: string): Record<string, string> {
  return Object.fromEntries(Array.from(chars, (char) => [char, plain]));
}

const COMBINING = /^[\u0300-\u036f]$/u;

/**
 * The text with what GSM 03.38 lacks replaced by its nearest plain form: typographic quotes, dashes, ellipsis and spaces,
 * and Latin letters with marks (ą→a, ł→l, ê→e; é stays, the alphabet has it). What can't be mapped stays as it is, and
 * then shows as the offending character. Never applied to a message unless its template asks for it.
 */
export function transliterate(text: string): string {
  if (firstNonGsm(text) === undefined) return text;
  let plain = "";
  for (const char of text.normalize("NFC")) {
    if (firstNonGsm(char) === undefined) plain += char;
    else if (!(COMBINING.test(char) && endsInGsm(plain))) plain += plainOf(char);
  }
  return plain;
}

/** A mark that did not combine (a letter that Unicode has no such form of) is dropped from a letter that GSM has. */
function endsInGsm(text: string): boolean {
  return text !== "" && firstNonGsm(text.slice(-1)) === undefined;
}

function plainOf(char: string): string {
  const listed = PLAIN[char];
  if (listed !== undefined) return listed;
  const base = char.normalize("NFD").replaceAll(/[\u0300-\u036f]/gu, "");
  if (base === char || base === "") return char;
  const plain = PLAIN[base] ?? base; // ǿ is ø, which the alphabet has; ł with a mark would be ł first
  return firstNonGsm(plain) === undefined ? plain : char;
}
