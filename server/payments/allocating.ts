import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { replaceInferred } from "#payments/inferences.ts";
import { insertLines, type Line, type Options } from "#payments/lines.ts";
import type { Inserted } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { allocate } from "#policies/allocation.ts";
import type { InvoiceFact, Policy } from "#policies/types.ts";

type Open = InvoiceFact & { readonly accountId: string; readonly customerId: string };

/**
 * Allocates new payments over the open invoices of their accounts, the named invoice first. A payment that the books had
 * already told us of by a fallen open amount takes the place of that inference. Gives the number of payments of which
 * something was allocated. The customers' locks are held by the caller.
 */
export async function allocatePayments(
  tx: Tx,
  clientId: string,
  payments: readonly Inserted[],
  order: Policy["allocation"],
  options: Options,
): Promise<number> {
  if (payments.length === 0) return 0;
  const replaced = await replaceInferred(tx, clientId, payments, options);
  const open = await loadOpen(tx, clientId, payments);
  const lines: Line[] = [];
  const left = new Map<string, bigint>();
  for (const { paymentId, payment, match } of payments) {
    const invoices = open.get(match!.accountId) ?? [];
    const named =
      match!.invoiceId === undefined ? (replaced.get(paymentId) ?? []) : [match!.invoiceId];
    const result = allocate(payment.amountMinor, invoices, order, named);
    left.set(paymentId, result.unallocatedMinor);
    for (const line of result.allocations) lines.push({ paymentId, ...line });
    open.set(match!.accountId, reduced(invoices, result.allocations));
  }
  await writeLines(tx, clientId, lines, left, open, options);
  return new Set(lines.map((line) => line.paymentId)).size;
}

function reduced(
  invoices: readonly Open[],
  allocations: readonly { invoiceId: string; amountMinor: bigint }[],
): Open[] {
  const paid = new Map(allocations.map((line) => [line.invoiceId, line.amountMinor]));
  return invoices
    .map((invoice) => ({
      ...invoice,
      openMinor: invoice.openMinor - (paid.get(invoice.id) ?? 0n),
    }))
    .filter((invoice) => invoice.openMinor > 0n);
}

async function loadOpen(
  tx: Tx,
  clientId: string,
  payments: readonly Inserted[],
): Promise<Map<string, Open[]>> {
  const accountIds = [...new Set(payments.map((one) => one.match!.accountId))];
  const { rows } = await sql<Open>`
    select i.account_id, a.customer_id, i.invoice_id as id, i.due_on - date '1970-01-01' as due_on, i.open_minor
    from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and i.account_id = any(${accountIds}::uuid[]) and i.open_minor > 0
    order by i.account_id, i.due_on, i.invoice_id
  `.execute(tx);
  const byAccount = new Map<string, Open[]>(accountIds.map((id) => [id, []]));
  for (const row of rows) byAccount.get(row.accountId)!.push(row);
  return byAccount;
}

async function writeLines(
  tx: Tx,
  clientId: string,
  lines: readonly Line[],
  left: ReadonlyMap<string, bigint>,
  open: ReadonlyMap<string, readonly Open[]>,
  { now, actor, batchId }: Options,
): Promise<void> {
  await sql`
    update dunlin.payment p set unallocated_minor = row.minor
    from unnest(${[...left.keys()]}::uuid[], ${[...left.values()].map(String)}::bigint[]) as row (payment_id, minor)
    where p.client_id = ${clientId} and p.payment_id = row.payment_id
  `.execute(tx);
  if (lines.length === 0) return;
  await insertLines(tx, clientId, lines, now, batchId);
  const paid = new Map<string, bigint>();
  for (const line of lines) {
    paid.set(line.invoiceId, (paid.get(line.invoiceId) ?? 0n) + line.amountMinor);
  }
  const { rows } = await sql<{ invoiceId: string; accountId: string; customerId: string }>`
    update dunlin.invoice i
    set open_minor = i.open_minor - row.minor,
      settled_at = case when i.open_minor = row.minor then ${now}::timestamptz end,
      settled_by = case when i.open_minor = row.minor then 'payment' end
    from unnest(${[...paid.keys()]}::uuid[], ${[...paid.values()].map(String)}::bigint[]) as row (invoice_id, minor),
      dunlin.account a
    where i.client_id = ${clientId} and i.invoice_id = row.invoice_id
      and a.client_id = i.client_id and a.account_id = i.account_id
    returning i.invoice_id, i.account_id, a.customer_id
  `.execute(tx);
  assert(rows.length === paid.size, "an allocated invoice is missing");
  const still = new Set([...open.values()].flat().map((invoice) => invoice.id));
  await recordEvents(
    tx,
    clientId,
    now,
    rows
      .filter((row) => !still.has(row.invoiceId))
      .map((row) => ({
        kind: "invoice.settled",
        customerId: row.customerId,
        accountId: row.accountId,
        actor,
        cause: row.invoiceId,
        body: { by: "payment" },
      })),
  );
}
