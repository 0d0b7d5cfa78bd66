// Running as root, PostgreSQL must run as somebody else, who must be able to reach its binaries and its data.
import { createHash } from "node:crypto";
import { cp, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "#platform/errors.ts";

export type Account = { readonly uid: number; readonly gid: number };

/** Whom PostgreSQL runs as; undefined when we are not root and it simply runs as us. */
export async function unprivileged(preferred: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const entry = [preferred, "nobody"]
    .map((name) => lines.find(([n]) => n === name))
    .find((found) => found !== undefined);
  if (!entry) {
    throw new UserError(
      `PostgreSQL does not run as root and neither "${preferred}" nor "nobody" is in /etc/passwd; set PG_USER to a user that is`,
    );
  }
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** True when `account` may pass through `path`, where it exists, and every folder above it. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && !mayPass(found, account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayPass(found: { mode: number; uid: number; gid: number }, account: Account): boolean {
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
  return ((found.mode >> shift) & 0o1) === 0o1;
}

/** A folder that every user can reach, the same at each start for the same `home`. */
export function elsewhere(home: string): string {
  const digest = createHash("sha256").update(home).digest("hex").slice(0, 12);
  return join("/var/lib/dunlin", digest);
}

/** Copies the folder of binaries once; a copy of another version stands beside it. */
export async function copyBinaries(native: string, target: string): Promise<void> {
  const done = await stat(join(target, "bin/postgres")).catch(() => undefined);
  if (done) return;
  await cp(native, target, { recursive: true, verbatimSymlinks: true, mode: 0 });
}
