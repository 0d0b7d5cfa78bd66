// What the doctor finds on an installation that works, and on ones that do not.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkClient, checkZone } from "./clients.ts";
import { checkDatabase } from "./database.ts";
import { checkDisk, checkFiles, checkPublicUrl, checkSettings } from "./machine.ts";
import { checkRoute, readRoutes } from "./routes.ts";
import { NOW, openHttpWorld, type HttpWorld } from "#http/test-world.ts";
import { readConfig } from "#platform/config.ts";
import { setClock } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import type { Installation } from "#platform/installation.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { addSecret } from "#webhooks/secrets.ts";

let world: HttpWorld;
let home: string;
beforeAll(async () => {
  world = await openHttpWorld();
  home = await mkdtemp(join(tmpdir(), "dunlin-doctor-"));
});
afterAll(async () => {
  await world.close();
  await rm(home, { recursive: true, force: true });
});

const key = sealKeyFrom(Buffer.alloc(32, 7));
const client = async (withKey = key) =>
  await asClient(
    world.db,
    world.clientId,
    async (tx) => await checkClient(tx, world.clientId, withKey),
  );
const set = async (text: string) => await world.owner.query(text);
const brief = (findings: readonly { check: string; state: string }[]) =>
  findings.map(({ check, state }) => `${check} ${state}`);

test("a client whose policy is in force, with fresh books; then with old ones", async () => {
  expect(brief(await client())).toEqual(["policy ok", "books ok"]);
  await setClock(world.db, NOW.add({ hours: 24 * 7 }), "test");
  const found = (await client()).find(({ check }) => check === "books");
  expect(found).toMatchObject({
    state: "wrong",
    of: "acme",
    mend: expect.stringMatching(/import/),
  });
  await setClock(world.db, NOW, "test");
});

test("sealed secrets open with the key of the installation only", async () => {
  const { rows } = await world.owner.query<{ endpoint_id: string }>(
    `insert into dunlin.webhook_endpoint (client_id, url, kinds, promised_from_seq, cursor_seq, created_by)
     values ($1, 'https://crm.example/', '{*}', 0, 0, 'test') returning endpoint_id`,
    [world.clientId],
  );
  await asClient(world.db, world.clientId, async (tx) => {
    await addSecret(tx, world.clientId, rows[0]!.endpoint_id, key);
  });
  expect(brief(await client())).toContain("seal ok");
  const other = await client(sealKeyFrom(Buffer.alloc(32, 8)));
  expect(other.find(({ check }) => check === "seal")).toMatchObject({
    state: "wrong",
    mend: expect.stringMatching(/DUNLIN_KEY/),
  });
});

test("a route: reached or not, at rest, without prices, not to be answered", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const look = async () => {
    const rows = await asClient(
      world.db,
      world.clientId,
      async (tx) => await readRoutes(tx, world.clientId),
    );
    return (await Promise.all(rows.map(async (row) => await checkRoute(row, "acme")))).flat();
  };
  await set(`update dunlin.route set config = '{"host":"127.0.0.1","port":${port}}'`);
  expect(await look()).toMatchObject([
    { state: "ok", of: "acme sms-main", says: expect.stringMatching(/answers/) },
    { state: "warning", says: expect.stringMatching(/prices/) },
  ]);
  await new Promise((resolve) => server.close(resolve));
  await set(`update dunlin.route set listens = '{}', prices = '[{"prefix":"+27","micros":"1"}]',
    opens_at = clock_timestamp() + interval '1 minute', failures = 4, paused_why = 'ESME_RBINDFAIL'`);
  expect(await look()).toMatchObject([
    { state: "wrong", says: expect.stringMatching(/can't be reached: .*ECONNREFUSED/) },
    { state: "wrong", says: expect.stringMatching(/4 failures in a row: ESME_RBINDFAIL/) },
    { state: "warning", says: expect.stringMatching(/STOP would be lost/) },
  ]);
  // With --connect it is also tried, and only then.
  const server2 = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server2.once("listening", resolve));
  const other = (server2.address() as AddressInfo).port;
  await set(
    `update dunlin.route set config = '{"host":"127.0.0.1","port":${other}}', opens_at = null`,
  );
  const [row] = await asClient(
    world.db,
    world.clientId,
    async (tx) => await readRoutes(tx, world.clientId),
  );
  const refused = async () => await Promise.reject(new Error("ESME_RINVPASWD"));
  expect(await checkRoute(row!, "acme", refused)).toMatchObject([
    { state: "ok" },
    { state: "wrong", says: "can't sign in: ESME_RINVPASWD" },
    { state: "warning" },
  ]);
  await new Promise((resolve) => server2.close(resolve));
  await set(`update dunlin.route set config = '{"host":"sandbox"}', opens_at = null`);
  expect((await look())[0]).toMatchObject({
    state: "ok",
    says: expect.stringMatching(/simulators/),
  });
});

test("the database: version, migrations, rights, clock", async () => {
  const installation = { app: world.db, worker: world.db } as unknown as Installation;
  const found = await checkDatabase(installation);
  expect(brief(found)).toEqual([
    "database ok",
    "migrations ok",
    "rights ok",
    "rights wrong", // the application's connections stand in for the worker's
    "clock warning", // frozen
    "workers warning",
  ]);
  expect(found[4]).toMatchObject({ says: expect.stringContaining(NOW.toString()) });
  await set("insert into dunlin.migration (name) values ('9999_newer.sql')");
  expect((await checkDatabase(installation))[1]).toMatchObject({ state: "wrong" });
  await set("delete from dunlin.migration where name = '9999_newer.sql'");
});

test("zones mean the same here and in the database", async () => {
  expect(await checkZone(world.db, "acme", "Africa/Johannesburg")).toMatchObject({ state: "ok" });
  expect(await checkZone(world.db, "acme", "Europe/Warsaw")).toMatchObject({ state: "ok" });
  expect(await checkZone(world.db, "acme", "Mars/Olympus")).toMatchObject({ state: "wrong" });
});

test("settings, disk, files that others may read", async () => {
  const config = readConfig({ HOST: "0.0.0.0", DUNLIN_TEST: "1" });
  // Unencrypted, a clock that everybody may set, no letters.
  expect(brief(checkSettings(config, false))).toEqual(
    Array.from({ length: 3 }, () => "configuration warning"),
  );
  expect(brief(checkSettings(readConfig({}), true))).toEqual(["configuration ok"]);
  expect(await checkDisk(join(home, "missing"))).toMatchObject({ state: "wrong" });
  expect(await checkDisk(home)).toMatchObject({ says: expect.stringMatching(/GiB free/) });
  await writeFile(join(home, "key"), "x", { mode: 0o600 });
  expect(await checkFiles(home)).toMatchObject([{ state: "ok" }]);
  await chmod(join(home, "key"), 0o644);
  expect(await checkFiles(home)).toMatchObject([{ state: "wrong", mend: `chmod 600 ${home}/key` }]);
});

test("PUBLIC_URL leads here, elsewhere, or nowhere", async () => {
  const app = await world.appWith({});
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  expect(await checkPublicUrl(url, true)).toMatchObject({ state: "ok" });
  expect(await checkPublicUrl(`${url}/base`, true)).toMatchObject({ state: "wrong" });
  await app.close();
  expect(await checkPublicUrl(url, true)).toMatchObject({ state: "wrong" });
  expect(await checkPublicUrl(url, false)).toMatchObject({ state: "warning" });
});
