// The rows of stops: written once, read by key, live until a person lifts them.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { bigintAsText, recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import type { StopMeaning } from "./types.ts";

/** True for a stop `s` that nobody lifted. */
export const LIVE = sql`not exists (select from dunlin.debit_release r
  where r.client_id = s.client_id and r.stop_id = s.stop_id)`;

/** True when the stop `s` is about every debit of the mandate `m`. */
export const OF_MANDATE = sql`s.end_to_end_id is null and s.mandate_reference = m.reference
  and (s.creditor_scheme_id is null or m.creditor_scheme_id is null or s.creditor_scheme_id = m.creditor_scheme_id)`;

/** A stop that is to be written. */
export type NewStop = {
  readonly stopId: string;
  readonly debitId: string | null;
  readonly mandateId: string | null;
  readonly customerId: string | null;
  readonly creditorSchemeId: string | null;
  readonly mandateReference: string | null;
  readonly paymentInfoId: string | null;
  readonly endToEndId: string | null;
  readonly option: number | null;
  readonly meaning: StopMeaning;
  readonly actId: string;
  readonly by: string;
  readonly inboundId: string | null;
  readonly reason: string | null;
  readonly afterCutoff: boolean;
  readonly holdId: string | null;
  /** For the event only. */
  readonly amountMinor?: bigint | undefined;
  readonly currency?: string | undefined;
};

export const newStopId = (): string => randomUUIDv7();

/** Writes stops with their events, in one statement each. */
export async function insertStops(
  tx: Tx,
  clientId: string,
  stops: readonly NewStop[],
  now: Temporal.Instant,
): Promise<void> {
  if (stops.length === 0) return;
  const rows = stops.map((stop) => ({
    stop_id: stop.stopId,
    debit_id: stop.debitId,
    mandate_id: stop.mandateId,
    customer_id: stop.customerId,
    creditor_scheme_id: stop.creditorSchemeId,
    mandate_reference: stop.mandateReference,
    payment_info_id: stop.paymentInfoId,
    end_to_end_id: stop.endToEndId,
    option: stop.option,
    meaning: stop.meaning,
    act_id: stop.actId,
    by: stop.by,
    inbound_id: stop.inboundId,
    reason: stop.reason,
    after_cutoff: stop.afterCutoff,
    hold_id: stop.holdId,
  }));
  await sql`
    insert into dunlin.debit_stop (client_id, stop_id, debit_id, mandate_id, customer_id, creditor_scheme_id,
      mandate_reference, payment_info_id, end_to_end_id, option, meaning, act_id, at, by, inbound_id, reason,
      after_cutoff, hold_id)
    select ${clientId}, stop_id, debit_id, mandate_id, customer_id, creditor_scheme_id, mandate_reference,
      payment_info_id, end_to_end_id, option, meaning, act_id, ${now}, by, inbound_id, reason, after_cutoff, hold_id
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row (stop_id uuid, debit_id uuid,
      mandate_id uuid, customer_id uuid, creditor_scheme_id text, mandate_reference text, payment_info_id text,
      end_to_end_id text, option smallint, meaning text, act_id uuid, by text, inbound_id uuid, reason text,
      after_cutoff boolean, hold_id uuid)
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    stops.map((stop) => ({
      kind: stop.afterCutoff ? "debit.stop_too_late" : "debit.stopped",
      customerId: stop.customerId ?? undefined,
      actor: stop.by,
      cause: stop.inboundId ?? stop.stopId,
      body: bodyOf(stop),
    })),
  );
}

/** What the callback needs to take the debit out: keys, and nothing of the person. */
function bodyOf(stop: NewStop): Record<string, unknown> {
  const given = {
    stop_id: stop.stopId,
    debit_id: stop.debitId,
    creditor_scheme_id: stop.creditorSchemeId,
    mandate: stop.mandateReference,
    payment_info_id: stop.paymentInfoId,
    end_to_end_id: stop.endToEndId,
    option: stop.option,
    meaning: stop.meaning,
    after_cutoff: stop.afterCutoff,
    amount_minor: stop.amountMinor,
    currency: stop.currency,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
}

/** A live stop that came before what it stops. */
export type Standing = {
  readonly mandateId: string | null;
  readonly endToEndId: string | null;
  readonly meaning: StopMeaning;
  readonly actId: string;
  readonly at: Temporal.Instant;
  readonly by: string;
};

/** Live stops of these end-to-end ids, and those that are about all debits of these mandates. */
export async function standingStops(
  tx: Tx,
  clientId: string,
  endToEndIds: readonly string[],
  mandateIds: readonly string[],
): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`
    select null::uuid as mandate_id, s.end_to_end_id, s.meaning, s.act_id, s.at, s.by from dunlin.debit_stop s
    where s.client_id = ${clientId} and s.end_to_end_id = any(${endToEndIds}::text[]) and ${LIVE}
    union all
    select m.mandate_id, null, s.meaning, s.act_id, s.at, s.by
    from dunlin.mandate m
    join dunlin.debit_stop s on s.client_id = m.client_id and ${OF_MANDATE}
    where m.client_id = ${clientId} and m.mandate_id = any(${mandateIds}::uuid[]) and ${LIVE}
  `.execute(tx);
  return rows;
}
