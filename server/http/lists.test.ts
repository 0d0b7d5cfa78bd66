// What the lists find, and what changes of contact points mean.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
  const customers = [
    { reference: "A-1", name: "Ann 100% Board", phones: ["+27835551234"] },
    { reference: "A-2", name: "Bo", emails: ["bo.board@example.org"] },
    { reference: "B-1", name: "Cy_Ltd" },
  ];
  await world.ask("POST", "/v1/customers", { customers });
});
afterAll(async () => await world.close());

const get = async (path: string, query: Record<string, string> = {}) =>
  (await world.ask("GET", `/v1${path}?${new URLSearchParams(query).toString()}`)).json();
const THANDI = `/customers/${encodeURIComponent("C/1 é")}`;

test.each([
  ["board", ["A-1", "A-2"]],
  ["083 555 12 34", ["A-1"]],
  ["+27 83 555-1234", ["A-1"]],
  ["a-", ["A-1", "A-2"]],
  ["100%", ["A-1"]],
  ["%", []],
  ["bord", ["A-1", "A-2"]],
  ["1234", ["A-1"]],
  ["inv-2", ["C/1 é"]],
  ["nobody", []],
  ["123", []],
])("customers are found by %s", async (search, references) => {
  const found = await get("/customers", { search });
  expect(found.customers.map((one: { reference: string }) => one.reference)).toEqual(references);
});

test("customers come page by page with what they owe", async () => {
  const first = await get("/customers", { limit: "3" });
  expect(first.next_cursor).toBe("B-1");
  const second = await get("/customers", { limit: "3", cursor: first.next_cursor });
  expect(second).toMatchObject({
    customers: [{ reference: "C/1 é", open: [{ currency: "ZAR", minor: "34990" }] }],
    next_cursor: null,
  });
});

test("invoices by customer and state, page by page", async () => {
  const references = async (query: Record<string, string>) =>
    (await get("/invoices", query)).invoices.map((one: { reference: string }) => one.reference);
  expect((await references({ customer: "C/1 é" })).toSorted()).toEqual(["INV-1", "INV-2"]);
  expect(await references({ customer: "C/1 é", state: "overdue" })).toEqual(["INV-1"]);
  expect(await references({ state: "settled" })).toEqual([]);
  expect(await references({ customer: "A-1" })).toEqual([]);
  const page = await get("/invoices", { limit: "1" });
  expect((await get("/invoices", { limit: "1", cursor: page.next_cursor })).invoices).toHaveLength(
    1,
  );
});

test("a payment that nobody claims is listed, given to somebody, and not given twice", async () => {
  const payment = { reference: "BANK-1", amount: "20.00", currency: "ZAR", paid_on: "2026-06-30" };
  await world.ask("POST", "/v1/payments", payment);
  expect((await get("/payments", { unmatched: "true" })).payments).toMatchObject([
    { reference: "BANK-1", customer: null, unallocated_minor: "2000" },
  ]);
  const give = { payment: "BANK-1", invoice: "INV-1" };
  const given = await world.ask("POST", "/v1/payments/match", give);
  expect(given.json()).toMatchObject({ matched: 1, allocated: 1 });
  expect((await world.ask("POST", "/v1/payments/match", give)).statusCode).toBe(409);
  expect((await get("/payments", { unmatched: "true" })).payments).toEqual([]);
  expect((await get("/payments", { customer: "C/1 é" })).payments).toMatchObject([
    { reference: "BANK-1", customer: "C/1 é", unallocated_minor: "0" },
  ]);
});

test("a contact point is added, told less, agreed to, retired, and comes back", async () => {
  const points = async () => (await get(`${THANDI}/contact-points`)).contact_points;
  const post = async (path: string, body: object) =>
    await world.ask("POST", `/v1${THANDI}/contact-points${path}`, body);
  expect((await post("", { phone: "12" })).json()).toMatchObject({
    status: 422,
    errors: [{ field: "phone" }],
  });
  expect((await post("", {})).statusCode).toBe(422);
  const added = await post("", { email: "T@Example.org", disclosure: "full" });
  const id: string = added.json().contact_point_id;
  const patched = await world.app.inject({
    method: "PATCH",
    url: `/v1${THANDI}/contact-points/${id}`,
    headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "acme" },
    payload: { disclosure: "name" },
  });
  expect(patched.statusCode, patched.body).toBe(200);
  const wish = { channel: "email", agreed: false, source: "letter of 3 May" };
  expect((await post(`/${id}/consent`, { ...wish, channel: "sms" })).statusCode).toBe(422);
  expect((await post(`/${id}/consent`, wish)).json()).toMatchObject({ changed: true });
  expect((await points())[1]).toMatchObject({
    kind: "mailbox",
    disclosure: "name",
    source: "api",
    opted_out: ["email"],
    consent_source: null,
  });
  expect((await post(`/${id}/consent`, { ...wish, agreed: true })).json()).toMatchObject({
    changed: true,
  });
  expect((await points())[1]).toMatchObject({ opted_out: [], consent_source: "letter of 3 May" });
  expect((await post(`/${id}/retire`, {})).statusCode).toBe(200);
  expect((await post(`/${id}/retire`, {})).statusCode).toBe(404);
  expect((await points())[1]).toMatchObject({ retired_by: "operator" });
  expect((await post("", { email: "t@example.org" })).json().contact_point_id).toBe(id);
  expect((await points())[1]).toMatchObject({ retired_at: null, disclosure: "full" });
});

test("the client's own settings change, with an event that says what", async () => {
  const patch = async (payload: object) =>
    await world.app.inject({
      method: "PATCH",
      url: "/v1/client",
      headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "acme" },
      payload,
    });
  expect((await patch({ zone: "Mars/Olympus" })).statusCode).toBe(422);
  const changed = await patch({
    zone: "Africa/Lagos",
    phone: "+27 21 555 0100",
    name: "Acme <Fibre>",
  });
  expect(changed.json()).toMatchObject({ zone: "Africa/Lagos", phone: "+27 21 555 0100" });
  expect((await patch({ phone: null })).json()).toMatchObject({ phone: null });
  const { events } = await get("/events", { limit: "1000" });
  const told = events.filter((one: { kind: string }) => one.kind === "client.updated");
  expect(told.map((one: { body: unknown }) => one.body)).toEqual([
    { fields: ["zone", "phone"] },
    { fields: ["phone"] },
  ]);
});

test("a client is made once", async () => {
  const wanted = {
    slug: "new",
    name: "New",
    currency: "PLN",
    country: "PL",
    zone: "Europe/Warsaw",
  };
  expect((await world.ask("POST", "/v1/clients", wanted)).statusCode).toBe(201);
  expect((await world.ask("POST", "/v1/clients", wanted)).statusCode).toBe(409);
  const once = { "idempotency-key": "client-1" };
  const other = { ...wanted, slug: "newco-once" };
  const first = await world.ask("POST", "/v1/clients", other, once);
  expect(first.statusCode).toBe(201);
  expect((await world.ask("POST", "/v1/clients", other, once)).json()).toEqual(first.json());
  const different = await world.ask("POST", "/v1/clients", { ...other, name: "Else" }, once);
  expect(different.statusCode).toBe(409);
  const wrong = await world.ask("POST", "/v1/clients", { ...wanted, slug: "n2", zone: "Nowhere" });
  expect([wrong.statusCode, wrong.json().detail]).toEqual([
    422,
    expect.stringContaining("Nowhere"),
  ]);
});

test("another policy is simulated without being put in force", async () => {
  const { source } = await get("/policies/1");
  const one = await world.ask("POST", "/v1/simulate", { source, days: 3 });
  expect(one.json()).toEqual(await get("/simulate", { days: "3" }));
  const silent = source.replace(
    /steps:[\s\S]*/,
    "steps:\n  - id: last\n    when: 90 days after anchor\n    channels: sms\n    template: reminder\n",
  );
  const other = await world.ask("POST", "/v1/simulate", { source: silent, days: 3 });
  expect(other.json().days.map((day: { sms: number }) => day.sms)).toEqual([0, 0, 0]);
  const wrong = await world.ask("POST", "/v1/simulate", { source: "steps: 1", days: 3 });
  expect(wrong.statusCode).toBe(422);
  expect((await get("/policies")).policies).toHaveLength(1);
});
