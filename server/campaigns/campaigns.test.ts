// One world for everything that campaigns do.
import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { lookAtAll } from "#messages/planning/looker.ts";
import { connectionFor } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { buildClient, LADDER, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";
import { verdictOn } from "#testing/judge.ts";
import { getCampaign, type Campaign } from "./campaign-row.ts";
import { changeCampaign, createCampaign, type CampaignDraft } from "./campaigns.ts";
import { repeatCampaign, resendCampaign } from "./copying.ts";
import { listLines, progressOf } from "./progress.ts";
import { moveCampaigns } from "./running.ts";
import {
  approveCampaign,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  scheduleCampaign,
  setNeedsApproval,
} from "./scheduling.ts";

const world = await openWorld();

/** A ladder that says nothing by itself before a year has gone. */
const QUIET =
  LADDER.replace(/steps:[\s\S]*/, "") +
  `steps:
  - { id: reminder, when: 360 days after anchor, channels: sms | email, template: reminder }
`;

const by = (actor = "user:ann") => ({ actor, now: THURSDAY });

async function made(
  client: BuiltClient,
  given: Omit<CampaignDraft, "name"> = {},
): Promise<Campaign> {
  const draft: CampaignDraft & { readonly name: string } = {
    name: "A word",
    filter: { overdue: true },
    template: "reminder",
    ...given,
  };
  return await client.within(async (tx) => await createCampaign(tx, client.clientId, draft, by()));
}

const move = async () => {
  await moveCampaigns(world.db, silentLog);
  await lookAtAll(world.db);
  await moveCampaigns(world.db, silentLog);
};

async function running(
  client: BuiltClient,
  given: Omit<CampaignDraft, "name"> = {},
): Promise<string> {
  const { campaignId } = await made(client, given);
  await client.within(
    async (tx) => await scheduleCampaign(tx, client.clientId, campaignId, {}, by()),
  );
  await move();
  return campaignId;
}

const progress = async (client: BuiltClient, campaignId: string) =>
  await client.within(async (tx) => {
    const campaign = await getCampaign(tx, client.clientId, campaignId);
    return { ...(await progressOf(tx, client.clientId, campaign)), state: campaign.state };
  });

async function three(client: BuiltClient) {
  const owing = await client.customer({ name: "Zoë Łukasiewicz-Montgomery" });
  await client.invoice(owing, 30_000n, "2026-02-01");
  const little = await client.customer();
  await client.invoice(little, 5_000n, "2026-03-01");
  const paid = await client.customer();
  await client.accountOf(paid);
  return { owing, little, paid };
}

test("a campaign says each customer one thing once, under all gates, and ends", async () => {
  const client = await buildClient(world, { policy: QUIET });
  const { owing, paid } = await three(client);
  const words = { sms: { en: { text: "Hello {{ customer.name }}: {{ account.due | money }}." } } };
  const campaignId = await running(client, {
    filter: {},
    template: null,
    words,
    channels: [["sms"]],
  });

  const messages = await client.messages();
  expect(messages.map((one) => [one.state, one.stepId, one.anchor])).toEqual([
    ["planned", "campaign", campaignId],
    ["planned", "campaign", campaignId],
  ]);
  expect(messages.map((one) => one.body).join()).toMatch(
    /Hello Zoë Łukasiewicz-Montgomery: R 300,00\./,
  );
  expect(await progress(client, campaignId)).toMatchObject({
    state: "running",
    targets: 3,
    waiting: 0,
    messages: { planned: 2 },
    notSaid: { nothing_due: 1 },
  });
  await client.deliver();
  await move();
  await move();
  expect(await progress(client, campaignId)).toMatchObject({
    state: "done",
    messages: { delivered: 2 },
  });
  const lines = await client.within(
    async (tx) => await listLines(tx, client.clientId, campaignId, { what: "not_said", limit: 9 }),
  );
  expect(lines.map((one) => [one.reference, one.reason])).toEqual([
    [paid.reference, "nothing_due"],
  ]);
  // Its turn is behind it, whatever is looked at again.
  await client.changed(owing);
  await client.look(owing);
  expect(await client.messages()).toHaveLength(2);
});

test("what changes between planning and hand-over is decided again, and what was paid is not asked for", async () => {
  const client = await buildClient(world, { policy: QUIET });
  const { owing, little } = await three(client);
  const campaignId = await running(client);
  await client.credit(owing, 10_000n);
  await client.credit(little, 5_000n);
  await client.look(owing, little);
  const last = (await client.messages(sql`state = 'planned'`)).map((one) => one.amountMinor);
  expect(last).toEqual([20_000n]);
  expect(await progress(client, campaignId)).toMatchObject({
    messages: { planned: 1, suppressed: 1 },
    notSaid: { nothing_due: 2 },
  });
});

test("pause holds what is planned, resume lets it go, cancel takes the rest back", async () => {
  const client = await buildClient(world, { policy: QUIET });
  const { owing, little } = await three(client);
  const campaignId = await running(client);
  const act = async <T>(work: (tx: Parameters<typeof pauseCampaign>[0]) => Promise<T>) =>
    await client.within(work);
  const id = client.clientId;

  expect((await act(async (tx) => await pauseCampaign(tx, id, campaignId, by()))).messages).toBe(2);
  await client.credit(owing, 1_000n);
  await client.look(owing);
  expect(await progress(client, campaignId)).toMatchObject({
    state: "paused",
    waiting: 1,
    waitingWhy: { paused: 1 },
  });
  await act(async (tx) => await resumeCampaign(tx, id, campaignId, by()));
  await move();
  const planned = await client.messages(sql`state = 'planned'`);
  expect(new Set(planned.map((one) => one.amountMinor))).toEqual(new Set([29_000n, 5_000n]));

  await act(async (tx) => await cancelCampaign(tx, id, campaignId, by()));
  expect(await client.messages(sql`state = 'planned'`)).toEqual([]);
  await client.changed(little);
  await client.look(little);
  await move();
  expect(await progress(client, campaignId)).toMatchObject({
    state: "cancelled",
    notSaid: { campaign_cancelled: 2 },
  });
  await expect(act(async (tx) => await pauseCampaign(tx, id, campaignId, by()))).rejects.toThrow(
    "is cancelled and can't be paused",
  );
});

test("a second person approves where the client asks for one, and nobody's change is lost", async () => {
  const client = await buildClient(world, { policy: QUIET });
  await three(client);
  const id = client.clientId;
  const { campaignId, version } = await made(client);
  await client.within(async (tx) => await setNeedsApproval(tx, id, true, by()));
  await client.within(
    async (tx) =>
      await changeCampaign(tx, id, campaignId, { name: "Better" }, { ...by(), seen: version }),
  );
  await expect(
    client.within(
      async (tx) =>
        await changeCampaign(
          tx,
          id,
          campaignId,
          { name: "Lost" },
          { ...by("user:bob"), seen: version },
        ),
    ),
  ).rejects.toThrow("user:ann made version 2");
  const waiting = await client.within(
    async (tx) => await scheduleCampaign(tx, id, campaignId, {}, by()),
  );
  expect(waiting.state).toBe("waiting");
  await move();
  expect(await client.messages()).toEqual([]);
  await expect(
    client.within(async (tx) => await approveCampaign(tx, id, campaignId, by())),
  ).rejects.toThrow("somebody else must approve it");
  await client.within(async (tx) => await approveCampaign(tx, id, campaignId, by("user:bob")));
  await move();
  expect(await client.messages()).toHaveLength(2);
});

test("what failed is said again in a run of its own; a series plans its next run when one begins", async () => {
  const client = await buildClient(world, { policy: QUIET });
  const { owing } = await three(client);
  const id = client.clientId;
  const campaignId = await running(client, { repeats: "monthly", segment: undefined });
  await client.rows(sql`update dunlin.message set state = case when customer_id = ${owing.customerId} then 'failed'
      else 'delivered' end, reason = 'absent', attempt = 1, handed_over_at = ${THURSDAY}, delivered_at = ${THURSDAY},
      ended_at = ${THURSDAY} where client_id = ${id}`);
  await move();
  const again = await client.within(async (tx) => await resendCampaign(tx, id, campaignId, by()));
  await move();
  expect(again).toMatchObject({ resendOf: campaignId, state: "scheduled" });
  const second = await client.messages(sql`anchor = ${again.campaignId}`);
  expect(second.map((one) => [one.customerId, one.state])).toEqual([[owing.customerId, "planned"]]);

  const next = await client.rows(
    sql<{ run: number; startsAt: Temporal.Instant }>`select run, starts_at from dunlin.campaign
      where series_id = ${campaignId} order by run`,
  );
  expect(next.map((one) => [one.run, one.startsAt.toString()])).toEqual([
    [0, "2026-03-05T11:00:00Z"],
    [1, "2026-04-05T11:00:00Z"],
  ]);
  const repeated = await client.within(
    async (tx) => await repeatCampaign(tx, id, campaignId, {}, by()),
  );
  expect(repeated).toMatchObject({ state: "scheduled", run: 0 });
  expect(repeated.startsAt?.toString()).toBe("2026-04-05T11:00:00Z");
});

test("the judge finds nothing in a campaign as it runs, and finds what is planted", async () => {
  const client = await buildClient(world, { policy: QUIET });
  await three(client);
  const campaignId = await running(client);
  const why = async (): Promise<readonly string[]> => {
    const { invariants } = await verdictOn(world.at, client.clientId);
    return invariants.flatMap((one) => one.violations.map((found) => found.why));
  };
  expect(await why()).toEqual([]);

  const owner = new pg.Client(connectionFor(world.at, "owner"));
  await owner.connect();
  try {
    await owner.query(
      `insert into event (client_id, at, kind, actor, cause)
      select client_id, clock_now(), 'campaign.cancelled', 'test', campaign_id::text from campaign
      where campaign_id = $1`,
      [campaignId],
    );
    await owner.query(
      `update event set seq = default where client_id = $1 and kind = 'message.planned'`,
      [client.clientId],
    );
    await owner.query(
      `update campaign set state = 'cancelled', ended_at = clock_now() where campaign_id = $1`,
      [campaignId],
    );
    await owner.query("drop index message_campaign_once");
    await owner.query(
      `with other as (insert into account (client_id, customer_id, currency)
        select client_id, customer_id, 'USD' from message where anchor = $1 limit 1 returning account_id)
      insert into message (client_id, class, lane, channel, customer_id, account_id, anchor, step_id, contact_point_id,
        decision_id, facts_version, address, template, language, body, route_id, not_before, state, not_after, created_at)
      select client_id, class, lane, channel, customer_id, other.account_id, anchor, step_id, contact_point_id,
        decision_id, facts_version, address, template, language, body, route_id, not_before, state, not_after, created_at
      from message, other where anchor = $1 and customer_id = (select m.customer_id from message m where m.anchor = $1 limit 1)`,
      [campaignId],
    );
    const found = await why();
    for (const one of [
      `2 messages of campaign ${campaignId} by sms to the same contact point`,
      `campaign ${campaignId} was cancelled before it was made`,
      `campaign ${campaignId} is not for its customer`,
    ]) {
      expect(found).toContain(one);
    }
  } finally {
    await owner.end();
  }
});
