import { expect, test } from "vitest";
import { clockNow, frozenAt, setClock } from "#platform/clock.ts";
import { migrate } from "#platform/migrate.ts";
import { openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();

test("the clock stands where it was set, for every role, and runs again when released", async () => {
  for (const db of [world.db, world.app]) {
    expect((await clockNow(db)).toString()).toBe(THURSDAY.toString());
    expect((await frozenAt(db))?.toString()).toBe(THURSDAY.toString());
  }
  await setClock(world.app, undefined, "test");
  const apart = Date.now() - (await clockNow(world.db)).epochMilliseconds;
  expect(Math.abs(apart)).toBeLessThan(60_000);
  expect(await frozenAt(world.app)).toBeUndefined();
});

test("workers can't set the clock", async () => {
  await expect(setClock(world.db, THURSDAY, "test")).rejects.toThrow("permission denied");
});

test("a migrated database is left as it is, also by two processes at once", async () => {
  const both = await Promise.all([migrate(world.at), migrate(world.at)]);
  expect(both).toEqual([{ applied: [] }, { applied: [] }]);
});
