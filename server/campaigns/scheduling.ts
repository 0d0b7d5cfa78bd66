// What sets campaigns going and stops them: schedule, approve, pause, resume, cancel, say again. Each is an event with its author.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { COLUMNS, getCampaign, type Campaign, type Repeats } from "./campaign-row.ts";
import { filterOf, obstacleOf, refuseStale } from "./campaigns.ts";
import { lookAtWaiting, settleMessages } from "./settling.ts";
import type { By } from "./segments.ts";

/** How long a campaign is worth saying, from the end of its spread on, unless somebody says otherwise. */
const WORTH = Temporal.Duration.from({ hours: 72 });
const LONGEST = Temporal.Duration.from({ hours: 24 * 31 });
/** Who schedules for a moment ago means now. */
const LATE = Temporal.Duration.from({ hours: 1 });

export type When = {
  readonly startsAt?: Temporal.Instant | undefined;
  readonly endsAt?: Temporal.Instant | undefined;
  readonly spreadMinutes?: number | undefined;
  readonly repeats?: Repeats | null | undefined;
};

/** True when a second person has to approve what one has scheduled. */
export async function needsApproval(tx: Tx, clientId: string): Promise<boolean> {
  const { rows } = await sql<{ needs: boolean }>`
    select needs_approval as needs from dunlin.campaign_rules where client_id = ${clientId}`.execute(
    tx,
  );
  return rows[0]?.needs ?? false;
}

/** Says whether a second person has to approve campaigns from now on. */
export async function setNeedsApproval(
  tx: Tx,
  clientId: string,
  needs: boolean,
  { actor, now }: By,
) {
  await sql`
    insert into dunlin.campaign_rules (client_id, needs_approval, changed_at, changed_by)
    values (${clientId}, ${needs}, ${now}, ${actor})
    on conflict (client_id) do update set needs_approval = excluded.needs_approval, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`.execute(tx);
  const body = { needs_approval: needs };
  await recordEvents(tx, clientId, now, [{ kind: "campaign_rules.changed", actor, body }]);
}

/** From when to when; a `UserError` names what is wrong. */
function timesOf(campaign: Campaign, when: When, now: Temporal.Instant) {
  const asked = when.startsAt ?? campaign.startsAt ?? now;
  if (Temporal.Instant.compare(asked, now.subtract(LATE)) < 0) {
    throw new UserError(`starts_at "${asked.toString()}" is over; take a time to come`);
  }
  const startsAt = Temporal.Instant.compare(asked, now) < 0 ? now : asked;
  const spreadMinutes = when.spreadMinutes ?? campaign.spreadMinutes;
  const moved = when.startsAt !== undefined && when.endsAt === undefined;
  const named = when.endsAt ?? (moved ? undefined : (campaign.endsAt ?? undefined));
  const endsAt = named ?? startsAt.add({ minutes: spreadMinutes }).add(WORTH);
  if (Temporal.Instant.compare(endsAt, startsAt) <= 0) {
    throw new UserError(`ends_at "${endsAt.toString()}" is not after the start; take a later one`);
  }
  if (Temporal.Instant.compare(endsAt, startsAt.add(LONGEST)) > 0) {
    throw new UserError(
      `ends_at "${endsAt.toString()}" is more than 31 days after the start; take an earlier one`,
    );
  }
  return { startsAt, endsAt, spreadMinutes };
}

/** Puts a draft into the calendar, or moves what is there. It waits for a second person where the client asks for one. */
export async function scheduleCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  when: When,
  { actor, now, seen }: By & { readonly seen?: number | undefined },
): Promise<Campaign> {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseStale(campaign, seen);
  refuseUnless(campaign, ["draft", "waiting", "scheduled"], "be scheduled");
  const obstacle = await obstacleOf(tx, clientId, campaign);
  if (obstacle !== undefined) throw new UserError(obstacle);
  const filter = await filterOf(tx, clientId, campaign);
  const { startsAt, endsAt, spreadMinutes } = timesOf(campaign, when, now);
  const repeats = when.repeats === undefined ? campaign.repeats : when.repeats;
  const state = (await needsApproval(tx, clientId)) ? "waiting" : "scheduled";
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = ${state}, filter = ${JSON.stringify(filter)}::jsonb, starts_at = ${startsAt},
      ends_at = ${endsAt}, spread_minutes = ${spreadMinutes}, repeats = ${repeats},
      series_starts_at = case when run = 0 then ${startsAt}::timestamptz else coalesce(series_starts_at, ${startsAt}) end,
      scheduled_at = ${now}, scheduled_by = ${actor}, approved_at = null, approved_by = null, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  const times = {
    starts_at: startsAt.toString(),
    ends_at: endsAt.toString(),
    waits: state === "waiting",
  };
  await tell(tx, clientId, "campaign.scheduled", campaign.campaignId, { actor, now }, times);
  return rows[0]!;
}

/** A second person's yes. Whoever scheduled it, or changed it last, is not the second person. */
export async function approveCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now, seen }: By & { readonly seen?: number | undefined },
): Promise<Campaign> {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseStale(campaign, seen);
  refuseUnless(campaign, ["waiting"], "be approved");
  if ([campaign.scheduledBy, campaign.changedBy].includes(actor)) {
    throw new UserError(`${actor} scheduled or wrote this campaign; somebody else must approve it`);
  }
  const late = Temporal.Instant.compare(campaign.startsAt!, now) < 0;
  // Waiting for the second person took the time: it begins now and lasts as long as it was to last.
  const shift = late ? campaign.startsAt!.until(now) : Temporal.Duration.from({ seconds: 0 });
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = 'scheduled', approved_at = ${now}, approved_by = ${actor},
      starts_at = ${campaign.startsAt!.add(shift)}, ends_at = ${campaign.endsAt!.add(shift)}, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  await tell(tx, clientId, "campaign.approved", campaign.campaignId, { actor, now });
  return rows[0]!;
}

/** Takes what has not begun out of the calendar; it is a draft again. */
export async function unscheduleCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now }: By,
): Promise<Campaign> {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseUnless(campaign, ["waiting", "scheduled"], "be taken back");
  const filter = campaign.segmentId === null ? sql`filter` : sql`null`;
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = 'draft', filter = ${filter}, scheduled_at = null, scheduled_by = null,
      approved_at = null, approved_by = null, version = version + 1, changed_at = ${now}, changed_by = ${actor}
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  await tell(tx, clientId, "campaign.unscheduled", campaign.campaignId, { actor, now });
  return rows[0]!;
}

/** What is planned waits. What is in the network's hands already is said. */
export async function pauseCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now }: By,
) {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseUnless(campaign, ["running"], "be paused");
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = 'paused', paused_at = ${now}, paused_by = ${actor}, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  const messages = await settleMessages(tx, clientId, rows[0]!, now, actor);
  await tell(tx, clientId, "campaign.paused", campaign.campaignId, { actor, now }, { messages });
  return { campaign: rows[0]!, messages };
}

/** Goes on where it was paused. */
export async function resumeCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now }: By,
) {
  const seen = await getCampaign(tx, clientId, campaignId);
  refuseUnless(seen, ["paused"], "be resumed");
  await lookAtWaiting(tx, clientId, seen.campaignId, now);
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseUnless(campaign, ["paused"], "be resumed");
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = 'running', paused_at = null, paused_by = null, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  const messages = await settleMessages(tx, clientId, rows[0]!, now, actor);
  await tell(tx, clientId, "campaign.resumed", campaign.campaignId, { actor, now }, { messages });
  return { campaign: rows[0]!, messages };
}

/** Takes back what was not handed over yet; it does not go on, and is not repeated. */
export async function cancelCampaign(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { actor, now }: By,
) {
  const campaign = await getCampaign(tx, clientId, campaignId, { lock: true });
  refuseUnless(campaign, ["draft", "waiting", "scheduled", "running", "paused"], "be cancelled");
  const { rows } = await sql<Campaign>`
    update dunlin.campaign set state = 'cancelled', ended_at = ${now}, ended_by = ${actor}, paused_at = null,
      paused_by = null, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaign.campaignId} returning ${COLUMNS}`.execute(
    tx,
  );
  const messages = await settleMessages(tx, clientId, rows[0]!, now, actor);
  await tell(tx, clientId, "campaign.cancelled", campaign.campaignId, { actor, now }, { messages });
  return { campaign: rows[0]!, messages };
}

export function refuseUnless(
  { name, state }: Campaign,
  states: readonly string[],
  what: string,
): void {
  if (states.includes(state)) return;
  const known = states.length === 1 ? states[0] : `one of ${states.join(", ")}`;
  throw new UserError(`campaign "${name}" is ${state} and can't ${what}; it must be ${known}`);
}

type Told =
  | "campaign.created"
  | "campaign.scheduled"
  | "campaign.approved"
  | "campaign.unscheduled"
  | "campaign.paused"
  | "campaign.resumed"
  | "campaign.cancelled";

export async function tell(
  tx: Tx,
  clientId: string,
  kind: Told,
  campaignId: string,
  { actor, now }: By,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const body = { campaign_id: campaignId, ...more };
  await recordEvents(tx, clientId, now, [{ kind, actor, cause: campaignId, body }]);
}
