// What the books had already told us of a payment: an open amount that fell was inferred to be one.
import { sql } from "kysely";
import { insertLines, type Line, type Options } from "#payments/lines.ts";
import type { Inserted } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";
import { dayOfDate } from "#policies/day.ts";
import type { Day } from "#policies/types.ts";

/** An allocation that rests on an inference, with the day of the book that it was inferred from. */
export type Inference = {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly accountId: string;
  readonly bookOn: Day;
  /** What was paid before the invoice was first seen, not a fall that a later book showed. */
  readonly opening: boolean;
  minor: bigint;
};

type Arrived = {
  readonly paymentId: string;
  readonly accountId: string;
  readonly invoiceId: string | undefined;
  readonly amountMinor: bigint;
  readonly paidOn: Day;
};

/**
 * The book of last night may already show what a payment paid. When the payment itself arrives, the inference is taken back,
 * or the money would count twice. Gives, for each payment, the invoices that are open again because of it.
 */
export async function replaceInferred(
  tx: Tx,
  clientId: string,
  payments: readonly Inserted[],
  { now, batchId }: Options,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const arrived = payments.map(({ paymentId, payment, match }) => ({
    paymentId,
    accountId: match!.accountId,
    invoiceId: match!.invoiceId,
    amountMinor: payment.amountMinor,
    paidOn: dayOfDate(payment.paidOn),
  }));
  const inferences = await loadInferences(tx, clientId, arrived);
  if (inferences.length === 0) return new Map();
  const { back, reopened } = takeBack(arrived, inferences);
  if (back.length > 0) await writeBack(tx, clientId, back, now, batchId);
  return reopened;
}

async function loadInferences(
  tx: Tx,
  clientId: string,
  arrived: readonly Arrived[],
): Promise<Inference[]> {
  const accountIds = [...new Set(arrived.map((one) => one.accountId))];
  const named = arrived.flatMap((one) => one.invoiceId ?? []);
  const unnamed = arrived.filter((one) => one.invoiceId === undefined);
  const oldest = unnamed.reduce((least, one) => Math.min(least, one.paidOn), 2_932_896);
  const { rows } = await sql<Inference>`
    select p.payment_id, l.invoice_id, p.account_id, p.paid_on - date '1970-01-01' as book_on,
      p.kind = 'opening' as opening, sum(l.amount_minor)::bigint as minor
    from dunlin.payment p
    join dunlin.allocation l on l.client_id = p.client_id and l.payment_id = p.payment_id
    where p.client_id = ${clientId} and p.account_id = any(${accountIds}::uuid[])
      and p.kind in ('inferred', 'absence', 'opening') and p.reversed_minor < p.amount_minor
      and (p.kind <> 'opening' and p.paid_on >= date '1970-01-01' + ${oldest}::int
        or l.invoice_id = any(${named}::uuid[]))
    group by p.client_id, p.payment_id, l.invoice_id having sum(l.amount_minor) > 0
    order by book_on, p.payment_id, l.invoice_id
  `.execute(tx);
  return rows;
}

/**
 * Which inferences the payments stand behind. A payment that names an invoice: those of that invoice, of what was paid before
 * the invoice was first seen only where the payment is no younger than that book. One that names none:
 * those of a later book of the account, or of the same day when the amount is the same, equal amounts first. Pure.
 */
function takeBack(
  arrived: readonly Arrived[],
  inferences: readonly Inference[],
): { readonly back: Line[]; readonly reopened: Map<string, string[]> } {
  const live = inferences.map((one) => ({ ...one }));
  const back: Line[] = [];
  const reopened = new Map<string, string[]>();
  const namedFirst = [
    ...arrived.filter((one) => one.invoiceId !== undefined),
    ...arrived.filter((one) => one.invoiceId === undefined),
  ];
  for (const payment of namedFirst) {
    let leftMinor = payment.amountMinor;
    for (const one of candidatesOf(payment, live)) {
      const amountMinor = one.minor < leftMinor ? one.minor : leftMinor;
      if (amountMinor <= 0n) continue;
      one.minor -= amountMinor;
      leftMinor -= amountMinor;
      back.push({ paymentId: one.paymentId, invoiceId: one.invoiceId, amountMinor });
      reopened.set(payment.paymentId, [...(reopened.get(payment.paymentId) ?? []), one.invoiceId]);
    }
  }
  return { back, reopened };
}

function candidatesOf(payment: Arrived, live: readonly Inference[]): readonly Inference[] {
  if (payment.invoiceId !== undefined) {
    return live.filter(
      (one) =>
        one.invoiceId === payment.invoiceId && (!one.opening || payment.paidOn <= one.bookOn),
    );
  }
  const equal = (one: Inference): boolean => one.minor === payment.amountMinor;
  const possible = live.filter(
    (one) =>
      one.accountId === payment.accountId &&
      !one.opening &&
      (one.bookOn > payment.paidOn || (one.bookOn === payment.paidOn && equal(one))),
  );
  return [...possible.filter(equal), ...possible.filter((one) => !equal(one))];
}

async function writeBack(
  tx: Tx,
  clientId: string,
  back: readonly Line[],
  now: Temporal.Instant,
  batchId: string | undefined,
): Promise<void> {
  const negative = back.map((line) => ({ ...line, amountMinor: -line.amountMinor }));
  await insertLines(tx, clientId, negative, now, batchId);
  const minors = back.map((line) => String(line.amountMinor));
  await sql`
    update dunlin.payment p set reversed_minor = reversed_minor + row.minor
    from (select payment_id, sum(minor)::bigint as minor
      from unnest(${back.map((line) => line.paymentId)}::uuid[], ${minors}::bigint[]) as x (payment_id, minor)
      group by payment_id) row
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
