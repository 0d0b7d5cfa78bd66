/** The judge: proves from the event log and the tables alone that the invariants of the design hold. Reads only. */
import { sql } from "kysely";
import { clientIds, getClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, setClient, type Db } from "#platform/db.ts";
import { callbacks } from "./callbacks.ts";
import { ends } from "./ends.ts";
import { gates } from "./gates/gates.ts";
import { isolation } from "./isolation.ts";
import { money } from "./money.ts";
import { once } from "./once.ts";
import { replay } from "./replay.ts";
import { Found, together, type Finding, type Invariant, type Verdict } from "./verdict.ts";

const INVARIANTS: readonly Invariant[] = [once, gates, ends, money, isolation, replay, callbacks];

/** Judges one client, in one snapshot: what happens meanwhile is not seen. `onProgress` is told of each invariant. */
export async function judge(
  db: Db,
  clientId: string,
  onProgress: (invariant: string) => void = () => undefined,
): Promise<Verdict> {
  const invariants = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      await setClient(tx, clientId);
      await sql`set local work_mem = '64MB'`.execute(tx);
      const scope = { db, tx, clientId, now: await clockNow(tx) };
      const findings: Finding[] = [];
      for (const invariant of INVARIANTS) {
        onProgress(invariant.name);
        const found = new Found();
        await invariant.judge(scope, found);
        findings.push(found.finding(invariant));
      }
      return findings;
    });
  return { ok: invariants.every((one) => one.ok), invariants };
}

/** Judges every client of the installation, one after the other. */
export async function judgeAll(
  db: Db,
  onProgress: (invariant: string) => void = () => undefined,
): Promise<Verdict> {
  const verdicts: { client: string; verdict: Verdict }[] = [];
  for (const clientId of await clientIds(db)) {
    const { slug } = await asClient(db, clientId, async (tx) => await getClient(tx, clientId));
    const verdict = await judge(db, clientId, (name) => onProgress(`${slug}: ${name}`));
    verdicts.push({ client: slug, verdict });
  }
  return together(INVARIANTS, verdicts);
}
