/** Sign-in through a real provider of OpenID Connect, which runs beside the test on loopback: code flow with PKCE. */
import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "../test-world.ts";
import { makePerson, openBrowser, type Browser } from "./test-people.ts";
import { addMember, endMember } from "#auth/members.ts";
import { OPERATOR, type Role } from "#auth/permissions.ts";
import { discover, removeSingleSignOn, setSingleSignOn } from "#auth/single-sign-on.ts";
import { createClient } from "#clients/clients.ts";
import { asClient } from "#platform/db.ts";
import { sealKeyFrom } from "#platform/seal.ts";

const sealKey = sealKeyFrom(Buffer.alloc(32, 7));
const SECRET = "a-secret-of-32-characters-or-more";

type Claims = { readonly email: string; readonly name: string; readonly verified: boolean };

let world: HttpWorld;
let server: Server;
let issuer: string;
/** Who signs in at the provider next, and what it says of them. */
let subject = "";
const people = new Map<string, Claims>();
const asked: URLSearchParams[] = [];

beforeAll(async () => {
  world = await openHttpWorld();
  server = createServer();
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = makeProvider();
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/") === true) {
      const login = { login: { accountId: subject } };
      void provider.interactionFinished(request, response, login);
      return;
    }
    void handle(request, response);
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await world.close();
});

function makeProvider(): Provider {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [
      {
        client_id: "dunlin",
        client_secret: SECRET,
        redirect_uris: [`http://localhost/auth/sso/callback/${world.clientId}`],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key for tests"] },
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => {
        const { email, name, verified } = people.get(id)!;
        return { sub: id, email, name, email_verified: verified };
      },
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: "dunlin",
        accountId: ctx.oidc.session!.accountId!,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
}

async function set(defaultRole: Role | null, domains = ["acme.example"]): Promise<void> {
  const endpoints = await discover(issuer);
  const wanted = {
    issuer,
    oidcClientId: "dunlin",
    secret: SECRET,
    endpoints,
    domains,
    defaultRole,
  };
  await asClient(world.db, world.clientId, async (tx) => {
    await setSingleSignOn(tx, world.clientId, wanted, { sealKey, actor: "test", now: NOW });
  });
}

/** Goes to the provider and signs in there; returns the address that it sends the browser back to. */
async function atProvider(browser: Browser): Promise<URL> {
  const led = await browser.get("/sso/acme");
  expect(led.statusCode).toBe(303);
  const link = String(led.headers.location);
  asked.push(new URL(link).searchParams);
  const cookies = new Map<string, string>();
  let next = new URL(link);
  for (let hops = 0; next.origin === issuer && hops < 10; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(next, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0]!.split(/=(.*)/);
      cookies.set(name!, value!);
    }
    const location = answer.headers.get("location");
    expect(location, await answer.text()).not.toBeNull();
    next = new URL(location!, next);
  }
  return next;
}

async function signIn(who: string, claims?: Claims): Promise<{ browser: Browser; to: unknown }> {
  subject = who;
  if (claims) people.set(who, claims);
  const browser = openBrowser(world);
  const back = await atProvider(browser);
  expect(back.origin + back.pathname).toBe(`http://localhost/auth/sso/callback/${world.clientId}`);
  const answer = await browser.get(back.pathname + back.search);
  return { browser, to: answer.headers.location };
}

const ann = { email: "Ann@acme.example", name: "Ann", verified: true };

test("somebody of the client's domain gets the usual role, and a session good for that client only", async () => {
  await set("agent");
  const { browser, to } = await signIn("ann-1", ann);
  expect(to).toBe("/");
  expect(asked.at(-1)!.get("code_challenge_method")).toBe("S256");
  expect(asked.at(-1)!.get("response_type")).toBe("code");
  const me = await browser.api("GET", "/v1/me");
  expect(me.json()).toMatchObject({
    email: "ann@acme.example",
    clients: [{ slug: "acme", name: "Acme <Fibre>", role: "agent" }],
  });
  // Also a member of another client, and of the operator's people: not by this session.
  const other = { slug: "other", name: "Other", currency: "ZAR", country: "ZA" };
  const otherId = await createClient(world.db, { ...other, zone: "Africa/Johannesburg" }, NOW);
  const { rows } = await world.owner.query(
    `select id from auth."user" where email = 'ann@acme.example'`,
  );
  const userId = rows[0].id as string;
  await asClient(world.db, otherId, async (tx) => {
    await addMember(tx, otherId, { userId, role: "owner", addedBy: "test" }, NOW);
  });
  await world.owner.query("insert into auth.staff (user_id, added_by) values ($1, 'test')", [
    userId,
  ]);
  const named = { "dunlin-client": "other" };
  expect((await browser.api("GET", "/v1/client", undefined, named)).statusCode).toBe(404);
  expect((await browser.api("GET", "/v1/clients")).statusCode).toBe(403);
  expect((await browser.api("GET", "/v1/client")).statusCode).toBe(200);
  await world.owner.query("delete from auth.staff where user_id = $1", [userId]);
});

test("the provider's own name for somebody counts, not the address that it says later", async () => {
  await makePerson(world, { email: "boss@acme.example", role: "owner" });
  const { browser } = await signIn("ann-1", { ...ann, email: "boss@acme.example" });
  expect((await browser.api("GET", "/v1/me")).json().email).toBe("ann@acme.example");
});

test.each([
  ["of another domain", { email: "eve@evil.example", name: "Eve", verified: true }],
  [
    "of a domain that only ends alike",
    { email: "eve@notacme.example", name: "Eve", verified: true },
  ],
  ["whose address is not proved", { email: "new@acme.example", name: "New", verified: false }],
])("nobody %s comes in", async (_why, claims) => {
  const { browser, to } = await signIn(`x-${claims.email}`, claims);
  expect(to).toBe("/sign-in?error=sso");
  expect((await browser.api("GET", "/v1/me")).statusCode).toBe(401);
});

test("without a usual role only members come in; who was removed stays out", async () => {
  await set(null);
  const fresh = { email: "fresh@acme.example", name: "Fresh", verified: true };
  expect((await signIn("fresh-1", fresh)).to).toBe("/sign-in?error=sso");
  const userId = await makePerson(world, { email: "mia@acme.example", role: "finance" });
  const mia = { email: "mia@acme.example", name: "Mia", verified: true };
  const { browser, to } = await signIn("mia-1", mia);
  expect(to).toBe("/");
  expect((await browser.api("GET", "/v1/me")).json().clients).toEqual([
    { slug: "acme", name: "Acme <Fibre>", role: "finance" },
  ]);
  await set("agent");
  const by = { actor: "test", now: NOW, scopes: OPERATOR.scopes };
  await asClient(world.db, world.clientId, async (tx) => {
    await endMember(tx, world.clientId, userId, by);
  });
  expect((await browser.api("GET", "/v1/me")).statusCode).toBe(401);
  expect((await signIn("mia-1")).to).toBe("/sign-in?error=sso");
});

test("the way back works once, for the browser that went there, with what it was given", async () => {
  subject = "ann-1";
  people.set("ann-1", ann);
  const browser = openBrowser(world);
  const back = await atProvider(browser);
  const path = back.pathname + back.search;
  const thief = openBrowser(world);
  await thief.get(path);
  expect((await thief.api("GET", "/v1/me")).statusCode).toBe(401);
  const forged = openBrowser(world);
  await forged.get(`${back.pathname}?code=x&state=x`);
  expect((await forged.api("GET", "/v1/me")).statusCode).toBe(401);
});

test("the provider's secret is sealed, its tokens are not kept, and its end ends its sessions", async () => {
  const { browser } = await signIn("ann-1", ann);
  const { rows } = await world.owner.query(
    `select (select string_agg(s::text, ' ') from dunlin.single_sign_on s) as settings,
      (select bool_or("accessToken" is not null or "refreshToken" is not null or "idToken" is not null)
        from auth."account" where "providerId" <> 'credential') as tokens`,
  );
  expect(rows[0].tokens).toBe(false);
  expect(rows[0].settings).not.toContain(Buffer.from(SECRET).toString("hex"));
  expect(rows[0].settings).not.toContain(SECRET);
  expect((await browser.api("GET", "/v1/me")).statusCode).toBe(200);
  await asClient(world.db, world.clientId, async (tx) => {
    expect(await removeSingleSignOn(tx, world.clientId)).toBe(true);
  });
  expect((await browser.api("GET", "/v1/me")).statusCode).toBe(401);
  const stranger = openBrowser(world);
  expect((await stranger.get("/sso/acme")).headers.location).toBe("/sign-in?error=provider");
  const asked = await stranger.api("POST", "/v1/session/single-sign-on", { client: "nobody" });
  expect(asked.statusCode).toBe(404);
});

test("an issuer that is none is said to be none", async () => {
  await expect(discover("http://idp.example")).rejects.toThrow(/begins with https/);
  await expect(discover("https://user@idp.example")).rejects.toThrow(/begins with https/);
  await expect(discover(`${issuer}/elsewhere`)).rejects.toThrow(/no discovery document/);
});

test("by the API: what is set is shown without its secret, which lies sealed; an issuer is asked only where callbacks may go", async () => {
  const body = {
    issuer,
    client_id: "dunlin",
    client_secret: SECRET,
    domains: ["Harbour.example"],
    role: "agent",
  };
  const put = await world.ask("PUT", "/v1/single-sign-on", body);
  expect(put.json()).toEqual({
    issuer,
    client_id: "dunlin",
    domains: ["harbour.example"],
    role: "agent",
    callback: `http://localhost/auth/sso/callback/${world.clientId}`,
    start: expect.stringContaining("http://localhost/sso/"),
  });
  expect((await world.ask("GET", "/v1/single-sign-on")).json()).toEqual(put.json());
  const { rows } = await world.owner.query<{ all: string }>(
    `select (select string_agg(s::text, ' ') from dunlin.single_sign_on s)
       || (select string_agg(a::text, ' ') from dunlin.audit a where action like '%single-sign-on') as all`,
  );
  expect(rows[0]!.all).toContain("PUT /v1/single-sign-on");
  expect(rows[0]!.all).not.toContain(SECRET);
  for (const wrong of [
    { issuer: "https://10.0.0.1" },
    { role: "owner" },
    { domains: ["no domain"] },
    {
      endpoints: {
        authorization_endpoint: "https://a.example/a",
        jwks_uri: "https://a.example/k",
        token_endpoint: "https://169.254.169.254/token",
      },
    },
  ]) {
    const refused = await world.ask("PUT", "/v1/single-sign-on", { ...body, ...wrong });
    expect(refused.statusCode, refused.body).toBe(422);
  }
  expect((await world.ask("DELETE", "/v1/single-sign-on")).json()).toEqual({ removed: true });
  expect((await world.ask("GET", "/v1/single-sign-on")).statusCode).toBe(404);
});
