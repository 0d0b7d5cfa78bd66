// The statements of dispatch on a full queue whose statistics were never gathered: by keys and partial indexes only.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectionFor } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";
import { World } from "#testing/dispatch-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
const worker = new pg.Client(connectionFor(at, "dunlin_worker"));

type Statement = { readonly text: string; readonly values: unknown[] };
const statements: Statement[] = [];

// Keeps what the dispatcher sends, word for word.
world.pool.on("connect", (client) => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  Object.assign(client, {
    query: (...args: unknown[]) => {
      if (typeof args[0] === "string")
        statements.push({ text: args[0], values: (args[1] as unknown[]) ?? [] });
      return query(...args);
    },
  });
});

beforeAll(async () => {
  await worker.connect();
  await world.addClient();
  const routeId = await world.addRoute({ window: 1_000 });
  await world.plan({ routeId, count: 50_000, notBeforeS: -120 });
  await world.sql("update dunlin.message set state = 'handed_over', attempt = 1, ended_at = now()");
  await world.sql(
    `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
     select client_id, message_id, 1, route_id, 1, now(), now(), 'sent' from dunlin.message`,
  );
  await world.plan({ routeId, count: 50_000 });
  const dispatcher = await world.start();
  while (world.fake(routeId).taken.length < 500)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await dispatcher.stop();
}, 120_000);

afterAll(async () => {
  await worker.end();
  await world.end();
  await drop();
});

/** The plan of the first statement that contains the words, with real row counts; nothing of it stays. */
async function planOf(words: string): Promise<string> {
  const statement = statements.find(({ text }) => text.includes(words));
  expect(statement, words).toBeDefined();
  await worker.query("begin");
  await worker.query("select set_config('dunlin.client_id', $1, true)", [world.clientId]);
  const { rows } = await worker.query<{ "QUERY PLAN": string }>(
    `explain (analyze, timing off) ${statement!.text}`,
    statement!.values,
  );
  await worker.query("rollback");
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test.each([
  ["for update skip locked", ["message_due", "customer_pkey"]],
  ["with ordinality", ["message_pkey", "customer_pkey", "address_pkey"]],
  ["'message.authorised'", ["message_pkey"]],
  ["'message.handed_over'", ["message_pkey", "attempt_pkey"]],
])("the statement with %s goes by %o", async (words, indexes) => {
  const plan = await planOf(words);
  for (const index of indexes) expect(plan).toContain(index);
  expect(plan).not.toMatch(/Seq Scan on (message|customer|attempt|address|part|event)/);
  // No step reads thousands of rows to find five hundred.
  const removed = [...plan.matchAll(/Rows Removed by .*: (\d+)/g)].map((match) => Number(match[1]));
  expect(Math.max(0, ...removed)).toBeLessThan(5_000);
});
