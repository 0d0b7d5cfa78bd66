// The OpenAPI 3.1 document, made of the same schemas that check requests and answers.
import type { RouteOptions } from "fastify";
import { z } from "zod";
import { Problem } from "./problems.ts";

type Json = Record<string, unknown>;
type Schemas = Partial<Record<"body" | "querystring" | "params", z.ZodType>> & {
  readonly summary?: string;
  readonly response?: Readonly<Record<string, z.ZodType>>;
};

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

function parameters(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
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
  }));
}

function operation(schema: Schemas): Json {
  const answers = Object.entries(schema.response ?? {}).map(([status, answer]) => [
    status,
    { description: "Done", content: { "application/json": { schema: toJson(answer, "output") } } },
  ]);
  return {
    summary: schema.summary,
    parameters: [...parameters(schema.params, "path"), ...parameters(schema.querystring, "query")],
    ...(schema.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: toJson(schema.body, "input") } },
          },
        }),
    responses: {
      ...Object.fromEntries(answers),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** Collects the routes that are registered, and makes the document of them. */
export class OpenApi {
  readonly #paths: Record<string, Json> = {};

  add({ url, method, schema }: RouteOptions): void {
    if (schema === undefined) return;
    const path = url.replace(/:(\w+)/g, "{$1}");
    for (const one of [method].flat()) {
      if (one === "HEAD") continue;
      this.#paths[path] = {
        ...this.#paths[path],
        [one.toLowerCase()]: operation(schema as Schemas),
      };
    }
  }

  document(): Json {
    return {
      openapi: "3.1.0",
      info: {
        title: "Dunlin",
        version: "1",
        description:
          "Amounts are minor units of their currency, as text. Times are those of the installation's clock.",
      },
      security: [{ token: [] }],
      paths: this.#paths,
      components: {
        securitySchemes: { token: { type: "http", scheme: "bearer" } },
        responses: {
          Problem: {
            description: "Refused or failed (RFC 9457)",
            content: { "application/problem+json": { schema: toJson(Problem, "output") } },
          },
        },
      },
    };
  }
}
