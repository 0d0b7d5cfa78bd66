/** What does not fit in a file: a bounded number of sentences of each kind, and how many there were. */
export class Notes {
  readonly warnings: string[] = [];
  readonly contradictions: string[] = [];
  #warnings = 0;
  #contradictions = 0;

  warn(sentence: string): void {
    this.#warnings += 1;
    if (this.#warnings <= MOST) this.warnings.push(sentence);
  }

  contradict(sentence: string): void {
    this.#contradictions += 1;
    if (this.#contradictions <= MOST) this.contradictions.push(sentence);
  }
}

const MOST = 50;
