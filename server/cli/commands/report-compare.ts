import { writeFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { instantOption, required } from "#cli/parse.ts";
import { table, type Cell } from "#cli/table.ts";
import { clockNow } from "#platform/clock.ts";
import { toCsv } from "#platform/csv.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { toDecimal } from "#platform/money.ts";
import { COMPARED, comparison, type Compared, type ComparedLine } from "#reporting/comparison.ts";
import { forecast } from "#reporting/forecast.ts";
import { monthlyAsPdf } from "#reporting/monthly-pdf.ts";
import { monthlyReport, monthOf } from "#reporting/monthly.ts";

async function write(option: string, file: string, bytes: string | Buffer): Promise<void> {
  await writeFile(file, bytes).catch((cause: unknown) => {
    throw new UserError(`${option} ${file} can't be written: ${messageOf(cause)}`);
  });
}

const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;

const monthly: Command = {
  words: ["report", "monthly"],
  usage: "--client SLUG --month 2026-06 [--out FILE] [--language en|pl]",
  about: "A month as a PDF: what came in, what is open, what was said and what came of it.",
  options: {
    ...CLIENT_OPTION,
    month: { type: "string" },
    out: { type: "string" },
    language: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const month = required(args, "month", "2026-06");
    if (!MONTH.test(month))
      throw new UserError(`--month ${month} is no month; write it as 2026-06`);
    const language = args.text("language");
    if (language !== undefined && language !== "en" && language !== "pl")
      throw new UserError(`--language ${language} has no words; take en or pl`);
    const bytes = await session.asClient(slug, async (tx, clientId) => {
      const now = await clockNow(tx);
      const asked = await monthOf(tx, clientId, month, now);
      if (!asked) throw new UserError(`--month ${month} has not begun yet; take an earlier month`);
      return await monthlyAsPdf(await monthlyReport(tx, clientId, asked, now), language);
    });
    const file = args.text("out") ?? `report-${slug}-${month}.pdf`;
    await write("--out", file, bytes);
    return { json: { file, bytes: bytes.length }, text: `${file} (${bytes.length} bytes)` };
  },
};

const heads = ["sent", "delivered", "replied", "opted out", "paid", "cost", "cost per unit"];

function compareRow(line: ComparedLine): Cell[] {
  const paid = line.paid.map(
    ({ accounts, minor, currency }) => `${accounts}: ${toDecimal(minor, currency)} ${currency}`,
  );
  return [
    line.label ?? (line.key === "" ? "-" : line.key),
    line.sent,
    line.delivered,
    line.replied,
    line.opted_out,
    paid.join(", "),
    `${toDecimal(line.cost.minor, line.cost.currency)} ${line.cost.currency}`,
    line.paid.flatMap(({ cost_per_unit: ratio }) => ratio?.toFixed(4) ?? []).join(", "),
  ];
}

const isCompared = (word: string): word is Compared =>
  (COMPARED as readonly string[]).includes(word);

const compare: Command = {
  words: ["report", "compare"],
  usage:
    "--client SLUG [--by step|template|channel|campaign|hour|weekday|language] [--from INSTANT] [--to INSTANT] [--csv FILE]",
  about: "Reminders compared; a payment counts for the last one at most 48 hours before.",
  options: {
    ...CLIENT_OPTION,
    by: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    csv: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const by = args.text("by") ?? "step";
    if (!isCompared(by))
      throw new UserError(`--by ${by} is not known; take one of ${COMPARED.join(", ")}`);
    const [from, to] = [args.text("from"), args.text("to")];
    const rows = await session.asClient(slug, async (tx, clientId) => {
      const now = await clockNow(tx);
      return await comparison(tx, clientId, by, {
        from: from === undefined ? now.subtract({ hours: 24 * 30 }) : instantOption(from, "--from"),
        to: to === undefined ? now.add({ seconds: 1 }) : instantOption(to, "--to"),
      });
    });
    const file = args.text("csv");
    if (file !== undefined) await write("--csv", file, toCsv([by, ...heads], rows.map(compareRow)));
    const text =
      rows.length === 0
        ? "no reminder went out in that time"
        : table([by, ...heads], rows.map(compareRow));
    return { json: { by, rows }, text };
  },
};

const SHOWN_EACH = 7;

const forecastCommand: Command = {
  words: ["forecast"],
  usage: "--client SLUG [--days 30] [--csv FILE]",
  about: "What is likely to come in of what is open today, with its band.",
  options: { ...CLIENT_OPTION, days: { type: "string" }, csv: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const days = Number(args.text("days") ?? "30");
    if (!Number.isInteger(days) || days < 1 || days > 120)
      throw new UserError(`--days ${args.text("days") ?? ""} is not between 1 and 120`);
    const result = await session.asClient(
      slug,
      async (tx, clientId) => await forecast(tx, clientId, await clockNow(tx), days),
    );
    const rows = result.currencies.flatMap(({ currency, days: each }) =>
      each.map((day): Cell[] => [
        currency,
        day.date,
        ...[day.expected_minor, day.total_minor, day.low_minor, day.high_minor].map((minor) =>
          toDecimal(minor, currency),
        ),
      ]),
    );
    const head = ["currency", "date", "expected", "in all", "low", "high"];
    const file = args.text("csv");
    if (file !== undefined) await write("--csv", file, toCsv(head, rows));
    const shown = rows.filter(
      (_row, at) => (at % days) % SHOWN_EACH === SHOWN_EACH - 1 || at % days === days - 1,
    );
    return {
      json: result,
      text:
        rows.length === 0
          ? "nothing is open"
          : table(
              head,
              shown.map((row) => row.map(String)),
            ),
    };
  },
};

export const compareCommands: readonly Command[] = [monthly, compare, forecastCommand];
