// Reads what a balance is made of: one short statement, since who asks for the balance waits for the answer.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Holdings } from "./balance.ts";

type Row = {
  readonly currency: string;
  readonly creditMinor: bigint;
  /** Day numbers, beside what is open. */
  readonly dueOn: readonly number[] | null;
  readonly openMinor: readonly string[] | null;
};

/** What the accounts of one customer hold, by their currencies: open invoices, and credits and payments that are left. */
export async function loadHoldings(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<Holdings[]> {
  const { rows } = await sql<Row>`
    select a.currency, i.due_on, i.open_minor,
      ((select coalesce(sum(open_minor), 0) from dunlin.credit
          where client_id = ${clientId} and account_id = a.account_id and open_minor > 0)
        + (select coalesce(sum(unallocated_minor), 0) from dunlin.payment
          where client_id = ${clientId} and account_id = a.account_id and unallocated_minor > 0))::bigint as credit_minor
    from dunlin.account a
    cross join lateral (
      select array_agg(due_on - date '1970-01-01') as due_on, array_agg(open_minor::text) as open_minor
      from dunlin.invoice
      where client_id = ${clientId} and account_id = a.account_id and open_minor > 0
    ) i
    where a.client_id = ${clientId} and a.customer_id = ${customerId}
    order by a.currency
  `.execute(tx);
  return rows.map(({ currency, creditMinor, dueOn, openMinor }) => ({
    currency,
    creditMinor,
    invoices: (dueOn ?? []).map((day, at) => ({ dueOn: day, openMinor: BigInt(openMinor![at]!) })),
  }));
}
