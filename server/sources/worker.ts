// Runs sources when their time has come. Any number of processes may: each source is run by one at a time.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { runSource, type SourcePorts } from "./run.ts";

const POLL_MS = 5_000;
/** Sources that one process runs at once. */
const MOST_RUNNING = 2;

type Of = { readonly clientId: string; readonly sourceId: string };

/** Sources whose time has come and that nobody runs, the longest overdue first. */
async function dueSources(db: Db): Promise<readonly Of[]> {
  const { rows } = await sql<Of>`select client_id, source_id from dunlin.sources_due()`.execute(db);
  return rows;
}

/** Says once of each source that has not brought its books forward for too long that it is missed. The number of them. */
export async function markStale(db: Db): Promise<number> {
  const { rows } = await sql<Of>`select client_id, source_id from dunlin.sources_stale()`.execute(
    db,
  );
  for (const { clientId, sourceId } of rows) {
    await asClient(db, clientId, async (tx) => {
      const now = await clockNow(tx);
      const { rows: marked } = await sql<{ name: string; advancedAt: Temporal.Instant }>`
        update dunlin.source set stale_at = ${now}
        where client_id = ${clientId} and source_id = ${sourceId} and stale_at is null and removed_at is null
        returning name, advanced_at`.execute(tx);
      await recordEvents(
        tx,
        clientId,
        now,
        marked.map(({ name, advancedAt }) => ({
          kind: "source.stale",
          actor: "source",
          cause: sourceId,
          body: { source_id: sourceId, source: name, advanced_at: advancedAt.toString() },
        })),
      );
    });
  }
  return rows.length;
}

/** Starts running what is due. `stop` interrupts what is under way; the next process takes it up where it was. */
export function startSources(ports: SourcePorts, pollMs = POLL_MS): Chore {
  const { db, log } = ports;
  const rhythm = { firstMs: 0, everyMs: pollMs };
  return startChore(log, "sources: trying again", rhythm, async (signal) => {
    await markStale(db);
    const due = [...(await dueSources(db))];
    const lane = async (): Promise<void> => {
      for (let next = due.shift(); next && !signal.aborted; next = due.shift()) {
        const of = next;
        await runSource(ports, of, { signal }).catch((error: unknown) =>
          log.error({ ...of, error: messageOf(error) }, "a run of a source broke off"),
        );
      }
    };
    await Promise.all(Array.from({ length: MOST_RUNNING }, lane));
  });
}
