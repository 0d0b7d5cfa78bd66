// The debits that lines of the bank may be about, by their end-to-end ids, their mandates, or the batch they were sent in.
import { sql } from "kysely";
import type { DebitState } from "#debits/types.ts";
import { bigintAsText } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

export type Debit = {
  readonly debitId: string;
  readonly endToEndId: string;
  readonly mandateReference: string;
  readonly paymentInfoId: string | null;
  readonly customerId: string;
  readonly customerReference: string;
  readonly invoices: readonly string[];
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly state: DebitState;
};

/** What a line says of its debit. */
export type Sought = {
  readonly endToEndId: string | undefined;
  readonly mandateReference: string | undefined;
  readonly amountsMinor: readonly bigint[];
  /** The id says enough: with what came back banks charge for it in the same sum. */
  readonly anyAmount?: boolean;
  readonly currency: string;
  readonly on: Temporal.PlainDate;
};

const COLUMNS = sql`d.debit_id, d.end_to_end_id, m.reference as mandate_reference, d.payment_info_id, d.customer_id,
  c.reference as customer_reference, d.invoices, d.amount_minor, d.currency, d.strike_on, d.state`;
const TABLES = sql`dunlin.debit_order d
  join dunlin.mandate m on m.client_id = d.client_id and m.mandate_id = d.mandate_id
  join dunlin.customer c on c.client_id = d.client_id and c.customer_id = d.customer_id`;

/** A bank tells of a strike some days before or after the day that was asked for, of a return much later. */
const DAYS_BEFORE = 10;
const DAYS_AFTER = 70;

/** In the order of what is sought: the debit with the id, else the only one of the mandate with the amount around the day. */
export async function findDebits(
  tx: Tx,
  clientId: string,
  sought: readonly Sought[],
): Promise<readonly (Debit | undefined)[]> {
  const wanted = sought.flatMap((one, at) =>
    one.endToEndId === undefined && one.mandateReference === undefined
      ? []
      : [
          {
            at,
            end_to_end_id: one.endToEndId ?? null,
            mandate: one.mandateReference ?? null,
            amounts: one.amountsMinor,
            any_amount: one.anyAmount ?? false,
            currency: one.currency,
            on_day: one.on.toString(),
          },
        ],
  );
  if (wanted.length === 0) return sought.map(() => undefined);
  const { rows } = await sql<Debit & { at: number; byId: boolean; apart: number }>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted, bigintAsText)}::jsonb) as row (at integer,
        end_to_end_id text, mandate text, amounts jsonb, any_amount boolean, currency text, on_day date)
    )
    select w.at, true as by_id, 0 as apart, ${COLUMNS}
    from wanted w join ${TABLES} on d.client_id = ${clientId} and d.end_to_end_id = w.end_to_end_id
    where d.currency = w.currency and (w.any_amount or w.amounts ? d.amount_minor::text)
    union all
    select w.at, false, abs(d.strike_on - w.on_day), ${COLUMNS}
    from wanted w join ${TABLES} on m.client_id = ${clientId} and m.reference = w.mandate
    where d.currency = w.currency and w.amounts ? d.amount_minor::text and d.state <> 'cancelled'
      and d.strike_on between w.on_day - ${DAYS_AFTER}::integer and w.on_day + ${DAYS_BEFORE}::integer
    order by at, by_id desc, apart
  `.execute(tx);
  const found = Map.groupBy(rows, (row) => row.at);
  return sought.map((_, at) => {
    const [first, second] = found.get(at) ?? [];
    if (!first || first.byId) return first;
    // Two debits of the mandate that lie equally near: nobody knows which.
    return second && second.apart === first.apart ? undefined : first;
  });
}

/** The customers of mandates, for money that names one and no debit that we know. */
export async function findMandates(
  tx: Tx,
  clientId: string,
  references: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly customerId: string; readonly customerReference: string }>
> {
  if (references.length === 0) return new Map();
  const { rows } = await sql<{
    reference: string;
    customerId: string;
    customerReference: string;
    owners: number;
  }>`
    select m.reference, min(m.customer_id::text) as customer_id, min(c.reference) as customer_reference,
      count(distinct m.customer_id)::integer as owners
    from dunlin.mandate m join dunlin.customer c using (client_id, customer_id)
    where m.client_id = ${clientId} and m.reference = any(${references}::text[]) group by m.reference`.execute(
    tx,
  );
  return new Map(rows.filter((row) => row.owners === 1).map((row) => [row.reference, row]));
}

/** Most debits of one batch that are settled by one line. */
const MOST_OF_BATCH = 50_000;

/** Debits that were sent in a batch and of which nothing has been heard; undefined when there are too many. */
export async function debitsOfBatch(
  tx: Tx,
  clientId: string,
  paymentInfoId: string,
): Promise<readonly Debit[] | undefined> {
  const { rows } = await sql<Debit>`
    select ${COLUMNS} from ${TABLES}
    where d.client_id = ${clientId} and d.payment_info_id = ${paymentInfoId}
      and d.state in ('planned', 'notified', 'stopped', 'sent')
    order by d.debit_id limit ${MOST_OF_BATCH + 1}`.execute(tx);
  return rows.length > MOST_OF_BATCH ? undefined : rows;
}
