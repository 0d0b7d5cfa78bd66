// What was fetched goes into the ledger the way of any book: one batch, which can be taken back like others.
import { sql } from "kysely";
import type pg from "pg";
import { getClient } from "#clients/clients.ts";
import { applyBook } from "#ledger/importing/apply-book.ts";
import { bookOf } from "#ledger/importing/import-entries.ts";
import type { KeptElsewhere } from "#ledger/importing/job.ts";
import type { BookResult } from "#ledger/importing/result.ts";
import type { BookBatch, BookSource } from "#ledger/importing/source.ts";
import type { BookRow, Field } from "#ledger/reading/types.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import type { Claimed } from "./claim.ts";
import type { Pulled } from "./pulling.ts";
import { readCustomer, readDocument, readPayment, type Home, type ReadRow } from "./read-record.ts";
import type { CustomerRecord, DocumentRecord, PaymentRecord, Unreadable } from "./source.ts";

const SET = 500;

/** All that customers' records can say; a contact that they do not name is gone. */
const OF_CUSTOMERS: readonly Field[] = [
  "customer_reference",
  "customer_name",
  "person_name",
  "mobile",
  "email",
  "language",
  "zone",
  "country",
  "segment",
  "kind",
];
const OF_DOCUMENTS: readonly Field[] = [
  "customer_reference",
  "customer_name",
  "invoice_reference",
  "issued_on",
  "due_on",
  "amount",
  "open_amount",
  "currency",
];

type Kept<T> = { readonly recordId: string; readonly kind: string; readonly body: T };

/** How much is kept of each kind. */
export async function countPulled(db: Db, { clientId, sourceId }: Claimed) {
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ entries: number; payments: number }>`
      select count(*) filter (where kind <> 'payment')::int as entries,
        count(*) filter (where kind = 'payment')::int as payments
      from dunlin.source_pulled where client_id = ${clientId} and source_id = ${sourceId}`.execute(
      tx,
    );
    return rows[0]!;
  });
}

async function* kept<T>(
  db: Db,
  { clientId, sourceId }: Claimed,
  kinds: readonly string[],
): AsyncGenerator<readonly Kept<T>[]> {
  for (let after = ""; ;) {
    const { rows } = await asClient(
      db,
      clientId,
      async (tx) =>
        await sql<Kept<T>>`
          select record_id, kind, body from dunlin.source_pulled
          where client_id = ${clientId} and source_id = ${sourceId} and record_id > ${after}
            and kind = any(${kinds}::text[])
          order by record_id limit ${SET}`.execute(tx),
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.recordId;
  }
}

/** Rows with their rejections, in batches; lines are numbered through. */
function book(
  sets: AsyncIterable<readonly ((line: number) => ReadRow)[]>,
  says: readonly Field[],
): BookSource {
  const none = async function* (): AsyncGenerator<readonly BookRow[]> {};
  const batches = async function* (): AsyncGenerator<BookBatch> {
    let line = 0;
    for await (const set of sets) {
      const read = set.map((one) => one((line += 1)));
      yield {
        rows: read.flatMap(({ row }) => (row ? [row] : [])),
        rejections: read.flatMap(({ rejections }) => rejections),
        totalsRows: 0,
        blankRows: 0,
        duplicates: 0,
        bytesRead: 0,
      };
    }
  };
  return { ...bookOf(none(), says), batches: batches() };
}

async function* customerRows(db: Db, claimed: Claimed, home: Home) {
  for await (const set of kept<CustomerRecord>(db, claimed, ["customer"])) {
    yield set.map(
      ({ body }) =>
        (line: number) =>
          readCustomer(body, line, home),
    );
  }
}

async function* documentRows(db: Db, claimed: Claimed, home: Home) {
  const kinds = ["document", "gone", "unreadable"];
  for await (const set of kept<DocumentRecord | Unreadable>(db, claimed, kinds)) {
    const gone = set.filter(({ kind }) => kind === "gone").map(({ recordId }) => recordId);
    const ended = gone.length === 0 ? [] : await endedRows(db, claimed, gone);
    const rest = set.flatMap(({ kind, body }) => {
      if (kind === "gone") return [];
      if (kind === "unreadable") return [(line: number) => unreadable(body as Unreadable, line)];
      return [(line: number) => readDocument(body as DocumentRecord, line, home)];
    });
    yield [...rest, ...ended];
  }
}

function unreadable({ id, reason, number, customer }: Unreadable, line: number): ReadRow {
  const names = {
    ...(customer !== undefined && { customerReference: customer }),
    ...(number !== undefined && { invoiceReference: number }),
  };
  const rejection = { line, column: "", value: id.slice(0, 200), reason, severity: "row" as const };
  return { rejections: [{ ...rejection, ...names }] };
}

type Ended = {
  readonly type: "invoice" | "credit";
  readonly reference: string;
  readonly customer: string;
  readonly currency: string;
  readonly dueOn: Temporal.PlainDate | null;
  readonly amountMinor: bigint;
};

/** What is gone there, as lines that leave nothing of it: an invoice of nothing is no payment, and a credit is used up. */
async function endedRows(db: Db, { clientId, sourceId }: Claimed, ids: readonly string[]) {
  const { rows } = await asClient(
    db,
    clientId,
    async (tx) =>
      await sql<Ended>`
        select d.type, d.reference, c.reference as customer, a.currency, i.due_on,
          coalesce(i.amount_minor, k.amount_minor) as amount_minor
        from dunlin.source_document d
        left join dunlin.invoice i on d.type = 'invoice' and i.client_id = d.client_id and i.reference = d.reference
        left join dunlin.credit k on d.type = 'credit' and k.client_id = d.client_id and k.reference = d.reference
        join dunlin.account a on a.client_id = d.client_id and a.account_id = coalesce(i.account_id, k.account_id)
        join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
        where d.client_id = ${clientId} and d.source_id = ${sourceId} and d.record_id = any(${ids}::text[])`.execute(
        tx,
      ),
  );
  return rows.map((one) => (line: number): ReadRow => {
    const { reference, currency, amountMinor, dueOn } = one;
    const customer = { reference: one.customer, phones: [], emails: [] };
    const row: BookRow =
      one.type === "invoice"
        ? {
            line,
            customer,
            invoice: { reference, currency, dueOn: dueOn!, amountMinor: 0n, openMinor: 0n },
          }
        : { line, customer, credit: { reference, currency, amountMinor, openMinor: 0n } };
    return { row, rejections: [] };
  });
}

/**
 * Applies what was fetched as one book of the instant at which the pull began. Throws a `UserError` when it is older than
 * the last book, or is a full one that lacks too much and nobody said `yes`.
 */
export async function applyPulled(
  db: Db,
  pool: pg.Pool,
  claimed: Claimed,
  { beganAt, full }: Pulled,
  options: { readonly yes: boolean; readonly actor: string },
): Promise<BookResult> {
  const { clientId, sourceId, name } = claimed;
  const home = await asClient(db, clientId, async (tx) => await getClient(tx, clientId));
  const now = await clockNow(db);
  const result = await applyBook(
    pool,
    clientId,
    {
      book: book(documentRows(db, claimed, home), OF_DOCUMENTS),
      customers: book(customerRows(db, claimed, home), OF_CUSTOMERS),
      names: { book: name },
      digest: `source ${sourceId} ${beganAt.toString()}`,
    },
    { ...options, full, asOf: beganAt, now, keptElsewhere: toldByOthers(claimed) },
  );
  await rememberDocuments(db, claimed);
  return result;
}

/** Other sources of the client, that are still asked, brought it: this one can't know of it. */
const toldByOthers =
  ({ clientId, sourceId }: Claimed): KeptElsewhere =>
  (type, reference) =>
    sql<boolean>`exists (
    select from dunlin.source_document d
    join dunlin.source s on s.client_id = d.client_id and s.source_id = d.source_id
    where d.client_id = ${clientId} and d.source_id <> ${sourceId} and d.type = ${type}
      and d.reference = ${reference} and s.removed_at is null)`;

async function rememberDocuments(db: Db, { clientId, sourceId }: Claimed): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    await sql`
      insert into dunlin.source_document (client_id, source_id, record_id, type, reference)
      select p.client_id, p.source_id, p.record_id,
        case when k.credit_id is null then 'invoice' else 'credit' end, p.body ->> 'number'
      from dunlin.source_pulled p
      left join dunlin.invoice i on i.client_id = p.client_id and i.reference = p.body ->> 'number'
      left join dunlin.credit k on k.client_id = p.client_id and k.reference = p.body ->> 'number'
        and i.invoice_id is null
      where p.client_id = ${clientId} and p.source_id = ${sourceId} and p.kind = 'document'
        and coalesce(i.invoice_id, k.credit_id) is not null
      order by p.record_id
      on conflict (client_id, source_id, record_id) do update set type = excluded.type, reference = excluded.reference
      where (source_document.type, source_document.reference) is distinct from (excluded.type, excluded.reference)`.execute(
      tx,
    );
  });
}

/** What a source told of is not written back to it. */
async function rememberPayments(
  tx: Tx,
  { clientId, sourceId }: Claimed,
  payments: readonly NewPayment[],
): Promise<void> {
  await sql`
    insert into dunlin.source_payment (client_id, source_id, reference)
    select distinct ${clientId}::uuid, ${sourceId}::uuid, reference
    from unnest(${payments.map(({ reference }) => reference)}::text[]) as reference order by reference
    on conflict do nothing`.execute(tx);
}

/** Posts the payments that were fetched; known ones change nothing. */
export async function postPulled(
  db: Db,
  claimed: Claimed,
  options: { readonly actor: string; readonly batchId: string | undefined },
): Promise<{ readonly payments: number; readonly refused: readonly string[] }> {
  const { clientId } = claimed;
  const refused: string[] = [];
  let payments = 0;
  for await (const set of kept<PaymentRecord>(db, claimed, ["payment"])) {
    payments += await asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      const read = set.map(({ body }) => readPayment(body, context.client));
      const good = read.filter((one): one is NewPayment => !("reason" in one));
      refused.push(...read.flatMap((one) => ("reason" in one ? [one.reason] : [])));
      const { batchId, actor } = options;
      await rememberPayments(tx, claimed, good);
      const posted = await postPayments(tx, context, good, {
        now: await clockNow(tx),
        actor,
        ...(batchId !== undefined && { batchId }),
      });
      return posted.payments;
    });
  }
  return { payments, refused };
}
