// The body of a request that is a file of any size: on disk before the work begins, gone when nobody needs it any more.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { HttpProblem } from "./problems.ts";

/** Small files are taken before the answer; who sends a large one asks again. */
const WAIT_MS = 5_000;
const MOST_BYTES = 512 * 1_048_576;

/** A file in a temporary folder of its own. */
export class Spooled {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly #folder: string;
  readonly #users: Promise<unknown>[] = [];

  private constructor(folder: string, file: string, bytes: number, sha256: Buffer) {
    this.#folder = folder;
    this.file = file;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /** Writes the stream to disk. 413 when it is larger than 512 MiB; nothing is left behind then. */
  static async from(body: Readable): Promise<Spooled> {
    const folder = await mkdtemp(join(tmpdir(), "dunlin-upload-"));
    try {
      const file = join(folder, "body");
      const hash = createHash("sha256");
      let bytes = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          hash.update(chunk);
          if (bytes > MOST_BYTES) {
            done(new HttpProblem(413, `the file is larger than ${MOST_BYTES} bytes`));
          } else done(null, chunk);
        },
      });
      await pipeline(body, counted, createWriteStream(file));
      return new Spooled(folder, file, bytes, hash.digest());
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Keeps the file for the work, and waits for it as long as a request should. */
  async beginWith(work: Promise<unknown>): Promise<void> {
    this.#users.push(work);
    await Promise.race([work, delay(WAIT_MS, undefined, { ref: false })]);
  }

  /** Removes the file as soon as nobody needs it. */
  async release(): Promise<void> {
    await Promise.allSettled(this.#users);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
