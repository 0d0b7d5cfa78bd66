// How the bytes of an XML file are written: by its byte order mark, else by its first line, else UTF-8.
import { UserError } from "#platform/errors.ts";

/** Encodings that banks use, by the names that files give them. ISO-8859-1 is read as Windows-1252, which contains it. */
const KNOWN: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  ascii: "utf-8",
  // Programs that write into a string say UTF-16 and store UTF-8: the bytes have shown by then that it is not UTF-16.
  "utf-16": "utf-8",
  "iso-8859-1": "windows-1252",
  "latin-1": "windows-1252",
  latin1: "windows-1252",
  "iso-8859-2": "iso-8859-2",
  "iso-8859-15": "iso-8859-15",
  "windows-1250": "windows-1250",
  cp1250: "windows-1250",
  "windows-1251": "windows-1251",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
  "windows-1253": "windows-1253",
  "windows-1254": "windows-1254",
  "windows-1257": "windows-1257",
};

const NO_XML: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive or Excel workbook; unpack it first"],
  [[0x1f, 0x8b], "a gzip archive; unpack it first"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0xff, 0xfe, 0x00, 0x00], "written in UTF-32; have it written in UTF-8"],
  [[0x00, 0x00, 0xfe, 0xff], "written in UTF-32; have it written in UTF-8"],
];

/** Bytes within which the first line says how the file is written. */
export const HEAD_BYTES = 1_024;

/** The name of the encoding for a `TextDecoder`; a `UserError` without the file's name when there is none. */
export function encodingOf(head: Uint8Array): string {
  if (head.length === 0) throw new UserError("is empty");
  for (const [bytes, what] of NO_XML)
    if (startsWith(head, bytes)) throw new UserError(`is ${what}`);
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0x3c, 0x00])) return "utf-16le";
  if (startsWith(head, [0xfe, 0xff]) || startsWith(head, [0x00, 0x3c])) return "utf-16be";
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return "utf-8";
  const declared = declaredIn(head);
  if (declared === undefined) return "utf-8";
  const known = KNOWN[declared.toLowerCase()];
  if (known !== undefined) return known;
  throw new UserError(
    `says that it is written in "${declared.slice(0, 40)}", which is not known; have it written in UTF-8`,
  );
}

function declaredIn(head: Uint8Array): string | undefined {
  const line = Buffer.from(head.subarray(0, HEAD_BYTES)).toString("latin1");
  return /^\s*<\?xml\s[^>]{0,500}?encoding\s*=\s*["']([^"'>]{1,100})["']/.exec(line)?.[1];
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}
