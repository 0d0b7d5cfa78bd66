/**
 * The window of something far away: how many requests are under way, and whether it rests after a failure. After a rest
 * one request goes first to try it; its success opens the whole window again.
 */
export class Window {
  readonly #size: number;
  readonly #pause: { readonly firstMs: number; readonly longestMs: number };
  readonly #waiting = new Set<() => void>();
  #underWay = 0;
  #failures = 0;
  #restsUntilMs = 0;
  #restTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(size: number, pause: { readonly firstMs: number; readonly longestMs: number }) {
    this.#size = size;
    this.#pause = pause;
  }

  get free(): number {
    if (this.#closed || this.restMs > 0) return 0;
    return Math.max(0, (this.#failures > 0 ? 1 : this.#size) - this.#underWay);
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** What is left of the present rest, in milliseconds of the real clock. */
  get restMs(): number {
    return Math.max(0, Math.ceil(this.#restsUntilMs - performance.now()));
  }

  /** The rest that the next failure would begin, without its jitter. */
  get nextRestMs(): number {
    const { firstMs, longestMs } = this.#pause;
    return Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 20));
  }

  enter(): void {
    this.#underWay += 1;
  }

  leave(): void {
    this.#underWay -= 1;
    this.#wake();
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /**
   * It failed as a whole: rests, longer each time, ±20 % so that processes don't return in step. `atLeastMs` is what the
   * far side asked for.
   */
  failed(atLeastMs = 0): void {
    if (this.restMs > 0) return; // the same trouble, met by a neighbour in the window
    const restMs = Math.max(atLeastMs, this.nextRestMs * (0.8 + Math.random() * 0.4));
    this.#failures += 1;
    this.#restsUntilMs = performance.now() + restMs;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#wake(), restMs + 1);
    this.#restTimer.unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#restTimer);
    this.#wake();
  }

  /** Resolves when `free` may have become positive, when closed, or after `timeoutMs`. */
  async whenFree(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (this.free === 0 && !this.#closed) {
      const leftMs = end - performance.now();
      if (leftMs <= 0) return;
      // A timer may fire a moment before the rest is over by the finer clock.
      const { restMs } = this;
      await this.#nextChange(restMs > 0 ? Math.min(leftMs, restMs + 1) : leftMs);
    }
  }

  /** Resolves true when nothing is under way any more, false when that took longer than `timeoutMs`. */
  async whenIdle(timeoutMs: number): Promise<boolean> {
    const end = performance.now() + timeoutMs;
    while (this.#underWay > 0) {
      const leftMs = end - performance.now();
      if (leftMs <= 0) return false;
      await this.#nextChange(leftMs);
    }
    return true;
  }

  async #nextChange(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
  }
}
