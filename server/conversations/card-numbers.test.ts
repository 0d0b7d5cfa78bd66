import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { redactCardNumbers } from "./card-numbers.ts";

test.each([
  ["4111111111111111", "************1111"],
  ["my card 4111 1111 1111 1111 exp 12/27", "my card **** **** **** 1111 exp 12/27"],
  ["4111-1111-1111-1111", "****-****-****-1111"],
  ["4111.1111.1111.1111", "****.****.****.1111"],
  ["4111 1111 1111 1111 12 27 123", "**** **** **** 1111 12 27 123"],
  ["3782 822463 10005", "**** ****** *0005"],
  ["card:5555555555554444,", "card:************4444,"],
  ["4111\n1111\n1111\n1111", "****\n****\n****\n1111"],
  ["4111111111111111 and 5555555555554444", "************1111 and ************4444"],
])("%j is stored as %j", (text, stored) => expect(redactCardNumbers(text)).toBe(stored));

test.each([
  "",
  "INV-20581 of 15/10/2026: R 1 234,50",
  "082 555 0101 or +27 82 555 0101",
  "4111111111111112",
  "4111 1111 1111 1112",
  "0000000000000000",
  "411111111111",
  "I paid 599.00 on 2026-03-05 at 14:32",
])("%j stays", (text) => expect(redactCardNumbers(text)).toBe(text));

const digits = fc.array(fc.nat(9), { minLength: 12, maxLength: 18 });

/** Digits with the one that makes them pass Luhn. */
function cardOf(body: readonly number[]): string {
  const sum = body.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return [...body, (10 - (sum % 10)) % 10].join("");
}

test("no card number of 13 to 19 digits survives, wherever it stands", () => {
  fc.assert(
    fc.property(
      digits.filter((body) => body.some((digit) => digit > 0)),
      fc.constantFrom("", " ", "-"),
      fc.constantFrom("pay with ", "", "x"),
      (body, separator, before) => {
        const card = cardOf(body);
        const written = (card.match(/.{1,4}/gu) ?? []).join(separator);
        const stored = redactCardNumbers(`${before}${written} thanks`);
        expect(stored.replaceAll(/\D/gu, "")).toBe(card.slice(-4));
        expect(stored).toHaveLength(`${before}${written} thanks`.length);
      },
    ),
    runs(200),
  );
});

test("only digits ever change", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."0123456789 -.a".split("")), maxLength: 60 }),
      (text) => {
        const stored = redactCardNumbers(text);
        expect(stored.replaceAll(/[\d*]/gu, "#")).toBe(text.replaceAll(/\d/gu, "#"));
      },
    ),
    runs(200),
  );
});
