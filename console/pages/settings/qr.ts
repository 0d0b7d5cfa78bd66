// QR codes (ISO/IEC 18004) of short texts: byte mode, error correction M, versions 1 to 10. What a camera reads is the same
// whatever mask is chosen, so the first is taken whose pattern the standard does not mind most.

/** By version: bytes of error correction a block, then blocks and their bytes of data, in one or two groups. */
const BLOCKS: readonly (readonly [
  ecc: number,
  ...groups: readonly (readonly [n: number, data: number])[],
])[] = [
  [10, [1, 16]],
  [16, [1, 28]],
  [26, [1, 44]],
  [18, [2, 32]],
  [24, [2, 43]],
  [16, [4, 27]],
  [18, [4, 31]],
  [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]],
  [26, [4, 43], [1, 44]],
];
const ALIGNED: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at += 1) {
  EXP[at] = value;
  EXP[at + 255] = value;
  LOG[value] = at;
  value = value & 128 ? (value << 1) ^ 285 : value << 1;
}
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : EXP[LOG[a]! + LOG[b]!]!);

/** Reed-Solomon: the remainder of the data by the generator of that degree. */
export function remainder(data: Uint8Array, degree: number): Uint8Array {
  let generator = Uint8Array.of(1);
  for (let at = 0; at < degree; at += 1) {
    const next = new Uint8Array(generator.length + 1);
    for (const [index, factor] of generator.entries()) {
      next[index] = next[index]! ^ factor;
      next[index + 1] = next[index + 1]! ^ times(factor, EXP[at]!);
    }
    generator = next;
  }
  const rest = new Uint8Array(data.length + degree);
  rest.set(data);
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at]!;
    if (lead === 0) continue;
    for (const [index, factor] of generator.entries())
      rest[at + index] = rest[at + index]! ^ times(factor, lead);
  }
  return rest.subarray(data.length);
}

const sizeOf = ([, ...groups]: (typeof BLOCKS)[number]): number =>
  groups.reduce((sum, [n, data]) => sum + n * data, 0);

/** Length and bytes, filled up, in blocks with their error correction, interleaved. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const blocks = BLOCKS[version - 1]!;
  const size = sizeOf(blocks);
  const bits = [0, 1, 0, 0];
  const push = (value: number, count: number) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, size * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  const data = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) {
    const byte = bits.slice(at * 8, at * 8 + 8);
    data[at] = byte.length === 8 ? parseInt(byte.join(""), 2) : 0;
  }
  for (let at = bits.length / 8, even = true; at < size; at += 1, even = !even)
    data[at] = even ? 236 : 17;
  return interleave(data, blocks);
}

function interleave(data: Uint8Array, [ecc, ...groups]: (typeof BLOCKS)[number]): number[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const [count, length] of groups) {
    for (let at = 0; at < count; at += 1, from += length)
      parts.push(data.subarray(from, from + length));
  }
  const checks = parts.map((part) => remainder(part, ecc));
  const column = (all: readonly Uint8Array[], at: number) =>
    all.flatMap((one) => (at < one.length ? [one[at]!] : []));
  const longest = Math.max(...parts.map((part) => part.length));
  return [
    ...Array.from({ length: longest }, (_, at) => column(parts, at)).flat(),
    ...Array.from({ length: ecc }, (_, at) => column(checks, at)).flat(),
  ];
}

type Grid = (boolean | undefined)[][];

/** Finders, timing, alignment, and room for format and version: everything but the data. */
function frame(version: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }));
  const put = (row: number, column: number, dark: boolean) => {
    if (row >= 0 && column >= 0 && row < size && column < size) grid[row]![column] = dark;
  };
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row += 1)
      for (let column = -1; column <= 7; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        put(top + row, left + column, ring !== 2 && ring !== 4);
      }
  }
  for (let at = 8; at < size - 8; at += 1) {
    put(6, at, at % 2 === 0);
    put(at, 6, at % 2 === 0);
  }
  const marks = ALIGNED[version - 1]!;
  for (const row of marks)
    for (const column of marks) {
      if (isCorner(row, column, size)) continue;
      for (let y = -2; y <= 2; y += 1)
        for (let x = -2; x <= 2; x += 1)
          put(row + y, column + x, Math.max(Math.abs(y), Math.abs(x)) !== 1);
    }
  put(size - 8, 8, true);
  return grid;
}

const isCorner = (row: number, column: number, size: number): boolean =>
  (row < 9 && column < 9) || (row < 9 && column > size - 9) || (row > size - 9 && column < 9);

/** A check of that degree behind a value, as format and version have. */
function checked(value: number, degree: number, generator: number): number {
  let rest = value << degree;
  for (let at = 31; at >= degree; at -= 1) if ((rest >> at) & 1) rest ^= generator << (at - degree);
  return (value << degree) | rest;
}

function writeFormat(grid: Grid, version: number, mask: number): void {
  const size = grid.length;
  // Error correction M is 00.
  const format = checked(mask, 10, 0b10100110111) ^ 0b101010000010010;
  const bit = (at: number) => ((format >> at) & 1) === 1;
  for (let at = 0; at < 15; at += 1) {
    const row = at < 6 ? at : at < 8 ? at + 1 : size - 15 + at;
    grid[row]![8] = bit(at);
    const column = at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at;
    grid[8]![column] = bit(at);
  }
  grid[size - 8]![8] = true;
  if (version < 7) return;
  const number = checked(version, 12, 0b1111100100101);
  for (let at = 0; at < 18; at += 1) {
    const [near, far] = [Math.floor(at / 3), size - 11 + (at % 3)];
    grid[near]![far] = grid[far]![near] = ((number >> at) & 1) === 1;
  }
}

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

function drawn(words: readonly number[], version: number, mask: number): boolean[][] {
  const reserved = frame(version);
  writeFormat(reserved, version, mask);
  const grid = reserved.map((row) => [...row]);
  const size = grid.length;
  const flip = MASKS[mask]!;
  let bit = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (reserved[row]![column] !== undefined) continue;
        const dark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        grid[row]![column] = dark !== flip(row, column);
        bit += 1;
      }
    }
  }
  return grid.map((row) => row.map((dark) => dark === true));
}

/** How much a pattern disturbs: long runs, and squares of one colour (rules 1 and 2 of the standard). */
function penalty(grid: readonly (readonly boolean[])[]): number {
  const size = grid.length;
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    let [across, down] = [1, 1];
    for (let at = 1; at < size; at += 1) {
      across = grid[row]![at] === grid[row]![at - 1] ? across + 1 : 1;
      down = grid[at]![row] === grid[at - 1]![row] ? down + 1 : 1;
      for (const run of [across, down]) sum += run === 5 ? 3 : run > 5 ? 1 : 0;
      const own = grid[row]![at];
      if (
        row > 0 &&
        [grid[row]![at - 1], grid[row - 1]![at], grid[row - 1]![at - 1]].every((one) => one === own)
      )
        sum += 3;
    }
  }
  return sum;
}

/** Rows of modules, true for dark, without the quiet zone; undefined when the text is longer than 213 bytes. */
export function qrOf(text: string): readonly (readonly boolean[])[] | undefined {
  const bytes = new TextEncoder().encode(text);
  const version = 1 + BLOCKS.findIndex((one, at) => sizeOf(one) >= bytes.length + (at < 9 ? 2 : 3));
  if (version === 0) return undefined;
  const words = codewords(bytes, version);
  const all = MASKS.map((_, mask) => drawn(words, version, mask));
  return all.toSorted((a, b) => penalty(a) - penalty(b))[0];
}
