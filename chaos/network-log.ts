/** What the network wrote down of its own accord: each submit_sm that it took, before it answered. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

export type Taken = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
};

/** Every submit_sm of all lives of the network, in order. */
export async function readTaken(file: string): Promise<readonly Taken[]> {
  return await readLines<Taken>(file);
}

/** Ids whose receipt Dunlin has acknowledged. */
export async function readAcknowledged(file: string): Promise<ReadonlySet<string>> {
  return new Set((await readLines<{ id: string }>(file)).map(({ id }) => id));
}

/** A line that a kill -9 left half written is none: it was not answered either. */
async function readLines<T>(file: string): Promise<T[]> {
  const found: T[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (line.endsWith("}")) found.push(JSON.parse(line) as T);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return found;
}
