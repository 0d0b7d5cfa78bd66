import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { filterDebitFile } from "#debits/filter/filter.ts";
import { readLayout, type Layout } from "#debits/filter/layout.ts";
import { SHIPPED_LAYOUTS, shippedLayoutFile } from "#debits/filter/shipped-layouts.ts";
import { messageOf, UserError } from "#platform/errors.ts";

export const debitsFilterCommand: Command = {
  words: ["debits", "filter"],
  usage:
    "FILE --client SLUG [--out FILE] [--report FILE] [--schema XSD] [--layout NAME|FILE] [--mark-sent] [--force]",
  about:
    "Writes a debit file (pain.008, or lines by a layout) again without what is stopped, with a report; the file itself is only read.",
  options: {
    ...CLIENT_OPTION,
    out: { type: "string" },
    report: { type: "string" },
    schema: { type: "string" },
    layout: { type: "string" },
    "mark-sent": { type: "boolean" },
    force: { type: "boolean" },
  },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app } = await session.installation();
    const done = await filterDebitFile(app, clientId, {
      file: args.positionals[0]!,
      out: args.text("out"),
      report: args.text("report"),
      schema: args.text("schema"),
      layout: await layoutOption(args.text("layout")),
      markSent: args.flag("mark-sent"),
      force: args.flag("force"),
      actor: "cli",
    });
    const { sumBefore, sumAfter, ...rest } = done;
    const text = [
      done.output === null
        ? `all ${done.removed} debits are stopped: no file was written`
        : `${done.kept} debits of ${sumAfter} are in ${done.output}`,
      `${done.removed} debits are out of it (${sumBefore} before): ${done.report}`,
      ...(done.sent
        ? [`${done.sent.sent} marked as sent, ${done.sent.unknown} not known here`]
        : []),
      ...done.warnings.map((one) => `warning: ${one}`),
    ].join("\n");
    return { json: { ...rest, sum_before: sumBefore, sum_after: sumAfter }, text };
  },
};

async function layoutOption(given: string | undefined): Promise<Layout | undefined> {
  if (given === undefined) return undefined;
  const shipped = SHIPPED_LAYOUTS.find((name) => name === given);
  const file = shipped === undefined ? given : shippedLayoutFile(shipped);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UserError(
      `the layout ${given} can't be read (${messageOf(error)}); name a file, or one of ${SHIPPED_LAYOUTS.join(", ")}`,
    );
  });
  return readLayout(text);
}
