// A folder on another machine, over SFTP, into which somebody puts files.
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, matchesGlob, posix } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "#platform/errors.ts";
import { SourceError, type DroppedFile, type FileSource } from "#sources/source.ts";
import { dropFields, isOurs, putAwayName } from "./drop.ts";
import { openSftpLink, type SftpLink } from "./sftp-link.ts";
import type { Web } from "./web.ts";

const Secret = (most: number) => z.string().min(1).max(most);

export const SftpSettings = z
  .strictObject({
    host: z.string().regex(/^[\w.:-]{1,253}$/, "write a name or an address"),
    port: z.int().min(1).max(65_535).default(22),
    user: z.string().min(1).max(200),
    password: Secret(1_000).exactOptional(),
    /** PEM or OpenSSH. */
    private_key: Secret(20_000).exactOptional(),
    passphrase: Secret(1_000).exactOptional(),
    host_key: z
      .string()
      .regex(
        /^SHA256:[A-Za-z0-9+/]{43}=?$/,
        "write the fingerprint that ssh-keygen -l shows: SHA256:…",
      ),
    path: z.string().min(1).max(1_000),
    ...dropFields,
  })
  .refine(({ password, private_key: key }) => (password ?? key) !== undefined, {
    path: ["password"],
    message: "give password or private_key",
  });
type SftpSettings = z.output<typeof SftpSettings>;

const MOST_ENTRIES = 10_000;
const MODE_KIND = 0o170_000;
const PLAIN_FILE = 0o100_000;

/**
 * Takes files from a folder of an SFTP server. A file stays where it is until it is applied, then it goes to `done` or
 * `failed` there, with its report: whoever breaks off between takes it again, and what is in the books already changes
 * nothing.
 */
export function openSftp(settings: SftpSettings, web: Web): FileSource {
  let link: SftpLink | undefined;
  return {
    gives: "files",
    take: async function* (most, signal) {
      link = await openSftpLink(settings, web);
      yield* take(link, settings, most, signal);
    },
    close: async () => await Promise.resolve(link?.close()),
  };
}

type Entry = { readonly name: string; readonly bytes: number; readonly writtenS: number };

async function* take(
  link: SftpLink,
  settings: SftpSettings,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<DroppedFile> {
  const { path, done, failed } = settings;
  const there = (...names: string[]): string => posix.join(path, ...names);
  const entries = await reaching(path, async () => {
    for (const folder of [done, failed]) await link.ensure(there(folder));
    return await complete(link, settings, signal);
  });
  const folder = await mkdtemp(join(tmpdir(), "dunlin-sftp-"));
  try {
    for (const { name, writtenS } of entries.slice(0, most)) {
      // A name of the other side never becomes a path of this machine.
      const file = join(folder, "taken");
      await reaching(path, async () => await link.fetch(there(name), file));
      yield {
        name,
        path: file,
        writtenAt: Temporal.Instant.fromEpochMilliseconds(writtenS * 1_000),
        putAway: async (where, report) => {
          const target = there(where === "done" ? done : failed, putAwayName(name));
          await reaching(path, async () => {
            await link.write(`${target}.report.json`, report);
            const rejected = `${file}.rejected.csv`;
            if (await stat(rejected).catch(() => undefined)) {
              await link.put(rejected, `${target}.rejected.csv`);
              await rm(rejected);
            }
            await link.rename(there(name), target);
          });
        },
      };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function reaching<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const text = `the folder ${path} of the SFTP server can't be used: ${messageOf(cause)}`;
    throw new SourceError("unreachable", text, { cause });
  }
}

/** Files of which neither size nor time changes while we look, oldest first. */
async function complete(
  link: SftpLink,
  settings: SftpSettings,
  signal: AbortSignal,
): Promise<Entry[]> {
  const first = await list(link, settings);
  if (first.length === 0) return [];
  // Clocks of two machines differ: the whole time is waited, whatever theirs says.
  await delay(settings.settle_s * 1_000, undefined, { signal });
  const second = new Map((await list(link, settings)).map((entry) => [entry.name, entry]));
  return first
    .filter(({ name, bytes, writtenS }) => {
      const again = second.get(name);
      return again?.bytes === bytes && again.writtenS === writtenS;
    })
    .toSorted((a, b) => a.writtenS - b.writtenS || (a.name < b.name ? -1 : 1));
}

async function list(link: SftpLink, settings: SftpSettings): Promise<Entry[]> {
  const { path, files, most_bytes: mostBytes } = settings;
  const entries = (await link.list(path))
    // Links are not followed: they may lead anywhere.
    .filter(({ filename, attrs }) => {
      const isFile = (attrs.mode & MODE_KIND) === PLAIN_FILE;
      return isFile && !filename.includes("/") && !isOurs(filename) && matchesGlob(filename, files);
    })
    .slice(0, MOST_ENTRIES)
    .map(({ filename, attrs }) => ({
      name: filename,
      bytes: attrs.size,
      writtenS: attrs.mtime,
    }));
  const large = entries.find(({ bytes }) => bytes > mostBytes);
  if (large) throw new Error(`${large.name} has ${large.bytes} bytes, more than most_bytes`);
  return entries;
}
