// Lists of what banks told, read only.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export const ENTRY_STATES = [
  "matched",
  "unmatched",
  "returned",
  "taken_back",
  "doubtful",
  "superseded",
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export type EntryRow = {
  readonly entryId: string;
  readonly fileId: string;
  readonly what: "credit" | "return" | "reversal";
  readonly state: EntryState;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly account: string;
  readonly payer: string | null;
  readonly text: string | null;
  readonly references: readonly string[];
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly reasonCode: string | null;
  readonly customer: string | null;
  readonly payment: string | null;
  readonly matchedHow: string | null;
};

const STATE = sql<EntryState>`case
  when e.state in ('doubtful', 'superseded') then e.state
  when e.what = 'return' then case e.state when 'done' then 'returned' else 'unmatched' end
  when e.what = 'reversal' then case e.state when 'done' then 'taken_back' else 'unmatched' end
  when p.payment_id is null and e.matched_how = 'batch' or p.account_id is not null then 'matched'
  else 'unmatched' end`;

/** Entries, the latest first, behind the given one. */
export async function listEntries(
  tx: Tx,
  clientId: string,
  page: {
    readonly state?: EntryState | undefined;
    readonly fileId?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select * from (
      select e.entry_id, e.file_id, e.what, ${STATE} as state, e.amount_minor, e.currency, e.booked_on, e.account, e.payer,
        e.remittance as text, e.named as references, e.end_to_end_id, e.mandate_reference as mandate, e.reason_code,
        c.reference as customer, p.reference as payment, e.matched_how
      from dunlin.bank_entry e
      left join dunlin.payment p using (client_id, payment_id)
      left join dunlin.account a on a.client_id = p.client_id and a.account_id = p.account_id
      left join dunlin.debit_order d on d.client_id = e.client_id and d.debit_id = e.debit_id
      left join dunlin.customer c on c.client_id = e.client_id and c.customer_id = coalesce(a.customer_id, d.customer_id)
      where e.client_id = ${clientId}
        and (${page.fileId ?? null}::uuid is null or e.file_id = ${page.fileId ?? null}::uuid)
        and (${page.before ?? null}::uuid is null or e.entry_id < ${page.before ?? null}::uuid)) as entry
    where ${page.state ?? null}::text is null or state = ${page.state ?? null}::text
    order by entry_id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** True when the client has an entry, or a proposal, with that id. */
export async function isKnown(
  tx: Tx,
  clientId: string,
  which: { readonly entryId: string } | { readonly proposalId: string },
): Promise<boolean> {
  const { rows } = await (
    "entryId" in which
      ? sql`select 1 from dunlin.bank_entry where client_id = ${clientId} and entry_id = ${which.entryId}`
      : sql`select 1 from dunlin.bank_proposal where client_id = ${clientId} and proposal_id = ${which.proposalId}`
  ).execute(tx);
  return rows.length > 0;
}

export type ProposalRow = {
  readonly proposalId: string;
  readonly entryId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly payer: string | null;
  readonly text: string | null;
  readonly customer: string;
  readonly name: string;
  readonly score: number;
  readonly reasons: readonly string[];
};

/** Open proposals, the likeliest of the oldest entries first. */
export async function listProposals(
  tx: Tx,
  clientId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`
    select b.proposal_id, b.entry_id, e.amount_minor, e.currency, e.booked_on, e.payer, e.remittance as text,
      c.reference as customer, c.name, b.score, b.reasons
    from dunlin.bank_proposal b
    join dunlin.bank_entry e using (client_id, entry_id)
    join dunlin.customer c on c.client_id = b.client_id and c.customer_id = b.customer_id
    left join dunlin.payment p on p.client_id = e.client_id and p.payment_id = e.payment_id
    where b.client_id = ${clientId} and b.state = 'open' and p.account_id is null
      and (${page.after ?? null}::uuid is null or b.proposal_id > ${page.after ?? null}::uuid)
    order by b.proposal_id limit ${page.limit}`.execute(tx);
  return rows;
}

export type FileListRow = {
  readonly fileId: string;
  readonly kind: string;
  readonly version: string;
  readonly messageId: string;
  readonly name: string;
  readonly state: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly begunAt: Temporal.Instant;
  readonly importedAt: Temporal.Instant | null;
};

/** Files that were imported, the latest first. */
export async function listFiles(
  tx: Tx,
  clientId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly FileListRow[]> {
  const { rows } = await sql<FileListRow>`
    select f.file_id, f.kind, f.version, f.message_id, b.file as name, f.state, f.result, f.warnings, f.begun_at, f.imported_at
    from dunlin.bank_file f join dunlin.batch b using (client_id, batch_id)
    where f.client_id = ${clientId} and (${page.before ?? null}::uuid is null or f.file_id < ${page.before ?? null}::uuid)
    order by f.file_id desc limit ${page.limit}`.execute(tx);
  return rows;
}
