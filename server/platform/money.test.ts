import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { exponentOf, formatMoney, isCurrency, toDecimal } from "#platform/money.ts";

test("exponents are those of ISO 4217", () => {
  const exponents = {
    ZAR: 2,
    USD: 2,
    PLN: 2,
    JPY: 0,
    KRW: 0,
    HUF: 2,
    KWD: 3,
    TND: 3,
    UGX: 0,
  };
  for (const [currency, exponent] of Object.entries(exponents)) {
    expect([currency, exponentOf(currency)]).toEqual([currency, exponent]);
  }
  expect(isCurrency("ZZZ")).toBe(false);
  expect(isCurrency("zar")).toBe(false);
  expect(() => exponentOf("ZZZ")).toThrow('"ZZZ" is not an ISO 4217 code');
});

test("minor units become plain decimals", () => {
  expect(toDecimal(123_456n, "USD")).toBe("1234.56");
  expect(toDecimal(-5n, "USD")).toBe("-0.05");
  expect(toDecimal(0n, "KWD")).toBe("0.000");
  expect(toDecimal(1_234n, "JPY")).toBe("1234");
});

test("decimals are exact, whatever the size and currency", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc.constantFrom("ZAR", "JPY", "KWD", "TND"),
      (minor, currency) => {
        const text = toDecimal(minor, currency);
        expect(BigInt(text.replace(".", ""))).toBe(minor);
        const [, digits = ""] = text.split(".");
        expect(digits).toHaveLength(exponentOf(currency));
      },
    ),
    runs(100),
  );
});

test("money is written as people write it, beyond what a number can hold", () => {
  const plain = (text: string): string => text.replaceAll(/\s/gu, " ");
  expect(plain(formatMoney(900_719_925_474_099_301n, "USD", "en-US"))).toBe(
    "$9,007,199,254,740,993.01",
  );
  expect(plain(formatMoney(123_450n, "PLN", "pl-PL"))).toBe("1234,50 zł");
  expect(plain(formatMoney(1_500n, "JPY", "en-US"))).toBe("¥1,500");
  expect(plain(formatMoney(1_500n, "KWD", "en-US"))).toBe("KWD 1.500");
});
