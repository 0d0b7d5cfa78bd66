// Strikes as a calendar, stops as people look at them, and debit files without what is stopped.
import { z } from "zod";
import { perform, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import type { Spooled } from "../spooled.ts";
import {
  DayOnWire,
  ID,
  InstantOnWire,
  Limit,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { listStops, strikeDays } from "#debits/calendar.ts";
import { fetchFiltered, filterAndKeep, listFiltered } from "#debits/filter/records.ts";
import { SHIPPED_LAYOUTS } from "#debits/filter/shipped-layouts.ts";
import { MEANINGS } from "#debits/types.ts";

const tag = "Debits";

export const strikes = query({
  needs: "debits:read",
  tag,
  summary:
    "Strikes day by day: how many, how much, who was told, what was stopped, and until when it can be",
  description: "Without days, from a week ago to two months ahead.",
  query: z.strictObject({ from: DayOnWire.exactOptional(), to: DayOnWire.exactOptional() }),
  response: z.object({
    today: DayOnWire,
    now: InstantOnWire,
    days: z.array(
      z.object({
        strike_on: DayOnWire,
        currency: z.string(),
        cutoff_at: InstantOnWire,
        debits: z.int(),
        minor: MinorOnWire,
        told: z.int(),
        delivered: z.int(),
        waiting: z.int(),
        untold: z.int(),
        late: z.int(),
        stopped: z.int(),
        stopped_minor: MinorOnWire,
        sent: z.int(),
        collected: z.int(),
        returned: z.int(),
      }),
    ),
  }),
  example: { query: { from: "2026-07-01", to: "2026-07-31" } },
  work: async ({ tx, clientId, now }, { query: asked }) => {
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const { from = today.subtract({ days: 7 }), to = today.add({ months: 2 }) } = asked;
    const days = await strikeDays(tx, clientId, { from, to });
    return { today, now, days: days.map(snakeKeys) };
  },
});

export const liveStops = query({
  needs: "debits:read",
  tag,
  summary: "Stops that stand, the last one first: of whom, of what, who said so, and the cut-off",
  query: z.strictObject({
    /** Also those of debits that have struck. */
    past: Yes.exactOptional(),
    limit: Limit(500, 50),
    /** The last `stop_id` that is known: what was said before it. */
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({
    now: InstantOnWire,
    stops: z.array(
      z.object({
        stop_id: z.uuid(),
        debit_id: z.uuid().nullable(),
        end_to_end_id: z.string().nullable(),
        mandate: z.string().nullable(),
        customer: z.string().nullable(),
        name: z.string().nullable(),
        amount_minor: MinorOnWire.nullable(),
        currency: z.string().nullable(),
        strike_on: DayOnWire.nullable(),
        cutoff_at: InstantOnWire.nullable(),
        meaning: z.enum([...MEANINGS, "manual"]),
        option: z.int().nullable(),
        at: InstantOnWire,
        by: z.string(),
        reason: z.string().nullable(),
        after_cutoff: z.boolean(),
        reply: z.string().nullable(),
      }),
    ),
    next_cursor: z.uuid().nullable(),
  }),
  example: { query: { limit: "10" } },
  work: async ({ tx, clientId, now }, { query: { past = false, limit, cursor } }) => {
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const rows = await listStops(tx, clientId, { today, past, before: cursor, limit });
    const last = rows.length < limit ? undefined : rows.at(-1);
    return { now, stops: rows.map(snakeKeys), next_cursor: last?.stopId ?? null };
  },
});

const Filtered = z.object({
  filter_id: z.uuid(),
  file: z.string(),
  layout: z.string(),
  kept: z.int(),
  removed: z.int(),
  sum_before: z.string(),
  sum_after: z.string(),
  sent: z.int().nullable(),
  warnings: z.array(z.string()).readonly(),
  has_output: z.boolean(),
  actor: z.string(),
  created_at: InstantOnWire,
});

export const filterFile = perform({
  needs: "debits:write",
  tag,
  summary:
    "Send a debit file and get it back without what is stopped, with totals before and after and a report",
  description:
    "The body is the file itself: a pain.008, or lines by a layout. What left and the report are fetched under /v1/debits/filtered.",
  query: z.strictObject({
    name: Words(200).default("debits.xml"),
    layout: z.enum(["pain.008", ...SHIPPED_LAYOUTS]).default("pain.008"),
    /** Marks what stays in the file as sent. */
    mark_sent: Yes.exactOptional(),
  }),
  response: Filtered,
  status: 201,
  raw: true,
  example: {
    query: { name: "debits.csv", layout: "csv-with-trailer" },
    body: "kind,mandate,end to end,account,amount,day\nD,M-1,E-1,1,10.00,2030-01-31\nD,M-2,E-2,2,5.50,2030-01-31\nT,2,,,15.50,\n",
  },
  work: async ({ deps, clientId, actor, request }, { query: asked }) => {
    const { file: path } = request.body as Spooled;
    const { name, layout, mark_sent: markSent = false } = asked;
    const filtering = filterAndKeep(deps.db, clientId, { path, name, layout, markSent, actor });
    return snakeKeys(await refusedAs(422, filtering));
  },
});

export const filteredFiles = query({
  needs: "debits:read",
  tag,
  summary: "Debit files that were filtered, the last one first, with totals before and after",
  query: z.strictObject({ limit: Limit(500, 50) }),
  response: z.object({ files: z.array(Filtered) }),
  example: {},
  work: async ({ tx, clientId }, { query: { limit } }) => ({
    files: (await listFiltered(tx, clientId, { limit })).map(snakeKeys),
  }),
});

export const filteredPart = query({
  needs: "debits:write",
  tag,
  summary:
    "A filtered debit file as it left (for 30 days), or the report of what was left out, as base64",
  params: z.object({ filter_id: z.uuid(), part: z.enum(["output", "report"]) }),
  response: z.object({ name: z.string(), base64: z.string() }),
  example: { params: { filter_id: ID, part: "report" } },
  work: async ({ tx, clientId }, { params: { filter_id: filterId, part } }) => {
    const found = await fetchFiltered(tx, clientId, filterId, part);
    if (!found) throw new HttpProblem(404, "there is no such file, or not any more");
    return { name: found.name, base64: found.bytes.toString("base64") };
  },
});
