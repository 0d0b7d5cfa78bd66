// Mandates: the authority to debit. One is known by its reference and the creditor's number with the scheme.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Scheme } from "#policies/debit-schemes.ts";

export type Mandate = {
  readonly mandateId: string;
  readonly reference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly customerId: string;
  readonly product: string;
  readonly state: "active" | "cancelled";
  readonly noticeDays: number | null;
};

export type NewMandate = {
  readonly reference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly customerId: string;
  readonly product: string;
  readonly noticeDays: number | null;
  readonly signedOn: Temporal.PlainDate | null;
};

/** The mandates with one of the references. */
export async function mandatesOf(
  tx: Tx,
  clientId: string,
  references: readonly string[],
): Promise<readonly Mandate[]> {
  const { rows } = await sql<Mandate>`
    select mandate_id, reference, creditor_scheme_id, scheme, customer_id, product, state, notice_days
    from dunlin.mandate where client_id = ${clientId} and reference = any(${references}::text[])
    order by mandate_id
  `.execute(tx);
  return rows;
}

/** Writes mandates that are not there yet; the customers are locked. One that is there stays as it is. */
export async function addMandates(
  tx: Tx,
  clientId: string,
  mandates: readonly NewMandate[],
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<number> {
  if (mandates.length === 0) return 0;
  const given = mandates.map((one) => ({
    reference: one.reference,
    creditor_scheme_id: one.creditorSchemeId,
    scheme: one.scheme,
    customer_id: one.customerId,
    product: one.product,
    notice_days: one.noticeDays,
    signed_on: one.signedOn?.toString() ?? null,
  }));
  const { rows } = await sql<{ mandateId: string; customerId: string; reference: string }>`
    insert into dunlin.mandate (client_id, reference, creditor_scheme_id, scheme, customer_id, product, notice_days,
      signed_on, created_at, created_by)
    select ${clientId}, reference, creditor_scheme_id, scheme, customer_id, product, notice_days, signed_on, ${now}, ${actor}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as row (reference text, creditor_scheme_id text, scheme text,
      customer_id uuid, product text, notice_days smallint, signed_on date)
    on conflict do nothing
    returning mandate_id, customer_id, reference
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map(({ mandateId, customerId, reference }) => ({
      kind: "mandate.added",
      customerId,
      actor,
      cause: mandateId,
      body: { mandate: reference },
    })),
  );
  return rows.length;
}

/** Notes mandates of customers by the client's own references; how many were new. A `UserError` names who is not known. */
export async function noteMandates(
  tx: Tx,
  clientId: string,
  mandates: readonly (Omit<NewMandate, "customerId"> & { readonly customerReference: string })[],
  how: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<number> {
  const references = [...new Set(mandates.map((one) => one.customerReference))];
  const { rows } = await sql<{ reference: string; customerId: string }>`
    select reference, customer_id from dunlin.customer
    where client_id = ${clientId} and reference = any(${references}::text[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.reference, row.customerId]));
  const missing = references.find((reference) => !known.has(reference));
  if (missing !== undefined) throw new UserError(`there is no customer "${missing}"`);
  await lockCustomers(tx, clientId, [...known.values()].toSorted());
  const given = mandates.map(({ customerReference, ...one }) => ({
    ...one,
    customerId: known.get(customerReference)!,
  }));
  return await addMandates(tx, clientId, given, how);
}

/** Ends mandates, or gives them back to life: what an answer or a person wants. Only what changes has an event. */
export async function setMandates(
  tx: Tx,
  clientId: string,
  mandateIds: readonly string[],
  to: { readonly state: Mandate["state"]; readonly by: string; readonly cause: string | undefined },
  now: Temporal.Instant,
): Promise<void> {
  if (mandateIds.length === 0) return;
  const { rows } = await sql<{ mandateId: string; customerId: string; reference: string }>`
    update dunlin.mandate set state = ${to.state},
      cancelled_at = case when ${to.state} = 'cancelled' then ${now}::timestamptz end,
      cancelled_by = case when ${to.state} = 'cancelled' then ${to.by}::text end
    where client_id = ${clientId} and mandate_id = any(${mandateIds}::uuid[]) and state <> ${to.state}
    returning mandate_id, customer_id, reference
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map(({ mandateId, customerId, reference }) => ({
      kind: to.state === "cancelled" ? "mandate.cancelled" : "mandate.restored",
      customerId,
      actor: to.by,
      cause: to.cause ?? mandateId,
      body: { mandate: reference },
    })),
  );
}
