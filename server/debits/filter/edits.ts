// Writes a file again with some stretches of it left out or replaced; every other byte stays what it was.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { assert } from "#platform/errors.ts";
import { encodingOf, HEAD_BYTES } from "#platform/xml-encoding.ts";

/** From `start` up to `end`, in UTF-16 units of the decoded text, a byte order mark counted. */
export type Edit = {
  readonly start: number;
  readonly end: number;
  /** What stands there instead; undefined: nothing. */
  readonly replace?: ((text: string) => string) | undefined;
};

/** Text of one stretch that is replaced. */
const MOST_REPLACED = 100_000;

/** The bytes of the file with the edits, which are in the order of their starts and do not overlap. */
export async function* edited(file: string, edits: readonly Edit[]): AsyncGenerator<Uint8Array> {
  const encoding = await encodingOfFile(file);
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encode = encoderOf(encoding);
  const cutter = new Cutter(edits);
  for await (const chunk of createReadStream(file, { highWaterMark: 262_144 })) {
    const out = cutter.take(decoder.decode(chunk as Uint8Array, { stream: true }));
    if (out !== "") yield encode(out);
  }
  const rest = cutter.take(decoder.decode());
  if (rest !== "") yield encode(rest);
  cutter.end();
}

async function encodingOfFile(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return encodingOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

class Cutter {
  readonly #edits: readonly Edit[];
  #next = 0;
  #at = 0;
  #held = "";

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
  }

  take(text: string): string {
    const out: string[] = [];
    let from = 0;
    while (from < text.length) {
      const edit = this.#edits[this.#next];
      const at = this.#at + from;
      if (!edit || at < edit.start) {
        const to = edit ? Math.min(text.length, from + edit.start - at) : text.length;
        out.push(text.slice(from, to));
        from = to;
        continue;
      }
      const to = Math.min(text.length, from + edit.end - at);
      if (edit.replace) this.#held += text.slice(from, to);
      assert(this.#held.length <= MOST_REPLACED, "a stretch that is replaced is too long");
      from = to;
      if (this.#at + to < edit.end) continue;
      if (edit.replace) out.push(edit.replace(this.#held));
      this.#held = "";
      this.#next += 1;
    }
    this.#at += text.length;
    return out.join("");
  }

  end(): void {
    assert(this.#next === this.#edits.length, "the file ended before an edit");
  }
}

/** The way back from text to bytes, exact for what the decoder of the encoding made. */
function encoderOf(encoding: string): (text: string) => Uint8Array {
  if (encoding === "utf-8") return (text) => Buffer.from(text, "utf8");
  if (encoding === "utf-16le") return (text) => Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return (text) => Buffer.from(text, "utf16le").swap16();
  const decoder = new TextDecoder(encoding);
  const bytes = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte -= 1) bytes.set(decoder.decode(Uint8Array.of(byte)), byte);
  return (text) => Uint8Array.from(text, (char) => bytes.get(char) ?? 0x3f);
}
