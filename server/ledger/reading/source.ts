import { open, stat, type FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { messageOf, UserError } from "#platform/errors.ts";
import { isAscii } from "./encoding.ts";
import type { Encoding } from "./types.ts";

/** Bytes from which everything about a file is guessed, and bytes read at a time. */
const SAMPLE_BYTES = 256 * 1_024;

export type Source = {
  readonly path: string;
  /** For messages. */
  readonly name: string;
  readonly totalBytes: number;
  readonly sample: Uint8Array;
};

/** Opens a file for reading and takes the sample; throws a UserError when there is nothing to read. */
export async function openSource(path: string): Promise<Source> {
  const name = basename(path);
  let totalBytes: number;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new UserError(`${path} is no file; name a CSV file`);
    totalBytes = stats.size;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(path, error);
  }
  if (totalBytes === 0) throw new UserError(`${name} is empty; export the book again`);
  const sample = await withFile(path, (file) => readAt(file, 0));
  return { path, name, totalBytes, sample };
}

/**
 * A window that starts shortly before the first byte above 127, for a file whose sample has none: the first "ł" may come
 * late. undefined: the whole file is ASCII.
 */
export async function firstBeyondAscii(source: Source): Promise<Uint8Array | undefined> {
  return withFile(source.path, async (file) => {
    for (let at = source.sample.length; at < source.totalBytes; at += SAMPLE_BYTES) {
      const chunk = await readAt(file, at);
      if (chunk.length === 0) return undefined;
      if (isAscii(chunk)) continue;
      const first = chunk.findIndex((byte) => byte > 0x7f);
      return readAt(file, at + Math.max(0, first - 64));
    }
    return undefined;
  });
}

export type Chunk = {
  readonly text: string;
  readonly bytesRead: number;
  readonly last: boolean;
};

/** The decoded text of the file in chunks. The file is closed when the caller stops, too. */
export async function* chunksOf(source: Source, encoding: Encoding): AsyncGenerator<Chunk, void> {
  const decoder = new TextDecoder(encoding);
  const file = await openFile(source.path);
  try {
    let bytesRead = 0;
    for (;;) {
      const bytes = await readAt(file, bytesRead);
      bytesRead += bytes.length;
      // A file that grows while it is read ends where it ended when it was opened.
      const last = bytes.length === 0 || bytesRead >= source.totalBytes;
      yield { text: decoder.decode(bytes, { stream: !last }), bytesRead, last };
      if (last) return;
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(SAMPLE_BYTES);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      buffer.length - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): UserError {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return new UserError(
    missing
      ? `there is no file ${path}; check its name and folder`
      : `the file ${path} cannot be read: ${messageOf(error)}`,
  );
}
