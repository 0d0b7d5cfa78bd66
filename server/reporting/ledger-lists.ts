// Invoices and payments, newest first, page by page.
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";

export const INVOICE_STATES = ["open", "overdue", "settled"] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

export type InvoiceLine = {
  readonly invoiceId: string;
  readonly reference: string;
  /** The client's own reference of the customer. */
  readonly customer: string;
  readonly currency: string;
  readonly issuedOn: Temporal.PlainDate | null;
  readonly dueOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly state: InvoiceState;
  readonly settledAt: Temporal.Instant | null;
  readonly settledBy: string | null;
  readonly createdAt: Temporal.Instant;
};

type Page = {
  readonly customer?: string | undefined;
  readonly limit: number;
  /** The id of the last one that was seen. */
  readonly cursor?: string | undefined;
};

const and = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `);

/** Accounts of the customer with this reference of the client's. */
const accountsOf = (clientId: string, reference: string) => sql`
  (select a.account_id from dunlin.account a join dunlin.customer c using (client_id, customer_id)
    where a.client_id = ${clientId} and c.reference = ${reference})`;

/** Open includes what is overdue; `today` is the client's. */
export async function listInvoices(
  tx: Tx,
  clientId: string,
  options: Page & {
    readonly state?: InvoiceState | undefined;
    readonly currency?: string | undefined;
    /** Due on that day or later; on that day or before. */
    readonly due_from?: Temporal.PlainDate | undefined;
    readonly due_to?: Temporal.PlainDate | undefined;
    readonly today: Temporal.PlainDate;
  },
): Promise<readonly InvoiceLine[]> {
  const { state, today, customer, currency, limit, cursor } = options;
  const { due_from: dueFrom, due_to: dueTo } = options;
  const isOverdue = sql`i.open_minor > 0 and i.due_on < ${today}::date`;
  const inState = {
    open: sql`i.open_minor > 0`,
    overdue: isOverdue,
    settled: sql`i.open_minor = 0`,
  };
  const where = [
    sql`i.client_id = ${clientId}`,
    ...(cursor === undefined ? [] : [sql`i.invoice_id < ${cursor}`]),
    ...(customer === undefined ? [] : [sql`i.account_id in ${accountsOf(clientId, customer)}`]),
    ...(state === undefined ? [] : [inState[state]]),
    ...(currency === undefined ? [] : [sql`a.currency = ${currency}`]),
    ...(dueFrom === undefined ? [] : [sql`i.due_on >= ${dueFrom}::date`]),
    ...(dueTo === undefined ? [] : [sql`i.due_on <= ${dueTo}::date`]),
  ];
  const { rows } = await sql<InvoiceLine>`
    select i.invoice_id, i.reference, c.reference as customer, a.currency, i.issued_on, i.due_on, i.amount_minor,
      i.open_minor, case when i.open_minor = 0 then 'settled' when ${isOverdue} then 'overdue' else 'open' end as state,
      i.settled_at, i.settled_by, i.created_at
    from dunlin.invoice i
    join dunlin.account a on a.client_id = i.client_id and a.account_id = i.account_id
    join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
    where ${and(where)} order by i.invoice_id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Reported to us, or what a book implied: fallen amounts, invoices that are gone, and what was paid before we saw them. */
export const PAYMENT_KINDS = ["reported", "inferred", "absence", "opening"] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

export type PaymentLine = {
  readonly paymentId: string;
  readonly reference: string;
  /** Null while nobody claims it. */
  readonly customer: string | null;
  readonly kind: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly reversedMinor: bigint;
  /** What no invoice has taken. */
  readonly unallocatedMinor: bigint;
  readonly paidOn: Temporal.PlainDate;
  readonly receivedAt: Temporal.Instant;
  readonly payer: string | null;
  readonly text: string | null;
  /** Whom and what it named when it came. */
  readonly namedCustomer: string | null;
  readonly namedInvoice: string | null;
};

/** Of one customer, those that nobody claims, or all. */
export async function listPayments(
  tx: Tx,
  clientId: string,
  options: Page & {
    readonly unmatched?: boolean | undefined;
    readonly kind?: PaymentKind | undefined;
    readonly currency?: string | undefined;
    /** Paid on that day or later; on that day or before. */
    readonly paid_from?: Temporal.PlainDate | undefined;
    readonly paid_to?: Temporal.PlainDate | undefined;
  },
): Promise<readonly PaymentLine[]> {
  const { unmatched, customer, kind, currency, limit, cursor } = options;
  const { paid_from: paidFrom, paid_to: paidTo } = options;
  const where = [
    sql`p.client_id = ${clientId}`,
    ...(cursor === undefined ? [] : [sql`p.payment_id < ${cursor}`]),
    ...(customer === undefined ? [] : [sql`p.account_id in ${accountsOf(clientId, customer)}`]),
    ...(unmatched === true ? [sql`p.account_id is null`] : []),
    ...(kind === undefined ? [] : [sql`p.kind = ${kind}`]),
    ...(currency === undefined ? [] : [sql`p.currency = ${currency}`]),
    ...(paidFrom === undefined ? [] : [sql`p.paid_on >= ${paidFrom}::date`]),
    ...(paidTo === undefined ? [] : [sql`p.paid_on <= ${paidTo}::date`]),
  ];
  const { rows } = await sql<PaymentLine>`
    select p.payment_id, p.reference, c.reference as customer, p.kind, p.currency, p.amount_minor, p.reversed_minor,
      p.unallocated_minor, p.paid_on, p.received_at, p.payer, p.remittance as text,
      p.customer_reference as named_customer, p.invoice_reference as named_invoice
    from dunlin.payment p
    left join dunlin.account a on a.client_id = p.client_id and a.account_id = p.account_id
    left join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
    where ${and(where)} order by p.payment_id desc limit ${limit}`.execute(tx);
  return rows;
}
