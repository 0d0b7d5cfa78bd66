import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

const REF = encodeURIComponent("C/1 é");
const person = `/v1/customers/${REF}`;

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const payment = {
  reference: "P1",
  customer: "C/1 é",
  amount: "9.90",
  currency: "ZAR",
  paid_on: "2026-06-30",
};

test("a client that does not exist is not found", async () => {
  const answer = await world.app.inject({
    url: "/v1/messages",
    headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "nobody" },
  });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ status: 404, detail: expect.stringContaining("nobody") });
});

test("the operator must say which client", async () => {
  const answer = await world.app.inject({
    url: "/v1/messages",
    headers: { authorization: `Bearer ${world.token}` },
  });
  expect([answer.statusCode, answer.json().detail]).toEqual([
    422,
    expect.stringContaining("Dunlin-Client"),
  ]);
});

test.each([
  ["GET", person],
  ["GET", `${person}/explain`],
  ["POST", `${person}/holds`],
  ["POST", `${person}/disputes/end`],
  ["GET", `${person}/promises`],
] as const)("%s %s: a customer that does not exist is not found", async (method, url) => {
  const answer = await world.ask(
    method,
    url.replace(REF, "C9"),
    method === "POST" ? {} : undefined,
  );
  expect(answer.statusCode).toBe(404);
  expect(answer.json().detail).toMatch('"C9"');
});

describe("what is wrong is named", () => {
  type Wrong = [
    field: string,
    method: "GET" | "POST",
    url: string,
    place: string,
    payload?: object,
  ];
  const wrong: Wrong[] = [
    ["days", "GET", "/v1/simulate?days=0", "query"],
    ["days", "GET", "/v1/simulate?days=many", "query"],
    ["from", "GET", "/v1/simulate?from=2026-02-30", "query"],
    ["from", "GET", "/v1/report?from=yesterday", "query"],
    ["form", "GET", "/v1/report?form=2026-01-01", "query"],
    ["state", "GET", "/v1/messages?state=gone", "query"],
    ["cursor", "GET", "/v1/messages?cursor=1", "query"],
    ["limit", "GET", "/v1/messages?limit=501", "query"],
    ["unread", "GET", "/v1/conversations?unread=maybe", "query"],
    ["after", "GET", "/v1/events?after=-1", "query"],
    ["ref", "GET", `/v1/customers/${"x".repeat(201)}`, "path"],
    ["ref", "GET", "/v1/customers/a%00b", "path"],
    ["kind", "POST", `${person}/holds`, "body", { kind: "dispute" }],
    ["untill", "POST", `${person}/holds`, "body", { untill: "2026-01-01" }],
    ["until", "POST", `${person}/disputes`, "body", { until: "soon" }],
    ["due_on", "POST", `${person}/promises`, "body", { amount: "5.00" }],
    ["amount", "POST", `${person}/promises`, "body", { due_on: "2026-07-03" }],
    ["amount", "POST", `${person}/promises`, "body", { due_on: "2026-07-03", amount: "1.005" }],
    [
      "tolerance",
      "POST",
      `${person}/promises`,
      "body",
      { due_on: "2026-07-03", amount: "5.00", tolerance: "0.001" },
    ],
    ["hold_id", "POST", `${person}/holds/end`, "body", { hold_id: "7" }],
    ["0.reference", "POST", "/v1/payments", "body", [{ ...payment, reference: undefined }]],
    ["0.amount", "POST", "/v1/payments", "body", { ...payment, amount: 9.9 }],
    ["0.amount", "POST", "/v1/payments", "body", { ...payment, amount: "-1.00" }],
    ["0.amount", "POST", "/v1/payments", "body", { ...payment, amount: "0.00" }],
    ["0.amount", "POST", "/v1/payments", "body", { ...payment, amount_minor: 990 }],
    [
      "0.amount_minor",
      "POST",
      "/v1/payments",
      "body",
      { ...payment, amount: undefined, amount_minor: "9999999999999999" },
    ],
    ["0.amount", "POST", "/v1/payments", "body", { ...payment, currency: "JPY" }],
    ["1.currency", "POST", "/v1/payments", "body", [payment, { ...payment, currency: "ZZZ" }]],
    ["0.paid_on", "POST", "/v1/payments", "body", { ...payment, paid_on: "2026-02-30" }],
    ["body", "POST", "/v1/payments", "body", []],
  ];
  test.each(wrong)("%s: %s %s", async (...[field, method, url, place, payload]: Wrong) => {
    const answer = await world.ask(method, url, payload);
    const problem = answer.json();
    expect(answer.statusCode).toBe(422);
    expect(problem.errors).toContainEqual({ in: place, field, message: expect.any(String) });
    expect(problem.detail).toMatch(field);
    expect(answer.body).not.toMatch(/node_modules|\.ts/);
  });

  test("a body that is no JSON", async () => {
    const answer = await world.app.inject({
      method: "POST",
      url: "/v1/payments",
      headers: {
        authorization: `Bearer ${world.token}`,
        "dunlin-client": "acme",
        "content-type": "application/json",
      },
      payload: "{",
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().title).toBe("Bad request");
  });

  test("a body that is too large", async () => {
    const answer = await world.ask("POST", "/v1/payments", "x".repeat(1_100_000));
    expect([413, 415]).toContain(answer.statusCode);
  });

  test("what is about nobody is refused as a conflict, an unknown invoice as unprocessable", async () => {
    const none = await world.ask("POST", `${person}/disputes/end`, {});
    expect([none.statusCode, none.json().detail]).toEqual([
      409,
      expect.stringMatching("no live dispute"),
    ]);
    const unknown = await world.ask("POST", `${person}/disputes`, { invoices: ["INV-9"] });
    expect([unknown.statusCode, unknown.json().detail]).toEqual([
      422,
      expect.stringMatching("INV-9"),
    ]);
  });

  test("an unknown path", async () => {
    const answer = await world.ask("GET", "/v1/nothing");
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toMatch("problem+json");
  });
});
