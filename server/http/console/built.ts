// The console as files: what `tools/build-console.ts` made of it, read once and kept.
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";

/** Where a build lies: `current` names the folder that holds. */
const BUILDS = join(import.meta.dirname, "../../../dist/console");

export type Asset = {
  readonly type: string;
  /** By content encoding; `identity` is always there. */
  readonly bodies: Readonly<Record<"identity" | "br" | "gzip", Buffer | undefined>>;
};

export type Built = { readonly page: string; readonly assets: ReadonlyMap<string, Asset> };

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** The newest build; undefined when there is none yet. */
export async function currentBuild(): Promise<string | undefined> {
  const name = await readFile(join(BUILDS, "current"), "utf8").catch(() => undefined);
  return name === undefined ? undefined : join(BUILDS, name.trim());
}

/** Reads a build as it lies in its folder. */
export async function readBuild(folder: string): Promise<Built> {
  const assets = new Map<string, Asset>();
  for (const name of await readdir(join(folder, "assets"))) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const file = join(folder, "assets", name);
    const packed = async (end: string) => await readFile(file + end).catch(() => undefined);
    const [identity, br, gzip] = await Promise.all([readFile(file), packed(".br"), packed(".gz")]);
    assets.set(name, { type, bodies: { identity, br, gzip } });
  }
  return { page: await readFile(join(folder, "index.html"), "utf8"), assets };
}
