import { expect, test } from "vitest";
import { drawHarms, isKill } from "./harms.ts";
import { randomFrom } from "./random.ts";

test("so many kills as asked for, every kind of harm among five of them", () => {
  for (const kills of [5, 20, 60]) {
    const blows = drawHarms(kills, randomFrom(kills));
    expect(blows.filter(({ harm }) => isKill(harm))).toHaveLength(kills);
    expect(new Set(blows.map(({ harm }) => harm)).size).toBe(9);
    expect(blows.filter(({ harm }) => harm === "night")).toHaveLength(1);
    expect(blows.every(({ at }) => at > 0 && at < 1)).toBe(true);
  }
});

test("a seed gives its harms again, and another one others", () => {
  const draw = (seed: number) => drawHarms(20, randomFrom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
