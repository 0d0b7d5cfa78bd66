/** Where something stands in a JSON document: `messages.0.id`. */
import { z } from "zod";

export const Path = z
  .string()
  .max(200)
  .regex(/^[^.\s]+(\.[^.\s]+){0,9}$/, "write a path like messages.0.id, with at most 10 parts");

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
