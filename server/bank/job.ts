import type { PlanContext } from "#messages/planning/context.ts";

/** What an import, or a person's decision, works with in one transaction. */
export type Job = {
  readonly context: PlanContext;
  readonly now: Temporal.Instant;
  readonly actor: string;
  /** The batch that new payments belong to. */
  readonly batchId?: string;
};

/** What became of money that came or went back. */
export type Counts = {
  /** Payments of customers that we know, and debits that were collected. */
  matched: number;
  /** Debits that came back, and bookings that the bank took back. */
  returned: number;
  /** Nobody is known yet for it. */
  unmatched: number;
};

export const noCounts = (): Counts => ({ matched: 0, returned: 0, unmatched: 0 });
