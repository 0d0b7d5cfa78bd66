// Arbitraries of what is almost right: a valid value with a few places of it changed.
import * as fc from "fast-check";

const VALUES: readonly unknown[] = [
  [null, true, 0, -1, 1.5, 1e21, 2 ** 53, "", " ", "\0", "\ud800", "\ufeff", "null", "-0"],
  ["9".repeat(400), "x".repeat(5_000), "2026-02-30", "9999-12-31", "-271821-04-20", "P1Y"],
  ["'; drop table message --", "{{ 7 | times: 7 }}", "{% raw %}", "=cmd|x", "../../etc", "%s%n"],
  ["__proto__", "ZAR", "zzz", "1e9", "1,0", "0.001", "١٢٣", "\u202e", "a".repeat(64)],
  [[], {}, [[]], [null], { constructor: { prototype: 1 } }, Array.from({ length: 2_000 }, () => 1)],
].flat();

/** What people, programs and attackers put where something else belongs. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

type Damage = { readonly place: number; readonly way: number; readonly value: unknown };

const damage: fc.Arbitrary<Damage> = fc.record({
  place: fc.nat(1_000),
  way: fc.nat(3),
  value: hostileValue,
});

/** JSON like one of the examples, with up to four places replaced, removed, added or wrapped. */
export function almost(examples: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...examples), fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([example, damages]) => damages.reduce<unknown>(damaged, structuredClone(example)));
}

/** A name for a field; not every value can be written as text. */
const nameOf = (hostile: unknown): string =>
  typeof hostile === "string" ? hostile.slice(0, 50) : typeof hostile;

function damaged(value: unknown, { place, way, value: shared }: Damage): unknown {
  // A copy: the same object in two places, changed again, would hold itself.
  const hostile = structuredClone(shared);
  const all = placesOf(value);
  const chosen = all[place % (all.length + 1)];
  if (!chosen) return way === 0 ? hostile : value;
  const { holder, key } = chosen;
  if (way === 1) Reflect.deleteProperty(holder, key);
  else if (way === 2) define(holder, nameOf(hostile), hostile);
  else define(holder, key, way === 3 ? [holder[key]] : hostile);
  return value;
}

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

// A key may be `__proto__`, which an assignment would take for something else.
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** Bytes with some of their bits turned, some of them cut out, and some put in. */
export function damagedBytes(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
    cut: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(20)),
    added: fc.oneof(
      { weight: 4, arbitrary: fc.constant(new Uint8Array()) },
      fc.uint8Array({ maxLength: 8 }),
    ),
  });
  return fc.tuple(bytes, fc.array(change, { minLength: 1, maxLength: 6 })).map(([whole, changes]) =>
    changes.reduce<Buffer>((left, { at, bit, cut, added }) => {
      const place = Math.min(Math.floor(at * left.length), Math.max(0, left.length - 1));
      const flipped = Buffer.from(left);
      if (flipped.length > 0) flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
      return Buffer.concat([flipped.subarray(0, place), added, flipped.subarray(place + cut)]);
    }, Buffer.from(whole)),
  );
}
