// Campaigns made of others: the next run of a series, the same once more, and again to those whom it did not reach.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { COLUMNS, getCampaign, type Campaign, type Repeats } from "./campaign-row.ts";
import { filterOf } from "./campaigns.ts";
import { refuseUnless, scheduleCampaign, tell, type When } from "./scheduling.ts";
import type { By } from "./segments.ts";

type Copy = {
  readonly name: string;
  readonly filter: unknown;
  readonly segmentId: string | null;
  readonly resendOf: string | null;
  readonly state: "draft" | "scheduled";
  readonly startsAt: Temporal.Instant | null;
  readonly endsAt: Temporal.Instant | null;
  readonly seriesId?: string;
  readonly seriesStartsAt?: Temporal.Instant | null;
  readonly run?: number;
  readonly repeats: Repeats | null;
};

/** Another campaign that says the same; undefined when that run of the series is there already. */
async function copyOf(
  tx: Tx,
  clientId: string,
  of: Campaign,
  copy: Copy,
  { actor, now }: By,
): Promise<Campaign | undefined> {
  const campaignId = randomUUIDv7();
  const { seriesId = campaignId, seriesStartsAt = null, run = 0 } = copy;
  const scheduled = copy.state === "scheduled";
  const { rows } = await sql<Campaign>`
    insert into dunlin.campaign (client_id, campaign_id, series_id, series_starts_at, run, name, state, class, segment_id,
      filter, channels, template, words, starts_at, ends_at, spread_minutes, repeats, resend_of, created_at, created_by,
      changed_at, changed_by, scheduled_at, scheduled_by, approved_at, approved_by)
    select client_id, ${campaignId}, ${seriesId}, ${seriesStartsAt}, ${run}, ${copy.name}, ${copy.state}, class,
      ${copy.segmentId}, ${copy.filter === null ? null : JSON.stringify(copy.filter)}::jsonb, channels, template, words,
      ${copy.startsAt}, ${copy.endsAt}, spread_minutes, ${copy.repeats}, ${copy.resendOf}, ${now}, ${actor}, ${now},
      ${scheduled ? of.changedBy : actor}, case when ${scheduled} then ${now}::timestamptz end,
      case when ${scheduled} then scheduled_by end, case when ${scheduled} then approved_at end,
      case when ${scheduled} then approved_by end
    from dunlin.campaign where client_id = ${clientId} and campaign_id = ${of.campaignId}
    on conflict (client_id, series_id, run) do nothing
    returning ${COLUMNS}`.execute(tx);
  const [row] = rows;
  if (row)
    await tell(tx, clientId, "campaign.created", campaignId, { actor, now }, { of: of.campaignId });
  return row;
}

/**
 * Says it again to those whom no message of it reached: a run of its own, so that it is decided anew whether they may be told,
 * and what. It waits for a second person like any other.
 */
export async function resendCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now }: By,
) {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseUnless(campaign, ["running", "paused", "done", "cancelled"], "be sent again");
  const { rows } = await sql<{ failed: number }>`
    select count(*)::int as failed from (
      select from dunlin.message where client_id = ${clientId} and anchor = ${campaign.campaignId}
        and step_id = 'campaign' and state not in ('suppressed', 'cancelled')
      group by customer_id having bool_and(state in ('failed', 'expired'))) f`.execute(tx);
  if ((rows[0]?.failed ?? 0) === 0) {
    throw new UserError(
      `nothing of campaign "${campaign.name}" failed; there is nobody to send it to again`,
    );
  }
  const copy = {
    name: `${campaign.name} (again)`.slice(0, 200),
    filter: { failed_in: campaign.campaignId },
    segmentId: null,
    resendOf: campaign.campaignId,
    state: "draft",
    startsAt: null,
    endsAt: null,
    repeats: null,
  } as const;
  const made = await copyOf(tx, clientId, campaign, copy, { actor, now });
  return await scheduleCampaign(
    tx,
    clientId,
    made!.campaignId,
    { startsAt: now, spreadMinutes: 0 },
    { actor, now },
  );
}

/** The same once more, at another time: a campaign of its own, in the calendar at once. */
export async function repeatCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  when: When,
  { actor, now }: By,
): Promise<Campaign> {
  const campaign = await getCampaign(tx, clientId, campaignId);
  const { zone } = await getClient(tx, clientId);
  const startsAt = when.startsAt ?? nextOf(campaign, zone, now);
  const copy = {
    name: campaign.name,
    filter: campaign.segmentId === null ? campaign.filter : null,
    segmentId: campaign.segmentId,
    resendOf: null,
    state: "draft",
    startsAt: null,
    endsAt: null,
    repeats: when.repeats ?? null,
  } as const;
  const made = await copyOf(tx, clientId, campaign, copy, { actor, now });
  return await scheduleCampaign(
    tx,
    clientId,
    made!.campaignId,
    { ...when, startsAt },
    { actor, now },
  );
}

/** A month after it began, at the same time of day where the client is; the first such time that is to come. */
function nextOf(
  { startsAt, repeats }: Pick<Campaign, "startsAt" | "repeats">,
  zone: string,
  now: Temporal.Instant,
): Temporal.Instant {
  const first = (startsAt ?? now).toZonedDateTimeISO(zone);
  for (let run = 1; run < 1_000; run += 1) {
    const at = first.add(periodOf(repeats ?? "monthly", run)).toInstant();
    if (Temporal.Instant.compare(at, now) > 0) return at;
  }
  return now.add({ hours: 24 });
}

/** `run` periods: counted from the first one, never chained, so that the 31st stays the 31st. */
function periodOf(repeats: Repeats, run: number): Temporal.Duration {
  if (repeats === "weekly") return Temporal.Duration.from({ weeks: run });
  return Temporal.Duration.from({ months: repeats === "monthly" ? run : 3 * run });
}

/** Puts the next run of a series into the calendar; nothing happens when it is there. Called when a run begins. */
export async function planNextRun(
  tx: Tx,
  clientId: string,
  campaign: Campaign,
  by: By,
): Promise<void> {
  const { repeats, seriesId, run, seriesStartsAt, startsAt, endsAt } = campaign;
  if (repeats === null || startsAt === null || endsAt === null) return;
  const { zone } = await getClient(tx, clientId);
  const first = (seriesStartsAt ?? startsAt).toZonedDateTimeISO(zone);
  const next = first.add(periodOf(repeats, run + 1)).toInstant();
  const filter = await filterOf(tx, clientId, {
    ...campaign,
    filter: campaign.segmentId === null ? campaign.filter : null,
  })
    // A segment that is gone from the lists is still the one that the series was made for.
    .catch(() => campaign.filter);
  await copyOf(
    tx,
    clientId,
    campaign,
    {
      name: campaign.name,
      filter,
      segmentId: campaign.segmentId,
      resendOf: null,
      state: "scheduled",
      startsAt: next,
      endsAt: next.add(startsAt.until(endsAt)),
      seriesId,
      seriesStartsAt: seriesStartsAt ?? startsAt,
      run: run + 1,
      repeats,
    },
    by,
  );
}
