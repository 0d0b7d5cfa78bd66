import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { faultLine } from "#cli/fault-line.ts";
import { required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { applyTemplates, loadTemplates } from "#messages/templates/own.ts";
import { shippedTemplates } from "#messages/templates/shipped.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";

const apply: Command = {
  words: ["template", "apply"],
  usage: "FILE --client SLUG",
  about: "Checks templates (YAML) and puts them in force as new versions.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const file = args.positionals[0]!;
    const source = await readFile(file, "utf8").catch((cause: unknown) => {
      throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
    });
    return await session.asClient(slug, async (tx, clientId) => {
      const result = await applyTemplates(tx, clientId, source, await clockNow(tx), "cli");
      if ("errors" in result) {
        const lines = result.errors.map(faultLine);
        return { json: result, text: lines.join("\n"), exit: 1 };
      }
      return {
        json: result,
        text: result.applied
          .map(
            ({ name, language, channel, version }) =>
              `${name} (${language}, ${channel}): version ${version} is in force`,
          )
          .join("\n"),
      };
    });
  },
};

const list: Command = {
  words: ["template", "list"],
  usage: "--client SLUG",
  about: "Lists the client's own templates and the shipped ones.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const own = await session.asClient(slug, loadTemplates);
    const rows = [
      ...own.map((source) => ({ source, origin: "own" })),
      ...shippedTemplates().map((source) => ({ source, origin: "shipped" })),
    ].map(({ source: { name, language, channel, class: kind }, origin }) => ({
      name,
      language,
      channel,
      class: kind,
      origin,
    }));
    const lines = rows.map((row) => [row.name, row.language, row.channel, row.class, row.origin]);
    return {
      json: { rows },
      text: table(["name", "language", "channel", "class", "from"], lines),
    };
  },
};

export const templateCommands: readonly Command[] = [apply, list];
