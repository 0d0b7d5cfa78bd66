import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { UserError } from "#platform/errors.ts";
import { bookOf, paymentsOf } from "./fixtures.ts";
import type { Batch, Rejection } from "./types.ts";

const HEADER = "Customer no;Name;Mobile;Invoice no;Due date;Amount;Open amount\n";

type Counted = Pick<
  Batch<unknown>,
  "rejectedRows" | "totalsRows" | "blankRows" | "duplicates" | "records"
> & {
  readonly rows: readonly { readonly line: number }[];
  readonly rejections: readonly Rejection[];
};

function expectAccounted(book: Counted): void {
  const { rows, rejectedRows, totalsRows, blankRows, duplicates } = book;
  expect(rows.length + rejectedRows + totalsRows + blankRows + duplicates).toBe(book.records);
  const refused = book.rejections.filter((each) => each.severity === "row");
  expect(new Set(refused.map((each) => each.line)).size).toBe(rejectedRows);
  for (const each of book.rejections) {
    expect(each.reason.length).toBeGreaterThan(10);
    expect(each.value.length).toBeLessThanOrEqual(200);
  }
}

/** The result, or undefined when the file was refused as a whole in one sentence. */
async function orRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

test("random bytes are refused or read, never crash", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, headed) => {
      const content = headed ? Buffer.concat([Buffer.from(HEADER), bytes]) : bytes;
      const book = await orRefused(bookOf(content));
      if (book !== undefined) expectAccounted(book);
      expect(headed && bytes.length === 0 ? book?.rows : []).toEqual([]);
      await orRefused(paymentsOf(content));
    }),
    runs(60),
  );
});

const hostileCell = fc.oneof(
  fc.constantFrom(
    "",
    "C1",
    "I1",
    "2026-01-31",
    "2026-02-30",
    "100,00",
    "-5,00",
    "Total",
    "=cmd|x",
    '"',
  ),
  fc.constantFrom(
    '"open',
    '""',
    'a"b',
    "\0",
    "\uFFFD",
    "'",
    "1e9",
    "99999999999999999",
    "+27825550101",
  ),
  fc.string({ maxLength: 12, unit: "binary" }).map((text) => text.replaceAll(/\p{Cc}/gu, " ")),
);

test("every line of a hostile file is accounted for", async () => {
  const line = fc.array(hostileCell, { maxLength: 9 }).map((cells) => cells.join(";"));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
      const book = await bookOf(HEADER + lines.map((text) => `${text}\n`).join(""), {
        kind: "flat",
      });
      expectAccounted(book);
      expect(book.records).toBeLessThanOrEqual(lines.length);
    }),
    runs(80),
  );
});

test("without quotes records are lines", async () => {
  const cell = hostileCell.map((text) => text.replaceAll('"', ""));
  const line = fc.array(cell, { maxLength: 9 }).map((cells) => cells.join(";"));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
      const book = await bookOf(HEADER + lines.map((text) => `${text}\r\n`).join(""), {
        kind: "flat",
      });
      expectAccounted(book);
      expect(book.records).toBe(lines.length);
    }),
    runs(60),
  );
});

test("a file cut off anywhere keeps the lines before the cut", async () => {
  const good = Array.from(
    { length: 20 },
    (_, i) => `C${i};"A ""B"" ${i}";0825550101;I${i};2026-01-31;10,00;5,00\n`,
  );
  const whole = HEADER + good.join("");
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: HEADER.length, max: whole.length }), async (cut) => {
      const text = whole.slice(0, cut);
      const book = await bookOf(text);
      expectAccounted(book);
      expect(book.rows.length).toBeGreaterThanOrEqual(text.split("\n").length - 2);
    }),
    runs(30),
  );
});

test("10 MB in one field reject one row", async () => {
  const huge = `C2;"${"x".repeat(10_000_000)}";;I2;2026-01-31;10,00;5,00\n`;
  const book = await bookOf(
    HEADER + `C1;A;;I1;2026-01-31;10,00;5,00\n${huge}C3;A;;I3;2026-01-31;10,00;5,00\n`,
  );
  expect(book.rows.map((row) => row.line)).toEqual([2, 4]);
  expect(book.rejections).toMatchObject([
    { line: 3, severity: "row", reason: expect.stringContaining("longer than 1048576 characters") },
  ]);
});

test("an open quote on every line takes time in proportion, and each line its reason", async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) => `C${i};"open;;I${i};2026-01-31;10,00;5,00\n`,
  );
  const book = await bookOf(HEADER + lines.join(""));
  expect(book).toMatchObject({ records: 20_000, rejectedRows: 20_000 });
  expect(book.rejections[0]?.reason).toContain("not closed");
});
