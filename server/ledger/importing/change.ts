import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Job } from "./job.ts";

type Changed = {
  /** The table, whose key is its name and `_id`. */
  readonly entity: "customer" | "contact_point" | "invoice" | "credit" | "payment";
  /** What undo brings back. */
  readonly columns: readonly string[];
  /** What undo only wants to know of the row before. */
  readonly known?: readonly string[];
};

/**
 * Runs an `update` without `returning`, and keeps those columns of each row, before and after, in `batch_change`. One
 * statement: it visits a row once, and no plan depends on how many rows the batch has kept so far, which the planner can't
 * know while the transaction lasts.
 */
export async function change(
  tx: Tx,
  { clientId, batchId }: Pick<Job, "clientId" | "batchId">,
  { entity, columns, known = [] }: Changed,
  update: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    with changed as (
      ${update}
      returning new.${sql.id(`${entity}_id`)} as entity_id, ${image("old", [...columns, ...known])} as before,
        ${image("new", columns)} as after)
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id, before, after)
    select ${clientId}, ${batchId}, ${entity}, entity_id, before, after from changed`.execute(tx);
}

function image(row: "old" | "new", columns: readonly string[]) {
  const pairs = columns.map((column) => sql`${sql.lit(column)}, ${sql.id(row, column)}`);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}
