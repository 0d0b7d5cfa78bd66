// Debit orders as they are given: by file, by API, or made of invoices. Putting the same one again changes nothing.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { schemeFor, type Scheme } from "#policies/debit-schemes.ts";
import { addMandates, mandatesOf, type Mandate, type NewMandate } from "./mandates.ts";
import { rowOf, writeOrders, type OrderRow } from "./order-rows.ts";
import { loadDebitSettings, type DebitSettings } from "./settings.ts";
import { insertStops, newStopId, standingStops, type Standing } from "./stop-rows.ts";
import type { DebitState } from "./types.ts";
import { withdrawNotices } from "./withdrawing.ts";

/** An order as it is given. The mandate must be known, or the customer be named: then the mandate is noted as well. */
export type NewOrder = {
  readonly endToEndId: string;
  readonly mandate: string;
  readonly creditorSchemeId?: string | undefined;
  readonly scheme?: Scheme | undefined;
  readonly customerReference?: string | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly paymentInfoId?: string | undefined;
  readonly product?: string | undefined;
  readonly campaign?: string | undefined;
  readonly invoices?: readonly string[] | undefined;
  readonly noticeDays?: number | undefined;
  readonly signedOn?: Temporal.PlainDate | undefined;
  /** A further presentation of a debit that came back. */
  readonly retry?:
    | { readonly of: string; readonly attempt: number; readonly firstStrikeOn: Temporal.PlainDate }
    | undefined;
};

export type Put = {
  readonly endToEndId: string;
  readonly debitId: string | undefined;
  /** `stopped`: a stop stands against it, so it is kept as stopped, and as it was. */
  readonly outcome: "added" | "changed" | "unchanged" | "stopped" | "refused";
  /** Why it was refused, in a sentence. */
  readonly reason: string | undefined;
  /** The notice period can't be kept. */
  readonly isLate: boolean;
};

export type Source = "file" | "api" | "invoices" | "retry";

export type Existing = {
  readonly debitId: string;
  readonly endToEndId: string;
  readonly mandateId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly product: string;
  readonly paymentInfoId: string | null;
  readonly state: DebitState;
  readonly noticeLate: boolean;
};

/**
 * Puts orders, at most about 1,000, in the caller's transaction: new ones are planned, known ones changed where they are not
 * under way yet. What is refused says why and stops nothing else. Takes the customers' locks.
 */
export async function putOrders(
  tx: Tx,
  context: PlanContext,
  orders: readonly NewOrder[],
  how: { readonly now: Temporal.Instant; readonly actor: string; readonly source: Source },
): Promise<Put[]> {
  if (orders.length === 0) return [];
  const { clientId } = context.client;
  const settings = await loadDebitSettings(tx, clientId);
  const owners = await ownersOf(tx, clientId, orders, settings);
  await lockCustomers(tx, clientId, owners.customerIds);
  await addMandates(tx, clientId, owners.newMandates, how);
  const mandates = await mandatesOf(tx, clientId, [...new Set(orders.map((one) => one.mandate))]);
  const ids = orders.map((one) => one.endToEndId);
  const existing = await existingOrders(tx, clientId, ids);
  const stops = await standingStops(
    tx,
    clientId,
    ids,
    mandates.map((one) => one.mandateId),
  );
  const zones = await zonesOfCustomers(tx, clientId, owners.customerIds);
  const seen = new Set<string>();
  const judged = orders.map((order) => {
    const mandate = mandateOf(mandates, order, settings);
    const refusal = seen.has(order.endToEndId)
      ? "the same end-to-end id stands in it twice; the first was used"
      : (owners.refusals.get(order) ?? refusalOf(order, mandate, existing.get(order.endToEndId)));
    seen.add(order.endToEndId);
    if (refusal !== undefined || mandate === undefined)
      return { order, refusal: refusal ?? "the mandate is not known" };
    const standing = stops.filter(
      (stop) => stop.endToEndId === order.endToEndId || stop.mandateId === mandate.mandateId,
    );
    const zone = zones.get(mandate.customerId) ?? context.client.zone;
    const row = rowOf(context, settings, { order, mandate, zone, standing, ...how });
    return { order, row, standing, was: existing.get(order.endToEndId) };
  });
  return await write(tx, clientId, judged, how);
}

type Judged =
  | { readonly order: NewOrder; readonly refusal: string }
  | {
      readonly order: NewOrder;
      readonly row: OrderRow;
      readonly standing: readonly Standing[];
      readonly was: Existing | undefined;
    };

async function write(
  tx: Tx,
  clientId: string,
  judged: readonly Judged[],
  how: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<Put[]> {
  const accepted = judged.flatMap((one) => ("row" in one ? [one] : []));
  const changing = accepted.filter(
    ({ was, row }) => was === undefined || (was.state !== "stopped" && differs(was, row)),
  );
  const rows = changing.map(({ row, was }) => ({ ...row, debitId: was?.debitId ?? row.debitId }));
  await writeOrders(tx, clientId, rows, how);
  const changed = changing.flatMap(({ was }) => (was === undefined ? [] : [was.debitId]));
  await withdrawNotices(tx, clientId, changed, { reason: "debit_changed", ...how });
  await stopAtOnce(tx, clientId, rows, accepted, how);
  await recordEvents(
    tx,
    clientId,
    how.now,
    rows.map((row) => ({
      kind: changed.includes(row.debitId) ? "debit.changed" : "debit.planned",
      customerId: row.customerId,
      actor: how.actor,
      cause: row.debitId,
      body: {
        debit_id: row.debitId,
        end_to_end_id: row.endToEndId,
        amount_minor: row.amountMinor,
        currency: row.currency,
        strike_on: row.strikeOn.toString(),
        notice_by: row.noticeBy.toString(),
        late: row.noticeLate,
      },
    })),
  );
  const written = new Map(rows.map((row) => [row.endToEndId, row]));
  return judged.map((one) => putOf(one, written));
}

function putOf(one: Judged, written: ReadonlyMap<string, OrderRow>): Put {
  const { endToEndId } = one.order;
  if ("refusal" in one) {
    return {
      endToEndId,
      debitId: undefined,
      outcome: "refused",
      reason: one.refusal,
      isLate: false,
    };
  }
  const row = written.get(endToEndId);
  const { was } = one;
  const outcome =
    was?.state === "stopped" || row?.state === "stopped"
      ? "stopped"
      : row === undefined
        ? "unchanged"
        : was === undefined
          ? "added"
          : "changed";
  return {
    endToEndId,
    debitId: was?.debitId ?? row?.debitId,
    outcome,
    reason: undefined,
    isLate: row?.noticeLate ?? was?.noticeLate ?? false,
  };
}

/** An order that a stop was waiting for is stopped as it comes: each has a row of its own to show for it. */
async function stopAtOnce(
  tx: Tx,
  clientId: string,
  rows: readonly OrderRow[],
  accepted: readonly Extract<Judged, { row: OrderRow }>[],
  { now }: { readonly now: Temporal.Instant },
): Promise<void> {
  const byId = new Map(accepted.map((one) => [one.order.endToEndId, one]));
  const stops = rows.flatMap((row) => {
    const about = byId.get(row.endToEndId);
    const [standing] = about?.standing ?? [];
    if (row.state !== "stopped" || standing === undefined) return [];
    return [
      {
        stopId: newStopId(),
        debitId: row.debitId,
        mandateId: row.mandateId,
        customerId: row.customerId,
        creditorSchemeId: row.creditorSchemeId,
        mandateReference: about?.order.mandate ?? null,
        paymentInfoId: row.paymentInfoId,
        endToEndId: row.endToEndId,
        option: null,
        meaning: standing.meaning,
        actId: standing.actId,
        by: standing.by,
        inboundId: null,
        reason: "a stop that stood before it came",
        afterCutoff: false,
        holdId: null,
        amountMinor: row.amountMinor,
        currency: row.currency,
      },
    ];
  });
  await insertStops(tx, clientId, stops, now);
}

function differs(was: Existing, row: OrderRow): boolean {
  return (
    was.amountMinor !== row.amountMinor ||
    was.currency !== row.currency ||
    !was.strikeOn.equals(row.strikeOn) ||
    was.product !== row.product ||
    (row.paymentInfoId !== null && was.paymentInfoId !== row.paymentInfoId)
  );
}

const UNDER_WAY: readonly DebitState[] = ["sent", "collected", "failed", "returned", "cancelled"];

function refusalOf(
  order: NewOrder,
  mandate: Mandate | undefined,
  was: Existing | undefined,
): string | undefined {
  if (order.amountMinor <= 0n) return "the amount must be more than 0";
  if (mandate === undefined)
    return `mandate ${order.mandate} is not known; give the customer as well`;
  if (was === undefined) return undefined;
  if (was.mandateId !== mandate.mandateId) {
    return `end-to-end id ${order.endToEndId} belongs to another mandate`;
  }
  const isSame = was.amountMinor === order.amountMinor && was.strikeOn.equals(order.strikeOn);
  return UNDER_WAY.includes(was.state) && !isSame
    ? `it is ${was.state} already and can't be changed any more`
    : undefined;
}

/** With the creditor's number given or set, exactly that one; else the only one with the reference. */
function mandateOf(
  mandates: readonly Mandate[],
  { mandate, creditorSchemeId }: NewOrder,
  settings: DebitSettings,
): Mandate | undefined {
  const named = mandates.filter((one) => one.reference === mandate);
  const scheme = creditorSchemeId ?? settings.creditor_scheme_id;
  const exact = named.find((one) => one.creditorSchemeId === (scheme ?? null));
  return exact ?? (creditorSchemeId === undefined && named.length === 1 ? named[0] : undefined);
}

/** Whose the orders are, and the mandates that have to be noted first. */
async function ownersOf(
  tx: Tx,
  clientId: string,
  orders: readonly NewOrder[],
  settings: DebitSettings,
) {
  const known = await mandatesOf(tx, clientId, [...new Set(orders.map((one) => one.mandate))]);
  const references = orders.flatMap((one) => one.customerReference ?? []);
  const { rows } = await sql<{ reference: string; customerId: string }>`
    select reference, customer_id from dunlin.customer
    where client_id = ${clientId} and reference = any(${references}::text[])`.execute(tx);
  const customers = new Map(rows.map((row) => [row.reference, row.customerId]));
  const refusals = new Map<NewOrder, string>();
  const newMandates = new Map<string, NewMandate>();
  const customerIds = new Set<string>();
  for (const order of orders) {
    const { customerReference: reference } = order;
    const mandate = mandateOf(known, order, settings);
    const customerId = reference === undefined ? undefined : customers.get(reference);
    if (reference !== undefined && customerId === undefined) {
      refusals.set(order, `there is no customer "${reference}"`);
    } else if (mandate !== undefined) {
      customerIds.add(mandate.customerId);
      if (customerId !== undefined && customerId !== mandate.customerId)
        refusals.set(order, `mandate ${order.mandate} is another customer's`);
    } else if (customerId !== undefined) {
      customerIds.add(customerId);
      const made = mandateFor(order, customerId, settings);
      newMandates.set(`${made.creditorSchemeId ?? ""} ${made.reference}`, made);
    }
  }
  return {
    customerIds: [...customerIds].toSorted(),
    newMandates: [...newMandates.values()],
    refusals,
  };
}

function mandateFor(order: NewOrder, customerId: string, settings: DebitSettings): NewMandate {
  return {
    reference: order.mandate,
    creditorSchemeId: order.creditorSchemeId ?? settings.creditor_scheme_id ?? null,
    scheme: order.scheme ?? settings.scheme ?? schemeFor(order.currency),
    customerId,
    product: order.product ?? settings.product ?? "",
    noticeDays: order.noticeDays ?? null,
    signedOn: order.signedOn ?? null,
  };
}

async function existingOrders(
  tx: Tx,
  clientId: string,
  endToEndIds: readonly string[],
): Promise<ReadonlyMap<string, Existing>> {
  const { rows } = await sql<Existing>`
    select debit_id, end_to_end_id, mandate_id, amount_minor, currency, strike_on, product, payment_info_id, state, notice_late
    from dunlin.debit_order where client_id = ${clientId} and end_to_end_id = any(${endToEndIds}::text[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.endToEndId, row]));
}

async function zonesOfCustomers(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const { rows } = await sql<{ customerId: string; zone: string | null }>`
    select customer_id, zone from dunlin.customer
    where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.customerId, row.zone ?? undefined]));
}
