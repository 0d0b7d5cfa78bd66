// Judging a client that lived for some weeks, against plainly reading the rows on which it is judged.
import { sql } from "kysely";
import { judge } from "#judge/judge.ts";
import { asClient, openDb, openPool, type Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { liveThrough } from "#testing/lived.ts";
import { measured, peakRssMb } from "./measure.ts";
import { multiply } from "./multiply.ts";
import { round, share, type BenchResult } from "./result.ts";
import { asOwner, settle, type Stage } from "./stage.ts";

const PAGE = 2_000;
/** What a judge can't do without: every message with its attempts, every event, every decision with its facts. */
const READ = [
  ["message", "message_id"],
  ["event", "event_id"],
  ["decision", "decision_id"],
  ["attempt", "message_id"],
] as const;

/** `size` messages of customers who paid, disputed, promised, wrote and stopped. */
export async function benchJudge(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const { clientId } = await liveThrough(at);
  const lived = await countMessages(at);
  await multiply(at, Math.ceil(size / lived) - 1);
  const messages = await countMessages(at);
  await settle(at);
  const db = openDb(openPool(at, "dunlin_worker", 2));
  try {
    const plain = await measured(stage.socketDir, async () => await readPlainly(db, clientId));
    const parts = new Parts();
    const { cost, value: verdict } = await measured(
      stage.socketDir,
      async () =>
        await judge(db, clientId, { onProgress: (name) => parts.next(name) }).finally(() =>
          parts.end(),
        ),
    );
    const [violation] = verdict.invariants.flatMap((one) => one.violations);
    assert(verdict.ok, `what lived by the rules was found to break one: ${violation?.why}`);
    const cpuUs = cost.ownCpuUs + cost.databaseCpuUs;
    return {
      name: "judge",
      size: messages,
      per_s: round(messages / cost.seconds),
      ceiling_per_s: round(messages / plain.cost.seconds),
      ratio: round(plain.cost.seconds / cost.seconds, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / messages, 1),
      limits: `${parts.told(cost.seconds)}; the database takes ${share(cost.databaseCpuUs, cpuUs)} of the processor time`,
    };
  } finally {
    await db.destroy();
  }
}

/** The time of each invariant. */
class Parts {
  readonly #parts: { readonly name: string; readonly startedMs: number }[] = [];

  next(name: string): void {
    this.#parts.push({ name, startedMs: performance.now() });
  }

  end(): void {
    this.next("");
  }

  /** The longest three. */
  told(seconds: number): string {
    const timed = this.#parts.slice(0, -1).map(({ name, startedMs }, index) => ({
      name,
      seconds: (this.#parts[index + 1]!.startedMs - startedMs) / 1_000,
    }));
    return timed
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, 3)
      .map(
        (one) => `"${one.name}" takes ${share(one.seconds, seconds)} (${round(one.seconds, 1)} s)`,
      )
      .join(", ");
  }
}

async function countMessages(at: Parameters<typeof asOwner>[0]): Promise<number> {
  return await asOwner(at, async (owner) => {
    const { rows } = await owner.query<{ count: number }>(
      "select count(*)::int as count from dunlin.message",
    );
    return rows[0]!.count;
  });
}

/** The ceiling: the rows of the four largest tables as they come, page by page. */
async function readPlainly(db: Db, clientId: string): Promise<number> {
  let count = 0;
  for (const [table, id] of READ) {
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const last = after;
      const { rows } = await asClient(
        db,
        clientId,
        async (tx) =>
          await sql<Record<string, unknown>>`
            select *, ${sql.ref(id)} as "pageId" from dunlin.${sql.id(table)}
            where client_id = ${clientId} and ${sql.ref(id)} > ${last}::uuid order by ${sql.ref(id)} limit ${PAGE}
          `.execute(tx),
      );
      count += rows.length;
      if (rows.length < PAGE) break;
      after = String(rows.at(-1)!["pageId"]);
    }
  }
  return count;
}
