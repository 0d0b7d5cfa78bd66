// Debit files that went through the filter here: kept with their totals, so that what left can be shown again.
import { copyFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { sql } from "kysely";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { filterDebitFile } from "./filter.ts";
import { shippedLayout, type ShippedLayout } from "./shipped-layouts.ts";
import { assert } from "#platform/errors.ts";

/** What left is kept for so long, since it names people and their accounts; totals and the report stay. */
const KEPT_DAYS = 30;
const MOST_KEPT_BYTES = 32 << 20;

export type FilteredFile = {
  readonly filterId: string;
  readonly file: string;
  readonly layout: string;
  readonly kept: number;
  readonly removed: number;
  readonly sumBefore: string;
  readonly sumAfter: string;
  readonly sent: number | null;
  readonly warnings: readonly string[];
  /** What left can still be fetched. */
  readonly hasOutput: boolean;
  readonly actor: string;
  readonly createdAt: Temporal.Instant;
};

export type FilterAsked = {
  readonly path: string;
  readonly name: string;
  readonly layout: "pain.008" | ShippedLayout;
  readonly markSent: boolean;
  readonly actor: string;
};

/** Filters the file and keeps what came of it. A `UserError` for a file that is not whole. */
export async function filterAndKeep(
  db: Db,
  clientId: string,
  { path, name, layout, markSent, actor }: FilterAsked,
): Promise<FilteredFile> {
  const folder = await mkdtemp(join(tmpdir(), "dunlin-filter-"));
  try {
    const file = join(folder, safeName(name));
    await copyFile(path, file);
    const done = await filterDebitFile(db, clientId, {
      file,
      layout: layout === "pain.008" ? undefined : await shippedLayout(layout),
      markSent,
      actor,
    });
    const size = done.output === null ? 0 : (await stat(done.output)).size;
    const isKept = done.output !== null && size <= MOST_KEPT_BYTES;
    const output = isKept ? await readFile(done.output) : null;
    const report = await readFile(done.report);
    const tooLarge = done.output !== null && !isKept;
    const warnings = [
      ...done.warnings,
      ...(tooLarge ? ["the result is too large to be kept; use the command debits filter"] : []),
    ];
    return await asClient(db, clientId, async (tx) => {
      const now = await clockNow(tx);
      await forget(tx, clientId, now);
      const { rows } = await sql<{ id: string }>`
        insert into dunlin.filtered_file (client_id, file, layout, kept, removed, sum_before, sum_after, sent,
          warnings, output, report, actor, created_at)
        values (${clientId}, ${basename(file)}, ${layout}, ${done.kept}, ${done.removed}, ${done.sumBefore},
          ${done.sumAfter}, ${done.sent?.sent ?? null}, ${warnings}::text[], ${output}, ${report}, ${actor}, ${now})
        returning filter_id as id`.execute(tx);
      const [kept] = await listFiltered(tx, clientId, { only: rows[0]!.id, limit: 1 });
      assert(kept, "a filtered file that was just written is not there");
      return kept;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function safeName(name: string): string {
  const bare = basename(name.replaceAll(/[\\/\p{Cc}]/gu, "_")).slice(-100);
  return bare === "" || bare.startsWith(".") ? `file${bare}` : bare;
}

async function forget(tx: Tx, clientId: string, now: Temporal.Instant): Promise<void> {
  const since = now.subtract({ hours: 24 * KEPT_DAYS });
  await sql`update dunlin.filtered_file set output = null
    where client_id = ${clientId} and output is not null and created_at < ${since}`.execute(tx);
}

/** Files that were filtered, the last one first. */
export async function listFiltered(
  tx: Tx,
  clientId: string,
  { only = null, limit }: { readonly only?: string | null; readonly limit: number },
): Promise<FilteredFile[]> {
  const { rows } = await sql<FilteredFile>`
    select filter_id, file, layout, kept, removed, sum_before, sum_after, sent, warnings,
      output is not null as has_output, actor, created_at
    from dunlin.filtered_file where client_id = ${clientId} and (${only}::uuid is null or filter_id = ${only}::uuid)
    order by filter_id desc limit ${limit}`.execute(tx);
  return rows;
}

/** What left, or the report; undefined when it is not there any more. */
export async function fetchFiltered(
  tx: Tx,
  clientId: string,
  filterId: string,
  part: "output" | "report",
): Promise<{ readonly name: string; readonly bytes: Buffer } | undefined> {
  const row = await tx
    .selectFrom("filteredFile")
    .select(["file", part])
    .where("clientId", "=", clientId)
    .where("filterId", "=", filterId)
    .executeTakeFirst();
  const bytes = row?.[part];
  if (!row || !bytes) return undefined;
  const dot = row.file.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [row.file.slice(0, dot), row.file.slice(dot)] : [row.file, ""];
  return { name: part === "output" ? `${stem}.filtered${end}` : `${stem}.report.csv`, bytes };
}
