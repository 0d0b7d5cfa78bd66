// What became of debits: sent in a file, collected, failed, returned; and the next try that the scheme allows.
import { sql } from "kysely";
import { bigintAsText, recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Tx } from "#platform/db.ts";
import type { Scheme } from "#policies/debit-schemes.ts";
import { presentAgain } from "./presenting.ts";

export type DebitResult = {
  readonly debitId?: string | undefined;
  readonly endToEndId?: string | undefined;
  /** With amount and date, where no end-to-end id came along. */
  readonly mandateReference?: string | undefined;
  readonly outcome: "collected" | "failed" | "returned";
  readonly reasonCode?: string | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly on: Temporal.PlainDate;
  /** What says so: the id of the bank's entry or file. The same result twice changes nothing. */
  readonly cause: string;
};

/** What became of each result, in the order given. */
export type Recorded = {
  readonly status: "recorded" | "repeated" | "unknown";
  readonly debitId: string | undefined;
  readonly customerId: string | undefined;
  readonly customerReference: string | undefined;
  /** The invoices that the debit was made of, by their references. */
  readonly invoices: readonly string[];
  /** The debit that is presented next, where the scheme allows it. */
  readonly retry: { readonly debitId: string; readonly strikeOn: Temporal.PlainDate } | undefined;
};

/** A debit that a result is about. */
export type Known = {
  readonly index: number;
  readonly debitId: string;
  readonly mandateId: string;
  readonly mandateReference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly customerId: string;
  readonly customerReference: string;
  readonly endToEndId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly product: string;
  readonly campaign: string;
  readonly paymentInfoId: string | null;
  readonly invoices: readonly string[];
  readonly attempt: number;
  readonly firstStrikeOn: Temporal.PlainDate;
  readonly isStopped: boolean;
};

/** A bank tells of a strike some days before or after the day that was asked for. */
const DAYS_AROUND = 10;

/**
 * Writes down what the bank says of debits, at most about 1,000, and plans the next presentation of what came back where the
 * scheme's rules allow it. Nothing is booked here. A debit that was stopped and struck all the same is recorded as it
 * happened, with an event of its own. Takes the customers' locks.
 */
export async function recordResults(
  tx: Tx,
  clientId: string,
  results: readonly DebitResult[],
  now: Temporal.Instant,
  actor = "system",
): Promise<Recorded[]> {
  if (results.length === 0) return [];
  const sought = await knownOf(tx, clientId, results);
  const ids = [...new Set(sought.map((one) => one.customerId))];
  await lockCustomers(tx, clientId, ids.toSorted());
  const known = new Map((await knownOf(tx, clientId, results)).map((one) => [one.index, one]));
  const isNew = await insertResults(tx, clientId, results, known, { now, actor });
  await tellOf(tx, clientId, results, known, isNew, { now, actor });
  const retries = new Map<number, Recorded["retry"]>();
  for (const index of isNew) {
    const [result, debit] = [results[index]!, known.get(index)!];
    if (result.outcome === "collected") continue;
    const retry = await presentAgain(tx, clientId, debit, result, { now, actor });
    if (retry !== undefined) retries.set(index, retry);
  }
  return results.map((_, index) => {
    const debit = known.get(index);
    return {
      status: debit === undefined ? "unknown" : isNew.has(index) ? "recorded" : "repeated",
      debitId: debit?.debitId,
      customerId: debit?.customerId,
      customerReference: debit?.customerReference,
      invoices: debit?.invoices ?? [],
      retry: retries.get(index),
    };
  });
}

/** By id, by end-to-end id, else the one debit of the mandate with the amount around the day. */
async function knownOf(
  tx: Tx,
  clientId: string,
  results: readonly DebitResult[],
): Promise<readonly Known[]> {
  const wanted = results.map((one, index) => ({
    index,
    debit_id: one.debitId ?? null,
    end_to_end_id: one.endToEndId ?? null,
    mandate: one.mandateReference ?? null,
    amount_minor: one.amountMinor,
    currency: one.currency,
    on_day: one.on.toString(),
  }));
  const { rows } = await sql<Known>`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted, bigintAsText)}::jsonb) as row
        (index integer, debit_id uuid, end_to_end_id text, mandate text, amount_minor bigint, currency text, on_day date)
    ), found as (
      select w.index, coalesce(
        (select d.debit_id from dunlin.debit_order d where d.client_id = ${clientId} and d.debit_id = w.debit_id),
        (select d.debit_id from dunlin.debit_order d
          where d.client_id = ${clientId} and d.end_to_end_id = w.end_to_end_id),
        (select case when count(*) = 1 then min(d.debit_id::text)::uuid end
          from dunlin.mandate m join dunlin.debit_order d using (client_id, mandate_id)
          where m.client_id = ${clientId} and m.reference = w.mandate and d.amount_minor = w.amount_minor
            and d.currency = w.currency and d.state <> 'cancelled'
            and d.strike_on between w.on_day - ${DAYS_AROUND}::integer and w.on_day + ${DAYS_AROUND}::integer)) as debit_id
      from wanted w
    )
    select f.index, d.debit_id, d.mandate_id, m.reference as mandate_reference, m.creditor_scheme_id, m.scheme,
      d.customer_id, c.reference as customer_reference, d.end_to_end_id, d.amount_minor, d.currency, d.product, d.campaign,
      d.payment_info_id, d.invoices, d.attempt, d.first_strike_on, d.state = 'stopped' as is_stopped
    from found f
    join dunlin.debit_order d on d.client_id = ${clientId} and d.debit_id = f.debit_id
    join dunlin.mandate m using (client_id, mandate_id)
    join dunlin.customer c on c.client_id = d.client_id and c.customer_id = d.customer_id
    order by f.index
  `.execute(tx);
  return rows;
}

type How = { readonly now: Temporal.Instant; readonly actor: string };

/** Which results are news; those give their debits a new state. */
async function insertResults(
  tx: Tx,
  clientId: string,
  results: readonly DebitResult[],
  known: ReadonlyMap<number, Known>,
  { now, actor }: How,
): Promise<ReadonlySet<number>> {
  const given = [...known].map(([index, { debitId }]) => {
    const { outcome, reasonCode, amountMinor, currency, on, cause } = results[index]!;
    return {
      index,
      debit_id: debitId,
      outcome,
      reason_code: reasonCode ?? null,
      amount_minor: amountMinor,
      currency,
      on_day: on.toString(),
      cause,
    };
  });
  const { rows } = await sql<{ debitId: string; outcome: string; cause: string }>`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given, bigintAsText)}::jsonb) as row (index integer, debit_id uuid,
        outcome text, reason_code text, amount_minor bigint, currency text, on_day date, cause text)
    ), noted as (
      insert into dunlin.debit_result (client_id, debit_id, outcome, reason_code, amount_minor, currency, on_day, cause, at, by)
      select ${clientId}, debit_id, outcome, reason_code, amount_minor, currency, on_day, cause, ${now}, ${actor}
      from given order by index
      on conflict do nothing
      returning debit_id, outcome, cause, reason_code
    ), last as (
      select distinct on (n.debit_id) n.debit_id, n.outcome, n.reason_code
      from noted n join given g using (debit_id, outcome, cause) order by n.debit_id, g.index desc
    ), settled as (
      update dunlin.debit_order d set state = l.outcome, reason_code = l.reason_code, settled_at = ${now},
        sent_at = coalesce(d.sent_at, ${now}), notice_at = null, changed_at = ${now}
      from last l where d.client_id = ${clientId} and d.debit_id = l.debit_id
    )
    select debit_id, outcome, cause from noted
  `.execute(tx);
  const news = new Set(rows.map((row) => `${row.debitId} ${row.outcome} ${row.cause}`));
  return new Set(
    given.flatMap(({ index, debit_id, outcome, cause }) =>
      news.delete(`${debit_id} ${outcome} ${cause}`) ? [index] : [],
    ),
  );
}

const KINDS: Readonly<Record<DebitResult["outcome"], string>> = {
  collected: "debit.collected",
  failed: "debit.failed",
  returned: "debit.returned",
};

async function tellOf(
  tx: Tx,
  clientId: string,
  results: readonly DebitResult[],
  known: ReadonlyMap<number, Known>,
  isNew: ReadonlySet<number>,
  { now, actor }: How,
): Promise<void> {
  const events = [...isNew].flatMap((index) => {
    const [result, debit] = [results[index]!, known.get(index)!];
    const body = {
      debit_id: debit.debitId,
      end_to_end_id: debit.endToEndId,
      amount_minor: result.amountMinor,
      currency: result.currency,
      on: result.on.toString(),
      ...(result.reasonCode === undefined ? {} : { reason: result.reasonCode }),
    };
    const common = { customerId: debit.customerId, actor, cause: result.cause, body };
    const despite = debit.isStopped && result.outcome === "collected";
    return [
      { ...common, kind: KINDS[result.outcome] },
      ...(despite ? [{ ...common, kind: "debit.struck_despite_stop" }] : []),
    ];
  });
  await recordEvents(tx, clientId, now, events);
}
