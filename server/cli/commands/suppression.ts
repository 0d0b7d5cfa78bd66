import { CLIENT_OPTION, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { instantOption, required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import {
  suppress,
  SUPPRESSIBLE,
  suppressibleAddress,
  SUPPRESSION_REASONS,
  unsuppress,
  type Suppressible,
  type SuppressionReason,
} from "#conversations/suppressing.ts";
import { readTracking, setTracking } from "#messages/engagement/tracking.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError } from "#platform/errors.ts";
import { listSuppressed } from "#reporting/suppressions.ts";

const MOST_SHOWN = 1_000;

function reasonOf(args: Arguments): SuppressionReason | undefined {
  const reason = args.text("reason");
  const found = SUPPRESSION_REASONS.find((known) => known === reason);
  if (reason !== undefined && !found) {
    throw new UsageError(
      `--reason "${reason}" is unknown; use one of ${SUPPRESSION_REASONS.join(", ")}`,
    );
  }
  return found;
}

const list: Command = {
  words: ["suppression", "list"],
  usage: '--client SLUG [--after "CHANNEL ADDRESS"]',
  about: "Lists the addresses to which nothing is sent, why, and until when.",
  options: { ...CLIENT_OPTION, after: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rows = await session.asClient(
      slug,
      async (tx, clientId) => await listSuppressed(tx, clientId, MOST_SHOWN, args.text("after")),
    );
    const lines = rows.map((row) => [
      row.channel,
      row.address,
      row.reason,
      row.since.toString(),
      row.by ?? "",
      row.expiresAt?.toString() ?? "",
    ]);
    const head = ["channel", "address", "reason", "since", "by", "until"];
    return {
      json: { rows: rows.map(forScripts) },
      text: rows.length === 0 ? "nothing is suppressed" : table(head, lines),
    };
  },
};

const OPTIONS = {
  ...CLIENT_OPTION,
  channel: { type: "string" },
  reason: { type: "string" },
  source: { type: "string" },
} as const;

function channelOf(args: Arguments, address: string): Suppressible {
  const channel = args.text("channel") ?? (address.includes("@") ? "email" : "sms");
  const found = SUPPRESSIBLE.find((one) => one === channel);
  if (found) return found;
  throw new UsageError(`--channel "${channel}" is unknown; use ${SUPPRESSIBLE.join(", ")}`);
}

const add: Command = {
  words: ["suppression", "add"],
  usage:
    "ADDRESS --client SLUG [--reason REASON] [--until INSTANT] [--source TEXT] [--channel CHANNEL]",
  about: "Stops a channel to an address, and takes back what waits for it.",
  options: { ...OPTIONS, until: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const channel = channelOf(args, args.positionals[0]!);
    const reason = reasonOf(args) ?? "manual";
    const untilText = args.text("until");
    const until = untilText === undefined ? undefined : instantOption(untilText, "--until");
    return await session.asClient(slug, async (tx, clientId) => {
      const context = await loadContext(tx, clientId);
      const address = suppressibleAddress(channel, args.positionals[0]!, context.client.country);
      const source = args.text("source") ?? "the command line";
      const wish = { channel, address, by: "cli", source };
      const done = await suppress(tx, context, wish, { reason, until }, await clockNow(tx));
      const changed = done.changed.length > 0;
      return {
        json: { address, channel, reason, changed, withdrawn: done.withdrawn },
        text: changed
          ? `${address} gets nothing more by ${channel}; ${done.withdrawn} messages were taken back`
          : `${address} was suppressed already`,
      };
    });
  },
};

const remove: Command = {
  words: ["suppression", "remove"],
  usage: "ADDRESS --client SLUG --source TEXT [--reason REASON] [--channel CHANNEL]",
  about: "Lets an address be used again; of who had opted out, --source says where the consent is.",
  options: OPTIONS,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const channel = channelOf(args, args.positionals[0]!);
    const source = required(args, "source", "phoned on 4 May");
    const reason = reasonOf(args);
    return await session.asClient(slug, async (tx, clientId) => {
      const context = await loadContext(tx, clientId);
      const address = suppressibleAddress(channel, args.positionals[0]!, context.client.country);
      const wish = { channel, address, by: "cli", source };
      const done = await unsuppress(tx, context, wish, reason, await clockNow(tx));
      const changed = done.changed.length > 0;
      const text = changed ? `${address} may be used again` : `nothing changed for ${address}`;
      return { json: { address, channel, changed }, text };
    });
  },
};

function switchOf(args: Arguments, name: string): boolean | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  if (text === "on" || text === "off") return text === "on";
  throw new UsageError(`--${name} "${text}" is unknown; use on or off`);
}

const tracking: Command = {
  words: ["tracking"],
  usage: "--client SLUG [--opens on|off] [--clicks on|off] [--sms-clicks on|off]",
  about:
    "Shows, or switches, whether openings and clicks are watched; all is off for a new client.",
  options: {
    ...CLIENT_OPTION,
    opens: { type: "string" },
    clicks: { type: "string" },
    "sms-clicks": { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const wanted = {
      opens: switchOf(args, "opens"),
      clicks: switchOf(args, "clicks"),
      smsClicks: switchOf(args, "sms-clicks"),
    };
    return await session.asClient(slug, async (tx, clientId) => {
      const given = Object.values(wanted).some((one) => one !== undefined);
      const now = await clockNow(tx);
      const found = given
        ? await setTracking(tx, clientId, wanted, { actor: "cli", now })
        : await readTracking(tx, clientId);
      const word = (on: boolean): string => (on ? "on" : "off");
      return {
        json: { opens: found.opens, clicks: found.clicks, sms_clicks: found.smsClicks },
        text: table(
          ["openings of e-mails", "links in e-mails", "links in text messages"],
          [[word(found.opens), word(found.clicks), word(found.smsClicks)]],
        ),
      };
    });
  },
};

export const suppressionCommands: readonly Command[] = [list, add, remove, tracking];
