import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { withFile } from "./fixtures.ts";
import { neutral, writeRejections } from "./rejections.ts";

test("rejections come back as a file that a spreadsheet reads as text", async () => {
  const value = '=HYPERLINK("http://x";"y")\nsecond line';
  const reason = "the invoice reference is a formula; write its plain value";
  await withFile("", async (path) => {
    await writeRejections(
      path,
      [{ line: 7, column: "Nr faktury", value, reason, severity: "row" }],
      ";",
    );
    const text = await readFile(path, "utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    expect(parse(text, { bom: true, delimiter: ";", columns: true })).toEqual([
      { line: "7", column: "Nr faktury", value: `'${value}`, reason, severity: "row" },
    ]);
  });
});

test.each([
  ["=1+1", "'=1+1"],
  ["+27 82", "'+27 82"],
  ["@sum", "'@sum"],
  ["-cmd", "'-cmd"],
  ["\tx", "'\tx"],
  ["-12.50", "-12.50"],
  ["plain", "plain"],
])("%j is written as %j", (cell, written) => {
  expect(neutral(cell)).toBe(written);
});
