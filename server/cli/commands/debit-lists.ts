import { writeFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { dateOption, required, wholeOption } from "#cli/parse.ts";
import { table, type Cell } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { findDebit, listDebits, type DebitLine } from "#debits/lists.ts";
import { reactiveReport } from "#debits/reactive.ts";
import { stopsFor, type StopRecord } from "#debits/stops.ts";
import { DEBIT_STATES } from "#debits/types.ts";
import { clockNow } from "#platform/clock.ts";
import { toCsv } from "#platform/csv.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";
import { toDecimal } from "#platform/money.ts";

const MOST = 1_000;

const HEAD = ["end to end", "mandate", "customer", "amount", "strike", "state", "told", "stopped"];

function row(line: DebitLine): Cell[] {
  const told = line.told ?? line.noticeProblem ?? (line.noticeAt === null ? "" : "waits");
  return [
    line.endToEndId,
    line.mandate,
    line.customer,
    `${line.currency} ${toDecimal(line.amountMinor, line.currency)}`,
    line.strikeOn,
    line.state,
    line.noticeLate ? `${told} (late)` : told,
    line.stoppedAs === null ? "" : `${line.stoppedAs}${line.stoppedLate ? " (too late)" : ""}`,
  ];
}

const listCommand: Command = {
  words: ["debits", "list"],
  usage:
    "--client SLUG [--state STATE] [--campaign NAME] [--customer REF] [--mandate ID] [--strike DATE] [--limit N]",
  about: "Lists debits with what became of their notices and answers.",
  options: {
    ...CLIENT_OPTION,
    state: { type: "string" },
    campaign: { type: "string" },
    customer: { type: "string" },
    mandate: { type: "string" },
    strike: { type: "string" },
    limit: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const wanted = args.text("state");
    const state = DEBIT_STATES.find((one) => one === wanted);
    if (wanted !== undefined && state === undefined)
      throw new UsageError(`--state "${wanted}" is none of ${DEBIT_STATES.join(", ")}`);
    const strike = args.text("strike");
    const day = strike === undefined ? undefined : dateOption(strike, "--strike");
    const limit = wholeOption(args.text("limit") ?? String(MOST), "--limit", 1, 10_000);
    const filter = {
      state,
      campaign: args.text("campaign"),
      customer: args.text("customer"),
      mandate: args.text("mandate"),
      strikeFrom: day,
      strikeTo: day,
    };
    const rows = await session.asClient(
      slug,
      async (tx, id) => await listDebits(tx, id, filter, { limit }),
    );
    return {
      json: { rows: rows.map(forScripts) },
      text: rows.length === 0 ? "no debits" : table(HEAD, rows.map(row)),
    };
  },
};

const showCommand: Command = {
  words: ["debits", "show"],
  usage: "DEBIT --client SLUG",
  about: "Shows one debit, by its end-to-end id or its own.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const key = args.positionals[0]!;
    const line = await session.asClient(slug, async (tx, id) => await findDebit(tx, id, key));
    if (line === undefined) throw new UserError(`there is no debit "${key}"`);
    const json = forScripts(line);
    const pairs = Object.entries(json).map(([name, value]): Cell[] => [name, value as Cell]);
    return {
      json,
      text: table(
        ["", ""],
        pairs.map(([name, value]) => [name, String(value ?? "")]),
      ),
    };
  },
};

const STOP_HEAD = [
  "stop_id",
  "creditor_scheme_id",
  "mandate_id",
  "payment_info_id",
  "end_to_end_id",
  "option",
  "meaning",
  "at",
  "after_cutoff",
] as const;

const stopRow = (stop: StopRecord): Cell[] => [
  stop.stopId,
  stop.creditorSchemeId,
  stop.mandateId,
  stop.paymentInfoId,
  stop.endToEndId,
  stop.option,
  stop.meaning,
  stop.at,
  String(stop.afterCutoff),
];

const stopsCommand: Command = {
  words: ["debits", "stops"],
  usage: "--client SLUG [--csv FILE]",
  about: "What must not be processed, as the bureau sees it: keys, option and time.",
  options: { ...CLIENT_OPTION, csv: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const stops = await session.asClient(slug, async (tx, id) => await stopsFor(tx, id));
    const rows = stops.map(stopRow);
    const file = args.text("csv");
    if (file !== undefined) {
      await writeFile(file, toCsv(STOP_HEAD, rows)).catch((cause: unknown) => {
        throw new UserError(`--csv ${file} can't be written: ${messageOf(cause)}`);
      });
    }
    const keyed = rows.map((cells) =>
      Object.fromEntries(STOP_HEAD.map((name, index) => [name, cells[index] ?? null])),
    );
    return {
      json: {
        rows: keyed.map((one) => ({ ...one, after_cutoff: one["after_cutoff"] === "true" })),
      },
      text:
        rows.length === 0
          ? "nothing is stopped"
          : table(
              STOP_HEAD.slice(1),
              rows.map((cells) => cells.slice(1)),
            ),
    };
  },
};

const REPORT_HEAD = [
  "campaign",
  "debits",
  "late",
  "sent",
  "delivered",
  "answered",
  "too late",
  "stopped",
];

const reportCommand: Command = {
  words: ["debits", "report"],
  usage: "--client SLUG [--from DATE] [--to DATE]",
  about: "What came of the notices before debits, campaign by campaign.",
  options: { ...CLIENT_OPTION, from: { type: "string" }, to: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [from, to] = [args.text("from"), args.text("to")];
    const lines = await session.asClient(slug, async (tx, id) => {
      const { zone } = await getClient(tx, id);
      const today = (await clockNow(tx)).toZonedDateTimeISO(zone).toPlainDate();
      return await reactiveReport(tx, id, {
        from: from === undefined ? today.subtract({ months: 1 }) : dateOption(from, "--from"),
        to: to === undefined ? today.add({ months: 2 }) : dateOption(to, "--to"),
      });
    });
    const rows = lines.map((line): Cell[] => [
      line.campaign,
      line.debits,
      line.late,
      line.sent,
      line.delivered,
      line.answered,
      line.tooLate,
      line.stopped.map((sum) => `${sum.currency} ${toDecimal(sum.minor, sum.currency)}`).join(" "),
    ]);
    return {
      json: { campaigns: lines.map(forScripts) },
      text: rows.length === 0 ? "no debits in these days" : table(REPORT_HEAD, rows),
    };
  },
};

export const debitListCommands: readonly Command[] = [
  listCommand,
  showCommand,
  stopsCommand,
  reportCommand,
];
