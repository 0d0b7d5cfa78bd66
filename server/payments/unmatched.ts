// Payments that nobody claimed when they came: matched when the books catch up, or by hand.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged, lockCustomers } from "#ledger/facts-changed.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { allocatePayments } from "#payments/allocating.ts";
import type { Options } from "#payments/lines.ts";
import { matchPayments } from "#payments/matching.ts";
import type { Inserted, NewPayment } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** Tried in one transaction. */
const MOST_TRIED = 500;

export type Unmatched = NewPayment & { readonly paymentId: string };

export type NewlyMatched = {
  /** Payments that have a customer now. */
  readonly matched: number;
  readonly allocated: number;
  readonly withdrawn: number;
  readonly messages: number;
};

/** Payments without a customer, the oldest first. */
export async function listUnmatched(
  tx: Tx,
  clientId: string,
  limit: number,
): Promise<readonly Unmatched[]> {
  return await unmatched(tx, clientId, sql`true`, limit);
}

async function unmatched(
  tx: Tx,
  clientId: string,
  which: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly Unmatched[]> {
  type Row = { [K in keyof Unmatched]: Exclude<Unmatched[K], undefined> | null } & Unmatched;
  const { rows } = await sql<Row>`
    select p.payment_id, p.reference, p.currency, p.amount_minor - p.reversed_minor as amount_minor, p.paid_on, p.payer,
      p.remittance as text, p.customer_reference, p.invoice_reference
    from dunlin.payment p
    where p.client_id = ${clientId} and p.account_id is null and p.reversed_minor < p.amount_minor and ${which}
    order by p.received_at, p.payment_id limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    ...row,
    payer: row.payer ?? undefined,
    text: row.text ?? undefined,
    customerReference: row.customerReference ?? undefined,
    invoiceReference: row.invoiceReference ?? undefined,
  }));
}

/** True when an invoice or customer that an unmatched payment names has come since. */
const NAMED = sql`(
  exists (select from dunlin.invoice i
    where i.client_id = p.client_id and i.reference = p.invoice_reference)
  or exists (select from dunlin.customer c join dunlin.account a using (client_id, customer_id)
    where c.client_id = p.client_id and c.reference = p.customer_reference and a.currency = p.currency))`;

/**
 * Tries the unmatched payments anew whose customer or invoice is in the books by now, at most 500, in the caller's
 * transaction. What names a contradiction stays for a person.
 */
export async function rematch(
  tx: Tx,
  context: PlanContext,
  options: Options,
): Promise<NewlyMatched> {
  const { clientId } = context.client;
  const waiting = await unmatched(tx, clientId, NAMED, MOST_TRIED);
  if (waiting.length === 0) return { matched: 0, allocated: 0, withdrawn: 0, messages: 0 };
  return await assign(tx, context, await matchAll(tx, clientId, waiting), options);
}

/** Gives an unmatched payment to the customer or the invoice that a person names; `UserError` when that can't be. */
export async function matchByHand(
  tx: Tx,
  context: PlanContext,
  wanted: {
    readonly reference: string;
    readonly customerReference?: string | undefined;
    readonly invoiceReference?: string | undefined;
  },
  options: Options,
): Promise<NewlyMatched> {
  const { clientId } = context.client;
  const { reference, customerReference, invoiceReference } = wanted;
  const [payment] = await unmatched(tx, clientId, sql`p.reference = ${reference}`, 1);
  if (!payment) {
    throw new UserError(`no unmatched payment "${reference}"; list them with: payments match`);
  }
  const named = { ...payment, customerReference, invoiceReference };
  const matched = await matchAll(tx, clientId, [named]);
  const done = await assign(tx, context, matched, options);
  if (done.matched > 0) return done;
  const whom =
    invoiceReference === undefined
      ? `customer "${customerReference}" has no account`
      : `invoice "${invoiceReference}" is not`;
  throw new UserError(`${whom} in ${payment.currency}, the currency of payment "${reference}"`);
}

async function matchAll(
  tx: Tx,
  clientId: string,
  payments: readonly Unmatched[],
): Promise<readonly Inserted[]> {
  const ids = new Map(payments.map((one) => [one.reference, one.paymentId]));
  const matched = await matchPayments(tx, clientId, payments);
  return matched.flatMap((one) =>
    one.match ? [{ ...one, paymentId: ids.get(one.payment.reference)! }] : [],
  );
}

async function assign(
  tx: Tx,
  context: PlanContext,
  matched: readonly Inserted[],
  options: Options,
): Promise<NewlyMatched> {
  const { clientId } = context.client;
  const { now, actor } = options;
  await lockCustomers(tx, clientId, [...new Set(matched.map((one) => one.match!.customerId))]);
  const { rows } = await sql<{ paymentId: string }>`
    update dunlin.payment p set account_id = row.account_id
    from unnest(${matched.map((one) => one.paymentId)}::uuid[], ${matched.map((one) => one.match!.accountId)}::uuid[])
      as row (payment_id, account_id)
    where p.client_id = ${clientId} and p.payment_id = row.payment_id and p.account_id is null
    returning p.payment_id`.execute(tx);
  const ours = new Set(rows.map((row) => row.paymentId)); // somebody else may have been quicker
  const fresh = matched.filter((one) => ours.has(one.paymentId));
  const concerned = [...new Set(fresh.map((one) => one.match!.customerId))];
  await factsChanged(tx, clientId, concerned, now);
  const order = context.policy?.allocation ?? "oldest_first";
  const allocated = await allocatePayments(tx, clientId, fresh, order, options);
  await recordEvents(
    tx,
    clientId,
    now,
    fresh.map(({ paymentId, payment, match }) => ({
      kind: "payment.received",
      customerId: match!.customerId,
      accountId: match!.accountId,
      actor,
      cause: paymentId,
      body: { amount_minor: payment.amountMinor, currency: payment.currency },
    })),
  );
  const tally = await evaluate(tx, context, concerned, now, actor);
  const { withdrawn, messages } = tally;
  return { matched: fresh.length, allocated, withdrawn, messages };
}
