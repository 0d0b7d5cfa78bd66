import { sql, type RawBuilder } from "kysely";
import type { Client } from "#clients/clients.ts";
import type { Tx } from "#platform/db.ts";
import type { DigestFactor } from "./write-factors.ts";

/** Which contact columns a file has: only then does a missing value mean that the point is gone. */
export type ContactColumns = { readonly phones: boolean; readonly emails: boolean };

/**
 * A condition that is true of an open entry (by its reference) that another book of the client tells of: the whole book of one
 * source says nothing of it.
 */
export type KeptElsewhere = (
  type: "invoice" | "credit",
  reference: RawBuilder<unknown>,
) => RawBuilder<boolean>;

/** One book on its way into the ledger. */
export type Job = {
  readonly clientId: string;
  readonly client: Client;
  readonly batchId: string;
  /** The instant that the books speak of. */
  readonly asOf: Temporal.Instant;
  /** Its day in the client's zone. */
  readonly asOfDay: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly lookAt: Temporal.Instant;
  readonly actor: string;
  /** The whole book: what is not in it is settled. */
  readonly full: boolean;
  readonly keptElsewhere: KeptElsewhere | undefined;
  /** The user has seen the figures and wants it all the same. */
  readonly yes: boolean;
  /** Too many lines for the planner to guess well. */
  readonly large: boolean;
  /** Without it the factors of the book are not kept. */
  readonly digestFactor: DigestFactor | undefined;
  readonly columns: { readonly book: ContactColumns; readonly customers: ContactColumns };
};

/** Lines up to which the planner does well without statistics. */
export const SMALL_BOOK = 2_000;

/** Sources of staged lines. */
export const BOOK = 0;
export const CUSTOMERS = 1;

/** Which customers a search is about, as a condition on a column with their ids. */
export type Scope = (customerId: RawBuilder<unknown>) => RawBuilder<unknown>;

/**
 * Makes a table that lives until the end of the transaction. With `large` it gets statistics; the planner's guess for a table
 * without is right for small ones.
 */
export async function temporary(
  tx: Tx,
  { large }: { readonly large: boolean },
  name: string,
  query: RawBuilder<unknown>,
): Promise<void> {
  await sql`create temporary table ${sql.id(name)} on commit drop as ${query}`.execute(tx);
  if (large) await sql`analyze ${sql.id("pg_temp", name)}`.execute(tx);
}

/** Runs a query that gives one row. */
export async function one<T>(tx: Tx, query: RawBuilder<T>): Promise<T> {
  const { rows } = await query.execute(tx);
  return rows[0]!;
}
