// A customer says that the amount is wrong: what is disputed is not asked for by the ladder either.
import { sql } from "kysely";
import { placeHold } from "#ledger/holds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import type { Tx } from "#platform/db.ts";
import type { DebitRow } from "./stopping.ts";

type Found = {
  readonly customerId: string;
  readonly reference: string;
  readonly invoices: readonly string[];
  readonly currencies: readonly string[];
};

/**
 * Opens a dispute for each debit: about its invoices where it was made of them, else about the customer's account in its
 * currency, else about the customer. The ids of the holds, by debit. The ladder is decided again at once.
 */
export async function disputeDebits(
  tx: Tx,
  clientId: string,
  debits: readonly DebitRow[],
  by: string,
  now: Temporal.Instant,
): Promise<Map<string, string>> {
  const holds = new Map<string, string>();
  if (debits.length === 0) return holds;
  const customerIds = [...new Set(debits.map((one) => one.customerId))];
  const { rows } = await sql<Found>`
    select c.customer_id, c.reference,
      array(select i.reference from dunlin.account a join dunlin.invoice i using (client_id, account_id)
        where a.client_id = c.client_id and a.customer_id = c.customer_id
          and i.reference = any(${debits.flatMap((one) => [...one.invoices])}::text[])) as invoices,
      array(select a.currency from dunlin.account a
        where a.client_id = c.client_id and a.customer_id = c.customer_id) as currencies
    from dunlin.customer c
    where c.client_id = ${clientId} and c.customer_id = any(${customerIds}::uuid[])
  `.execute(tx);
  const known = new Map(rows.map((row) => [row.customerId, row]));
  for (const debit of debits) {
    const owner = known.get(debit.customerId);
    if (owner === undefined) continue;
    const invoices = debit.invoices.filter((reference) => owner.invoices.includes(reference));
    const currency = owner.currencies.includes(debit.currency) ? debit.currency : undefined;
    const placed = await placeHold(
      tx,
      clientId,
      {
        customerReference: owner.reference,
        kind: "dispute",
        ...(invoices.length > 0 ? { invoices } : {}),
        ...(currency === undefined ? {} : { currency }),
        reason: `the amount of debit ${debit.endToEndId} is disputed`,
        by,
      },
      now,
    );
    holds.set(debit.debitId, placed.holdId);
  }
  await evaluate(tx, await loadContext(tx, clientId), customerIds, now, by);
  return holds;
}
