// What is looked at before anything is said: words for real customers, contact rules as times; and how campaigns are treated.
import { randomUUIDv7 } from "node:crypto";
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { Counts, InstantOnWire, MinorOnWire, snakeKeys } from "../wire.ts";
import { instantOf, Said, TAG, WhenOnWire } from "./campaigns.ts";
import { meantBy } from "./segments.ts";
import { CLASSES, type Campaign } from "#campaigns/campaign-row.ts";
import { aroundOf, countMatched } from "#campaigns/counting.ts";
import type { Filter } from "#campaigns/filter.ts";
import { expectedFinish, windowsOf } from "#campaigns/pace.ts";
import { previewCampaign, type Previewed } from "#campaigns/preview.ts";
import { needsApproval, setNeedsApproval } from "#campaigns/scheduling.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";

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
    /** What all of it would come to, were the rest like those rendered. */
    estimate: z.object({
      customers: z.int(),
      messages: z.int(),
      segments: z.int(),
      price_micros: MinorOnWire,
      finishes_at: InstantOnWire.nullable(),
    }),
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
      estimate: await estimated(working, context, meant, filter, seen, at),
      currency: context.client.currency,
    };
  },
});

/** All of it, by those who were rendered and by how many would be told. */
async function estimated(
  { tx }: Working,
  context: PlanContext,
  meant: Pick<Campaign, "class" | "channels">,
  filter: Filter,
  seen: Previewed,
  at: Temporal.Instant,
) {
  const { client, routes } = context;
  const asked = { filter, class: meant.class, channels: meant.channels };
  const { told } = await countMatched(tx, aroundOf(client, at), routes, asked);
  const share = seen.told === 0 ? 0 : told / seen.told;
  const scaled = (count: number): number => Math.round(count * share);
  const loads = seen.loads.map(({ channel, units }) => ({ channel, units: scaled(units) }));
  const finishesAt = await expectedFinish(tx, context, meant.class, loads, at);
  return {
    customers: told,
    messages: scaled(seen.rendered),
    segments: scaled(seen.segments),
    price_micros: BigInt(Math.round(Number(seen.priceMicros) * share)),
    finishes_at: finishesAt ?? null,
  };
}

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
