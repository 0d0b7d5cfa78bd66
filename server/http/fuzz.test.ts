// Every operation, asked by its own schema: with what fits, with what almost fits, and with what never should. Whatever comes
// back is documented, and tells nothing of the inside.
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS, type Row } from "../routes.ts";
import { bodySchema, described, faultsOf, resolved } from "./test-document.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";
import { almost, hostileValue } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";
import { fitting } from "#testing/json-schema.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

type Json = Record<string, unknown>;
type Asked = {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};

/** What fits, or once in a while anything at all. */
const mostly = (fits: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: fits }, { weight: 1, arbitrary: hostileValue });

function values(row: Row, place: "path" | "query"): fc.Arbitrary<Record<string, unknown>> {
  const parameters = (described(row)["parameters"] as Json[])
    .map((one) => resolved(one) as Json)
    .filter((one) => one["in"] === place);
  const model = parameters.map((one) => [
    one["name"],
    mostly(fitting(one["schema"] as Json, one["example"])),
  ]);
  const requiredKeys = place === "path" ? undefined : ([] as never[]);
  return fc.record(
    Object.fromEntries(model) as Record<string, fc.Arbitrary<unknown>>,
    requiredKeys === undefined ? {} : { requiredKeys },
  );
}

function asked(row: Row): fc.Arbitrary<Asked> {
  const schema = bodySchema(row);
  const fits = fitting(schema ?? {}, row[2].example?.body);
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: fits },
          { weight: 3, arbitrary: fits.chain((value) => almost([value])) },
          { weight: 1, arbitrary: hostileValue },
        );
  return fc.record({ params: values(row, "path"), query: values(row, "query"), body });
}

// Some of what is hostile can't even be written down by String.
const encoded = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return encodeURIComponent(text.slice(0, 400).toWellFormed());
};

function requestOf([method, path, { raw }]: Row, { params, query, body }: Asked) {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encoded(params[name]) || "x");
  const search = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
  return {
    method,
    url: `/v1${filled}?${search.join("&")}`,
    headers: {
      authorization: `Bearer ${world.token}`,
      "dunlin-client": "acme",
      "content-type": raw ? "text/csv" : "application/json",
    },
    ...(method === "GET" || method === "DELETE"
      ? {}
      : { payload: raw ? String(body) : (JSON.stringify(body) ?? "{}") }),
  };
}

const LEAK =
  /node_modules|file:\/\/|\.ts:\d|\bat (async |Object\.|new )|\bselect\b.*\bfrom\b|\bdunlin\.\w|relation "|syntax error at/i;

describe("whatever is asked", () => {
  const rows = OPERATIONS.filter(([, , { streams }]) => !streams);
  test.each(rows.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", async (_name, row) => {
    await fc.assert(
      fc.asyncProperty(asked(row), async (what) => {
        const answer = await world.app.inject(requestOf(row, what));
        expect(answer.statusCode, answer.body).toBeLessThan(500);
        expect(mayBeRouted(answer.statusCode, answer.body) ? [] : faultsOf(row, answer)).toEqual(
          [],
        );
        const leaks = answer.statusCode >= 400 && LEAK.test(answer.body);
        expect(leaks && answer.body).toBe(false);
      }),
      runs(8),
    );
  });
});

/** A path with ".." in it is another path, which nobody answers. */
const mayBeRouted = (status: number, body: string): boolean =>
  status === 404 && body.includes("see /v1/openapi.json");
