import { expect, test } from "vitest";
import { benchReply } from "./reply.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of replies works", async () => {
  const result = await benchReply(stage, 500);
  expect(result).toMatchObject({ name: "reply", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});
