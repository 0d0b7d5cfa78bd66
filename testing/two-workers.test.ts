// Two worker processes over one database: what the issue asks for, with real processes and a real crash.
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { until, World } from "#testing/dispatch-world.ts";
import { cloneDatabase } from "#testing/database.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

type Worker = {
  readonly child: ChildProcess;
  readonly given: string[];
  readonly ended: Promise<unknown>;
};

async function startWorker(dieAfter = 0): Promise<Worker> {
  const child = fork(join(import.meta.dirname, "two-workers-child.ts"), [
    at.host!,
    at.database!,
    String(dieAfter),
  ]);
  const given: string[] = [];
  const started = Promise.withResolvers<void>();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.on("message", (message: { given?: string[]; started?: number }) => {
    if (message.given) given.push(...message.given);
    if (message.started !== undefined) started.resolve();
  });
  await started.promise;
  return { child, given, ended };
}

async function stop(worker: Worker): Promise<void> {
  worker.child.send("stop");
  await worker.ended;
}

async function stateCounts(ids: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await world.owner.query<{ state: string; count: number }>(
    "select state, count(*)::int as count from dunlin.message where message_id = any($1) group by state",
    [ids],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

test("two worker processes share 20,000 messages, and each message arrives once", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const workers = await Promise.all([startWorker(), startWorker()]);
  const ids = await world.plan({ routeId, count: 20_000 });
  await world.sql("notify dunlin_work, 'planned'");
  const given = () => workers.reduce((sum, worker) => sum + worker.given.length, 0);
  await until(() => given() >= 20_000, 90_000);
  await Promise.all(workers.map(stop));
  expect(await stateCounts(ids)).toEqual({ handed_over: 20_000 });
  const [one, two] = workers.map((worker) => worker.given);
  const all = [...one!, ...two!];
  expect(all).toHaveLength(20_000);
  expect(new Set(all)).toEqual(new Set(ids));
  // Both did their share.
  expect(Math.min(one!.length, two!.length)).toBeGreaterThan(1_000);
}, 120_000);

test("a worker that is killed loses nothing and doubles nothing: what was under way is uncertain", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const ids = await world.plan({ routeId, count: 4_000 });
  const [doomed, survivor] = await Promise.all([startWorker(800), startWorker()]);
  await doomed.ended;
  await until(async () => {
    const { planned = 0, queued = 0 } = await stateCounts(ids);
    return planned + queued === 0;
  }, 50_000);
  await stop(survivor);
  const { handed_over: sent = 0, uncertain = 0 } = await stateCounts(ids);
  expect(sent + uncertain).toBe(4_000);
  expect(uncertain).toBeLessThanOrEqual(1_500); // the window, and a set that was authorised for it
  const all = [...doomed.given, ...survivor.given];
  expect(new Set(all).size).toBe(all.length);
  const { rows } = await world.owner.query<{ most: number }>(
    "select max(attempt)::int as most from dunlin.message where message_id = any($1)",
    [ids],
  );
  expect(rows).toEqual([{ most: 1 }]);
});
