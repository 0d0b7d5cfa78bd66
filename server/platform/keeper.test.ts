import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clockNow } from "./clock.ts";
import { readConfig } from "./config.ts";
import { openInstallation, type Installation } from "./installation.ts";
import { silentLog } from "./log.ts";

let home: string;
const members: Installation[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "dunlin-keeper-"));
  await chmod(home, 0o755); // as root PostgreSQL runs as another user, who must pass
  const config = readConfig({ DUNLIN_HOME: home, DUNLIN_DEMO: "0" });
  for (let n = 0; n < 2; n += 1) members.push(await openInstallation(config, silentLog));
});
afterAll(async () => {
  for (const member of members) await member.close({ stopDatabase: true });
  await rm(home, { recursive: true, force: true });
});

async function postmaster(): Promise<number> {
  const text = await readFile(join(home, "postgres/data/postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

test("a database that is killed is brought back by the processes that use it, and ends with the last of them", async () => {
  const killed = await postmaster();
  process.kill(killed, "SIGKILL");
  for (const member of members) {
    await vi.waitFor(async () => await clockNow(member.app), { timeout: 40_000, interval: 50 });
  }
  const second = await postmaster();
  expect(second).not.toBe(killed);
  // Who is back counts as one that uses the database once its lock is back too.
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{ keepers: number }>`select count(*)::int as keepers from pg_locks
        where locktype = 'advisory' and mode = 'ShareLock' and granted`.execute(members[0]!.app);
      expect(rows[0]!.keepers).toBe(2);
    },
    { timeout: 40_000, interval: 50 },
  );
  const [first, last] = members.splice(0);
  await first!.close({ stopDatabase: true });
  expect(process.kill(second, 0)).toBe(true);
  await last!.close({ stopDatabase: true });
  expect(() => process.kill(second, 0)).toThrow("ESRCH");
});
