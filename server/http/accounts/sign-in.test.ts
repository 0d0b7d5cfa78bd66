import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "../test-world.ts";
import { makePerson, openBrowser, PASSWORD, signedIn } from "./test-people.ts";
import { createClient } from "#clients/clients.ts";
import { addMember, endMember } from "#auth/members.ts";
import { OPERATOR } from "#auth/permissions.ts";
import { asClient } from "#platform/db.ts";
import { NOW } from "../test-world.ts";

let world: HttpWorld;
let otherId: string;
beforeAll(async () => {
  world = await openHttpWorld();
  const other = { slug: "other", name: "Other", currency: "ZAR", country: "ZA" };
  otherId = await createClient(world.db, { ...other, zone: "Africa/Johannesburg" }, NOW);
});
afterAll(async () => await world.close());

const by = { actor: "test", now: NOW, scopes: OPERATOR.scopes };

describe("signing in", () => {
  test("a member's session asks the API with the rights of the role", async () => {
    await makePerson(world, { email: "ann@example.org", role: "auditor" });
    const browser = await signedIn(world, "ann@example.org");
    const client = await browser.api("GET", "/v1/client");
    expect([client.statusCode, client.json().slug]).toEqual([200, "acme"]);
    const refused = await browser.api("POST", "/v1/keys", { name: "x", scopes: ["keys:read"] });
    expect([refused.statusCode, refused.json().detail]).toEqual([
      403,
      expect.stringContaining("keys:write"),
    ]);
    expect((await browser.api("GET", "/v1/clients")).statusCode).toBe(403);
  });

  test("the cookie is for the server alone, and for our site alone", async () => {
    await makePerson(world, { email: "flags@example.org", role: "agent" });
    const sent = { email: "flags@example.org", password: PASSWORD };
    const answer = await openBrowser(world).api("POST", "/v1/session", sent);
    const cookie = answer.headers["set-cookie"] as string | string[];
    const session = [cookie].flat().find((one) => one.includes("session_token"))!;
    expect(session).toMatch(/; HttpOnly/);
    expect(session).toMatch(/; SameSite=Lax/);
    expect(session).toMatch(/Max-Age=43200/);
    expect(session).not.toMatch(/Domain=/i);
  });
});

describe("changing something with a cookie", () => {
  test("asks for a page of ours: other sites and requests that do not say are refused", async () => {
    await makePerson(world, { email: "owner@example.org", role: "owner" });
    const browser = await signedIn(world, "owner@example.org");
    const key = { name: "x", scopes: ["keys:read"] };
    const send = async (headers: Record<string, string>) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await world.app.inject({
        method: "POST",
        url: "/v1/keys",
        headers: { host: "localhost", cookie, ...headers },
        payload: key,
      });
      return answer.statusCode;
    };
    expect(await send({})).toBe(403);
    expect(await send({ origin: "https://evil.example" })).toBe(403);
    expect(await send({ origin: "null" })).toBe(403);
    expect(await send({ "sec-fetch-site": "cross-site", origin: "http://localhost" })).toBe(403);
    expect(await send({ origin: "http://localhost" })).toBe(201);
    expect(await send({ "sec-fetch-site": "same-origin" })).toBe(201);
  });
});

describe("what somebody is", () => {
  test("an end of the membership is felt by the next request", async () => {
    const userId = await makePerson(world, { email: "gone@example.org", role: "agent" });
    const browser = await signedIn(world, "gone@example.org");
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(200);
    await asClient(world.db, world.clientId, async (tx) => {
      expect(await endMember(tx, world.clientId, userId, by)).toBe("done");
    });
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(403);
  });

  test("with several clients one is named, and only one's own", async () => {
    const userId = await makePerson(world, { email: "two@example.org", role: "agent" });
    const browser = await signedIn(world, "two@example.org");
    const named = async (slug: string) =>
      (await browser.api("GET", "/v1/client", undefined, { "dunlin-client": slug })).statusCode;
    expect([await named("acme"), await named("other"), await named("nobody")]).toEqual([
      200, 404, 404,
    ]);
    const membership = { userId, role: "auditor", addedBy: "test" } as const;
    await asClient(world.db, otherId, async (tx) => await addMember(tx, otherId, membership, NOW));
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(422);
    expect([await named("acme"), await named("other")]).toEqual([200, 200]);
  });

  test("the operator's people may what the operator may", async () => {
    await makePerson(world, { email: "op@example.org", staff: true });
    const browser = await signedIn(world, "op@example.org");
    expect((await browser.api("GET", "/v1/clients")).json().clients.length).toBe(2);
    expect((await browser.api("GET", "/v1/client")).statusCode).toBe(422);
    const page = await browser.get("/status");
    expect([page.statusCode, page.body.includes("Acme")]).toEqual([200, true]);
  });
});
