// What could not be taken of a file: every line of it, counted by kind, to be looked through and downloaded.
import { sql } from "kysely";
import { PROBLEM_KINDS, problemKindOf, type ProblemKind } from "#ledger/reading/problem-kinds.ts";
import { asClient, asNamed, type Db, type Tx } from "#platform/db.ts";
import type { ShownRejection } from "./rejected.ts";

/** Of one upload; a file with more is another file than it was taken for. */
const MOST_PROBLEMS = 100_000;

export type Problem = ShownRejection & { readonly nth: number; readonly kind: ProblemKind };

export type ProblemCount = {
  readonly kind: ProblemKind;
  readonly severity: "field" | "row";
  readonly count: number;
  /** The first of them. */
  readonly example: { readonly line: number; readonly value: string; readonly reason: string };
};

/** Adds rejections to an upload, in the order of the file; `from` is how many stand there already. */
export async function addProblems(
  db: Db,
  clientId: string,
  uploadId: string,
  from: number,
  rejections: readonly ShownRejection[],
): Promise<void> {
  const room = rejections.slice(0, Math.max(0, MOST_PROBLEMS - from));
  if (room.length === 0) return;
  const rows = room.map((one, index) => ({
    nth: from + index,
    kind: problemKindOf(one.reason),
    severity: one.severity,
    file: one.file ?? null,
    line: one.line,
    col: one.column,
    value: one.value,
    reason: one.reason,
  }));
  await asClient(db, clientId, async (tx) => {
    await sql`
      insert into dunlin.upload_problem (client_id, upload_id, nth, kind, severity, file, line, "column", value, reason)
      select ${clientId}, ${uploadId}, nth, kind, severity, file, line, col, value, reason
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (nth int, kind text, severity text, file text,
        line int, col text, value text, reason text)`.execute(tx);
  });
}

/** How many there are of each kind, the most frequent first. */
export async function countProblems(
  tx: Tx,
  clientId: string,
  uploadId: string,
): Promise<readonly ProblemCount[]> {
  const { rows } = await sql<ProblemCount>`
    select kind, min(severity) as severity, count(*)::int as count,
      (array_agg(jsonb_build_object('line', line, 'value', value, 'reason', reason) order by nth))[1] as example
    from dunlin.upload_problem where client_id = ${clientId} and upload_id = ${uploadId}
    group by kind order by count(*) desc, kind`.execute(tx);
  return rows.filter(({ kind }) => PROBLEM_KINDS.includes(kind));
}

/** Problems of one kind, or of all, after the given one. */
export async function listProblems(
  tx: Tx,
  clientId: string,
  uploadId: string,
  {
    kind = null,
    after = -1,
    limit,
  }: {
    readonly kind?: ProblemKind | null | undefined;
    readonly after?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly Problem[]> {
  const { rows } = await sql<Omit<Problem, "file"> & { file: string | null }>`
    select nth, kind, severity, file, line, "column", value, reason from dunlin.upload_problem
    where client_id = ${clientId} and upload_id = ${uploadId} and nth > ${after}
      and (${kind}::text is null or kind = ${kind})
    order by nth limit ${limit}`.execute(asNamed(tx));
  return rows.map(({ file, ...row }) => (file === null ? row : { ...row, file }));
}
