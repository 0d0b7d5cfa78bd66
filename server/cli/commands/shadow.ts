import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { dateOption, required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { addIncumbentContacts } from "#shadow/incumbent.ts";
import { readIncumbentFile } from "#shadow/incumbent-file.ts";
import { setShadow } from "#shadow/mode.ts";
import { SHADOW_KINDS, shadowLines, shadowReport, type ShadowLine } from "#shadow/report.ts";

const turn = (word: "on" | "off", about: string): Command => ({
  words: ["shadow", word],
  usage: "--client SLUG",
  about,
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const mode = await session.asClient(
      slug,
      async (tx, clientId) =>
        await setShadow(tx, clientId, word === "on", { now: await clockNow(tx), actor: "cli" }),
    );
    const since = mode.since === null ? "what is decided is sent" : "nothing is sent";
    return {
      json: { since: mode.since, changed: mode.changed },
      text: mode.changed ? `from now on ${since}` : `nothing changed: ${since} already`,
    };
  },
});

const importShadow: Command = {
  words: ["shadow", "import"],
  usage: "FILE --client SLUG",
  about: "Reads what the other system sent (CSV: customer, day, channel, kind); safe to repeat.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app } = await session.installation();
    let [added, known, unknown] = [0, 0, 0];
    for await (const set of readIncumbentFile(args.positionals[0]!)) {
      const done = await asClient(
        app,
        clientId,
        async (tx) =>
          await addIncumbentContacts(tx, clientId, set, { now: await clockNow(tx), actor: "cli" }),
      );
      added += done.added;
      known += done.known;
      unknown += done.unknownCustomers;
    }
    return {
      json: { added, known, unknown_customers: unknown },
      text: `${added} added, ${known} known already, ${unknown} of customers that are in no book`,
    };
  },
};

/** Lines that are shown of each report. */
const MOST_SHOWN = 200;

const side = (one: ShadowLine["ours"] | ShadowLine["theirs"]): string =>
  one === null ? "" : `${one.day.toString()} ${one.channel} ${"step" in one ? one.step : one.kind}`;

const report: Command = {
  words: ["shadow", "report"],
  usage: "--client SLUG [--from DAY] [--to DAY]",
  about: "Lists what Dunlin would have sent otherwise than the other system did, with the reasons.",
  options: { ...CLIENT_OPTION, from: { type: "string" }, to: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [from, to] = [args.text("from"), args.text("to")];
    const [told, { lines, next }] = await session.asClient(slug, async (tx, clientId) => {
      const { zone } = await getClient(tx, clientId);
      const today = (await clockNow(tx)).toZonedDateTimeISO(zone).toPlainDate();
      const last = to === undefined ? today : dateOption(to, "--to");
      const first = from === undefined ? last.subtract({ days: 30 }) : dateOption(from, "--from");
      const period = { from: first, to: last };
      const kinds = SHADOW_KINDS.filter((kind) => kind !== "both");
      return [
        await shadowReport(tx, clientId, period),
        await shadowLines(tx, clientId, period, { kinds, limit: MOST_SHOWN }),
      ] as const;
    });
    const { customers, unknownCustomers, counts, reasons } = told;
    const head = ["what", "customer", "Dunlin", "the other system", "why not"];
    const rows = lines.map((one) => [
      one.kind,
      one.customer,
      side(one.ours),
      side(one.theirs),
      one.reason ?? "",
    ]);
    const sums = SHADOW_KINDS.map((kind) => `${kind} ${counts[kind]}`).join(", ");
    return {
      json: {
        from: told.from,
        to: told.to,
        customers,
        unknown_customers: unknownCustomers,
        counts,
        reasons,
        lines,
        next_cursor: next,
      },
      text: `${sums}\n${rows.length > 0 ? table(head, rows) : "nothing differs"}${next === null ? "" : "\nand more: the API gives all of it"}`,
    };
  },
};

export const shadowCommands: readonly Command[] = [
  turn("on", "From now on everything is decided and nothing is sent to customers."),
  turn("off", "From now on what is decided is sent; what was decided in shadow never is."),
  importShadow,
  report,
];
