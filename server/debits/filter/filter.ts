// A debit file without what is stopped: read, checked, written beside it, and read again.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, realpath, rename, rm } from "node:fs/promises";
import { basename, extname } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { markSent, type Sent } from "#debits/sending.ts";
import { stopsFor } from "#debits/stops.ts";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { edited, type Edit } from "./edits.ts";
import type { Layout } from "./layout.ts";
import { LinesFilter } from "./lines-filter.ts";
import { scanPain008, withText, type Removed } from "./pain008-scan.ts";
import { writeReport } from "./report.ts";
import { checkSchema } from "./schema-check.ts";
import { StopIndex } from "./stop-index.ts";

export type FilterOptions = {
  readonly file: string;
  /** Where the result goes; beside the file as NAME.filtered.EXT unless given. */
  readonly out?: string | undefined;
  /** Where the exclusion report goes; beside the result unless given. */
  readonly report?: string | undefined;
  /** Overwrites what stands there. */
  readonly force?: boolean | undefined;
  /** An XSD against which the file is checked, and what is written. */
  readonly schema?: string | undefined;
  /** How a file of lines is built; without it the file is a pain.008. */
  readonly layout?: Layout | undefined;
  /** Marks what stays in the file as sent. */
  readonly markSent?: boolean | undefined;
  readonly actor: string;
};

export type Filtered = {
  readonly kept: number;
  readonly removed: number;
  /** Decimal amounts. */
  readonly sumBefore: string;
  readonly sumAfter: string;
  /** Null: nothing was left to be written. */
  readonly output: string | null;
  readonly report: string;
  readonly warnings: readonly string[];
  readonly sent?: Pick<Sent, "sent" | "unchanged"> & { readonly unknown: number };
};

const MOST_STOPS = 5_000_000;
const WRITTEN = "what was written";
const MARKED_AT_ONCE = 5_000;

/**
 * Writes the file again without the debits that are stopped. The input is only read; the output appears under its name when
 * it has been read again and found right. A `UserError`, one sentence, for a file that is not whole or where something
 * stands already.
 */
export async function filterDebitFile(
  db: Db,
  clientId: string,
  options: FilterOptions,
): Promise<Filtered> {
  const output = options.out ?? besides(options.file, "filtered");
  const report = options.report ?? besides(output, "report", ".csv");
  if (options.force !== true) for (const one of [output, report]) await refuseTaken(one);
  await refuseSame(options.file, [output, report]);
  const { today, currency } = await asClient(db, clientId, async (tx) => {
    const client = await getClient(tx, clientId);
    const now = await clockNow(tx);
    const day = now.toZonedDateTimeISO(client.zone).toPlainDate();
    return { today: day, currency: client.currency };
  });
  const inputDigest = await digestOf(options.file);
  const stayed = options.markSent === true ? new Set<string>() : undefined;
  const index = await loadStops(db, clientId);
  const stops = collecting(index, stayed);
  const kind = options.layout
    ? linesKind(options.file, options.layout, stops, currency)
    : xmlKind(options.file, stops, today, inputDigest);
  const warnings = await checkSchema(options.schema, options.file);
  const scan = await kind.scan();
  const draft = `${output}.${process.pid}.part`;
  try {
    const outputDigest =
      scan.kept > 0
        ? await write(kind, draft, scan.kept, await loadStops(db, clientId))
        : undefined;
    if (outputDigest) warnings.push(...(await checkSchema(options.schema, draft, output)));
    if ((await digestOf(options.file)) !== inputDigest) {
      throw new UserError(`${options.file} changed while it was read; filter it again`);
    }
    await writeReport(report, scan.removed, options.force === true ? "w" : "wx");
    if (outputDigest) await rename(draft, output);
    const told = { inputDigest, outputDigest, ...scan };
    await tell(db, clientId, options, told);
    const sent = stayed && (await marked(db, clientId, options, [...stayed]));
    return {
      kept: scan.kept,
      removed: scan.removed.length,
      sumBefore: scan.sumBefore,
      sumAfter: scan.sumAfter,
      output: outputDigest ? output : null,
      report,
      warnings: [...scan.warnings, ...warnings, ...index.doubtful.map(doubt)],
      ...(sent && { sent }),
    };
  } finally {
    await rm(draft, { force: true });
  }
}

function besides(file: string, word: string, extension = extname(file)): string {
  const end = extname(file);
  return `${end === "" ? file : file.slice(0, -end.length)}.${word}${extension}`;
}

async function refuseTaken(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UserError(`${file} is there already; give another name, or --force`);
}

async function refuseSame(input: string, others: readonly string[]): Promise<void> {
  const real = await realpath(input).catch(() => {
    throw new UserError(`there is no file ${input}`);
  });
  for (const other of others) {
    if ((await realpath(other).catch(() => other)) === real) {
      throw new UserError(`${other} is the file itself, which is never changed; give another name`);
    }
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

type Found = {
  readonly kept: number;
  readonly removed: readonly Removed[];
  readonly sumBefore: string;
  readonly sumAfter: string;
  readonly warnings: readonly string[];
};

/** One kind of file: looked at, written, and looked at again. */
type FileKind = {
  scan(): Promise<Found>;
  written(): AsyncIterable<Uint8Array>;
  /** What was written, looked at like what was read. */
  check(file: string, stops: Finds): Promise<Found>;
};

const doubt = (id: string): string =>
  `${id} is stopped, but for another mandate, creditor or payment information; it stays in the file`;

type Finds = Pick<StopIndex, "find">;

/** All live stops, as they stand now. */
async function loadStops(db: Db, clientId: string): Promise<StopIndex> {
  return await asClient(db, clientId, async (tx) => {
    const index = new StopIndex();
    for (let after: string | undefined; ;) {
      const page = await stopsFor(tx, clientId, { after });
      for (const stop of page) index.add(stop);
      if (page.length === 0) return index;
      if (index.size > MOST_STOPS) {
        throw new UserError("there are more live stops than can be looked up");
      }
      after = page.at(-1)!.stopId;
    }
  });
}

/** Notes the end-to-end ids of what is not stopped. */
const collecting = (stops: Finds, stayed: Set<string> | undefined): Finds => ({
  find: (debit) => {
    const stop = stops.find(debit);
    if (!stop && debit.endToEndId !== undefined) stayed?.add(debit.endToEndId);
    return stop;
  },
});

function xmlKind(
  file: string,
  stops: Finds,
  today: Temporal.PlainDate,
  inputDigest: string,
): FileKind {
  const what = basename(file);
  let edits: readonly Edit[] = [];
  return {
    scan: async () => {
      const scan = await scanPain008(file, stops, { what, today });
      const id = newMessageId(scan.messageId, inputDigest, scan.removed);
      const named = { ...scan.messageIdAt, replace: withText(id) };
      edits = scan.removed.length > 0 ? [named, ...scan.edits] : [];
      return scan;
    },
    written: () => edited(file, edits),
    check: async (draft, now) => await scanPain008(draft, now, { what: WRITTEN, today }),
  };
}

/** At most 35 characters; the same file without the same debits gets the same one. */
function newMessageId(old: string, inputDigest: string, removed: readonly Removed[]): string {
  const hash = createHash("sha256").update(inputDigest);
  for (const { stop } of removed) hash.update(stop.stopId);
  return `${old.slice(0, 26)}-${hash.digest("hex").slice(0, 8).toUpperCase()}`;
}

function linesKind(file: string, layout: Layout, stops: Finds, currency: string): FileKind {
  const about = { what: basename(file), currency };
  const filter = new LinesFilter(file, layout, stops, about);
  return {
    scan: async () => await filter.scan(),
    written: () => filter.written(),
    check: async (draft, now) =>
      await new LinesFilter(draft, layout, now, { ...about, what: WRITTEN }).scan(),
  };
}

/** Writes it and reads it again, against the stops as they stand then. */
async function write(kind: FileKind, draft: string, kept: number, now: StopIndex): Promise<string> {
  await pipeline(Readable.from(kind.written()), createWriteStream(draft, { flags: "wx" }));
  const again = await kind.check(draft, now);
  if (again.removed.length > 0) {
    throw new UserError("another debit was stopped while the file was filtered; filter it again");
  }
  assert(again.kept === kept, `${again.kept} debits were written, not ${kept}`);
  return await digestOf(draft);
}

async function tell(
  db: Db,
  clientId: string,
  { file, actor }: FilterOptions,
  told: Found & { readonly inputDigest: string; readonly outputDigest: string | undefined },
): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    await recordEvents(tx, clientId, await clockNow(tx), [
      {
        kind: "debit_file.filtered",
        actor,
        cause: told.inputDigest.slice(0, 32),
        body: {
          file: basename(file),
          kept: told.kept,
          removed: told.removed.length,
          sum_before: told.sumBefore,
          sum_after: told.sumAfter,
          input_sha256: told.inputDigest,
          output_sha256: told.outputDigest ?? null,
        },
      },
    ]);
  });
}

async function marked(
  db: Db,
  clientId: string,
  { actor }: FilterOptions,
  stayed: readonly string[],
): Promise<NonNullable<Filtered["sent"]>> {
  const all = { sent: 0, unchanged: 0, unknown: 0 };
  for (let at = 0; at < stayed.length; at += MARKED_AT_ONCE) {
    const done = await asClient(
      db,
      clientId,
      async (tx) =>
        await markSent(tx, clientId, stayed.slice(at, at + MARKED_AT_ONCE), {
          now: await clockNow(tx),
          actor,
        }),
    );
    all.sent += done.sent;
    all.unchanged += done.unchanged;
    all.unknown += done.unknown.length;
  }
  return all;
}
