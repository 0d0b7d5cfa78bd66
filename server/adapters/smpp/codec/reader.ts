import type { Address } from "./pdu.ts";
import type { Tlv } from "./tlv.ts";

/** The body of a PDU does not hold what its command says. */
export class MalformedPdu extends Error {
  override readonly name = "MalformedPdu";
}

/** Reads fields in order out of one PDU, and never past its end. */
export class Reader {
  readonly #frame: Buffer;
  #at: number;

  constructor(frame: Buffer, start: number) {
    this.#frame = frame;
    this.#at = start;
  }

  get done(): boolean {
    return this.#at >= this.#frame.length;
  }

  octet(): number {
    const value = this.#frame[this.#at];
    if (value === undefined) throw new MalformedPdu("the body ends early");
    this.#at += 1;
    return value;
  }

  /** A C-octet string. Some peers leave out the NUL of the last field: `lastField` takes what is there. */
  text(lastField = false): string {
    const end = this.#frame.indexOf(0, this.#at);
    if (end < 0 && !lastField) throw new MalformedPdu("a string without its end");
    const start = this.#at;
    this.#at = end < 0 ? this.#frame.length : end + 1;
    return this.#frame.toString("latin1", start, end < 0 ? this.#frame.length : end);
  }

  address(): Address {
    return { ton: this.octet(), npi: this.octet(), digits: this.text() };
  }

  /** A view, not a copy: valid as long as the frame is. */
  octets(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#frame.length) throw new MalformedPdu("a length that passes the end");
    const value = this.#frame.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  /** All that remains. One to three stray octets at the end, as some peers send them, are ignored. */
  tlvs(): readonly Tlv[] {
    if (this.#frame.length - this.#at < 4) return NO_TLVS;
    const tlvs: Tlv[] = [];
    while (this.#frame.length - this.#at >= 4) {
      const tag = this.#frame.readUInt16BE(this.#at);
      const length = this.#frame.readUInt16BE(this.#at + 2);
      this.#at += 4;
      tlvs.push({ tag, value: this.octets(length) });
    }
    return tlvs;
  }
}

const NO_TLVS: readonly Tlv[] = [];
