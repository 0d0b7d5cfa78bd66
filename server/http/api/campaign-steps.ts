// What sets campaigns going and stops them.
import { z } from "zod";
import { change, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { ID } from "../wire.ts";
import {
  CampaignOnWire,
  CampaignPath,
  changed,
  found,
  instantOf,
  shown,
  TAG,
  WhenOnWire,
} from "./campaigns.ts";
import { REPEATS, type Campaign } from "#campaigns/campaign-row.ts";
import { repeatCampaign, resendCampaign } from "#campaigns/copying.ts";
import {
  approveCampaign,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  scheduleCampaign,
  unscheduleCampaign,
} from "#campaigns/scheduling.ts";
import { getClient } from "#clients/clients.ts";

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
  example: {
    params: { campaign_id: ID },
    body: { starts_at: "2030-01-31T09:00", spread_minutes: 60 },
  },
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
    example: { params: { campaign_id: ID } },
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
  example: { params: { campaign_id: ID }, body: { starts_at: "2030-02-28T09:00" } },
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
