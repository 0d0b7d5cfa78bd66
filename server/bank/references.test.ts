import fc from "fast-check";
import { expect, test } from "vitest";
import { likenessOf } from "./names.ts";
import { isCreditorReference, isTelling, meantBy, squeezed, tokensOf } from "./references.ts";
import { runs } from "#testing/fuzz.ts";

test("structured references mean what their check digits wrap", () => {
  expect(meantBy("RF18 5390 0754 7034")).toEqual(["RF18539007547034", "539007547034"]);
  expect(meantBy("RF19 5390 0754 7034")).toEqual([]);
  expect(meantBy("21 00000 00003 13947 14300 09017")).toContain("21000000000313947143000901");
  expect(meantBy("+++010/8068/17183+++")).toContain("108068171");
  expect(meantBy("00000000000000001245")).toEqual(["00000000000000001245", "1245", "124"]);
  expect(meantBy("inv-2026/0012")).toEqual(["INV20260012"]);
});

test("a creditor reference has one pair of right digits", () => {
  const body = fc.stringMatching(/^[A-Z0-9]{1,21}$/);
  fc.assert(
    fc.property(body, (text) => {
      const right = Array.from({ length: 97 }, (_, at) => String(at + 2).padStart(2, "0")).filter(
        (digits) => isCreditorReference(`RF${digits}${text}`),
      );
      expect(right).toHaveLength(1);
    }),
    runs(30),
  );
});

test("a reference is found however it is torn, and among bounded tokens", () => {
  for (const text of [
    "pay INV-2026-0012 thanks",
    "PAYINV 2 0 26 0012",
    "inv.2026 / 0012",
    "X INV 2026-00 12",
  ]) {
    const tokens = tokensOf(text);
    expect(
      tokens.some((token) => token.endsWith("20260012")),
      text,
    ).toBe(true);
  }
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z]{1,3}[0-9]{4,8}$/),
      fc.array(fc.nat(3)),
      (reference, cuts) => {
        let torn = "";
        for (const [at, character] of Array.from(reference).entries())
          torn += cuts[at] === 1 && at < 4 ? ` ${character}` : character;
        expect(tokensOf(`for ${torn} please`)).toContain(squeezed(reference));
      },
    ),
    runs(50),
  );
  expect(tokensOf("1 ".repeat(5_000)).length).toBeLessThanOrEqual(150);
  expect(["4711", "A12", "C-12"].map((text) => isTelling(squeezed(text)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(["471100", "INV12"].map(isTelling)).toEqual([true, true]);
});

test.each([
  ["MR T DLAMINI", "Thabo Dlamini", 0.8, 1],
  ["NOWAK MARIA", "Maria Nowak", 1, 1],
  ["LUKASZ ZOLC", "Łukasz Żółć", 1, 1],
  ["HARBOUR TRADING (PTY) LTD", "Harbour Trading", 1, 1],
  ["PETRA NOWAK", "Maria Nowak", 0, 0.5],
  ["Nowak", "Maria Nowak", 0, 0.5],
  ["", "Maria", 0, 0],
])("%s and %s", (one, other, least, most) => {
  expect(likenessOf(one, other)).toBeGreaterThanOrEqual(least);
  expect(likenessOf(other, one)).toBeLessThanOrEqual(most);
});
