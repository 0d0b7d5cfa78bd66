import { expect, test } from "vitest";
import { microsOf, type Price, priceOf, roundToMinor } from "./price.ts";

const sms = (prefix: string, micros: bigint): Price => ({ channel: "sms", prefix, micros });
const prices = [
  sms("", 500_000n),
  sms("27", 185_000n),
  sms("+2782", 190_000n),
  { channel: "email", prefix: "", micros: 1_000n },
] as const;

test("the longest prefix wins, in whatever order the list has them", () => {
  const to = (number: string) => priceOf({ channel: "sms", to: number, segments: 1 }, prices);
  expect(to("+27821234567")).toBe(190_000n);
  expect(to("27831234567")).toBe(185_000n);
  expect(to("+48601234567")).toBe(500_000n);
  expect(priceOf({ channel: "sms", to: "+27821234567", segments: 1 }, prices.toReversed())).toBe(
    190_000n,
  );
});

test("a price is for each segment; a mail has no prefix; no price is not free", () => {
  expect(priceOf({ channel: "sms", to: "+27831234567", segments: 3 }, prices)).toBe(555_000n);
  expect(priceOf({ channel: "email", to: "27@example.com", segments: 1 }, prices)).toBe(1_000n);
  expect(priceOf({ channel: "voice", to: "+27831234567", segments: 1 }, prices)).toBeUndefined();
  expect(
    priceOf({ channel: "sms", to: "+48601234567", segments: 1 }, [sms("27", 1n)]),
  ).toBeUndefined();
});

test("a million segments at R0.185 are R185,000.00 to the cent", () => {
  const micros = priceOf({ channel: "sms", to: "+27831234567", segments: 1_000_000 }, prices);
  expect(roundToMinor(micros ?? 0n, "ZAR")).toBe(18_500_000n);
});

test("sums round to the minor unit of their currency, halves away from zero", () => {
  expect(roundToMinor(185_000n, "ZAR")).toBe(19n);
  expect(roundToMinor(184_999n, "ZAR")).toBe(18n);
  expect(roundToMinor(-185_000n, "ZAR")).toBe(-19n);
  expect(roundToMinor(1_499_999n, "JPY")).toBe(1n);
  expect(roundToMinor(1_500_000n, "JPY")).toBe(2n);
  expect(roundToMinor(1_234_500n, "KWD")).toBe(1_235n);
});

test("a price is read exactly, or refused with its cure", () => {
  expect(microsOf("0.185")).toBe(185_000n);
  expect(microsOf("2")).toBe(2_000_000n);
  expect(microsOf("0.000001")).toBe(1n);
  for (const wrong of ["0,185", "-1", "", "1e3", "0.0000001", "free"]) {
    expect(() => microsOf(wrong)).toThrow(`price "${wrong}" is not a decimal`);
  }
});
