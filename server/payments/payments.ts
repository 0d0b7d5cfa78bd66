// Money that was reported to us: matched, allocated, and acted on at once.
import { sql } from "kysely";
import { bigintAsText, recordEvents } from "#ledger/events.ts";
import { factsChanged, lockCustomers } from "#ledger/facts-changed.ts";
import { allocatePayments } from "#payments/allocating.ts";
import { matchPayments, type Matched } from "#payments/matching.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { evaluate, type Tally } from "#messages/planning/evaluate.ts";
import type { Tx } from "#platform/db.ts";

export type NewPayment = {
  /** The payment's own number; a second arrival of the same is the same payment. */
  readonly reference: string;
  readonly customerReference?: string | undefined;
  readonly invoiceReference?: string | undefined;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly paidOn: Temporal.PlainDate;
  readonly payer?: string | undefined;
  readonly text?: string | undefined;
};

export type Posted = {
  /** New payments. */
  payments: number;
  /** Payments of which something was allocated to invoices. */
  allocated: number;
  /** Payments that name no customer or invoice that we know; kept for a person to match. */
  unmatched: number;
  /** Payments that had been posted before. */
  duplicates: number;
  /** Queued messages that the payments made untrue. */
  withdrawn: number;
  decisions: Tally["decisions"];
};

export const nothingPosted = (): Posted => ({
  payments: 0,
  allocated: 0,
  unmatched: 0,
  duplicates: 0,
  withdrawn: 0,
  decisions: {},
});

/**
 * Posts payments, at most about 1,000 at a time, in the caller's transaction: match by invoice reference, else by customer;
 * allocate; decide the customers again, which takes back what is no longer true. What nobody claims is kept unmatched.
 */
export async function postPayments(
  tx: Tx,
  context: PlanContext,
  payments: readonly NewPayment[],
  options: { readonly now: Temporal.Instant; readonly actor: string; readonly batchId?: string },
): Promise<Posted> {
  const { clientId } = context.client;
  const { now, actor } = options;
  const matched = await matchPayments(tx, clientId, payments);
  const customerIds = [...new Set(matched.flatMap((one) => one.match?.customerId ?? []))];
  await lockCustomers(tx, clientId, customerIds);
  const inserted = await insertPayments(tx, clientId, matched, options);
  const fresh = inserted.filter((one) => one.match !== undefined);
  // Who has nothing new is left alone: posting a file again must not take queued messages back.
  const concerned = [...new Set(fresh.map((one) => one.match!.customerId))];
  await factsChanged(tx, clientId, concerned, now);
  const order = context.policy?.allocation ?? "oldest_first";
  const allocated = await allocatePayments(tx, clientId, fresh, order, options);
  await recordEvents(
    tx,
    clientId,
    now,
    inserted.map((one) => ({
      kind: one.match ? "payment.received" : "payment.unmatched",
      customerId: one.match?.customerId,
      accountId: one.match?.accountId,
      actor,
      cause: one.paymentId,
      body: { amount_minor: one.payment.amountMinor, currency: one.payment.currency },
    })),
  );
  const tally = await evaluate(tx, context, concerned, now, actor);
  return {
    payments: inserted.length,
    allocated,
    unmatched: inserted.length - fresh.length,
    duplicates: payments.length - inserted.length,
    withdrawn: tally.withdrawn,
    decisions: tally.decisions,
  };
}

/** A payment that is new to us. */
export type Inserted = Matched & { readonly paymentId: string };

async function insertPayments(
  tx: Tx,
  clientId: string,
  matched: readonly Matched[],
  { now, batchId }: { readonly now: Temporal.Instant; readonly batchId?: string },
): Promise<Inserted[]> {
  const byReference = new Map(matched.map((one) => [one.payment.reference, one]));
  // In the order of their references, so that two files never wait for each other.
  const rows = [...byReference.values()].toSorted(byReferenceOrder).map(({ payment, match }) => ({
    account_id: match?.accountId,
    reference: payment.reference,
    currency: payment.currency,
    amount_minor: payment.amountMinor,
    paid_on: payment.paidOn.toString(),
    payer: payment.payer,
    remittance: payment.text,
    customer_reference: payment.customerReference,
    invoice_reference: payment.invoiceReference,
  }));
  const { rows: inserted } = await sql<{ paymentId: string; reference: string }>`
    insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor,
      paid_on, received_at, payer, remittance, customer_reference, invoice_reference, batch_id)
    select ${clientId}, account_id, 'reported', reference, currency, amount_minor, amount_minor, paid_on, ${now},
      payer, remittance, customer_reference, invoice_reference, ${batchId ?? null}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row (account_id uuid, reference text,
      currency text, amount_minor bigint, paid_on date, payer text, remittance text, customer_reference text,
      invoice_reference text)
    on conflict (client_id, reference) do nothing
    returning payment_id, reference
  `.execute(tx);
  const ids = new Map(inserted.map((row) => [row.reference, row.paymentId]));
  return [...byReference].flatMap(([reference, one]) => {
    const paymentId = ids.get(reference);
    return paymentId === undefined ? [] : [{ ...one, paymentId }];
  });
}

function byReferenceOrder({ payment: a }: Matched, { payment: b }: Matched): number {
  return a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
}
