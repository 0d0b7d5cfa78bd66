import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{server,portal,sdk,testing,tools,bench,chaos}/**/*.test.ts"],
    globalSetup: "testing/cluster.ts",
    reporters: ["default", "./testing/reporter.ts"],
    pool: "threads",
    // Modules are loaded once a worker: a quarter of the time. What a test file opens it closes, and caches are by client.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
