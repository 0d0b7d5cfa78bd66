const STUCK_MS = 60_000;
const LOOK_MS = 1_000;

/** Waits for a number of things to happen; fails when nothing has happened for a minute. */
export class Countdown {
  #left: number;
  #failed = false;
  #movedAtMs = performance.now();
  readonly #end = Promise.withResolvers<void>();

  constructor(count: number) {
    this.#left = count;
    this.#end.promise.catch(() => undefined);
  }

  get hasFailed(): boolean {
    return this.#failed;
  }

  count(): void {
    this.#left -= 1;
    this.#movedAtMs = performance.now();
    if (this.#left === 0) this.#end.resolve();
  }

  fail(error: unknown): void {
    this.#failed = true;
    this.#end.reject(error);
  }

  /** Fails when nothing moves any more. */
  check(): void {
    if (performance.now() - this.#movedAtMs > STUCK_MS)
      this.fail(new Error(`nothing moves any more; ${this.#left} are missing`));
  }

  async done(): Promise<void> {
    const timer = setInterval(() => this.check(), LOOK_MS);
    await this.#end.promise.finally(() => clearInterval(timer));
  }
}
