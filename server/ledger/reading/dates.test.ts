import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { DateReader, detectDates } from "./dates.ts";
import type { DateFormat } from "./types.ts";

function read(text: string, format: DateFormat): string {
  const parsed = new DateReader(format).read(text);
  return "value" in parsed ? parsed.value.toString() : parsed.reason;
}

describe("dates", () => {
  test.each([
    ["31.05.2026", "dd.mm.yyyy", "2026-05-31"],
    ["1. 5. 2026", "dd.mm.yyyy", "2026-05-01"],
    ["31.05.2026 r.", "dd.mm.yyyy", "2026-05-31"],
    ["5/31/2026", "mm/dd/yyyy", "2026-05-31"],
    ["31-05-26", "dd-mm-yyyy", "2026-05-31"],
    ["2026-05-31", "mm/dd/yyyy", "2026-05-31"],
    ["2026-05-31T00:00:00", "yyyy-mm-dd", "2026-05-31"],
    ["05/31/2026 12:00:00 AM", "mm/dd/yyyy", "2026-05-31"],
    ["20260531", "yyyymmdd", "2026-05-31"],
    ["31-May-2026", "dd/mm/yyyy", "2026-05-31"],
    ["May 31, 2026", "yyyy-mm-dd", "2026-05-31"],
    ["3 października 2026", "yyyy-mm-dd", "2026-10-03"],
    ["3 Desember 2026", "yyyy-mm-dd", "2026-12-03"],
    ["01/01/69", "dd/mm/yyyy", "2069-01-01"],
    ["01/01/70", "dd/mm/yyyy", "1970-01-01"],
    ["46143", "excel", "2026-05-01"],
    ["46143.5", "excel", "2026-05-01"],
  ] as const)("%s as %s", (text, format, expected) => {
    expect(read(text, format)).toBe(expected);
  });

  test.each([
    ["2026-02-30", "yyyy-mm-dd", "there is no such date"],
    ["30.02.2026", "dd.mm.yyyy", "read as dd.mm.yyyy"],
    ["13/31/2026", "mm/dd/yyyy", "read as mm/dd/yyyy"],
    ["31.05.2026", "yyyy-mm-dd", "write it as yyyy-mm-dd"],
    ["46143", "dd/mm/yyyy", "write it as dd/mm/yyyy"],
    ["0026-01-01", "yyyy-mm-dd", "between 1950 and 2150"],
    ["soon", "yyyy-mm-dd", "write it as yyyy-mm-dd"],
    ["1.5", "dd.mm.yyyy", "write it as dd.mm.yyyy"],
    ["tomorrow", "excel", "Excel day number"],
  ] as const)("%s as %s is refused", (text, format, reason) => {
    expect(read(text, format)).toContain(reason);
  });

  test("every day is read back from every format", () => {
    const day = fc.integer({ min: 0, max: 29_000 });
    const formats = ["dd.mm.yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "yyyymmdd", "dd-mm-yyyy"] as const;
    fc.assert(
      fc.property(day, fc.constantFrom(...formats), (days, format) => {
        const date = Temporal.PlainDate.from("1970-01-01").add({ days });
        const [year = "", month = "", dayOfMonth = ""] = date.toString().split("-");
        const text = format.replace("yyyy", year).replace("mm", month).replace("dd", dayOfMonth);
        expect(read(text, format)).toBe(date.toString());
      }),
      runs(200),
    );
  });
});

test.each([
  [["01.02.2026"], "ZA", "dd.mm.yyyy", "no"],
  [["1/2/2026", "1/13/2026"], "ZA", "mm/dd/yyyy", "no"],
  [["1/2/2026", "13/1/2026"], "US", "dd/mm/yyyy", "no"],
  [["1/2/2026"], "ZA", "dd/mm/yyyy", "country"],
  [["1/2/2026"], "US", "mm/dd/yyyy", "country"],
  [["13/1/2026", "14/1/2026", "1/15/2026"], "ZA", "dd/mm/yyyy", "mixed"],
  [["2026-01-02"], "US", "yyyy-mm-dd", "no"],
  [["20260102"], "US", "yyyymmdd", "no"],
  [["2026/01/02"], "US", "yyyy/mm/dd", "no"],
  [["13-01-2026"], "ZA", "dd-mm-yyyy", "no"],
  [[], "US", "yyyy-mm-dd", "no"],
] as const)("format of %j in %s", (values, country, format, ambiguous) => {
  expect(detectDates(values, country)).toEqual({ format, ambiguous });
});
