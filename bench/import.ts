// Importing a book, against COPY of the very rows that it wrote into the same tables with their indexes and keys.
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { createClient } from "#clients/clients.ts";
import { importBook } from "#ledger/importing/import-book.ts";
import { openDb, openPool, type DatabaseAt } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { asOwner, settle, type Stage } from "./stage.ts";

const NOW = Temporal.Instant.from("2026-03-05T11:00:00Z");
const LINES_A_CUSTOMER = 5;
const WARM_UP_LINES = 500;

/** `size` invoice lines, five a customer, into an empty ledger. */
export async function benchImport(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const pool = openPool(at, "dunlin_app", 4);
  try {
    // What the process learns once (compiled code, prepared plans) is no cost of a line.
    await importLines(stage, pool, "warm", WARM_UP_LINES);
    const book = await writeLines(join(stage.folder, "book.csv"), size);
    const clientId = await newClient(pool, "bench");
    await settle(at);
    const { cost } = await measured(stage.socketDir, async () => {
      const done = await importBook(pool, clientId, { file: book, actor: "bench", now: NOW });
      const { created } = done.invoices;
      assert(created === size, `${created} of ${size} lines became invoices`);
    });
    const rssMb = peakRssMb();
    const copied = await copySame(stage, at, clientId);
    const cpuUs = cost.ownCpuUs + cost.databaseCpuUs;
    return {
      name: "import",
      size,
      per_s: round(size / cost.seconds),
      ceiling_per_s: round(size / copied.seconds),
      ratio: round(copied.seconds / cost.seconds, 3),
      rss_mb: round(rssMb),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `the database: ${share(cost.databaseCpuUs, cpuUs)} of the processor time, for staging, comparing and writing each row in one transaction; of the ceiling's time ${share(copied.eventSeconds, copied.seconds)} goes to the rows of the event log`,
    };
  } finally {
    await pool.end();
  }
}

async function importLines(stage: Stage, pool: pg.Pool, slug: string, lines: number) {
  const file = await writeLines(join(stage.folder, `${slug}.csv`), lines);
  await importBook(pool, await newClient(pool, slug), { file, actor: "bench", now: NOW });
}

async function newClient(pool: pg.Pool, slug: string): Promise<string> {
  const about = { name: "Harbour Fibre", currency: "ZAR", country: "ZA" };
  return await createClient(openDb(pool), { slug, ...about, zone: "Africa/Johannesburg" }, NOW);
}

async function writeLines(path: string, lines: number): Promise<string> {
  await pipeline(Readable.from(linesOf(lines)), createWriteStream(path));
  return path;
}

function* linesOf(lines: number): Generator<string> {
  yield "Customer no;Name;Mobile;E-mail;Invoice no;Invoice date;Due date;Amount;Open amount;Currency\n";
  for (let line = 0; line < lines; line += 1) {
    const customer = Math.floor(line / LINES_A_CUSTOMER);
    const mobile = `+2782${String(1_000_000 + (customer % 8_000_000))}`;
    const amount = `${100 + (line % 900)}.${String(10 + (line % 90))}`;
    const day = String(1 + (line % 28)).padStart(2, "0");
    yield `C-${customer};Customer ${customer};${mobile};c${customer}@example.com;INV-${line};2026-01-${day};2026-02-${day};${amount};${amount};ZAR\n`;
  }
}

type Copied = { readonly seconds: number; readonly eventSeconds: number };

/** Copies every row of the client into an empty database, table by table in one transaction. */
async function copySame(stage: Stage, source: DatabaseAt, clientId: string): Promise<Copied> {
  const target = await stage.database();
  const tables = await unload(stage, source, clientId);
  return await asOwner(target, async (owner) => {
    const client = tables.find((table) => table.name === "client");
    assert(client, "a client has a row");
    await load(owner, client);
    await owner.query("checkpoint");
    let [seconds, eventSeconds] = [0, 0];
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const startedMs = performance.now();
      await work();
      const took = (performance.now() - startedMs) / 1_000;
      seconds += took;
      return took;
    };
    await timed(async () => await owner.query("begin"));
    for (const table of tables) {
      if (table === client) continue;
      const took = await timed(async () => await load(owner, table));
      if (table.name === "event") eventSeconds = took;
    }
    await timed(async () => await owner.query("commit"));
    return { seconds, eventSeconds };
  });
}

type Table = { readonly name: string; readonly columns: string; readonly file: string };

/** Writes the client's rows of each table that has some to files, in an order that foreign keys allow. */
async function unload(stage: Stage, at: DatabaseAt, clientId: string): Promise<readonly Table[]> {
  return await asOwner(at, async (owner) => {
    const { rows } = await owner.query<{ name: string; columns: string }>(
      `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'dunlin'::regnamespace and c.relkind = 'r' and not c.relispartition
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       group by c.oid, c.relname having bool_or(a.attname = 'client_id') order by c.oid`,
    );
    const tables: Table[] = [];
    for (const { name, columns } of rows) {
      const file = join(stage.folder, `${name}.copy`);
      const select = `select ${columns} from dunlin.${name} where client_id = '${clientId}'`;
      await pipeline(owner.query(copyTo(`copy (${select}) to stdout`)), createWriteStream(file));
      // Its words are written by triggers on what is copied: COPY pays for them as the import does.
      if (name === "customer_word") continue;
      if ((await stat(file)).size > 0) tables.push({ name, columns, file });
    }
    return tables;
  });
}

async function load(owner: pg.Client, { name, columns, file }: Table): Promise<void> {
  const into = owner.query(copyFrom(`copy dunlin.${name} (${columns}) from stdin`));
  await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), into);
}
