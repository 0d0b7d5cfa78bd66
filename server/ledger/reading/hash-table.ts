import { randomBytes } from "node:crypto";
import { UserError } from "#platform/errors.ts";

/** Most keys in one table: 16 million take about half a gibibyte. */
const MAX_KEYS = 16_000_000;
const WORDS = 4;

/**
 * Two 32-bit numbers per text, at 16 bytes a slot and without keeping the text, so that a million references fit in 33 MB.
 * Texts are told apart by 64 bits of a hash with a random seed: among a million the odds that any two are confused are 3 in
 * a hundred million.
 */
export class HashTable {
  readonly #seed = randomBytes(4).readUInt32LE();
  #slots = new Uint32Array(1_024 * WORDS);
  #keys = 0;

  /** What was kept under `text` before; undefined, after keeping `first` and `second`, when it is new. */
  add(text: string, first: number, second: number): Kept | undefined {
    const [high, low] = this.#hash(text);
    const at = this.#find(high, low);
    const slots = this.#slots;
    if (slots[at + 1] !== 0) return { at, first: slots[at + 2] ?? 0, second: slots[at + 3] ?? 0 };
    slots.set([high, low, first, second], at);
    this.#keys += 1;
    if (this.#keys * 5 > (slots.length / WORDS) * 3) this.#grow();
    return undefined;
  }

  /** Changes the first number of an entry that `add` has just returned. */
  update(kept: Kept, first: number): void {
    this.#slots[kept.at + 2] = first;
  }

  #find(high: number, low: number): number {
    const mask = this.#slots.length / WORDS - 1;
    let slot = (high ^ low) & mask;
    for (;;) {
      const at = slot * WORDS;
      const kept = this.#slots[at + 1];
      if (kept === 0 || (kept === low && this.#slots[at] === high)) return at;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    if (this.#keys > MAX_KEYS) {
      throw new UserError(`a file may hold at most ${MAX_KEYS} references; split it`);
    }
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 1] === 0) continue;
      this.#slots.set(old.subarray(at, at + WORDS), this.#find(old[at] ?? 0, old[at + 1] ?? 0));
    }
  }

  /** Two rounds of multiply and shift; the low word is never 0, which marks an empty slot. */
  #hash(text: string): readonly [number, number] {
    let high = this.#seed ^ 0xdeadbeef;
    let low = this.#seed ^ 0x41c6ce57;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 2_654_435_761);
      low = Math.imul(low ^ code, 1_597_334_677);
    }
    high =
      Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
    low =
      Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
    return [high >>> 0, low >>> 0 || 1];
  }
}

export type Kept = { readonly at: number; readonly first: number; readonly second: number };

/** 32 bits over whole numbers up to 2^53. */
export function digest(numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number >>> 0), 0x01000193);
    hash = Math.imul(hash ^ Math.floor(number / 2 ** 32), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** 32 bits over a text. */
export function digestOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
