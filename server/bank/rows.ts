// The rows of bank entries.
import { sql } from "kysely";
import { bigintAsText } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { BETWEEN, type Moved } from "./moved.ts";
import type { Keyed, Known } from "./sifting.ts";

/** Entries that may be the same money as one of the set. */
export async function loadKnown(
  tx: Tx,
  clientId: string,
  fileId: string,
  set: readonly Keyed[],
): Promise<readonly Known[]> {
  const entryKeys = set.flatMap(({ keys }) => keys.entryKey ?? []);
  const transactionKeys = set.flatMap(({ keys }) => keys.transactionKey ?? []);
  const alike = set.map(({ keys }) => keys.likeness);
  const ordinals = [...new Set(set.map(({ line }) => line.entry.ordinal))];
  const { rows } = await sql<Known>`
    select e.entry_id, e.file_id, e.ordinal, e.part, e.statement, e.statement_id, e.booked_on, e.is_detail, e.entry_key,
      e.transaction_key, e.likeness, e.told_by,
      not e.is_detail and (e.what <> 'credit' and e.state = 'open'
        or p.payment_id is not null and p.account_id is null and p.reversed_minor = 0) as is_replaceable
    from dunlin.bank_entry e left join dunlin.payment p using (client_id, payment_id)
    where e.client_id = ${clientId} and e.state <> 'superseded' and (e.entry_key = any(${entryKeys}::text[])
      or e.transaction_key = any(${transactionKeys}::text[]) or e.likeness = any(${alike}::text[])
      or e.file_id = ${fileId} and e.ordinal = any(${ordinals}::integer[]))
    order by e.booked_on desc, e.entry_id`.execute(tx);
  return rows;
}

export type NewRow = {
  readonly keyed: Keyed;
  readonly moved: Moved;
  readonly state: "open" | "doubtful";
};

export async function insertEntries(
  tx: Tx,
  clientId: string,
  file: { readonly fileId: string; readonly kind: string },
  entries: readonly NewRow[],
  now: Temporal.Instant,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ keyed, moved, state }) => {
    const { entry, index } = keyed.line;
    return {
      entry_id: moved.entryId,
      ordinal: entry.ordinal,
      part: index,
      statement: entry.statement.ordinal,
      statement_id: entry.statement.id,
      account: entry.statement.account,
      what: moved.what,
      amount_minor: moved.amountMinor,
      currency: moved.currency,
      booked_on: moved.bookedOn.toString(),
      is_detail: moved.isDetail,
      instructed_minor: moved.instructedMinor ?? null,
      servicer_reference: moved.servicerReference ?? null,
      payment_info_id: moved.paymentInfoId ?? null,
      end_to_end_id: moved.endToEndId ?? null,
      mandate_reference: moved.mandateReference ?? null,
      reason_code: moved.reasonCode ?? null,
      payer: moved.payers.length === 0 ? null : moved.payers.join(BETWEEN),
      payer_key: moved.payerKey ?? null,
      named: moved.references,
      remittance: moved.text === "" ? null : moved.text,
      entry_key: keyed.keys.entryKey ?? null,
      transaction_key: keyed.keys.transactionKey ?? null,
      likeness: keyed.keys.likeness,
      state,
    };
  });
  await sql`
    insert into dunlin.bank_entry (client_id, entry_id, file_id, ordinal, part, statement, statement_id, account, what,
      amount_minor, currency, booked_on, is_detail, instructed_minor, servicer_reference, payment_info_id, end_to_end_id,
      mandate_reference, reason_code, payer, payer_key, named, remittance, entry_key, transaction_key, likeness, told_by,
      state, created_at)
    select ${clientId}, entry_id, ${file.fileId}, ordinal, part, statement, statement_id, account, what, amount_minor,
      currency, booked_on, is_detail, instructed_minor, servicer_reference, payment_info_id, end_to_end_id,
      mandate_reference, reason_code, payer, payer_key, array(select jsonb_array_elements_text(named)), remittance,
      entry_key, transaction_key, likeness, array[${file.kind}::text], state, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row (entry_id uuid, ordinal integer,
      part integer, statement integer, statement_id text, account text, what text, amount_minor bigint, currency text,
      booked_on date, is_detail boolean, instructed_minor bigint, servicer_reference text, payment_info_id text,
      end_to_end_id text, mandate_reference text, reason_code text, payer text, payer_key text, named jsonb,
      remittance text, entry_key text, transaction_key text, likeness text, state text)`.execute(
    tx,
  );
}

/** Entries that this kind of file has told as well. */
export async function toldAgain(
  tx: Tx,
  clientId: string,
  kind: string,
  entryIds: readonly string[],
): Promise<void> {
  if (entryIds.length === 0) return;
  await sql`
    update dunlin.bank_entry set told_by = told_by || ${kind}::text
    where client_id = ${clientId} and entry_id = any(${entryIds}::uuid[]) and not ${kind} = any(told_by)`.execute(
    tx,
  );
}

export type Settled = {
  readonly entryId: string;
  readonly state: "posted" | "done" | "open" | "superseded";
  readonly paymentId: string | undefined;
  readonly debitId: string | undefined;
  readonly how: string | undefined;
};

export async function settleEntries(
  tx: Tx,
  clientId: string,
  settled: readonly Settled[],
): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map((one) => ({
    entry_id: one.entryId,
    state: one.state,
    payment_id: one.paymentId ?? null,
    debit_id: one.debitId ?? null,
    how: one.how ?? null,
  }));
  await sql`
    update dunlin.bank_entry e set state = row.state, payment_id = coalesce(row.payment_id, e.payment_id),
      debit_id = coalesce(row.debit_id, e.debit_id), matched_how = coalesce(row.how, e.matched_how)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (entry_id uuid, state text, payment_id uuid,
      debit_id uuid, how text)
    where e.client_id = ${clientId} and e.entry_id = row.entry_id`.execute(tx);
}

type MovedRow = {
  [K in keyof Omit<Moved, "payers" | "references" | "text">]: Exclude<Moved[K], undefined> | null;
} & { payer: string | null; named: string[]; remittance: string | null; paymentId: string | null };

export type Stored = Moved & { readonly paymentId: string | undefined };

/** Entries as they are kept, the oldest first. */
export async function loadMoved(
  tx: Tx,
  clientId: string,
  which: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly Stored[]> {
  const { rows } = await sql<MovedRow>`
    select e.entry_id, e.what, e.amount_minor, e.instructed_minor, e.currency, e.booked_on, e.is_detail,
      e.servicer_reference, e.payment_info_id, e.end_to_end_id, e.mandate_reference, e.reason_code, e.payer, e.payer_key,
      e.named, e.remittance, e.payment_id
    from dunlin.bank_entry e left join dunlin.payment p using (client_id, payment_id)
    where e.client_id = ${clientId} and ${which}
    order by e.entry_id limit ${limit}`.execute(tx);
  return rows.map(({ payer, named, remittance, ...row }) => ({
    ...(Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, value ?? undefined]),
    ) as unknown as Omit<Stored, "payers" | "references" | "text">),
    payers: payer === null ? [] : payer.split(BETWEEN),
    references: named,
    text: remittance ?? "",
  }));
}
