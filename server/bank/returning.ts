// Money that went back: debits that were returned, and bookings that the bank takes back. What they had paid is owed again.
import { sql } from "kysely";
import { referenceOfDebit } from "./crediting.ts";
import type { Debit } from "./debit-facts.ts";
import type { Counts, Job } from "./job.ts";
import { debitsOf } from "./matching.ts";
import type { Moved } from "./moved.ts";
import { settleEntries, type Settled } from "./rows.ts";
import { recordResults } from "#debits/results.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { reversePayments } from "#payments/reversing.ts";
import type { Tx } from "#platform/db.ts";

/** Takes back what the movements say went back, at most about 500, in the caller's transaction. */
export async function takeBack(
  tx: Tx,
  job: Job,
  movements: readonly Moved[],
  counts: Counts,
): Promise<void> {
  if (movements.length === 0) return;
  const { clientId } = job.context.client;
  const returns = movements.filter((one) => one.what === "return");
  const found = await debitsOf(tx, clientId, returns);
  const debits = new Map(returns.map((one, at) => [one.entryId, found[at]]));
  const payments = await paymentsBehind(tx, clientId, movements, debits);
  await lockCustomers(tx, clientId, [
    ...new Set([
      ...found.flatMap((debit) => debit?.customerId ?? []),
      ...[...payments.values()].flatMap((one) => one.customerId ?? []),
    ]),
  ]);
  await reversePayments(
    tx,
    job.context,
    movements.flatMap((one) => {
      const paymentId = payments.get(one.entryId)?.paymentId;
      if (paymentId === undefined) return [];
      const debit = debits.get(one.entryId);
      return [
        {
          paymentId,
          amountMinor: debit?.amountMinor ?? one.instructedMinor ?? one.amountMinor,
          reason: one.what === "return" ? ("returned" as const) : ("taken_back" as const),
          cause: one.entryId,
        },
      ];
    }),
    { now: job.now, actor: job.actor },
  );
  await tellDebits(tx, job, returns, debits);
  const settled = movements.flatMap((one): Settled[] => {
    const paymentId = payments.get(one.entryId)?.paymentId;
    const debitId = debits.get(one.entryId)?.debitId;
    if (paymentId === undefined && debitId === undefined) return [];
    return [{ entryId: one.entryId, state: "done", paymentId, debitId, how: undefined }];
  });
  await settleEntries(tx, clientId, settled);
  counts.returned += settled.length;
  counts.unmatched += movements.length - settled.length;
}

async function tellDebits(
  tx: Tx,
  job: Job,
  returns: readonly Moved[],
  debits: ReadonlyMap<string, Debit | undefined>,
): Promise<void> {
  const results = returns.flatMap((one) => {
    const debit = debits.get(one.entryId);
    // The bank's status report may have said so before.
    if (!debit || debit.state === "returned" || debit.state === "failed") return [];
    return [
      {
        debitId: debit.debitId,
        outcome: "returned" as const,
        reasonCode: one.reasonCode,
        amountMinor: debit.amountMinor,
        currency: debit.currency,
        on: one.bookedOn,
        cause: one.entryId,
      },
    ];
  });
  await recordResults(tx, job.context.client.clientId, results, job.now, job.actor);
}

type Behind = { readonly paymentId: string; readonly customerId: string | null };
type Row = Behind & {
  readonly entryId: string;
  readonly leftMinor: bigint;
  readonly rank: number;
};

/** How long after the booking a bank may still take it back: SEPA gives 13 months for what was not authorised. */
const DAYS_BACK = 400;

/**
 * The payment that each movement takes back: of the debit; else the latest booking with the same end-to-end id, the bank's
 * own number or the payer's account, and the same amount. One payment stands for one movement.
 */
async function paymentsBehind(
  tx: Tx,
  clientId: string,
  movements: readonly Moved[],
  debits: ReadonlyMap<string, Debit | undefined>,
): Promise<ReadonlyMap<string, Behind>> {
  const wanted = movements.map((one) => {
    const debit = debits.get(one.entryId);
    return {
      entry_id: one.entryId,
      debit_id: debit?.debitId ?? null,
      reference: debit ? referenceOfDebit(debit.debitId) : null,
      end_to_end_id: one.endToEndId ?? null,
      servicer: one.servicerReference ?? null,
      payer_key: one.payerKey ?? null,
      amounts: [String(one.amountMinor), String(one.instructedMinor ?? one.amountMinor)],
      currency: one.currency,
      on_day: one.bookedOn.toString(),
    };
  });
  const { rows } = await sql<Row>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as row (entry_id uuid, debit_id uuid,
        reference text, end_to_end_id text, servicer text, payer_key text, amounts jsonb, currency text, on_day date)
    ), found as (
      select w.entry_id, p.payment_id, 0 as rank
      from wanted w join dunlin.payment p on p.client_id = ${clientId} and p.reference = w.reference
      union all
      select w.entry_id, e.payment_id, 0
      from wanted w join dunlin.bank_entry e on e.client_id = ${clientId} and e.debit_id = w.debit_id and e.what = 'credit'
      union all
      select w.entry_id, e.payment_id, 1
      from wanted w join dunlin.bank_entry e on e.client_id = ${clientId} and e.end_to_end_id = w.end_to_end_id
      where e.what = 'credit' and e.currency = w.currency and w.amounts ? e.amount_minor::text
        and e.booked_on between w.on_day - ${DAYS_BACK}::integer and w.on_day
      union all
      select w.entry_id, e.payment_id, 2
      from wanted w join dunlin.bank_entry e on e.client_id = ${clientId} and e.servicer_reference = w.servicer
      where e.what = 'credit' and e.currency = w.currency and w.amounts ? e.amount_minor::text
        and e.booked_on between w.on_day - ${DAYS_BACK}::integer and w.on_day
      union all
      select w.entry_id, e.payment_id, 3
      from wanted w join dunlin.bank_entry e on e.client_id = ${clientId} and e.payer_key = w.payer_key
      where w.end_to_end_id is null and e.what = 'credit' and e.currency = w.currency
        and w.amounts ? e.amount_minor::text and e.booked_on between w.on_day - 30 and w.on_day
    )
    select f.entry_id, f.payment_id, a.customer_id, p.amount_minor - p.reversed_minor as left_minor, f.rank
    from found f join dunlin.payment p on p.client_id = ${clientId} and p.payment_id = f.payment_id
    left join dunlin.account a on a.client_id = p.client_id and a.account_id = p.account_id
    where p.reversed_minor < p.amount_minor
    order by f.rank, p.paid_on desc, p.payment_id desc`.execute(tx);
  const taken = new Set<string>();
  const behind = new Map<string, Behind>();
  for (const row of rows) {
    if (behind.has(row.entryId) || taken.has(row.paymentId)) continue;
    taken.add(row.paymentId);
    behind.set(row.entryId, row);
  }
  return behind;
}
