import { writeFile } from "node:fs/promises";
import { callList, type CallLine } from "#calls/call-list.ts";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { instantOption, required } from "#cli/parse.ts";
import { table, type Cell } from "#cli/table.ts";
import { toCsv } from "#platform/csv.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { formatMoney, toDecimal } from "#platform/money.ts";
import { report, type Report } from "#reporting/report.ts";

const BEGINNING = Temporal.Instant.from("2000-01-01T00:00Z");

function flat(result: Report): [string, Cell][] {
  const counts = (name: string, record: Readonly<Record<string, number>>) =>
    Object.entries(record).map(([reason, count]): [string, number] => [
      `${name} (${reason})`,
      count,
    ]);
  return [
    ["planned", result.planned],
    ["sent", result.sent],
    ["delivered", result.delivered],
    ...counts("failed", result.failed),
    ...counts("suppressed", result.suppressed),
    ["expired", result.expired],
    ["held", result.held],
    ["uncertain", result.uncertain],
    ["replied", result.replied],
    ["opted out", result.opted_out],
    ["opened by people", result.opened.human],
    ["opened by proxies", result.opened.proxy],
    ["opened by scanners", result.opened.scanner],
    ["clicked by people", result.clicked.human],
    ["clicked by scanners", result.clicked.scanner],
    ["complained of", result.complained],
    ...result.paid_48h.flatMap((paid): [string, Cell][] => [
      [`paid within 48 h (${paid.currency}), payments`, paid.count],
      [`paid within 48 h (${paid.currency})`, toDecimal(paid.minor, paid.currency)],
      [
        `paid within 48 h, inferred (${paid.currency})`,
        toDecimal(paid.inferred_minor, paid.currency),
      ],
    ]),
    ...result.promises.flatMap((line): [string, Cell][] => [
      [`promises made (${line.currency})`, line.made],
      [`promises kept (${line.currency})`, line.kept],
      [`promises kept in part (${line.currency})`, line.part_kept],
      [`promises broken (${line.currency})`, line.broken],
    ]),
    ...result.cost.map((cost): [string, Cell] => [
      `cost (${cost.currency})`,
      toDecimal(cost.minor, cost.currency),
    ]),
    ...result.cost_per_unit.map((cost): [string, Cell] => [
      `cost per ${cost.currency} collected`,
      cost.ratio.toFixed(4),
    ]),
  ];
}

function agingTable(result: Report): string {
  const head = ["currency", "not due", "1-30", "31-60", "61-90", "over 90", "credit"];
  return table(
    head,
    result.aging.map((line) => [
      line.currency,
      ...[
        line.not_due_minor,
        line.days_1_30_minor,
        line.days_31_60_minor,
        line.days_61_90_minor,
        line.over_90_minor,
        line.credit_minor,
      ].map((minor) => toDecimal(minor, line.currency)),
    ]),
  );
}

async function writeCsv(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new UserError(`--csv ${file} can't be written: ${messageOf(cause)}`);
  });
}

const reportCommand: Command = {
  words: ["report"],
  usage: "--client SLUG [--from INSTANT] [--to INSTANT] [--csv FILE]",
  about: "What was said, what came of it, and what it cost.",
  options: {
    ...CLIENT_OPTION,
    from: { type: "string" },
    to: { type: "string" },
    csv: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [from, to] = [args.text("from"), args.text("to")];
    const result = await session.asClient(slug, async (tx, clientId) => {
      const now = await clockNow(tx);
      const period = {
        from: from === undefined ? BEGINNING : instantOption(from, "--from"),
        to: to === undefined ? now.add({ seconds: 1 }) : instantOption(to, "--to"),
      };
      return await report(tx, clientId, period, now);
    });
    const file = args.text("csv");
    if (file !== undefined) await writeCsv(file, toCsv(["figure", "value"], flat(result)));
    const steps = result.steps.map((s) => [s.step, s.channel, s.planned, s.sent, s.delivered]);
    const counted = `counted up to ${result.to.toString({ smallestUnit: "second" })}`;
    const text = [
      table(["figure", "value"], flat(result)),
      ...(steps.length === 0
        ? []
        : [table(["step", "channel", "planned", "sent", "delivered"], steps)]),
      agingTable(result),
      from === undefined ? counted : `${counted}, from ${from}`,
    ].join("\n\n");
    return { json: result, text };
  },
};

const callColumns = ["customer", "name", "phone", "currency", "due", "days late", "likelihood"];

function callRow(line: CallLine): Cell[] {
  return [
    line.customer,
    line.name,
    line.phone ?? "",
    line.currency,
    toDecimal(line.due_minor, line.currency),
    line.days_late,
    line.likelihood.toFixed(2),
  ];
}

const callListCommand: Command = {
  words: ["call-list"],
  usage: "--client SLUG [--csv FILE]",
  about: "Whom to phone today, the most worthwhile first; whoever pays drops off at once.",
  options: { ...CLIENT_OPTION, csv: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rows = await session.asClient(
      slug,
      async (tx, clientId) => await callList(tx, clientId, await clockNow(tx)),
    );
    const file = args.text("csv");
    if (file !== undefined) await writeCsv(file, toCsv(callColumns, rows.map(callRow)));
    const lines = rows.map((row) => [
      row.customer,
      row.name,
      row.phone ?? "",
      formatMoney(row.due_minor, row.currency, "en"),
      row.days_late,
    ]);
    return {
      json: { rows },
      text:
        rows.length === 0
          ? "nobody to phone"
          : table(["customer", "name", "phone", "due", "days late"], lines),
    };
  },
};

export const reportCommands: readonly Command[] = [reportCommand, callListCommand];
