// What the judge said last, for monitoring and on the page.
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const judged = async (day: string, violations: number) =>
  await world.owner.query(
    `insert into dunlin.judgement (client_id, day, invariant, name, ok, checked, violations, judged_at, took_ms)
     values ($1, $2, 1, 'nothing is said twice', true, 40, 0, $3, 1500),
       ($1, $2, 4, 'the ledger adds up', $4 = 0, 7, $4::int, $3, 1500)`,
    [world.clientId, day, NOW.toString(), violations],
  );
// A new app each time: a page is kept for a second.
const page = async () => {
  const app = await world.appWith({});
  const { body } = await app.inject({
    url: "/status",
    headers: { cookie: `dunlin=${world.token}` },
  });
  await app.close();
  return body;
};

test("only with the token", async () => {
  expect((await world.app.inject({ url: "/metrics" })).statusCode).toBe(401);
});

test("a client that was never judged has no figures, and the page says nothing", async () => {
  const { statusCode, body } = await world.ask("GET", "/metrics");
  expect(statusCode).toBe(200);
  expect(body).toContain("# TYPE dunlin_judge_violations gauge");
  expect(body).not.toMatch(/dunlin_judge\w*\{client="acme"/);
  expect(await page()).not.toContain("Judged at");
});

test("the last judgement: figures for monitoring, a line on the page", async () => {
  await judged("2026-06-29", 3);
  expect(await page()).toMatch(/Judged at Tue, 30 Jun 2026, 12:00: broken are 4\. .* \(3\)/);
  await judged("2026-06-30", 0);
  const { body, headers } = await world.ask("GET", "/metrics");
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    'dunlin_judge_violations{client="acme",invariant="1"} 0',
    'dunlin_judge_violations{client="acme",invariant="4"} 0',
    'dunlin_judge_checked{client="acme",invariant="4"} 7',
    `dunlin_judge_timestamp_seconds{client="acme"} ${NOW.epochMilliseconds / 1_000}`,
    'dunlin_judge_duration_seconds{client="acme"} 1.5',
  ]) {
    expect(body.split("\n")).toContain(line);
  }
  expect(await page()).toContain("Judged at Tue, 30 Jun 2026, 12:00: all invariants hold.");
});
