// Builds the console when what it is made of has changed: `npm run console`, before `npm start`, and for tests of its pages.
// Every build has a folder of its own, named by a digest of its sources, so that a server goes on with the one it began with.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { constants } from "node:fs";
import {
  access,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = join(import.meta.dirname, "..");
const builds = join(root, "dist/console");
const KEPT = 6;
const LOCK_MS = 150_000;
const BUILD_MS = 120_000;

const isThere = async (path: string): Promise<boolean> =>
  await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );

async function digestOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const listed = await readdir(join(root, "console"), { recursive: true, withFileTypes: true });
  const files = listed
    .filter((one) => one.isFile())
    .map((one) => relative(root, join(one.parentPath, one.name)));
  const all = [...files, "package-lock.json", "tools/build-console.ts", "sdk/client.ts"];
  for (const file of all.toSorted())
    hash.update(`${file}\n`).update(await readFile(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

/** The folder of a build of the sources as they are; makes it when there is none. Of several at once, one builds. */
export async function buildConsole(): Promise<string> {
  const folder = join(builds, await digestOfSources());
  await mkdir(builds, { recursive: true });
  if (!(await isThere(folder))) await locked(async () => await make(folder));
  await writeFile(join(builds, "current"), folder.slice(builds.length + 1));
  return folder;
}

async function locked(work: () => Promise<void>): Promise<void> {
  const path = join(builds, "lock");
  const until = performance.now() + LOCK_MS;
  for (;;) {
    const lock = await open(path, "wx").catch(() => undefined);
    if (lock) {
      await lock.close();
      break;
    }
    // Whoever held it may have been killed.
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (performance.now() > until || age > LOCK_MS) await rm(path, { force: true });
    await wait(100);
  }
  try {
    await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function make(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  const draft = `${folder}.${process.pid}`;
  try {
    await runVite(draft);
    await pack(join(draft, "assets"));
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await forgetOld();
}

// In a process of its own: whatever this one is (a test), what is built is meant for users.
async function runVite(outDir: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const flags = ["--config", "console/vite.config.ts", "--logLevel", "error", "--outDir", outDir];
  const child = spawn(process.execPath, [vite, "build", ...flags, "--emptyOutDir"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", 2, 2],
    timeout: BUILD_MS,
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error("the console could not be built; what is wrong stands above");
}

async function pack(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name));
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(text));
    await writeFile(join(folder, `${name}.gz`), gzipSync(text));
  }
}

async function forgetOld(): Promise<void> {
  const names = (await readdir(builds)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(builds, name))).mtimeMs })),
  );
  const old = aged.toSorted((a, b) => b.at - a.at).slice(KEPT);
  for (const { name } of old) await rm(join(builds, name), { recursive: true, force: true });
}

if (import.meta.main) await buildConsole();
