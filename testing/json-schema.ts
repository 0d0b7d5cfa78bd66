// Values by a JSON Schema as our documents have it: what fits, for requests that are right as far as the schema can say.
import * as fc from "fast-check";

type Schema = Readonly<Record<string, unknown>>;

const MOST_ITEMS = 4;
const MOST_CHARS = 60;

/** Values that fit the schema; where it knows examples, those come often. */
export function fitting(schema: Schema, example?: unknown): fc.Arbitrary<unknown> {
  const made = made_(schema, example);
  return example === undefined
    ? made
    : fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, { weight: 1, arbitrary: made });
}

function made_(schema: Schema, example: unknown): fc.Arbitrary<unknown> {
  const either = (schema["anyOf"] ?? schema["oneOf"]) as readonly Schema[] | undefined;
  if (either) return fc.oneof(...either.map((one) => fitting(one)));
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  switch (schema["type"]) {
    case "object":
      return object(schema, example);
    case "array":
      return fc.array(fitting(schema["items"] as Schema), {
        minLength: Number(schema["minItems"] ?? 0),
        maxLength: Math.min(Number(schema["maxItems"] ?? MOST_ITEMS), MOST_ITEMS),
      });
    case "integer":
      return fc.integer(numbers(schema));
    case "number":
      return fc.double({ ...numbers(schema), noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return text(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function numbers(schema: Schema): { readonly min: number; readonly max: number } {
  const min = Math.max(Number(schema["minimum"] ?? -1_000_000), -1_000_000);
  return { min, max: Math.max(min, Math.min(Number(schema["maximum"] ?? 1_000_000), 1_000_000)) };
}

function object(schema: Schema, example: unknown): fc.Arbitrary<unknown> {
  const known = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  const required = (schema["required"] ?? []) as readonly string[];
  const shown = (example ?? {}) as Record<string, unknown>;
  const model = Object.fromEntries(known.map(([key, one]) => [key, fitting(one, shown[key])]));
  if (known.length === 0 && typeof schema["additionalProperties"] === "object") {
    return fc.dictionary(text({}), fitting(schema["additionalProperties"] as Schema), {
      maxKeys: 3,
    });
  }
  return fc.record(model, { requiredKeys: required.filter((key) => key in model) as never[] });
}

const INSTANTS = ["2026-06-30T10:00:00Z", "1999-12-31T23:59:59.999+02:00", "9999-12-31T23:59:59Z"];
const DAYS = ["2026-06-30", "2024-02-29", "0001-01-01", "9999-12-31"];

function text(schema: Schema): fc.Arbitrary<string> {
  if (schema["format"] === "uuid") return fc.uuid();
  if (schema["format"] === "date") return fc.constantFrom(...DAYS);
  if (schema["format"] === "date-time") return fc.constantFrom(...INSTANTS);
  if (schema["format"] === "email") return fc.emailAddress();
  const minLength = Number(schema["minLength"] ?? 0);
  const maxLength = Math.max(
    minLength,
    Math.min(Number(schema["maxLength"] ?? MOST_CHARS), MOST_CHARS),
  );
  const { pattern } = schema;
  if (typeof pattern !== "string") return fc.string({ unit: "binary", minLength, maxLength });
  const fits = new RegExp(pattern, "u");
  return fc
    .stringMatching(fits)
    .filter((one) => one.length >= minLength && one.length <= Math.max(maxLength, 64));
}
