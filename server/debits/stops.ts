// "Do not process": what must not be debited, who said so and why; lifted only by a person, with a reason.
import type { Tx } from "#platform/db.ts";
import type { StopMeaning, Stopped } from "./types.ts";

export type StopKey = {
  readonly creditorSchemeId?: string;
  readonly mandateId?: string;
  readonly paymentInfoId?: string;
  readonly endToEndId?: string;
};

/** A live stop. Without `endToEndId` it is about every debit of the mandate. */
export type StopRecord = StopKey & {
  readonly stopId: string;
  readonly debitId: string | undefined;
  readonly option: number | undefined;
  readonly meaning: StopMeaning;
  readonly at: Temporal.Instant;
  readonly by: string;
  /** The inbound message that said so. */
  readonly replyId: string | undefined;
  readonly replyAt: Temporal.Instant | undefined;
  readonly customerReference: string | undefined;
  /** It came after the cut-off: where the file has not left yet, take it out all the same. */
  readonly afterCutoff: boolean;
  readonly amountMinor: bigint | undefined;
  readonly currency: string | undefined;
  readonly strikeOn: Temporal.PlainDate | undefined;
};

export type WhichDebits = {
  /** The mandate's reference: all its debits that are not struck, and all that come. */
  readonly mandate?: string | undefined;
  readonly endToEnd?: string | undefined;
  readonly debitIds?: readonly string[] | undefined;
};

/**
 * Stops debits by one of their keys. What is not known here yet is stopped by its key, so that a debit that is imported
 * later is stopped at once, and a filtered file leaves without it.
 */
export async function stopDebits(
  _tx: Tx,
  _clientId: string,
  _which: WhichDebits,
  _how: {
    readonly meaning: StopMeaning;
    readonly by: string;
    readonly cause?: string;
    readonly reason?: string;
  },
  _now: Temporal.Instant,
): Promise<Stopped[]> {
  return await Promise.reject(new Error("not built yet"));
}

/** Lifts live stops, with a reason; what is past its cut-off becomes `cancelled`. The debits' ids and states now. */
export async function releaseStops(
  _tx: Tx,
  _clientId: string,
  _which: { readonly stopIds?: readonly string[]; readonly debitIds?: readonly string[] },
  _how: { readonly by: string; readonly why: string; readonly cause?: string },
  _now: Temporal.Instant,
): Promise<{ readonly stopId: string; readonly debitId: string | undefined }[]> {
  return await Promise.reject(new Error("not built yet"));
}

/** Live stops by their ids, at most `limit` (10,000) after the given one. */
export async function stopsFor(
  _tx: Tx,
  _clientId: string,
  _page: { readonly after?: string | undefined; readonly limit?: number | undefined } = {},
): Promise<StopRecord[]> {
  return await Promise.reject(new Error("not built yet"));
}
