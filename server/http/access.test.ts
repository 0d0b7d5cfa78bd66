// Every operation of the map × everybody who must not: the answer is 401, 403 or 404, and nothing changes.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey, revokeApiKey } from "#auth/api-keys.ts";
import { ALLOWED, ROLES, SCOPES, type Role, type Scope } from "#auth/permissions.ts";
import { createClient } from "#clients/clients.ts";
import { asClient } from "#platform/db.ts";
import { OPERATIONS, PUBLIC } from "../routes.ts";
import { makePerson, signedIn, type Browser } from "./accounts/test-people.ts";
import { CONSOLE_PATHS } from "./console/routes.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
let otherId: string;
beforeAll(async () => {
  world = await openHttpWorld();
  const other = { slug: "other", name: "Other", currency: "ZAR", country: "ZA" };
  otherId = await createClient(world.db, { ...other, zone: "Africa/Johannesburg" }, NOW);
  await makeTheirs();
});
afterAll(async () => await world.close());

const by = { actor: "test", now: NOW };
let made = 0;

async function keyFor(clientId: string, scopes: readonly string[], expiresAt?: Temporal.Instant) {
  made += 1;
  const wanted = { name: `key ${made}`, scopes, expiresAt };
  return await asClient(
    world.db,
    clientId,
    async (tx) => await createApiKey(tx, clientId, wanted, by),
  );
}

const NOBODY = "00000000-0000-7000-8000-000000000000";
/** Things of acme, which another client's key must not reach by their ids. */
const theirs: Record<string, string> = {};

async function makeTheirs(): Promise<void> {
  const post = async (url: string, payload: object): Promise<Record<string, string>> =>
    (await world.ask("POST", url, payload)).json();
  const sent = await post("/v1/messages", { to: "+27835550001", channel: "sms", text: "Hi." });
  const endpoint = await post("/v1/webhooks", { url: "https://hooks.example.org/x" });
  const test_ = await post(`/v1/webhooks/${endpoint["endpoint_id"]}/test`, {});
  const key = await post("/v1/keys", { name: "theirs", scopes: ["messages:read"] });
  const uploaded = await world.app.inject({
    method: "POST",
    url: "/v1/imports",
    headers: {
      authorization: `Bearer ${world.token}`,
      "dunlin-client": "acme",
      "content-type": "text/csv",
    },
    payload: "Customer number;Name;Invoice number;Due date;Amount\nD-1;Bo;INV-D;2026-06-21;50.00\n",
  });
  const { rows } = await world.owner.query<{ id: string }>(
    "select contact_point_id as id from dunlin.contact_point limit 1",
  );
  const { rows: talks } = await world.owner.query<{ id: string }>(
    `insert into dunlin.conversation (client_id, channel, address, last_at)
     values ($1, 'sms', '+27835550009', $2) returning conversation_id as id`,
    [world.clientId, NOW.toString()],
  );
  Object.assign(theirs, {
    conversation_id: talks[0]?.id,
    message_id: sent["id"],
    endpoint_id: endpoint["endpoint_id"],
    event_id: test_["event_id"],
    key_id: key["key_id"],
    upload_id: uploaded.json().upload_id,
    batch_id: uploaded.json().batch_id,
    contact_point_id: rows[0]?.id,
  });
}

const pathOf = (path: string): string =>
  `/v1${path}`
    .replace(":ref", encodeURIComponent("C/1 é"))
    .replaceAll(/:(\w+_id)/g, (_, name: string) => theirs[name] ?? NOBODY);

async function ask(method: string, path: string, headers: Record<string, string>) {
  const [, , operation] = OPERATIONS.find((row) => row[0] === method && row[1] === path)!;
  // Whoever may not hears so whatever they send; what may be done must not be refused for its body alone.
  const body = (operation.example?.body ?? {}) as object;
  return await world.app.inject({
    method: method as "GET",
    url: pathOf(path),
    headers: operation.raw ? { ...headers, "content-type": "text/csv" } : headers,
    ...(method === "GET" || method === "DELETE" ? {} : { payload: body }),
  });
}

/** Counts everything a request could have added or changed. */
async function footprint(): Promise<string> {
  const { rows } = await world.owner.query<{ print: string }>(`
    select string_agg(t.name || ' ' || (xpath('/row/n/text()',
      query_to_xml(format('select count(*) || ''.'' || coalesce(sum(hashtext(x::text)), 0) as n from dunlin.%I x', t.name),
        false, true, '')))[1]::text, ', ' order by t.name) as print
    from (select relname as name from pg_class where relnamespace = 'dunlin'::regnamespace and relkind = 'r'
      and relname not in ('api_key', 'route')) t`);
  return rows[0]!.print;
}

async function askAs(browser: Browser, method: string, path: string, headers = {}) {
  const upload =
    path === "/imports" || path === "/bank/imports" ? { "content-type": "text/csv" } : {};
  const body = method === "GET" || method === "DELETE" ? undefined : {};
  return await browser.api(method as "GET", pathOf(path), body, { ...upload, ...headers });
}

const ROWS = OPERATIONS.map(([method, path, { scope, streams }]) => ({
  method,
  path,
  scope,
  streams,
}));

describe.each(ROWS)("$method $path", ({ method, path, scope }) => {
  test("without a key, with a wrong one, and with a wrong cookie: 401", async () => {
    const before = await footprint();
    for (const headers of [
      {},
      { authorization: `Bearer ${"x".repeat(43)}` },
      { authorization: `Bearer dunlin_${"x".repeat(43)}` },
      { authorization: "Basic eDp5" },
      { cookie: `dunlin=${"x".repeat(43)}` },
    ]) {
      const answer = await ask(method, path, headers as Record<string, string>);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["content-type"]).toMatch("application/problem+json");
      expect(answer.headers["www-authenticate"]).toMatch("Bearer");
    }
    expect(await footprint()).toBe(before);
  });

  test("with the operator's cookie, but from no page of ours: changes nothing", async () => {
    if (method === "GET") return;
    const before = await footprint();
    const cookie = `dunlin=${world.token}`;
    for (const headers of [{ cookie }, { cookie, origin: "https://evil.example" }]) {
      expect((await ask(method, path, headers)).statusCode).toBe(403);
    }
    expect(await footprint()).toBe(before);
  });

  test("with a key that expired or was ended: 401", async () => {
    const soon = NOW.add({ hours: 1 });
    const expired = await keyFor(world.clientId, SCOPES, soon);
    await world.owner.query("update dunlin.api_key set expires_at = $1 where key_id = $2", [
      NOW.toString(),
      expired.keyId,
    ]);
    const ended = await keyFor(world.clientId, SCOPES);
    await asClient(
      world.db,
      world.clientId,
      async (tx) => await revokeApiKey(tx, world.clientId, ended.keyId, by),
    );
    for (const { key } of [expired, ended]) {
      const answer = await ask(method, path, { authorization: `Bearer ${key}` });
      expect(answer.statusCode).toBe(401);
    }
  });

  test("with a key that lacks the scope: 403", async () => {
    if (scope === "anybody") return;
    const before = await footprint();
    const { key } = await keyFor(
      world.clientId,
      SCOPES.filter((one) => one !== scope),
    );
    const answer = await ask(method, path, { authorization: `Bearer ${key}` });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toContain(scope);
    expect(await footprint()).toBe(before);
  });

  test("with another client's key: nothing of this client is named, found or changed", async () => {
    const before = await footprint();
    const { key } = await keyFor(otherId, SCOPES);
    const named = await ask(method, path, {
      authorization: `Bearer ${key}`,
      "dunlin-client": "acme",
    });
    expect([403, 404, 422]).toContain(named.statusCode);
    const found = path.includes(":")
      ? await ask(method, path, { authorization: `Bearer ${key}` })
      : named;
    expect([403, 404, 422]).toContain(found.statusCode);
    expect(await footprint()).toBe(before);
  });
});

describe("somebody who signed in", () => {
  const browsers = new Map<Role, Browser>();
  let stranger: Browser;
  beforeAll(async () => {
    for (const role of ROLES) {
      await makePerson(world, { email: `${role}@example.org`, role });
      browsers.set(role, await signedIn(world, `${role}@example.org`));
    }
    await makePerson(
      { ...world, clientId: otherId },
      { email: "other@example.org", role: "owner" },
    );
    stranger = await signedIn(world, "other@example.org");
  });

  test.each(ROWS)(
    "$method $path is for the roles that the table says, of that client",
    async ({ method, path, scope }) => {
      if (scope === "anybody") return;
      const before = await footprint();
      for (const [role, browser] of browsers) {
        if ((ALLOWED[role] as readonly string[]).includes(scope)) continue;
        const answer = await askAs(browser, method, path);
        expect([role, answer.statusCode]).toEqual([role, 403]);
        expect(answer.json().detail).toContain(scope);
      }
      const foreign = await askAs(stranger, method, path, { "dunlin-client": "acme" });
      expect([403, 404]).toContain(foreign.statusCode);
      expect(await footprint()).toBe(before);
    },
  );

  test("every role may what the table says: looking is not refused", async () => {
    for (const [role, browser] of browsers) {
      for (const { method, path, scope, streams } of ROWS) {
        if (method !== "GET" || streams) continue;
        if (!(ALLOWED[role] as readonly string[]).includes(scope)) continue;
        const { statusCode } = await askAs(browser, method, path);
        expect([role, path, statusCode === 401 || statusCode === 403]).toEqual([role, path, false]);
      }
    }
  });

  test("GET /me says who, with any session or key, and 401 without", async () => {
    const mine = await browsers.get("auditor")!.api("GET", "/v1/me");
    expect(mine.json()).toMatchObject({
      kind: "user",
      actor: "user:auditor@example.org",
      clients: [{ slug: "acme", name: "Acme <Fibre>", role: "auditor" }],
      totp: false,
    });
    const { key } = await keyFor(world.clientId, ["keys:read"]);
    const keyed = await ask("GET", "/me", { authorization: `Bearer ${key}` });
    expect(keyed.json()).toMatchObject({ kind: "key", email: null, scopes: ["keys:read"] });
  });
});

test("an operator's scope is never a key's or a role's", async () => {
  await expect(keyFor(world.clientId, ["clients:write"])).rejects.toThrow(/unknown/);
  for (const role of ROLES) for (const scope of ALLOWED[role]) expect(SCOPES).toContain(scope);
});

test("every scope is asked for by an operation, or is listed as to come", () => {
  const asked = new Set<string>(OPERATIONS.map(([, , { scope }]) => scope));
  const unused = SCOPES.filter((scope: Scope) => !asked.has(scope));
  expect(unused.toSorted()).toEqual(TO_COME.toSorted());
});

// Rights of parts whose operations are not there yet. Shrinks; a scope that is asked for must not stand here.
const TO_COME: readonly string[] = [];

test("what is public is listed, and answers without a key", async () => {
  for (const [method, path] of PUBLIC) {
    const answer = await world.app.inject({ method, url: path });
    // What a token names that nobody made is not found; the picture is the same for everybody; a body is missing here.
    const isMade = path.includes(":") && path !== "/o/:token";
    // The console is not built here.
    const isConsole = path === "/" || CONSOLE_PATHS.some((one) => one === path);
    const expected = isConsole
      ? [503]
      : isMade
        ? [303, 404]
        : [200, 401, ...(path.startsWith("/v1/") ? [422] : [])];
    expect(expected, path).toContain(answer.statusCode);
  }
});

test("a key knows nothing of itself in the database but its digest", async () => {
  const { key } = await keyFor(world.clientId, ["keys:read"]);
  const { rows } = await sql<{ found: boolean }>`
    select bool_or(k::text like ${`%${key.slice(12)}%`}) as found from dunlin.api_key k`.execute(
    world.db,
  );
  expect(rows[0]?.found ?? false).toBe(false);
});
