// Campaigns: made, looked at before anything is said, set going, watched, stopped.
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { Counts, ID, InstantOnWire, Limit, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { ChannelsOnWire } from "./segments.ts";
import {
  CLASSES,
  getCampaign,
  listCampaigns,
  REPEATS,
  STATES,
  type Campaign,
  type CampaignState,
} from "#campaigns/campaign-row.ts";
import { aroundOf, countMatched } from "#campaigns/counting.ts";
import { changeCampaign, createCampaign, type CampaignDraft } from "#campaigns/campaigns.ts";
import { Filter } from "#campaigns/filter.ts";
import { expectedFinish, type Load } from "#campaigns/pace.ts";
import { listLines, progressOf } from "#campaigns/progress.ts";
import { needsApproval } from "#campaigns/scheduling.ts";
import { getClient } from "#clients/clients.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";

export const TAG = "Campaigns";

const WordsOf = z.strictObject({
  /** E-mail only. */
  subject: z.string().min(1).max(500).exactOptional(),
  text: z.string().min(1).max(20_000),
  /** For whoever may not be told of a debt; without it they are told nothing. */
  reserved: z.string().min(1).max(20_000).exactOptional(),
});
const ByLanguage = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), WordsOf);
/** By channel and language, in Liquid. */
const OwnWords = z
  .strictObject({ sms: ByLanguage, email: ByLanguage, whatsapp: ByLanguage })
  .partial();

/** An instant, or a local time where the client is: "2026-03-06T09:00". */
export const WhenOnWire = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/, {
    error: "is no time; write it as 2026-01-31T09:00, or with its offset as 2026-01-31T08:00:00Z",
    abort: true,
  })
  .refine(isTime, { error: "is a time that no calendar has" });

/** Within what the database keeps, too. */
function isTime(text: string): boolean {
  try {
    const { year } = Temporal.PlainDateTime.from(text.replace(/(Z|[+-]\d{2}:\d{2})$/, ""));
    return year > 0 && (!text.endsWith("Z") || instantOf(text, "UTC").epochMilliseconds > 0);
  } catch {
    return false;
  }
}

/** The instant that is meant, in the client's zone where it names no offset. */
export function instantOf(text: string, zone: string): Temporal.Instant {
  return /(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
}

export const CampaignOnWire = z.object({
  campaign_id: z.uuid(),
  name: z.string(),
  state: z.enum(STATES),
  class: z.enum(CLASSES),
  segment_id: z.uuid().nullable(),
  filter: Filter.nullable(),
  channels: z.array(z.array(z.string())),
  template: z.string().nullable(),
  words: OwnWords.nullable(),
  starts_at: InstantOnWire.nullable(),
  ends_at: InstantOnWire.nullable(),
  spread_minutes: z.int(),
  repeats: z.enum(REPEATS).nullable(),
  series_id: z.uuid(),
  /** When the first run of its series began, or begins. */
  series_starts_at: InstantOnWire.nullable(),
  run: z.int(),
  resend_of: z.uuid().nullable(),
  version: z.int(),
  created_at: InstantOnWire,
  created_by: z.string(),
  changed_at: InstantOnWire,
  changed_by: z.string(),
  scheduled_at: InstantOnWire.nullable(),
  scheduled_by: z.string().nullable(),
  approved_at: InstantOnWire.nullable(),
  approved_by: z.string().nullable(),
  started_at: InstantOnWire.nullable(),
  /** When everybody of the segment had been taken in. */
  expanded_at: InstantOnWire.nullable(),
  targets: z.int(),
  paused_at: InstantOnWire.nullable(),
  paused_by: z.string().nullable(),
  ended_at: InstantOnWire.nullable(),
  ended_by: z.string().nullable(),
});

export function shown(campaign: Campaign) {
  const { channels, words, series_starts_at: seriesStartsAt, ...rest } = snakeKeys(campaign);
  return {
    ...rest,
    series_starts_at: seriesStartsAt,
    channels: channels.map((one) => [...one]),
    words: words as z.output<typeof OwnWords> | null,
  };
}

/** Campaigns, the newest first. */
export const campaigns = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "Campaigns, the newest first, page by page; of some states, or of a time",
  query: z.strictObject({
    /** Several with commas between them. */
    state: Words(100).exactOptional(),
    from: WhenOnWire.exactOptional(),
    to: WhenOnWire.exactOptional(),
    limit: Limit(200, 50),
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({
    campaigns: z.array(CampaignOnWire),
    needs_approval: z.boolean(),
    /** Where times without an offset are meant. */
    zone: z.string(),
    /** The installation's clock, by which campaigns go. */
    now: InstantOnWire,
    next_cursor: z.string().nullable(),
  }),
  example: { query: { state: "scheduled,running" } },
  work: async ({ tx, clientId, now }, { query: { state, from, to, limit, cursor } }) => {
    const { zone } = await getClient(tx, clientId);
    const states = state?.split(",").map((one) => {
      if ((STATES as readonly string[]).includes(one)) return one as CampaignState;
      throw new HttpProblem(422, `state (query): "${one}" is none; use ${STATES.join(", ")}`);
    });
    const found = await listCampaigns(tx, clientId, {
      states,
      from: from === undefined ? undefined : instantOf(from, zone),
      to: to === undefined ? undefined : instantOf(to, zone),
      limit,
      after: cursor,
    });
    return {
      campaigns: found.map(shown),
      needs_approval: await needsApproval(tx, clientId),
      zone,
      now,
      next_cursor: found.length < limit ? null : (found.at(-1)?.campaignId ?? null),
    };
  },
});

export const Said = {
  class: z.enum(CLASSES).exactOptional(),
  /** A saved segment by id or name; or a filter. */
  segment: Words(100).nullable().exactOptional(),
  filter: Filter.exactOptional(),
  channels: ChannelsOnWire.exactOptional(),
  template: Words(40).nullable().exactOptional(),
  words: OwnWords.nullable().exactOptional(),
};
const Body = z.strictObject({
  name: Words(200),
  ...Said,
  starts_at: WhenOnWire.nullable().exactOptional(),
  ends_at: WhenOnWire.nullable().exactOptional(),
  spread_minutes: z.int().min(0).max(43_200).exactOptional(),
  repeats: z.enum(REPEATS).nullable().exactOptional(),
});

const Changed = Body.partial();

function draftOf(body: z.output<typeof Changed>, zone: string): CampaignDraft {
  const { starts_at, ends_at, spread_minutes: spreadMinutes, ...rest } = body;
  const at = (text: string | null | undefined): Temporal.Instant | null | undefined =>
    text === undefined || text === null ? text : instantOf(text, zone);
  return { ...rest, startsAt: at(starts_at), endsAt: at(ends_at), spreadMinutes };
}

/** Makes a draft. */
export const addCampaign = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Make a campaign: a draft, until it is scheduled",
  description:
    "Who: `segment` or `filter`. What: `template`, or `words` by channel and language in Liquid. Nothing is said twice to one contact point in a campaign, and all gates of its class hold: opt-outs, holds, caps, contact hours, the age of the books.",
  body: Body,
  response: CampaignOnWire,
  status: 201,
  example: {
    body: {
      name: "A friendly word",
      filter: { overdue: true },
      channels: [["sms", "email"]],
      template: "reminder",
    },
  },
  work: async ({ tx, clientId, actor, now }, { body }) => {
    const { zone } = await getClient(tx, clientId);
    const given = { ...draftOf(body, zone), name: body.name };
    return shown(await refusedAs(422, createCampaign(tx, clientId, given, { actor, now })));
  },
});

export const CampaignPath = z.object({ campaign_id: z.string().regex(/^(cmp_)?[0-9a-f-]{36}$/) });

export const found = async ({ tx, clientId }: Pick<Working, "tx" | "clientId">, id: string) =>
  await refusedAs(404, getCampaign(tx, clientId, id));

/** Refused by what others did meanwhile, or by the state it is in: a conflict. */
export const changed = async <T>(work: Promise<T>): Promise<T> => await refusedAs(409, work);

/** Changes a draft. */
export const patchCampaign = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Change a draft; with the version that it was made from, nobody's change is lost",
  params: CampaignPath,
  body: Changed.extend({ version: z.int().exactOptional() }).strict(),
  response: CampaignOnWire,
  example: { params: { campaign_id: ID }, body: { name: "A friendlier word", version: 1 } },
  work: async (working, { params, body: { version: seen, ...body } }) => {
    const { tx, clientId, actor, now } = working;
    const { campaignId, version, state } = await found(working, params.campaign_id);
    const { zone } = await getClient(tx, clientId);
    const work = changeCampaign(tx, clientId, campaignId, draftOf(body, zone), {
      actor,
      now,
      seen,
    });
    const conflicts = state !== "draft" || (seen !== undefined && seen !== version);
    return shown(await (conflicts ? changed(work) : refusedAs(422, work)));
  },
});

const ProgressOnWire = z.object({
  targets: z.int(),
  waiting: z.int(),
  waiting_why: Counts,
  messages: Counts,
  not_said: Counts,
  segments: z.int(),
  price_micros: MinorOnWire,
  replied: z.int(),
  opted_out: z.int(),
  paid: z.int(),
  paid_minor: z.array(z.object({ currency: z.string(), minor: MinorOnWire })),
  left: z.array(z.object({ channel: z.string(), messages: z.int(), units: z.int() })),
});

/** One campaign. */
export const campaign = query({
  needs: "campaigns:read",
  tag: TAG,
  summary:
    "A campaign with what has become of it, counted now, and when it will have been handed over",
  description:
    "`finishes_at` goes by the speed of the routes, within contact hours where the client is. Replies, opt-outs and payments count within 48 hours of a message.",
  params: CampaignPath,
  response: z.object({
    campaign: CampaignOnWire,
    progress: ProgressOnWire,
    currency: z.string(),
    finishes_at: InstantOnWire.nullable(),
  }),
  example: { params: { campaign_id: ID } },
  work: async (working, { params }) => {
    const { tx, clientId, now } = working;
    const one = await found(working, params.campaign_id);
    const context = await loadContext(tx, clientId);
    const progress = await progressOf(tx, clientId, one);
    const loads = await loadsOf(tx, context, one, progress.left, now);
    const start = later(one.startsAt, now);
    const finish = await expectedFinish(tx, context, one.class, loads, start, spreadOf(one));
    return {
      campaign: shown(one),
      progress: {
        ...snakeKeys(progress),
        paid_minor: [...progress.paidMinor],
        left: [...progress.left],
      },
      currency: context.client.currency,
      finishes_at: loads.length === 0 ? null : (finish ?? null),
    };
  },
});

const later = (startsAt: Temporal.Instant | null, now: Temporal.Instant): Temporal.Instant =>
  startsAt && Temporal.Instant.compare(startsAt, now) > 0 ? startsAt : now;

const spreadOf = ({ state, spreadMinutes }: Campaign): number =>
  state === "running" ? 0 : spreadMinutes;

/** What is still to be handed over; of what has not begun, one unit for each who would be told as things stand. */
async function loadsOf(
  tx: Working["tx"],
  { client, routes }: PlanContext,
  campaign: Campaign,
  left: readonly Load[],
  now: Temporal.Instant,
): Promise<readonly Load[]> {
  if (campaign.state === "running") return left;
  if (!["scheduled", "waiting"].includes(campaign.state) || !campaign.filter) return [];
  const asked = { filter: campaign.filter, class: campaign.class, channels: campaign.channels };
  const { told } = await countMatched(tx, aroundOf(client, now), routes, asked);
  return campaign.channels.map(([channel = "sms"]) => ({ channel, units: told }));
}

/** The rows behind a number of a campaign. */
export const campaignCustomers = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "Customers of a campaign with what became of their message, by reference, page by page",
  description:
    '`what` is a state of the messages, or "all", "waiting", "not_said", "replied", "opted_out" or "paid"; `reason` keeps those of one reason.',
  params: CampaignPath,
  query: z.strictObject({
    what: Words(20).default("all"),
    reason: Words(200).exactOptional(),
    limit: Limit(500, 100),
    cursor: Words(200).exactOptional(),
  }),
  response: z.object({
    customers: z.array(
      z.object({
        reference: z.string(),
        name: z.string(),
        channel: z.string().nullable(),
        state: z.string().nullable(),
        reason: z.string().nullable(),
        message_id: z.uuid().nullable(),
        text: z.string().nullable(),
        at: InstantOnWire.nullable(),
      }),
    ),
    next_cursor: z.string().nullable(),
  }),
  example: { params: { campaign_id: ID }, query: { what: "all" } },
  work: async (working, { params, query: { what, reason, limit, cursor } }) => {
    const { tx, clientId } = working;
    const { campaignId } = await found(working, params.campaign_id);
    const lines = await listLines(tx, clientId, campaignId, { what, reason, limit, after: cursor });
    return {
      customers: lines.map(({ body: text, ...line }) => ({ ...snakeKeys(line), text })),
      next_cursor: lines.length < limit ? null : (lines.at(-1)?.reference ?? null),
    };
  },
});
