import { sql } from "kysely";
import type { NewPayment } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";

/** A payment with whose it is; no match where it names nobody that we know, or one in another currency. */
export type Matched = {
  readonly payment: NewPayment;
  readonly match:
    | {
        readonly customerId: string;
        readonly accountId: string;
        readonly invoiceId: string | undefined;
      }
    | undefined;
};

type InvoiceRow = {
  reference: string;
  invoiceId: string;
  accountId: string;
  customerId: string;
  currency: string;
};
type AccountRow = { reference: string; accountId: string; customerId: string; currency: string };

/** Matches by invoice reference, else by customer reference and currency. A contradiction between the two is no match. */
export async function matchPayments(
  tx: Tx,
  clientId: string,
  payments: readonly NewPayment[],
): Promise<Matched[]> {
  const invoiceReferences = payments.flatMap((payment) => payment.invoiceReference ?? []);
  const customerReferences = payments.flatMap((payment) => payment.customerReference ?? []);
  const { rows: invoices } = await sql<InvoiceRow>`
    select i.reference, i.invoice_id, i.account_id, a.customer_id, a.currency
    from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and i.reference = any(${invoiceReferences}::text[])
  `.execute(tx);
  const { rows: accounts } = await sql<AccountRow>`
    select c.reference, a.account_id, a.customer_id, a.currency
    from dunlin.customer c join dunlin.account a using (client_id, customer_id)
    where c.client_id = ${clientId} and c.reference = any(${customerReferences}::text[])
  `.execute(tx);
  const byInvoice = new Map(invoices.map((row) => [row.reference, row]));
  const byCustomer = new Map(accounts.map((row) => [`${row.reference}\n${row.currency}`, row]));
  return payments.map((payment) => ({ payment, match: matchOf(payment, byInvoice, byCustomer) }));
}

function matchOf(
  payment: NewPayment,
  byInvoice: ReadonlyMap<string, InvoiceRow>,
  byCustomer: ReadonlyMap<string, AccountRow>,
): Matched["match"] {
  const account = byCustomer.get(`${payment.customerReference ?? ""}\n${payment.currency}`);
  const invoice =
    payment.invoiceReference === undefined ? undefined : byInvoice.get(payment.invoiceReference);
  if (invoice?.currency === payment.currency) {
    if (payment.customerReference !== undefined && account?.accountId !== invoice.accountId) {
      return undefined;
    }
    return {
      customerId: invoice.customerId,
      accountId: invoice.accountId,
      invoiceId: invoice.invoiceId,
    };
  }
  return account === undefined
    ? undefined
    : { customerId: account.customerId, accountId: account.accountId, invoiceId: undefined };
}
