import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { debitListCommands } from "#cli/commands/debit-lists.ts";
import { debitsFilterCommand } from "#cli/commands/debits-filter.ts";
import { forScripts } from "#cli/json.ts";
import { dateOption, required } from "#cli/parse.ts";
import { importDebits } from "#debits/import-file.ts";
import { generateDebits } from "#debits/generating.ts";
import { releaseStops } from "#debits/releasing.ts";
import { loadDebitSettings, setDebitSettings } from "#debits/settings.ts";
import { stopDebits } from "#debits/stops.ts";
import { MEANINGS, type StopMeaning, type Stopped } from "#debits/types.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";

const MOST_SHOWN = 20;

const importCommand: Command = {
  words: ["debits", "import"],
  usage: "FILE --client SLUG [--campaign NAME]",
  about: "Takes a file of debit orders, CSV or pain.008; safe to repeat.",
  options: { ...CLIENT_OPTION, campaign: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app } = await session.installation();
    const done = await importDebits(app, clientId, args.positionals[0]!, {
      actor: "cli",
      campaign: args.text("campaign"),
    });
    const shown = done.rejected
      .slice(0, MOST_SHOWN)
      .map((one) => `  line ${one.line}, ${one.column || "row"} "${one.value}": ${one.reason}`);
    const text = [
      `${done.added} added, ${done.changed} changed, ${done.unchanged} unchanged, ${done.stopped} stopped`,
      ...(done.late > 0 ? [`the notice period can't be kept for ${done.late}`] : []),
      ...(done.past > 0 ? [`the strike day of ${done.past} is over or today`] : []),
      `${done.rejectedCount} rejected`,
      ...shown,
    ].join("\n");
    return { json: forScripts(done), text };
  },
};

const generateCommand: Command = {
  words: ["debits", "generate"],
  usage: "--client SLUG --strike DATE [--campaign NAME]",
  about: "Makes debits of open invoices and active mandates for a strike date; safe to repeat.",
  options: { ...CLIENT_OPTION, strike: { type: "string" }, campaign: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const strikeOn = dateOption(required(args, "strike", "2026-07-27"), "--strike");
    const counts = { added: 0, changed: 0, unchanged: 0, stopped: 0, refused: 0, late: 0 };
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const page = await session.asClient(slug, async (tx, id) => {
        const given = { strikeOn, campaign: args.text("campaign"), actor: "cli" };
        const now = await clockNow(tx);
        return await generateDebits(tx, await loadContext(tx, id), { ...given, now }, after);
      });
      for (const { outcome, isLate } of page.puts) {
        counts[outcome] += 1;
        if (isLate) counts.late += 1;
      }
      after = page.next;
    }
    const text = `${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged`;
    return { json: counts, text };
  },
};

const FIRST = "00000000-0000-0000-0000-000000000000";

const stopCommand: Command = {
  words: ["debits", "stop"],
  usage: "(--mandate ID | --end-to-end ID) --client SLUG [--meaning MEANING] [--reason WHY]",
  about: 'Flags a debit, or all debits of a mandate, "do not process", known here or not.',
  options: {
    ...CLIENT_OPTION,
    mandate: { type: "string" },
    "end-to-end": { type: "string" },
    meaning: { type: "string" },
    reason: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [mandate, endToEnd] = [args.text("mandate"), args.text("end-to-end")];
    if ((mandate === undefined) === (endToEnd === undefined)) {
      throw new UsageError("name either --mandate ID or --end-to-end ID");
    }
    const meaning = meaningOption(args.text("meaning") ?? "manual");
    const stopped = await session.asClient(slug, async (tx, id) => {
      const how = { meaning, by: "cli", reason: args.text("reason") };
      return await stopDebits(tx, id, { mandate, endToEnd }, how, await clockNow(tx));
    });
    return { json: { stopped: stopped.map((one) => stopLine(one)) }, text: wordsOf(stopped) };
  },
};

function meaningOption(text: string): StopMeaning {
  const meanings: readonly StopMeaning[] = [...MEANINGS, "manual"];
  const found = meanings.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`--meaning "${text}" is none of ${meanings.join(", ")}`);
}

const stopLine = ({ stopId, debitId, meaning, afterCutoff, repeated }: Stopped) => ({
  stop_id: stopId,
  debit_id: debitId ?? null,
  meaning,
  after_cutoff: afterCutoff,
  repeated,
});

function wordsOf(stopped: readonly Stopped[]): string {
  const debits = stopped.filter((one) => one.debitId !== undefined);
  const late = debits.filter((one) => one.afterCutoff).length;
  const rest =
    debits.length === 0 ? "no debit of it is known here; the stop stands by its key" : "";
  return [
    ...(debits.length > 0 ? [`${debits.length - late} debits are stopped`] : [rest]),
    ...(late > 0
      ? [`${late} are past their cut-off: take them out if the file is still here`]
      : []),
  ].join("\n");
}

const liftCommand: Command = {
  words: ["debits", "lift"],
  usage: "STOP --client SLUG --reason WHY",
  about: "Lifts a stop; it stays on record, and so does the reason.",
  options: { ...CLIENT_OPTION, reason: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const why = required(args, "reason", '"the customer changed their mind"');
    const stopId = args.positionals[0]!;
    if (!/^[0-9a-f-]{36}$/iu.test(stopId)) throw new UserError(`"${stopId}" is no id of a stop`);
    const lifted = await session.asClient(
      slug,
      async (tx, id) =>
        await releaseStops(tx, id, { stopIds: [stopId] }, { by: "cli", why }, await clockNow(tx)),
    );
    if (lifted.length === 0) throw new UserError(`there is no stop ${stopId} that stands`);
    return {
      json: { lifted: lifted.map((one) => forScripts({ ...one, state: one.state ?? null })) },
      text: `${lifted.length} stops lifted`,
    };
  },
};

const settingsCommand: Command = {
  words: ["debits", "settings"],
  usage: "[FILE] --client SLUG",
  about: "Shows how the client debits, or puts the settings of a YAML file in force.",
  options: CLIENT_OPTION,
  positionals: [0, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const file = args.positionals[0];
    const given = file === undefined ? undefined : await settingsFile(file);
    const settings = await session.asClient(slug, async (tx, id) =>
      given === undefined
        ? await loadDebitSettings(tx, id)
        : await setDebitSettings(tx, id, given, { now: await clockNow(tx), actor: "cli" }),
    );
    return { json: { ...settings }, text: JSON.stringify(settings, null, 2) };
  },
};

async function settingsFile(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, "utf8")) ?? {};
  } catch (error) {
    throw new UserError(`${file} can't be read as YAML: ${messageOf(error).split("\n")[0]}`);
  }
}

export const debitCommands: readonly Command[] = [
  importCommand,
  generateCommand,
  ...debitListCommands,
  stopCommand,
  debitsFilterCommand,
  liftCommand,
  settingsCommand,
];
