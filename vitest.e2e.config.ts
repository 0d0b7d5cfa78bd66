// `npm run e2e`: the console in a real browser. Pictures of its pages lie in .cache/screens afterwards.
import { defineConfig } from "vitest/config";
import tests from "./vitest.config.ts";

export default defineConfig({ test: { ...tests.test, include: ["e2e/**/*.test.ts"] } });
