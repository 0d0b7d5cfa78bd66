// A campaign as it stands: who, what, when, and whose hands it went through.
import { sql } from "kysely";
import type { WordsByChannel } from "#messages/planning/campaign-facts.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Filter } from "./filter.ts";

export const STATES = [
  "draft",
  "waiting",
  "scheduled",
  "running",
  "paused",
  "done",
  "cancelled",
] as const;
export type CampaignState = (typeof STATES)[number];

export const CLASSES = ["collection", "notice", "service"] as const;
export type CampaignClass = (typeof CLASSES)[number];

export const REPEATS = ["weekly", "monthly", "quarterly"] as const;
export type Repeats = (typeof REPEATS)[number];

export type Campaign = {
  readonly campaignId: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly class: CampaignClass;
  readonly segmentId: string | null;
  readonly filter: Filter | null;
  /** All of the outer list, of an inner one the first that works for the customer. */
  readonly channels: readonly (readonly string[])[];
  readonly template: string | null;
  readonly words: WordsByChannel | null;
  readonly startsAt: Temporal.Instant | null;
  readonly endsAt: Temporal.Instant | null;
  readonly spreadMinutes: number;
  readonly repeats: Repeats | null;
  readonly seriesId: string;
  readonly seriesStartsAt: Temporal.Instant | null;
  readonly run: number;
  readonly resendOf: string | null;
  readonly version: number;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly changedAt: Temporal.Instant;
  readonly changedBy: string;
  readonly scheduledAt: Temporal.Instant | null;
  readonly scheduledBy: string | null;
  readonly approvedAt: Temporal.Instant | null;
  readonly approvedBy: string | null;
  readonly startedAt: Temporal.Instant | null;
  readonly expandedAt: Temporal.Instant | null;
  readonly targets: number;
  readonly pausedAt: Temporal.Instant | null;
  readonly pausedBy: string | null;
  readonly endedAt: Temporal.Instant | null;
  readonly endedBy: string | null;
};

export const COLUMNS = sql`campaign_id, name, state, class, segment_id, filter, channels, template, words, starts_at,
  ends_at, spread_minutes, repeats, series_id, series_starts_at, run, resend_of, version, created_at, created_by,
  changed_at, changed_by, scheduled_at, scheduled_by, approved_at, approved_by, started_at, expanded_at, targets,
  paused_at, paused_by, ended_at, ended_by`;

const idOf = (shown: string): string => shown.replace(/^cmp_/, "");

/** The campaign, locked when it is to be changed. Throws a `UserError` when there is none. */
export async function getCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { lock = false } = {},
): Promise<Campaign> {
  const { rows } = await sql<Campaign>`
    select ${COLUMNS} from dunlin.campaign
    where client_id = ${clientId} and campaign_id::text = ${idOf(campaignId)}
    ${lock ? sql`for no key update` : sql``}`.execute(tx);
  const [row] = rows;
  if (row) return row;
  throw new UserError(`there is no campaign "${campaignId}"; list them: campaign list`);
}

export type CampaignSearch = {
  readonly states?: readonly CampaignState[] | undefined;
  /** Of those that begin, or were made where no beginning is set, within these. */
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
  readonly limit: number;
  /** The id of the last one that was seen. */
  readonly after?: string | undefined;
};

/** The newest first. */
export async function listCampaigns(
  tx: Tx,
  clientId: string,
  { states, from, to, limit, after }: CampaignSearch,
): Promise<readonly Campaign[]> {
  const where = [
    sql`client_id = ${clientId}`,
    ...(states === undefined ? [] : [sql`state = any(${states}::text[])`]),
    ...(from === undefined ? [] : [sql`coalesce(ends_at, created_at) >= ${from}`]),
    ...(to === undefined ? [] : [sql`coalesce(starts_at, created_at) < ${to}`]),
    ...(after === undefined ? [] : [sql`campaign_id < ${idOf(after)}::uuid`]),
  ];
  const { rows } = await sql<Campaign>`
    select ${COLUMNS} from dunlin.campaign where ${sql.join(where, sql` and `)}
    order by campaign_id desc limit ${limit}`.execute(tx);
  return rows;
}
