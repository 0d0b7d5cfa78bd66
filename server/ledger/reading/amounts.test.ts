import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { MAX_MINOR, toDecimal } from "#platform/money.ts";
import { parseAmount, toMinor, type AmountFormat } from "./amounts.ts";
import { detectNumberSigns } from "./number-signs.ts";

const POLISH: AmountFormat = { decimal: ",", thousands: "space" };
const ENGLISH: AmountFormat = { decimal: ".", thousands: "," };

function minorOf(text: string, format: AmountFormat, currency = "ZAR"): bigint | string {
  const amount = parseAmount(text, format);
  if (!("value" in amount)) return amount.reason;
  const minor = toMinor(amount.value, currency);
  return "value" in minor ? minor.value : minor.reason;
}

describe("amounts", () => {
  test.each([
    ["1 234,56", POLISH, 123456n],
    ["1\u00A0234\u202F567,8", POLISH, 123456780n],
    ["-1 234,56 zł", POLISH, -123456n],
    ["1,234.50", ENGLISH, 123450n],
    ["R 1,234.50", ENGLISH, 123450n],
    ["1 234.50", ENGLISH, 123450n], // a space can only be thousands, whatever the other lines write
    ["(123.45)", ENGLISH, -12345n],
    ["(R 123.45)", ENGLISH, -12345n],
    ["123.45-", ENGLISH, -12345n],
    ["−5", ENGLISH, -500n],
    ["12.00 CR", ENGLISH, -1200n],
    ["12.00 Dr", ENGLISH, 1200n],
    [".5", ENGLISH, 50n],
    ["10.5000", ENGLISH, 1050n],
    ["1'234'567.00", { decimal: ".", thousands: undefined }, 123456700n],
    ["0", ENGLISH, 0n],
  ] as const)("%s", (text, format, expected) => {
    expect(minorOf(text, format)).toBe(expected);
  });

  test.each([
    ["", ENGLISH],
    ["abc", ENGLISH],
    ["1,23", ENGLISH],
    ["1.2.3", ENGLISH],
    ["12,34,567.00", ENGLISH],
    ["1 23.50", ENGLISH],
    ["1.234,50", POLISH],
    ["--5", ENGLISH],
    ["(5)-", ENGLISH],
    ["=1+1", ENGLISH],
    ["1e5", ENGLISH],
  ] as const)("%j is read exactly or not at all", (text, format) => {
    expect(minorOf(text, format)).toContain("write it like 1234");
  });

  test("more decimals than the currency has are refused; three of them even as zeros", () => {
    expect(minorOf("1.239", { decimal: ".", thousands: undefined })).toContain(
      "ZAR has 2 decimals",
    );
    expect(minorOf("1.230", { decimal: ".", thousands: undefined })).toContain(
      "ZAR has 2 decimals",
    );
    expect(minorOf("1.239", ENGLISH, "KWD")).toBe(1239n);
    expect(minorOf("100.00", ENGLISH, "JPY")).toBe(100n);
    expect(minorOf("100.50", ENGLISH, "JPY")).toContain("JPY has 0 decimals");
  });

  test("the largest amount passes, one cent more does not", () => {
    expect(minorOf(toDecimal(MAX_MINOR, "ZAR"), ENGLISH)).toBe(MAX_MINOR);
    expect(minorOf(toDecimal(MAX_MINOR + 1n, "ZAR"), ENGLISH)).toContain("too large");
  });

  test("what is written in any usual way is read back exactly", () => {
    const style = fc.record({
      decimal: fc.constantFrom(".", ","),
      group: fc.constantFrom("", " ", "\u00A0", "\u202F", "'", "other"),
      sign: fc.constantFrom("-%", "%-", "(%)", "− %", "-R %", "R -%", "(%) ZAR", "% CR"),
      currency: fc.constantFrom("ZAR", "JPY", "KWD"),
    } as const);
    fc.assert(
      fc.property(fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR }), style, (minor, how) => {
        const [whole = "", fraction] = toDecimal(minor, how.currency).replace("-", "").split(".");
        const sign = how.group === "other" ? (how.decimal === "." ? "," : ".") : how.group;
        const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, sign);
        const plain = fraction === undefined ? grouped : grouped + how.decimal + fraction;
        const text = minor < 0n ? how.sign.replace("%", plain) : plain;
        expect(minorOf(text, { decimal: how.decimal, thousands: undefined }, how.currency)).toBe(
          minor,
        );
      }),
      runs(400),
    );
  });
});

test.each([
  [["1 234,56", "7,00"], ",", "space", false],
  [["1,234.56"], ".", ",", false],
  [["1.234,56"], ",", ".", false],
  [["1.234.567"], ",", ".", false],
  [["1,234", "12.50"], ".", ",", false],
  [["1,234"], ".", ",", true],
  [["1.234", "2.500"], ",", ".", true],
  [["1'234.50"], ".", "'", false],
  [["0.500"], ".", undefined, false],
  [["100", "200"], ".", undefined, false],
  [[], ".", undefined, false],
] as const)("signs of %j", (values, decimal, thousands, ambiguous) => {
  expect(detectNumberSigns(values, ".")).toEqual({ decimal, thousands, ambiguous });
});

test("a lone three-digit tail is decimals in a currency that has three", () => {
  const unproven = { thousands: undefined, ambiguous: true };
  expect(detectNumberSigns(["1.234"], ".", true)).toEqual({ decimal: ".", ...unproven });
});
