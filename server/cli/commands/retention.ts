import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { clockNow } from "#platform/clock.ts";
import { retentionOf, setRetention } from "#privacy/retention.ts";

const show: Command = {
  words: ["retention"],
  usage: "--client SLUG",
  about: "How many days each kind of data is kept; what is older is forgotten once a day.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const kinds = await session.asClient(
      slug,
      async (tx, clientId) => await retentionOf(tx, clientId),
    );
    const json = kinds.map(({ kind, keepDays }) => ({ kind, keep_days: keepDays }));
    const lines = kinds.map(({ kind, keepDays, about }) => [kind, keepDays, about]);
    return { json: { retention: json }, text: table(["kind", "days", "what"], lines) };
  },
};

const set: Command = {
  words: ["retention", "set"],
  usage: "KIND DAYS --client SLUG",
  about: "Keeps a kind of data for so many days.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [kind = "", days = ""] = args.positionals;
    const keepDays = wholeOption(days, "DAYS", 1, 36_500);
    await session.asClient(slug, async (tx, clientId) => {
      const by = { actor: "cli", now: await clockNow(tx) };
      await setRetention(tx, clientId, { kind, keepDays }, by);
    });
    return { json: { kind, keep_days: keepDays }, text: `${kind} are kept for ${keepDays} days` };
  },
};

export const retentionCommands: readonly Command[] = [show, set];
