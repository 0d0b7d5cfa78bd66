/** When each kind of work in this process last came through a round, by real time: what a process that hangs no longer shows. */
export class Pulse {
  readonly #last = new Map<string, Temporal.Instant | undefined>();

  /** `names`: the work that is to be heard of, though nothing has been heard yet. */
  constructor(names: readonly string[]) {
    for (const name of names) this.#last.set(name, undefined);
  }

  /** A round of this work went well. */
  beat(name: string): void {
    this.#last.set(name, Temporal.Now.instant());
  }

  /** The last beat of each; undefined before the first. */
  get beats(): ReadonlyMap<string, Temporal.Instant | undefined> {
    return this.#last;
  }
}
