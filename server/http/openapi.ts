// The OpenAPI 3.1 document, made of the operations that check requests and answers.
import { z } from "zod";
import type { Operation } from "./operation.ts";
import { COMPONENTS, DESCRIPTION, TAGS } from "./openapi-words.ts";
import { toJson, type Json } from "./openapi-schema.ts";

function parameters(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  examples: Readonly<Record<string, string>> = {},
): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = toJson(schema, "input") as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: inner,
    ...(Object.hasOwn(examples, name) ? { example: examples[name] } : {}),
  }));
}

const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });
const refusal = (status: number): Json => ({ $ref: `#/components/responses/${REFUSALS[status]}` });
const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

/** Which refusals there are, by their names in the document. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "NotSignedIn",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  413: "TooLarge",
  415: "UnsupportedMediaType",
  422: "Unprocessable",
  429: "TooManyRequests",
  503: "NotAvailable",
};

const ofNoClient = ({ scope }: Operation): boolean =>
  /^(clients|installation):|^(anybody|nobody)$/.test(scope);

/** 409: with a key that was used for something else, and where the state of things forbids it. */
function refusalsOf({ body, raw }: Operation): Json {
  const ofBody = body === undefined && !raw ? [] : [413, 415];
  const all = [400, 401, 403, 404, 409, ...ofBody, 422, 429, 503];
  return Object.fromEntries(all.map((status) => [String(status), refusal(status)]));
}

function bodyOf(operation: Operation): Json {
  const { body, raw, example, bodyOptional } = operation;
  const given = example?.body === undefined ? {} : { example: example.body };
  if (raw) {
    const file = { schema: { type: "string" }, ...given };
    const isXml = typeof example?.body === "string" && example.body.startsWith("<");
    const type = isXml ? "application/xml" : "text/csv";
    const content = { [type]: file, "application/octet-stream": { schema: {} } };
    return { requestBody: { required: true, content } };
  }
  if (body === undefined) return {};
  const content = { "application/json": { schema: toJson(body, "input"), ...given } };
  return { requestBody: { required: !bodyOptional, content } };
}

function answersOf(operation: Operation): Json {
  const { streams, response, status, etag, csv } = operation;
  const limits = { RateLimit: header("RateLimit"), "RateLimit-Policy": header("RateLimitPolicy") };
  const ofKey = operation.scope === "nobody" ? {} : limits;
  const headers = { ...ofKey, ...(etag ? { ETag: header("ETag") } : {}) };
  const media = streams ? "text/event-stream" : "application/json";
  return {
    [String(status)]: {
      description: status === 202 ? "Taken" : "Done",
      headers,
      content: {
        [media]: { schema: toJson(response, "output") },
        ...(csv ? { "text/csv": { schema: { type: "string" } } } : {}),
      },
    },
    ...(etag ? { "304": { description: "You have it already", headers } } : {}),
    ...refusalsOf(operation),
    default: { $ref: "#/components/responses/Problem" },
  };
}

const scopeOf = ({ scope }: Operation): string =>
  scope === "nobody" ? "Asked without a key." : `Scope: \`${scope}\`.`;

function describe(operation: Operation, method: string, id: string): Json {
  const { params, query, example, streams, etag } = operation;
  const isOnce = method !== "GET" && !ofNoClient(operation);
  return {
    operationId: id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, scopeOf(operation)].filter(Boolean).join("\n\n"),
    "x-scope": operation.scope,
    ...(operation.scope === "nobody" ? { security: [] } : {}),
    parameters: [
      ...parameters(params, "path", example?.params),
      ...parameters(query, "query", example?.query),
      ...(ofNoClient(operation) ? [] : [parameter("DunlinClient")]),
      ...(isOnce ? [parameter("IdempotencyKey")] : []),
      ...(etag ? [parameter("IfNoneMatch")] : []),
      ...(streams ? [parameter("LastEventID")] : []),
    ],
    ...bodyOf(operation),
    responses: answersOf(operation),
  };
}

/** "GET /customers/:ref/holds" becomes "get_customers_ref_holds": stable, and unique like the pair itself. */
const idOf = (method: string, path: string): string =>
  `${method}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");

/** The document of all operations; `base` stands before their paths. */
export function documentOf(
  rows: readonly (readonly [method: string, path: string, operation: Operation])[],
  base: string,
): Json {
  const paths: Record<string, Json> = {};
  for (const [method, path, operation] of rows) {
    const url = `${base}${path.replace(/:(\w+)/g, "{$1}")}`;
    paths[url] = {
      ...paths[url],
      [method.toLowerCase()]: describe(operation, method, idOf(method, path)),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Dunlin",
      version: "1",
      summary: "Collects recurring money by talking to people",
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "This installation" }],
    security: [{ key: [] }],
    tags: TAGS,
    paths,
    components: COMPONENTS,
  };
}
