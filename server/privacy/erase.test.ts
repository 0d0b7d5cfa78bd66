import pg from "pg";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eraseCustomer } from "#privacy/erase.ts";
import { asClient, connectionFor, openDb, openPool } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";
import { verdictOn } from "#testing/judge.ts";
import { liveThrough, type Lived } from "#testing/lived.ts";
import { buildClient, openWorld } from "#testing/builders.ts";

const NOW = Temporal.Instant.from("2026-04-05T09:00:00Z");
const by = { actor: "test", now: NOW, secret: Buffer.alloc(32, 3) };

const { at, drop } = await cloneDatabase();
const owner = new pg.Client(connectionFor(at, "owner"));
const pool = openPool(at, "dunlin_app", 2);
const db = openDb(pool);
let lived: Lived;
beforeAll(async () => {
  lived = await liveThrough(at);
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await pool.end();
  await owner.end();
  await drop();
});

/** Tables of the whole schema in which a row holds the text. */
async function tablesWith(text: string, client: pg.Client = owner): Promise<string[]> {
  const { rows } = await client.query<{ name: string; found: string }>(
    `select t.name, (xpath('/row/n/text()', query_to_xml(
        format('select count(*) as n from dunlin.%I x where x::text like %L', t.name, '%' || $1 || '%'),
        false, true, '')))[1]::text as found
     from (select relname as name from pg_class where relnamespace = 'dunlin'::regnamespace and relkind = 'r') t`,
    [text],
  );
  return rows
    .filter(({ found }) => found !== "0")
    .map(({ name }) => name)
    .toSorted();
}

const figures = async () =>
  (
    await owner.query(`select
      (select json_agg(i order by invoice_id) from (select invoice_id, reference, due_on, amount_minor, open_minor from dunlin.invoice) i) as invoices,
      (select json_agg(p order by payment_id) from (select payment_id, amount_minor, paid_on, reference from dunlin.payment) p) as payments,
      (select json_agg(a order by allocation_id) from dunlin.allocation a) as allocations,
      (select count(*) from dunlin.decision) as decisions`)
  ).rows;

test("nothing says who it was, the ledger says the same, and the judge still finds nothing wrong", async () => {
  const { clientId, payer, owing, disputer, stopper, promiser, others } = lived;
  const before = await figures();
  const stopped = "+27830000004";
  for (const one of [payer, owing, disputer, stopper, promiser, ...others]) {
    const erased = await asClient(
      db,
      clientId,
      async (tx) => await eraseCustomer(tx, clientId, one.reference, by),
    );
    expect(erased).toMatchObject({
      changed: true,
      reference: expect.stringMatching(/^erased-[0-9a-f-]{36}$/),
    });
  }
  for (const needle of [
    "Payer",
    "Owing",
    "Disputer",
    "Stopper",
    "Promiser",
    "Undecided",
    "owing@",
  ]) {
    expect(await tablesWith(needle), needle).toEqual([]);
  }
  const { rows: words } = await owner.query(
    "select 1 from dunlin.message where body <> '' union all select 1 from dunlin.inbound where body <> ''",
  );
  expect(words).toEqual([]);
  for (const number of [1, 2, 3, 5, 6, 7, 8, 9])
    expect(await tablesWith(`+2783000000${number}`)).toEqual([]);
  // Who does not want to be written to is not written to when the number comes back in another book.
  expect(await tablesWith(stopped)).toEqual(["address", "opting"]);
  const { rows } = await owner.query(
    "select opted_out_at is not null as out from dunlin.address where address = $1 and channel = 'sms'",
    [stopped],
  );
  expect(rows).toEqual([{ out: true }]);
  expect(await figures()).toEqual(before);
  const verdict = await verdictOn(at, clientId);
  expect(verdict.invariants.flatMap(({ violations }) => violations)).toEqual([]);
  expect(verdict.ok).toBe(true);
});

test("asked again, by the old reference or by the new one, it changes nothing", async () => {
  const { clientId, payer } = lived;
  const footprint = async () =>
    (await owner.query("select count(*) as n, max(seq) as seq from dunlin.event")).rows;
  const before = await footprint();
  const again = await asClient(
    db,
    clientId,
    async (tx) => await eraseCustomer(tx, clientId, payer.reference, by),
  );
  const named = await asClient(
    db,
    clientId,
    async (tx) => await eraseCustomer(tx, clientId, again.reference, by),
  );
  expect(again).toMatchObject({ changed: false, withdrawn: 0 });
  expect(named.reference).toBe(again.reference);
  expect(await footprint()).toEqual(before);
});

const world = await openWorld();

test("what was waiting is withdrawn, and nothing more is decided for the customer", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ name: "Thandi Nkosi" });
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  expect((await client.messages()).map(({ state }) => state)).toEqual(["planned"]);
  const erased = await client.within(
    async (tx) => await eraseCustomer(tx, client.clientId, customer.reference, by),
  );
  expect(erased.withdrawn).toBe(1);
  expect(await client.messages()).toMatchObject([
    { state: "suppressed", reason: "erased", body: "" },
  ]);
  await client.look(customer);
  expect(await client.messages()).toHaveLength(1);
  expect(await client.events()).toContain("customer.erased");
});

test("an address that somebody else uses too stays theirs, with all that is known of it", async () => {
  const client = await buildClient(world);
  const address = "+27829990001";
  const [gone, stays] = [
    await client.customer({ name: "Gone", points: [{ address }] }),
    await client.customer({ name: "Stays", points: [{ address }] }),
  ];
  await client.rows(sql`insert into dunlin.address (client_id, channel, address, delivered_at)
    values (${client.clientId}, 'sms', ${address}, ${NOW})`);
  await client.within(async (tx) => await eraseCustomer(tx, client.clientId, gone.reference, by));
  const points = await client.rows(
    sql<{ address: string; customerId: string; retired: boolean }>`
      select address, customer_id, retired_at is not null as retired from dunlin.contact_point order by retired_at nulls first`,
  );
  expect(points).toMatchObject([
    { address, customerId: stays.customerId, retired: false },
    { address: expect.stringMatching(/^erased-/), customerId: gone.customerId, retired: true },
  ]);
  const known = await client.rows(sql`select 1 from dunlin.address where address = ${address}`);
  expect(known).toHaveLength(1);
});

test("not while a message is being handed over, and not who is not there", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.rows(sql`update dunlin.message set state = 'queued', attempt = 1`);
  const erase = async (reference: string) =>
    await client.within(async (tx) => await eraseCustomer(tx, client.clientId, reference, by));
  await expect(erase(customer.reference)).rejects.toThrow(/being handed over/);
  await expect(erase("nobody")).rejects.toThrow('there is no customer "nobody"');
  const [row] = await client.rows(sql<{ name: string }>`select name from dunlin.customer`);
  expect(row?.name).toBe("Noluthando Dlamini");
});

test("reports of rejected rows and answers to callbacks no longer name who is erased; others' stay", async () => {
  const small = await openWorld();
  const client = await buildClient(small);
  const { clientId } = client;
  const customer = await client.customer();
  const { rows: points } = await client.within(
    async (tx) =>
      await sql<{
        address: string;
      }>`select address from dunlin.contact_point where client_id = ${clientId}`.execute(tx),
  );
  const phone = points[0]!.address;
  const written = `0${phone.slice(3, 5)} ${phone.slice(5, 8)} ${phone.slice(8)}`;
  const rejected = [
    { line: 2, value: written, reason: "is in use", column: "Mobile" },
    { line: 3, value: customer.reference, reason: "is there twice", column: "" },
    { line: 4, value: "somebody else", reason: "is no date", column: "Due" },
  ];
  await client.rows(sql`
    insert into dunlin.batch (client_id, kind, file, digest, as_of, state, result, actor, started_at)
    values (${clientId}, 'book', 'a.csv', 'd', now(), 'applied', ${JSON.stringify({ rejected })}::jsonb, 'test', now())`);
  await client.rows(sql`
    with w as (insert into dunlin.webhook_endpoint (client_id, url, kinds, promised_from_seq, cursor_seq, created_by)
        values (${clientId}, 'https://a.example', array['customer.updated'], 0, 0, 'test') returning endpoint_id),
      e as (insert into dunlin.event (client_id, at, kind, customer_id, actor)
        select ${clientId}, now(), 'customer.updated', customer_id, 'test' from dunlin.customer
        where client_id = ${clientId} returning event_id, seq, customer_id),
      d as (insert into dunlin.webhook_delivery (client_id, endpoint_id, event_id, seq, customer_id, state, due_at, ended_at)
        select ${clientId}, endpoint_id, event_id, seq, customer_id, 'delivered', now(), now() from w, e
        returning endpoint_id, event_id)
    insert into dunlin.webhook_attempt (client_id, endpoint_id, event_id, started_at, duration_ms, url, request_headers,
      request_sha256, status, response_text)
    select ${clientId}, endpoint_id, event_id, now(), 1, 'https://a.example', '{}', sha256('a'), 200, 'thank you, Ann' from d`);
  await client.within(async (tx) => await eraseCustomer(tx, clientId, customer.reference, by));
  const [batch] = await client.rows(
    sql<{
      result: { rejected: unknown[] };
    }>`select result from dunlin.batch where client_id = ${clientId}`,
  );
  const gone = { value: "erased", reason: "erased" };
  expect(batch!.result.rejected).toEqual([
    { ...rejected[0], ...gone },
    { ...rejected[1], ...gone },
    rejected[2],
  ]);
  const [attempt] = await client.rows(
    sql<{
      said: string | null;
    }>`select response_text as said from dunlin.webhook_attempt where client_id = ${clientId}`,
  );
  expect(attempt!.said).toBeNull();
});
