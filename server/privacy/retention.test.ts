import { sql } from "kysely";
import { expect, test } from "vitest";
import { forgetDue } from "#privacy/daily.ts";
import { forgetOld, retentionOf, setRetention } from "#privacy/retention.ts";
import { callbacks } from "#judge/callbacks.ts";
import { Found } from "#judge/verdict.ts";
import { silentLog } from "#platform/log.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const by = { actor: "test", now: THURSDAY };

/** A delivered message that old, and one of the same age that still waits. */
async function said(client: BuiltClient, ageDays: number, state = "delivered"): Promise<void> {
  const at = THURSDAY.subtract({ hours: 24 * ageDays });
  await client.rows(sql`
    insert into dunlin.message (client_id, class, lane, channel, state, address, template, language, body, not_before, not_after, created_at)
    values (${client.clientId}, 'service', 1, 'sms', ${state}, '+27821110000', 't', 'en', ${`of ${ageDays} days`}, ${at}, ${at}, ${at})`);
}

const bodies = async (client: BuiltClient) =>
  (await client.messages()).map(({ body, state }) => `${state}: ${body}`);

test("words go when their time is over and the message has ended; the message itself stays", async () => {
  const client = await buildClient(world, { policy: null });
  await said(client, 731);
  await said(client, 731, "planned");
  await said(client, 729);
  const forgotten = await forgetOld(world.db, client.clientId, THURSDAY);
  expect(forgotten).toMatchObject({ messages: 1, inbound: 0 });
  expect(await bodies(client)).toEqual([
    "delivered: ",
    "planned: of 731 days",
    "delivered: of 729 days",
  ]);
  expect(await forgetOld(world.db, client.clientId, THURSDAY)).toMatchObject({ messages: 0 });
});

test("a client may keep things longer or shorter; another client's are left alone", async () => {
  const [short, usual] = [
    await buildClient(world, { policy: null }),
    await buildClient(world, { policy: null }),
  ];
  await said(short, 40);
  await said(usual, 40);
  await short.within(
    async (tx) => await setRetention(tx, short.clientId, { kind: "messages", keepDays: 30 }, by),
  );
  for (const { clientId } of [short, usual]) await forgetOld(world.db, clientId, THURSDAY);
  expect([await bodies(short), await bodies(usual)]).toEqual([
    ["delivered: "],
    ["delivered: of 40 days"],
  ]);
  const kept = await short.within(async (tx) => await retentionOf(tx, short.clientId));
  expect(kept.find(({ kind }) => kind === "messages")?.keepDays).toBe(30);
  await expect(
    short.within(
      async (tx) => await setRetention(tx, short.clientId, { kind: "all", keepDays: 1 }, by),
    ),
  ).rejects.toThrow('there is no kind "all"; use one of: messages');
});

test("once a day for each client, and the run says what went", async () => {
  const client = await buildClient(world, { policy: null });
  await said(client, 800);
  await forgetDue(world.db, silentLog, client.clientId);
  await said(client, 800);
  await forgetDue(world.db, silentLog, client.clientId);
  const runs = await client.rows(
    sql<{ forgotten: Record<string, number> }>`select forgotten from dunlin.retention_run`,
  );
  expect(runs).toMatchObject([{ forgotten: { messages: 1 } }]);
  expect(await bodies(client)).toEqual(["delivered: ", "delivered: of 800 days"]);
});

test("files, openings, receipts and kept answers go too", async () => {
  const client = await buildClient(world, { policy: null });
  await said(client, 400);
  const old = THURSDAY.subtract({ hours: 24 * 400 });
  const { clientId } = client;
  await client.rows(sql`
    with f as (insert into dunlin.attachment (client_id, name, type, sha256, bytes, created_at, created_by)
        values (${clientId}, 'a.pdf', 'application/pdf', sha256('a'), '%PDF-1', ${old}, 'test') returning attachment_id)
    insert into dunlin.message_attachment (client_id, message_id, place, attachment_id)
    select ${clientId}, m.message_id, 1, f.attachment_id from f, dunlin.message m where m.client_id = ${clientId}`);
  await client.rows(sql`insert into dunlin.engagement (client_id, message_id, what, kind, first_at, last_at)
    select ${clientId}, message_id, 'open', 'human', ${old}, ${old} from dunlin.message where client_id = ${clientId}`);
  await client.rows(sql`insert into dunlin.receipt (client_id, route_id, state, permanent, received_at)
    select ${clientId}, route_id, 'delivered', false, ${old} from dunlin.route where client_id = ${clientId} limit 1`);
  await client.rows(sql`insert into dunlin.idempotency (client_id, key, digest, created_at)
    values (${clientId}, 'k', sha256('k'), ${old})`);
  // A line that is settled, and one that waits for somebody.
  await client.rows(sql`
    with b as (insert into dunlin.batch (client_id, kind, file, digest, as_of, state, actor, started_at)
        values (${clientId}, 'payments', 'a.xml', 'd', ${old}, 'applied', 'test', ${old}) returning batch_id),
      f as (insert into dunlin.bank_file (client_id, batch_id, kind, version, digest, message_id, begun_at, begun_by)
        select ${clientId}, batch_id, 'camt.053', '08', repeat('0', 64), 'm', ${old}, 'test' from b returning file_id)
    insert into dunlin.bank_entry (client_id, file_id, ordinal, part, statement, statement_id, account, what, amount_minor,
      currency, booked_on, is_detail, payer, named, remittance, likeness, told_by, state, created_at)
    select ${clientId}, file_id, n, 0, 0, 's', 'a', 'credit', 100, 'ZAR', '2025-01-01', true, 'Z', '{X}', 'text', 'l',
      '{camt.053}', case n when 1 then 'posted' else 'doubtful' end, ${old}::timestamptz - interval '400 days' from f, generate_series(1, 2) n`);
  expect(await forgetOld(world.db, clientId, THURSDAY)).toEqual({
    messages: 0,
    inbound: 0,
    attachments: 1,
    engagement: 1,
    imports: 0,
    debit_files: 0,
    receipts: 1,
    claims: 0,
    bank: 1,
    links: 0,
    callbacks: 0,
    answers: 1,
  });
  expect(await client.rows(sql`select 1 from dunlin.attachment`)).toEqual([]);
  expect(
    await client.rows(
      sql`select state, payer, remittance, named from dunlin.bank_entry order by state`,
    ),
  ).toEqual([
    { state: "doubtful", payer: "Z", remittance: "text", named: ["X"] },
    { state: "posted", payer: null, remittance: null, named: [] },
  ]);
});

test("callbacks that ended are forgotten, and the judge holds nobody to what was promised of them", async () => {
  const client = await buildClient(world, { policy: null });
  const { clientId } = client;
  await client.customer();
  await client.rows(sql`insert into dunlin.event (client_id, at, kind, actor, body)
    select ${clientId}, ${THURSDAY}, 'source.stale', 'test', '{}' from generate_series(1, 3)`);
  await client.rows(sql`
    with w as (insert into dunlin.webhook_endpoint (client_id, url, kinds, promised_from_seq, cursor_seq, created_by)
      select ${clientId}, 'https://a.example', array['source.stale'], min(seq) - 1, max(seq), 'test' from dunlin.event
      where client_id = ${clientId} and kind = 'source.stale' returning endpoint_id), d as (
      insert into dunlin.webhook_delivery (client_id, endpoint_id, event_id, seq, state, due_at, ended_at, tries)
      select ${clientId}, w.endpoint_id, e.event_id, e.seq, case e.nth when 3 then 'pending' else 'delivered' end, now(),
        case e.nth when 1 then ${THURSDAY.subtract({ hours: 24 * 91 })}::timestamptz when 2 then ${THURSDAY} end, 1
      from w, (select *, row_number() over (order by seq) as nth from dunlin.event
        where client_id = ${clientId} and kind = 'source.stale') e returning endpoint_id, event_id, state)
    insert into dunlin.webhook_attempt (client_id, endpoint_id, event_id, started_at, duration_ms, url, request_headers,
      request_sha256, status)
    select ${clientId}, endpoint_id, event_id, now(), 1, 'https://a.example', '{}', sha256('a'), 200 from d`);
  expect(await forgetOld(world.db, clientId, THURSDAY)).toMatchObject({ callbacks: 1 });
  const left = await client.rows(sql<{ state: string }>`
    select state from dunlin.webhook_delivery where client_id = ${clientId} order by seq`);
  expect(left).toEqual([{ state: "delivered" }, { state: "pending" }]);
  expect(
    await client.rows(sql`select 1 from dunlin.webhook_attempt where client_id = ${clientId}`),
  ).toHaveLength(2);
  const found = new Found();
  await client.within(
    async (tx) => await callbacks.judge({ db: world.db, tx, clientId, now: THURSDAY }, found),
  );
  expect(found.violations).toEqual([]);
});
