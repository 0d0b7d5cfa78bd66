import { sql } from "kysely";
import { UserError } from "#platform/errors.ts";
import type { Tx } from "#platform/db.ts";
import { one } from "./job.ts";

/** Refuses to undo what has had consequences; each refusal says which, and what to do first. */
export async function checkUndo(tx: Tx, clientId: string, batchId: string): Promise<void> {
  await refuseSent(tx, clientId);
  await refuseLaterBatch(tx, clientId, batchId);
  await refuseLaterPayment(tx, clientId, batchId);
  await refuseHeld(tx, clientId);
}

/** Handed over, or about to be: everything but these, and but what expired in the queue. */
const handedOver = sql`m.state not in ('planned', 'suppressed', 'held', 'cancelled', 'shadow')
  and not (m.state = 'expired' and m.handed_over_at is null)`;

async function refuseSent(tx: Tx, clientId: string): Promise<void> {
  const { count, first } = await one<{ count: number; first: string | null }>(
    tx,
    sql`select count(*)::int as count, min(c.reference) as first
      from undo_decision d
      join dunlin.message m on m.client_id = ${clientId} and m.decision_id = d.decision_id
      join dunlin.customer c on c.client_id = m.client_id and c.customer_id = m.customer_id
      where ${handedOver}`,
  );
  if (count === 0) return;
  const many = count === 1 ? "a message was" : `${count} messages were`;
  throw new UserError(
    `${many} handed over because of this import, the first to customer ${first}; it can't be undone any more, import a corrected book instead`,
  );
}

async function refuseLaterBatch(tx: Tx, clientId: string, batchId: string): Promise<void> {
  const { rows } = await sql<{ batchId: string; file: string; kind: string }>`
    select b.batch_id, b.file, b.kind from dunlin.batch b
    where b.client_id = ${clientId} and b.batch_id in (
      select o.batch_id from dunlin.batch_change o
      join undo_row mine on mine.entity = o.entity and mine.entity_id = o.entity_id
      where o.client_id = ${clientId} and o.batch_id <> ${batchId} and o.seq > mine.seq
      union
      select l.batch_id from dunlin.allocation l
      join undo_row mine on mine.entity = 'invoice' and mine.entity_id = l.invoice_id
      where l.client_id = ${clientId} and l.batch_id <> ${batchId} and l.allocation_id > ${batchId})
    order by b.started_at desc, b.batch_id desc limit 1`.execute(tx);
  const later = rows[0];
  if (later === undefined) return;
  const { file } = later;
  throw new UserError(
    later.kind === "book"
      ? `batch ${later.batchId} (${file}) changed the same invoices or credits since; undo it first, with: import undo ${later.batchId}`
      : `payments of ${file} were allocated to the same invoices since; the import can't be undone any more, import a corrected book instead`,
  );
}

async function refuseLaterPayment(tx: Tx, clientId: string, batchId: string): Promise<void> {
  const { rows } = await sql<{ invoice: string; payment: string | null }>`
    select i.reference as invoice, (
      select p.reference from dunlin.allocation l
      join dunlin.payment p on p.client_id = l.client_id and p.payment_id = l.payment_id
      where l.client_id = ${clientId} and l.invoice_id = i.invoice_id
        and l.batch_id is distinct from ${batchId}
      order by l.allocation_id desc limit 1) as payment
    from undo_row mine
    join dunlin.invoice i on i.client_id = ${clientId} and i.invoice_id = mine.entity_id
    where mine.entity = 'invoice' and not mine.intact
    order by i.reference limit 1`.execute(tx);
  const found = rows[0];
  if (found !== undefined) {
    const what = found.payment === null ? "something" : `payment ${found.payment}`;
    throw new UserError(
      `${what} changed invoice ${found.invoice} since; the import can't be undone any more, import a corrected book instead`,
    );
  }
  const other = await one<{ payment: string | null }>(
    tx,
    sql`select min(p.reference) as payment from undo_row mine
      join dunlin.payment p on p.client_id = ${clientId} and p.payment_id = mine.entity_id
      where mine.entity = 'payment' and not mine.intact`,
  );
  if (other.payment === null) return;
  throw new UserError(
    `payment ${other.payment}, which this import corrected, was changed since; import a corrected book instead`,
  );
}

async function refuseHeld(tx: Tx, clientId: string): Promise<void> {
  const { reference } = await one<{ reference: string | null }>(
    tx,
    sql`select min(i.reference) as reference from undo_row mine
      join dunlin.hold_invoice h on h.client_id = ${clientId} and h.invoice_id = mine.entity_id
      join dunlin.invoice i on i.client_id = h.client_id and i.invoice_id = h.invoice_id
      where mine.entity = 'invoice' and mine.created`,
  );
  if (reference === null) return;
  throw new UserError(
    `a dispute, promise or hold names invoice ${reference}, which this import brought; the import can't be undone any more, import a corrected book instead`,
  );
}
