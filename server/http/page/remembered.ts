/** The share of the time that reading may take. */
const REST = 9;

/** A value that is read when it is asked for, and kept for a while: at least `keepMs`, and nine times as long as reading took. */
export class Remembered<T> {
  readonly #keepMs: number;
  readonly #read: () => Promise<T>;
  #value: Promise<T> | undefined;
  #until = 0;

  constructor(keepMs: number, read: () => Promise<T>) {
    this.#keepMs = keepMs;
    this.#read = read;
  }

  /** The value; who asks while it is being read waits for the same reading. A failure is not kept. */
  async get(): Promise<T> {
    if (this.#value !== undefined && performance.now() < this.#until) return await this.#value;
    const start = performance.now();
    this.#until = Infinity;
    this.#value = this.#read();
    try {
      const value = await this.#value;
      const took = performance.now() - start;
      this.#until = performance.now() + Math.max(this.#keepMs, took * REST);
      return value;
    } catch (error) {
      this.#value = undefined;
      throw error;
    }
  }
}
