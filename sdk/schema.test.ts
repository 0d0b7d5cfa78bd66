import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("schema.ts is what the document of the API says (npm run sdk writes it)", async () => {
  const tool = join(import.meta.dirname, "../tools/sdk.ts");
  const run = promisify(execFile)(process.execPath, [tool, "--check"], { timeout: 50_000 });
  await expect(run).resolves.toMatchObject({ stderr: "" });
});
