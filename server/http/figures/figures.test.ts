// The figures for monitoring: what waits, what happened, and that asking for them reads no table from end to end.
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "../test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const scrape = async (): Promise<readonly string[]> => {
  const { statusCode, body } = await world.ask("GET", "/metrics");
  expect(statusCode).toBe(200);
  return body.split("\n");
};
const event = async (kind: string, reason?: string) =>
  await world.owner.query(
    `insert into dunlin.event (client_id, at, kind, message_id, actor, body)
     select $1, now(), $2, (select message_id from dunlin.message limit 1), 'test', jsonb_strip_nulls(jsonb_build_object('reason', $3::text))`,
    [world.clientId, kind, reason ?? null],
  );

test("the queue: how many are due in which lane, and since when", async () => {
  await world.ask("POST", "/v1/run");
  await world.owner.query("update dunlin.message set not_before = $1", [
    NOW.subtract({ seconds: 90 }).toString(),
  ]);
  await world.owner.query(
    `insert into dunlin.message (client_id, class, lane, channel, state, address, template, language, body, route_id,
       not_before, not_after, created_at)
     select $1, 'otp', 0, 'sms', 'planned', '+27821234567', 'pin', 'en', '1234', (select route_id from dunlin.route),
       $2::timestamptz + interval '1 hour', $2::timestamptz + interval '2 hours', $2::timestamptz`,
    [world.clientId, NOW.toString()],
  );
  const lines = await scrape();
  for (const line of [
    'dunlin_queue_due_messages{channel="sms",lane="bulk"} 1',
    'dunlin_queue_oldest_due_seconds{channel="sms",lane="bulk"} 90',
    'dunlin_queue_due_messages{channel="sms",lane="pin"} 0',
    'dunlin_queue_later_messages{channel="sms",lane="pin"} 1',
    'dunlin_queue_due_messages{channel="none",lane="bulk"} 0',
  ]) {
    expect(lines).toContain(line);
  }
});

test("the breaker of a route, and callbacks that wait", async () => {
  await world.owner.query(
    "update dunlin.route set failures = 3, opens_at = clock_timestamp() + interval '1 minute', worked_at = $1",
    [NOW.toString()],
  );
  await world.owner.query(
    `with made as (insert into dunlin.webhook_endpoint (client_id, url, kinds, promised_from_seq, cursor_seq, created_by)
       values ($1, 'https://crm.example/', '{*}', 0, 0, 'test') returning endpoint_id)
     insert into dunlin.webhook_delivery (client_id, endpoint_id, event_id, seq, due_at)
     select $1, endpoint_id, event_id, seq, now() - interval '1 hour' from made,
       (select event_id, seq from dunlin.event order by seq limit 2) e`,
    [world.clientId],
  );
  const lines = await scrape();
  const route = '{client="acme",route="sms-main",channel="sms"}';
  expect(lines).toContain(`dunlin_route_breaker_open${route} 1`);
  expect(lines).toContain(`dunlin_route_failures_in_a_row${route} 3`);
  expect(lines).toContain(
    `dunlin_route_worked_timestamp_seconds${route} ${NOW.epochMilliseconds / 1_000}`,
  );
  expect(lines).toContain('dunlin_callbacks_waiting{client="acme"} 2');
  const age = lines.find((line) => line.startsWith("dunlin_callbacks_oldest_due_seconds"));
  expect(Number(age?.split(" ")[1])).toBeGreaterThan(3_590);
});

test("what happened is counted once, from the question after, whoever wrote it", async () => {
  await scrape();
  await event("message.handed_over");
  await event("message.failed", "ESME_RINVDSTADR");
  const slow = await world.owner.connect();
  try {
    await slow.query("begin");
    await slow.query(
      "insert into dunlin.event (client_id, at, kind, actor) values ($1, now(), 'message.delivered', 'test')",
      [world.clientId],
    );
    await event("message.handed_over");
    await scrape();
    // One that began before is still open: nothing behind it is counted yet, or it might be missed.
    expect((await scrape()).join("\n")).not.toContain('event="handed_over",reason=""');
    await slow.query("commit");
  } finally {
    slow.release();
  }
  await scrape();
  for (let again = 0; again < 2; again++) {
    const lines = await scrape();
    for (const line of [
      'dunlin_messages_total{event="handed_over",reason=""} 2',
      'dunlin_messages_total{event="failed",reason="ESME_RINVDSTADR"} 1',
      'dunlin_messages_total{event="delivered",reason=""} 1',
      'dunlin_route_messages_total{client="acme",route="sms-main",event="handed_over"} 2',
      'dunlin_route_messages_total{client="acme",route="sms-main",event="failed"} 1',
    ]) {
      expect(lines).toContain(line);
    }
  }
});

test("decisions by reason; requests by operation; connections; the process", async () => {
  await scrape();
  await scrape();
  await world.owner.query(
    `insert into dunlin.decision (client_id, decision_id, account_id, at, policy_version, facts_version, outcome, reason, facts, answer)
     select client_id, uuidv7(), account_id, at, policy_version, facts_version, 'wait', 'not_yet', facts, answer from dunlin.decision limit 1`,
  );
  await scrape();
  const text = (await scrape()).join("\n");
  expect(text).toContain('dunlin_decisions_total{outcome="wait",reason="not_yet"} 1');
  expect(text).toMatch(/dunlin_http_requests_total\{operation="POST \/v1\/run",status="200"\} 1\n/);
  expect(text).toMatch(
    /dunlin_http_request_duration_seconds_bucket\{le="30",operation="GET \/metrics"\} \d+/,
  );
  expect(text).toContain('dunlin_database_connections{pool="app",state="most"} 4');
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
  expect(text).toMatch(/process_resident_memory_bytes \d/);
});

test("with a full queue and long logs the tables are not read from end to end", async () => {
  await world.owner.query(
    `insert into dunlin.message (client_id, class, lane, channel, state, address, template, language, body, route_id,
       not_before, not_after, created_at)
     select $1, 'service', 2, 'sms', case when n % 2 = 0 then 'planned' else 'handed_over' end, '+27821234567', 't', 'en', 'x',
       (select route_id from dunlin.route), $2::timestamptz, $2::timestamptz + interval '2 hours', $2::timestamptz
     from generate_series(1, 20000) n`,
    [world.clientId, NOW.toString()],
  );
  await world.owner.query(
    `insert into dunlin.event (client_id, at, kind, message_id, actor)
     select client_id, now(), 'message.planned', message_id, 'test' from dunlin.message`,
  );
  await scrape();
  await scrape();
  await event("message.handed_over");
  const scans = async () => {
    await world.pool.query("select pg_stat_force_next_flush()");
    const { rows } = await world.owner.query<{ name: string; scans: bigint }>(
      `select relname as name, seq_scan as scans from pg_stat_user_tables
       where relname in ('message', 'event', 'decision', 'webhook_delivery', 'route') and schemaname = 'dunlin'`,
    );
    return new Map(rows.map((row) => [row.name, Number(row.scans)]));
  };
  await scrape();
  const before = await scans();
  await scrape();
  const lines = await scrape();
  expect(lines).toContain('dunlin_queue_due_messages{channel="sms",lane="bulk"} 10001');
  const after = await scans();
  // Of routes there are a few: reading them all is right, and shows that this test would see it.
  expect(after.get("route")).toBeGreaterThan(before.get("route")!);
  for (const name of ["message", "event", "decision"]) {
    expect(after.get(name), name).toBe(before.get(name));
  }
});
