import { expect, test } from "vitest";
import { benchDispatch } from "./dispatch.ts";
import { testStage } from "./test-stage.ts";

test("the bench of dispatch works", async () => {
  const result = await benchDispatch(await testStage(), 500);
  expect(result).toMatchObject({ name: "dispatch", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});
