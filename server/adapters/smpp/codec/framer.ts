import { HEADER_BYTES, MAX_PDU_BYTES } from "./pdu.ts";

/**
 * Cuts a stream of octets into PDUs. Holds at most one unfinished PDU (64 KiB), however it is sliced. After a length that
 * can't be right the place of the next PDU is unknown: `push` says so, and the session must end.
 */
export class Framer {
  readonly #head = Buffer.alloc(HEADER_BYTES);
  #headFilled = 0;
  #body: Buffer | undefined;
  #bodyFilled = 0;

  /**
   * Calls `onFrame` for each whole PDU in order. The frame may be a view of `chunk`. `onFrame` returns false to stop
   * (the session ended). Returns what is wrong with the stream, or undefined.
   */
  push(chunk: Buffer, onFrame: (frame: Buffer) => boolean): string | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headFilled === 0 && chunk.length - at >= HEADER_BYTES) {
        const length = chunk.readUInt32BE(at);
        const fault = lengthFault(length);
        if (fault) return fault;
        if (at + length <= chunk.length) {
          if (!onFrame(chunk.subarray(at, at + length))) return undefined;
          at += length;
          continue;
        }
      }
      const taken = this.#take(chunk, at);
      if (typeof taken === "string") return taken;
      at += taken;
      const frame = this.#body;
      if (!frame || this.#bodyFilled < frame.length) continue;
      this.#headFilled = 0;
      this.#body = undefined;
      if (!onFrame(frame)) return undefined;
    }
    return undefined;
  }

  /** Puts octets aside for an unfinished PDU; returns how many, or what is wrong. */
  #take(chunk: Buffer, at: number): number | string {
    if (!this.#body) {
      const copied = chunk.copy(this.#head, this.#headFilled, at);
      this.#headFilled += copied;
      if (this.#headFilled < HEADER_BYTES) return copied;
      const length = this.#head.readUInt32BE(0);
      const fault = lengthFault(length);
      if (fault) return fault;
      this.#body = Buffer.allocUnsafeSlow(length);
      this.#bodyFilled = this.#head.copy(this.#body);
      return copied;
    }
    const copied = chunk.copy(this.#body, this.#bodyFilled, at);
    this.#bodyFilled += copied;
    return copied;
  }
}

function lengthFault(length: number): string | undefined {
  if (length < HEADER_BYTES || length > MAX_PDU_BYTES) return `command_length ${length}`;
  return undefined;
}
