// Tries to write rows of a client under another one, in a transaction that is always rolled back.
import { sql, type RawBuilder } from "kysely";
import { setClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";

/** Refused by a right or by row-level security. */
const REFUSED = "42501";
/** Not tried in the end: somebody holds the table, or the time is over. */
const GAVE_UP = new Set(["55P03", "57014"]);
const LONGEST = "5s";

export type Probed = {
  /** Tables, and what could be done to them. */
  readonly holes: readonly { readonly table: string; readonly why: string }[];
  /** What could not be tried, in a sentence; undefined: all was. */
  readonly note: string | undefined;
};

/**
 * The statements have no condition: only the policies stand between them and the rows. They are for tables whose policies
 * look right, so that on a sound database no row is touched; and whatever they do is rolled back.
 */
const attempts = (
  table: string,
  clientId: string,
): Readonly<Record<string, RawBuilder<unknown>>> => {
  const name = sql.id("dunlin", table);
  return {
    // Row-level security is asked before the columns that must not be empty.
    "inserted for": sql`insert into ${name} (client_id) values (${clientId})`,
    "changed from": sql`update ${name} set client_id = ${clientId}`,
    "deleted from": sql`delete from ${name}`,
  };
};

/** As the role that the connection has, or as dunlin_app when that is above row-level security. Leaves no trace. */
export async function probeWriting(
  db: Db,
  clientId: string,
  tables: readonly string[],
): Promise<Probed> {
  const tx = await db.startTransaction().execute();
  try {
    const { rows } = await sql<{ readOnly: boolean; above: boolean; other: string }>`
      select current_setting('transaction_read_only') = 'on' as read_only,
        r.rolsuper or r.rolbypassrls as above, uuidv7() as other
      from pg_roles r where r.rolname = current_user`.execute(tx);
    const { readOnly, above, other } = rows[0]!;
    if (readOnly) return { holes: [], note: "writing was not tried: this database is read only" };
    if (above) await sql`set local role dunlin_app`.execute(tx);
    await sql`select set_config('statement_timeout', ${LONGEST}, true), set_config('lock_timeout', ${LONGEST}, true)`.execute(
      tx,
    );
    await setClient(tx, other);
    return await tryAll(tx, clientId, tables);
  } finally {
    await tx.rollback().execute();
  }
}

async function tryAll(tx: Tx, clientId: string, tables: readonly string[]): Promise<Probed> {
  const holes: { table: string; why: string }[] = [];
  const untried: string[] = [];
  for (const table of tables) {
    for (const [done, statement] of Object.entries(attempts(table, clientId))) {
      const outcome = await tryOne(tx, statement);
      if (outcome === "untried") untried.push(table);
      else if (outcome !== undefined)
        holes.push({ table, why: `rows can be ${done} another client: ${outcome}` });
    }
  }
  const note = `writing was not tried where somebody held the table: ${[...new Set(untried)].join(", ")}`;
  return { holes, note: untried.length === 0 ? undefined : note };
}

/** Undefined when it was refused or met no row. */
async function tryOne(tx: Tx, statement: RawBuilder<unknown>): Promise<string | undefined> {
  await sql`savepoint probe`.execute(tx);
  try {
    const { numAffectedRows = 0n } = await statement.execute(tx);
    return numAffectedRows === 0n ? undefined : `${numAffectedRows} rows were`;
  } catch (error) {
    const { code = "" } = error as { readonly code?: string };
    if (code === REFUSED) return undefined;
    // Another refusal came too late: the row had passed the policies.
    return GAVE_UP.has(code) ? "untried" : messageOf(error);
  } finally {
    await sql`rollback to savepoint probe`.execute(tx);
  }
}
