import type { RawBuilder } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";

/**
 * One transaction for one client. Each statement in it is planned afresh, being sent without a name: a plan that was made
 * for an empty queue is ruinous for a full one. `plan_cache_mode` stays as it is, because forcing custom plans would plan
 * every check of a foreign key again, row by row (measured: half of the time).
 */
export async function inClient<T>(
  db: Db,
  clientId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await asClient(db, clientId, work);
}

/** The rows of a statement as PostgreSQL names them: the renaming of columns costs as much as a small query. */
export async function rowsOf<T>(db: Db | Tx, query: RawBuilder<T>): Promise<readonly T[]> {
  return (await query.execute(db.withoutPlugins())).rows;
}

const NUL = String.fromCharCode(0);

/** A text of the far side as PostgreSQL can keep it: it knows no NUL and no half characters, and no far side means one. */
export function clean(text: string): string {
  return text.replaceAll(NUL, "").toWellFormed();
}

/**
 * Conflicts, and by their classes: connection (08), resources such as a full disk (53), the operator or a crash (57), the
 * machine (58). What is refused for good belongs to none of them.
 */
const TRANSIENT_CODES = /^(40001|40P01|55P03|25P03|(08|53|57|58).{3})$/;
const TRANSIENT_WORDS = /connection|ECONN|ENOENT|EPIPE|timeout|terminat|socket/i;

/** True when the same work may succeed later: the database restarts, or another transaction was in the way. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return TRANSIENT_CODES.test(code);
  return TRANSIENT_WORDS.test(`${typeof code === "string" ? code : ""} ${error.message}`);
}
