import type { Detected } from "#ledger/reading/types.ts";
import type { Changes } from "./changes.ts";
import type { Counts } from "./count.ts";
import type { ShownRejection } from "./rejected.ts";

/** The answer to `import`: the keys that scripts rely on first, then what else is worth knowing. */
export type BookResult = {
  /** Null when nothing was kept: a dry run, or refused. */
  readonly batch: string | null;
  readonly customers: Counts["customers"];
  /** `settled`: ours that this book closed, by an open amount of 0 or by absence; not counted as updated. */
  readonly invoices: Counts["invoices"];
  /** Credits that stand in the book. */
  readonly credits: number;
  /** At most 10,000; `rejectedCount` says how many there were, `rejectedFiles` where all of them are. */
  readonly rejected: readonly ShownRejection[];
  readonly detected: Pick<Detected, "encoding" | "delimiter" | "decimal" | "dates">;
  /** Why nothing was applied (`--strict`). */
  readonly refused?: string;
  readonly asOf: string;
  readonly creditChanges: Counts["credits"];
  readonly reopened: number;
  readonly absent: number;
  readonly rejectedCount: number;
  readonly rejectedFiles: readonly string[];
  readonly ambiguous: readonly string[];
  readonly warnings: readonly string[];
  readonly lines: number;
  readonly totalsRows: number;
  readonly blankRows: number;
  readonly duplicates: number;
  /** Of a dry run that was asked to foretell. */
  readonly changes?: Changes;
};

export const noCounts: Counts = {
  customers: { created: 0, updated: 0, unchanged: 0 },
  invoices: { created: 0, updated: 0, unchanged: 0, settled: 0 },
  credits: { created: 0, updated: 0, unchanged: 0, settled: 0 },
  reopened: 0,
  absent: 0,
};
