// Segments and campaigns from the command line.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  getCampaign,
  listCampaigns,
  REPEATS,
  CLASSES,
  type Campaign,
  type Repeats,
} from "#campaigns/campaign-row.ts";
import { createCampaign, filterOf } from "#campaigns/campaigns.ts";
import { previewCampaign } from "#campaigns/preview.ts";
import { progressOf, type Progress } from "#campaigns/progress.ts";
import { needsApproval, scheduleCampaign, setNeedsApproval } from "#campaigns/scheduling.ts";
import { repeatCampaign } from "#campaigns/copying.ts";
import { CLIENT_OPTION, type Arguments, type Command } from "#cli/command.ts";
import { actorOf, answerOf, BY, campaignSteps } from "#cli/commands/campaign-steps.ts";
import { filterFrom, segmentCommands } from "#cli/commands/segment.ts";
import { forScripts } from "#cli/json.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { WordsByChannel } from "#messages/planning/campaign-facts.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";

const slugOf = (args: Arguments): string => required(args, "client", "harbour-fibre");
/** A time where the client is, or with its offset. */
function timeOption(
  text: string | undefined,
  name: string,
  zone: string,
): Temporal.Instant | undefined {
  if (text === undefined) return undefined;
  try {
    return /(Z|[+-]\d{2}:\d{2})$/.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  } catch {
    throw new UsageError(`${name} "${text}" is no time; write it as 2026-01-31T09:00`);
  }
}

function oneOf<T extends string>(
  text: string | undefined,
  name: string,
  known: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`${name} "${text}" is none; use ${known.join(", ")}`);
}

function channelsOf(text: string | undefined): string[][] | undefined {
  return text?.split(",").map((part) => part.split("|").map((one) => one.trim()));
}

function wordsOf(args: Arguments): WordsByChannel | undefined {
  const file = args.text("words");
  if (file === undefined) return undefined;
  try {
    return parse(readFileSync(file, "utf8")) as WordsByChannel;
  } catch (error) {
    throw new UsageError(`--words "${file}" can't be read: ${messageOf(error)}`);
  }
}

const CONTENT = {
  segment: { type: "string" },
  filter: { type: "string" },
  template: { type: "string" },
  words: { type: "string" },
  channels: { type: "string" },
  class: { type: "string" },
} as const;

function contentOf(args: Arguments) {
  const filter = args.text("filter");
  return {
    class: oneOf(args.text("class"), "--class", CLASSES),
    segment: args.text("segment"),
    ...(filter === undefined ? {} : { filter: filterFrom(filter) }),
    channels: channelsOf(args.text("channels")),
    template: args.text("template"),
    words: wordsOf(args),
  };
}

const campaignCreate: Command = {
  words: ["campaign", "create"],
  usage:
    "NAME --client SLUG --segment NAME|--filter F --template NAME|--words FILE [--channels sms|email] [--class collection] [--by WHO]",
  about:
    'Makes a campaign as a draft. Channels as in a policy: "sms|email" is the first that works, "sms,email" both. Words are YAML: channel, language, then subject and text.',
  options: { ...CLIENT_OPTION, ...CONTENT, ...BY },
  positionals: [1, 1],
  run: async (session, args) => {
    const content = contentOf(args);
    return await session.asClient(slugOf(args), async (tx, clientId) => {
      const by = { actor: actorOf(args), now: await clockNow(tx) };
      const given = { ...content, name: args.positionals[0]! };
      const campaign = await createCampaign(tx, clientId, given, by);
      return answerOf(
        campaign,
        `campaign ${campaign.campaignId} is a draft; schedule it: campaign schedule`,
      );
    });
  },
};

const WHEN = {
  start: { type: "string" },
  end: { type: "string" },
  spread: { type: "string" },
  repeat: { type: "string" },
} as const;

async function whenOf(tx: Tx, clientId: string, args: Arguments) {
  const { zone } = await getClient(tx, clientId);
  const spread = args.text("spread");
  const repeat = args.text("repeat");
  const repeats: Repeats | null | undefined =
    repeat === "none" ? null : oneOf(repeat, "--repeat", REPEATS);
  return {
    startsAt: timeOption(args.text("start"), "--start", zone),
    endsAt: timeOption(args.text("end"), "--end", zone),
    spreadMinutes: spread === undefined ? undefined : wholeOption(spread, "--spread", 0, 43_200),
    repeats,
  };
}

const whenText = ({ name, state, startsAt }: Campaign): string =>
  state === "waiting"
    ? `campaign "${name}" waits for a second person: campaign approve`
    : `campaign "${name}" begins at ${startsAt?.toString() ?? "once"}`;

const campaignSchedule: Command = {
  words: ["campaign", "schedule"],
  usage:
    "ID --client SLUG [--start 2026-03-06T09:00] [--end TIME] [--spread MINUTES] [--repeat weekly|monthly|quarterly|none] [--by WHO]",
  about:
    "Puts a campaign into the calendar; times are those where the client is. Now, when no start is given.",
  options: { ...CLIENT_OPTION, ...WHEN, ...BY },
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const by = { actor: actorOf(args), now: await clockNow(tx) };
      const when = await whenOf(tx, clientId, args);
      const campaign = await scheduleCampaign(tx, clientId, args.positionals[0]!, when, by);
      return answerOf(campaign, whenText(campaign));
    }),
};

const campaignRepeat: Command = {
  words: ["campaign", "repeat"],
  usage: "ID --client SLUG [--start 2026-03-06T09:00] [--end TIME] [--spread MINUTES] [--by WHO]",
  about: "Schedules the same campaign once more; a month after it began, unless a start is given.",
  options: { ...CLIENT_OPTION, ...WHEN, ...BY },
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const by = { actor: actorOf(args), now: await clockNow(tx) };
      const when = await whenOf(tx, clientId, args);
      const campaign = await repeatCampaign(tx, clientId, args.positionals[0]!, when, by);
      return answerOf(campaign, whenText(campaign));
    }),
};

const campaignList: Command = {
  words: ["campaign", "list"],
  usage: "--client SLUG",
  about: "Lists campaigns, the newest first, at most 200.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const rows = await listCampaigns(tx, clientId, { limit: 200 });
      const lines = rows.map((one) => [
        one.campaignId,
        one.state,
        one.startsAt,
        one.targets,
        one.name,
      ]);
      return {
        json: { rows: rows.map(forScripts), needs_approval: await needsApproval(tx, clientId) },
        text:
          rows.length === 0
            ? "no campaigns"
            : table(["campaign", "state", "start", "targets", "name"], lines),
      };
    }),
};

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");

function progressText({ name, state }: Campaign, progress: Progress): string {
  const { targets, waiting, messages, notSaid, segments, replied, optedOut, paid, paidMinor } =
    progress;
  return [
    `${name}: ${state}, for ${targets} customers, ${waiting} of them wait`,
    `  messages: ${counts(messages) || "none"}; ${segments} segments`,
    ...(Object.keys(notSaid).length > 0 ? [`  not said: ${counts(notSaid)}`] : []),
    `  within 48 hours: ${replied} replied, ${paid} paid, ${optedOut} opted out`,
    ...paidMinor.map((one) => `  ${formatMoney(one.minor, one.currency, "en")} came in`),
  ].join("\n");
}

const campaignShow: Command = {
  words: ["campaign", "show"],
  usage: "ID --client SLUG",
  about: "Shows a campaign and what has become of it.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const campaign = await getCampaign(tx, clientId, args.positionals[0]!);
      const progress = await progressOf(tx, clientId, campaign);
      return answerOf(campaign, progressText(campaign, progress), {
        progress: forScripts(progress),
      });
    }),
};

const campaignPreview: Command = {
  words: ["campaign", "preview"],
  usage: "ID --client SLUG",
  about: "Renders a campaign for real customers, the worst cases first; nothing is sent.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const campaign = await getCampaign(tx, clientId, args.positionals[0]!);
      const context = await loadContext(tx, clientId);
      const filter = await filterOf(tx, clientId, campaign);
      const seen = await previewCampaign(tx, context, campaign, filter, await clockNow(tx));
      const lines = seen.examples.slice(0, 10).map((one) => {
        const mark = one.offending === null ? "" : `, "${one.offending}" forces UCS-2`;
        const about = one.reason ?? `${one.segments} segments${mark}`;
        return `${one.reference} by ${one.channel} (${about})\n  ${one.text ?? ""}`;
      });
      return {
        json: { ...forScripts(seen), examples: seen.examples.map(forScripts) },
        text: [`${seen.rendered} rendered, ${seen.held} held`, ...lines].join("\n"),
      };
    }),
};

const campaignRules: Command = {
  words: ["campaign", "rules"],
  usage: "--client SLUG --approval second-person|none",
  about: "Says whether a second person has to approve what one has scheduled.",
  options: { ...CLIENT_OPTION, approval: { type: "string" } },
  positionals: [0, 0],
  run: async (session, args) => {
    const approval = required(args, "approval", "second-person");
    if (!["second-person", "none"].includes(approval)) {
      throw new UserError(`--approval "${approval}" is none; use second-person or none`);
    }
    const needs = approval === "second-person";
    return await session.asClient(slugOf(args), async (tx, clientId) => {
      await setNeedsApproval(tx, clientId, needs, { actor: "cli", now: await clockNow(tx) });
      const text = needs ? "campaigns wait for a second person" : "campaigns wait for nobody";
      return { json: { needs_approval: needs }, text };
    });
  },
};

export const campaignCommands: readonly Command[] = [
  ...segmentCommands,
  campaignCreate,
  campaignPreview,
  campaignSchedule,
  ...campaignSteps,
  campaignRepeat,
  campaignList,
  campaignShow,
  campaignRules,
];
