// "Do not process": what must not be debited, who said so and why; lifted only by a person, with a reason (releasing.ts).
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { stopAll, type Act } from "./stopping.ts";
import { insertStops, LIVE, newStopId } from "./stop-rows.ts";
import type { StopMeaning, Stopped } from "./types.ts";

export type StopKey = {
  readonly creditorSchemeId?: string;
  readonly mandateId?: string;
  readonly paymentInfoId?: string;
  readonly endToEndId?: string;
};

/** A live stop. Without `endToEndId` it is about every debit of the mandate. */
export type StopRecord = StopKey & {
  readonly stopId: string;
  readonly debitId: string | undefined;
  readonly option: number | undefined;
  readonly meaning: StopMeaning;
  readonly at: Temporal.Instant;
  readonly by: string;
  /** The inbound message that said so. */
  readonly replyId: string | undefined;
  readonly replyAt: Temporal.Instant | undefined;
  readonly customerReference: string | undefined;
  /** It came after the cut-off: where the file has not left yet, take it out all the same. */
  readonly afterCutoff: boolean;
  readonly amountMinor: bigint | undefined;
  readonly currency: string | undefined;
  readonly strikeOn: Temporal.PlainDate | undefined;
};

export type WhichDebits = {
  /** The mandate's reference: all its debits that are not struck, and all that come. */
  readonly mandate?: string | undefined;
  readonly endToEnd?: string | undefined;
  readonly debitIds?: readonly string[] | undefined;
};

export type HowStopped = {
  readonly meaning: StopMeaning;
  readonly by: string;
  /** The inbound message that said so, where one did. */
  readonly cause?: string | undefined;
  readonly reason?: string | undefined;
};

/**
 * Stops debits by one of their keys. What is not known here yet is stopped by its key, so that a debit that is imported
 * later is stopped at once, and a filtered file leaves without it. With `mandate` the answer ends with the stop of the
 * mandate itself, which names no debit.
 */
export async function stopDebits(
  tx: Tx,
  clientId: string,
  which: WhichDebits,
  { meaning, by, cause, reason }: HowStopped,
  now: Temporal.Instant,
): Promise<Stopped[]> {
  const { debitIds, mandateIds } = await found(tx, clientId, which);
  const own = which.mandate !== undefined || meaning === "cancel_agreement";
  const base = { meaning, by, inboundId: cause, reason, option: undefined };
  const act: Act = { ...base, wholeMandates: own ? mandateIds : [] };
  if (debitIds.length > 0 || act.wholeMandates.length > 0) {
    const { debits, mandates } = await stopAll(tx, clientId, debitIds, act, now);
    return which.mandate === undefined ? [...debits] : [...debits, ...mandates];
  }
  if (which.debitIds !== undefined) return [];
  return [await stopUnknown(tx, clientId, which, act, now)];
}

async function found(tx: Tx, clientId: string, { mandate, endToEnd, debitIds }: WhichDebits) {
  const keys = [mandate, endToEnd, debitIds].filter((one) => one !== undefined);
  if (keys.length !== 1) throw new UserError("name either a mandate, an end-to-end id or debits");
  if (mandate !== undefined) {
    const { rows } = await sql<{ mandateId: string }>`
      select mandate_id from dunlin.mandate where client_id = ${clientId} and reference = ${mandate}
      order by mandate_id`.execute(tx);
    return { debitIds: [], mandateIds: rows.map((row) => row.mandateId) };
  }
  const { rows } = await sql<{ debitId: string; mandateId: string }>`
    select debit_id, mandate_id from dunlin.debit_order
    where client_id = ${clientId} and (debit_id = any(${debitIds ?? []}::uuid[]) or end_to_end_id = ${endToEnd ?? null})
    order by debit_id`.execute(tx);
  return {
    debitIds: rows.map((row) => row.debitId),
    mandateIds: [...new Set(rows.map((row) => row.mandateId))],
  };
}

/** Nobody told us of the debit: the stop stands by its key. */
async function stopUnknown(
  tx: Tx,
  clientId: string,
  { mandate, endToEnd }: WhichDebits,
  { meaning, by, inboundId, reason }: Act,
  now: Temporal.Instant,
): Promise<Stopped> {
  const { rows } = await sql<{ stopId: string }>`
    select s.stop_id from dunlin.debit_stop s
    where s.client_id = ${clientId} and s.debit_id is null and s.meaning = ${meaning} and ${LIVE}
      and s.end_to_end_id is not distinct from ${endToEnd ?? null}
      and (${endToEnd ?? null}::text is not null or s.mandate_reference = ${mandate ?? null})
    limit 1`.execute(tx);
  const stopId = rows[0]?.stopId ?? newStopId();
  const repeated = rows.length > 0;
  const stop = {
    stopId,
    debitId: null,
    mandateId: null,
    customerId: null,
    creditorSchemeId: null,
    mandateReference: mandate ?? null,
    paymentInfoId: null,
    endToEndId: endToEnd ?? null,
    option: null,
    meaning,
    actId: randomUUIDv7(),
    by,
    inboundId: inboundId ?? null,
    reason: reason ?? null,
    afterCutoff: false,
    holdId: null,
  };
  if (!repeated) await insertStops(tx, clientId, [stop], now);
  return {
    stopId,
    debitId: undefined,
    meaning,
    afterCutoff: false,
    refundDays: 0,
    product: "",
    amountMinor: undefined,
    currency: undefined,
    strikeOn: undefined,
    repeated,
  };
}

const FIRST = "00000000-0000-0000-0000-000000000000";
const MOST_STOPS = 10_000;

type Page = {
  /** Stops with a greater id than this one: ids grow with time. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  /** Only of debits that are not struck yet, and of whole mandates. */
  readonly aheadOf?: Temporal.PlainDate | undefined;
};

/** Live stops by their ids, at most `limit` (10,000) after the given one. */
export async function stopsFor(
  tx: Tx,
  clientId: string,
  { after = FIRST, limit = MOST_STOPS, aheadOf }: Page = {},
): Promise<StopRecord[]> {
  const { rows } = await sql<Nulls>`
    select s.stop_id, d.debit_id, coalesce(s.creditor_scheme_id, m.creditor_scheme_id) as creditor_scheme_id,
      s.mandate_reference as mandate_id, coalesce(s.payment_info_id, d.payment_info_id) as payment_info_id,
      s.end_to_end_id, s.option, s.meaning, s.at, s.by, s.inbound_id as reply_id, i.received_at as reply_at,
      c.reference as customer_reference, s.after_cutoff, d.amount_minor, d.currency, d.strike_on
    from dunlin.debit_stop s
    left join dunlin.debit_order d on d.client_id = s.client_id and d.end_to_end_id = s.end_to_end_id
    left join dunlin.mandate m on m.client_id = s.client_id and m.mandate_id = s.mandate_id
    left join dunlin.customer c on c.client_id = s.client_id and c.customer_id = coalesce(s.customer_id, d.customer_id)
    left join dunlin.inbound i on i.client_id = s.client_id and i.inbound_id = s.inbound_id
    where s.client_id = ${clientId} and s.stop_id > ${after}::uuid and ${LIVE}
      and (${aheadOf ?? null}::date is null or d.strike_on is null or d.strike_on >= ${aheadOf ?? null}::date)
    order by s.stop_id limit ${Math.min(limit, MOST_STOPS)}
  `.execute(tx);
  return rows.map(recordOf);
}

type Nulls = { readonly [K in keyof Required<StopRecord>]: StopRecord[K] | null };

function recordOf(row: Nulls): StopRecord {
  const { creditorSchemeId, mandateId, paymentInfoId, endToEndId } = row;
  return {
    ...(creditorSchemeId ? { creditorSchemeId } : {}),
    ...(mandateId ? { mandateId } : {}),
    ...(paymentInfoId ? { paymentInfoId } : {}),
    ...(endToEndId ? { endToEndId } : {}),
    stopId: row.stopId!,
    debitId: row.debitId ?? undefined,
    option: row.option ?? undefined,
    meaning: row.meaning!,
    at: row.at!,
    by: row.by!,
    replyId: row.replyId ?? undefined,
    replyAt: row.replyAt ?? undefined,
    customerReference: row.customerReference ?? undefined,
    afterCutoff: row.afterCutoff!,
    amountMinor: row.amountMinor ?? undefined,
    currency: row.currency ?? undefined,
    strikeOn: row.strikeOn ?? undefined,
  };
}
