// References as payers write them: what they leave out or put in, and the check digits around them.

/** Letters and digits only, in capitals; as dunlin.squeezed() does it. */
export function squeezed(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();
}

const MOST_WORDS = 120;
/** Words that one reference may be torn into. */
const MOST_TORN = 5;
const SHORTEST = 3;
const LONGEST = 40;
const MOST_TOKENS = 150;

/**
 * The references that a structured one may mean, squeezed, likeliest first: itself; what an ISO 11649 creditor reference (RF),
 * a Swiss QR reference, a Belgian or a Finnish one wraps, when its check digits are right; and without leading zeros.
 * Wrong check digits: nothing, for somebody has mistyped it.
 */
export function meantBy(reference: string): readonly string[] {
  const text = squeezed(reference);
  if (text.length > LONGEST || text === "") return [];
  if (/^RF\d\d[A-Z0-9]{1,21}$/.test(text)) {
    if (!isCreditorReference(text)) return [];
    return distinct([text, text.slice(4), bare(text.slice(4))]);
  }
  const inner: string[] = [];
  if (/^\d{27}$/.test(text) && recursiveDigit(text.slice(0, -1)) === text.at(-1)) {
    inner.push(bare(text.slice(0, -1)));
  }
  if (/^\d{12}$/.test(text) && belgianCheck(text.slice(0, 10)) === text.slice(10)) {
    inner.push(bare(text.slice(0, 10)));
  }
  const plain = bare(text);
  if (/^\d{4,20}$/.test(plain) && finnishDigit(plain.slice(0, -1)) === plain.at(-1)) {
    inner.push(plain.slice(0, -1));
  }
  return distinct([text, plain, ...inner]);
}

/**
 * What in a text may be a reference: words with a digit in them, alone and joined with up to four of their neighbours, as
 * scanners and banks tear them apart; squeezed, longest first.
 */
export function tokensOf(text: string): readonly string[] {
  const words = text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
  const found = new Set<string>();
  for (let from = 0; from < words.length; from += 1) {
    let joined = "";
    for (const word of words.slice(from, from + MOST_TORN)) {
      joined += word.toUpperCase();
      if (joined.length > LONGEST) break;
      if (joined.length >= SHORTEST && /\d/.test(joined)) found.add(joined);
    }
  }
  return [...found].toSorted((a, b) => b.length - a.length).slice(0, MOST_TOKENS);
}

/** True where a token says enough by itself to stand for a reference: long, and not just a few digits. */
export function isTelling(token: string): boolean {
  return token.length >= 6 || (token.length >= 4 && /\p{L}/u.test(token) && /\d/.test(token));
}

/** ISO 11649: the reference with its first four characters moved to the end, letters as 10 to 35, leaves 1 modulo 97. */
export function isCreditorReference(text: string): boolean {
  if (!/^RF\d\d[A-Z0-9]{1,21}$/.test(text)) return false;
  const moved = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const character of moved) rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97;
  return rest === 1;
}

const RECURSION = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** Modulo 10, recursive: the check digit of Swiss QR and ESR references. */
function recursiveDigit(digits: string): string {
  let carry = 0;
  for (const digit of digits) carry = RECURSION[(carry + Number(digit)) % 10]!;
  return String((10 - carry) % 10);
}

/** Belgian structured communication: ten digits modulo 97, 97 for 0. */
function belgianCheck(digits: string): string {
  const rest = Number(digits) % 97;
  return String(rest === 0 ? 97 : rest).padStart(2, "0");
}

/** Finnish reference: weights 7, 3, 1 from the right, up to the next ten. */
function finnishDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    sum += Number(digits.at(-1 - at)) * [7, 3, 1][at % 3]!;
  }
  return String((10 - (sum % 10)) % 10);
}

function bare(text: string): string {
  return text.replace(/^0+(?=.)/, "");
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}
