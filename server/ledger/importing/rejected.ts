import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { sql } from "kysely";
import { RejectionFile } from "#ledger/reading/rejections.ts";
import type { Rejection } from "#ledger/reading/types.ts";
import type { Tx } from "#platform/db.ts";
import { one } from "./job.ts";

/** Rejections that the answer itself carries; the file has them all. */
const REJECTIONS_SHOWN = 10_000;
const PAGE = 5_000;

/** A rejection with the file it comes from, where there are two. */
export type ShownRejection = Rejection & { readonly file?: string };

export type Rejections = {
  readonly shown: readonly ShownRejection[];
  readonly count: number;
  /** Rejected rows that name neither an invoice nor a customer. */
  readonly nameless: number;
};

type Numbered = Rejection & { readonly source: number; readonly nth: bigint };

/** Puts the rejections in the order of the files and reads the first of them. */
export async function readRejections(
  tx: Tx,
  names: readonly (string | undefined)[],
): Promise<Rejections> {
  await sql`
    create temporary table book_rejected_in_order on commit drop as
    select row_number() over (order by source desc, line, severity, "column") as nth, source, line,
      coalesce("column", '') as "column", coalesce(value, '') as value, reason, severity
    from book_rejected`.execute(tx);
  await sql`create index on pg_temp.book_rejected_in_order (nth)`.execute(tx);
  const { count, nameless } = await one<{ count: number; nameless: number }>(
    tx,
    sql`select count(*)::int as count,
      (count(distinct (source, line)) filter
        (where severity = 'row' and reference is null and customer is null))::int as nameless
      from book_rejected`,
  );
  const first = await page(tx, 0, REJECTIONS_SHOWN);
  return { shown: first.map(shownWith(names)), count, nameless };
}

function shownWith(names: readonly (string | undefined)[]) {
  const two = names.filter((name) => name !== undefined).length > 1;
  return ({ source, line, column, value, reason, severity }: Numbered): ShownRejection => {
    const name = two ? names[source] : undefined;
    const rejection = { line, column, value, reason, severity };
    return name === undefined ? rejection : { ...rejection, file: name };
  };
}

/** Gives all rejections to `take`, in the order of the files. They must have been read before. */
export async function eachRejection(
  tx: Tx,
  names: readonly (string | undefined)[],
  take: (page: readonly ShownRejection[]) => Promise<void>,
): Promise<void> {
  for (let after = 0; ;) {
    const rows = await page(tx, after, PAGE);
    if (rows.length === 0) return;
    await take(rows.map(shownWith(names)));
    after = Number(rows.at(-1)!.nth);
  }
}

async function page(tx: Tx, after: number, limit: number, source?: number): Promise<Numbered[]> {
  const ofSource = source === undefined ? sql`` : sql`and source = ${source}`;
  const { rows } = await sql<Numbered>`
    select nth, source, line, "column", value, reason, severity from pg_temp.book_rejected_in_order
    where nth > ${after} ${ofSource} order by nth limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Writes all rejections of one file beside it, or below the folder for temporary files where that can't be written. Returns the
 * path, undefined when there is nothing to write.
 */
export async function writeRejected(
  tx: Tx,
  source: number,
  path: string,
  delimiter: string,
): Promise<string | undefined> {
  let rows = await page(tx, 0, PAGE, source);
  if (rows.length === 0) return undefined;
  const { file, at } = await createAt(path, delimiter);
  try {
    while (rows.length > 0) {
      await file.append(rows);
      rows = await page(tx, Number(rows.at(-1)!.nth), PAGE, source);
    }
  } finally {
    await file.close();
  }
  return at;
}

async function createAt(
  path: string,
  delimiter: string,
): Promise<{ file: RejectionFile; at: string }> {
  try {
    return { file: await RejectionFile.create(path, delimiter), at: path };
  } catch {
    // A folder of our own, closed to others: the rows are of people, and a known name could be somebody's link.
    const at = join(await mkdtemp(join(tmpdir(), "dunlin-rejected-")), basename(path));
    return { file: await RejectionFile.create(at, delimiter), at };
  }
}
