import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectionFor } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";

const { at, drop } = await cloneDatabase();
const owner = new pg.Client(connectionFor(at, "owner"));
beforeAll(async () => {
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await drop();
});

// Tables that belong to the installation and not to a client, each with its reason.
const exempt = new Map([
  ["migration", "the record of the schema's own changes"],
  ["clock", "one time for all clients"],
  ["installation", "what this installation is"],
  ["process", "the processes of the installation"],
]);

// Tables of people, who may work for several clients: none of them has a client, so each says why.
const people = new Map([
  ["user", "somebody who signs in; what they are to a client is dunlin.member"],
  ["session", "a browser that signed in"],
  ["account", "how somebody signs in: a password's hash, or who they are to a client's provider"],
  ["verification", "half-done sign-ins: states and challenges, kept for minutes"],
  ["twoFactor", "one-time codes of somebody, encrypted"],
  ["ssoProvider", "asked for by the library, stays empty; see dunlin.single_sign_on"],
  ["rateLimit", "counts requests of addresses to the way back from single sign-on"],
  ["staff", "the operator's own people, who stand above clients"],
  ["setup", "links that make somebody an operator"],
  ["attempt", "wrong passwords in a row, whether or not somebody has the address"],
  ["used_code", "one-time codes that were used"],
  ["reset", "links for a new password, as digests"],
  ["letter", "what the installation writes to people: invitations, links for a new password"],
]);

test("beside clients' rows there are only the tables of people, each with its reason", async () => {
  const { rows } = await owner.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'dunlin')`,
  );
  expect(rows.map((row) => `${row.schema}.${row.name}`).toSorted()).toEqual(
    [...people.keys()].map((name) => `auth.${name}`).toSorted(),
  );
  const { rows: granted } = await owner.query<{ grantee: string }>(
    `select distinct grantee from information_schema.role_table_grants where table_schema = 'auth'`,
  );
  // Workers and what looks across clients have no business with people's secrets.
  expect(granted.map((row) => row.grantee).toSorted()).toEqual(["dunlin_app", "postgres"]);
});

const tables = async () => {
  const { rows } = await owner.query<{
    name: string;
    secured: boolean;
    forced: boolean;
    leads: boolean;
    policy: string | null;
  }>(`select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      exists (select from pg_attribute where attrelid = c.oid and attname = 'client_id' and attnum = 1 and attnotnull) as leads,
      (select p.qual || ' / ' || p.with_check from pg_policies p
        where p.schemaname = 'dunlin' and p.tablename = c.relname and p.policyname = 'by_client') as policy
    from pg_class c where c.relnamespace = 'dunlin'::regnamespace and c.relkind in ('r', 'p')`);
  return rows;
};

test("every table leads with client_id and forces row-level security by it", async () => {
  const found = (await tables()).filter((table) => !exempt.has(table.name));
  expect(found.length).toBeGreaterThan(20);
  for (const table of found) {
    expect(table, table.name).toMatchObject({ secured: true, forced: true, leads: true });
    expect(table.policy, table.name).toMatch(/current_client\(\).* \/ .*current_client\(\)/);
  }
});

test("every exemption exists", async () => {
  const names = new Set((await tables()).map((table) => table.name));
  for (const name of exempt.keys()) expect(names).toContain(name);
});

test("every primary, unique and foreign key between clients' tables leads with client_id", async () => {
  const { rows } = await owner.query<{ table: string; key: string; leads: boolean }>(`
    select c.relname as table, i.indexrelid::regclass::text as key,
      (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) = 'client_id' as leads
    from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relnamespace = 'dunlin'::regnamespace
    union all
    select c.relname, k.conname,
      (select attname from pg_attribute where attrelid = c.oid and attnum = k.conkey[1]) = 'client_id'
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = 'dunlin'::regnamespace`);
  const wrong = rows.filter((row) => !row.leads && !exempt.has(row.table));
  // A slug names a client across the installation; somebody may be a member of several clients.
  expect(wrong.map((row) => row.key).toSorted()).toEqual([
    "client_slug_key",
    "invitation_accepted_by_fkey",
    "member_user_id_fkey",
  ]);
});

test("no role bypasses row-level security or is a superuser", async () => {
  const { rows } = await owner.query(
    "select rolname from pg_roles where rolname like 'dunlin%' and (rolbypassrls or rolsuper or rolcreaterole)",
  );
  expect(rows).toEqual([]);
});

test.each([
  "event",
  "decision",
  "policy",
  "template",
  "opting",
  "judgement",
  "audit",
  "audit_seal",
])("no role may change or delete a row of %s: only read and add", async (table) => {
  const { rows } = await owner.query<{ right: string }>(
    `select distinct privilege_type as right from information_schema.role_table_grants
       where table_schema = 'dunlin' and table_name = $1
         and grantee in ('dunlin_app', 'dunlin_worker', 'dunlin_queue', 'PUBLIC') order by 1`,
    [table],
  );
  expect(rows.map((row) => row.right)).toEqual(["INSERT", "SELECT"]);
});

test("functions that look across clients belong to dunlin_queue, fix their search path and return queue columns only", async () => {
  const { rows } = await owner.query<{ name: string; owner: string; path: string[] | null }>(
    `select proname as name, pg_get_userbyid(proowner) as owner, proconfig as path from pg_proc
     where pronamespace = 'dunlin'::regnamespace and prosecdef`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const row of rows) {
    expect(row.owner, row.name).toBe("dunlin_queue");
    expect(row.path?.join(), row.name).toContain("search_path");
  }
  const { rows: seen } = await owner.query<{ column: string }>(
    `select table_name || '.' || column_name as column from information_schema.column_privileges
     where grantee = 'dunlin_queue' and table_schema = 'dunlin'`,
  );
  const personal = /name|address|body|reference|amount|price|sender|subject|config/;
  // Members choose among their clients by name, before one is set.
  const shown = seen.map((row) => row.column).filter((column) => column !== "client.name");
  expect(shown.filter((column) => personal.test(column))).toEqual([]);
});

test.each(["dunlin_app", "dunlin_worker"] as const)(
  "as %s nothing of another client is seen or written",
  async (role) => {
    const one = "00000000-0000-7000-8000-000000000001";
    const two = "00000000-0000-7000-8000-000000000002";
    const client = new pg.Client(connectionFor(at, role));
    await client.connect();
    const be = async (id: string) =>
      await client.query("select set_config('dunlin.client_id', $1, false)", [id]);
    const add = async (id: string, slug: string) =>
      await client.query(
        "insert into client (client_id, slug, name, currency, country, zone, created_at) values ($1, $2, 'N', 'ZAR', 'ZA', 'UTC', now())",
        [id, slug],
      );
    await be(one);
    await add(one, `one-${role.slice(7)}`).catch(() => undefined);
    await be(two);
    expect((await client.query("select * from client")).rows).toEqual([]);
    await expect(add(one, "stolen")).rejects.toThrow(/row-level security|duplicate/);
    expect((await client.query("update client set name = 'X'")).rowCount).toBe(0);
    await client.query("reset dunlin.client_id");
    expect((await client.query("select * from client")).rows).toEqual([]);
    await client.end();
  },
);
