/** The judge: proves from the event log and the tables alone that the invariants of the design hold. Reads only. */
import { sql } from "kysely";
import { clientIds, getClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, setClient, type Db, type Tx } from "#platform/db.ts";
import { callbacks } from "./callbacks.ts";
import { debits } from "./debits.ts";
import { ends } from "./ends.ts";
import { gates } from "./gates/gates.ts";
import { isolation } from "./isolation.ts";
import { money } from "./money.ts";
import { once } from "./once.ts";
import { kept } from "./promises.ts";
import { replay } from "./replay.ts";
import {
  Found,
  together,
  type Finding,
  type Invariant,
  type Scope,
  type Verdict,
} from "./verdict.ts";

const INVARIANTS: readonly Invariant[] = [
  once,
  gates,
  ends,
  money,
  isolation,
  replay,
  callbacks,
  kept,
  debits,
];

/** No statement of the judge takes longer, on real time. */
const LONGEST_STATEMENT = "15min";

export type JudgeOptions = {
  /** Told of each invariant as it begins. */
  readonly onProgress?: (invariant: string) => void;
  /** Ends judging with an error, also in the middle of a statement. */
  readonly signal?: AbortSignal;
};

/**
 * Judges one client, in one snapshot: what happens meanwhile is not seen. Needs two connections of `db`, and a third for a
 * `signal`.
 */
export async function judge(
  db: Db,
  clientId: string,
  { onProgress, signal }: JudgeOptions = {},
): Promise<Verdict> {
  const invariants = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      await setClient(tx, clientId);
      await sql`select set_config('work_mem', '64MB', true), set_config('statement_timeout', ${LONGEST_STATEMENT}, true)`.execute(
        tx,
      );
      const scope = { db, tx, clientId, now: await clockNow(tx), signal };
      return await cancellable(db, tx, signal, async () => await judgeEach(scope, onProgress));
    });
  return { ok: invariants.every((one) => one.ok), invariants };
}

async function judgeEach(
  scope: Scope,
  onProgress: JudgeOptions["onProgress"],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const invariant of INVARIANTS) {
    scope.signal?.throwIfAborted();
    onProgress?.(invariant.name);
    const found = new Found();
    await invariant.judge(scope, found);
    findings.push(found.finding(invariant));
  }
  return findings;
}

/** Has the database cancel the statement that runs when the signal comes. */
async function cancellable<T>(
  db: Db,
  tx: Tx,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return await work();
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  const cancel = (): void =>
    void sql`select pg_cancel_backend(${rows[0]!.pid})`.execute(db).catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Judges every client of the installation, one after the other. `onProgress` is told of each invariant. */
export async function judgeAll(
  db: Db,
  onProgress: (invariant: string) => void = () => undefined,
): Promise<Verdict> {
  const verdicts: { client: string; verdict: Verdict }[] = [];
  for (const clientId of await clientIds(db)) {
    const { slug } = await asClient(db, clientId, async (tx) => await getClient(tx, clientId));
    const verdict = await judge(db, clientId, {
      onProgress: (name) => onProgress(`${slug}: ${name}`),
    });
    verdicts.push({ client: slug, verdict });
  }
  return together(INVARIANTS, verdicts);
}
