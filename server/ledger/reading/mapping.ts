import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { isCurrency } from "#platform/money.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import {
  DATE_FORMATS,
  DELIMITERS,
  ENCODINGS,
  FIELDS,
  type Columns,
  type Detected,
  type Field,
} from "./types.ts";
import { plainLetters } from "./contacts.ts";

const field = z.enum(FIELDS);

const schema = z.strictObject({
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.preprocess((sign) => (sign === "tab" ? "\t" : sign), z.enum(DELIMITERS).optional()),
  quote: z.enum(['"', "'"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  thousands: z.preprocess(
    (sign) => (sign === " " ? "space" : sign),
    z.enum(["space", ".", ",", "'"]).optional(),
  ),
  dates: z.enum(DATE_FORMATS).optional(),
  /** Line of the header, from 1; 0: the file has none. */
  header: z.int().min(0).max(10_000).optional(),
  /** By header or by number from 1; null: leave this field out although a column looks like it. */
  columns: z
    .partialRecord(
      field,
      z.union([z.string().min(1).max(200), z.int().min(1).max(1_000), z.null()]),
    )
    .optional(),
  currency: z.string().refine(isCurrency, "write an ISO 4217 code such as ZAR").optional(),
  /** Values for fields that the file has no column for, or leaves empty. */
  constants: z.partialRecord(field, z.string().max(200)).optional(),
});

/** How a client's files are to be read: what stands here is not guessed. Plain data, to be kept per client. */
export type Mapping = z.infer<typeof schema>;

/** Checks a mapping that was stored as plain data or came over the API; `name` is used in messages. */
export function checkMapping(value: unknown, name: string): Mapping {
  const result = schema.safeParse(value ?? {});
  if (!result.success) {
    throw new UserError(`${name}: ${sentenceOf(result.error.issues[0])}`);
  }
  const { decimal, thousands } = result.data;
  if (decimal !== undefined && decimal === thousands) {
    throw new UserError(`${name}: decimal and thousands are both "${decimal}"; change one of them`);
  }
  return result.data;
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const at = issue?.path.map(String).join(".") ?? "";
  if (issue?.code !== "unrecognized_keys") return `${at === "" ? "" : `${at}: `}${issue?.message}`;
  const [key] = issue.keys;
  if (at === "") {
    return `"${key}" is no setting; the settings are ${Object.keys(schema.shape).join(", ")}`;
  }
  return `${at}: "${key}" is no field; the fields are ${FIELDS.join(", ")}`;
}

/** Reads a mapping in YAML. */
export function parseMapping(yaml: string, name: string): Mapping {
  let value: unknown;
  try {
    value = parse(yaml);
  } catch (error) {
    throw new UserError(`${name} is not readable as YAML: ${messageOf(error).split("\n")[0]}`);
  }
  return checkMapping(value, name);
}

const MAX_MAPPING_BYTES = 1 << 20;

/** Reads a mapping file. */
export async function loadMapping(path: string): Promise<Mapping> {
  let yaml: string;
  try {
    yaml = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`the mapping file ${path} cannot be read: ${messageOf(error)}`);
  }
  if (yaml.length > MAX_MAPPING_BYTES) {
    throw new UserError(`the mapping file ${path} is larger than 1 MiB; is it the right file?`);
  }
  return parseMapping(yaml, path);
}

/** The mapping that reads a file as it was read now, to be kept for the client's next file. */
export function mappingFrom(found: {
  readonly detected: Detected;
  readonly columns: Columns;
}): Mapping {
  const { encoding, delimiter, quote, decimal, thousands, dates } = found.detected;
  const plain = found.columns.header.map(plainLetters);
  const columns: Partial<Record<Field, string | number>> = {};
  for (const column of found.columns.used) {
    const key = plainLetters(column.header);
    const unique = key !== "" && plain.filter((other) => other === key).length === 1;
    const named = unique && found.columns.headerLine > 0;
    columns[column.field] = named ? column.header : column.index + 1;
  }
  const signs = thousands === undefined ? { decimal } : { decimal, thousands };
  const header = found.columns.headerLine === 0 ? { header: 0 } : {};
  return { encoding, delimiter, quote, ...signs, dates, ...header, columns };
}
