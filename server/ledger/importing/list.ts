import type { Tx } from "#platform/db.ts";

export type ImportShown = {
  readonly batch: string;
  readonly file: string;
  readonly asOf: string;
  readonly full: boolean;
  readonly state: string;
  readonly appliedAt: string | null;
  readonly undoneAt: string | null;
  readonly actor: string;
  /** Counts of what it did. */
  readonly result: unknown;
};

/** The books of a client, the last one first. */
export async function listImports(tx: Tx, clientId: string, limit = 50): Promise<ImportShown[]> {
  const rows = await tx
    .selectFrom("batch")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("kind", "=", "book")
    .orderBy("startedAt", "desc")
    .orderBy("batchId", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    batch: row.batchId,
    file: row.file,
    asOf: row.asOf.toString(),
    full: row.fullBook,
    state: row.state,
    appliedAt: row.appliedAt?.toString() ?? null,
    undoneAt: row.undoneAt?.toString() ?? null,
    actor: row.actor,
    result: row.result,
  }));
}

/** Whether there is such a batch, of whatever kind. */
export async function hasBatch(tx: Tx, clientId: string, batchId: string): Promise<boolean> {
  const found = await tx
    .selectFrom("batch")
    .select("batchId")
    .where("clientId", "=", clientId)
    .where("batchId", "=", batchId)
    .executeTakeFirst();
  return found !== undefined;
}
