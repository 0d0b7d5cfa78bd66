// Lifting a stop: a person does it, with a reason, and the stop stays on record. What a customer excluded from "stop all" too.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { endHolds } from "#ledger/holds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import type { Tx } from "#platform/db.ts";
import { setMandates } from "./mandates.ts";
import { LIVE, OF_MANDATE } from "./stop-rows.ts";

export type Released = {
  readonly stopId: string;
  readonly debitId: string | undefined;
  /** The state of the debit now: past its cut-off it is `cancelled`, since its file has gone. */
  readonly state: string | undefined;
};

export type Lifting = { readonly by: string; readonly why: string; readonly cause?: string };

type Live = {
  readonly stopId: string;
  readonly debitId: string | null;
  readonly mandateId: string | null;
  readonly customerId: string | null;
  readonly customerReference: string | null;
  readonly holdId: string | null;
};

/**
 * Lifts live stops, by their ids or those of their debits. One that was part of cancelling an agreement lifts all that came
 * of it, and the mandate is in force again. Disputes that they opened are closed. Takes the customers' locks.
 */
export async function releaseStops(
  tx: Tx,
  clientId: string,
  which: { readonly stopIds?: readonly string[]; readonly debitIds?: readonly string[] },
  how: Lifting,
  now: Temporal.Instant,
): Promise<Released[]> {
  const first = await liveStops(tx, clientId, which);
  const owners = await ownersOf(tx, clientId, first);
  const customerIds = [...new Set(owners)].toSorted();
  await lockCustomers(tx, clientId, customerIds);
  const stops = await liveStops(tx, clientId, which);
  if (stops.length === 0) return [];
  await sql`
    insert into dunlin.debit_release (client_id, stop_id, at, by, why)
    select ${clientId}, unnest(${stops.map((one) => one.stopId)}::uuid[]), ${now}, ${how.by}, ${how.why}
  `.execute(tx);
  const states = await giveBack(tx, clientId, stops, now);
  await restoreMandates(tx, clientId, stops, how, now);
  await closeDisputes(tx, clientId, stops, how, now);
  await recordEvents(
    tx,
    clientId,
    now,
    stops.map(({ stopId, debitId, customerId }) => ({
      kind: "debit.released",
      customerId: customerId ?? undefined,
      actor: how.by,
      cause: how.cause ?? stopId,
      body: { stop_id: stopId, ...(debitId === null ? {} : { debit_id: debitId }) },
    })),
  );
  return stops.map(({ stopId, debitId }) => ({
    stopId,
    debitId: debitId ?? undefined,
    state: states.get(debitId ?? ""),
  }));
}

async function liveStops(
  tx: Tx,
  clientId: string,
  { stopIds = [], debitIds = [] }: { stopIds?: readonly string[]; debitIds?: readonly string[] },
): Promise<readonly Live[]> {
  const { rows } = await sql<Live>`
    with named as (
      select s.* from dunlin.debit_stop s
      where s.client_id = ${clientId} and ${LIVE}
        and (s.stop_id = any(${stopIds}::uuid[]) or s.end_to_end_id in (select end_to_end_id from dunlin.debit_order
          where client_id = ${clientId} and debit_id = any(${debitIds}::uuid[])))
    )
    select s.stop_id, d.debit_id, s.mandate_id, coalesce(s.customer_id, d.customer_id) as customer_id,
      c.reference as customer_reference, s.hold_id
    from dunlin.debit_stop s
    left join dunlin.debit_order d on d.client_id = s.client_id and d.end_to_end_id = s.end_to_end_id
    left join dunlin.customer c on c.client_id = s.client_id and c.customer_id = coalesce(s.customer_id, d.customer_id)
    where s.client_id = ${clientId} and ${LIVE} and (s.stop_id in (select stop_id from named)
      or exists (select from named n where (n.meaning = 'cancel_agreement' or n.end_to_end_id is null)
        and n.act_id = s.act_id and (n.mandate_id = s.mandate_id or n.mandate_id is null)))
    order by s.stop_id
  `.execute(tx);
  return rows;
}

/** Whose debits may go on: also those of a mandate that was stopped before it was known here. */
async function ownersOf(tx: Tx, clientId: string, stops: readonly Live[]): Promise<string[]> {
  const { rows } = await sql<{ customerId: string }>`
    select distinct m.customer_id from dunlin.debit_stop s
    join dunlin.mandate m on m.client_id = s.client_id and ${OF_MANDATE}
    where s.client_id = ${clientId} and s.stop_id = any(${stops.map((one) => one.stopId)}::uuid[])
  `.execute(tx);
  return [...rows.map((row) => row.customerId), ...stops.flatMap((one) => one.customerId ?? [])];
}

/** Debits that nothing stops any more go on where they were; past the cut-off their file has left without them. */
async function giveBack(
  tx: Tx,
  clientId: string,
  stops: readonly Live[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, string>> {
  const ids = stops.flatMap((one) => one.debitId ?? []);
  const stopIds = stops.map((one) => one.stopId);
  const { rows } = await sql<{ debitId: string; state: string }>`
    update dunlin.debit_order d set changed_at = ${now},
      state = case when d.state <> 'stopped' then d.state when d.cutoff_at <= ${now} then 'cancelled'
        when told.yes then 'notified' else 'planned' end,
      notice_at = case when d.state = 'stopped' and d.cutoff_at > ${now} and not told.yes then ${now}::timestamptz end
    from (select o.debit_id, exists (select from dunlin.debit_notice n join dunlin.message x using (client_id, message_id)
        where n.client_id = o.client_id and n.debit_id = o.debit_id and x.handed_over_at is not null) as yes,
        exists (select from dunlin.debit_stop s where s.client_id = m.client_id and ${OF_MANDATE} and ${LIVE}) as whole
      from dunlin.debit_order o join dunlin.mandate m using (client_id, mandate_id)
      where o.client_id = ${clientId} and (o.debit_id = any(${ids}::uuid[]) or o.state = 'stopped' and exists (
        select from dunlin.debit_stop s where s.client_id = m.client_id and s.stop_id = any(${stopIds}::uuid[])
          and ${OF_MANDATE}))) told
    where d.client_id = ${clientId} and d.debit_id = told.debit_id and not told.whole
      and not exists (select from dunlin.debit_stop s where s.client_id = d.client_id
        and s.end_to_end_id = d.end_to_end_id and ${LIVE})
    returning d.debit_id, d.state
  `.execute(tx);
  return new Map(rows.map((row) => [row.debitId, row.state]));
}

async function restoreMandates(
  tx: Tx,
  clientId: string,
  stops: readonly Live[],
  how: Lifting,
  now: Temporal.Instant,
): Promise<void> {
  const ids = stops.flatMap((one) => (one.debitId === null ? (one.mandateId ?? []) : []));
  const { rows } = await sql<{ mandateId: string }>`
    select m.mandate_id from dunlin.mandate m
    where m.client_id = ${clientId} and m.mandate_id = any(${ids}::uuid[]) and m.state = 'cancelled'
      and not exists (select from dunlin.debit_stop s where s.client_id = m.client_id and ${OF_MANDATE}
        and s.meaning = 'cancel_agreement' and ${LIVE})
  `.execute(tx);
  const to = { state: "active", by: how.by, cause: how.cause } as const;
  const restored = rows.map((row) => row.mandateId);
  await setMandates(tx, clientId, restored, to, now);
}

async function closeDisputes(
  tx: Tx,
  clientId: string,
  stops: readonly Live[],
  { by, why }: Lifting,
  now: Temporal.Instant,
): Promise<void> {
  const holdIds = stops.flatMap((one) => one.holdId ?? []);
  if (holdIds.length === 0) return;
  const { rows } = await sql<{ holdId: string }>`
    select hold_id from dunlin.hold
    where client_id = ${clientId} and hold_id = any(${holdIds}::uuid[]) and ended_at is null`.execute(
    tx,
  );
  const open = stops.filter((one) => rows.some((row) => row.holdId === one.holdId));
  for (const { customerReference, holdId } of open) {
    if (customerReference === null || holdId === null) continue;
    const kinds = ["dispute"] as const;
    await endHolds(tx, clientId, { customerReference, holdId, kinds, why, by }, now);
  }
  const customerIds = [...new Set(open.flatMap((one) => one.customerId ?? []))];
  await evaluate(tx, await loadContext(tx, clientId), customerIds, now, by);
}
