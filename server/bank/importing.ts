// A file of a bank, from its bytes to payments, returned debits and proposals.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { sql } from "kysely";
import { postCredits } from "./crediting.ts";
import { closeFile, openFile, type FileRow } from "./files.ts";
import { noCounts, type Job } from "./job.ts";
import { keysOf } from "./keys.ts";
import { movedOf, whatOf, type Moved } from "./moved.ts";
import { proposeByAmount } from "./proposing.ts";
import { readBankFile } from "./reading/read.ts";
import type { BankFile, BankLine, StatusLine } from "./reading/types.ts";
import { takeBack } from "./returning.ts";
import {
  insertEntries,
  loadKnown,
  loadMoved,
  settleEntries,
  toldAgain,
  type NewRow,
} from "./rows.ts";
import { Sifter, type Keyed } from "./sifting.ts";
import { postStatuses } from "./status-lines.ts";
import { loadContext } from "#messages/planning/context.ts";
import { reversePayments } from "#payments/reversing.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";

export type BankImport = {
  readonly file: string;
  readonly kind: BankFile["kind"];
  /** Movements of money that are booked, or statuses: all that follow, together. */
  readonly entries: number;
  /** Payments of customers that we know, and debits that were collected or accepted. */
  readonly matched: number;
  /** Debits that came back or were refused, and bookings that the bank took back. */
  readonly returned: number;
  readonly unmatched: number;
  /** Told before, in this file or another. */
  readonly duplicates: number;
  /** What the client pays to others; statuses of other messages. */
  readonly other: number;
  /** Not booked yet: it is told again when it is. */
  readonly pending: number;
  /** Possible owners of what is unmatched, for a person to decide. */
  readonly proposals: number;
  readonly warnings: readonly string[];
};

type Tally = { -readonly [K in keyof Omit<BankImport, "file" | "kind" | "warnings">]: number };

export type ImportOptions = {
  /** What sentences call the file. */
  readonly name: string;
  readonly actor: string;
  /** Take it although its totals contradict what is in it. */
  readonly despiteTotals?: boolean;
};

const SET = 500;
/** Unmatched credits that one look proposes owners for; and how many of one import. */
const LOOK = 2_000;
const MOST_LOOKS = 10;

/**
 * Imports camt.053, camt.054 or pain.002. The file is read twice: first only to see that all of it is sound, so that a file
 * that is refused has changed nothing; then in sets, each a transaction. Safe to repeat: the same bytes again, and what
 * another file told before, are duplicates. Throws a `UserError` that names what is wrong.
 */
export async function importBankFile(
  db: Db,
  clientId: string,
  path: string,
  options: ImportOptions,
): Promise<BankImport> {
  const hash = createHash("sha256");
  const first = await readBankFile(options.name, hashed(createReadStream(path), hash));
  refuse(first, options);
  const digest = hash.digest("hex");
  const { file, earlier } = await openFile(db, clientId, { ...options, digest, found: first });
  if (earlier !== undefined) return again(file, first, earlier);
  const run = new Run(db, clientId, file, options.actor);
  const read = await readBankFile(
    options.name,
    createReadStream(path),
    { line: (line) => run.line(line), status: (line) => run.status(line), rest: () => run.rest() },
    first,
  );
  if (read.entries !== first.entries) {
    throw new UserError(`${options.name} changed while it was read; import it again`);
  }
  await run.end();
  const warnings = [...first.contradictions, ...first.warnings, ...run.warnings];
  const result = { file: file.fileId, kind: first.kind, ...run.tally, warnings };
  await closeFile(db, clientId, file, result, options.actor);
  return result;
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

function refuse(found: BankFile, { name, despiteTotals }: ImportOptions): void {
  if (found.kind === "camt.052") {
    throw new UserError(
      `${name} is a camt.052, a report within the day whose entries may still change; import the statement (camt.053) or the notification (camt.054) of the same money`,
    );
  }
  const [contradiction, ...more] = found.contradictions;
  if (contradiction === undefined || despiteTotals === true) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more of the kind)`;
  throw new UserError(
    `${name}: ${contradiction}${others}; nothing was imported. Ask the bank, or import it all the same with --despite-totals`,
  );
}

function again(file: FileRow, found: BankFile, earlier: number): BankImport {
  const none = { matched: 0, returned: 0, unmatched: 0, other: 0, pending: 0, proposals: 0 };
  const told = { entries: earlier, duplicates: earlier, warnings: [] };
  return { file: file.fileId, kind: found.kind, ...none, ...told };
}

/** What is not about customers is counted and forgotten. */
type OurLine = Keyed & { readonly what: Moved["what"] };

/** One import under way: lines are gathered into sets, each posted in a transaction of its own. */
class Run {
  readonly tally: Tally = {
    ...noCounts(),
    entries: 0,
    duplicates: 0,
    other: 0,
    pending: 0,
    proposals: 0,
  };
  readonly warnings: string[] = [];
  readonly #db: Db;
  readonly #clientId: string;
  readonly #file: FileRow;
  readonly #actor: string;
  readonly #sifter: Sifter;
  #lines: OurLine[] = [];
  #statuses: StatusLine[] = [];

  constructor(db: Db, clientId: string, file: FileRow, actor: string) {
    this.#db = db;
    this.#clientId = clientId;
    this.#file = file;
    this.#actor = actor;
    this.#sifter = new Sifter(file);
  }

  line(line: BankLine): void {
    if (line.entry.status !== "BOOK") {
      this.tally.pending += 1;
      return;
    }
    this.tally.entries += 1;
    const what = whatOf(line);
    if (what === undefined) this.tally.other += 1;
    else this.#lines.push({ line, keys: keysOf(line), what });
  }

  status(line: StatusLine): void {
    this.tally.entries += 1;
    this.#statuses.push(line);
  }

  async rest(): Promise<void> {
    while (this.#lines.length >= SET) await this.#postLines(this.#lines.splice(0, SET));
    while (this.#statuses.length >= SET) await this.#postStatuses(this.#statuses.splice(0, SET));
  }

  async end(): Promise<void> {
    await this.rest();
    if (this.#lines.length > 0) await this.#postLines(this.#lines.splice(0));
    if (this.#statuses.length > 0) await this.#postStatuses(this.#statuses.splice(0));
    // Behind all credits: a statement may tell the return before the collection.
    for (let last: string | undefined = FIRST; last !== undefined;)
      last = await this.#takeBack(last);
    let after: string | undefined;
    for (let look = 0; look < MOST_LOOKS && this.tally.unmatched > 0; look += 1) {
      after = await this.#propose(after);
      if (after === undefined) return;
    }
  }

  async #postLines(set: readonly OurLine[]): Promise<void> {
    await this.#within(async (tx, job) => {
      const { clientId } = job.context.client;
      // Imports of one client take turns: what one posts the next one knows.
      await sql`select pg_advisory_xact_lock(${LOCK_CLASSES.banking}, hashtext(${clientId}))`.execute(
        tx,
      );
      const known = await loadKnown(tx, clientId, this.#file.fileId, set);
      const verdicts = this.#sifter.sift(set, known);
      const fresh: NewRow[] = [];
      const replaced: string[] = [];
      const repeated: string[] = [];
      for (const [at, keyed] of set.entries()) {
        const verdict = verdicts[at]!;
        if (verdict.is === "duplicate") {
          this.tally.duplicates += 1;
          repeated.push(verdict.of);
        } else {
          const isDoubtful = verdict.is === "doubtful";
          if (isDoubtful) this.tally.unmatched += 1;
          if (verdict.is === "new" && verdict.replaces) replaced.push(verdict.replaces);
          fresh.push({
            keyed,
            moved: movedOf(keyed, keyed.what),
            state: isDoubtful ? "doubtful" : "open",
          });
        }
      }
      await toldAgain(tx, clientId, this.#file.kind, repeated);
      await supersede(tx, job, replaced);
      await insertEntries(tx, clientId, this.#file, fresh, job.now);
      const credits = fresh.filter((one) => one.state === "open" && one.moved.what === "credit");
      await postCredits(
        tx,
        job,
        credits.map((one) => one.moved),
        this.tally,
      );
    });
  }

  async #postStatuses(set: readonly StatusLine[]): Promise<void> {
    await this.#within(async (tx, job) => {
      const warnings = await postStatuses(tx, job, this.#file.fileId, set, this.tally);
      this.warnings.push(...warnings.slice(0, 50 - this.warnings.length));
    });
  }

  /** Takes back what this file says went back, behind the given entry. */
  async #takeBack(after: string): Promise<string | undefined> {
    return await this.#within(async (tx, job) => {
      const { clientId } = job.context.client;
      await sql`select pg_advisory_xact_lock(${LOCK_CLASSES.banking}, hashtext(${clientId}))`.execute(
        tx,
      );
      const which = sql`e.file_id = ${this.#file.fileId} and e.what <> 'credit' and e.state = 'open' and e.entry_id > ${after}`;
      const open = await loadMoved(tx, clientId, which, SET);
      await takeBack(tx, job, open, this.tally);
      return open.at(-1)?.entryId;
    });
  }

  async #propose(after: string | undefined): Promise<string | undefined> {
    return await this.#within(async (tx, job) => {
      const page = { fileId: this.#file.fileId, after, limit: LOOK };
      const { last, proposed } = await proposeByAmount(tx, job, page);
      this.tally.proposals += proposed;
      return last;
    });
  }

  async #within<T>(work: (tx: Tx, job: Job) => Promise<T>): Promise<T> {
    return await asClient(this.#db, this.#clientId, async (tx) => {
      const context = await loadContext(tx, this.#clientId);
      const now = await clockNow(tx);
      return await work(tx, { context, now, actor: this.#actor, batchId: this.#file.batchId });
    });
  }
}

const FIRST = "00000000-0000-0000-0000-000000000000";

/** Sums that are told in parts now: their unmatched payments make room. */
async function supersede(tx: Tx, job: Job, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length === 0) return;
  const { clientId } = job.context.client;
  const { rows } = await sql<{ paymentId: string; amountMinor: bigint; entryId: string }>`
    select p.payment_id, p.amount_minor, e.entry_id
    from dunlin.bank_entry e join dunlin.payment p using (client_id, payment_id)
    where e.client_id = ${clientId} and e.entry_id = any(${entryIds}::uuid[])`.execute(tx);
  await reversePayments(
    tx,
    job.context,
    rows.map(({ paymentId, amountMinor, entryId }) => ({
      paymentId,
      amountMinor,
      reason: "superseded" as const,
      cause: entryId,
    })),
    { now: job.now, actor: job.actor },
  );
  const gone = { paymentId: undefined, debitId: undefined, how: undefined };
  await settleEntries(
    tx,
    clientId,
    entryIds.map((entryId) => ({ entryId, state: "superseded" as const, ...gone })),
  );
}
