/** What a bench tells. Rates are items a second, CPU is that of this process and of the database together. */
export type BenchResult = {
  readonly name: string;
  readonly size: number;
  readonly per_s: number;
  /** What this machine could do at best in the same run, measured beside it. */
  readonly ceiling_per_s: number;
  /** `per_s` to `ceiling_per_s`. */
  readonly ratio: number;
  /** Most memory resident in this process, MiB. */
  readonly rss_mb: number;
  readonly cpu_us_per_item: number;
  /** What limits the rate, in a sentence. */
  readonly limits: string;
  /** `reply` only: answers took at most this long, but for one in a hundred, at half the peak rate. */
  readonly p99_ms?: number;
};

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

/** "37 %" of a part in a whole. */
export function share(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((100 * part) / whole)} %` : "unknown";
}
