// A clean life is judged as one, and a fault planted in a copy of it breaks the invariant that it is about, and no other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDb, openPool, type DatabaseAt } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";
import { judge } from "#testing/judge.ts";
import { liveThrough, onCopy, type Lived } from "./lived.ts";
import type { Verdict } from "./verdict.ts";

let lived: Lived;
const { at, drop } = await cloneDatabase();
beforeAll(async () => {
  lived = await liveThrough(at);
});
afterAll(drop);

async function verdictOn(copy: DatabaseAt): Promise<Verdict> {
  const db = openDb(openPool(copy, "dunlin_app", 2));
  try {
    return await judge(db, lived.clientId);
  } finally {
    await db.destroy();
  }
}

test("a clean life breaks nothing, and everything was looked at", async () => {
  const verdict = await onCopy(at, async (_, copy) => await verdictOn(copy));
  expect(verdict.invariants.flatMap((one) => one.violations)).toEqual([]);
  expect(verdict.ok).toBe(true);
});
