import { decodeGsm7, decodeUcs2, encodeGsm7 } from "#messages/text/gsm.ts";

/** Texts by their data_coding (SMPP 3.4, section 5.2.19; 0x10 and above as in 3GPP TS 23.038, section 4). */

export type DefaultAlphabet = "gsm7" | "latin1";

export const CODING = { default: 0x00, ascii: 0x01, latin1: 0x03, ucs2: 0x08 } as const;

type Charset = "gsm7" | "latin1" | "ucs2" | "iso-8859-5" | "iso-8859-8";

export function charsetOf(dataCoding: number, defaultAlphabet: DefaultAlphabet): Charset {
  switch (dataCoding) {
    case 0x00:
      return defaultAlphabet;
    case 0x06:
      return "iso-8859-5";
    case 0x07:
      return "iso-8859-8";
    case 0x08:
      return "ucs2";
    default:
      return dataCoding < 0x10 ? "latin1" : messageClassCharset(dataCoding);
  }
}

/** Groups of TS 23.038: general (flash messages and the like), message waiting, class. */
function messageClassCharset(dataCoding: number): Charset {
  const group = dataCoding >> 4;
  if (group === 0xe) return "ucs2";
  if (group === 0xf) return (dataCoding & 0x04) === 0 ? "gsm7" : "latin1";
  if (group >= 0x8) return "gsm7";
  const alphabet = (dataCoding >> 2) & 0x03;
  return alphabet === 2 ? "ucs2" : alphabet === 1 ? "latin1" : "gsm7";
}

/** Never throws: what can't be read shows as U+FFFD. */
export function decodeText(
  octets: Uint8Array,
  dataCoding: number,
  defaultAlphabet: DefaultAlphabet,
): string {
  const said = charsetOf(dataCoding, defaultAlphabet);
  const charset = dataCoding === CODING.ascii && looksGsm(octets) ? "gsm7" : said;
  switch (charset) {
    case "gsm7":
      return decodeGsm7(octets);
    case "ucs2":
      return decodeUcs2(octets);
    case "latin1":
      return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("latin1");
    default:
      return new TextDecoder(charset).decode(octets);
  }
}

/** Some SMSCs write GSM octets under the coding of ASCII (seen: the npm package `smpp`); no ASCII text has these controls. */
function looksGsm(octets: Uint8Array): boolean {
  return octets.some((octet) => octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d);
}

/** A text of the GSM alphabet as octets of the SMSC's default alphabet; undefined when that can't hold it. */
export function encodeDefault(
  text: string,
  defaultAlphabet: DefaultAlphabet,
): Uint8Array | undefined {
  if (defaultAlphabet === "gsm7") return encodeGsm7(text);
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return undefined;
  return Buffer.from(text, "latin1");
}
