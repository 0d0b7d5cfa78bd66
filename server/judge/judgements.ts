/** What the judge said last, as kept by its daily round. */
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Finding, Violation } from "./verdict.ts";

export type Judgement = {
  readonly ok: boolean;
  /** The day that was judged, in the client's zone. */
  readonly day: Temporal.PlainDate;
  /** By the clock of the installation. */
  readonly judgedAt: Temporal.Instant;
  /** Real time. */
  readonly tookMs: number;
  /** `violations` holds a few; `violationCount` counts all. */
  readonly invariants: readonly Finding[];
};

type Row = Omit<Judgement, "invariants" | "ok"> & {
  readonly invariant: number;
  readonly name: string;
  readonly ok: boolean;
  readonly checked: bigint;
  readonly violations: bigint;
  readonly sample: readonly Violation[];
  readonly note: string | null;
};

/** The last judgement of the client that the transaction is set to; undefined when it was never judged. */
export async function lastJudgement(tx: Tx, clientId: string): Promise<Judgement | undefined> {
  const { rows } = await sql<Row>`
    select day, judged_at, took_ms, invariant, name, ok, checked, violations, sample, note from dunlin.judgement
    where client_id = ${clientId}
      and day = (select max(day) from dunlin.judgement where client_id = ${clientId})
    order by invariant`.execute(tx);
  const [first] = rows;
  if (!first) return undefined;
  const { day, judgedAt, tookMs } = first;
  const invariants = rows.map(({ invariant, name, ok, checked, violations, sample, note }) => ({
    id: invariant,
    name,
    ok,
    checked: Number(checked),
    violationCount: Number(violations),
    violations: sample,
    ...(note === null ? {} : { note }),
  }));
  return { ok: rows.every((row) => row.ok), day, judgedAt, tookMs, invariants };
}
