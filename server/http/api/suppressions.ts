import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { optIn, optOut } from "#conversations/opting.ts";
import { loadContext } from "#messages/planning/context.ts";
import { destinationOf } from "#messages/sending.ts";
import { listSuppressed } from "#reporting/suppressions.ts";

const Suppressed = z.object({
  channel: z.string(),
  address: z.string(),
  reason: z.enum(["opted_out", "dead"]),
  since: InstantOnWire,
  by: z.string().nullable(),
});

/** Addresses to which nothing goes, and why. */
export const suppressions = query({
  needs: "suppressions:read",
  tag: "Suppressions",
  summary: "Addresses to which nothing is sent, and why; by address, page by page",
  query: z.strictObject({ limit: Limit(1_000, 100), after: z.string().max(400).exactOptional() }),
  response: z.object({ suppressions: z.array(Suppressed), next_after: z.string().nullable() }),
  example: {},
  work: async ({ tx, clientId }, { query: { limit, after } }) => {
    const rows = await listSuppressed(tx, clientId, limit, after);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      suppressions: rows.map(snakeKeys),
      next_after: last === undefined ? null : `${last.channel} ${last.address}`,
    };
  },
});

const Opting = z.strictObject({
  channel: z.enum(["sms", "email"]),
  address: Words(320),
  /** What says so: a letter, a call, a form. */
  source: Words(200),
});
const Opted = z.object({ address: z.string(), changed: z.boolean(), withdrawn: z.int() });

async function opting(
  { tx, clientId, now, actor }: Working,
  { channel, address, source }: z.output<typeof Opting>,
  how: typeof optIn,
) {
  const context = await loadContext(tx, clientId);
  const to = destinationOf({ to: address, channel }, context.client.country);
  const wish = { channel, addresses: [to], by: actor, cause: source, source };
  const { changed, withdrawn } = await how(tx, context, wish, now);
  return { address: to, changed: changed.length > 0, withdrawn };
}

/** Stops a channel to an address. */
export const suppress = change({
  needs: "suppressions:write",
  tag: "Suppressions",
  summary: "Stop a channel to an address; what waits for it is taken back at once",
  body: Opting,
  response: Opted,
  example: { body: { channel: "sms", address: "+27831110000", source: "letter of 3 May" } },
  work: async (working, { body }) => await opting(working, body, optOut),
});

/** Lets a channel to an address be used again. */
export const unsuppress = change({
  needs: "suppressions:write",
  tag: "Suppressions",
  summary: "Record consent: a channel to an address may be used again",
  body: Opting,
  response: Opted,
  example: { body: { channel: "sms", address: "+27831110000", source: "phoned on 4 May" } },
  work: async (working, { body }) => await opting(working, body, optIn),
});
