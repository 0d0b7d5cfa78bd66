import { expect, test } from "vitest";
import { benchImport } from "./import.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of importing works", async () => {
  const result = await benchImport(stage, 500);
  expect(result).toMatchObject({ name: "import", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});
