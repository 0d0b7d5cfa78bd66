import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "../test-world.ts";
import { makePerson, openBrowser, PASSWORD, signedIn } from "./test-people.ts";
import { firstSetupToken, inviteOperator } from "#auth/setup.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
  await makePerson(world, { email: "owner@example.org", role: "owner" });
});
afterAll(async () => await world.close());

const ask = async (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: object) =>
  await world.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "acme" },
    ...(payload === undefined ? {} : { payload }),
  });

async function invited(email: string, role = "agent"): Promise<string> {
  const answer = await ask("POST", "/v1/users", { email, role });
  expect(answer.statusCode).toBe(201);
  const { link } = answer.json();
  expect(link).toMatch(/^http:\/\/localhost\/invitation\/[\w-]{43}$/);
  return new URL(link).pathname;
}

const userId = async (email: string): Promise<string> => {
  const { users } = (await ask("GET", "/v1/users")).json();
  return users.find((one: { email: string }) => one.email === email)?.user_id;
};

describe("an invitation", () => {
  test("makes somebody a member, signed in, once", async () => {
    const path = await invited("New.Agent@example.org");
    const browser = openBrowser(world);
    expect((await browser.get(path)).body).toContain("new.agent@example.org");
    const joined = await browser.post(path, { name: "New Agent", password: PASSWORD });
    expect([joined.statusCode, joined.headers.location]).toEqual([303, "/"]);
    expect((await browser.api("GET", "/v1/me")).json()).toMatchObject({
      email: "new.agent@example.org",
      name: "New Agent",
      clients: [{ slug: "acme", role: "agent" }],
    });
    const again = await openBrowser(world).post(path, { name: "Thief", password: PASSWORD });
    expect(again.statusCode).toBe(404);
    expect((await ask("GET", "/v1/users")).json().users).toContainEqual(
      expect.objectContaining({
        email: "new.agent@example.org",
        added_by: "operator",
        totp: false,
      }),
    );
  });

  test("of two at the same moment one is let in", async () => {
    const path = await invited("race@example.org");
    const tries = await Promise.all(
      [1, 2, 3].map(
        async () => await openBrowser(world).post(path, { name: "Race", password: PASSWORD }),
      ),
    );
    const codes = tries.map((one) => one.statusCode);
    expect(codes.toSorted((a, b) => a - b)).toEqual([303, 404, 404]);
  });

  test("expires, can be withdrawn, and ends when a newer one is made", async () => {
    const gone = async (path: string) => {
      const page = await openBrowser(world).get(path);
      const sent = await openBrowser(world).post(path, { name: "Late", password: PASSWORD });
      return [page.statusCode, sent.statusCode];
    };
    const first = await invited("late@example.org");
    const second = await invited("late@example.org");
    expect(await gone(first)).toEqual([404, 404]);
    const { invitations } = (await ask("GET", "/v1/users")).json();
    const open = invitations.filter((one: { email: string }) => one.email === "late@example.org");
    expect(open.length).toBe(1);
    await ask("DELETE", `/v1/users/invitations/${open[0].invitation_id}`);
    expect(await gone(second)).toEqual([404, 404]);
    const third = await invited("late@example.org");
    await world.owner.query(
      "update dunlin.invitation set expires_at = clock_timestamp() where email = 'late@example.org'",
    );
    expect(await gone(third)).toEqual([404, 404]);
    expect(await gone("/invitation/x")).toEqual([404, 404]);
  });

  test("says what is wrong with a password, and stays good", async () => {
    const path = await invited("weak@example.org");
    const weak = await openBrowser(world).post(path, { name: "Weak", password: "password1234" });
    expect([weak.statusCode, weak.body.includes("everybody tries")]).toEqual([422, true]);
    expect(weak.body).not.toContain("password1234");
    const good = await openBrowser(world).post(path, { name: "Weak", password: PASSWORD });
    expect(good.statusCode).toBe(303);
  });

  test("of an address that has an account is accepted by that account alone", async () => {
    await makePerson(world, { email: "known@example.org" });
    const path = await invited("known@example.org");
    const stranger = await openBrowser(world).post(path, { name: "Thief", password: PASSWORD });
    expect(stranger.statusCode).toBe(409);
    const other = await signedIn(world, "owner@example.org");
    expect((await other.post(path)).statusCode).toBe(409);
    const known = await signedIn(world, "known@example.org");
    expect((await known.get(path)).body).toContain("Accept");
    expect((await known.post(path)).statusCode).toBe(303);
    expect((await known.api("GET", "/v1/client")).statusCode).toBe(200);
  });

  test("the database knows only its digest", async () => {
    const path = await invited("digest@example.org");
    const { rows } = await world.owner.query("select i::text as row from dunlin.invitation i");
    expect(JSON.stringify(rows)).not.toContain(path.slice("/invitation/".length));
  });
});

describe("users", () => {
  test("nobody gives or takes what they do not have", async () => {
    const key = (
      await ask("POST", "/v1/keys", { name: "hr", scopes: ["users:read", "users:write"] })
    ).json().key;
    const as = async (method: "POST" | "PATCH" | "DELETE", url: string, payload?: object) =>
      (
        await world.app.inject({
          method,
          url,
          headers: { authorization: `Bearer ${key}` },
          ...(payload === undefined ? {} : { payload }),
        })
      ).statusCode;
    expect(await as("POST", "/v1/users", { email: "x@example.org", role: "agent" })).toBe(403);
    expect(await as("POST", "/v1/users", { email: "x@example.org", role: "provider" })).toBe(201);
    const owner = await userId("owner@example.org");
    expect(await as("PATCH", `/v1/users/${owner}`, { role: "provider" })).toBe(403);
    expect(await as("DELETE", `/v1/users/${owner}`)).toBe(403);
  });

  test("the last owner stays; another role holds at once, and every step is kept", async () => {
    const owner = await userId("owner@example.org");
    expect((await ask("DELETE", `/v1/users/${owner}`)).statusCode).toBe(409);
    expect((await ask("PATCH", `/v1/users/${owner}`, { role: "agent" })).statusCode).toBe(409);
    await makePerson(world, { email: "second@example.org", role: "agent" });
    const second = await userId("second@example.org");
    const browser = await signedIn(world, "second@example.org");
    expect((await browser.api("GET", "/v1/keys")).statusCode).toBe(403);
    expect((await ask("PATCH", `/v1/users/${second}`, { role: "owner" })).statusCode).toBe(200);
    expect((await browser.api("GET", "/v1/keys")).statusCode).toBe(200);
    const { rows: audited } = await world.owner.query(
      "select actor, before, after from dunlin.audit where action = 'PATCH /v1/users/:user_id' order by seq desc limit 1",
    );
    expect(audited).toEqual([
      { actor: "operator", before: { role: "agent" }, after: { role: "owner" } },
    ]);
    const both = await Promise.all(
      [owner, second].map(async (id) => (await ask("DELETE", `/v1/users/${id}`)).statusCode),
    );
    expect(both.toSorted((a, b) => a - b)).toEqual([200, 409]);
    const { rows } = await world.owner.query(
      "select role, ended_by from dunlin.member where user_id = $1 order by member_id",
      [second],
    );
    expect(rows[0]).toEqual({ role: "agent", ended_by: "operator" });
    expect((await ask("DELETE", `/v1/users/${world.clientId}`)).statusCode).toBe(404);
  });

  test("who is a member already is not invited again", async () => {
    await makePerson(world, { email: "here@example.org", role: "agent" });
    const again = await ask("POST", "/v1/users", { email: "HERE@example.org", role: "agent" });
    expect(again.statusCode).toBe(409);
  });
});

describe("the set-up link", () => {
  test("makes the first operator, once; a later start makes none", async () => {
    const older = await firstSetupToken(world.db);
    const token = await firstSetupToken(world.db);
    expect((await openBrowser(world).get(`/set-up/${older}`)).statusCode).toBe(404);
    const browser = openBrowser(world);
    const form = { email: "Op@example.org", name: "Op", password: PASSWORD };
    expect((await browser.post(`/set-up/${token}`, form)).statusCode).toBe(303);
    expect((await browser.api("GET", "/v1/clients")).statusCode).toBe(200);
    expect((await openBrowser(world).post(`/set-up/${token}`, form)).statusCode).toBe(404);
    expect(await firstSetupToken(world.db)).toBeUndefined();
  });

  test("of the command line is for one address, and expires", async () => {
    const { token } = await inviteOperator(world.db, "second.op@example.org", "cli");
    const other = { email: "other@example.org", name: "Op", password: PASSWORD };
    const browser = openBrowser(world);
    expect((await browser.post(`/set-up/${token}`, other)).statusCode).toBe(303);
    expect((await browser.api("GET", "/v1/me")).json().email).toBe("second.op@example.org");
    const { rows } = await world.owner.query(
      `select u.email from auth.staff s join auth."user" u on u.id = s.user_id order by 1`,
    );
    expect(rows.map((row) => row.email)).toEqual(["op@example.org", "second.op@example.org"]);
    const late = await inviteOperator(world.db, "third.op@example.org", "cli");
    await world.owner.query("update auth.setup set expires_at = clock_timestamp()");
    expect((await openBrowser(world).get(`/set-up/${late.token}`)).statusCode).toBe(404);
  });
});
