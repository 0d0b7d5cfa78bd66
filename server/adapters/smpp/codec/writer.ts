import { assert } from "#platform/errors.ts";
import type { Address } from "./pdu.ts";
import type { Tlv } from "./tlv.ts";

const FIRST_BYTES = 4_096;
/** Room kept for the next flush; a burst's larger buffer is let go. */
const KEEP_BYTES = 262_144;

/** Collects PDUs for one write to the socket: many small writes are what makes a session slow. */
export class Writer {
  #buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #at = 0;

  /** Octets waiting. */
  get length(): number {
    return this.#at;
  }

  octet(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = value;
  }

  short(value: number): void {
    this.#reserve(2);
    this.#at = this.#buffer.writeUInt16BE(value, this.#at);
  }

  long(value: number): void {
    this.#reserve(4);
    this.#at = this.#buffer.writeUInt32BE(value, this.#at);
  }

  /** A C-octet string of Latin-1; a NUL inside would shift all that follows, so it is a bug of the caller. */
  text(value: string): void {
    this.#reserve(value.length + 1);
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      assert(code > 0 && code <= 0xff, "a C-octet string holds Latin-1 without NUL");
      this.#buffer[this.#at++] = code;
    }
    this.#buffer[this.#at++] = 0;
  }

  address(address: Address): void {
    this.octet(address.ton);
    this.octet(address.npi);
    this.text(address.digits);
  }

  octets(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  tlvs(tlvs: readonly Tlv[]): void {
    for (const { tag, value } of tlvs) {
      this.short(tag);
      this.short(value.length);
      this.octets(value);
    }
  }

  /** Writes the length of what was written since `start` into its first four octets. */
  closeFrame(start: number): void {
    this.#buffer.writeUInt32BE(this.#at - start, start);
  }

  /** Forgets what was written since `start`. */
  rewind(start: number): void {
    this.#at = start;
  }

  /** A copy of all that waits; the writer starts anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#at));
    if (this.#buffer.length > KEEP_BYTES) this.#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#at = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
