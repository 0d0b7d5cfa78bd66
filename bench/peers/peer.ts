/** A comparison: items a second on both sides, and Dunlin's to the peer's. */
export type Compared = {
  readonly dunlin_per_s: number;
  readonly peer_per_s: number;
  readonly ratio: number;
  readonly version: string;
};

/** Why there is nothing to compare with, and the cure. */
export type Skipped = { readonly skipped: string };
