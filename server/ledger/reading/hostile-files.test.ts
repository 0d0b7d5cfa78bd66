// Files in the wrong alphabet, cut in the middle of a character, with NULs, marks and lines without end.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { damagedBytes } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";
import { UserError } from "#platform/errors.ts";
import { bookOf } from "./fixtures.ts";

const TEXT = `Customer no;Name;Mobile;Invoice no;Due date;Amount;Open amount
C1;"Müller & ""Söhne""";+27825550101;I1;2026-01-31;1.000,00;500,00
C2;Łukasz;+27825550102;I2;2026-02-28;10,00;10,00
C3;Ann;;I3;2026-03-31;-5,00;-5,00
`.replaceAll("\n", "\r\n");

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const ENCODINGS: readonly Buffer[] = [
  Buffer.from(TEXT),
  Buffer.from(`\ufeff${TEXT}`),
  Buffer.from(`\ufeff${TEXT}`, "utf16le"),
  utf16be(`\ufeff${TEXT}`),
  Buffer.from(TEXT, "latin1"),
  Buffer.from(TEXT, "utf16le"),
];

/** What is wrong with the way in which it was read; nothing when every record is accounted for, or it was refused. */
async function faultsIn(bytes: Uint8Array): Promise<readonly string[]> {
  try {
    const book = await bookOf(bytes);
    const { rows, rejectedRows, totalsRows, blankRows, duplicates, records } = book;
    const told = rows.length + rejectedRows + totalsRows + blankRows + duplicates;
    const kept = JSON.stringify(rows, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v));
    return [
      ...(told === records ? [] : [`${told} of ${records} records are accounted for`]),
      ...(kept.includes(String.raw`\u0000`) ? ["a NUL was kept"] : []),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message } = error;
    return message.length < 1_000 && !message.includes("\n")
      ? []
      : [`not one sentence: ${message}`];
  }
}

test.each(ENCODINGS.slice(0, 4).map((bytes, index) => [index, bytes] as const))(
  "the same book in encoding %i",
  async (_index, bytes) => {
    const book = await bookOf(bytes);
    expect(book.records).toBe(3);
    expect(book.rows.length + book.rejectedRows).toBe(3);
    expect(book.rows.length).toBeGreaterThanOrEqual(2);
  },
);

test("damaged anywhere, in any encoding, it is read or refused in a sentence", () =>
  fc.assert(
    fc.asyncProperty(damagedBytes(fc.constantFrom(...ENCODINGS)), async (bytes) => {
      expect(await faultsIn(bytes)).toEqual([]);
    }),
    runs(80),
  ));

test.each([
  ["a million columns in a line", Buffer.from(`${TEXT}${";".repeat(1_000_000)}\r\n`)],
  ["a million columns in the header", Buffer.from(`${"a;".repeat(1_000_000)}\r\nC1\r\n`)],
  ["a million quotes", Buffer.from(`${TEXT}${'"'.repeat(1_000_001)}\r\n`)],
  ["a million blank lines", Buffer.from(TEXT + "\r\n".repeat(1_000_000))],
  ["nothing but NULs", Buffer.alloc(1_000_000)],
  ["NULs between the letters", Buffer.from(TEXT.split("").join("\0"))],
  ["a mark and nothing else", Buffer.from("\ufeff")],
  ["half a character at the end", Buffer.concat([Buffer.from(TEXT), Buffer.of(0xf0, 0x9f)])],
  ["half a unit of UTF-16", Buffer.from(`\ufeff${TEXT}`, "utf16le").subarray(0, -1)],
])("%s: within seconds", async (_name, bytes) => {
  const startedMs = performance.now();
  expect(await faultsIn(bytes)).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(20_000);
});
