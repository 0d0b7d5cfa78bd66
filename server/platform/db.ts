import { createHash } from "node:crypto";
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import type { DB } from "#platform/schema.ts";

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;
export type DatabaseRole = "dunlin_app" | "dunlin_worker";

// int8 as bigint, date as PlainDate, timestamptz as Instant: per pool, never the global of pg.
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: (text) => Temporal.PlainDate.from(text),
  [pg.types.builtins.TIMESTAMPTZ]: (text) =>
    text.endsWith("infinity") ? null : Temporal.Instant.from(text),
};
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text") =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format)) as never,
};

// pg writes unknown objects as JSON, with quotes; `toPostgres` is its hook for our own.
for (const type of [Temporal.Instant, Temporal.PlainDate]) {
  Object.defineProperty(type.prototype, "toPostgres", {
    configurable: true,
    value(this: { toString(): string }) {
      return this.toString();
    },
  });
}

/** Where the database is: a socket folder of our own cluster, or the operator's URL. */
export type DatabaseAt = {
  readonly host?: string;
  readonly database?: string;
  readonly url?: string;
};

/** Connection settings for a role. With a URL its own user signs in and becomes the role; on our socket the role itself does. */
export function connectionFor(at: DatabaseAt, role: DatabaseRole | "owner"): pg.ClientConfig {
  const options = "-c timezone=UTC -c search_path=dunlin,pg_catalog";
  if (at.url !== undefined) {
    return {
      connectionString: at.url,
      options: role === "owner" ? options : `${options} -c role=${role}`,
    };
  }
  return {
    host: at.host,
    database: at.database ?? "postgres",
    user: role === "owner" ? "postgres" : role,
    options,
  } as pg.ClientConfig;
}

/** Stands at the beginning of a statement that a connection keeps, parsed and planned once. */
const KEPT = "/* kept */";
/** `sql` marked so: for short statements that find their rows by a key or only insert, whatever the tables hold. */
export const kept = sql.raw(KEPT);

const names = new Map<string, string>();
const MOST_NAMES = 500;

/** Has the connection keep what is marked, by a name that is the same for the same text. */
function keepMarked(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const keeping = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
    if (typeof text !== "string" || !text.startsWith(KEPT)) return query(text, values, ...rest);
    const name = nameOf(text);
    return name === undefined
      ? query(text, values, ...rest)
      : query({ name, text, values }, ...rest);
  };
  client.query = keeping as typeof client.query;
}

// Texts differ by the program, not by what users do: there are few. Beyond the bound nothing is kept.
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  names.set(text, name);
  return name;
}

/** A bounded pool. Errors of idle connections are no crash: the next query meets them. */
export function openPool(at: DatabaseAt, role: DatabaseRole | "owner", max = 8): pg.Pool {
  const pool = new pg.Pool({
    ...connectionFor(at, role),
    max,
    connectionTimeoutMillis: 30_000,
    types,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    keepMarked(client);
  });
  return pool;
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/**
 * For statements that name their columns as the program does (`as "dueOn"`): renaming the columns of every row of a large
 * set costs a tenth of a decision.
 */
export const asNamed = (tx: Tx): Tx => tx.withoutPlugins();

/** Sets the client for the rest of the transaction: row-level security shows nothing of any other. */
export async function setClient(tx: Tx, clientId: string): Promise<void> {
  await sql`select set_config('dunlin.client_id', ${clientId}, true)`.execute(tx);
}

/** One transaction for one client. */
export async function asClient<T>(
  db: Db,
  clientId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    await setClient(tx, clientId);
    return await work(tx);
  });
}
