// What a customer's page shows of an account.
import { sql } from "kysely";
import type { Known } from "./visit.ts";
import type { Account } from "#portal/account-page.ts";
import type { Invoice } from "#portal/claim-pages.ts";
import { offersFor, type Offer } from "#ledger/arrangements.ts";
import { siteOf } from "#conversations/chat/sites.ts";
import { mayTell } from "#policies/consent.ts";
import { liveCheckout } from "#payments/checkout-rows.ts";
import { targetOfLink } from "#payments/receipts.ts";
import type { Tx } from "#platform/db.ts";

/** Invoices that one page shows. */
const MOST_INVOICES = 100;
const MOST_PROMISES = 12;

export type Seen = { readonly offer: Offer; readonly account: Account };

type Row = {
  readonly openMinor: bigint;
  readonly oldestDueOn: Temporal.PlainDate | null;
};

/** The account of a link as it stands now. */
export async function seeAccount(
  tx: Tx,
  { clientId, link }: Known,
  { isLimited, now }: { readonly isLimited: boolean; readonly now: Temporal.Instant },
): Promise<Seen> {
  const { accountId } = link;
  const offer = await offersFor(tx, clientId, accountId, now);
  const { rows } = await sql<Row>`
    select coalesce(sum(open_minor), 0)::bigint as open_minor, min(due_on) as oldest_due_on
    from dunlin.invoice where client_id = ${clientId} and account_id = ${accountId} and open_minor > 0`.execute(
    tx,
  );
  const promises = await sql<Account["promises"][number]>`
    select amount_minor - received_minor as amount_minor, due_on from dunlin.promise
    where client_id = ${clientId} and account_id = ${accountId} and state = 'open'
    order by due_on, promise_id limit ${MOST_PROMISES}`.execute(tx);
  const disputed = await disputedMinor(tx, clientId, accountId);
  const live = await liveCheckout(tx, clientId, accountId);
  const { payFull, leastPart, mayPromise, plans, currency } = offer;
  return {
    offer,
    account: {
      currency,
      payableMinor: payFull,
      offeredMinor: offeredOf(link.amountMinor, offer),
      disputedMinor: disputed,
      oldestDueOn: rows[0]?.oldestDueOn ?? undefined,
      promises: isLimited ? [] : promises.rows,
      onItsWayMinor: live?.state === "pending" ? live.amountMinor : undefined,
      mayPart: leastPart < payFull,
      mayPromise,
      mayPlan: plans.length > 0,
      hasChat: (await siteOf(tx, clientId)) !== undefined,
      isLimited,
    },
  };
}

/** What the link was made for, as far as that is still so. */
function offeredOf(wantedMinor: bigint | null, { payFull }: Offer): bigint {
  return wantedMinor !== null && wantedMinor < payFull ? wantedMinor : payFull;
}

async function disputedMinor(tx: Tx, clientId: string, accountId: string): Promise<bigint> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(i.open_minor), 0)::bigint as minor from dunlin.invoice i
    where i.client_id = ${clientId} and i.account_id = ${accountId} and i.open_minor > 0
      and exists (select from dunlin.hold_invoice x join dunlin.hold h using (client_id, hold_id)
        where x.client_id = i.client_id and x.invoice_id = i.invoice_id and h.kind = 'dispute' and h.ended_at is null)
  `.execute(tx);
  return rows[0]?.minor ?? 0n;
}

export type SeenInvoice = Omit<Invoice, "file"> & {
  /** The PDF that was last sent to the customer with the invoice's number. */
  readonly fileId: string | null;
};

/** Open invoices, the oldest first. */
export async function seeInvoices(
  tx: Tx,
  { clientId, link }: Known,
  { undisputed = false }: { readonly undisputed?: boolean } = {},
): Promise<readonly SeenInvoice[]> {
  const { rows } = await sql<SeenInvoice>`
    select i.reference, i.open_minor, i.due_on, f.attachment_id as file_id from dunlin.invoice i
    left join lateral (
      select x.attachment_id from dunlin.message m
      join dunlin.message_attachment x on x.client_id = m.client_id and x.message_id = m.message_id
      join dunlin.attachment a on a.client_id = x.client_id and a.attachment_id = x.attachment_id
      where m.client_id = i.client_id and m.customer_id = ${link.customerId}
        and (m.reference = i.reference or a.name = i.reference || '.pdf')
      order by m.created_at desc limit 1
    ) f on true
    where i.client_id = ${clientId} and i.account_id = ${link.accountId} and i.open_minor > 0
      and (${!undisputed} or not exists (select from dunlin.hold_invoice x join dunlin.hold h using (client_id, hold_id)
        where x.client_id = i.client_id and x.invoice_id = i.invoice_id and h.kind = 'dispute' and h.ended_at is null))
    order by i.due_on, i.invoice_id limit ${MOST_INVOICES}`.execute(tx);
  return rows;
}

type StoredFile = { readonly name: string; readonly type: string; readonly bytes: Buffer };

/** A file that was sent to the customer of the link; undefined for any other. */
export async function invoiceFile(
  tx: Tx,
  { clientId, link }: Known,
  attachmentId: string,
): Promise<StoredFile | undefined> {
  const { rows } = await sql<StoredFile>`
    select a.name, a.type, a.bytes from dunlin.attachment a
    where a.client_id = ${clientId} and a.attachment_id::text = ${attachmentId}
      and exists (select from dunlin.message_attachment x
        join dunlin.message m on m.client_id = x.client_id and m.message_id = x.message_id
        where x.client_id = a.client_id and x.attachment_id = a.attachment_id and m.customer_id = ${link.customerId})
  `.execute(tx);
  return rows[0];
}

/** Whether the amount may be shown to somebody of whom nothing is on file: only where the link went to the customer's own number. */
export async function mayShowAmount(tx: Tx, { clientId, link }: Known): Promise<boolean> {
  const target = await targetOfLink(tx, clientId, link);
  return target !== undefined && mayTell(target.disclosure).debt;
}
