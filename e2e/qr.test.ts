import { expect, test } from "vitest";
import { qrOf, remainder } from "../console/pages/settings/qr.ts";

test("error correction is that of the worked example of version 1-M", () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  const check = [196, 35, 39, 119, 235, 215, 231, 226, 93, 23];
  expect([...remainder(Uint8Array.from(data), 10)]).toEqual(check);
});

/** The fifteen bits beside the finders, first and second copy, most significant first. */
function formatOf(grid: readonly (readonly boolean[])[]): readonly [string, string] {
  const size = grid.length;
  const at = (row: number, column: number) => (grid[row]![column] ? "1" : "0");
  const rows = [0, 1, 2, 3, 4, 5, 7, 8];
  const first = [...rows.map((row) => at(row, 8)), ...[7, 5, 4, 3, 2, 1, 0].map((c) => at(8, c))];
  const second = [
    ...Array.from({ length: 8 }, (_, i) => at(8, size - 1 - i)),
    ...Array.from({ length: 7 }, (_, i) => at(size - 7 + i, 8)),
  ];
  return [first.toReversed().join(""), second.toReversed().join("")];
}

// ISO/IEC 18004, table C.1: level M, masks 0 to 7.
const FORMATS = [
  "101010000010010",
  "101000100100101",
  "101111001111100",
  "101101101001011",
  "100010111111001",
  "100000011001110",
  "100111110010111",
  "100101010100000",
];

test("both copies of the format say level M and the same mask; finders, timing and version stand where they must", () => {
  const uri = `otpauth://totp/Dunlin:${"a".repeat(40)}@example.org?secret=${"B".repeat(32)}&issuer=Dunlin`;
  const grid = qrOf(uri)!;
  const size = grid.length;
  expect((size - 17) % 4).toBe(0);
  const [first, second] = formatOf(grid);
  expect(FORMATS).toContain(first);
  expect(second).toBe(first);
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    expect([grid[row]![column], grid[row - 2]![column], grid[row - 3]![column]]).toEqual([
      true,
      false,
      true,
    ]);
  for (let at = 8; at < size - 8; at += 1) expect(grid[6]![at]).toBe(at % 2 === 0);
  const version = (size - 17) / 4;
  const bits = Array.from({ length: 18 }, (_, at) =>
    grid[Math.floor(at / 3)]![size - 11 + (at % 3)] ? "1" : "0",
  );
  const VERSIONS: Readonly<Record<number, string>> = {
    7: "000111110010010100",
    8: "001000010110111100",
    9: "001001101010011001",
    10: "001010010011010011",
  };
  expect(bits.toReversed().join("")).toBe(VERSIONS[version]);
});

test("what is too long is no picture", () => {
  expect(qrOf("x".repeat(213))?.length).toBe(57);
  expect(qrOf("x".repeat(214))).toBeUndefined();
});
