// Campaigns: one message to everybody of a segment. Made, changed and checked here; `scheduling.ts` sets them going.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import {
  ownTemplateOf,
  sourcesOf,
  withWords,
  type WordsByChannel,
} from "#messages/planning/campaign-facts.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { compile } from "#messages/templates/template.ts";
import type { TemplateBook } from "#messages/templates/book.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import {
  COLUMNS,
  getCampaign,
  type Campaign,
  type CampaignClass,
  type Repeats,
} from "./campaign-row.ts";
import { CAMPAIGN_CHANNELS } from "./counting.ts";
import { parseFilter, type Filter } from "./filter.ts";
import { getSegment, type By } from "./segments.ts";

/** What of a campaign somebody says; what is left out stays, or is as usual. */
export type CampaignDraft = {
  readonly name?: string | undefined;
  readonly class?: CampaignClass | undefined;
  /** Id or name. */
  readonly segment?: string | null | undefined;
  readonly filter?: unknown;
  readonly channels?: readonly (readonly string[])[] | undefined;
  readonly template?: string | null | undefined;
  readonly words?: WordsByChannel | null | undefined;
  readonly startsAt?: Temporal.Instant | null | undefined;
  readonly endsAt?: Temporal.Instant | null | undefined;
  readonly spreadMinutes?: number | undefined;
  readonly repeats?: Repeats | null | undefined;
};

const USUAL_CHANNELS = [["sms", "email"]] as const;

/** Makes a draft. Throws a `UserError` that names what is wrong. */
export async function createCampaign(
  tx: Tx,
  clientId: string,
  given: CampaignDraft & { readonly name: string },
  { actor, now }: By,
): Promise<Campaign> {
  const who = await whoOf(tx, clientId, given, { segmentId: null, filter: null });
  const campaignId = randomUUIDv7();
  checkParts(given);
  const { rows } = await sql<Campaign>`
    insert into dunlin.campaign (client_id, campaign_id, series_id, name, class, segment_id, filter, channels, template,
      words, starts_at, ends_at, spread_minutes, repeats, created_at, created_by, changed_at, changed_by)
    values (${clientId}, ${campaignId}, ${campaignId}, ${given.name}, ${given.class ?? "collection"}, ${who.segmentId},
      ${json(who.filter)}::jsonb, ${JSON.stringify(given.channels ?? USUAL_CHANNELS)}::jsonb, ${given.template ?? null},
      ${json(given.words)}::jsonb, ${given.startsAt ?? null}, ${given.endsAt ?? null}, ${given.spreadMinutes ?? 0},
      ${given.repeats ?? null}, ${now}, ${actor}, ${now}, ${actor})
    returning ${COLUMNS}`.execute(tx);
  await tell(tx, clientId, "campaign.created", campaignId, { actor, now });
  return rows[0]!;
}

const json = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

/** Refuses to change what somebody else has changed since it was read. */
export function refuseStale({ version, changedBy }: Campaign, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw new UserError(
    `version ${seen} of the campaign is not the last one: ${changedBy} made version ${version}; look at it and try again`,
  );
}

/** Changes a draft; `seen` is the version that the change was made from. */
export async function changeCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  given: CampaignDraft,
  { actor, now, seen }: By & { readonly seen?: number | undefined },
): Promise<Campaign> {
  const before = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseStale(before, seen);
  if (before.state !== "draft") {
    throw new UserError(
      `campaign "${before.name}" is ${before.state}; take it back to a draft before you change it`,
    );
  }
  checkParts(given);
  const who = await whoOf(tx, clientId, given, before);
  const kept = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  // What is said is a template or words of its own: who gives one puts the other away.
  const template = given.words ? null : kept(given.template, before.template);
  const words = given.template ? null : kept(given.words, before.words);
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set name = ${kept(given.name, before.name)}, class = ${kept(given.class, before.class)},
      segment_id = ${who.segmentId}, filter = ${json(who.filter)}::jsonb,
      channels = ${JSON.stringify(kept(given.channels, before.channels))}::jsonb, template = ${template},
      words = ${json(words)}::jsonb, starts_at = ${kept(given.startsAt, before.startsAt)},
      ends_at = ${kept(given.endsAt, before.endsAt)}, spread_minutes = ${kept(given.spreadMinutes, before.spreadMinutes)},
      repeats = ${kept(given.repeats, before.repeats)}, version = version + 1, changed_at = ${now}, changed_by = ${actor}
    where client_id = ${clientId} and campaign_id = ${before.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  await tell(tx, clientId, "campaign.changed", before.campaignId, { actor, now });
  return rows[0]!;
}

type Who = { readonly segmentId: string | null; readonly filter: Filter | null };

/** A segment, or a filter: the one that is given puts the other away. */
async function whoOf(tx: Tx, clientId: string, given: CampaignDraft, before: Who): Promise<Who> {
  if (given.segment) {
    const { segmentId } = await getSegment(tx, clientId, given.segment);
    return { segmentId, filter: null };
  }
  if (given.filter !== undefined && given.filter !== null) {
    return { segmentId: null, filter: parseFilter(given.filter) };
  }
  const segmentId = given.segment === null ? null : before.segmentId;
  return { segmentId, filter: before.filter };
}

function checkParts({ channels, words }: CampaignDraft): void {
  const known: readonly string[] = CAMPAIGN_CHANNELS;
  const wrong = channels?.flat().find((one) => !known.includes(one));
  if (wrong !== undefined) {
    throw new UserError(`channels: "${wrong}" is none for campaigns; use ${known.join(", ")}`);
  }
  if (words) for (const source of sourcesOf("words", "collection", words)) compile(source);
}

/** Whom it means: its filter, or that of its segment as it stands. Throws a `UserError` when nobody was chosen yet. */
export async function filterOf(
  tx: Tx,
  clientId: string,
  { segmentId, filter, name }: Pick<Campaign, "segmentId" | "filter" | "name">,
): Promise<Filter> {
  if (filter) return filter;
  if (segmentId !== null) return (await getSegment(tx, clientId, segmentId)).filter;
  throw new UserError(`campaign "${name}" has nobody to write to; choose a segment or a filter`);
}

/** What it says: the client's templates, with words of its own under its own name. */
export function bookOf(
  { templates, client }: PlanContext,
  campaign: Pick<Campaign, "campaignId" | "class" | "words">,
): TemplateBook {
  const name = ownTemplateOf(campaign.campaignId);
  return campaign.words
    ? withWords(templates, name, sourcesOf(name, campaign.class, campaign.words), client.language)
    : templates;
}

export const templateOf = ({ campaignId, template }: Pick<Campaign, "campaignId" | "template">) =>
  template ?? ownTemplateOf(campaignId);

/** What keeps a campaign from being scheduled, as one sentence; undefined when nothing does. */
export async function obstacleOf(
  tx: Tx,
  clientId: string,
  campaign: Pick<Campaign, "campaignId" | "class" | "words" | "template" | "channels">,
): Promise<string | undefined> {
  const context = await loadContext(tx, clientId);
  if (!context.policy) {
    return "the client has no policy, and so no contact rules; apply one: policy apply";
  }
  if (campaign.template === null && campaign.words === null) {
    return "the campaign says nothing; choose a template or write its words";
  }
  if (campaign.channels.flat().length === 0) return "the campaign has no channel; choose one";
  const book = bookOf(context, campaign);
  const name = templateOf(campaign);
  const named = campaign.template === null ? "the campaign's words" : `template "${name}"`;
  // Of channels that stand for each other one is enough.
  for (const channels of campaign.channels as readonly (readonly Channel[])[]) {
    const routed = channels.filter((one) => context.routes.some(({ channel }) => channel === one));
    if (routed.length === 0) {
      return `there is no route for ${channels.join(" or ")}; set one up or leave the channel out`;
    }
    if (!routed.some((one) => book.find(name, context.client.language, one))) {
      return `${named} says nothing by ${routed.join(" or ")}; write it or leave the channel out`;
    }
  }
  return undefined;
}

type Told = "campaign.created" | "campaign.changed";

async function tell(tx: Tx, clientId: string, kind: Told, campaignId: string, { actor, now }: By) {
  const body = { campaign_id: campaignId };
  await recordEvents(tx, clientId, now, [{ kind, actor, cause: campaignId, body }]);
}
