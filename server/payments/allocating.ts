import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Inserted } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { allocate } from "#policies/allocation.ts";
import type { InvoiceFact, Policy } from "#policies/types.ts";

type Line = { paymentId: string; invoiceId: string; amountMinor: bigint };
type Options = {
  readonly now: Temporal.Instant;
  readonly actor: string;
  readonly batchId?: string;
};
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
  await replaceInferred(tx, clientId, payments, options);
  const open = await loadOpen(tx, clientId, payments);
  const lines: Line[] = [];
  const left = new Map<string, bigint>();
  for (const { paymentId, payment, match } of payments) {
    const invoices = open.get(match!.accountId) ?? [];
    const named = match!.invoiceId === undefined ? [] : [match!.invoiceId];
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

async function insertLines(
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

type Inference = { paymentId: string; invoiceId: string; minor: bigint; named: bigint };

/**
 * The book of last night may already show what this payment paid: the fallen open amount was inferred to be a payment. When
 * the payment itself arrives and names that invoice, the inference is taken back, or the money would count twice.
 */
async function replaceInferred(
  tx: Tx,
  clientId: string,
  payments: readonly Inserted[],
  { now, batchId }: Options,
): Promise<void> {
  const named = new Map<string, bigint>();
  for (const { payment, match } of payments) {
    if (match!.invoiceId === undefined) continue;
    named.set(match!.invoiceId, (named.get(match!.invoiceId) ?? 0n) + payment.amountMinor);
  }
  if (named.size === 0) return;
  const { rows } = await sql<Inference>`
    select l.payment_id, l.invoice_id, sum(l.amount_minor)::bigint as minor, row.minor as named
    from unnest(${[...named.keys()]}::uuid[], ${[...named.values()].map(String)}::bigint[]) as row (invoice_id, minor)
    join dunlin.allocation l on l.client_id = ${clientId} and l.invoice_id = row.invoice_id
    join dunlin.payment p on p.client_id = l.client_id and p.payment_id = l.payment_id
    where p.kind in ('inferred', 'absence')
    group by l.payment_id, l.invoice_id, row.minor having sum(l.amount_minor) > 0
    order by l.invoice_id, l.payment_id
  `.execute(tx);
  const back = takenBack(rows);
  if (back.length === 0) return;
  await insertLines(
    tx,
    clientId,
    back.map((line) => ({ ...line, amountMinor: -line.amountMinor })),
    now,
    batchId,
  );
  const ids = back.map((line) => line.paymentId);
  const minors = back.map((line) => String(line.amountMinor));
  await sql`
    update dunlin.payment p set reversed_minor = reversed_minor + row.minor
    from (select payment_id, sum(minor)::bigint as minor
      from unnest(${ids}::uuid[], ${minors}::bigint[]) as x (payment_id, minor) group by payment_id) row
    where p.client_id = ${clientId} and p.payment_id = row.payment_id
  `.execute(tx);
  await sql`
    update dunlin.invoice i set open_minor = open_minor + row.minor, settled_at = null, settled_by = null
    from (select invoice_id, sum(minor)::bigint as minor
      from unnest(${back.map((line) => line.invoiceId)}::uuid[], ${minors}::bigint[]) as x (invoice_id, minor)
      group by invoice_id) row
    where i.client_id = ${clientId} and i.invoice_id = row.invoice_id
  `.execute(tx);
}

function takenBack(inferences: readonly Inference[]): Line[] {
  const left = new Map(inferences.map((one) => [one.invoiceId, one.named]));
  return inferences.flatMap(({ paymentId, invoiceId, minor }) => {
    const room = left.get(invoiceId)!;
    const amountMinor = minor < room ? minor : room;
    left.set(invoiceId, room - amountMinor);
    return amountMinor > 0n ? [{ paymentId, invoiceId, amountMinor }] : [];
  });
}
