import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileLayout } from "./compile-layout.ts";

test("layout.html is what layout.mjml compiles to", async () => {
  const compiled = join(import.meta.dirname, "../server/messages/templates/layout.html");
  expect(readFileSync(compiled, "utf8")).toBe(await compileLayout());
});
