// Campaigns as work: what begins when its time has come, becomes rows set by set, and ends. A process may die at any moment: how far
// it came stands in the row, and the next one goes on from there.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { recordEvents } from "#ledger/events.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { COLUMNS, type Campaign } from "./campaign-row.ts";
import { aroundOf } from "./counting.ts";
import { matched } from "./matching.ts";
import { planNextRun } from "./copying.ts";
import { settleMessages } from "./settling.ts";

const POLL_MS = 1_000;
/** Customers of one transaction. */
const SET = 2_000;
/** Campaigns of a client that one round moves on. */
const MOST_AT_ONCE = 100;
const ACTOR = "campaigns";
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Moves campaigns on from time to time. Any number of processes may do it. */
export function startCampaigns(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  return startChore(log, "campaigns wait", { everyMs }, async (signal) =>
    moveCampaigns(db, log, () => signal.aborted),
  );
}

/** Moves every campaign on as far as it goes now, over all clients; how many customers were taken in. */
export async function moveCampaigns(
  db: Db,
  log: Logger,
  stopped: () => boolean = () => false,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`select dunlin.clients_with_campaigns() as id`.execute(
    db,
  );
  let taken = 0;
  for (const { id: clientId } of rows) {
    for (const campaignId of await due(db, clientId)) {
      if (stopped()) return taken;
      try {
        taken += await moveCampaign(db, clientId, campaignId, stopped);
      } catch (error) {
        // One that can't go on must not keep the others waiting.
        log.warn({ clientId, campaignId, error: messageOf(error) }, "a campaign waits");
      }
    }
  }
  return taken;
}

async function due(db: Db, clientId: string): Promise<readonly string[]> {
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select campaign_id as id from dunlin.campaign
      where client_id = ${clientId} and (state in ('running', 'paused')
        or state = 'scheduled' and starts_at <= dunlin.clock_now()
        or state = 'cancelled' and ended_at > dunlin.clock_now() - interval '10 minutes')
      order by starts_at limit ${MOST_AT_ONCE}`.execute(tx);
    return rows.map(({ id }) => id);
  });
}

/** As many sets as there are, each in a transaction of its own. */
async function moveCampaign(
  db: Db,
  clientId: string,
  campaignId: string,
  stopped: () => boolean,
): Promise<number> {
  let taken = 0;
  for (let more = true; more && !stopped();) {
    const set = await asClient(
      db,
      clientId,
      async (tx) => await moveOnce(tx, clientId, campaignId),
    );
    taken += set.taken;
    more = set.more;
  }
  return taken;
}

type Moved = { readonly taken: number; readonly more: boolean };
const STILL: Moved = { taken: 0, more: false };

async function moveOnce(tx: Tx, clientId: string, campaignId: string): Promise<Moved> {
  // One process at a time; the row itself is locked last, behind the customers.
  const { rows: turn } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`campaign ${clientId} ${campaignId}`}, 0)) as mine`.execute(
    tx,
  );
  if (turn[0]?.mine !== true) return STILL;
  const { rows } = await sql<Campaign & { expandedTo: string | null }>`
    select ${COLUMNS}, expanded_to from dunlin.campaign
    where client_id = ${clientId} and campaign_id = ${campaignId}`.execute(tx);
  const [campaign] = rows;
  if (!campaign) return STILL;
  const now = await clockNow(tx);
  if (campaign.state === "scheduled") return await begin(tx, clientId, campaign, now);
  await settleMessages(tx, clientId, campaign, now, ACTOR);
  if (campaign.state === "running" && campaign.expandedAt === null) {
    return await takeIn(tx, clientId, campaign, campaign.expandedTo ?? FIRST, now);
  }
  if (campaign.state === "running") await endWhenOver(tx, clientId, campaign, now);
  return STILL;
}

async function begin(
  tx: Tx,
  clientId: string,
  campaign: Campaign,
  now: Temporal.Instant,
): Promise<Moved> {
  const { campaignId } = campaign;
  const { rows } = await sql`
    update dunlin.campaign set state = 'running', started_at = ${now}, version = version + 1
    where client_id = ${clientId} and campaign_id = ${campaignId} and state = 'scheduled' and starts_at <= ${now}
    returning campaign_id`.execute(tx);
  if (rows.length === 0) return STILL;
  await tell(tx, clientId, "campaign.started", campaignId, now, {});
  await planNextRun(tx, clientId, campaign, { actor: campaign.scheduledBy ?? ACTOR, now });
  return { taken: 0, more: true };
}

/** The next set of customers, in the order of their ids: a row for each, and a look at them when it is their turn. */
async function takeIn(
  tx: Tx,
  clientId: string,
  campaign: Campaign,
  after: string,
  now: Temporal.Instant,
): Promise<Moved> {
  const { campaignId, filter, startedAt, spreadMinutes } = campaign;
  const around = aroundOf(await getClient(tx, clientId), now);
  const { rows } = await sql<{ customerId: string; accountId: string }>`
    select customer_id, account_id from (${matched(around, filter ?? {})}) m
    where customer_id > ${after}::uuid order by customer_id limit ${SET}`.execute(tx);
  const customerIds = rows.map((row) => row.customerId);
  await lockCustomers(tx, clientId, customerIds);
  const from = startedAt ?? now;
  await sql`
    with target as (
      insert into dunlin.campaign_target (client_id, campaign_id, customer_id, account_id, from_at)
      select ${clientId}, ${campaignId}, customer_id, account_id,
        -- Everybody has a place in the spread that is the same however often it is worked out.
        ${from}::timestamptz + ${spreadMinutes} * interval '1 minute'
          * ((hashtextextended(customer_id::text || ${campaignId}, 0) & 1048575) / 1048576.0)
      from unnest(${customerIds}::uuid[], ${rows.map((row) => row.accountId)}::uuid[]) as r (customer_id, account_id)
      on conflict do nothing returning customer_id, from_at
    )
    update dunlin.customer c set look_at = least(c.look_at, t.from_at) from target t
    where c.client_id = ${clientId} and c.customer_id = t.customer_id`.execute(tx);
  const more = rows.length === SET;
  const { rows: counted } = await sql<{ targets: number }>`
    update dunlin.campaign set expanded_to = ${customerIds.at(-1) ?? after}, targets = targets + ${rows.length},
      expanded_at = case when ${more} then null else ${now}::timestamptz end
    where client_id = ${clientId} and campaign_id = ${campaignId} returning targets`.execute(tx);
  const targets = counted[0]?.targets ?? 0;
  if (!more) await tell(tx, clientId, "campaign.expanded", campaignId, now, { targets });
  return { taken: rows.length, more };
}

/** It is done when everybody has had their turn and nothing of it waits any more. */
async function endWhenOver(tx: Tx, clientId: string, campaign: Campaign, now: Temporal.Instant) {
  const { campaignId } = campaign;
  const { rows } = await sql`
    update dunlin.campaign c set state = 'done', ended_at = ${now}, ended_by = ${ACTOR}, version = version + 1
    where c.client_id = ${clientId} and c.campaign_id = ${campaignId} and c.state = 'running'
      and c.expanded_at is not null
      and not exists (select from dunlin.campaign_target t
        where t.client_id = ${clientId} and t.campaign_id = ${campaignId} and not exists (
          select from dunlin.rung r where r.client_id = t.client_id and r.account_id = t.account_id
            and r.anchor = ${campaignId} and r.step_id = 'campaign'))
      and not exists (select from dunlin.message m where m.client_id = ${clientId} and m.anchor = ${campaignId}
        and m.step_id = 'campaign' and m.state in ('planned', 'queued', 'held'))
    returning campaign_id`.execute(tx);
  if (rows.length > 0) await tell(tx, clientId, "campaign.done", campaignId, now, {});
}

async function tell(
  tx: Tx,
  clientId: string,
  kind: "campaign.started" | "campaign.expanded" | "campaign.done",
  campaignId: string,
  now: Temporal.Instant,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const body = { campaign_id: campaignId, ...more };
  await recordEvents(tx, clientId, now, [{ kind, actor: ACTOR, cause: campaignId, body }]);
}
