// The OpenAPI 3.1 document, made of the operations that check requests and answers.
import { z } from "zod";
import type { Operation } from "./operation.ts";
import { Problem } from "./problems.ts";

type Json = Record<string, unknown>;

function toJson(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    // A codec shows what travels, which is its text, in both directions.
    override: ({ zodSchema, jsonSchema }) => {
      if (!(zodSchema instanceof z.ZodCodec)) return;
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
      Object.assign(jsonSchema, toJson(zodSchema.in as z.ZodType, "input"));
    },
  });
  return json;
}

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

const header = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });

function describe(operation: Operation, method: string, id: string): Json {
  const { params, query, body, response, example, status } = operation;
  const ofInstallation = /^(clients|installation):/.test(operation.scope);
  return {
    operationId: id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    "x-scope": operation.scope,
    parameters: [
      ...parameters(params, "path", example?.params),
      ...parameters(query, "query", example?.query),
      ...(ofInstallation ? [] : [header("DunlinClient")]),
      ...(method === "POST" && !ofInstallation ? [header("IdempotencyKey")] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !operation.bodyOptional,
            content: {
              "application/json": {
                schema: toJson(body, "input"),
                ...(example?.body === undefined ? {} : { example: example.body }),
              },
            },
          },
        }),
    responses: {
      [String(status)]: {
        description: "Done",
        content: { "application/json": { schema: toJson(response, "output") } },
      },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** "GET /customers/:ref/holds" becomes "get_customers_ref_holds": stable, and unique like the pair itself. */
const idOf = (method: string, path: string): string =>
  `${method}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");

const COMPONENTS = {
  securitySchemes: { key: { type: "http", scheme: "bearer" } },
  parameters: {
    DunlinClient: {
      name: "Dunlin-Client",
      in: "header",
      required: false,
      description:
        "The slug of the client; the operator's own token needs it, keys know their client",
      schema: { type: "string" },
    },
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description:
        "The same key with the same body gets the first answer again for 7 days; with another body 409",
      schema: { type: "string", minLength: 1, maxLength: 255 },
    },
  },
  responses: {
    Problem: {
      description: "Refused or failed (RFC 9457)",
      content: { "application/problem+json": { schema: toJson(Problem, "output") } },
    },
  },
};

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
      description:
        "Amounts are minor units of their currency, as text. Times are those of the installation's clock.",
    },
    security: [{ key: [] }],
    paths,
    components: COMPONENTS,
  };
}
