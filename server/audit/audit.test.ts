import pg from "pg";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { writeAudit } from "#audit/audit.ts";
import { digesterFrom, withoutPersons } from "#audit/digest.ts";
import { MOST_ROWS, sealClient } from "#audit/seal.ts";
import { verifyAudit } from "#audit/verify.ts";
import { asClient, connectionFor } from "#platform/db.ts";
import { buildClient, openWorld, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const owner = new pg.Client(connectionFor(world.at, "owner"));
beforeAll(async () => await owner.connect());
afterAll(async () => await owner.end());

const digest = digesterFrom(Buffer.alloc(32, 1), "00000000-0000-7000-8000-000000000001");

async function write(client: BuiltClient, count: number): Promise<void> {
  await client.within(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const entry = {
        actor: "key:billing",
        ip: "10.0.0.1",
        action: "POST /v1/messages",
        kind: "message",
      };
      await writeAudit(tx, client.clientId, { ...entry, id: undefined, asked: { n } }, digest);
    }
  });
}

const verify = async (client: BuiltClient, holds?: string) =>
  await client.within(async (tx) => await verifyAudit(tx, client.clientId, holds));

/** Two seals of three rows and one of two, and a row that is not sealed. */
async function sealed(): Promise<BuiltClient> {
  const client = await buildClient(world, { channels: [], policy: null });
  for (const count of [3, 3, 2]) {
    await write(client, count);
    expect(await sealClient(world.db, client.clientId)).toMatchObject([{ rows: count }]);
  }
  await write(client, 1);
  return client;
}

test("what nobody touched verifies, and the chain holds the hash that was written down before", async () => {
  const client = await sealed();
  const first = await verify(client);
  expect(first).toMatchObject({ ok: true, seals: 3, rows: 8, unsealed: 1, faults: [] });
  await sealClient(world.db, client.clientId);
  expect(await verify(client, first.lastHash)).toMatchObject({ ok: true, seals: 4, holds: true });
  expect(await verify(client, "0".repeat(64))).toMatchObject({ ok: false, holds: false });
});

const nth = (n: number) =>
  `(select seq from dunlin.audit where client_id = $1 order by seq offset ${n - 1} limit 1)`;

test.each([
  [
    "row changed",
    5,
    `update dunlin.audit set actor = 'operator' where client_id = $1 and seq = ${nth(5)}`,
  ],
  [
    "row changed",
    2,
    `update dunlin.audit set asked = '{"n": 9}' where client_id = $1 and seq = ${nth(2)}`,
  ],
  [
    "row changed",
    8,
    `update dunlin.audit set at = at + interval '1 microsecond' where client_id = $1 and seq = ${nth(8)}`,
  ],
  ["row missing", 4, `delete from dunlin.audit where client_id = $1 and seq = ${nth(4)}`],
])("a planted fault is found: %s %i", async (what, n, statement) => {
  const client = await sealed();
  const { rows } = await owner.query<{ seq: string }>(`select ${nth(n)} as seq`, [client.clientId]);
  await owner.query(statement, [client.clientId]);
  const found = await verify(client);
  expect(found).toMatchObject({ ok: false, faultCount: 1 });
  expect(found.faults).toEqual([
    { what, seq: BigInt(rows[0]!.seq), seal: n < 4 ? 1 : n < 7 ? 2 : 3 },
  ]);
});

test("a row that is slipped in between is found", async () => {
  const client = await sealed();
  // Numbers are the installation's: another client's rows leave a gap for it.
  const other = await buildClient(world, { channels: [], policy: null });
  await write(other, 1);
  await write(client, 1);
  await sealClient(world.db, client.clientId);
  await owner.query(
    `insert into dunlin.audit (client_id, seq, actor, action, record_kind) overriding system value
     select $1, seq, 'cli', 'dunlin run', 'run' from dunlin.audit where client_id = $2`,
    [client.clientId, other.clientId],
  );
  expect((await verify(client)).faults).toMatchObject([{ what: "row inserted", seal: 4 }]);
});

test.each([
  [
    "seal broken",
    "update dunlin.audit_seal set at = at - interval '1 day' where client_id = $1 and number = 2",
  ],
  ["seal missing", "delete from dunlin.audit_seal where client_id = $1 and number = 2"],
  [
    "seal broken",
    "update dunlin.audit_seal set leaves = overlay(leaves placing '\\x00' from 1), digest = sha256('x') where client_id = $1 and number = 2",
  ],
  [
    "seal broken",
    "update dunlin.audit_seal set hash = sha256('x') where client_id = $1 and number = 2",
  ],
])("a broken chain is found: %s: %s", async (what, statement) => {
  const client = await sealed();
  await owner.query(statement, [client.clientId]);
  const found = await verify(client);
  expect(found.ok).toBe(false);
  expect(found.faults.map((fault) => fault.what)).toContain(what);
});

test("whoever makes a later part of the chain anew is found out by a hash kept elsewhere", async () => {
  const client = await sealed();
  const { lastHash } = await verify(client);
  await owner.query("update dunlin.audit set actor = 'cli' where client_id = $1", [
    client.clientId,
  ]);
  await owner.query("delete from dunlin.audit_seal where client_id = $1", [client.clientId]);
  await sealClient(world.db, client.clientId);
  expect(await verify(client)).toMatchObject({ ok: true });
  expect(await verify(client, lastHash)).toMatchObject({ ok: false, holds: false });
});

test("a row whose transaction is still open is not passed over", async () => {
  const client = await sealed();
  const late = new pg.Client(connectionFor(world.at, "dunlin_app"));
  await late.connect();
  await late.query("begin");
  await late.query("select set_config('dunlin.client_id', $1, true)", [client.clientId]);
  await late.query(
    "insert into dunlin.audit (client_id, actor, action, record_kind) values ($1, 'cli', 'late', 'run')",
    [client.clientId],
  );
  await write(client, 1);
  const sealing = sealClient(world.db, client.clientId);
  await late.query("commit");
  await late.end();
  expect(await sealing).toMatchObject([{ rows: 3 }]);
  expect(await verify(client)).toMatchObject({ ok: true, unsealed: 0 });
});

test("a seal holds 1,000 rows at most", async () => {
  const client = await buildClient(world, { channels: [], policy: null });
  await owner.query(
    `insert into dunlin.audit (client_id, actor, action, record_kind)
     select $1, 'cli', 'run', 'run' from generate_series(1, $2::int)`,
    [client.clientId, MOST_ROWS + 1],
  );
  expect(await sealClient(world.db, client.clientId)).toMatchObject([{ rows: 1_000 }, { rows: 1 }]);
  expect(await verify(client)).toMatchObject({ ok: true, seals: 2, rows: 1_001 });
});

test("another client's audit is neither seen nor written", async () => {
  const [one, two] = [await sealed(), await sealed()];
  await asClient(world.app, two.clientId, async (tx) => {
    expect(
      (await sql`select 1 from dunlin.audit where client_id = ${one.clientId}`.execute(tx)).rows,
    ).toEqual([]);
  });
});

test("names, numbers and texts go in as digests; codes, amounts, dates and ids as they are", () => {
  const asked = {
    to: "+27821234567",
    text: "Dear Thandi, you owe R 149.90",
    channel: "sms",
    amount_minor: "14990000",
    due_on: "2026-07-01",
    data: { first_name: "Thandi", nights: 3 },
    hold_id: "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
  };
  const row = JSON.stringify(withoutPersons(asked, digest));
  expect(JSON.parse(row)).toEqual({
    to: expect.stringMatching(/^#[0-9a-f]{32}$/),
    text: expect.stringMatching(/^#/),
    channel: "sms",
    amount_minor: "14990000",
    due_on: "2026-07-01",
    data: { first_name: expect.stringMatching(/^#/), nights: 3 },
    hold_id: asked.hold_id,
  });
});

test("no text of a person survives, whatever the shape", () => {
  const name = fc.constantFrom(
    "Thandi Nkosi",
    "Zażółć",
    "+27 82 123 4567",
    "27821234567",
    "thandi@mail.example",
  );
  const key = fc
    .string({ minLength: 1, maxLength: 10 })
    .filter((text) => !/^\w*$/.test(text) || text === "note");
  const shape = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      name,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(shape, (value) => {
      expect(JSON.stringify(withoutPersons(value, digest))).not.toMatch(
        /Thandi|Zażółć|2782|82 123|mail\.example/,
      );
    }),
    { numRuns: 200 },
  );
});
