// Segments: who is meant, counted live, and listed.
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { Counts, DayOnWire, ID, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { CLASSES } from "#campaigns/campaign-row.ts";
import { aroundOf, CAMPAIGN_CHANNELS, countMatched, listMatched } from "#campaigns/counting.ts";
import { Filter, type Filter as FilterOf } from "#campaigns/filter.ts";
import {
  changeSegment,
  getSegment,
  listSegments,
  removeSegment,
  saveSegment,
  type Segment,
} from "#campaigns/segments.ts";
import { loadContext } from "#messages/planning/context.ts";

const TAG = "Campaigns";

const SegmentOnWire = z.object({
  segment_id: z.uuid(),
  name: z.string(),
  filter: Filter,
  created_at: InstantOnWire,
  created_by: z.string(),
  changed_at: InstantOnWire,
  changed_by: z.string(),
});

const shown = (segment: Segment) => snakeKeys(segment);

/** Saved segments. */
export const segments = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "Segments by name, at most 1,000",
  response: z.object({ segments: z.array(SegmentOnWire) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    segments: (await listSegments(tx, clientId)).map(shown),
  }),
});

const SegmentBody = z.strictObject({ name: Words(100), filter: Filter });

/** Saves one. */
export const addSegment = change({
  needs: "campaigns:write",
  tag: TAG,
  summary:
    "Save a segment: a filter over the ledger, whose customers are worked out when it is used",
  description:
    "Everything that the filter names must be true of a customer, and nothing of what `except` names. Amounts are of `currency`, or of the client's own.",
  body: SegmentBody,
  response: SegmentOnWire,
  status: 201,
  example: {
    body: {
      name: "Overdue for a month",
      filter: { overdue: true, days_late_min: 30, except: { promise: "open" } },
    },
  },
  work: async ({ tx, clientId, actor, now }, { body }) =>
    shown(await refusedAs(422, saveSegment(tx, clientId, body, { actor, now }))),
});

const SegmentPath = z.object({ segment_id: Words(100) });

/** Changes one. */
export const patchSegment = change({
  needs: "campaigns:write",
  tag: TAG,
  summary:
    "Change a segment's name or filter; campaigns that are scheduled keep the filter they have",
  params: SegmentPath,
  body: SegmentBody.partial().strict(),
  response: SegmentOnWire,
  example: { params: { segment_id: ID }, body: { name: "Overdue for two months" } },
  work: async ({ tx, clientId, actor, now }, { params, body }) => {
    const { segmentId } = await refusedAs(404, getSegment(tx, clientId, params.segment_id));
    return shown(
      await refusedAs(422, changeSegment(tx, clientId, segmentId, body, { actor, now })),
    );
  },
});

/** Removes one. */
export const endSegment = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Take a segment out of the lists",
  params: SegmentPath,
  example: { params: { segment_id: ID } },
  response: z.object({ removed: z.uuid() }),
  work: async ({ tx, clientId, actor, now }, { params }) => {
    const { segmentId } = await refusedAs(404, getSegment(tx, clientId, params.segment_id));
    await removeSegment(tx, clientId, segmentId, { actor, now });
    return { removed: segmentId };
  },
});

export const ChannelsOnWire = z
  .array(z.array(z.enum(CAMPAIGN_CHANNELS)).min(1).max(3))
  .min(1)
  .max(3);

const Meant = z.strictObject({
  /** Id or name; or a filter. */
  segment: Words(100).exactOptional(),
  filter: Filter.exactOptional(),
  class: z.enum(CLASSES).default("collection"),
  channels: ChannelsOnWire.default([["sms", "email"]]),
});

/** The filter that is meant: what is given, or that of the segment. */
export async function meantBy(
  { tx, clientId }: Pick<Working, "tx" | "clientId">,
  {
    segment,
    filter,
  }: { readonly segment?: string | undefined; readonly filter?: FilterOf | undefined },
): Promise<FilterOf> {
  if (filter) return filter;
  if (segment === undefined) return {};
  return (await refusedAs(422, getSegment(tx, clientId, segment))).filter;
}

/** Counts without saving. */
export const countSegment = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "Count a segment or a filter now: customers, what they owe, whom a message would reach",
  description:
    "`told` are those to whom something would be said as things stand, over any of the channels; `excluded` the others, by why not. Contact hours and caps only make a message wait, so nobody is left out for them.",
  body: Meant,
  response: z.object({
    customers: z.int(),
    sums: z.array(
      z.object({
        currency: z.string(),
        customers: z.int(),
        open_minor: MinorOnWire,
        overdue_minor: MinorOnWire,
      }),
    ),
    reachable: Counts,
    told: z.int(),
    excluded: Counts,
  }),
  example: { body: { filter: { overdue: true } } },
  work: async (working, { body }) => {
    const { tx, clientId, now } = working;
    const { client, routes } = await loadContext(tx, clientId);
    const filter = await meantBy(working, body);
    const asked = { filter, class: body.class, channels: body.channels };
    const counted = await refusedAs(422, countMatched(tx, aroundOf(client, now), routes, asked));
    return {
      customers: counted.customers,
      sums: counted.sums.map(snakeKeys),
      reachable: counted.reachable,
      told: counted.told,
      excluded: counted.excluded,
    };
  },
});

const Line = z.object({
  customer_id: z.uuid(),
  reference: z.string(),
  name: z.string(),
  language: z.string(),
  currency: z.string(),
  open_minor: MinorOnWire,
  overdue_minor: MinorOnWire,
  oldest_on: DayOnWire.nullable(),
  reachable: z.array(z.string()),
  excluded: z.string().nullable(),
});

/** The customers behind a count. */
export const segmentCustomers = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "List the customers of a segment or a filter by reference, page by page",
  description:
    '`only` keeps those who are excluded for that reason, or with "told" those to whom something would be said.',
  body: Meant.extend({
    only: Words(40).exactOptional(),
    limit: z.int().min(1).max(500).default(100),
    /** The next_cursor of the page before. */
    cursor: Words(200).exactOptional(),
  }),
  response: z.object({ customers: z.array(Line), next_cursor: z.string().nullable() }),
  example: { body: { filter: { overdue: true }, limit: 10 } },
  work: async (working, { body }) => {
    const { tx, clientId, now } = working;
    const { client, routes } = await loadContext(tx, clientId);
    const filter = await meantBy(working, body);
    const asked = { filter, class: body.class, channels: body.channels };
    const { limit, cursor, only } = body;
    const page = { limit, after: cursor, why: only };
    const found = await refusedAs(422, listMatched(tx, aroundOf(client, now), routes, asked, page));
    return {
      customers: found.map(({ sms, email, whatsapp, why, ...line }) => ({
        ...snakeKeys(line),
        reachable: [
          ...(sms ? ["sms"] : []),
          ...(email ? ["email"] : []),
          ...(whatsapp ? ["whatsapp"] : []),
        ],
        excluded: why,
      })),
      next_cursor: found.length < limit ? null : (found.at(-1)?.reference ?? null),
    };
  },
});
