// Schemas of ours as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
import { z } from "zod";

export type Json = Record<string, unknown>;

/**
 * What travels, in a request or in an answer. Answers may get more fields with time, so their objects are open in the
 * document.
 */
export function toJson(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const travels = travelsAs(zodSchema, io);
      if (travels !== undefined) {
        for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
        Object.assign(jsonSchema, travels);
      }
      if (io === "output" && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  return json;
}

function travelsAs(schema: z.core.$ZodType, io: "input" | "output"): Json | undefined {
  if (!(schema instanceof z.ZodPipe)) return undefined;
  // A codec shows what travels, which is its text, in both directions.
  if (schema instanceof z.ZodCodec) return toJson(schema.in as z.ZodType, "input");
  // What is brought into shape first shows the shape, and may stand alone for a list of one.
  if (!(schema.in instanceof z.ZodTransform)) return undefined;
  const shaped = toJson(schema.out as z.ZodType, io);
  return shaped["type"] === "array" ? { anyOf: [shaped, shaped["items"]] } : shaped;
}
