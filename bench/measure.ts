// Time and processor time of a stretch of work, here and in the database.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Cost = {
  readonly seconds: number;
  readonly ownCpuUs: number;
  /** 0 where the system does not tell (only Linux does). */
  readonly databaseCpuUs: number;
};

const TICK_US = 10_000; // USER_HZ is 100 on every Linux that Node runs on

/** Runs the work and says what it cost. The cluster must serve nobody else meanwhile. */
export async function measured<T>(
  socketDir: string,
  work: () => Promise<T>,
): Promise<{ cost: Cost; value: T }> {
  const databaseBefore = await databaseCpuUs(socketDir);
  const ownBefore = process.cpuUsage();
  const startedMs = performance.now();
  const value = await work();
  const seconds = (performance.now() - startedMs) / 1_000;
  const own = process.cpuUsage(ownBefore);
  const databaseAfter = await databaseCpuUs(socketDir);
  return {
    value,
    cost: {
      seconds,
      ownCpuUs: own.user + own.system,
      databaseCpuUs: Math.max(0, databaseAfter - databaseBefore),
    },
  };
}

/** Most memory that was resident in this process so far, in MiB. */
export function peakRssMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

/** Processor time of the server process, of those it started, and of those that have ended. */
async function databaseCpuUs(socketDir: string): Promise<number> {
  try {
    const lock = await readFile(join(socketDir, ".s.PGSQL.5432.lock"), "utf8");
    const server = Number.parseInt(lock, 10);
    const children = await readFile(`/proc/${server}/task/${server}/children`, "utf8");
    const pids = children.split(" ").filter((pid) => pid !== "");
    let ticks = await ticksOf(String(server), true);
    for (const pid of pids) ticks += await ticksOf(pid, false).catch(() => 0);
    return ticks * TICK_US;
  } catch {
    return 0;
  }
}

async function ticksOf(pid: string, withEnded: boolean): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold blanks; user time is the twelfth field behind it, then system, ended user, ended system.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const counted = fields.slice(11, withEnded ? 15 : 13).map(Number);
  return counted.reduce((sum, value) => sum + value, 0);
}
