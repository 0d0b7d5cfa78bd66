// How whoever asks arranges the console: theirs alone.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { InstantOnWire } from "../wire.ts";
import type { JsonValue } from "#platform/schema.ts";
import { putPreference, readPreference } from "#reporting/preferences.ts";

const Name = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, {
    error: "is no name; use small letters, digits, dots and dashes, such as home.cards",
  }),
});

const MOST_BYTES = 16_384;
const MOST_DEPTH = 12;

const depthOf = (value: unknown, depth = 0): number =>
  typeof value !== "object" || value === null || depth > MOST_DEPTH
    ? depth
    : Math.max(depth, ...Object.values(value).map((inner) => depthOf(inner, depth + 1)));

const Value = z
  .unknown()
  .refine((value) => value !== undefined, { error: "is missing" })
  .refine((value) => Buffer.byteLength(JSON.stringify(value ?? null)) <= MOST_BYTES, {
    error: `is longer than ${MOST_BYTES} bytes`,
  })
  .refine((value) => depthOf(value) <= MOST_DEPTH, { error: "is nested too deeply" })
  .refine((value) => !JSON.stringify(value ?? null).includes("\\u0000"), {
    error: "holds a control character",
  });

const Preference = z.object({ value: z.unknown(), changed_at: InstantOnWire.nullable() });

/** What was put under the name, or null. */
export const preference = query({
  needs: "client:read",
  tag: "Users",
  summary: "What you keep under a name, such as the arrangement of your cards; null when nothing",
  params: Name,
  response: Preference,
  example: { params: { name: "home.cards" } },
  work: async ({ tx, clientId, principal }, { params: { name } }) => {
    const found = await readPreference(tx, clientId, principal.id, name);
    return { value: found?.value ?? null, changed_at: found?.changedAt ?? null };
  },
});

/** Keeps a value under the name. */
export const keepPreference = change({
  needs: "client:read",
  tag: "Users",
  summary: "Keep a small value under a name, for yourself and this client; null removes it",
  params: Name,
  body: z.strictObject({ value: Value }),
  response: Preference,
  example: { params: { name: "home.cards" }, body: { value: { order: ["attention", "money"] } } },
  work: async ({ tx, clientId, principal, now }, { params: { name }, body }) => {
    const value = body.value as JsonValue;
    await refusedAs(409, putPreference(tx, clientId, principal.id, { name, value, now }));
    return { value: body.value, changed_at: value === null ? null : now };
  },
});
