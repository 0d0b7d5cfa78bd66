// Answers of customers to the notice of a debit. Called under the customer's lock, in the transaction of what they wrote.
import type { Tx } from "#platform/db.ts";
import type { OpenNotice, Option, Stopped } from "./types.ts";

/**
 * The debits of the customer that a notice went out for and that an option may be about: not struck yet and not stopped; else
 * the latest that were stopped by an answer and are not struck yet, so that "2" after "1" works; else those that struck
 * within the last three days. At most 20, the earliest strike first.
 */
export async function openNotices(
  _tx: Tx,
  _clientId: string,
  _customerId: string,
  _now: Temporal.Instant,
): Promise<OpenNotice[]> {
  return await Promise.reject(new Error("not built yet"));
}

export type NoticeAnswer = {
  readonly customerId: string;
  readonly option: Option;
  readonly inboundId: string | undefined;
  readonly by: string;
  readonly debitIds: readonly string[];
};

/**
 * Flags the debits "do not process" as the option means, at once: stop rows, state, event `debit.stopped`, queued notices
 * withdrawn; `cancel_agreement` ends the mandate and stops all its later debits (they are in the answer too), `wrong_amount`
 * opens a dispute. Nothing when the client gave the option no meaning.
 */
export async function answerNotice(
  _tx: Tx,
  _clientId: string,
  _answer: NoticeAnswer,
  _now: Temporal.Instant,
): Promise<Stopped[]> {
  return await Promise.reject(new Error("not built yet"));
}
