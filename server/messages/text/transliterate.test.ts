import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { firstNonGsm, segmentsOf } from "./gsm.ts";
import { transliterate } from "./transliterate.ts";

test.each([
  ["it’s “due” – today…", `it's "due" - today...`],
  ["Zażółć gęślą jaźń, 12\u00a0345,50\u00a0zł", "Zazolc gesla jazn, 12 345,50 zl"],
  ["ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "ZAZOLC GESLA JAZN"],
  ["Môre, sê hê, ŉ rekening, reën, coördineer", "More, se he, 'n rekening, reen, coördineer"],
  ["Ångström, señor, café, Ç ç", "Ångström, señor, café, Ç c"],
  ["cafe\u0301", "café"], // a decomposed letter is composed first, and the alphabet has it
  ["q\u0303", "q"],
  ["a\tb\u200bc\u202fd", "a bc d"],
  ["Œuvre, þorn, ½", "OEuvre, thorn, 1/2"],
  ["ǿ", "ø"],
])("%s", (text, plain) => {
  expect(transliterate(text)).toBe(plain);
});

test("what has no plain form stays, whole", () => {
  expect(transliterate("– Привіт й 😀 नमस्ते ά")).toBe("- Привіт й 😀 नमस्ते ά");
});

test("text of the alphabet is never touched, and a second pass changes nothing", () => {
  expect(transliterate("@£ÄÖñü€[]")).toBe("@£ÄÖñü€[]");
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "ł", "ź", "’", "–", "e\u0301", "й", "😀"),
  });
  fc.assert(
    fc.property(text, (value) => {
      const once = transliterate(value);
      expect(transliterate(once)).toBe(once);
      const mappable = value.replaceAll(/[й😀]/gu, "");
      expect(firstNonGsm(transliterate(mappable))).toBeUndefined();
    }),
    runs(100),
  );
});

test("a Polish text of 100 letters takes one part instead of two", () => {
  const text = "Prosimy o wpłatę. ".repeat(6);
  expect(segmentsOf(text).parts).toHaveLength(2);
  expect(segmentsOf(transliterate(text)).parts).toHaveLength(1);
});
