import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { instantOption, required } from "#cli/parse.ts";
import { progressLine } from "#cli/progress.ts";
import { table } from "#cli/table.ts";
import { importBook } from "#ledger/importing/import-book.ts";
import { listImports } from "#ledger/importing/list.ts";
import type { BookResult } from "#ledger/importing/result.ts";
import { undoImport } from "#ledger/importing/undo.ts";
import { loadMapping } from "#ledger/reading/mapping.ts";
import { matchCommand } from "#cli/commands/payments-match.ts";
import { postPaymentsFile } from "#payments/payments-file.ts";
import { factorDigests } from "#payments/factors.ts";
import { clockNow } from "#platform/clock.ts";
import { readSealKey } from "#platform/seal.ts";

function textOf(result: BookResult): string {
  const { customers, invoices, rejected, detected } = result;
  const shown = rejected
    .slice(0, 20)
    .map((one) => `  line ${one.line}, ${one.column || "row"} "${one.value}": ${one.reason}`);
  return [
    `read as ${detected.encoding}, delimiter ${JSON.stringify(detected.delimiter)}, decimal "${detected.decimal}", dates ${detected.dates}`,
    table(
      ["", "created", "updated", "unchanged", "settled"],
      [
        ["customers", customers.created, customers.updated, customers.unchanged, ""],
        ["invoices", invoices.created, invoices.updated, invoices.unchanged, invoices.settled],
      ],
    ),
    `credits ${result.credits}, rejected ${result.rejectedCount}`,
    ...shown,
    ...result.rejectedFiles.map((file) => `rejected rows are in ${file}`),
    ...result.ambiguous.map((text) => `to be checked: ${text}`),
    ...result.warnings,
    result.refused ??
      (result.batch === null ? "nothing was written (dry run)" : `batch ${result.batch}`),
  ].join("\n");
}

const importCommand: Command = {
  words: ["import"],
  usage:
    "FILE --client SLUG [--customers FILE] [--mapping FILE] [--currency C] [--as-of INSTANT] [--full] [--strict] [--dry-run] [--yes]",
  about: "Takes a book of customers and invoices from a CSV file; safe to repeat.",
  options: {
    ...CLIENT_OPTION,
    customers: { type: "string" },
    mapping: { type: "string" },
    currency: { type: "string" },
    "as-of": { type: "string" },
    full: { type: "boolean" },
    strict: { type: "boolean" },
    "dry-run": { type: "boolean" },
    yes: { type: "boolean" },
  },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app, appPool } = await session.installation();
    const [mapping, asOf] = [args.text("mapping"), args.text("as-of")];
    const progress = progressLine("importing");
    const result = await importBook(appPool, clientId, {
      file: args.positionals[0]!,
      customersFile: args.text("customers"),
      mapping: mapping === undefined ? undefined : await loadMapping(mapping),
      currency: args.text("currency"),
      asOf: asOf === undefined ? undefined : instantOption(asOf, "--as-of"),
      full: args.flag("full"),
      strict: args.flag("strict"),
      dryRun: args.flag("dry-run"),
      yes: args.flag("yes"),
      digestFactor: factorDigests(await readSealKey(session.config), clientId),
      actor: "cli",
      now: await clockNow(app),
      onProgress: (done) =>
        progress.show(done.bytes, done.totalBytes, `${done.phase}, ${done.lines} lines`),
    }).finally(() => progress.end());
    return {
      json: forScripts(result),
      text: textOf(result),
      exit: result.refused === undefined ? 0 : 1,
    };
  },
};

const undoCommand: Command = {
  words: ["import", "undo"],
  usage: "BATCH --client SLUG",
  about: "Takes an import back, as long as nothing was sent because of it.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app } = await session.installation();
    const result = await undoImport(app, clientId, args.positionals[0]!, {
      actor: "cli",
      now: await clockNow(app),
    });
    return {
      json: forScripts(result),
      text: `undone; ${result.withdrawn} queued messages withdrawn`,
    };
  },
};

const listCommand: Command = {
  words: ["import", "list"],
  usage: "--client SLUG",
  about: "Lists the imports, the last one first.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rows = await session.asClient(slug, async (tx, id) => await listImports(tx, id));
    const lines = rows.map((row) => [row.batch, row.file, row.asOf, row.state]);
    return {
      json: { rows: rows.map(forScripts) },
      text: rows.length === 0 ? "no imports" : table(["batch", "file", "as of", "state"], lines),
    };
  },
};

const paymentsCommand: Command = {
  words: ["payments"],
  usage: "FILE --client SLUG [--mapping FILE] [--currency C] [--as-of INSTANT]",
  about: "Posts a file of payments and takes back at once what they make untrue; safe to repeat.",
  options: {
    ...CLIENT_OPTION,
    mapping: { type: "string" },
    currency: { type: "string" },
    "as-of": { type: "string" },
  },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const { app } = await session.installation();
    const [mapping, asOf] = [args.text("mapping"), args.text("as-of")];
    const progress = progressLine("posting");
    const result = await postPaymentsFile(app, clientId, args.positionals[0]!, {
      mapping: mapping === undefined ? undefined : await loadMapping(mapping),
      currency: args.text("currency"),
      asOf: asOf === undefined ? undefined : instantOption(asOf, "--as-of"),
      actor: "cli",
      onProgress: (done) => progress.show(done.bytes, done.totalBytes, ""),
    }).finally(() => progress.end());
    const rejected = result.rejected.map(
      (one) => `  line ${one.line}, ${one.column || "row"} "${one.value}": ${one.reason}`,
    );
    return {
      json: forScripts(result),
      text: [
        `${result.payments} payments, ${result.allocated} allocated, ${result.unmatched} unmatched, ${result.duplicates} known already, ${result.rejectedCount} rejected`,
        `${result.withdrawn} queued messages withdrawn`,
        ...rejected,
        ...result.ambiguous.map((text) => `to be checked: ${text}`),
      ].join("\n"),
    };
  },
};

export const importCommands: readonly Command[] = [
  importCommand,
  undoCommand,
  listCommand,
  paymentsCommand,
  matchCommand,
];
