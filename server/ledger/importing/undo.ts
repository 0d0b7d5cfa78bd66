import { sql, type RawBuilder } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { one, temporary } from "./job.ts";
import { checkUndo } from "./undo-checks.ts";
import { restoreCustomers, restoreEntries } from "./undo-restore.ts";

export type UndoOptions = { readonly actor: string; readonly now: Temporal.Instant };

export type UndoResult = {
  readonly batch: string;
  readonly invoices: { readonly removed: number; readonly restored: number };
  readonly credits: { readonly removed: number; readonly restored: number };
  /** `kept`: brought by the import, but decisions or messages refer to them; they owe nothing of it any more. */
  readonly customers: { readonly removed: number; readonly kept: number };
  /** Planned messages that were withdrawn. */
  readonly withdrawn: number;
};

/**
 * Takes a book back: every row as it was before. A `UserError` when a message was handed over because of it, or when later
 * books, payments or disputes build on it. Messages that are only planned are withdrawn.
 */
export async function undoImport(
  db: Db,
  clientId: string,
  batchId: string,
  options: UndoOptions,
): Promise<UndoResult> {
  return await asClient(db, clientId, async (tx) => {
    await findBatch(tx, clientId, batchId);
    await lockTouched(tx, clientId, batchId);
    await findRows(tx, clientId, batchId);
    await checkUndo(tx, clientId, batchId);
    const withdrawn = await withdrawMessages(tx, clientId, batchId, options);
    await writeUndoEvents(tx, clientId, batchId, options);
    const entries = await restoreEntries(tx, clientId, batchId);
    const customers = await restoreCustomers(tx, clientId, batchId, options.now);
    await closeBatch(tx, clientId, batchId, options);
    return { batch: batchId, ...entries, customers, withdrawn };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function findBatch(tx: Tx, clientId: string, batchId: string): Promise<void> {
  await sql`select 1 from dunlin.client where client_id = ${clientId} for no key update`.execute(
    tx,
  );
  const batch = UUID.test(batchId)
    ? await tx
        .selectFrom("batch")
        .select(["kind", "state", "undoneAt"])
        .where("clientId", "=", clientId)
        .where("batchId", "=", batchId)
        .executeTakeFirst()
    : undefined;
  if (batch === undefined) {
    throw new UserError(`there is no batch ${batchId}; take the id that import printed`);
  }
  if (batch.kind === "payments") {
    throw new UserError(
      `batch ${batchId} is a file of payments; only books and entries can be undone`,
    );
  }
  if (batch.state !== "applied") {
    throw new UserError(`batch ${batchId} is ${batch.state} already; there is nothing to undo`);
  }
}

/** Makes `undo_customer` with all whom the batch touched, locked in the order of their ids. */
async function lockTouched(tx: Tx, clientId: string, batchId: string): Promise<void> {
  await temporary(
    tx,
    { large: true },
    "undo_customer",
    sql`select entity_id as customer_id, before is null as created,
        coalesce((before ->> 'facts_version')::bigint, 0) as version0
      from dunlin.batch_change
      where client_id = ${clientId} and batch_id = ${batchId} and entity = 'customer'`,
  );
  await one(
    tx,
    sql`select count(*) from (
        select 1 from dunlin.customer
        where client_id = ${clientId} and customer_id in (select customer_id from undo_customer)
        order by customer_id for no key update) locked`,
  );
}

/**
 * Makes `undo_row`: invoices, credits and payments that the batch made or changed, `intact` when they still are as it left
 * them; and `undo_decision`: what was decided on the facts that it brought.
 */
async function findRows(tx: Tx, clientId: string, batchId: string): Promise<void> {
  // Ids grow with time: what has a greater one than the batch came after it.
  const foreign = (column: string) => sql`exists (
    select from dunlin.allocation l
    where l.client_id = ${clientId} and l.${sql.id(column)} = r.${sql.id(column)}
      and l.batch_id is distinct from ${batchId} and l.allocation_id > ${batchId})`;
  const made = (entity: string, id: string, touched: RawBuilder<unknown>) => sql`
    select ${entity}::text, r.${sql.id(id)}, 0, true, not ${touched}
    from dunlin.${sql.id(entity)} r where r.client_id = ${clientId} and r.batch_id = ${batchId}`;
  const changed = (
    entity: string,
    id: string,
    columns: readonly string[],
    touched: RawBuilder<unknown>,
  ) => {
    const now = columns.map((column) => sql`to_jsonb(r.${sql.id(column)})`);
    const after = columns.map((column) => sql`c.after -> ${column}`);
    return sql`select c.entity, c.entity_id, c.seq, false as created,
        (${sql.join(now)}) is not distinct from (${sql.join(after)}) and not ${touched} as intact
      from dunlin.batch_change c
      join dunlin.${sql.id(entity)} r on r.client_id = c.client_id and r.${sql.id(id)} = c.entity_id
      where c.client_id = ${clientId} and c.batch_id = ${batchId} and c.entity = ${entity}`;
  };
  await temporary(
    tx,
    { large: true },
    "undo_row",
    sql`${changed("invoice", "invoice_id", ["amount_minor", "open_minor", "due_on"], foreign("invoice_id"))}
      union all ${changed("credit", "credit_id", ["amount_minor", "open_minor"], sql`false`)}
      union all ${changed("payment", "payment_id", ["reversed_minor", "unallocated_minor"], sql`false`)}
      union all ${made("invoice", "invoice_id", foreign("invoice_id"))}
      union all ${made("credit", "credit_id", sql`false`)}
      union all ${made("payment", "payment_id", foreign("payment_id"))}`,
  );
  await temporary(
    tx,
    { large: true },
    "undo_decision",
    sql`select d.decision_id
      from undo_customer u
      join dunlin.account a on a.client_id = ${clientId} and a.customer_id = u.customer_id
      join dunlin.decision d on d.client_id = a.client_id and d.account_id = a.account_id
      where d.facts_version > u.version0`,
  );
}

/**
 * Withdraws what waits, and frees the rungs. A message that dispatch holds at this moment is left to it: it waits for the
 * customers' locks, then finds that the facts have changed and decides again.
 */
async function withdrawMessages(
  tx: Tx,
  clientId: string,
  batchId: string,
  options: UndoOptions,
): Promise<number> {
  await temporary(
    tx,
    { large: true },
    "undo_message",
    sql`select m.message_id from dunlin.message m
      where m.client_id = ${clientId} and m.state in ('planned', 'held', 'shadow')
        and m.decision_id in (select decision_id from undo_decision)
      for update skip locked`,
  );
  await sql`
    update dunlin.message m
    set state = 'suppressed', reason = 'import_undone', ended_at = ${options.now}::timestamptz
    from undo_message u where m.client_id = ${clientId} and m.message_id = u.message_id`.execute(
    tx,
  );
  await sql`
    delete from dunlin.rung r using undo_decision d
    where r.client_id = ${clientId} and r.decision_id = d.decision_id`.execute(tx);
  await sql`
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, cause, body)
    select ${clientId}, ${options.now}::timestamptz, 'message.suppressed', m.customer_id, m.account_id,
      m.message_id, ${options.actor}, ${batchId},
      jsonb_build_object('reason', m.reason, 'step', m.step_id, 'channel', m.channel)
    from undo_message u
    join dunlin.message m on m.client_id = ${clientId} and m.message_id = u.message_id`.execute(tx);
  const { count } = await one<{ count: number }>(
    tx,
    sql`select count(*)::int as count from undo_message`,
  );
  return count;
}

/** Written before the rows go, since their customers are found through them. */
async function writeUndoEvents(
  tx: Tx,
  clientId: string,
  batchId: string,
  options: UndoOptions,
): Promise<void> {
  const events = (entity: "invoice" | "credit") => sql`
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, actor, cause, body)
    select ${clientId}, ${options.now}::timestamptz,
      ${entity}::text || case when u.created then '.removed' else '.restored' end,
      a.customer_id, a.account_id, ${options.actor}, ${batchId},
      jsonb_build_object(${`${entity}_id`}::text, u.entity_id)
    from undo_row u
    join dunlin.${sql.id(entity)} r on r.client_id = ${clientId} and r.${sql.id(`${entity}_id`)} = u.entity_id
    join dunlin.account a on a.client_id = r.client_id and a.account_id = r.account_id
    where u.entity = ${entity}`;
  await events("invoice").execute(tx);
  await events("credit").execute(tx);
  await sql`
    insert into dunlin.event (client_id, at, kind, actor, cause, body)
    values (${clientId}, ${options.now}::timestamptz, 'batch.undone', ${options.actor}, ${batchId},
      jsonb_build_object('batch_id', ${batchId}::text))`.execute(tx);
}

/** The books speak as of the newest file that still stands, of payments too; of none when no book is left. */
async function closeBatch(
  tx: Tx,
  clientId: string,
  batchId: string,
  options: UndoOptions,
): Promise<void> {
  await sql`
    update dunlin.batch
    set state = 'undone', undone_at = ${options.now}::timestamptz, undone_by = ${options.actor}
    where client_id = ${clientId} and batch_id = ${batchId}`.execute(tx);
  await sql`
    delete from dunlin.batch_change where client_id = ${clientId} and batch_id = ${batchId}`.execute(
    tx,
  );
  await sql`
    update dunlin.client set book_as_of = (
      select case when bool_or(kind = 'book') then max(as_of) end from dunlin.batch
      where client_id = ${clientId} and state = 'applied')
    where client_id = ${clientId}`.execute(tx);
  await sql`select pg_notify('dunlin_work', 'look')`.execute(tx);
}
