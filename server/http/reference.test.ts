import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceRoutes } from "./reference.ts";

const app = fastify();
beforeAll(() => referenceRoutes(app));
afterAll(async () => await app.close());

test("the reference shows our document with a script of ours, and nothing from elsewhere", async () => {
  const { statusCode, body, headers } = await app.inject("/reference");
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(body).toContain('"url": "/v1/openapi.json"');
  expect(body).not.toMatch(/(src|href)="(https?:)?\/\//);
  const [, script] = /<script src="([^"]+)"/.exec(body) ?? [];
  const loaded = await app.inject(script!);
  expect(loaded.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(loaded.body.length).toBeGreaterThan(1_000_000);
});

test("its policy allows its own scripts and no others", async () => {
  const { headers } = await app.inject("/reference/");
  const policy = String(headers["content-security-policy"]);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[\w+/=]{44}';/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  expect(policy).toContain("frame-ancestors 'none'");
});

test("who has the script already does not get it again", async () => {
  const first = await app.inject("/reference/js/scalar.js");
  const tag = String(first.headers.etag);
  const again = await app.inject({
    url: "/reference/js/scalar.js",
    headers: { "if-none-match": tag },
  });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
});
