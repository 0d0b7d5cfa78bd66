// `npm run fuzz`: every property of the tests, twenty times as often as a test run tries it.
import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import tests from "./vitest.config.ts";

const FACTOR = 20;
const MINUTE_MS = 60_000;

/** Whatever scales its properties by `runs` of testing/fuzz.ts. */
const include = globSync("{server,testing}/**/*.test.ts").filter((path) =>
  readFileSync(path, "utf8").includes('from "#testing/fuzz.ts"'),
);

export default defineConfig({
  test: {
    ...tests.test,
    include,
    provide: { fuzzFactor: FACTOR },
    testTimeout: 20 * MINUTE_MS,
  },
});
