// What a stop does, whoever says it: rows, state, mandate, dispute, and nothing queued any more. In the caller's transaction.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Tx } from "#platform/db.ts";
import { SCHEME_RULES, type Scheme } from "#policies/debit-schemes.ts";
import { disputeDebits } from "./disputing.ts";
import { setMandates } from "./mandates.ts";
import { insertStops, LIVE, newStopId, OF_MANDATE, type NewStop } from "./stop-rows.ts";
import type { DebitState, Option, StopMeaning, Stopped } from "./types.ts";
import { withdrawNotices } from "./withdrawing.ts";

/** One act that stops debits: an answer, a command, a request. */
export type Act = {
  readonly meaning: StopMeaning;
  readonly option: Option | undefined;
  readonly by: string;
  readonly inboundId: string | undefined;
  readonly reason: string | undefined;
  /** Every debit of these mandates as well, and what comes later. */
  readonly wholeMandates: readonly string[];
};

/** A debit with what stopping asks of it. */
export type DebitRow = {
  readonly debitId: string;
  readonly mandateId: string;
  readonly customerId: string;
  readonly endToEndId: string;
  readonly paymentInfoId: string | null;
  readonly mandateReference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly product: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly cutoffAt: Temporal.Instant;
  readonly state: DebitState;
  readonly invoices: readonly string[];
  /** A live stop of the same meaning. */
  readonly stopId: string | null;
  readonly stopIsLate: boolean | null;
};

export type Done = { readonly debits: readonly Stopped[]; readonly mandates: readonly Stopped[] };

const OPEN: readonly DebitState[] = ["planned", "notified"];

/** Stops debits by their ids, and whole mandates. Takes the customers' locks. */
export async function stopAll(
  tx: Tx,
  clientId: string,
  debitIds: readonly string[],
  act: Act,
  now: Temporal.Instant,
): Promise<Done> {
  await lockTheirCustomers(tx, clientId, debitIds, act.wholeMandates);
  const rows = await debitRows(tx, clientId, debitIds, act);
  const actId = randomUUIDv7();
  const whole = await stopMandates(tx, clientId, actId, act, now);
  const fresh = rows.filter((row) => row.stopId === null);
  const late = (row: DebitRow): boolean =>
    row.state !== "stopped" &&
    (!OPEN.includes(row.state) || Temporal.Instant.compare(now, row.cutoffAt) >= 0);
  const holds =
    act.meaning === "wrong_amount"
      ? await disputeDebits(tx, clientId, fresh, act.by, now)
      : new Map<string, string>();
  const stops = fresh.map((row): NewStop => ({
    ...stopOf(actId, act),
    ...row,
    stopId: newStopId(),
    afterCutoff: late(row),
    holdId: holds.get(row.debitId) ?? null,
  }));
  const inTime = stops.filter((stop) => !stop.afterCutoff);
  const stoppedIds = inTime.flatMap(({ debitId }) => debitId ?? []);
  await markStopped(tx, clientId, stoppedIds, now);
  const everybody = rows.map((row) => row.debitId);
  const how = { reason: "debit_stopped", actor: act.by, now };
  await withdrawNotices(tx, clientId, everybody, how);
  await insertStops(tx, clientId, stops, now);
  const written = new Map(stops.map((stop) => [stop.debitId, stop]));
  return { debits: rows.map((row) => said(row, written.get(row.debitId), act)), mandates: whole };
}

function said(row: DebitRow, stop: NewStop | undefined, { meaning }: Act): Stopped {
  const { debitId, product, amountMinor, currency, strikeOn } = row;
  return {
    stopId: stop?.stopId ?? row.stopId ?? "",
    debitId,
    meaning,
    afterCutoff: stop?.afterCutoff ?? row.stopIsLate ?? false,
    refundDays: SCHEME_RULES[row.scheme].refundDays,
    product,
    amountMinor,
    currency,
    strikeOn,
    repeated: stop === undefined,
  };
}

const stopOf = (actId: string, { meaning, option, by, inboundId, reason }: Act) => ({
  actId,
  meaning,
  option: option ?? null,
  by,
  inboundId: inboundId ?? null,
  reason: reason ?? null,
});

async function markStopped(
  tx: Tx,
  clientId: string,
  debitIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  if (debitIds.length === 0) return;
  await sql`
    update dunlin.debit_order set state = 'stopped', notice_at = null, changed_at = ${now}
    where client_id = ${clientId} and debit_id = any(${debitIds}::uuid[])
  `.execute(tx);
}

async function lockTheirCustomers(
  tx: Tx,
  clientId: string,
  debitIds: readonly string[],
  mandateIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ customerId: string }>`
    select customer_id from dunlin.debit_order
      where client_id = ${clientId} and debit_id = any(${debitIds}::uuid[])
    union
    select customer_id from dunlin.mandate
      where client_id = ${clientId} and mandate_id = any(${mandateIds}::uuid[])
  `.execute(tx);
  const ids = rows.map((row) => row.customerId);
  await lockCustomers(tx, clientId, ids);
}

/** The debits that were named, and those of whole mandates that are still open; in the order of their strike. */
async function debitRows(
  tx: Tx,
  clientId: string,
  debitIds: readonly string[],
  { meaning, wholeMandates }: Act,
): Promise<readonly DebitRow[]> {
  const { rows } = await sql<DebitRow>`
    select d.debit_id, d.mandate_id, d.customer_id, d.end_to_end_id, d.payment_info_id, m.reference as mandate_reference,
      m.creditor_scheme_id, m.scheme, d.product, d.amount_minor, d.currency, d.strike_on, d.cutoff_at, d.state, d.invoices,
      known.stop_id, known.after_cutoff as stop_is_late
    from dunlin.debit_order d
    join dunlin.mandate m using (client_id, mandate_id)
    left join lateral (
      select s.stop_id, s.after_cutoff from dunlin.debit_stop s
      where s.client_id = d.client_id and s.end_to_end_id = d.end_to_end_id and s.meaning = ${meaning}
        and s.after_cutoff = (d.state <> 'stopped') and ${LIVE}
      order by s.stop_id limit 1
    ) known on true
    where d.client_id = ${clientId} and (d.debit_id = any(${debitIds}::uuid[])
      or d.mandate_id = any(${wholeMandates}::uuid[]) and d.state in ('planned', 'notified'))
    order by d.strike_on, d.debit_id limit 10000
    for update of d
  `.execute(tx);
  return rows;
}

type MandateRow = {
  readonly mandateId: string;
  readonly customerId: string;
  readonly mandateReference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly product: string;
  readonly stopId: string | null;
};

/** A stop that is about all debits of a mandate, also those that are not known yet; with `cancel_agreement` it ends. */
async function stopMandates(
  tx: Tx,
  clientId: string,
  actId: string,
  act: Act,
  now: Temporal.Instant,
): Promise<readonly Stopped[]> {
  if (act.wholeMandates.length === 0) return [];
  const { rows } = await sql<MandateRow>`
    select m.mandate_id, m.customer_id, m.reference as mandate_reference, m.creditor_scheme_id, m.scheme, m.product,
      (select s.stop_id from dunlin.debit_stop s where s.client_id = m.client_id and ${OF_MANDATE}
        and s.meaning = ${act.meaning} and ${LIVE} order by s.stop_id limit 1) as stop_id
    from dunlin.mandate m
    where m.client_id = ${clientId} and m.mandate_id = any(${act.wholeMandates}::uuid[])
    order by m.mandate_id
  `.execute(tx);
  const stops = rows
    .filter((row) => row.stopId === null)
    .map((row): NewStop => ({
      ...stopOf(actId, act),
      ...row,
      stopId: newStopId(),
      debitId: null,
      paymentInfoId: null,
      endToEndId: null,
      afterCutoff: false,
      holdId: null,
    }));
  await insertStops(tx, clientId, stops, now);
  if (act.meaning === "cancel_agreement") {
    const to = { state: "cancelled", by: act.by, cause: act.inboundId } as const;
    await setMandates(tx, clientId, act.wholeMandates, to, now);
  }
  return rows.map((row) => ({
    stopId: stops.find((stop) => stop.mandateId === row.mandateId)?.stopId ?? row.stopId ?? "",
    debitId: undefined,
    meaning: act.meaning,
    afterCutoff: false,
    refundDays: SCHEME_RULES[row.scheme].refundDays,
    product: row.product,
    amountMinor: undefined,
    currency: undefined,
    strikeOn: undefined,
    repeated: row.stopId !== null,
  }));
}
