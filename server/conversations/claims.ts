// "I have paid": looked for in what came in, before anybody is asked for proof.
import { matchClaim } from "#bank/claims.ts";
import { claimPaid } from "#payments/proofs.ts";
import type { Tx } from "#platform/db.ts";
import type { Paid } from "./dialogue/types.ts";

export type Claim = {
  readonly customerId: string;
  readonly accountId: string;
  readonly amountMinor: bigint | undefined;
  readonly on: Temporal.PlainDate | undefined;
};

/** What the bank has told of it, or is in the books already. */
export async function paidLately(
  tx: Tx,
  clientId: string,
  { customerId, amountMinor, on }: Claim,
  now: Temporal.Instant,
): Promise<Paid | undefined> {
  const found = await matchClaim(tx, clientId, { customerId, amountMinor, on }, now);
  return found && { amountMinor: found.amountMinor, currency: found.currency, on: found.paidOn };
}

/** Notes a claim for which nothing was found; for how many days nobody is reminded because of it. */
export async function noteClaim(
  tx: Tx,
  clientId: string,
  { customerId, accountId, amountMinor, on }: Claim,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<number> {
  const paidOn = on && Temporal.PlainDate.compare(on, today) <= 0 ? on : undefined;
  const claim = { customerId, accountId, amountMinor, paidOn, by: "customer" };
  const claimed = await claimPaid(tx, clientId, claim, now);
  if ("refused" in claimed || claimed.heldUntil === undefined) return 0;
  return today.until(claimed.heldUntil).days;
}
