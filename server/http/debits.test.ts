// Debits over HTTP: put, stopped, and what the bureau sees of it: keys, option and time, and nothing else.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "#auth/api-keys.ts";
import { asClient } from "#platform/db.ts";
import { OPERATIONS } from "../routes.ts";
import { makePerson, signedIn } from "./accounts/test-people.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const order = {
  end_to_end_id: "E2E-1",
  mandate: "MD-1",
  creditor_scheme_id: "ZA98ZZZ1",
  customer: "C/1 é",
  amount: "149.90",
  strike_on: "2026-08-27",
  product: "Fibre 50",
};

test("an order is put, stopped before the strike, listed for the bureau, and lifted", async () => {
  const put = async (amount: string) =>
    (await world.ask("POST", "/v1/debits", { debits: [{ ...order, amount }] })).json().debits[0];
  expect(await put("149.90")).toMatchObject({ outcome: "added", notice_late: false });
  expect(await put("159.90")).toMatchObject({ outcome: "changed" });
  const stopped = await world.ask("POST", "/v1/debits/stop", { mandate: "MD-1" });
  expect(stopped.json().stopped).toMatchObject([
    { meaning: "manual", after_cutoff: false },
    { debit_id: null },
  ]);
  expect(await put("149.90")).toMatchObject({ outcome: "stopped" });

  const scopes = ["stops:read"];
  const key = await asClient(
    world.db,
    world.clientId,
    async (tx) =>
      await createApiKey(
        tx,
        world.clientId,
        { name: "bureau", scopes, expiresAt: undefined },
        { actor: "test", now: NOW },
      ),
  );
  const asBureau = async (url: string, accept = "application/json") =>
    await world.app.inject({ url, headers: { authorization: `Bearer ${key.key}`, accept } });
  const seen = await asBureau("/v1/debits/do-not-process");
  expect(seen.json().stops).toHaveLength(2);
  expect(seen.json().stops[0]).toEqual({
    stop_id: expect.any(String) as string,
    creditor_scheme_id: "ZA98ZZZ1",
    mandate_id: "MD-1",
    payment_info_id: null,
    end_to_end_id: null,
    option: null,
    meaning: "manual",
    at: NOW.toString(),
    after_cutoff: false,
  });
  const csv = await asBureau("/v1/debits/do-not-process", "text/csv");
  expect(csv.headers["content-type"]).toMatch(/^text\/csv/u);
  const [head, , debit] = csv.body.split("\r\n");
  expect(head).toBe(
    "stop_id,creditor_scheme_id,mandate_id,payment_info_id,end_to_end_id,option,meaning,at,after_cutoff",
  );
  expect(debit).toMatch(/,ZA98ZZZ1,MD-1,,E2E-1,,manual,2026-06-30T10:00:00Z,false$/u);
  expect((await asBureau("/v1/debits/do-not-process?format=csv")).body).toBe(csv.body);
  expect(csv.body).not.toMatch(/Thandi|C\/1|1[45]9\.90|1[45]990,/u);

  const [whole] = seen.json().stops;
  const lift = await world.ask("POST", `/v1/debits/stops/${whole.stop_id}/lift`, { reason: "x" });
  expect(lift.json().lifted).toHaveLength(2);
  expect((await asBureau("/v1/debits/do-not-process")).json().stops).toEqual([]);
  const list = await world.ask("GET", "/v1/debits?format=csv");
  expect(list.body.split("\r\n")[1]).toMatch(/,E2E-1,MD-1,.*,15990,ZAR,2026-08-27,.*,planned,/u);
});

test("somebody of the bureau, signed in, may look at that list and at nothing else of the client", async () => {
  await makePerson(world, { email: "desk@bureau.example", role: "bureau" });
  const browser = await signedIn(world, "desk@bureau.example");
  const allowed: string[] = [];
  for (const [method, path, operation] of OPERATIONS) {
    if (method !== "GET" || operation.streams || path.includes(":")) continue;
    const { statusCode } = await browser.api("GET", `/v1${path}`);
    if (statusCode !== 403) allowed.push(path);
  }
  expect(allowed.toSorted()).toEqual(["/account", "/debits/do-not-process", "/me", "/roles"]);
});
