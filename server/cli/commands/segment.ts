// Segments from the command line.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { aroundOf, countMatched } from "#campaigns/counting.ts";
import { parseFilter, type Filter } from "#campaigns/filter.ts";
import { getSegment, listSegments, removeSegment, saveSegment } from "#campaigns/segments.ts";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UsageError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";

/** A filter as JSON or YAML: given as it stands, or a file behind @. */
export function filterFrom(text: string): Filter {
  let value: unknown;
  try {
    value = parse(text.startsWith("@") ? readFileSync(text.slice(1), "utf8") : text);
  } catch (error) {
    throw new UsageError(`--filter can't be read: ${messageOf(error)}`);
  }
  return parseFilter(value, "--filter");
}

const segmentSave: Command = {
  words: ["segment", "save"],
  usage: "NAME --client SLUG --filter '{overdue: true, days_late_min: 30}'|@FILE",
  about:
    "Saves a segment: a filter over the ledger, whose customers are worked out when it is used.",
  options: { ...CLIENT_OPTION, filter: { type: "string" } },
  positionals: [1, 1],
  run: async (session, args) => {
    const filter = filterFrom(required(args, "filter", "'{overdue: true}'"));
    const name = args.positionals[0]!;
    return await session.asClient(
      required(args, "client", "harbour-fibre"),
      async (tx, clientId) => {
        const by = { actor: "cli", now: await clockNow(tx) };
        const { segmentId } = await saveSegment(tx, clientId, { name, filter }, by);
        return {
          json: { segment_id: segmentId, name },
          text: `segment "${name}" is saved as ${segmentId}`,
        };
      },
    );
  },
};

const segmentList: Command = {
  words: ["segment", "list"],
  usage: "--client SLUG",
  about: "Lists the saved segments.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  run: async (session, args) =>
    await session.asClient(required(args, "client", "harbour-fibre"), async (tx, clientId) => {
      const rows = await listSegments(tx, clientId);
      const lines = rows.map((one) => [one.segmentId, one.name, JSON.stringify(one.filter)]);
      return {
        json: { rows: rows.map(forScripts) },
        text: rows.length === 0 ? "no segments" : table(["segment", "name", "filter"], lines),
      };
    }),
};

const segmentShow: Command = {
  words: ["segment", "show"],
  usage: "NAME_OR_ID --client SLUG",
  about:
    "Counts a segment now: customers, what they owe, whom a message would reach, who is left out and why.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(required(args, "client", "harbour-fibre"), async (tx, clientId) => {
      const { filter, name } = await getSegment(tx, clientId, args.positionals[0]!);
      const { client, routes } = await loadContext(tx, clientId);
      const asked = { filter, class: "collection", channels: [["sms", "email"]] } as const;
      const counted = await countMatched(tx, aroundOf(client, await clockNow(tx)), routes, asked);
      const { customers, sums, reachable, told, excluded } = counted;
      return {
        json: { name, filter, customers, sums: sums.map(forScripts), reachable, told, excluded },
        text: [
          `${name}: ${customers} customers, ${told} of them would be told`,
          ...sums.map(
            (one) =>
              `  ${one.customers} owe ${formatMoney(one.openMinor, one.currency, "en")}, ${formatMoney(one.overdueMinor, one.currency, "en")} overdue`,
          ),
          ...Object.entries(excluded).map(([why, count]) => `  ${count} left out: ${why}`),
        ].join("\n"),
      };
    }),
};

const segmentRemove: Command = {
  words: ["segment", "remove"],
  usage: "NAME_OR_ID --client SLUG",
  about: "Takes a segment out of the lists; campaigns that are scheduled keep its filter.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(required(args, "client", "harbour-fibre"), async (tx, clientId) => {
      const name = args.positionals[0]!;
      await removeSegment(tx, clientId, name, { actor: "cli", now: await clockNow(tx) });
      return { json: { removed: name }, text: `segment "${name}" is removed` };
    }),
};

export const segmentCommands: readonly Command[] = [
  segmentSave,
  segmentList,
  segmentShow,
  segmentRemove,
];
