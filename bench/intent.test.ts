import { expect, test } from "vitest";
import { benchIntent } from "./intent.ts";

test("the bench of understanding works, and needs no database", async () => {
  const nowhere = { socketDir: "/nowhere", folder: "/nowhere" };
  const database = async () => await Promise.reject(new Error("no database is needed"));
  const result = await benchIntent({ ...nowhere, database }, 300);
  expect(result).toMatchObject({ name: "intent", size: 300 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});
