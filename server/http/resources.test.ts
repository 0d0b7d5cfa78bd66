// What another system keeps in Dunlin over the API: customers, invoices, files, templates, policies, routes, suppressions.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicySource } from "#policies/default-policy.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const get = async (url: string) => (await world.ask("GET", url)).json();

describe("customers and invoices told one by one", () => {
  test("a customer with numbers and mailboxes in any spelling", async () => {
    const customer = {
      reference: "API-1",
      name: "Sipho Dlamini",
      language: "en",
      payday: 25,
      phones: ["083 123 4567"],
      emails: ["Sipho@Example.COM"],
    };
    const answer = await world.ask("POST", "/v1/customers", { customers: [customer] });
    expect(answer.json()).toMatchObject({ customers: { created: 1, updated: 0, unchanged: 0 } });
    expect(await get("/v1/customers/API-1")).toMatchObject({
      name: "Sipho Dlamini",
      payday: 25,
      contact_points: expect.arrayContaining([
        expect.objectContaining({ address: "+27831234567" }),
        expect.objectContaining({ address: "sipho@example.com" }),
      ]),
    });
    const again = await world.ask("POST", "/v1/customers", { customers: [customer] });
    expect(again.json()).toMatchObject({ customers: { created: 0, updated: 0, unchanged: 1 } });
  });

  test("an invoice, then the same with less open, leaves the name and the age of the books alone", async () => {
    const before = await get("/v1/client");
    const invoice = {
      customer: "API-1",
      reference: "API-INV-1",
      due_on: "2026-06-20",
      amount: "250.00",
      currency: "ZAR",
    };
    const made = await world.ask("POST", "/v1/invoices", { invoices: [invoice] });
    expect(made.json()).toMatchObject({ invoices: { created: 1 }, batch: expect.any(String) });
    const less = await world.ask("POST", "/v1/invoices", {
      invoices: [{ ...invoice, open: "100.00" }],
    });
    expect(less.json()).toMatchObject({ invoices: { created: 0, updated: 1 } });
    expect(await get("/v1/customers/API-1")).toMatchObject({
      name: "Sipho Dlamini",
      accounts: [{ open_minor: "10000" }],
    });
    expect((await get("/v1/client")).book_as_of).toBe(before.book_as_of);
  });

  test("a credit", async () => {
    const credit = { customer: "API-1", reference: "CN-1", amount: "30.00" };
    const answer = await world.ask("POST", "/v1/credits", { credits: [credit] });
    expect(answer.json()).toMatchObject({ credits: 1 });
    expect(await get("/v1/customers/API-1")).toMatchObject({
      accounts: [{ credit_minor: "3000" }],
    });
  });

  test.each([
    ["customers.0.phones.0", "/v1/customers", { customers: [{ reference: "X", phones: ["12"] }] }],
    [
      "invoices.0.open",
      "/v1/invoices",
      {
        invoices: [
          { customer: "X", reference: "Y", due_on: "2026-07-01", amount: "1.00", open: "2.00" },
        ],
      },
    ],
    [
      "invoices.0.due_on",
      "/v1/invoices",
      { invoices: [{ customer: "X", reference: "Y", amount: "1.00" }] },
    ],
  ])("names what is wrong: %s", async (field, url, body) => {
    const answer = await world.ask("POST", url, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toContainEqual({ in: "body", field, message: expect.any(String) });
  });
});

describe("a book as a file", () => {
  const csv =
    "customer,name,mobile,invoice,due date,amount\nF-1,Ann,+27831112222,FI-1,2026-06-01,10.00\nF-2,Ben,12,FI-2,2026-06-01,20.00\n";
  const send = async (query: string, payload = csv, type = "text/csv", headers = {}) =>
    await world.app.inject({
      method: "POST",
      url: `/v1/imports${query}`,
      payload,
      headers: {
        authorization: `Bearer ${world.token}`,
        "dunlin-client": "acme",
        "content-type": type,
        ...headers,
      },
    });

  test("with a key it is taken once, and the key is of this file only", async () => {
    const once = { "idempotency-key": "file-1" };
    const first = await send("?dry_run", csv, "text/csv", once);
    const again = await send("?dry_run", csv, "text/csv", once);
    expect(first.statusCode).toBe(202);
    expect(again.json()).toEqual(first.json());
    const other = await send("?dry_run", `${csv}F-3,Cid,,FI-3,2026-06-01,5.00\n`, "text/csv", once);
    expect(other.statusCode).toBe(409);
  });

  test("dry run, then for real, then taken back", async () => {
    const dry = await send("?dry_run&name=book.csv");
    expect(dry.statusCode).toBe(202);
    expect(dry.json()).toMatchObject({ state: "dry_run", file: "book.csv", batch_id: null });
    const done = await send("?name=book.csv");
    expect(done.json()).toMatchObject({
      state: "applied",
      result: { customers: { created: 2 }, rejectedCount: 1 },
    });
    const { upload_id, batch_id } = done.json();
    expect(await get(`/v1/imports/uploads/${upload_id}`)).toMatchObject({ state: "applied" });
    expect((await get("/v1/imports")).imports[0]).toMatchObject({ batch: batch_id });
    const undone = await world.ask("POST", `/v1/imports/${batch_id}/undo`);
    expect(undone.json()).toMatchObject({ batch: batch_id });
    expect((await world.ask("POST", `/v1/imports/${batch_id}/undo`)).statusCode).toBe(409);
  });

  test("what is no book is refused with the reason", async () => {
    const answer = await send("", "nothing here\n");
    expect(answer.json()).toMatchObject({ state: "refused", reason: expect.any(String) });
  });

  test("another kind of body is refused", async () => {
    expect((await send("", "{}", "application/json")).statusCode).toBe(415);
    expect((await world.ask("POST", "/v1/customers", "x")).statusCode).toBe(415);
  });
});

describe("templates", () => {
  const source =
    'name: ticket\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: "Ticket {{ vars.ticket }} is closed – thank you"\n';

  test("are applied, listed, shown and previewed with the character that costs", async () => {
    const put = await world.ask("POST", "/v1/templates", { source });
    expect(put.json()).toEqual({
      applied: [{ name: "ticket", language: "en", channel: "sms", version: 1 }],
    });
    expect((await get("/v1/templates")).templates[0]).toMatchObject({
      name: "ticket",
      origin: "own",
    });
    expect((await get("/v1/templates/ticket")).variants).toHaveLength(1);
    const shown = await world.ask("POST", "/v1/templates/ticket/preview", {
      channel: "sms",
      to: "+27821234567",
      data: { ticket: "T-1" },
    });
    expect(shown.json()).toMatchObject({
      ok: true,
      text: "Ticket T-1 is closed – thank you",
      encoding: "ucs2",
      offending: "–",
    });
    const missing = await world.ask("POST", "/v1/templates/ticket/preview", { channel: "sms" });
    expect(missing.json()).toMatchObject({ ok: false, problem: expect.stringMatching("ticket") });
  });

  test("a wrong one is refused with its line", async () => {
    const answer = await world.ask("POST", "/v1/templates", {
      source: source.replace("class: service", "class: nonsense"),
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].field).toMatch("line 2");
  });

  test("an unknown name is not found", async () => {
    expect((await world.ask("GET", "/v1/templates/nothing")).statusCode).toBe(404);
  });
});

test("policies: versions, sources, a wrong one with its line", async () => {
  const changed = defaultPolicySource.replace(/^name: .*/m, "name: Changed");
  expect((await world.ask("POST", "/v1/policies", { source: changed })).json()).toEqual({
    version: 2,
    unchanged: false,
  });
  expect(
    (await get("/v1/policies")).policies.map((one: { version: number }) => one.version),
  ).toEqual([2, 1]);
  expect((await get("/v1/policies/2")).source).toBe(changed);
  expect((await world.ask("GET", "/v1/policies/9")).statusCode).toBe(404);
  const wrong = await world.ask("POST", "/v1/policies", { source: "name: x\nsteps: 7\n" });
  expect([wrong.statusCode, wrong.json().errors[0].in]).toEqual([422, "body"]);
});

test("routes: shown without settings, changed from a source", async () => {
  const source =
    "routes:\n  - name: second\n    channel: sms\n    adapter: smpp\n    sender: '+27600000001'\n    config: { host: h, port: 1, system_id: a, password: secret-word }\n";
  expect((await world.ask("POST", "/v1/routes", { source })).json()).toMatchObject({
    routes: ["second"],
  });
  const shown = await world.ask("GET", "/v1/routes");
  expect(shown.json().routes).toHaveLength(2);
  expect(shown.body).not.toMatch("secret-word");
});

test("suppressions: an address stopped, what waits for it taken back, and let go again", async () => {
  const address = "+27839990000";
  const sent = await world.ask("POST", "/v1/messages", { to: address, channel: "sms", text: "Hi" });
  const wish = { channel: "sms", address: "083 999 0000", source: "letter of 3 May" };
  expect((await world.ask("POST", "/v1/suppressions", wish)).json()).toEqual({
    address,
    changed: true,
    withdrawn: 1,
  });
  expect((await get(`/v1/messages/${sent.json().id}`)).status).toBe("suppressed");
  expect((await get("/v1/suppressions")).suppressions).toContainEqual(
    expect.objectContaining({ address, reason: "opted_out" }),
  );
  const ended = await world.ask("POST", "/v1/suppressions/end", wish);
  expect(ended.json()).toMatchObject({ address, changed: true });
  expect((await get("/v1/suppressions")).suppressions).toEqual([]);
});

test("suppressions have a reason, and an end where nobody asked for them", async () => {
  const address = "ann@example.org";
  const wish = { channel: "email", address, source: "monitoring" };
  const stop = async (more: object) =>
    await world.ask("POST", "/v1/suppressions", { ...wish, ...more });
  const past = await stop({ reason: "manual", expires_at: "2020-01-01" });
  expect([past.statusCode, past.json().errors[0].field]).toEqual([422, "expires_at"]);
  const wanted = await stop({ reason: "complaint", expires_at: "2030-01-01" });
  expect([wanted.statusCode, wanted.json().errors[0].field]).toEqual([422, "expires_at"]);
  expect((await stop({ reason: "hard_bounce", expires_at: "2030-01-01" })).json().changed).toBe(
    true,
  );
  expect((await get("/v1/suppressions")).suppressions).toMatchObject([
    { address, reason: "hard_bounce", by: "monitoring", expires_at: "2030-01-01T00:00:00Z" },
  ]);
  const ended = await world.ask("POST", "/v1/suppressions/end", { ...wish, reason: "hard_bounce" });
  expect(ended.json()).toEqual({ address, changed: true, withdrawn: 0 });
  expect((await get("/v1/suppressions")).suppressions).toEqual([]);
});

test("openings and clicks are watched where the client switches it on", async () => {
  const off = { opens: false, clicks: false, sms_clicks: false };
  expect(await get("/v1/tracking")).toEqual(off);
  const set = async (body: object) =>
    (
      await world.app.inject({
        method: "PATCH",
        url: "/v1/tracking",
        headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "acme" },
        payload: body,
      })
    ).json();
  expect(await set({ sms_clicks: true })).toEqual({ ...off, sms_clicks: true });
  expect(await set({ opens: true })).toEqual({ ...off, opens: true, sms_clicks: true });
  expect(await set({ opens: false, sms_clicks: false })).toEqual(off);
});

test("a message is cancelled once, and not when a ladder asked for it", async () => {
  const sent = await world.ask("POST", "/v1/messages", {
    to: "+27839990001",
    channel: "sms",
    text: "Hi",
  });
  const url = `/v1/messages/${sent.json().id}/cancel`;
  expect((await world.ask("POST", url)).json()).toMatchObject({ status: "cancelled" });
  expect((await world.ask("POST", url)).statusCode).toBe(409);
  // Whoever says as of when the entries are, says that the books are as fresh as that.
  const entry = { customer: "C/1 é", reference: "INV-3", due_on: "2026-07-20", amount: "1.00" };
  await world.ask("POST", "/v1/invoices", { invoices: [entry], as_of: "2026-06-30T10:00:00Z" });
  expect((await world.ask("POST", "/v1/run")).json().messages).toBeGreaterThan(0);
  const [planned] = (await get("/v1/messages?state=planned")).messages;
  const ladder = await world.ask("POST", `/v1/messages/${planned.message_id}/cancel`);
  expect([ladder.statusCode, ladder.json().detail]).toEqual([409, expect.stringMatching("ladder")]);
});
