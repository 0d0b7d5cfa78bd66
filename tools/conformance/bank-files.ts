// Reads files of banks and of other projects' tests, and compares what was read with figures that are counted in the text
// itself, without a parser of XML: entries, their sums, transactions, statuses. What is refused must say why.
// node tools/conformance/bank-files.ts FOLDER
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readBankFile } from "#bank/reading/read.ts";
import type { BankFile, BankLine, StatusLine } from "#bank/reading/types.ts";
import { UserError } from "#platform/errors.ts";

type Read = { found: BankFile; lines: BankLine[]; statuses: StatusLine[] };

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("say which folder: node tools/conformance/bank-files.ts FOLDER");
  process.exit(2);
}

/** Orders to the bank, and what holds nothing: these have to be refused, with these words. */
const REFUSALS: readonly (readonly [content: RegExp, sentence: RegExp])[] = [
  [/<CstmrCdtTrfInitn>/, /is a pain\.001, an order to the bank/],
  [/<CstmrDrctDbtInitn>/, /is a pain\.008, an order to the bank/],
  [/<Document[^>]*>\s*<\/Document>/, /holds an empty <Document>/],
  [
    /<BkToCstmrStmt>\s*<GrpHdr>[\s\S]*<\/GrpHdr>\s*<\/BkToCstmrStmt>/,
    /is a camt\.053 without any <Stmt>/,
  ],
];

let read = 0;
let refused = 0;
const faults: string[] = [];
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".xml"))
  .toSorted();
for (const name of files) {
  const path = join(folder, name);
  const text = readFileSync(path, "utf8").replaceAll(/<!--[\s\S]*?-->/g, "");
  const done = await take(path, name).catch((error: unknown) => error);
  const expected = REFUSALS.find(([content]) => content.test(text))?.[1];
  if (done instanceof UserError) {
    refused += 1;
    if (!expected?.test(done.message)) faults.push(`${name} was refused: ${done.message}`);
  } else if (done instanceof Error) faults.push(`${name} threw ${String(done.stack)}`);
  else if (expected) faults.push(`${name} was read, and is none of a bank's reports`);
  else {
    read += 1;
    faults.push(...compare(text, done as Read).map((fault) => `${name}: ${fault}`));
  }
}
console.log(
  `${files.length} files: ${read} read, ${refused} refused with a sentence, ${faults.length} faults`,
);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0;

async function take(path: string, name: string): Promise<Read> {
  const lines: BankLine[] = [];
  const statuses: StatusLine[] = [];
  const told = {
    line: (line: BankLine) => lines.push(line),
    status: (line: StatusLine) => statuses.push(line),
  };
  return { found: await readBankFile(name, createReadStream(path), told), lines, statuses };
}

function compare(text: string, { found, lines, statuses }: Read): string[] {
  if (found.kind === "pain.002") {
    return [
      ...differ(
        "statuses of debits",
        blocks(text, "TxInfAndSts").length,
        statuses.filter((one) => one.level === "transaction").length,
      ),
      ...differ(
        "refused",
        blocks(text, "TxInfAndSts").filter((one) => leaf(one, "TxSts") === "RJCT").length,
        statuses.filter((one) => one.level === "transaction" && one.status === "RJCT").length,
      ),
      ...differ(
        "original ids",
        blocks(text, "TxInfAndSts")
          .map((one) => leaf(one, "OrgnlEndToEndId"))
          .join(),
        statuses.flatMap((one) => one.endToEndId ?? []).join(),
      ),
      ...differ(
        "status of the group",
        leaf(text, "GrpSts"),
        statuses.find((one) => one.level === "message")?.status,
      ),
      ...differ(
        "status of the batch",
        leaf(text, "PmtInfSts"),
        statuses.find((one) => one.level === "payment")?.status,
      ),
    ];
  }
  const entries = blocks(text, "Ntry");
  const seen = new Map(lines.map((line) => [line.entry.ordinal, line.entry]));
  return [
    ...differ("entries", entries.length, found.entries),
    ...differ("entries told", entries.length, seen.size),
    ...differ(
      "sums of entries",
      entries.map(signedAmount).join(),
      [...seen.values()].map(signed).join(),
    ),
    ...differ(
      "days",
      entries.map(dayOf).join(),
      [...seen.values()]
        .map((one, at) => (dayOf(entries[at] ?? "") === "" ? "" : String(one.bookedOn)))
        .join(),
    ),
    ...differ(
      "reversals",
      entries.filter((one) => leaf(one, "RvslInd") === "true").length,
      [...seen.values()].filter((one) => one.isReversal).length,
    ),
    ...entries.flatMap((entry, at) =>
      compareEntry(
        entry,
        lines.filter((line) => line.entry.ordinal === at),
      ),
    ),
  ];
}

/** The lines of an entry are its transactions, or the entry as one sum; and they never come to more than it. */
function compareEntry(entry: string, lines: readonly BankLine[]): string[] {
  const transactions = blocks(entry, "TxDtls");
  const isLump = lines.length === 1 && !lines[0]!.isDetail;
  const charges = blocks(entry, "Chrgs").length > 0;
  const sum = lines.reduce(
    (total, line) => total + (line.isCredit ? 1n : -1n) * line.amountMinor,
    0n,
  );
  const whole = lines[0]?.entry;
  const expected = whole && (whole.isCredit ? 1n : -1n) * whole.amountMinor;
  return [
    ...(isLump ? [] : differ("transactions", transactions.length, lines.length)),
    ...(charges ? [] : differ("sum of the transactions", expected, sum)),
    ...(isLump
      ? []
      : differ(
          "end-to-end ids",
          transactions.map((one) => known(leaf(one, "EndToEndId"))).join(),
          lines.map((line) => line.endToEndId ?? "").join(),
        )),
    ...(isLump
      ? []
      : differ(
          "reasons",
          transactions.map((one) => leaf(blocks(one, "RtrInf")[0] ?? "", "Cd") ?? "").join(),
          lines.map((line) => line.returnCode ?? "").join(),
        )),
  ];
}

function differ(what: string, expected: unknown, found: unknown): string[] {
  return expected === found
    ? []
    : [`${what}: ${String(expected)} in the text, ${String(found)} read`];
}

function blocks(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(
    ([, inside]) => inside!,
  );
}

function leaf(text: string, name: string): string | undefined {
  return new RegExp(`<${name}(?:\\s[^>]*)?>\\s*([^<]+?)\\s*</${name}>`).exec(text)?.[1];
}

/** Of an entry's own amount, which stands before its transactions. */
function signedAmount(entry: string): string {
  const [, currency = "", amount = ""] =
    /<Amt\s+Ccy=["']([A-Z]{3})["']\s*>\s*([\d.]+)/.exec(entry) ?? [];
  const own = entry.replaceAll(/<NtryDtls>[\s\S]*<\/NtryDtls>/g, "");
  return `${leaf(own, "CdtDbtInd") === "CRDT" ? "" : "-"}${Number(amount)} ${currency}`;
}

function signed({ isCredit, amountMinor, currency }: BankLine["entry"]): string {
  return `${isCredit ? "" : "-"}${Number(amountMinor) / (currency === "JPY" ? 1 : 100)} ${currency}`;
}

function dayOf(entry: string): string {
  const booked = blocks(entry, "BookgDt")[0] ?? "";
  return /\d{4}-\d\d-\d\d/.exec(booked)?.[0] ?? "";
}

function known(id: string | undefined): string {
  return id === undefined || /^(NOTPROVIDED|0+)$/.test(id) ? "" : id.replaceAll(/\s+/g, " ");
}
