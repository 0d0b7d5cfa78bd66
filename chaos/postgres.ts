/** PostgreSQL's processes, and their end by force. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of PostgreSQL's socket. */
export function socketIn(home: string): string {
  return join(home, "postgres/s");
}

type Child = { readonly pid: number; readonly title: string };

/** The process of PostgreSQL itself, while one runs. */
async function postmasterOf(home: string): Promise<number | undefined> {
  const file = join(home, "postgres/data/postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return pid > 1 && isAlive(pid) ? pid : undefined;
}

/** The postmaster and everything that it started, as when the machine's memory runs out. False when none ran. */
export async function killPostgres(home: string): Promise<boolean> {
  const postmaster = await postmasterOf(home);
  if (postmaster === undefined) return false;
  const children = await childrenOf(postmaster);
  killNow(postmaster);
  for (const { pid } of children) killNow(pid);
  return true;
}

/** The processes that serve connections of Dunlin's roles. */
export async function backendsOf(home: string): Promise<readonly Child[]> {
  const postmaster = await postmasterOf(home);
  const children = postmaster === undefined ? [] : await childrenOf(postmaster);
  return children.filter(({ title }) => /dunlin_(worker|app)/.test(title));
}

export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** None where there is no /proc: PostgreSQL's processes then end by themselves when they miss their postmaster. */
async function childrenOf(parent: number): Promise<readonly Child[]> {
  const found: Child[] = [];
  const names = await readdir("/proc").catch(() => []);
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) !== parent) continue;
    const title = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    found.push({ pid: Number(name), title: title.replaceAll("\0", " ").trim() });
  }
  return found;
}
