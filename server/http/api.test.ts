import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

const REF = encodeURIComponent("C/1 é");
const person = `/v1/clients/acme/customers/${REF}`;

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

type Case = [method: "GET" | "POST", url: string, payload?: object];
const ROUTES: Case[] = [
  ["GET", "/v1/clients"],
  ["POST", "/v1/clients/acme/payments", [payment]],
  ["POST", "/v1/clients/acme/run"],
  ["GET", "/v1/clients/acme/simulate?days=3"],
  ["GET", "/v1/clients/acme/report"],
  ["GET", "/v1/clients/acme/call-list"],
  ["GET", "/v1/clients/acme/messages"],
  ["GET", "/v1/clients/acme/conversations?unread"],
  ["GET", "/v1/clients/acme/events"],
  ["GET", person],
  ["GET", `${person}/explain`],
  ...["holds", "disputes"].map((noun): Case => ["POST", `${person}/${noun}`, {}]),
  ["POST", `${person}/promises`, { amount: "1.00", due_on: "2026-07-03" }],
  ...["holds", "disputes", "promises"].flatMap((noun): Case[] => [
    ["GET", `${person}/${noun}`],
    ["POST", `${person}/${noun}/end`, {}],
  ]),
  ["GET", "/v1/openapi.json"],
];

test("every route of the document is tried below", async () => {
  const { paths } = (await world.ask("GET", "/v1/openapi.json")).json();
  const documented = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const tried = ROUTES.map(
    ([method, url]) =>
      `${method} ${url.replace(/\?.*/, "").replace("acme", "{slug}").replace(REF, "{ref}")}`,
  ).filter((one) => !one.endsWith("openapi.json"));
  expect(tried.toSorted()).toEqual(documented.toSorted());
});

describe.each(ROUTES)("%s %s", (...[method, url, payload]: Case) => {
  const body = payload === undefined ? {} : { payload };

  test("asks for the token", async () => {
    const wrong = "x".repeat(43);
    for (const headers of [
      {},
      { authorization: `Bearer ${wrong}` },
      { cookie: `dunlin=${world.token}` },
    ]) {
      const answer = await world.app.inject({ method, url, headers, ...body });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["content-type"]).toMatch("application/problem+json");
      expect(answer.headers["www-authenticate"]).toMatch("Bearer");
    }
  });

  test("a client that does not exist is not found", async () => {
    if (!url.includes("acme")) return;
    const answer = await world.ask(method, url.replace("acme", "nobody"), payload);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404, detail: expect.stringContaining("nobody") });
  });

  test("a customer that does not exist is not found", async () => {
    if (!url.includes("customers")) return;
    const answer = await world.ask(method, url.replace(REF, "C9"), payload);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toMatch('"C9"');
  });
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
    ["days", "GET", "/v1/clients/acme/simulate?days=0", "query"],
    ["days", "GET", "/v1/clients/acme/simulate?days=many", "query"],
    ["from", "GET", "/v1/clients/acme/simulate?from=2026-02-30", "query"],
    ["from", "GET", "/v1/clients/acme/report?from=yesterday", "query"],
    ["form", "GET", "/v1/clients/acme/report?form=2026-01-01", "query"],
    ["state", "GET", "/v1/clients/acme/messages?state=gone", "query"],
    ["cursor", "GET", "/v1/clients/acme/messages?cursor=1", "query"],
    ["limit", "GET", "/v1/clients/acme/messages?limit=501", "query"],
    ["unread", "GET", "/v1/clients/acme/conversations?unread=maybe", "query"],
    ["after", "GET", "/v1/clients/acme/events?after=-1", "query"],
    ["ref", "GET", `/v1/clients/acme/customers/${"x".repeat(201)}`, "path"],
    ["ref", "GET", "/v1/clients/acme/customers/a%00b", "path"],
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
    [
      "0.reference",
      "POST",
      "/v1/clients/acme/payments",
      "body",
      [{ ...payment, reference: undefined }],
    ],
    ["0.amount", "POST", "/v1/clients/acme/payments", "body", { ...payment, amount: 9.9 }],
    ["0.amount", "POST", "/v1/clients/acme/payments", "body", { ...payment, amount: "-1.00" }],
    ["0.amount", "POST", "/v1/clients/acme/payments", "body", { ...payment, amount: "0.00" }],
    ["0.amount", "POST", "/v1/clients/acme/payments", "body", { ...payment, amount_minor: 990 }],
    [
      "0.amount_minor",
      "POST",
      "/v1/clients/acme/payments",
      "body",
      { ...payment, amount: undefined, amount_minor: "9999999999999999" },
    ],
    ["0.amount", "POST", "/v1/clients/acme/payments", "body", { ...payment, currency: "JPY" }],
    [
      "1.currency",
      "POST",
      "/v1/clients/acme/payments",
      "body",
      [payment, { ...payment, currency: "ZZZ" }],
    ],
    [
      "0.paid_on",
      "POST",
      "/v1/clients/acme/payments",
      "body",
      { ...payment, paid_on: "2026-02-30" },
    ],
    ["body", "POST", "/v1/clients/acme/payments", "body", []],
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
      url: "/v1/clients/acme/payments",
      headers: { authorization: `Bearer ${world.token}`, "content-type": "application/json" },
      payload: "{",
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().title).toBe("Bad request");
  });

  test("a body that is too large", async () => {
    const answer = await world.ask("POST", "/v1/clients/acme/payments", "x".repeat(1_100_000));
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
