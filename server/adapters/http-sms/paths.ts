/** Where something stands in a JSON document: `messages.0.id`. */
import { z } from "zod";

export const Path = z
  .string()
  .max(200)
  .regex(/^[^.\s]+(\.[^.\s]+){0,9}$/, "write a path like messages.0.id, with at most 10 parts");

/** The value at the path, of the document's own fields only; undefined when there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** Text, number or truth value at the path as text; undefined for anything else. */
export function textAt(document: unknown, path: string | undefined): string | undefined {
  const value = path === undefined ? undefined : valueAt(document, path);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Longer ones would not fit into an index, and no provider gives them. */
const LONGEST_ID = 200;

/** An id as a provider gives it; undefined when it is no id that we could find again. */
export function idOf(text: string | null | undefined): string | undefined {
  return text && text.length <= LONGEST_ID ? text : undefined;
}

/** Parses JSON or a form; undefined when it is neither. Whole numbers too large for a double stay as they are written. */
export function documentOf(body: string, contentType = ""): unknown {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body, exactly);
  } catch {
    return undefined;
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isRounded ? (context?.source ?? value) : value;
}
