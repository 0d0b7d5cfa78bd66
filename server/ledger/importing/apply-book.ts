import { sql } from "kysely";
import type pg from "pg";
import { GRACE } from "#ledger/facts-changed.ts";
import { getClient, type Client } from "#clients/clients.ts";
import { openDb, setClient, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { foretold, measureChanges, type Changes, type Foretell } from "./changes.ts";
import { findCustomers } from "./find-customers.ts";
import { guardAbsence, guardOrder } from "./guard.ts";
import {
  BOOK,
  CUSTOMERS,
  SMALL_BOOK,
  one,
  type ContactColumns,
  type Job,
  type KeptElsewhere,
} from "./job.ts";
import {
  eachRejection,
  readRejections,
  writeRejected,
  type Rejections,
  type ShownRejection,
} from "./rejected.ts";
import { noCounts, type BookResult } from "./result.ts";
import { sortOut } from "./sort-out.ts";
import { feeds, type BookSource } from "./source.ts";
import { stage, type Progress, type Tally } from "./staging.ts";
import { findTaken, takeBack } from "./take-back.ts";
import { findChanges } from "./touched.ts";
import { writeCustomers } from "./write-customers.ts";
import type { DigestFactor } from "./write-factors.ts";
import { countChanges, type Counts } from "./count.ts";
import { createInvoices, moveInvoices, writeAccounts, writeCredits } from "./write-entries.ts";
import { writeEvents } from "./write-events.ts";

/** A book that is open for reading: the file with the invoices and, apart, that of the customers. */
export type OpenBook = {
  readonly book: BookSource;
  readonly customers?: BookSource | undefined;
  /** Names of the files, for the batch and for rejections. */
  readonly names: { readonly book: string; readonly customers?: string | undefined };
  readonly digest: string;
  /** How the next files of this client are to be read; kept when the book is applied. */
  readonly mapping?: Readonly<Record<string, unknown>> | undefined;
};

export type ApplyOptions = {
  /** The instant that the books speak of; `now` when it is not given. */
  readonly asOf?: Temporal.Instant | undefined;
  /** The whole book: open invoices that are not in it are settled by absence. */
  readonly full?: boolean | undefined;
  /** Of a full book: what of the rest another book of the client tells of. */
  readonly keptElsewhere?: KeptElsewhere | undefined;
  /** Any rejection refuses the whole book. */
  readonly strict?: boolean | undefined;
  /** Do everything and keep nothing. */
  readonly dryRun?: boolean | undefined;
  /** The user has seen the figures: apply an older book, or a full one that settles much. */
  readonly yes?: boolean | undefined;
  /** Single entries, not a book: they say nothing of the age of the books, and do not stand in the order of books. */
  readonly entries?: boolean | undefined;
  readonly actor: string;
  readonly now: Temporal.Instant;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Keys what customers know (payments/factors.ts); without it such columns are read and not kept. */
  readonly digestFactor?: DigestFactor | undefined;
  /** Hears all rejections, page by page, whatever becomes of the book. */
  readonly onRejections?: ((page: readonly ShownRejection[]) => Promise<void>) | undefined;
  /** Of a dry run: foretells what would be heard, and the answer has `changes`. */
  readonly foretell?: Foretell | undefined;
  /** Where the files of rejections go; without it none is written. */
  readonly rejectedTo?: { readonly book: string; readonly customers: string } | undefined;
};

/** Leaves the transaction without keeping it, with an answer all the same. */
class NotKept extends Error {
  readonly result: BookResult;
  constructor(result: BookResult) {
    super("not kept");
    this.result = result;
  }
}

/**
 * Applies a book in one transaction: rows are copied into temporary tables as they are read, compared with the ledger in
 * sets, and written in sets. A `UserError` when the book is older than the last, or is a full one that lacks too much.
 */
export async function applyBook(
  pool: pg.Pool,
  clientId: string,
  open: OpenBook,
  options: ApplyOptions,
): Promise<BookResult> {
  const connection = await pool.connect();
  let broken = true;
  try {
    const result = await inTransaction(connection, clientId, async (tx) => {
      const client = await getClient(tx, clientId);
      return await run(tx, connection, client, open, options);
    });
    broken = false;
    if (result.batch !== null && result.lines > SMALL_BOOK) await gatherStatistics(connection);
    return result;
  } catch (error) {
    broken = !(error instanceof NotKept || error instanceof UserError);
    if (error instanceof NotKept) return error.result;
    throw error;
  } finally {
    connection.release(broken);
  }
}

/**
 * So that the first decisions on a new book are planned by what it holds: autovacuum comes a minute later, if at all. Behind
 * the commit, for it would hold up the other imports. It makes nothing right or wrong: without it all is only slower.
 */
async function gatherStatistics(connection: pg.PoolClient): Promise<void> {
  await connection.query("select dunlin.analyze_books()").catch(() => undefined);
}

/** A transaction on this very connection, since COPY needs the connection itself. */
async function inTransaction<T>(
  connection: pg.PoolClient,
  clientId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const lent = { query: connection.query.bind(connection), release: () => undefined };
  // All of a pool that a transaction uses
  const db = openDb({ connect: async () => lent } as unknown as pg.Pool);
  return await db.transaction().execute(async (tx) => {
    await setClient(tx, clientId);
    await sql`set local work_mem = '128MB'`.execute(tx);
    return await work(tx);
  });
}

function contactColumns(source: BookSource | undefined): ContactColumns {
  return { phones: feeds(source, "mobile", "phone"), emails: feeds(source, "email") };
}

const EARLY = Temporal.Duration.from({ hours: 1 });

/** The instant of the book; a little ahead of our clock is another machine's clock. */
function checkedAsOf({ asOf, now }: ApplyOptions): Temporal.Instant {
  if (asOf === undefined) return now;
  if (Temporal.Instant.compare(asOf, now.add(EARLY)) <= 0) return asOf;
  throw new UserError(
    `--as-of ${asOf.toString()} lies in the future; give the instant at which the book was written`,
  );
}

async function jobFor(
  tx: Tx,
  client: Client,
  open: OpenBook,
  options: ApplyOptions,
  { asOf, lines }: { readonly asOf: Temporal.Instant; readonly lines: number },
): Promise<Job> {
  const { now } = options;
  const { id } = await one<{ id: string }>(tx, sql`select uuidv7() as id`);
  return {
    clientId: client.clientId,
    client,
    batchId: id,
    asOf,
    asOfDay: asOf.toZonedDateTimeISO(client.zone).toPlainDate(),
    now,
    lookAt: now.add(GRACE),
    actor: options.actor,
    full: options.full ?? false,
    keptElsewhere: options.keptElsewhere,
    yes: options.yes ?? false,
    large: lines > SMALL_BOOK,
    digestFactor: options.digestFactor,
    columns: { book: contactColumns(open.book), customers: contactColumns(open.customers) },
  };
}

async function run(
  tx: Tx,
  connection: pg.PoolClient,
  client: Client,
  open: OpenBook,
  options: ApplyOptions,
): Promise<BookResult> {
  const asOf = checkedAsOf(options);
  const report = options.onProgress ?? (() => undefined);
  const totalBytes = open.book.totalBytes + (open.customers?.totalBytes ?? 0);
  const tally = await stage(tx, connection, open, report);
  const job = await jobFor(tx, client, open, options, { asOf, lines: tally.lines });
  await compareInSets(tx, job, tally.lines);
  const phase = (name: Progress["phase"]) =>
    report({ phase: name, bytes: totalBytes, totalBytes, lines: tally.lines });
  phase("comparing");
  const warnings: string[] = [];
  const guards: string[] = [];
  const refuse = (why: string | undefined) => {
    if (why === undefined) return;
    guards.push(why);
    if (job.yes) return;
    if (!options.dryRun) throw new UserError(why);
    warnings.push(why);
  };
  const newest = await lockBooks(tx, job);
  if (!options.entries) refuse(guardOrder(job, newest));
  const { duplicates } = await sortOut(tx, job);
  tally.duplicates += duplicates;
  const rejections = await readRejections(tx, [open.names.book, open.names.customers]);
  if (options.onRejections) {
    await eachRejection(tx, [open.names.book, open.names.customers], options.onRejections);
  }
  const rejectedFiles = await writeRejectedFiles(tx, open, options);
  const outcome = { job, open, tally, rejections, rejectedFiles, warnings };
  if (options.strict && rejections.count > 0) {
    const refused = `${rejections.count} rejections and --strict: nothing was applied; correct the file, or leave out --strict`;
    throw new NotKept(resultOf({ ...outcome, counts: noCounts, batch: null, refused }));
  }
  await findCustomers(tx, job);
  await findChanges(tx, job);
  await findTaken(tx, job);
  refuse(await guardAbsence(tx, job));
  if (job.full && rejections.nameless > 0) {
    warnings.push(
      `${rejections.nameless} rejected rows name neither invoice nor customer; if one was an open invoice, it counts as absent`,
    );
  }
  const counts = await countChanges(tx);
  if (options.dryRun) {
    const dry = resultOf({ ...outcome, counts, batch: null });
    throw new NotKept(await withChanges(tx, job, open, { dry, options, guard: guards[0] }));
  }
  phase("writing");
  const result = resultOf({ ...outcome, counts, batch: job.batchId });
  await write(tx, job, open, { result, entries: options.entries ?? false });
  phase("done");
  return result;
}

/** What a dry run tells: where it is asked to foretell, the book is written and decided on before all of it is rolled back. */
async function withChanges(
  tx: Tx,
  job: Job,
  open: OpenBook,
  { dry, options, guard }: { dry: BookResult; options: ApplyOptions; guard: string | undefined },
): Promise<BookResult> {
  const { foretell, entries = false } = options;
  if (foretell === undefined) return dry;
  const measured = await measureChanges(tx, job, guard);
  await write(tx, job, open, { result: dry, entries });
  const changes: Changes = { ...measured, heard: await foretold(tx, foretell) };
  return { ...dry, changes };
}

/** With fewer lines than a twentieth of the client's invoices, looking each one up costs less than reading them all. */
const LARGE_SHARE = 20;

/**
 * Of a client who is new the planner's statistics know nothing: it takes everything of theirs for one row, and nested loops
 * for free, which they are not by a hundred thousand lines. Where reading all that the client has is no more work than the
 * book itself, it has to hash or merge.
 */
async function compareInSets(tx: Tx, job: Job, lines: number): Promise<void> {
  if (!job.large) return;
  const { few } = await one<{ few: boolean }>(
    tx,
    sql`select count(*) < ${lines * LARGE_SHARE}::int as few from (
        select from dunlin.invoice where client_id = ${job.clientId} limit ${lines * LARGE_SHARE}) ours`,
  );
  if (few) await sql`set local enable_nestloop = off`.execute(tx);
}

/** One import of a client at a time; returns the instant of the newest book (payments may have made the books fresher since). */
async function lockBooks(tx: Tx, job: Job): Promise<Temporal.Instant | null> {
  await sql`select 1 from dunlin.client where client_id = ${job.clientId} for no key update`.execute(
    tx,
  );
  const { newest } = await one<{ newest: Temporal.Instant | null }>(
    tx,
    sql`select max(as_of) as newest from dunlin.batch
      where client_id = ${job.clientId} and kind = 'book' and state = 'applied'`,
  );
  return newest;
}

async function writeRejectedFiles(
  tx: Tx,
  open: OpenBook,
  options: ApplyOptions,
): Promise<string[]> {
  const to = options.rejectedTo;
  if (to === undefined || options.dryRun) return [];
  const written = [
    await writeRejected(tx, BOOK, to.book, open.book.detected.delimiter),
    open.customers &&
      (await writeRejected(tx, CUSTOMERS, to.customers, open.customers.detected.delimiter)),
  ];
  return written.filter((path) => path !== undefined);
}

async function write(
  tx: Tx,
  job: Job,
  open: OpenBook,
  { result, entries }: { readonly result: BookResult; readonly entries: boolean },
): Promise<void> {
  const { names, digest } = open;
  const file = names.customers === undefined ? names.book : `${names.book} + ${names.customers}`;
  await sql`
    insert into dunlin.batch (client_id, batch_id, kind, file, digest, as_of, full_book, state, result,
      actor, started_at, applied_at, previous_as_of)
    select ${job.clientId}, ${job.batchId}, ${entries ? "entries" : "book"}, ${file}, ${digest}, ${job.asOf}::timestamptz,
      ${job.full}, 'applied', ${JSON.stringify(summaryOf(result))}::jsonb, ${job.actor},
      ${job.now}::timestamptz, ${job.now}::timestamptz, c.book_as_of
    from dunlin.client c where c.client_id = ${job.clientId}`.execute(tx);
  await writeCustomers(tx, job);
  await writeAccounts(tx, job);
  await createInvoices(tx, job);
  await moveInvoices(tx, job);
  await takeBack(tx, job);
  await writeCredits(tx, job);
  await writeEvents(tx, job);
  await sql`
    insert into dunlin.event (client_id, at, kind, actor, cause, body)
    values (${job.clientId}, ${job.now}::timestamptz, 'batch.applied', ${job.actor}, ${job.batchId},
      ${JSON.stringify({ batch_id: job.batchId, as_of: job.asOf.toString(), ...summaryOf(result) })}::jsonb)`.execute(
    tx,
  );
  await sql`
    update dunlin.client
    set book_as_of = case when ${entries} then coalesce(book_as_of, ${job.asOf}::timestamptz)
        else greatest(book_as_of, ${job.asOf}::timestamptz) end,
      mapping = mapping || ${JSON.stringify(open.mapping ?? {})}::jsonb
    where client_id = ${job.clientId}`.execute(tx);
  // Whoever sleeps until the next look must know that it may come earlier.
  await sql`select pg_notify('dunlin_work', 'look')`.execute(tx);
}

function summaryOf(result: BookResult) {
  const { customers, invoices, creditChanges, reopened, absent, rejectedCount, lines } = result;
  return { customers, invoices, credits: creditChanges, reopened, absent, rejectedCount, lines };
}

function resultOf(of: {
  readonly job: Job;
  readonly open: OpenBook;
  readonly tally: Tally;
  readonly rejections: Rejections;
  readonly rejectedFiles: readonly string[];
  readonly warnings: readonly string[];
  readonly counts: Counts;
  readonly batch: string | null;
  readonly refused?: string;
}): BookResult {
  const { encoding, delimiter, decimal, dates, ambiguous } = of.open.book.detected;
  const { customers, invoices, credits, reopened, absent } = of.counts;
  return {
    batch: of.batch,
    customers,
    invoices,
    credits: credits.created + credits.updated + credits.unchanged,
    rejected: of.rejections.shown,
    detected: { encoding, delimiter, decimal, dates },
    ...(of.refused !== undefined && { refused: of.refused }),
    asOf: of.job.asOf.toString(),
    creditChanges: credits,
    reopened,
    absent,
    rejectedCount: of.rejections.count,
    rejectedFiles: of.rejectedFiles,
    ambiguous: [...ambiguous, ...(of.open.customers?.detected.ambiguous ?? [])],
    warnings: of.warnings,
    ...of.tally,
  };
}
