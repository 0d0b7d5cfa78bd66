import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { toCsv } from "#platform/csv.ts";

test("cells are quoted where they must be", () => {
  expect(
    toCsv(
      ["a", "b"],
      [
        ["x,y", 'say "hi"'],
        [null, 12n],
        ["line\nbreak", undefined],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""hi"""\r\n,12\r\n"line\nbreak",\r\n');
});

test.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=1,2"])(
  "a spreadsheet takes %j for text",
  (cell) => {
    const [, line] = toCsv(["a"], [[cell]]).split(/\r\n(?=["'])/);
    expect(line).toMatch(/^"?'/);
  },
);

test("numbers and telephone numbers stay as they are", () => {
  expect(toCsv(["a"], [["-12.50"], ["+27821234567"], [-3]])).toBe(
    "a\r\n-12.50\r\n+27821234567\r\n-3\r\n",
  );
});

test("what is written is read back, but for the apostrophe", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { maxLength: 5 }),
      (rows) => {
        const read = parse(toCsv(["a", "b"], rows), { recordDelimiter: "\r\n" });
        const undone = (cell: string) => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
        expect(read.slice(1).map((row) => row.map(undone))).toEqual(
          rows.map((row) => row.map(undone)),
        );
      },
    ),
    runs(100),
  );
});
