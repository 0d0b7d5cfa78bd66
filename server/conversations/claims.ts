// "I have paid": looked for in what came in, before anybody is asked for proof.
import { sql } from "kysely";
import { claimPaid } from "#payments/proofs.ts";
import type { Tx } from "#platform/db.ts";
import type { Paid } from "./dialogue/types.ts";

export type Claim = {
  readonly customerId: string;
  readonly accountId: string;
  readonly amountMinor: bigint | undefined;
  readonly on: Temporal.PlainDate | undefined;
};

/** What is said to be paid is on its way for so long. */
const LATELY_DAYS = 5;

/** A payment of the account that the claim is about: of that sum, or the only one of late. */
export async function paidLately(
  tx: Tx,
  clientId: string,
  { accountId, amountMinor, on }: Claim,
  now: Temporal.Instant,
): Promise<Paid | undefined> {
  const { rows } = await sql<Paid>`
    select amount_minor - reversed_minor as amount_minor, paid_on as on from dunlin.payment
    where client_id = ${clientId} and account_id = ${accountId} and kind in ('reported', 'inferred')
      and amount_minor > reversed_minor and received_at > ${now.subtract({ hours: 24 * LATELY_DAYS })}
      and (${amountMinor ?? null}::bigint is null or amount_minor - reversed_minor = ${amountMinor ?? null}::bigint)
      and (${on ?? null}::date is null or paid_on between ${on ?? null}::date - 3 and ${on ?? null}::date + 3)
    order by received_at desc, payment_id desc limit 1
  `.execute(tx);
  return rows[0];
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
