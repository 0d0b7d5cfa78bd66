import { describe, expect, test } from "vitest";
import { detectEncoding } from "./encoding.ts";
import { encode } from "./fixtures.ts";
import type { Encoding } from "./types.ts";

const POLISH = "Nazwa;Kwota\nPaweł Żółkiewski;12,50\nŁucja Gęś;1,00\nStudio Świt;3,00\n";
const CZECH = "Name;Amount\nTomáš Růžička;12,50\nŠťastný Přemysl;1,00\n";
const WESTERN =
  "Name;Amount\nFrançois Lefèvre à Paris;12,50\nMuñoz y Señor;1,00\n£45 m³ São João;2\n";
const AFRIKAANS = "Naam;Bedrag\nRené Fouché;12,50\nMôre se Reën Bpk;1,00\n";

function found(text: string, encoding: Encoding, mark = false, central = false): unknown {
  return detectEncoding(encode(text, encoding, mark), central);
}

describe("encodings are told from the bytes", () => {
  test.each([
    ["utf-8", POLISH, false],
    ["utf-8", POLISH, true],
    ["utf-16le", POLISH, true],
    ["utf-16le", POLISH, false],
    ["utf-16be", POLISH, true],
    ["utf-16be", POLISH, false],
    ["windows-1250", POLISH, false],
    ["windows-1250", CZECH, false],
    ["windows-1252", WESTERN, false],
    ["windows-1252", AFRIKAANS, false],
  ] as const)("%s, text %#", (encoding, text, mark) => {
    expect(found(text, encoding, mark)).toEqual({ encoding, asciiOnly: false });
  });

  test("letters win over the client's country, which only decides a draw", () => {
    expect(found(WESTERN, "windows-1252", false, true)).toMatchObject({ encoding: "windows-1252" });
    expect(found("Name\nJosé\n", "windows-1252", false, true)).toMatchObject({
      encoding: "windows-1250",
    });
  });

  test("a character cut off by the end of the sample is still UTF-8", () => {
    const bytes = encode("Zażółć", "utf-8");
    expect(detectEncoding(bytes.subarray(0, bytes.length - 1), false)).toMatchObject({
      encoding: "utf-8",
    });
  });
});

test.each([
  [[0x50, 0x4b, 0x03, 0x04, 20, 0, 6, 0], "Excel"],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "PDF"],
  [[1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3], "binary"],
])("binary files are refused by name: %#", (bytes, what) => {
  expect(detectEncoding(Uint8Array.from(bytes), false)).toEqual({
    refused: expect.stringContaining(what),
  });
});
