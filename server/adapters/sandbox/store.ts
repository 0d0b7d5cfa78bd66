import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { customerOf, type InboxFilter, sameAddress, type SandboxMessage } from "./messages.ts";

const KEPT = 10_000;
const READ_BYTES = 32 * 1024 * 1024;
const MAX_TEXT = 20_000;
const MAX_LIMIT = 10_000;

const line = z.object({
  id: z.string(),
  at: z.string(),
  direction: z.enum(["received", "written"]),
  channel: z.enum(["sms", "email"]),
  from: z.string(),
  to: z.string(),
  subject: z.string().exactOptional(),
  text: z.string(),
  parts: z.number().exactOptional(),
  encoding: z.string().exactOptional(),
  messageId: z.string().exactOptional(),
  replyTo: z.string().exactOptional(),
});

type Counts = { readonly received: number; readonly written: number };

/** Everything that arrived, as JSON lines on disk (all) and in memory (the newest 10,000). */
export type Store = {
  /** Resolves when the message is on the disk. */
  add(message: SandboxMessage): Promise<void>;
  /** Newest first. */
  list(filter: InboxFilter, direction?: SandboxMessage["direction"]): SandboxMessage[];
  /** Since this process started. */
  counts(): Counts;
  close(): Promise<void>;
};

export async function openStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, "messages.jsonl"), "a+", 0o600);
  let kept = await readNewest(file);
  const counts = { received: 0, written: 0 };
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let batch: Promise<void> | undefined;

  /** All that waits when the disk is free goes as one batch, with one fsync. */
  function nextBatch(): Promise<void> {
    batch ??= writing.then(async () => {
      batch = undefined;
      const lines = waiting;
      waiting = [];
      await file.appendFile(lines.join(""));
      await file.datasync();
    });
    writing = batch.catch(() => {});
    return batch;
  }

  return {
    add(message) {
      const stored = { ...message, text: message.text.slice(0, MAX_TEXT) };
      kept.push(stored);
      if (kept.length >= KEPT * 2) kept = kept.slice(-KEPT);
      counts[message.direction] += 1;
      waiting.push(`${JSON.stringify(stored)}\n`);
      return nextBatch();
    },
    list({ to, limit = 100 }, direction) {
      const found: SandboxMessage[] = [];
      const oldest = Math.max(0, kept.length - KEPT);
      for (
        let index = kept.length - 1;
        index >= oldest && found.length < Math.min(limit, MAX_LIMIT);
        index -= 1
      ) {
        const message = kept[index];
        if (!message || (direction && message.direction !== direction)) continue;
        if (to === undefined || sameAddress(customerOf(message), to)) found.push(message);
      }
      return found;
    },
    counts: () => ({ ...counts }),
    async close() {
      await writing;
      await file.close();
    },
  };
}

/** The newest lines of the file. What a crash left half written is skipped, and ended so that the next line is whole. */
async function readNewest(file: FileHandle): Promise<SandboxMessage[]> {
  const { size } = await file.stat();
  const length = Math.min(size, READ_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString("utf8", 0, bytesRead);
  if (text !== "" && !text.endsWith("\n")) await file.appendFile("\n");
  return text
    .split("\n")
    .slice(-KEPT - 1)
    .flatMap(readLine);
}

function readLine(text: string): SandboxMessage[] {
  try {
    const read = line.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}
