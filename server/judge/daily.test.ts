// The daily round: each client once a day, by one process, with its verdict kept and an error logged when it is broken.
import { sql } from "kysely";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Chore } from "#platform/chore.ts";
import { asClient } from "#platform/db.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";
import { startJudging } from "./daily.ts";
import { lastJudgement } from "./judgements.ts";

const world = await openWorld();
let client: BuiltClient;
const running: Chore[] = [];
let logged: Record<string, unknown>[] = [];
beforeEach(async () => {
  await world.setNow(THURSDAY);
  client = await buildClient(world);
  logged = [];
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (one) => await one.stop()));
});

const log = pino({ base: null }, { write: (line) => void logged.push(JSON.parse(line)) });
const start = () =>
  running.push(startJudging({ db: world.db, at: world.at, log, firstMs: 1, pollMs: 5 }));
const last = async () =>
  await asClient(world.db, client.clientId, async (tx) => await lastJudgement(tx, client.clientId));
const ours = () => logged.filter(({ clientId }) => clientId === client.clientId);
const soon = async (assertion: () => void) => await vi.waitFor(assertion, { timeout: 30_000 });
const judgings = () => ours().filter(({ msg }) => msg === "judged").length;
const errors = () => ours().filter(({ level }) => Number(level) >= 50);

test("a client is judged once a day, by one of many processes", async () => {
  for (let process = 0; process < 3; process++) start();
  await soon(() => expect(judgings()).toBe(1));
  expect(await last()).toMatchObject({ ok: true, day: Temporal.PlainDate.from("2026-03-05") });
  await world.setNow(THURSDAY.add({ hours: 20 }));
  await soon(() => expect(judgings()).toBe(2));
  expect((await last())!.day.toString()).toBe("2026-03-06");
  expect(errors()).toEqual([]);
});

test("not before three in the morning where the client is", async () => {
  await world.setNow("2026-03-06T00:30:00Z"); // 02:30 in Johannesburg
  start();
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(judgings()).toBe(0);
  await world.setNow("2026-03-06T01:00:00Z");
  await soon(() => expect(judgings()).toBe(1));
});

test("a broken invariant is kept with a sample, and logged as an error", async () => {
  await client.rows(
    sql`insert into dunlin.message (client_id, class, lane, channel, state, address, template, language, body, not_before, not_after, created_at)
      select ${client.clientId}, 'service', 1, 'sms', 'failed', '+27830000099', 'x', 'en', 'x', ${THURSDAY}, ${THURSDAY}, ${THURSDAY}
      from generate_series(1, 9)`,
  );
  start();
  await soon(() => expect(judgings()).toBe(1));
  const judgement = (await last())!;
  const broken = judgement.invariants.filter((one) => !one.ok);
  expect(broken).toMatchObject([{ id: 3, checked: 9, violationCount: 18 }]);
  expect(broken[0]!.violations).toHaveLength(5);
  expect(judgement.invariants.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(errors()).toMatchObject([{ invariant: 3, violations: 18 }]);
});

test("ending in the middle keeps nothing, and does not wait for the judge to end", async () => {
  start();
  await Promise.all(running.splice(0).map(async (one) => await one.stop()));
  expect(await last()).toBeUndefined();
  expect(errors()).toEqual([]);
});
