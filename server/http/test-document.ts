// The document of the API as a judge of answers: whether a status and a body are what it says.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { DOCUMENTED } from "../routes.ts";
import { documentOf } from "./openapi.ts";

/** A row of the map, or the beginning of one. */
type Where = readonly [method: string, path: string, ...rest: unknown[]];
type Json = Readonly<Record<string, unknown>>;

export type Answered = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

/** The document as whoever reads it gets it. */
export const document = JSON.parse(JSON.stringify(documentOf(DOCUMENTED, "/v1"))) as Json;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictTuples: false });
// oxlint-disable-next-line typescript/no-unsafe-call -- a CommonJS module under a default export
(addFormats as unknown as (to: Ajv2020) => void)(ajv);

const known = new Map<string, ValidateFunction>();

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => resolved((inner as Json | undefined)?.[key]), value);
}

/** References lead within the document. */
export function resolved(value: unknown): unknown {
  const ref = (value as Json | null | undefined)?.["$ref"];
  if (typeof ref !== "string") return value;
  const found = at(document, ...ref.replace("#/", "").split("/"));
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return found;
}

/** The operation as the document describes it. */
export function described([method, path]: Where): Json {
  const url = `/v1${path.replaceAll(/:(\w+)/g, "{$1}")}`;
  return at(document, "paths", url, method.toLowerCase()) as Json;
}

/** The schema that requests of the operation have, undefined without a body of JSON. */
export function bodySchema(row: Where): Json | undefined {
  return at(described(row), "requestBody", "content", "application/json", "schema") as Json;
}

export function checkOf(schema: unknown): ValidateFunction {
  const text = JSON.stringify(schema);
  const check = known.get(text) ?? ajv.compile(schema as object);
  known.set(text, check);
  return check;
}

/** What is wrong with the answer by the document; nothing when it is as described. */
export function faultsOf(row: Where, answer: Answered): readonly string[] {
  const { statusCode, body } = answer;
  const what = `${row[0]} ${row[1]} ${statusCode}`;
  const response = at(described(row), "responses", String(statusCode));
  if (response === undefined) return [`${what} is not documented: ${body.slice(0, 500)}`];
  const content = at(response, "content");
  if (content === undefined) return body === "" ? [] : [`${what} should have no body`];
  const type = String(answer.headers["content-type"]).split(";")[0] ?? "";
  const schema = at(content, type, "schema");
  if (schema === undefined) return [`${what} is ${type}`];
  if (type === "text/event-stream" || type === "text/csv") return [];
  const check = checkOf(schema);
  if (check(JSON.parse(body))) return [];
  return [`${what}: ${ajv.errorsText(check.errors)} in ${body.slice(0, 500)}`];
}
