import fc from "fast-check";
import { expect, test } from "vitest";
import { callerOf } from "./caller.ts";
import { readAmount, readDay, readMultipart } from "./forms.ts";
import { payKeyOf, payTokenOf, standInOf, withTokens } from "#messages/engagement/pay-links.ts";
import { normalFactor } from "#payments/factors.ts";
import { proofTypeOf } from "#payments/proofs.ts";
import { formatMoney } from "#platform/money.ts";
import { runs } from "#testing/fuzz.ts";

test.each([
  ["250", "ZAR", 25_000n],
  ["R 1 250,50", "ZAR", 125_050n],
  ["1,250.50", "ZAR", 125_050n],
  ["1.250,5", "PLN", 125_050n],
  ["1.250", "PLN", 125_000n],
  ["200 zł", "PLN", 20_000n],
  [".50", "ZAR", 50n],
  ["1.250", "KWD", 1_250n],
  ["500", "JPY", 500n],
  ["5.5", "JPY", undefined],
  ["1.2.3", "ZAR", undefined],
  ["12,34,567", "ZAR", undefined],
  ["-5", "ZAR", undefined],
  ["ten", "ZAR", undefined],
  ["", "ZAR", undefined],
])("the amount in %j (%s) is %s", (text, currency, minor) => {
  expect(readAmount(text, currency)).toBe(minor);
});

test("an amount as we write it is read as what it is", () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 11n),
      fc.constantFrom("ZAR", "PLN", "JPY", "KWD"),
      fc.constantFrom("en-ZA", "pl-PL", "af-ZA", "zu-ZA"),
      (minor, currency, locale) => {
        expect(readAmount(formatMoney(minor, currency, locale), currency)).toBe(minor);
      },
    ),
    runs(100),
  );
});

test("a day as browsers and as people write it; no day that there is not", () => {
  expect(readDay("2026-11-30")?.toString()).toBe("2026-11-30");
  expect(readDay("30.11.2026")?.toString()).toBe("2026-11-30");
  expect(["2026-02-30", "2026-13-01", "soon", ""].map((text) => readDay(text))).toEqual(
    Array(4).fill(undefined),
  );
});

test("what customers know is compared as they may write it", () => {
  for (const text of ["1980-03-31", "31/03/1980", "31 3 1980", "31.03.1980", "31031980"]) {
    expect(normalFactor("born_on", text), text).toBe("1980-03-31");
  }
  expect(normalFactor("born_on", "31 02 1980")).toBeUndefined();
  expect(normalFactor("postcode", "00-950")).toBe("00950");
  expect(normalFactor("id_last4", " 40 83 ")).toBe("4083");
});

test("who called is told by a proxy nearby, and by nobody else", () => {
  const call = (ip: string, forwarded?: string) =>
    callerOf({ ip, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } });
  expect(call("127.0.0.1", "1.2.3.4, 203.0.113.7")).toBe("203.0.113.7");
  expect(call("::ffff:10.0.0.2", "203.0.113.7")).toBe("203.0.113.7");
  expect(call("198.51.100.9", "203.0.113.7")).toBe("198.51.100.9");
  expect(call("127.0.0.1")).toBe("127.0.0.1");
});

test("a form with a file is read as it was sent; half a one is none, and never takes long", () => {
  const body = `--x\r\nContent-Disposition: form-data; name="day"\r\n\r\n2026-06-29\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-\r\n\r\n--y\r\n--x--\r\n`;
  const form = readMultipart("multipart/form-data; boundary=x", Buffer.from(body));
  expect(form?.text("day")).toBe("2026-06-29");
  expect(proofTypeOf(form!.file("file")!)).toBe("application/pdf");
  expect(readMultipart("multipart/form-data", Buffer.from(body))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const mixed = Buffer.concat([
        Buffer.from(body.slice(0, 60)),
        bytes,
        Buffer.from(body.slice(60)),
      ]);
      readMultipart("multipart/form-data; boundary=x", mixed);
    }),
    runs(50),
  );
});

test("the token takes the place of what stands for it, as long as it, and only there", () => {
  const key = payKeyOf(Buffer.alloc(32, 3));
  const clientId = "019d2b5e-0000-7000-8000-000000000001";
  const linkId = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";
  const standIn = standInOf("https://pay.example", linkId);
  const token = payTokenOf(key, clientId, linkId);
  const put = withTokens(
    key,
    clientId,
    `Pay: ${standIn}. Or https://shop.example/P/abcdefghijklmnopqrstuv`,
  );
  expect(put).toBe(
    `Pay: https://pay.example/p/${token}. Or https://shop.example/P/abcdefghijklmnopqrstuv`,
  );
  expect(token).toHaveLength(22);
  expect(`https://pay.example/p/${token}`).toHaveLength(standIn.length);
  expect(payTokenOf(key, "019d2b5e-0000-7000-8000-000000000002", linkId)).not.toBe(token);
});
