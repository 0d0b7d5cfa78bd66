// The file has left: what was in it can't be taken out any more, and what was stopped must not have been.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Tx } from "#platform/db.ts";

export type Sent = {
  readonly sent: number;
  /** Known and marked before, or settled already. */
  readonly unchanged: number;
  readonly unknown: readonly string[];
  /** Stopped ones: they stay stopped. Whoever sent them all the same must recall them. */
  readonly stopped: readonly string[];
};

/** Marks debits as sent, by their end-to-end ids, at most about 10,000. Takes the customers' locks. */
export async function markSent(
  tx: Tx,
  clientId: string,
  endToEndIds: readonly string[],
  { now, actor, cause }: { now: Temporal.Instant; actor: string; cause?: string | undefined },
): Promise<Sent> {
  type Row = { debitId: string; customerId: string; endToEndId: string; state: string };
  const read = async () =>
    await sql<Row>`
      select debit_id, customer_id, end_to_end_id, state from dunlin.debit_order
      where client_id = ${clientId} and end_to_end_id = any(${endToEndIds}::text[]) order by debit_id
    `.execute(tx);
  const owners = new Set((await read()).rows.map((row) => row.customerId));
  await lockCustomers(tx, clientId, [...owners].toSorted());
  const { rows } = await read();
  const going = rows.filter(({ state }) => state === "planned" || state === "notified");
  await sql`
    update dunlin.debit_order set state = 'sent', sent_at = ${now}, notice_at = null, changed_at = ${now}
    where client_id = ${clientId} and debit_id = any(${going.map((row) => row.debitId)}::uuid[])
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    going.map(({ debitId, customerId, endToEndId }) => ({
      kind: "debit.sent",
      customerId,
      actor,
      cause: cause ?? debitId,
      body: { debit_id: debitId, end_to_end_id: endToEndId },
    })),
  );
  const known = new Set(rows.map((row) => row.endToEndId));
  const stopped = rows.filter((row) => row.state === "stopped").map((row) => row.endToEndId);
  return {
    sent: going.length,
    unchanged: rows.length - going.length - stopped.length,
    unknown: [...new Set(endToEndIds)].filter((id) => !known.has(id)),
    stopped,
  };
}
