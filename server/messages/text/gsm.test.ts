import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { decodeGsm7, decodeUcs2, encodeGsm7, encodeUcs2, firstNonGsm, segmentsOf } from "./gsm.ts";

const BASIC = Array.from({ length: 128 }, (_, code) => code)
  .filter((code) => code !== 0x1b)
  .map((code) => decodeGsm7(Uint8Array.of(code)));
const EXTENSION = Array.from("^{}\\[~]|€\f");
const gsmText = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...BASIC, ...EXTENSION), maxLength });
const anyText = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom("a", "é", "ł", "’", "€", "😀", "👨‍👩‍👧", "語"), maxLength });

const codePoint = fc
  .integer({ min: 0, max: 0x10_ffff })
  .map((code) => String.fromCodePoint(code))
  .filter((char) => char.isWellFormed());

const octets = (...codes: number[]) => Uint8Array.from(codes);
const lengths = (text: string, udhBytes?: 6 | 7) =>
  segmentsOf(text, udhBytes ? { udhBytes } : {}).parts.map((part) => part.length);

describe("GSM 7-bit", () => {
  test("places that are often confused stand where the standard has them", () => {
    expect([...encodeGsm7("@£$¥ΔΩ")]).toEqual([0, 1, 2, 3, 0x10, 0x15]);
    expect([...encodeGsm7("¡§¿à")]).toEqual([0x40, 0x5f, 0x60, 0x7f]);
    expect([...encodeGsm7("€[~\f")]).toEqual([0x1b, 0x65, 0x1b, 0x3c, 0x1b, 0x3d, 0x1b, 0x0a]);
  });

  test("every text of the alphabet survives the round trip, and costs its octets", () => {
    fc.assert(
      fc.property(gsmText(400), (text) => {
        const encoded = encodeGsm7(text);
        expect(decodeGsm7(encoded)).toBe(text);
        expect(segmentsOf(text)).toMatchObject({ encoding: "gsm7", units: encoded.length });
        expect(firstNonGsm(text)).toBeUndefined();
      }),
      runs(200),
    );
  });

  test("what is not in the alphabet is refused, never turned into @", () => {
    expect(() => encodeGsm7("it’s")).toThrow('"’" at 2 is not in the GSM alphabet');
    expect(() => encodeGsm7("\u001b")).toThrow(RangeError);
    expect(() => encodeGsm7("ç")).toThrow(RangeError); // only the capital is there
  });

  test("an unknown escape shows the basic character, a doubled or last one a space", () => {
    expect(decodeGsm7(octets(0x1b, 0x41))).toBe("A");
    expect(decodeGsm7(octets(0x41, 0x1b, 0x1b, 0x42))).toBe("A B");
    expect(decodeGsm7(octets(0x41, 0x1b))).toBe("A ");
    expect(decodeGsm7(octets(0x41, 0x80, 0x1b, 0xff))).toBe("A\ufffd\ufffd");
  });

  test("any octets decode to some text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof decodeGsm7(bytes)).toBe("string");
        expect(typeof decodeUcs2(bytes)).toBe("string");
      }),
      runs(200),
    );
  });
});

describe("UCS-2", () => {
  test("is UTF-16BE, surrogates included", () => {
    expect([...encodeUcs2("Ał😀")]).toEqual([0, 0x41, 0x01, 0x42, 0xd8, 0x3d, 0xde, 0x00]);
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 100 }), (text) => {
        expect(decodeUcs2(encodeUcs2(text))).toBe(text);
      }),
      runs(200),
    );
  });

  test("an odd last octet shows", () => expect(decodeUcs2(octets(0, 0x41, 0))).toBe("A\ufffd"));
});

describe("parts", () => {
  test.each([
    ["a", 160, [160]],
    ["a", 161, [153, 8]],
    ["a", 306, [153, 153]],
    ["a", 307, [153, 153, 1]],
    ["€", 80, [80]],
    ["€", 81, [76, 5]],
    ["ł", 70, [70]],
    ["ł", 71, [67, 4]],
    ["ł", 134, [67, 67]],
    ["😀", 35, [70]],
    ["😀", 36, [66, 6]],
  ] as const)("%s times %i", (char, count, expected) => {
    expect(lengths(char.repeat(count))).toEqual(expected);
  });

  test("a 16-bit reference takes one septet or unit more of each part", () => {
    expect(lengths("a".repeat(305), 7)).toEqual([152, 152, 1]);
    expect(lengths("ł".repeat(133), 7)).toEqual([66, 66, 1]);
    expect(lengths("a".repeat(160), 7)).toEqual([160]); // no header, no loss
  });

  test("an escape pair or a surrogate pair that would straddle the cut moves over whole", () => {
    expect(lengths("a".repeat(152) + "€" + "a".repeat(20))).toEqual([152, 21]);
    expect(lengths("ł".repeat(66) + "😀" + "ł".repeat(20))).toEqual([66, 22]);
  });

  test("an empty text is one empty part", () => {
    expect(segmentsOf("")).toEqual({ encoding: "gsm7", parts: [""], units: 0 });
  });

  test("parts join to the text, none is over its limit, none breaks a pair", () => {
    const cases = fc.tuple(fc.oneof(gsmText(700), anyText(250)), fc.constantFrom<6 | 7>(6, 7));
    fc.assert(
      fc.property(cases, ([text, udhBytes]) => {
        const { encoding, parts } = segmentsOf(text, { udhBytes });
        expect(parts.join("")).toBe(text);
        const single = parts.length === 1;
        for (const part of parts) {
          const bytes = encoding === "gsm7" ? encodeGsm7(part).length : encodeUcs2(part).length;
          const room = 140 - udhBytes;
          const most = encoding === "gsm7" ? Math.floor((room * 8) / 7) : room & ~1;
          expect(bytes).toBeLessThanOrEqual(single ? (encoding === "gsm7" ? 160 : 140) : most);
          expect(part.isWellFormed()).toBe(true);
          expect(single || part.length > 0).toBe(true);
        }
      }),
      runs(300),
    );
  });
});

describe("the offending character", () => {
  test("is the first, whole, with its place", () => {
    expect(firstNonGsm("Pay R10 – today’s")).toEqual({ char: "–", index: 8 });
    expect(firstNonGsm("ok 😀")).toEqual({ char: "😀", index: 3 });
    expect(firstNonGsm("ok")).toBeUndefined();
  });
});
