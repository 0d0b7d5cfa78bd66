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
  return link.split("/").at(-1);
}

type Kind = "invitation" | "set-up";
const look = async (token: string, browser = openBrowser(world), kind: Kind = "invitation") =>
  await browser.api("POST", "/v1/joining", { kind, token });
const accept = async (
  token: string,
  typed: Readonly<Record<string, string>> = {},
  browser = openBrowser(world),
  kind: Kind = "invitation",
) => await browser.api("POST", "/v1/joining/accept", { kind, token, ...typed });

const userId = async (email: string): Promise<string> => {
  const { users } = (await ask("GET", "/v1/users")).json();
  return users.find((one: { email: string }) => one.email === email)?.user_id;
};

describe("an invitation", () => {
  test("makes somebody a member, signed in, once", async () => {
    const token = await invited("New.Agent@example.org");
    const browser = openBrowser(world);
    expect((await look(token, browser)).json()).toEqual({
      kind: "invitation",
      client: "Acme <Fibre>",
      role: "agent",
      email: "new.agent@example.org",
      known: false,
      as: null,
    });
    const joined = await accept(token, { name: "New Agent", password: PASSWORD }, browser);
    expect([joined.statusCode, joined.json()]).toEqual([200, { next: "in" }]);
    expect((await browser.api("GET", "/v1/me")).json()).toMatchObject({
      email: "new.agent@example.org",
      name: "New Agent",
      clients: [{ slug: "acme", name: "Acme <Fibre>", role: "agent" }],
    });
    const again = await accept(token, { name: "Thief", password: PASSWORD });
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
    const token = await invited("race@example.org");
    const tries = await Promise.all(
      [1, 2, 3].map(async () => await accept(token, { name: "Race", password: PASSWORD })),
    );
    const codes = tries.map((one) => one.statusCode);
    expect(codes.toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
  });

  test("expires, can be withdrawn, and ends when a newer one is made", async () => {
    const gone = async (token: string) => {
      const seen = await look(token);
      const sent = await accept(token, { name: "Late", password: PASSWORD });
      return [seen.statusCode, sent.statusCode];
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
    expect(await gone("x")).toEqual([404, 404]);
  });

  test("says what is wrong with a password, and stays good", async () => {
    const token = await invited("weak@example.org");
    const weak = await accept(token, { name: "Weak", password: "password1234" });
    expect([weak.statusCode, weak.body.includes("everybody tries")]).toEqual([422, true]);
    expect(weak.body).not.toContain("password1234");
    const good = await accept(token, { name: "Weak", password: PASSWORD });
    expect(good.statusCode).toBe(200);
  });

  test("of an address that has an account is accepted by that account alone", async () => {
    await makePerson(world, { email: "known@example.org" });
    const token = await invited("known@example.org");
    const stranger = await accept(token, { name: "Thief", password: PASSWORD });
    expect(stranger.statusCode).toBe(409);
    const other = await signedIn(world, "owner@example.org");
    expect((await accept(token, {}, other)).statusCode).toBe(409);
    const known = await signedIn(world, "known@example.org");
    expect((await look(token, known)).json()).toMatchObject({
      known: true,
      as: "known@example.org",
    });
    expect((await accept(token, {}, known)).statusCode).toBe(200);
    expect((await known.api("GET", "/v1/client")).statusCode).toBe(200);
  });

  test("the database knows only its digest", async () => {
    const token = await invited("digest@example.org");
    const { rows } = await world.owner.query("select i::text as row from dunlin.invitation i");
    expect(JSON.stringify(rows)).not.toContain(token);
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
    const browser = openBrowser(world);
    expect((await look(older!, browser, "set-up")).statusCode).toBe(404);
    const typed = { email: "Op@example.org", name: "Op", password: PASSWORD };
    expect((await accept(token!, typed, browser, "set-up")).statusCode).toBe(200);
    expect((await browser.api("GET", "/v1/clients")).statusCode).toBe(200);
    expect((await accept(token!, typed, openBrowser(world), "set-up")).statusCode).toBe(404);
    expect(await firstSetupToken(world.db)).toBeUndefined();
  });

  test("of the command line is for one address, and expires", async () => {
    const { token } = await inviteOperator(world.db, "second.op@example.org", "cli");
    const other = { email: "other@example.org", name: "Op", password: PASSWORD };
    const browser = openBrowser(world);
    expect((await accept(token, other, browser, "set-up")).statusCode).toBe(200);
    expect((await browser.api("GET", "/v1/me")).json().email).toBe("second.op@example.org");
    const { rows } = await world.owner.query(
      `select u.email from auth.staff s join auth."user" u on u.id = s.user_id order by 1`,
    );
    expect(rows.map((row) => row.email)).toEqual(["op@example.org", "second.op@example.org"]);
    const late = await inviteOperator(world.db, "third.op@example.org", "cli");
    await world.owner.query("update auth.setup set expires_at = clock_timestamp()");
    expect((await look(late.token, browser, "set-up")).statusCode).toBe(404);
  });
});
