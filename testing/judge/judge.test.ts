// A clean life is judged as one, and a fault planted in a copy of it breaks the invariant that it is about, and no other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import { liveThrough, onCopy, verdictOn, type Lived } from "./lived.ts";

let lived: Lived;
const { at, drop } = await cloneDatabase();
beforeAll(async () => {
  lived = await liveThrough(at);
});
afterAll(drop);

test("a clean life breaks nothing, and everything was looked at", async () => {
  const verdict = await onCopy(at, async (_, copy) => await verdictOn(copy, lived.clientId));
  expect(verdict.invariants.flatMap((one) => one.violations)).toEqual([]);
  expect(verdict.ok).toBe(true);
});
