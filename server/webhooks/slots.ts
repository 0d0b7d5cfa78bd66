// Requests that one process has open at once, shared between endpoints: whoever has many gets fewer of the last ones.

export class Slots {
  readonly #total: number;
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  get free(): number {
    return this.#free;
  }

  get isIdle(): boolean {
    return this.#free === this.#total;
  }

  /**
   * Takes a slot for somebody who has so many already. The more are taken the fewer one may have, so that the slow ones
   * never have all: there is always a slot left for who has none. False: `whenFree` is called when one comes free.
   */
  take(held: number, whenFree: () => void): boolean {
    if (this.#free > 0 && held < Math.max(1, Math.floor(this.#free / 2))) {
      this.#free -= 1;
      this.#waiting.delete(whenFree);
      return true;
    }
    this.#waiting.add(whenFree);
    return false;
  }

  /** Gives a slot back; who waits is asked again, in the order in which they came. */
  giveBack(): void {
    this.#free += 1;
    const waiting = Array.from(this.#waiting); // who is asked and gets none waits again
    for (const again of waiting) {
      if (this.#free === 0) return;
      this.#waiting.delete(again);
      again();
    }
  }
}

/** Lets a few do their work at a time; the others wait in the order in which they came. */
export class Gate {
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
