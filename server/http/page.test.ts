import { createHash } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";
import { ensureToken, isToken } from "./token.ts";
import { createClient } from "#clients/clients.ts";

let world: HttpWorld;
let cookie: string;
beforeAll(async () => {
  world = await openHttpWorld();
  cookie = `dunlin=${world.token}`;
});
afterAll(async () => await world.close());

const form = (token: string, headers: Record<string, string> = {}) => ({
  method: "POST" as const,
  url: "/v1/session/token",
  headers,
  payload: { token },
});

describe("the token", () => {
  test("stays the same, is for its owner only, and the database knows only its hash", async () => {
    expect(await ensureToken(world.db, world.home)).toBe(world.token);
    const { mode } = await stat(join(world.home, "token"));
    expect(mode & 0o777).toBe(0o600);
    const { rows } = await world.owner.query("select * from dunlin.installation");
    expect(rows[0].token_hash).toEqual(createHash("sha256").update(world.token).digest());
    expect(JSON.stringify(rows)).not.toContain(world.token);
  });

  test("a lost file makes a new token and ends the old one; a broken one is said", async () => {
    const other = await openHttpWorld({ bare: true });
    try {
      const file = join(other.home, "token");
      await writeFile(file, "");
      await expect(ensureToken(other.db, other.home)).rejects.toThrow(/holds no token; delete it/);
      await rm(file);
      const made = await Promise.all(
        [1, 2, 3].map(async () => await ensureToken(other.db, other.home)),
      );
      expect(new Set(made).size).toBe(1);
      expect(`${made[0]}\n`).toBe(await readFile(file, "utf8"));
      expect(await isToken(other.db, made[0])).toBe(true);
      expect(await isToken(other.db, other.token)).toBe(false);
    } finally {
      await other.close();
    }
  });
});

describe("signing in", () => {
  test("a browser is led to the form, a program hears what is missing", async () => {
    const browser = await world.app.inject({ url: "/status", headers: { accept: "text/html" } });
    expect([browser.statusCode, browser.headers.location]).toEqual([303, "/sign-in"]);
    const program = await world.app.inject({ url: "/status" });
    expect([program.statusCode, program.headers["content-type"]]).toEqual([
      401,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test("the form, and the printed link, set a cookie that scripts and other sites can't use", async () => {
    for (const request of [form(world.token), { url: `/?token=${world.token}` }]) {
      const answer = await world.app.inject(request);
      expect([
        [200, undefined],
        [303, "/"],
      ]).toContainEqual([answer.statusCode, answer.headers.location]);
      expect(answer.headers["set-cookie"]).toMatch(
        /^dunlin=.*; Path=\/; HttpOnly; SameSite=Strict/,
      );
      const set = String(answer.headers["set-cookie"]).split(";")[0]!;
      expect(
        (await world.app.inject({ url: "/status", headers: { cookie: set } })).statusCode,
      ).toBe(200);
    }
  });

  test("the link followed from another site leads on by a page of ours", async () => {
    const headers = { "sec-fetch-site": "cross-site" };
    const answer = await world.app.inject({ url: `/?token=${world.token}`, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('http-equiv="refresh" content="0"');
  });

  test("another token is refused, without a cookie", async () => {
    for (const request of [form("x"), form(`${world.token}x`)]) {
      const answer = await world.app.inject(request);
      expect([answer.statusCode, answer.headers["set-cookie"]]).toEqual([401, undefined]);
    }
    const link = await world.app.inject({ url: "/?token=" });
    expect([link.headers.location, link.headers["set-cookie"]]).toEqual([
      "/sign-in?error=token",
      undefined,
    ]);
  });

  test("forms of other sites are refused", async () => {
    const from = async (headers: Record<string, string>) =>
      (await world.app.inject(form(world.token, headers))).statusCode;
    expect(await from({ origin: "http://evil.example" })).toBe(403);
    expect(await from({ origin: "null" })).toBe(403);
    expect(await from({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await from({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await from({ origin: "http://localhost:80" })).toBe(200);
    expect(await from({ "sec-fetch-site": "same-origin", origin: "https://proxy.example" })).toBe(
      200,
    );
  });

  test("signing out takes the cookie back", async () => {
    const answer = await world.app.inject({
      method: "POST",
      url: "/sign-out",
      headers: { cookie },
    });
    expect(answer.headers["set-cookie"]).toMatch(/^dunlin=; .*Max-Age=0/);
  });
});

describe("the server", () => {
  test("on loopback answers only to names of loopback", async () => {
    const status = async (host: string) =>
      (await world.app.inject({ url: "/healthz", headers: { host } })).statusCode;
    for (const host of ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"]) {
      expect([host, await status(host)]).toEqual([host, 200]);
    }
    for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080"]) {
      expect([host, await status(host)]).toEqual([host, 421]);
    }
    const open = await world.appWith({
      installation: {
        app: world.db,
        appPool: world.pool,
        demo: false,
        config: { host: "0.0.0.0" },
      },
    });
    const answer = await open.inject({ url: "/healthz", headers: { host: "collect.example" } });
    expect(answer.statusCode).toBe(200);
  });

  test("tells its health without a token", async () => {
    const health = async (
      say: () => Promise<{ status: "starting" | "failing"; reason: string }>,
    ) => {
      const app = await world.appWith({ health: say });
      const answer = await app.inject({ url: "/healthz" });
      return [answer.statusCode, answer.json()];
    };
    const ok = await world.app.inject({ url: "/healthz" });
    expect([ok.statusCode, ok.json()]).toEqual([200, { status: "ok" }]);
    const starting = { status: "starting", reason: "making the demo client" } as const;
    expect(await health(() => Promise.resolve(starting))).toEqual([503, starting]);
    expect(await health(() => Promise.reject(new Error("password=secret")))).toEqual([
      503,
      { status: "failing", reason: "the check itself failed" },
    ]);
  });

  test("sends what keeps a browser safe, and a style that its policy allows", async () => {
    const api = await world.app.inject({ url: "/v1/clients" });
    expect(api.headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
    const { headers, body } = await world.app.inject({ url: "/status", headers: { cookie } });
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)![1]!;
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
    expect(body).not.toMatch(/<script|style="|onclick/);
  });
});

const textOf = (body: string): string => body.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");

describe("the status page", () => {
  const show = async (url = "/status") =>
    (await world.app.inject({ url, headers: { cookie } })).body;

  test("shows how the client stands, with everything escaped", async () => {
    await world.ask("POST", "/v1/run");
    const fresh = await world.appWith({});
    const { body } = await fresh.inject({ url: "/status", headers: { cookie } });
    expect(body).toContain("Acme &lt;Fibre&gt;");
    expect(body).not.toContain("Acme <Fibre>");
    expect(body).toMatch(/ZAR.149\.90/);
    expect(body).toMatch(/ZAR.349\.90/);
    expect(body).toMatch(/Planned <b>1<\/b>/);
    expect(body).toContain("+2782 ••• 67");
    expect(body).not.toContain("+27821234567");
    expect(body).toContain("sms-main");
    expect(body).toContain("clock frozen");
    expect(body).toMatch(/http-equiv="refresh" content="5"/);
    expect(await show("/status?client=acme&still")).not.toMatch(/http-equiv="refresh"/);
  });

  test("links to the simulators where there are some", async () => {
    expect(await show()).not.toContain("Phones and mailboxes");
    const app = await world.appWith({ sandboxUrl: "http://127.0.0.1:8025/" });
    const { body } = await app.inject({ url: "/status", headers: { cookie } });
    expect(body).toContain('href="http://127.0.0.1:8025/"');
  });

  test("says what to do when there is nothing yet", async () => {
    const other = await openHttpWorld({ bare: true });
    try {
      const headers = { cookie: `dunlin=${other.token}` };
      const none = await other.app.inject({ url: "/status", headers });
      expect(none.statusCode).toBe(200);
      expect(textOf(none.body)).toContain("npm run -s dunlin -- client create");
      const acme = { slug: "acme", name: "Acme", currency: "ZAR", country: "ZA" };
      await createClient(other.db, { ...acme, zone: "Africa/Johannesburg" }, NOW);
      const app = await other.appWith({});
      const empty = textOf((await app.inject({ url: "/status", headers })).body);
      for (const command of ["import book.csv", "route set", "policy apply", "simulate"]) {
        expect(empty).toContain(`npm run -s dunlin -- ${command}`);
      }
    } finally {
      await other.close();
    }
  });
});
