// What became of debits: sent in a file, collected, failed, returned; and the next try that the scheme allows.
import type { Tx } from "#platform/db.ts";

export type DebitResult = {
  readonly debitId?: string | undefined;
  readonly endToEndId?: string | undefined;
  /** With amount and date, where no end-to-end id came along. */
  readonly mandateReference?: string | undefined;
  readonly outcome: "collected" | "failed" | "returned";
  readonly reasonCode?: string | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly on: Temporal.PlainDate;
  /** What says so: the id of the bank's entry or file. The same result twice changes nothing. */
  readonly cause: string;
};

/** What became of each result, in the order given. */
export type Recorded = {
  readonly status: "recorded" | "repeated" | "unknown";
  readonly debitId: string | undefined;
  readonly customerId: string | undefined;
  readonly accountId: string | undefined;
  /** The debit that is presented next, where the scheme allows it. */
  readonly retry: { readonly debitId: string; readonly strikeOn: Temporal.PlainDate } | undefined;
};

/** Writes down what the bank says of debits. */
export async function recordResults(
  _tx: Tx,
  _clientId: string,
  _results: readonly DebitResult[],
  _now: Temporal.Instant,
  _actor = "system",
): Promise<Recorded[]> {
  return await Promise.reject(new Error("not built yet"));
}
