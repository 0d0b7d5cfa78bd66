// A folder on this machine into which somebody puts files.
import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { isAbsolute, join, matchesGlob } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "#platform/errors.ts";
import { SourceError, type DroppedFile, type FileSource } from "#sources/source.ts";
import { dropFields, isOurs, putAwayName } from "./drop.ts";

export const FolderSettings = z.strictObject({
  path: z.string().max(1_000).refine(isAbsolute, "write the whole path, from the root"),
  ...dropFields,
});
type FolderSettings = z.infer<typeof FolderSettings>;

/** Files that are being taken stand here: a run that dies leaves them for the next. */
const TAKING = ".taking";
const MOST_ENTRIES = 10_000;

/** Takes files from a folder; each goes to `done` or `failed` in it, with a report beside. */
export function openFolder(settings: FolderSettings): FileSource {
  return {
    gives: "files",
    take: (most, signal) => take(settings, most, signal),
    close: async () => await Promise.resolve(),
  };
}

async function* take(
  settings: FolderSettings,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<DroppedFile> {
  const { path, done, failed } = settings;
  const taking = join(path, TAKING);
  await reaching(path, async () => {
    for (const folder of [taking, join(path, done), join(path, failed)])
      await mkdir(folder, { recursive: true });
  });
  const left = await list(taking, settings);
  const fresh = await complete(settings, signal);
  for (const { name } of fresh.slice(0, Math.max(0, most - left.length)))
    await rename(join(path, name), join(taking, name));
  const names = [...left, ...fresh.slice(0, Math.max(0, most - left.length))];
  for (const { name, writtenMs } of names.toSorted((a, b) => a.writtenMs - b.writtenMs)) {
    const file = join(taking, name);
    yield {
      name,
      path: file,
      writtenAt: Temporal.Instant.fromEpochMilliseconds(Math.floor(writtenMs)),
      putAway: async (where, report) => {
        const target = join(path, where === "done" ? done : failed, putAwayName(name));
        await writeFile(`${target}.report.json`, report);
        await rename(`${file}.rejected.csv`, `${target}.rejected.csv`).catch(() => undefined);
        await rename(file, target);
      },
    };
  }
}

type Entry = { readonly name: string; readonly bytes: number; readonly writtenMs: number };

async function reaching<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new SourceError("unreachable", `the folder ${path} can't be used: ${messageOf(cause)}`, {
      cause,
    });
  }
}

async function list(folder: string, { files, most_bytes }: FolderSettings): Promise<Entry[]> {
  return await reaching(folder, async () => {
    const names = (await readdir(folder, { withFileTypes: true }))
      // Links are not followed: they may lead anywhere.
      .filter((entry) => entry.isFile() && !isOurs(entry.name) && matchesGlob(entry.name, files))
      .slice(0, MOST_ENTRIES);
    const entries = await Promise.all(
      names.map(async ({ name }) => {
        const found = await stat(join(folder, name)).catch(() => undefined);
        return found && { name, bytes: found.size, writtenMs: found.mtimeMs };
      }),
    );
    const there = entries.filter((entry) => entry !== undefined);
    const large = there.find(({ bytes }) => bytes > most_bytes);
    if (large) throw new Error(`${large.name} has ${large.bytes} bytes, more than most_bytes`);
    return there;
  });
}

/** Files of which neither size nor time changes while we look, nor changed just before. */
async function complete(settings: FolderSettings, signal: AbortSignal): Promise<Entry[]> {
  const { path, settle_s: settleS } = settings;
  const first = await list(path, settings);
  if (first.length === 0) return [];
  const newest = Math.max(...first.map(({ writtenMs }) => writtenMs));
  const ageMs = Temporal.Now.instant().epochMilliseconds - newest;
  const waitMs = Math.min(settleS * 1_000, Math.max(0, settleS * 1_000 - ageMs));
  await delay(waitMs, undefined, { signal });
  const second = new Map((await list(path, settings)).map((entry) => [entry.name, entry]));
  return first
    .filter(({ name, bytes, writtenMs }) => {
      const again = second.get(name);
      return again?.bytes === bytes && again.writtenMs === writtenMs;
    })
    .toSorted((a, b) => a.writtenMs - b.writtenMs || (a.name < b.name ? -1 : 1));
}
