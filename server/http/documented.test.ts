// Every documented example is sent, and every answer, also every refusal, compared with what the document says it is.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DOCUMENTED, OPERATIONS, type Row } from "../routes.ts";
import { makePerson, openBrowser, signedIn, type Browser } from "./accounts/test-people.ts";
import type { Example } from "./operation.ts";
import { preparedIn } from "./test-prepared.ts";
import { bodySchema, checkOf, described, document, faultsOf, resolved } from "./test-document.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const PREPARED = preparedIn(() => world);

const operator = () => ({ authorization: `Bearer ${world.token}`, "dunlin-client": "acme" });

/** Ids that stand in bodies; others stand in paths. */
const IN_BODIES = ["last_seen_id", "contact_point_id"];
const bodyOf = (body: object, ids: Record<string, string>): object => {
  const named = Object.entries(ids).filter(
    ([id]) => IN_BODIES.includes(id) && Object.hasOwn(body, id),
  );
  return named.length === 0 ? body : { ...body, ...Object.fromEntries(named) };
};

function requestOf([method, path, { raw }]: Row, example: Example, ids: Record<string, string>) {
  const params = { ...example.params, ...ids };
  const query = new URLSearchParams(example.query).toString();
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? name),
  );
  return {
    method,
    url: `/v1${filled}${query === "" ? "" : `?${query}`}`,
    headers: { ...operator(), ...(raw ? { "content-type": "text/csv" } : {}) },
    ...(example.body === undefined ? {} : { payload: bodyOf(example.body as object, ids) }),
  };
}

const ofPeople = (path: string) => /^\/(account|session|joining|password-resets)\b/.test(path);

describe("every example works and is answered as documented", () => {
  const ours = OPERATIONS.filter(([, path]) => !ofPeople(path));
  test.each(ours.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", async (name, row) => {
    const [, , operation] = row;
    expect(operation.example).toBeDefined();
    const ids = (await PREPARED[name]?.()) ?? {};
    const request = requestOf(row, operation.example!, ids);
    const answer = await world.app.inject(request);
    expect(answer.statusCode, answer.body).toBe(operation.status);
    expect(faultsOf(row, answer)).toEqual([]);
    for (const header of ["ratelimit", "ratelimit-policy"])
      expect(answer.headers).toHaveProperty(header);
    const schema = bodySchema(row);
    const sent: unknown = JSON.parse(JSON.stringify(operation.example!.body ?? {}));
    expect(schema === undefined || checkOf(schema)(sent)).toBe(true);
    if (!operation.etag) return;
    const known = { ...request.headers, "if-none-match": String(answer.headers["etag"]) };
    const again = await world.app.inject({ ...request, headers: known });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect(faultsOf(row, again)).toEqual([]);
  });
});

describe("what somebody asks about their own sign-in is answered as documented", () => {
  const email = "ann@example.org";
  let browser: Browser;
  let other: Browser;
  beforeAll(async () => {
    await makePerson(world, { email, role: "finance" });
    [browser, other] = [await signedIn(world, email), openBrowser(world)];
  });
  // In their order: a password that was changed is no longer the one of the next example.
  const first = ["/account", "/account/codes", "/account/codes/renew", "/account/codes/end"];
  const rest = [...DOCUMENTED].filter(([, path]) => ofPeople(path) && !first.includes(path));
  const rows = [...first.map((path) => DOCUMENTED.find((row) => row[1] === path)!), ...rest];
  const STATUS: Readonly<Record<string, number>> = {
    "/account/codes/renew": 409,
    "/account/codes/confirm": 422,
    "/account/sessions/:session_id": 404,
    "/session/code": 401,
    "/session/token": 401,
    "/session/single-sign-on": 404,
    "/joining": 404,
    "/joining/accept": 404,
    "/password-resets": 503,
    "/password-resets/link": 404,
    "/password-resets/use": 404,
  };
  test.each(rows.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", async (name, row) => {
    const [method, path, { example, scope, status }] = row;
    const asking = scope === "nobody" ? other : browser;
    const url = requestOf(row, example!, {}).url;
    const answer = await asking.api(method as "POST", url, example!.body as object);
    // The password of the example is the one that they have, and no longer after it was changed.
    const isOld = name === "POST /session";
    expect(answer.statusCode, answer.body).toBe(isOld ? 401 : (STATUS[path] ?? status));
    expect(faultsOf(row, answer)).toEqual([]);
  });
});

describe("refusals are as documented", () => {
  test.each(OPERATIONS.map((row) => [`${row[0]} ${row[1]}`, row] as const))(
    "%s",
    async (_name, row) => {
      const request = requestOf(row, row[2].example!, {});
      const unknown = "00000000-0000-7000-8000-000000000000";
      const nowhere = row[1].replaceAll(/:(\w+)/g, (_all, key: string) =>
        key === "version" ? "999" : unknown,
      );
      const answers = [
        await world.app.inject({ ...request, headers: {} }),
        await world.app.inject({
          ...request,
          headers: { ...operator(), "dunlin-client": "nobody" },
        }),
        await world.app.inject({
          ...request,
          url: `/v1${nowhere}${row[2].streams ? "?for_s=0" : ""}`,
        }),
        await world.app.inject({
          ...request,
          url: `${request.url.split("?")[0]}?surprise=1&limit=x&days=0`,
        }),
        ...(request.payload === undefined
          ? []
          : [
              await world.app.inject({
                ...request,
                payload: '{"',
                headers: { ...operator(), "content-type": "application/json" },
              }),
              await world.app.inject({
                ...request,
                payload: "a",
                headers: { ...operator(), "content-type": "text/plain" },
              }),
            ]),
      ];
      expect(answers[0]!.statusCode).toBe(401);
      expect(answers.flatMap((answer) => faultsOf(row, answer))).toEqual([]);
      expect(answers.filter(({ statusCode }) => statusCode >= 500)).toEqual([]);
    },
  );
});

type Json = Record<string, unknown>;
const all = DOCUMENTED.map((row) => ({ row, is: described(row) }));

/** Whether the example of a parameter, where it has one, is as its schema says. */
function isRight({ schema, example }: Json): boolean {
  const check = checkOf(schema);
  if (example === undefined) return true;
  const isNumber = /integer|number/.test(String((schema as Json)["type"]));
  return check(isNumber ? Number(example) : example);
}

test("the document is whole: ids once, chapters known, parameters of each path, every reference leads somewhere", () => {
  expect(document["openapi"]).toBe("3.1.0");
  const ids = all.map(({ is }) => is["operationId"]);
  expect(new Set(ids).size).toBe(DOCUMENTED.length);
  const tags = (document["tags"] as { name: string }[]).map(({ name }) => name);
  for (const { is, row } of all) {
    expect(tags, row[1]).toContain((is["tags"] as string[])[0]);
    const parameters = (is["parameters"] as Json[]).map((one) => resolved(one) as Json);
    const inPath = parameters.filter((one) => one["in"] === "path").map((one) => one["name"]);
    expect(inPath).toEqual([...row[1].matchAll(/:(\w+)/g)].map(([, name]) => name));
    const names = parameters.map((one) => `${String(one["in"])} ${String(one["name"])}`);
    expect(new Set(names).size).toBe(names.length);
    const wrong = parameters.filter((one) => !isRight(one));
    expect(wrong, row[1]).toEqual([]);
  }
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
  for (const ref of new Set(refs)) expect(resolved({ $ref: ref }), ref).toBeDefined();
});

test("no schema of a body or an answer says nothing, but where anything may stand", () => {
  const empty = (value: unknown): boolean =>
    typeof value === "object" && value !== null && Object.keys(value).length === 0;
  for (const { row, is } of all) {
    const schema = bodySchema(row);
    expect(schema !== undefined && empty(schema), `${row[0]} ${row[1]}`).toBe(false);
    const parameters = (is["parameters"] as Json[]).map((one) => resolved(one) as Json);
    for (const one of parameters)
      expect(empty(one["schema"]), `${row[1]} ${String(one["name"])}`).toBe(false);
  }
});
