/**
 * The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, formerly GSM 03.38), UCS-2, and the cut of
 * a text into the parts that a network carries (3GPP TS 23.040: 140 octets, less the user data header).
 */

export type Encoding = "gsm7" | "ucs2";

const ESCAPE = 0x1b;

// One string in the order of the codes 0x00 to 0x7F; ESC stands at its own place.
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ" +
  " !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";

const EXTENSION: readonly (readonly [code: number, char: string])[] = [
  [0x0a, "\f"],
  [0x14, "^"],
  [0x28, "{"],
  [0x29, "}"],
  [0x2f, "\\"],
  [0x3c, "["],
  [0x3d, "~"],
  [0x3e, "]"],
  [0x40, "|"],
  [0x65, "€"],
];

/** Septets by UTF-16 unit: 0 not in the alphabet, 1 basic, 2 extension. */
const septetsOf = new Uint8Array(0x1_0000);
/** Code by UTF-16 unit; meaningful only where `septetsOf` is not 0. */
const codeOf = new Uint8Array(0x1_0000);
/** What follows an escape, by code; where the extension table is empty the basic character stands. */
const escaped: string[] = BASIC.split("");

for (let code = 0; code < BASIC.length; code += 1) {
  if (code === ESCAPE) continue;
  septetsOf[BASIC.charCodeAt(code)] = 1;
  codeOf[BASIC.charCodeAt(code)] = code;
}
for (const [code, char] of EXTENSION) {
  septetsOf[char.charCodeAt(0)] = 2;
  codeOf[char.charCodeAt(0)] = code;
  escaped[code] = char;
}
escaped[ESCAPE] = " "; // kept for a further table: shown as a space

/** The whole text in septets, or -1 when a character is not in the alphabet. */
function septetsIn(text: string): number {
  let septets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const cost = septetsOf[text.charCodeAt(at)] ?? 0;
    if (cost === 0) return -1;
    septets += cost;
  }
  return septets;
}

function cutGsm(text: string, limit: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let septets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const cost = septetsOf[text.charCodeAt(at)] ?? 1;
    if (septets + cost > limit) {
      parts.push(text.slice(start, at));
      start = at;
      septets = 0;
    }
    septets += cost;
  }
  parts.push(text.slice(start));
  return parts;
}

function cutUcs2(text: string, limit: number): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + limit, text.length);
    const last = text.charCodeAt(end - 1);
    const next = text.charCodeAt(end);
    if (end < text.length && isHigh(last) && isLow(next)) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * How a text travels: its encoding, its parts in order, and its length in septets (gsm7) or UTF-16 units (ucs2).
 * One part holds 160 septets or 70 units; each of several holds 153 or 67, with a header of 7 octets (16-bit reference)
 * 152 or 66. Neither an escape pair nor a surrogate pair is ever split. An empty text is one empty part.
 */
export function segmentsOf(
  text: string,
  options?: { udhBytes?: 6 | 7 },
): { encoding: Encoding; parts: readonly string[]; units: number } {
  const longReference = options?.udhBytes === 7;
  const septets = septetsIn(text);
  if (septets >= 0) {
    const parts = septets <= 160 ? [text] : cutGsm(text, longReference ? 152 : 153);
    return { encoding: "gsm7", parts, units: septets };
  }
  const parts = text.length <= 70 ? [text] : cutUcs2(text, longReference ? 66 : 67);
  return { encoding: "ucs2", parts, units: text.length };
}

/** The first character that forces UCS-2, whole (also beyond the BMP), and its index in UTF-16 units. */
export function firstNonGsm(text: string): { char: string; index: number } | undefined {
  for (let index = 0; index < text.length; index += 1) {
    if (septetsOf[text.charCodeAt(index)] === 0) {
      return { char: String.fromCodePoint(text.codePointAt(index) ?? 0xfffd), index };
    }
  }
  return undefined;
}

/** Unpacked septets, one an octet, 0x1B before extension characters. Throws a RangeError naming what can't be encoded. */
export function encodeGsm7(text: string): Uint8Array {
  const septets = septetsIn(text);
  if (septets < 0) {
    const bad = firstNonGsm(text);
    throw new RangeError(`"${bad?.char}" at ${bad?.index} is not in the GSM alphabet`);
  }
  const octets = new Uint8Array(septets);
  let to = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (septetsOf[unit] === 2) octets[to++] = ESCAPE;
    octets[to++] = codeOf[unit] ?? 0;
  }
  return octets;
}

/**
 * Text of unpacked septets. As 3GPP TS 23.038 6.2.1.1 says: an escape with a code that the extension table leaves empty
 * shows the basic character of that code, a doubled escape shows a space; so does one at the end. An octet above 0x7F is no
 * septet and becomes U+FFFD. Never throws.
 */
export function decodeGsm7(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < octets.length; at += 1) {
    const code = octets[at] ?? 0;
    if (code !== ESCAPE) {
      text += BASIC[code] ?? "\ufffd";
    } else if (at + 1 === octets.length) {
      text += " ";
    } else {
      at += 1;
      text += escaped[octets[at] ?? 0] ?? "\ufffd";
    }
  }
  return text;
}

/** UTF-16BE, which is what networks mean by UCS-2. */
export function encodeUcs2(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf16le").swap16());
}

/** Text of UTF-16BE octets; an odd last octet becomes U+FFFD. May contain NUL, as the sender wrote it. Never throws. */
export function decodeUcs2(octets: Uint8Array): string {
  const even = octets.length & ~1;
  const text = Buffer.from(octets.subarray(0, even)).swap16().toString("utf16le");
  return even === octets.length ? text : `${text}\ufffd`;
}
