import { sql } from "kysely";
import { expect, test } from "vitest";
import {
  openableRoutes,
  openSettings,
  sealPlainSettings,
  sealSettings,
} from "#messages/routes/secrets.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { buildClient, openWorld } from "#testing/builders.ts";
import { checkConfig } from "../../compose.ts";

const world = await openWorld();
const key = sealKeyFrom(Buffer.alloc(32, 1));
const other = sealKeyFrom(Buffer.alloc(32, 2));

const FILE = `routes:
  - { name: smsc, channel: sms, adapter: smpp, sender: "27600000000",
      config: { host: smsc.example, port: 2775, system_id: me, password: hush-1 } }
  - { name: twilio, channel: sms, adapter: twilio, sender: "+27600000000",
      config: { account_sid: AC00000000000000000000000000000001, auth_token: hush-2,
        api_key_sid: SK00000000000000000000000000000001, api_key_secret: hush-3 } }
  - { name: basic, channel: sms, adapter: http, sender: Harbour,
      config: { url: "https://sms.example/send", auth: { kind: basic, user: me, password: hush-4 },
        headers: { X-Key: hush-5 }, body: { to: "{{ to }}", text: "{{ text }}", password: theirs },
        check: { header: X-Sign, secret: hush-6-six, hmac: sha256 } } }
  - { name: bearer, channel: sms, adapter: http, sender: Harbour,
      config: { url: "https://sms.example/send", auth: { kind: bearer, token: hush-7 }, body: { to: "{{ to }}" } } }
  - { name: named, channel: sms, adapter: http, sender: Harbour,
      config: { url: "https://sms.example/send", auth: { kind: header, name: X-A, value: hush-8 }, body: { to: "{{ to }}" } } }
  - { name: mail, channel: email, adapter: smtp, sender: a@harbour.example,
      config: { host: mx.example, port: 587, auth: { user: me, password: hush-9 },
        dkim: { domain: harbour.example, selector: s, private_key: hush-10 } } }
`;

test("no secret of any adapter lies in the database, and each comes back as it was given", async () => {
  const client = await buildClient(world, { channels: [] });
  const { clientId } = client;
  const routes = parseRoutes(FILE, checkConfig);
  await client.within(async (tx) => await setRoutes(tx, clientId, routes, key));
  const rows = await client.rows(
    sql<{ name: string; config: Record<string, unknown>; text: string }>`
      select name, config, config::text as text from dunlin.route order by name`,
  );
  for (const { text } of rows) expect(text).not.toContain("hush");
  // What judges and reports read is in plain.
  expect(rows.find(({ name }) => name === "smsc")?.config).toMatchObject({ window: 100, binds: 1 });
  for (const { name, config } of rows) {
    const given = routes.find((route) => route.name === name)!.config;
    expect(openSettings(key, { clientId, name, config })).toEqual(
      JSON.parse(JSON.stringify(given)),
    );
  }
  const found = await client.within(async (tx) => await openableRoutes(tx, clientId, key));
  expect(found).toEqual(["basic", "bearer", "mail", "named", "smsc", "twilio"]);
});

test("a secret opens for its own route only, and with no other key", () => {
  const config = sealSettings(key, { clientId: "a", name: "one", config: { password: "hush" } });
  expect(() => openSettings(key, { clientId: "a", name: "two", config })).toThrow(/authenticate/);
  expect(() => openSettings(key, { clientId: "b", name: "one", config })).toThrow(/authenticate/);
  expect(() => openSettings(other, { clientId: "a", name: "one", config })).toThrow(
    /sealed with another key; set DUNLIN_KEY/,
  );
  expect(sealSettings(key, { clientId: "a", name: "one", config })).toEqual(config);
});

test("what lies there in plain is sealed at the start, once, and the route is not opened anew for it", async () => {
  const client = await buildClient(world, { channels: [] });
  const { clientId } = client;
  await client.rows(sql`
    insert into dunlin.route (client_id, name, channel, adapter, config, sender, rate_per_s, burst)
    values (${clientId}, 'old', 'sms', 'smpp', '{"host": "a", "password": "hush"}', '1', 1, 1)`);
  const read = async () => {
    const [row] = await client.rows(
      sql<{ config: Record<string, unknown>; changed: string }>`
        select config, changed_at::text as changed from dunlin.route`,
    );
    return row!;
  };
  const before = await read();
  expect(await sealPlainSettings(world.db, key)).toBe(1);
  expect(await sealPlainSettings(world.db, key)).toBe(0);
  const after = await read();
  expect(after.changed).toBe(before.changed);
  expect(JSON.stringify(after.config)).not.toContain("hush");
  const opened = openSettings(key, { clientId, name: "old", config: after.config });
  expect(opened).toEqual({ host: "a", password: "hush" });
});

test("with another key it is said that the key is another one", async () => {
  const client = await buildClient(world);
  const ask = async () =>
    await client.within(async (tx) => await openableRoutes(tx, client.clientId, other));
  expect(await ask()).toEqual([]); // routes without secrets
  const routes = parseRoutes(FILE, checkConfig).slice(0, 1);
  await client.within(async (tx) => await setRoutes(tx, client.clientId, routes, key));
  await expect(ask()).rejects.toThrow("another key");
});
