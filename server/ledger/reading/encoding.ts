import type { Encoding } from "./types.ts";

export type Encoded =
  | { readonly encoding: Encoding; readonly asciiOnly: boolean }
  | { readonly refused: string };

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook or zip archive"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
];

/** Share and number of control characters above which a file is no text; fewer are rejected line by line. */
const MAX_CONTROL_SHARE = 0.02;
const MAX_CONTROLS = 8;

/** Finds the encoding from the first bytes of a file. `central`: the client is at home where Windows-1250 is usual. */
export function detectEncoding(sample: Uint8Array, central: boolean): Encoded {
  for (const [bytes, what] of SIGNATURES) {
    if (bytes.every((byte, i) => sample[i] === byte)) return { refused: what };
  }
  const wide = utf16(sample);
  if (wide !== undefined) return { encoding: wide, asciiOnly: false };
  if (isBinary(sample)) return { refused: "binary data" };
  if (isAscii(sample)) return { encoding: "utf-8", asciiOnly: true };
  if (isUtf8(sample)) return { encoding: "utf-8", asciiOnly: false };
  return { encoding: singleByte(sample, central), asciiOnly: false };
}

/** True when no byte is above 127. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
}

function utf16(sample: Uint8Array): Encoding | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const pairs = Math.min(sample.length >> 1, 4_096);
  if (pairs < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i += 1) {
    if (sample[2 * i] === 0) even += 1;
    if (sample[2 * i + 1] === 0) odd += 1;
  }
  // Latin text has a zero in most pairs, always on the same side.
  if (odd > pairs * 0.6 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.6 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
}

function isBinary(sample: Uint8Array): boolean {
  let control = 0;
  for (const byte of sample) {
    // tab, line feed, form feed, carriage return and the end mark of DOS are at home in text
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 26) {
      control += 1;
    }
  }
  return control > MAX_CONTROLS && control > sample.length * MAX_CONTROL_SHARE;
}

function isUtf8(sample: Uint8Array): boolean {
  try {
    // `stream` forgives a character cut off at the end of the sample
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

// Letters of Polish, Czech and Slovak in Windows-1250 that are signs, not letters, in Windows-1252: Ą Ł Ż ą ł ż Ľ ľ Ś ś Ź ź Ť ť.
const ONLY_CENTRAL = new Set([
  0xa5, 0xa3, 0xaf, 0xb9, 0xb3, 0xbf, 0xbc, 0xbe, 0x8c, 0x9c, 0x8f, 0x9f, 0x8d, 0x9d,
]);
// à ã å À Ã Å in Windows-1252; ŕ ă ĺ and their capitals, which Polish and Czech do without, in Windows-1250.
const ONLY_WESTERN = new Set([0xe0, 0xe3, 0xe5, 0xc0, 0xc3, 0xc5]);
const VOWELS = new Set(Buffer.from("aeiouAEIOU"));

/** Tells the two apart by what stands inside words: "Pawe³" and "¯ukowski" are no Western words. */
function singleByte(sample: Uint8Array, central: boolean): Encoding {
  let score = 0;
  for (let i = 0; i < sample.length; i += 1) {
    const byte = sample[i] ?? 0;
    if (byte < 0x80) continue;
    const before = isLetter(sample[i - 1]);
    const after = isLetter(sample[i + 1]);
    if (ONLY_CENTRAL.has(byte) && (after || (before && isLetter(sample[i - 2])))) score += 3;
    else if (ONLY_WESTERN.has(byte) && (before || after)) score -= 3;
    // ñ stands before a vowel, ń before a consonant or at the end
    else if (byte === 0xf1 && before) score += VOWELS.has(sample[i + 1] ?? 0) ? -1 : 1;
  }
  if (score === 0) return central ? "windows-1250" : "windows-1252";
  return score > 0 ? "windows-1250" : "windows-1252";
}

function isLetter(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 0xc0;
}

const CENTRAL = new Set(["PL", "CZ", "SK", "HU", "SI", "HR", "RO", "BA", "RS", "ME", "AL"]);

/** Countries whose programs write Windows-1250. */
export function writesCentralEuropean(country: string): boolean {
  return CENTRAL.has(country);
}
