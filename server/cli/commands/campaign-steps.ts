// What sets campaigns going and stops them, from the command line.
import type { Campaign } from "#campaigns/campaign-row.ts";
import { resendCampaign } from "#campaigns/copying.ts";
import {
  approveCampaign,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  unscheduleCampaign,
} from "#campaigns/scheduling.ts";
import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";

export const BY = { by: { type: "string" } } as const;
/** Whoever works at the machine says who they are, where that matters: two people must be two. */
export const actorOf = (args: Arguments): string => {
  const by = args.text("by");
  return by === undefined ? "cli" : `cli:${by}`;
};

export const answerOf = (
  campaign: Campaign,
  text: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer => ({
  json: { ...forScripts(campaign), ...more },
  text,
});

type Work = (
  tx: Tx,
  clientId: string,
  campaignId: string,
  by: { readonly actor: string; readonly now: Temporal.Instant },
) => Promise<Campaign | { readonly campaign: Campaign; readonly messages: number }>;

function doing(word: string, about: string, done: string, work: Work): Command {
  return {
    words: ["campaign", word],
    usage: "ID --client SLUG [--by WHO]",
    about,
    options: { ...CLIENT_OPTION, ...BY },
    positionals: [1, 1],
    run: async (session: Session, args: Arguments) =>
      await session.asClient(required(args, "client", "harbour-fibre"), async (tx, clientId) => {
        const by = { actor: actorOf(args), now: await clockNow(tx) };
        const found = await work(tx, clientId, args.positionals[0]!, by);
        const [campaign, messages] =
          "campaign" in found ? [found.campaign, found.messages] : [found, undefined];
        const count = messages === undefined ? "" : `, ${messages} messages`;
        return answerOf(
          campaign,
          `campaign "${campaign.name}" ${done}${count}`,
          messages === undefined ? {} : { messages },
        );
      }),
  };
}

export const campaignSteps: readonly Command[] = [
  doing(
    "approve",
    "Approves a campaign; whoever scheduled or wrote it can't (say who you are with --by).",
    "is approved",
    approveCampaign,
  ),
  doing(
    "unschedule",
    "Takes a campaign that has not begun out of the calendar.",
    "is a draft again",
    unscheduleCampaign,
  ),
  doing("pause", "Pauses a campaign: what is planned waits.", "is paused", pauseCampaign),
  doing("resume", "Lets a paused campaign go on.", "goes on", resumeCampaign),
  doing(
    "cancel",
    "Cancels a campaign: what was not handed over is taken back.",
    "is cancelled",
    cancelCampaign,
  ),
  doing(
    "resend",
    "Sends a campaign again to those only whom no message of it reached: a campaign of its own.",
    "is scheduled",
    resendCampaign,
  ),
];
