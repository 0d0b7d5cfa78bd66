import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "#auth/api-keys.ts";
import { asClient } from "#platform/db.ts";
import { Bucket, Limiter } from "./rate-limit.ts";
import { faultsOf } from "./test-document.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

test("a bucket fills up with time, and never above its brim", () => {
  const bucket = new Bucket({ perSecond: 10, burst: 2 }, 0);
  expect([bucket.take(0), bucket.take(0)].map(({ granted }) => granted)).toEqual([true, true]);
  expect(bucket.take(0)).toEqual({ granted: false, left: 0, waitS: 1 });
  expect(bucket.take(100)).toMatchObject({ granted: true, left: 0 });
  expect(bucket.take(1_000_000)).toMatchObject({ granted: true, left: 1 });
});

test("who asks too often hears 429 and when to come back; another key does not", async () => {
  // One request in a thousand seconds: no clock fills it up while the test runs.
  const limiter = new Limiter({ perSecond: 0.001, burst: 2 });
  const app = await world.appWith({ limiter });
  const make = async (name: string): Promise<string> => {
    const wanted = { name, scopes: ["client:read"] };
    const by = { actor: "test", now: NOW };
    const made = await asClient(
      world.db,
      world.clientId,
      async (tx) => await createApiKey(tx, world.clientId, wanted, by),
    );
    return made.key;
  };
  const [one, other] = [await make("one"), await make("other")];
  const ask = async (key: string) =>
    await app.inject({ url: "/v1/client", headers: { authorization: `Bearer ${key}` } });
  const answers = [await ask(one), await ask(one), await ask(one)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
  expect(answers[0]!.headers).toMatchObject({
    "ratelimit-policy": '"key";q=2;w=2000',
    ratelimit: '"key";r=1;t=1000',
  });
  expect(answers[2]!.headers).toMatchObject({ ratelimit: '"key";r=0;t=2000' });
  expect(Number(answers[2]!.headers["retry-after"])).toBeGreaterThan(900);
  expect(faultsOf(["GET", "/client"], answers[2]!)).toEqual([]);
  expect((await ask(other)).statusCode).toBe(200);
  await app.close();
});
