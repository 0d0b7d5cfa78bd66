import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";

export type Changed<T> = {
  readonly done: T;
  /** Messages that were planned because of it. */
  readonly messages: number;
  /** Queued messages that it made untrue. */
  readonly withdrawn: number;
};

/**
 * A change of one customer, and at once what it means: the customer is decided again in the caller's transaction. What
 * `work` throws, and so refuses, passes through.
 */
export async function changeCustomer<T extends { readonly customerId: string }>(
  tx: Tx,
  clientId: string,
  actor: string,
  work: (now: Temporal.Instant) => Promise<T>,
): Promise<Changed<T>> {
  const now = await clockNow(tx);
  const done = await work(now);
  const context = await loadContext(tx, clientId);
  const { messages, withdrawn } = await evaluate(tx, context, [done.customerId], now, actor);
  return { done, messages, withdrawn };
}
