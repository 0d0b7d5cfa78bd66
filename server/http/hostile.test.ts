// Hostile requests at every operation of the API: each is answered or refused in the documented way, and nothing falls over.
import * as fc from "fast-check";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OPERATIONS } from "../routes.ts";
import { Problem } from "./problems.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";
import { almost, hostileValue } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

/** What stands in paths: the reference of the customer, or anything. */
const parameter = fc.oneof(
  fc.constantFrom(
    "C/1 é",
    "INV-1",
    "x",
    "0193a2b0-0000-7000-8000-000000000000",
    "..",
    "%",
    "\0",
    "\ud800",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()) || "x";
const pathOf = (path: string, values: readonly string[]): string => {
  let turn = 0;
  return path.replaceAll(/:\w+/g, () => encoded(values[turn++ % values.length] ?? "x"));
};

/** Bodies that are right for some operation, so that damage gets past the first check. */
const BODIES: readonly unknown[] = [
  ...OPERATIONS.flatMap(([, , { example }]) => (example?.body === undefined ? [] : [example.body])),
  { reference: "P-1", customer: "C/1 é", amount: "10.00", currency: "ZAR", paid_on: "2026-06-30" },
  [
    {
      reference: "P-2",
      invoice: "INV-1",
      amount_minor: "500",
      currency: "ZAR",
      paid_on: "2026-06-29",
    },
  ],
  { kind: "manual", invoices: ["INV-1"], until: "2026-07-30", reason: "why" },
  { amount: "20.00", currency: "ZAR", due_on: "2026-07-02" },
  {},
];
const body = fc.oneof(
  { weight: 4, arbitrary: almost(BODIES) },
  { weight: 1, arbitrary: hostileValue },
);

const LEAK = /node_modules|at async|\bselect\b.*\bfrom\b|dunlin\./i;

/** What is wrong with the answer; nothing when it is one, or a refusal as the API's document has it. */
async function faultsOf(request: InjectOptions): Promise<readonly string[]> {
  const answer = await world.app.inject(request);
  const { statusCode, body: text } = answer;
  if (statusCode < 400) return [];
  if (statusCode >= 500) return [`${statusCode} ${text}`];
  const type = String(answer.headers["content-type"]);
  const problem = Problem.safeParse(JSON.parse(text));
  return [
    ...(type.startsWith("application/problem+json") ? [] : [`it is ${type}`]),
    ...(problem.data?.status === statusCode ? [] : [`${statusCode} as ${text}`]),
    ...(text.length < 20_000 ? [] : ["without end"]),
    ...(LEAK.test(text) ? [`it tells of the inside: ${text}`] : []),
  ];
}

const headers = () => ({ authorization: `Bearer ${world.token}`, "dunlin-client": "acme" });
const changing = OPERATIONS.filter(([method]) => method !== "GET");
// A stream would be listened to for an hour.
const asking = OPERATIONS.filter(([method, , { streams }]) => method === "GET" && !streams);

test("bodies that are almost right", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...changing),
      body,
      fc.array(parameter, { minLength: 1, maxLength: 3 }),
      async ([method, path], payload, values) => {
        const text = JSON.stringify(payload) ?? "";
        const faults = await faultsOf({
          method,
          url: `/v1${pathOf(path, values)}`,
          headers: { ...headers(), "content-type": "application/json" },
          payload: text,
        });
        expect(faults).toEqual([]);
      },
    ),
    runs(60),
  );
});

test("bodies that are no JSON, and kinds of content that nobody asked for", async () => {
  const kinds = [
    "application/json",
    "application/json; charset=utf-16",
    "text/csv",
    "multipart/form-data; boundary=x",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...changing),
      fc.constantFrom(...kinds, "application/x-www-form-urlencoded", "x"),
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("[".repeat(50_000), '{"__proto__":{}}', '{"a":', "--x\r\n\r\n\r\n--x--"),
      ),
      async ([method, path], kind, bytes) => {
        const faults = await faultsOf({
          method,
          url: `/v1${pathOf(path, ["C/1 é"])}`,
          headers: { ...headers(), "content-type": kind },
          payload: Buffer.from(bytes as Uint8Array),
        });
        expect(faults).toEqual([]);
      },
    ),
    runs(40),
  );
});

test("questions with hostile paths and parameters", async () => {
  const names = fc.constantFrom("limit", "after", "days", "from", "to", "unread", "channel", "x");
  const value = fc.oneof(hostileValue.map(String), fc.constantFrom("1", "-1", "2026-06-30", "NaN"));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...asking),
      fc.array(parameter, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(names, value), { maxLength: 4 }),
      async ([method, path], values, query) => {
        const asked = query
          .map(([name, text]) => `${name}=${encoded(text.slice(0, 500))}`)
          .join("&");
        const faults = await faultsOf({
          method,
          url: `/v1${pathOf(path, values)}?${asked}`,
          headers: headers(),
        });
        expect(faults).toEqual([]);
      },
    ),
    runs(60),
  );
});
