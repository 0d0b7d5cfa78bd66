// The stage of the tests: databases in the cluster of the test run.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import type { Stage } from "./stage.ts";

/** For the top of a test file; its databases and files go at the end of it. */
export async function testStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "dunlin-bench-test-"));
  const drops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const drop of drops) await drop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    socketDir: inject("socketDir"),
    folder,
    database: async () => {
      const { at, drop } = await cloneDatabase();
      drops.push(drop);
      return at;
    },
  };
}
