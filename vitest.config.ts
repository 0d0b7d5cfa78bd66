import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{server,portal,sdk,testing,tools,bench,chaos}/**/*.test.ts"],
    globalSetup: "testing/cluster.ts",
    reporters: ["default", "./testing/reporter.ts"],
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
