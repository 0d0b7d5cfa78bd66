import type { Reporter, TestModule } from "vitest/node";

/** Prints the closing line `N passed, N failed` that .ci/run and other programs read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const before = passed + failed;
      for (const test of module.children.allTests()) {
        if (test.result().state === "passed") passed += 1;
        else failed += 1; // a skipped or pending test is a defect here
      }
      if (!module.ok() && passed + failed === before) failed += 1; // the file itself did not load
    }
    console.log(`${passed} passed, ${failed} failed`);
  }
}
