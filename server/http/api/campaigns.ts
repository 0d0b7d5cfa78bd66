// Campaigns: made, looked at before anything is said, set going, watched, stopped.
import { randomUUIDv7 } from "node:crypto";
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { Counts, InstantOnWire, Limit, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { ChannelsOnWire, meantBy } from "./segments.ts";
import {
  CLASSES,
  getCampaign,
  listCampaigns,
  REPEATS,
  STATES,
  type Campaign,
  type CampaignState,
} from "#campaigns/campaign-row.ts";
import { changeCampaign, createCampaign, type CampaignDraft } from "#campaigns/campaigns.ts";
import { Filter } from "#campaigns/filter.ts";
import { expectedFinish, windowsOf } from "#campaigns/pace.ts";
import { previewCampaign } from "#campaigns/preview.ts";
import { listLines, progressOf } from "#campaigns/progress.ts";
import {
  approveCampaign,
  cancelCampaign,
  needsApproval,
  pauseCampaign,
  repeatCampaign,
  resendCampaign,
  resumeCampaign,
  scheduleCampaign,
  setNeedsApproval,
  unscheduleCampaign,
} from "#campaigns/scheduling.ts";
import { getClient } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";

const TAG = "Campaigns";

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
const WhenOnWire = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/, {
    error: "is no time; write it as 2026-01-31T09:00, or with its offset as 2026-01-31T08:00:00Z",
  });

/** The instant that is meant, in the client's zone where it names no offset. */
export function instantOf(text: string, zone: string): Temporal.Instant {
  return /(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
}

const CampaignOnWire = z
  .object({
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
  })
  .meta({ id: "Campaign" });

function shown({ seriesStartsAt: _, ...campaign }: Campaign) {
  const { channels, words, ...rest } = snakeKeys(campaign);
  return {
    ...rest,
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
    next_cursor: z.string().nullable(),
  }),
  example: { query: { state: "scheduled,running" } },
  work: async ({ tx, clientId }, { query: { state, from, to, limit, cursor } }) => {
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
      next_cursor: found.length < limit ? null : (found.at(-1)?.campaignId ?? null),
    };
  },
});

const Said = {
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

const CampaignPath = z.object({ campaign_id: z.string().regex(/^(cmp_)?[0-9a-f-]{36}$/) });

const found = async ({ tx, clientId }: Pick<Working, "tx" | "clientId">, id: string) =>
  await refusedAs(404, getCampaign(tx, clientId, id));

/** Refused by what others did meanwhile, or by the state it is in: a conflict. */
const changed = async <T>(work: Promise<T>): Promise<T> => await refusedAs(409, work);

/** Changes a draft. */
export const patchCampaign = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Change a draft; with the version that it was made from, nobody's change is lost",
  params: CampaignPath,
  body: Changed.extend({ version: z.int().exactOptional() }).strict(),
  response: CampaignOnWire,
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
  work: async (working, { params }) => {
    const { tx, clientId, now } = working;
    const one = await found(working, params.campaign_id);
    const context = await loadContext(tx, clientId);
    const progress = await progressOf(tx, clientId, one);
    const isOn = one.state === "running" && progress.left.length > 0;
    const finish = isOn
      ? await expectedFinish(tx, context, one.class, progress.left, now)
      : undefined;
    return {
      campaign: shown(one),
      progress: {
        ...snakeKeys(progress),
        paid_minor: [...progress.paidMinor],
        left: [...progress.left],
      },
      currency: context.client.currency,
      finishes_at: finish ?? null,
    };
  },
});

const When = z.strictObject({
  /** Now, unless the draft or this says otherwise. */
  starts_at: WhenOnWire.exactOptional(),
  ends_at: WhenOnWire.exactOptional(),
  spread_minutes: z.int().min(0).max(43_200).exactOptional(),
  repeats: z.enum(REPEATS).nullable().exactOptional(),
});

const whenOf = (body: z.output<typeof When>, zone: string) => ({
  startsAt: body.starts_at === undefined ? undefined : instantOf(body.starts_at, zone),
  endsAt: body.ends_at === undefined ? undefined : instantOf(body.ends_at, zone),
  spreadMinutes: body.spread_minutes,
  repeats: body.repeats,
});

/** Schedules. */
export const schedule = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Put a campaign into the calendar, or move it there; it may wait for a second person",
  params: CampaignPath,
  body: When.extend({ version: z.int().exactOptional() }).strict(),
  bodyOptional: true,
  response: CampaignOnWire,
  work: async (working, { params, body: { version: seen, ...body } }) => {
    const { tx, clientId, actor, now } = working;
    const { campaignId, version, state } = await found(working, params.campaign_id);
    const { zone } = await getClient(tx, clientId);
    const work = scheduleCampaign(tx, clientId, campaignId, whenOf(body, zone), {
      actor,
      now,
      seen,
    });
    const conflicts =
      !["draft", "waiting", "scheduled"].includes(state) ||
      (seen !== undefined && seen !== version);
    return shown(await (conflicts ? changed(work) : refusedAs(422, work)));
  },
});

type Done = Campaign | { readonly campaign: Campaign; readonly messages: number };

/** What takes nothing but the campaign. */
const doing = (
  summary: string,
  work: (
    tx: Working["tx"],
    clientId: string,
    campaignId: string,
    by: { readonly actor: string; readonly now: Temporal.Instant },
  ) => Promise<Done>,
  status = 200,
) =>
  change({
    needs: "campaigns:write",
    tag: TAG,
    summary,
    params: CampaignPath,
    response: CampaignOnWire,
    status,
    work: async (working, { params }) => {
      const { tx, clientId, actor, now } = working;
      const { campaignId } = await found(working, params.campaign_id);
      const done = await changed(work(tx, clientId, campaignId, { actor, now }));
      return shown("campaign" in done ? done.campaign : done);
    },
  });

/** The second person's yes. */
export const approve = doing(
  "Approve a campaign; whoever scheduled or wrote it can't",
  approveCampaign,
);
/** Back to a draft. */
export const unschedule = doing(
  "Take a campaign that has not begun out of the calendar",
  unscheduleCampaign,
);
/** Pause. */
export const pause = doing("Pause a campaign: what is planned waits", pauseCampaign);
/** Resume. */
export const resume = doing("Let a paused campaign go on", resumeCampaign);
/** Cancel the rest. */
export const cancelRest = doing(
  "Cancel a campaign: what was not handed over is taken back",
  cancelCampaign,
);
/** Say it again to whom it failed. */
export const resendFailed = doing(
  "Send a campaign again to those only whom no message of it reached; a campaign of its own",
  resendCampaign,
  201,
);

/** The same at another time. */
export const repeat = change({
  needs: "campaigns:write",
  tag: TAG,
  summary: "Schedule the same campaign once more, a month after it began unless said otherwise",
  params: CampaignPath,
  body: When,
  bodyOptional: true,
  response: CampaignOnWire,
  status: 201,
  work: async (working, { params, body }) => {
    const { tx, clientId, actor, now } = working;
    const { campaignId } = await found(working, params.campaign_id);
    const { zone } = await getClient(tx, clientId);
    return shown(
      await refusedAs(
        422,
        repeatCampaign(tx, clientId, campaignId, whenOf(body, zone), { actor, now }),
      ),
    );
  },
});

const ExampleOnWire = z.object({
  reference: z.string(),
  name: z.string(),
  language: z.string(),
  channel: z.string(),
  address: z.string(),
  disclosure: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  decision: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  segments: z.int(),
  encoding: z.string().nullable(),
  offending: z.string().nullable(),
  price_micros: MinorOnWire,
});

/** Looks before anything is said. */
export const previewOfCampaign = query({
  needs: "campaigns:read",
  tag: TAG,
  summary:
    "Render a campaign for real customers, the worst cases first, saved or not; nothing is sent",
  description:
    "Some hundred customers are rendered: those with the longest names, unusual letters and the largest sums, and some as they come. What can't be rendered comes first, then the longest, then what forces UCS-2; `offending` is the character. `finishes_at` supposes that the rest is like those rendered.",
  body: z.strictObject({ ...Said, starts_at: WhenOnWire.exactOptional() }),
  response: z.object({
    examples: z.array(ExampleOnWire),
    rendered: z.int(),
    held: z.int(),
    ucs2: z.int(),
    segments: z.int(),
    longest_segments: z.int(),
    price_micros: MinorOnWire,
    not_said: Counts,
    currency: z.string(),
  }),
  example: { body: { filter: { overdue: true }, template: "reminder" } },
  work: async (working, { body }) => {
    const { tx, clientId, now } = working;
    const context = await loadContext(tx, clientId);
    const filter = await meantBy(working, { ...body, segment: body.segment ?? undefined });
    const meant = {
      campaignId: randomUUIDv7(),
      class: body.class ?? ("collection" as const),
      channels: body.channels ?? [["sms", "email"]],
      template: body.template ?? null,
      words: body.words ?? null,
    };
    const asked =
      body.starts_at === undefined ? now : instantOf(body.starts_at, context.client.zone);
    const at = Temporal.Instant.compare(asked, now) < 0 ? now : asked;
    const seen = await refusedAs(422, previewCampaign(tx, context, meant, filter, at));
    return {
      ...snakeKeys(seen),
      not_said: seen.notSaid,
      examples: seen.examples.map(snakeKeys),
      currency: context.client.currency,
    };
  },
});

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

/** Contact rules as times. */
export const contactWindows = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "When the client's contact rules let messages out over a channel, for a calendar",
  query: z.strictObject({
    channel: z.enum(["sms", "email", "whatsapp"]).default("sms"),
    class: z.enum(CLASSES).default("collection"),
    from: WhenOnWire,
    to: WhenOnWire,
  }),
  response: z.object({
    zone: z.string(),
    windows: z.array(z.object({ from: InstantOnWire, to: InstantOnWire })),
  }),
  example: { query: { from: "2026-03-02T00:00", to: "2026-03-09T00:00" } },
  work: async ({ tx, clientId }, { query: { channel, class: messageClass, from, to } }) => {
    const context = await loadContext(tx, clientId);
    const { zone } = context.client;
    const [start, end] = [instantOf(from, zone), instantOf(to, zone)];
    const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(ms));
    const windows = windowsOf(
      context,
      channel,
      messageClass,
      start.epochMilliseconds,
      end.epochMilliseconds,
    );
    return { zone, windows: windows.map((one) => ({ from: at(one.from), to: at(one.to) })) };
  },
});

const Rules = z.object({ needs_approval: z.boolean() });

/** How campaigns are treated. */
export const campaignRules = query({
  needs: "campaigns:read",
  tag: TAG,
  summary: "Whether a second person has to approve campaigns",
  response: Rules,
  example: {},
  work: async ({ tx, clientId }) => ({ needs_approval: await needsApproval(tx, clientId) }),
});

/** Changes it. */
export const putCampaignRules = change({
  needs: "client:write",
  tag: TAG,
  summary: "Say whether a second person has to approve campaigns from now on",
  body: Rules.strict(),
  response: Rules,
  example: { body: { needs_approval: false } },
  work: async ({ tx, clientId, actor, now }, { body }) => {
    await setNeedsApproval(tx, clientId, body.needs_approval, { actor, now });
    return { needs_approval: body.needs_approval };
  },
});
