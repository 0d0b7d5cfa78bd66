import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** So much of a payment pays an invoice. */
export type Line = { paymentId: string; invoiceId: string; amountMinor: bigint };

/** When, by whom and because of which file payments are posted. */
export type Options = {
  readonly now: Temporal.Instant;
  readonly actor: string;
  readonly batchId?: string;
};

/** Writes allocations; a negative one takes back an earlier one. */
export async function insertLines(
  tx: Tx,
  clientId: string,
  lines: readonly Line[],
  now: Temporal.Instant,
  batchId: string | undefined,
): Promise<void> {
  await sql`
    insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at, batch_id)
    select ${clientId}, payment_id, invoice_id, amount_minor, ${now}, ${batchId ?? null}::uuid
    from unnest(${lines.map((line) => line.paymentId)}::uuid[], ${lines.map((line) => line.invoiceId)}::uuid[],
      ${lines.map((line) => String(line.amountMinor))}::bigint[]) as row (payment_id, invoice_id, amount_minor)
  `.execute(tx);
}
