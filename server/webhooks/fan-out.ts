// From the event log to what each endpoint is owed. Events are looked at as soon as they are there; the cursor follows when
// no older one can appear any more, so that a long import holds up nobody's callbacks and loses none.
import { sql } from "kysely";
import { newestSeq, writers } from "#ledger/event-order.ts";
import { inClient, rowsOf } from "#messages/dispatch/transaction.ts";
import type { Db, Tx } from "#platform/db.ts";

/** Events that one transaction looks at. */
const SET = 2_000;
/** An endpoint that is owed so much gets no more written down before something has gone: the events keep. */
const MOST_WAITING = 20_000;

export type EndpointKey = { readonly clientId: string; readonly endpointId: string };

/**
 * What a process remembers of an endpoint between two looks. `seenSeq`: all that was committed up to there has been looked at.
 * While `open` transactions last, older events may appear; then all up to `openSeq` is looked at again.
 */
export type Memory = {
  seenSeq: bigint;
  wait: { readonly upToSeq: bigint; readonly open: readonly string[] } | undefined;
};

export async function endpointsBehind(db: Db): Promise<readonly EndpointKey[]> {
  const rows = await rowsOf(
    db,
    sql<{ client_id: string; endpoint_id: string }>`
      select client_id, endpoint_id from dunlin.webhooks_behind()`,
  );
  return rows.map((row) => ({ clientId: row.client_id, endpointId: row.endpoint_id }));
}

/** One set for one endpoint. Tells how many deliveries it wrote, and whether to come again at once. */
export async function fanOut(
  db: Db,
  { clientId, endpointId }: EndpointKey,
  memory: Memory,
): Promise<{ written: number; more: boolean }> {
  return await inClient(db, clientId, async (tx) => {
    const cursorSeq = await takeCursor(tx, clientId, endpointId);
    if (cursorSeq === undefined) return { written: 0, more: false };
    if (memory.seenSeq < cursorSeq) memory.seenSeq = cursorSeq;
    // In this order: who took a number up to the newest and has not committed is among those who still write.
    const newest = await newestSeq(tx, clientId);
    const open = await writers(tx);
    const isOver = memory.wait?.open.every((one) => !open.includes(one)) ?? true;
    const again = memory.wait !== undefined && isOver;
    const fromSeq = again ? cursorSeq : memory.seenSeq;
    const mostSeq = again ? memory.wait!.upToSeq : newest;
    const toSeq = await endOfSet(tx, clientId, fromSeq, mostSeq);
    const written = fromSeq < toSeq ? await write(tx, clientId, endpointId, fromSeq, toSeq) : 0;
    const settledSeq =
      again || (memory.wait === undefined && open.length === 0) ? toSeq : undefined;
    if (settledSeq !== undefined && settledSeq > cursorSeq) {
      await sql`update dunlin.webhook_endpoint set cursor_seq = ${settledSeq}
        where client_id = ${clientId} and endpoint_id = ${endpointId}`.execute(tx);
    }
    remember(memory, { again, toSeq, open });
    return { written, more: toSeq < mostSeq || (again && memory.seenSeq < newest) };
  });
}

function remember(
  memory: Memory,
  done: { readonly again: boolean; readonly toSeq: bigint; readonly open: readonly string[] },
): void {
  if (memory.seenSeq < done.toSeq) memory.seenSeq = done.toSeq;
  if (done.again && done.toSeq < memory.wait!.upToSeq) return;
  if (memory.wait !== undefined && !done.again) return;
  const isSettled = done.again ? memory.seenSeq === done.toSeq : done.open.length === 0;
  memory.wait = isSettled ? undefined : { upToSeq: memory.seenSeq, open: done.open };
}

// Busy elsewhere, disabled, or owed enough already: nothing to do now.
async function takeCursor(
  tx: Tx,
  clientId: string,
  endpointId: string,
): Promise<bigint | undefined> {
  const rows = await rowsOf(
    tx,
    sql<{ cursor_seq: bigint; is_full: boolean }>`
      select cursor_seq, ${MOST_WAITING} <= (select count(*) from (
        select from dunlin.webhook_delivery d where d.client_id = w.client_id and d.endpoint_id = w.endpoint_id
          and d.state = 'pending' limit ${MOST_WAITING}) waiting) as is_full
      from dunlin.webhook_endpoint w
      where client_id = ${clientId} and endpoint_id = ${endpointId} and enabled and removed_at is null
      for no key update skip locked`,
  );
  return rows[0]?.is_full === false ? rows[0].cursor_seq : undefined;
}

async function endOfSet(
  tx: Tx,
  clientId: string,
  fromSeq: bigint,
  mostSeq: bigint,
): Promise<bigint> {
  if (mostSeq <= fromSeq) return fromSeq;
  const rows = await rowsOf(
    tx,
    sql<{ to_seq: bigint; size: number }>`
      select coalesce(max(seq), 0) as to_seq, count(*)::int as size from (
        select seq from dunlin.event
        where client_id = ${clientId} and seq > ${fromSeq} and seq <= ${mostSeq}
        order by seq limit ${SET}) few`,
  );
  const { to_seq: toSeq, size } = rows[0]!;
  return size < SET ? mostSeq : toSeq;
}

async function write(
  tx: Tx,
  clientId: string,
  endpointId: string,
  fromSeq: bigint,
  toSeq: bigint,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into dunlin.webhook_delivery (client_id, endpoint_id, event_id, seq, customer_id, behind, due_at)
    select e.client_id, w.endpoint_id, e.event_id, e.seq, e.customer_id,
      w.ordered and e.customer_id is not null
        and (row_number() over (partition by e.customer_id order by e.seq) > 1
          or exists (select from dunlin.webhook_delivery b where b.client_id = e.client_id
            and b.endpoint_id = w.endpoint_id and b.customer_id = e.customer_id and b.state = 'pending')),
      clock_timestamp()
    from dunlin.event e
    join dunlin.webhook_endpoint w on w.client_id = e.client_id and w.endpoint_id = ${endpointId}
    where e.client_id = ${clientId} and e.seq > ${fromSeq} and e.seq <= ${toSeq}
      and dunlin.webhook_wants(w.kinds, e.kind)
      and not exists (select from dunlin.webhook_delivery d where d.client_id = e.client_id
        and d.endpoint_id = w.endpoint_id and d.event_id = e.event_id)
    order by e.seq
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
