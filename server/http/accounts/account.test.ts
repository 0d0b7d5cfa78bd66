import { createHmac } from "node:crypto";
import { getMigrations } from "better-auth/db/migration";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPEN } from "../../routes.ts";
import { openHttpWorld, type HttpWorld } from "../test-world.ts";
import { makePerson, openBrowser, PASSWORD, signedIn, type Browser } from "./test-people.ts";
import { authOptions, openAccounts, openAuthPool } from "#auth/accounts.ts";
import { sweepAuth } from "#auth/lockout.ts";
import { silentLog } from "#platform/log.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const NEW_PASSWORD = "seven herons under the bridge";
/** What an answer of signing in leads to. */
const nextOf = (answer: LightMyRequestResponse): unknown => answer.json().next;
const trySignIn = async (email: string, password: string, browser = openBrowser(world)) =>
  await browser.api("POST", "/v1/session", { email, password });

/** RFC 6238 with SHA-1, six digits and 30 s: `steps` away from now. */
function codeAt(secret: string, step: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (sign) =>
    alphabet.indexOf(sign).toString(2).padStart(5, "0"),
  ).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe("wrong passwords", () => {
  test("are answered alike, whether or not somebody has the address", async () => {
    await makePerson(world, { email: "real@example.org", role: "agent" });
    const [real, none] = ["real@example.org", "nobody@example.org"];
    for (let round = 0; round < 6; round += 1) {
      const [one, other] = [
        await trySignIn(real, "wrong words here"),
        await trySignIn(none, "wrong words here"),
      ];
      expect(one.statusCode).toBe(round < 5 ? 401 : 429);
      expect(other.statusCode).toBe(one.statusCode);
      const told = ({ body }: LightMyRequestResponse) => body.replace(/"instance":"[^"]+"/, "");
      expect(told(other).replaceAll(none, "x")).toBe(told(one).replaceAll(real, "x"));
      expect(Object.keys(other.headers).toSorted()).toEqual(Object.keys(one.headers).toSorted());
      expect(one.cookies.filter((cookie) => cookie.value !== "")).toEqual([]);
    }
  });

  test("lock the address for a while, then longer; the right one opens it after that", async () => {
    await makePerson(world, { email: "locked@example.org", role: "agent" });
    const lock = async () => {
      const { rows } = await world.owner.query<{ failures: number; minutes: number }>(
        `select failures, round(extract(epoch from locked_until - last_at) / 60)::int as minutes
         from auth.attempt where digest = sha256('locked@example.org')`,
      );
      return rows[0];
    };
    const wait = async () =>
      await world.owner.query("update auth.attempt set locked_until = clock_timestamp()");
    for (let round = 0; round < 5; round += 1) await trySignIn("locked@example.org", "wrong");
    const right = await trySignIn("Locked@Example.org", PASSWORD);
    expect([right.statusCode, right.headers["retry-after"]]).toEqual([
      429,
      expect.stringMatching(/^(60|[1-5]\d)$/),
    ]);
    expect(await lock()).toEqual({ failures: 5, minutes: 1 });
    await wait();
    expect((await trySignIn("locked@example.org", "wrong")).statusCode).toBe(401);
    expect(await lock()).toEqual({ failures: 6, minutes: 2 });
    await world.owner.query("update auth.attempt set failures = 30");
    await wait();
    await trySignIn("locked@example.org", "wrong");
    expect(await lock()).toEqual({ failures: 31, minutes: 15 });
    await wait();
    expect((await trySignIn("locked@example.org", PASSWORD)).statusCode).toBe(200);
    expect(await lock()).toBeUndefined();
  });

  test("at the same moment are counted each", async () => {
    await makePerson(world, { email: "many@example.org", role: "agent" });
    const tries = await Promise.all(
      Array.from({ length: 8 }, async () => await trySignIn("many@example.org", "wrong")),
    );
    expect(tries.filter((one) => one.statusCode === 401).length).toBe(5);
    expect(tries.filter((one) => one.statusCode === 429).length).toBe(3);
  });

  test("on the account's own page count as well", async () => {
    await makePerson(world, { email: "open@example.org", role: "agent" });
    const browser = await signedIn(world, "open@example.org");
    const change = async (current: string) =>
      (await browser.api("POST", "/v1/account/password", { current, new: NEW_PASSWORD }))
        .statusCode;
    for (let round = 0; round < 5; round += 1) expect(await change("wrong")).toBe(422);
    expect(await change(PASSWORD)).toBe(429);
  });
});

describe("sessions", () => {
  test("one ends at once when it is signed out elsewhere; all others with a new password", async () => {
    await makePerson(world, { email: "many-browsers@example.org", role: "agent" });
    const [one, two, three] = [
      await signedIn(world, "many-browsers@example.org"),
      await signedIn(world, "many-browsers@example.org"),
      await signedIn(world, "many-browsers@example.org"),
    ];
    const isIn = async (browser: Browser) =>
      (await browser.api("GET", "/v1/client")).statusCode === 200;
    type Shown = { session_id: string; current: boolean };
    const { sessions } = (await one.api("GET", "/v1/account")).json() as { sessions: Shown[] };
    const others = sessions.filter((session) => !session.current);
    expect(others.length).toBe(2);
    await one.api("DELETE", `/v1/account/sessions/${others[0]!.session_id}`);
    expect([await isIn(one), await isIn(two), await isIn(three)].filter(Boolean).length).toBe(2);
    const sent = { current: PASSWORD, new: NEW_PASSWORD };
    const changed = await one.api("POST", "/v1/account/password", sent);
    expect(changed.json()).toEqual({ done: true });
    expect([await isIn(one), await isIn(two), await isIn(three)]).toEqual([true, false, false]);
    expect((await trySignIn("many-browsers@example.org", PASSWORD)).statusCode).toBe(401);
    expect((await trySignIn("many-browsers@example.org", NEW_PASSWORD)).statusCode).toBe(200);
  });

  test("of others can't be ended or seen, nor their accounts", async () => {
    await makePerson(world, { email: "a@example.org", role: "agent" });
    await makePerson(world, { email: "b@example.org", role: "agent" });
    const [a, b] = [await signedIn(world, "a@example.org"), await signedIn(world, "b@example.org")];
    const { rows } = await world.owner.query(
      `select s.id from auth."session" s join auth."user" u on u.id = s."userId" where email = 'a@example.org'`,
    );
    expect((await b.api("GET", "/v1/account")).body).not.toContain(rows[0].id);
    const ended = await b.api("DELETE", `/v1/account/sessions/${rows[0].id}`);
    expect(ended.statusCode).toBe(404);
    expect((await a.api("GET", "/v1/client")).statusCode).toBe(200);
  });

  test("signing out ends it on the server, and an expired one is none", async () => {
    await makePerson(world, { email: "out@example.org", role: "agent" });
    const browser = await signedIn(world, "out@example.org");
    const kept = new Map(browser.cookies);
    await browser.api("DELETE", "/v1/session");
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(401);
    const late = await signedIn(world, "out@example.org");
    await world.owner.query(
      `update auth."session" set "expiresAt" = clock_timestamp() - interval '1 second'
       where "userId" = (select id from auth."user" where email = 'out@example.org')`,
    );
    expect((await late.api("GET", "/v1/client")).statusCode).toBe(401);
    await sweepAuth(world.db);
    const { rows } = await world.owner.query(
      `select 1 from auth."session" where "expiresAt" < clock_timestamp()`,
    );
    expect(rows).toEqual([]);
  });

  test("a cookie with a made-up token, or without our signature, is nobody's", async () => {
    await makePerson(world, { email: "signed@example.org", role: "agent" });
    const browser = await signedIn(world, "signed@example.org");
    const cookie = decodeURIComponent(browser.cookies.get("dunlin.session_token")!);
    const [token] = cookie.split(".");
    for (const forged of [token!, `${token}.AAAA`, `x${cookie}`]) {
      browser.cookies.set("dunlin.session_token", encodeURIComponent(forged));
      expect((await browser.api("GET", "/v1/client")).statusCode).toBe(401);
    }
  });

  test("on https the cookie is for https alone", async () => {
    await makePerson(world, { email: "secure@example.org", role: "agent" });
    const options = { at: world.at, db: world.db, secret: Buffer.alloc(32, 2), log: silentLog };
    const accounts = openAccounts({ ...options, publicUrl: "https://dunlin.example" });
    const app = await world.appWith({ accounts });
    const browser = openBrowser({ app });
    const answer = await trySignIn("secure@example.org", PASSWORD, browser);
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Secure-dunlin\.session_token=.*; Secure/);
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(200);
    await app.close();
    await accounts.close();
  });

  test("pages of other sites can't sign anybody in, out or otherwise", async () => {
    for (const [method, path] of OPEN) {
      const headers = { origin: "https://evil.example" };
      const answer = await world.app.inject({ method, url: `/v1${path}`, headers });
      expect([path, answer.statusCode]).toEqual([path, 403]);
    }
  });
});

test("who signs in, fails to, changes the password or signs out stands in the audit of their client, with where from", async () => {
  const email = "audited@example.org";
  const userId = await makePerson(world, { email, role: "agent" });
  const rowsOf = async (id: string) => {
    const { rows } = await world.owner.query<{ action: string; actor: string; ip: string | null }>(
      "select action, actor, ip from dunlin.audit where record_kind = 'user' and record_id = $1 order by seq",
      [id],
    );
    return rows;
  };
  const browser = await signedIn(world, email);
  await signedIn(world, email);
  await browser.api("POST", "/v1/account/password", { current: "wrong words", new: NEW_PASSWORD });
  await browser.api("DELETE", "/v1/account/sessions");
  await browser.api("POST", "/v1/account/password", { current: PASSWORD, new: NEW_PASSWORD });
  await browser.api("DELETE", "/v1/session");
  expect((await rowsOf(userId)).map(({ action }) => action)).toEqual([
    "signed in",
    "signed in",
    "sign-in failed",
    "other sessions ended",
    "password changed",
    "signed out",
  ]);
  expect((await rowsOf(userId))[0]).toMatchObject({ actor: `user:${email}`, ip: "127.0.0.1" });
  // A wrong password is told behind the answer, so that its time says nothing; a lock is told once.
  const guessed = "guessed-at@example.org";
  const victim = await makePerson(world, { email: guessed, role: "agent" });
  for (let round = 0; round < 8; round += 1) await trySignIn(guessed, "wrong words here");
  await expect
    .poll(async () => (await rowsOf(victim)).map(({ action }) => action).toSorted())
    .toEqual([...Array.from({ length: 5 }, () => "sign-in failed"), "sign-in locked"]);
});

describe("one-time codes", () => {
  test("are asked for after the password, each good once; backup codes too", async () => {
    await makePerson(world, { email: "totp@example.org", role: "agent" });
    const browser = await signedIn(world, "totp@example.org");
    const begin = async (current: string) =>
      await browser.api("POST", "/v1/account/codes", { current });
    expect((await begin("wrong")).statusCode).toBe(422);
    const { secret, backup_codes: backup } = (await begin(PASSWORD)).json();
    expect(backup.length).toBe(10);
    // Not yet in use: signing in asks for nothing.
    expect(nextOf(await trySignIn("totp@example.org", PASSWORD))).toBe("in");
    const step = Math.floor(Date.now() / 30_000);
    const [code, next] = [codeAt(secret, step), codeAt(secret, step + 1)];
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    const enrol = async (typed: string) =>
      await browser.api("POST", "/v1/account/codes/confirm", { code: typed });
    expect((await enrol(wrong)).statusCode).toBe(422);
    expect((await enrol(code)).json()).toEqual({ done: true });

    const challenged = async (): Promise<Browser> => {
      const other = openBrowser(world);
      const answer = await trySignIn("totp@example.org", PASSWORD, other);
      expect(nextOf(answer)).toBe("code");
      expect((await other.api("GET", "/v1/client")).statusCode).toBe(401);
      return other;
    };
    const enter = async (other: Browser, typed: string) => {
      const { statusCode } = await other.api("POST", "/v1/session/code", { code: typed });
      const inside = (await other.api("GET", "/v1/client")).statusCode === 200;
      return [statusCode, inside];
    };
    expect(await enter(await challenged(), next)).toEqual([200, true]);
    expect(await enter(await challenged(), next)).toEqual([401, false]);
    expect(await enter(await challenged(), code)).toEqual([401, false]);
    expect(await enter(await challenged(), backup[0])).toEqual([200, true]);
    expect(await enter(await challenged(), backup[0])).toEqual([401, false]);
    expect(await enter(openBrowser(world), backup[1])).toEqual([401, false]);
    const { users } = (await world.ask("GET", "/v1/users")).json();
    expect(users).toContainEqual(
      expect.objectContaining({ email: "totp@example.org", totp: true }),
    );

    const ended = await browser.api("POST", "/v1/account/codes/end", { current: PASSWORD });
    expect(ended.json()).toEqual({ done: true });
    expect(nextOf(await trySignIn("totp@example.org", PASSWORD))).toBe("in");
  });

  test("five wrong ones end the try", async () => {
    await makePerson(world, { email: "guess@example.org", role: "agent" });
    const browser = await signedIn(world, "guess@example.org");
    const begun = await browser.api("POST", "/v1/account/codes", { current: PASSWORD });
    const { secret } = begun.json();
    const step = Math.floor(Date.now() / 30_000);
    await browser.api("POST", "/v1/account/codes/confirm", { code: codeAt(secret, step) });
    const other = openBrowser(world);
    await trySignIn("guess@example.org", PASSWORD, other);
    const right = codeAt(secret, step + 1);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    const enter = async (typed: string) =>
      await other.api("POST", "/v1/session/code", { code: typed });
    for (let round = 0; round < 5; round += 1) await enter(wrong);
    expect((await enter(right)).statusCode).toBe(401);
    // Neither the secret nor a backup code lies open in the database.
    const { rows } = await world.owner.query('select t::text as row from auth."twoFactor" t');
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

test("the tables are those that better-auth asks for", async () => {
  const pool = openAuthPool({ ...world.at });
  const options = { at: world.at, db: world.db, secret: Buffer.alloc(32, 1), log: silentLog };
  const asked = authOptions(pool, { ...options, publicUrl: "http://localhost" });
  const { toBeCreated, toBeAdded } = await getMigrations(asked);
  expect([toBeCreated, toBeAdded]).toEqual([[], []]);
  await pool.end();
});

test("passwords lie hashed in the database", async () => {
  const { rows } = await world.owner.query<{ password: string }>(
    `select password from auth."account" where "providerId" = 'credential'`,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { password } of rows) expect(password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
});
