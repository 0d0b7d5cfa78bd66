import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { MAX_RECORD_CHARS, RecordScanner, type RawRecord, type Shape } from "./records.ts";

const SHAPE: Shape = { delimiter: ";", quote: '"', eol: "\n", columnCount: 0 };

function scan(chunks: readonly string[], shape: Partial<Shape> = {}): RawRecord[] {
  const scanner = new RecordScanner({ ...SHAPE, ...shape });
  const records: RawRecord[] = [];
  for (const [i, chunk] of chunks.entries()) {
    scanner.push(chunk);
    for (;;) {
      const record = scanner.next(i === chunks.length - 1);
      if (record === undefined) break;
      records.push(record);
    }
  }
  return records;
}

const fieldsOf = (records: readonly RawRecord[]) => records.map((record) => record.fields);

describe("records", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "ł", " ", ";", '"', "\n", "1"),
    maxLength: 8,
  });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 8,
  });

  test("well-formed files are read as csv-parse reads them, however they are cut into chunks", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), fc.boolean(), (rows, size, windows) => {
        const eol = windows ? "\r\n" : "\n";
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`));
        const text = quoted.map((row) => row.join(";") + eol).join("");
        const expected: string[][] = parse(text, { delimiter: ";", relax_column_count: true });
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => {
          return text.slice(i * size, (i + 1) * size);
        });
        expect(fieldsOf(scan(chunks))).toEqual(expected);
      }),
      runs(150),
    );
  });

  test("plain lines keep their numbers, with either line end and without a last one", () => {
    expect(scan(["a;b\r\nc;", "d\n\ne;f"])).toEqual([
      { line: 1, fields: ["a", "b"], problem: undefined },
      { line: 2, fields: ["c", "d"], problem: undefined },
      { line: 3, fields: [""], problem: undefined },
      { line: 4, fields: ["e", "f"], problem: undefined },
    ]);
    expect(fieldsOf(scan(["a;b\rc;d\r"], { eol: "\r" }))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("quotes inside a field are kept, doubled or not", () => {
    expect(fieldsOf(scan(['"Acme ""Best"" Ltd";1\n"Acme "Best" Ltd";2\n5" pipe;3\n']))).toEqual([
      ['Acme "Best" Ltd', "1"],
      ['Acme "Best" Ltd', "2"],
      ['5" pipe', "3"],
    ]);
  });

  test("a quote left open costs its own line, not the rest", () => {
    const records = scan(['"open;1\nb;2\n"c";3\nd;4\n'], { columnCount: 2 });
    expect(records.map((record) => record.problem !== undefined)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(fieldsOf(records).slice(1)).toEqual([
      ["b", "2"],
      ["c", "3"],
      ["d", "4"],
    ]);
    expect(records.map((record) => record.line)).toEqual([1, 2, 3, 4]);
  });

  test("a truncated last line is given up alone", () => {
    const records = scan(['a;1\n"b;2']);
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({ line: 2, problem: expect.stringContaining("not closed") });
  });

  test("a field over several lines counts them", () => {
    const records = scan(['"a\nb\nc";1\nd;2\n'], { columnCount: 2 });
    expect(records.map(({ line, fields }) => [line, fields])).toEqual([
      [1, ["a\nb\nc", "1"]],
      [4, ["d", "2"]],
    ]);
  });

  test("a line of 10 MB is thrown away in passing", () => {
    const block = "x".repeat(1 << 18);
    const chunks = ["a;1\n", ...Array.from({ length: 40 }, () => block), "\nb;2\n"];
    const records = scan(chunks);
    expect(records.map((record) => record.problem === undefined)).toEqual([true, false, true]);
    expect(records[1]?.fields[0]).toHaveLength(200);
    expect(records[2]).toMatchObject({ line: 3, fields: ["b", "2"] });
    expect(records[1]?.problem).toContain(String(MAX_RECORD_CHARS));
  });
});
