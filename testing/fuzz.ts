// How often a property is tried: a modest number in each test run, twenty times as often with `npm run fuzz`.
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Times the runs of every property; not provided: once. */
    fuzzFactor?: number;
  }
}

/**
 * Parameters of `fc.assert`: so many runs, times the factor of this test run. A failure shows `seed` and `path`; to see the
 * same one again, give them beside: `{ ...runs(100), seed: 42, path: "7:1" }`.
 */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: count * (inject("fuzzFactor") ?? 1) };
}
