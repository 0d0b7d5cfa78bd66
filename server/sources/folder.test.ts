// A folder into which somebody drops files, from the file to the ledger.
import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openSourceWorld, WRITTEN, type SourceWorld } from "#testing/source-world.ts";

let world: SourceWorld;
let folder: string;
beforeAll(async () => {
  world = await openSourceWorld();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunlin-drop-"));
});
const folders: string[] = [];
afterAll(async () => {
  for (const one of folders) await rm(one, { recursive: true, force: true });
});

const BOOK = `Customer number,Name,Mobile,Invoice number,Due date,Amount,Open
K-1,Ann Board,+27821234567,INV-1,2026-02-01,120.00,120.00
K-2,Ben Cole,+27821234568,INV-2,2026-02-01,80.00,80.00
`;

async function drop(name: string, text: string, at = WRITTEN): Promise<void> {
  folders.push(folder);
  await writeFile(join(folder, name), text);
  await utimes(join(folder, name), new Date(at.epochMilliseconds), new Date(at.epochMilliseconds));
}

const definition = (more: object = {}) => ({
  name: "drop",
  kind: "folder",
  every: "15 minutes",
  settings: { path: folder, settle_s: 0 },
  ...more,
});

test("a book that is dropped is applied, and put away with its report", async () => {
  const client = await world.client();
  await drop("book.csv", BOOK);
  const of = await client.set(definition());
  const outcome = await world.run(of);
  expect(outcome).toMatchObject({ state: "applied", records: 1 });
  expect(await client.invoices()).toEqual([
    { reference: "INV-1", open: 12_000n },
    { reference: "INV-2", open: 8_000n },
  ]);
  const done = await readdir(join(folder, "done"));
  expect(done.filter((name) => name.endsWith("-book.csv"))).toHaveLength(1);
  const report = done.find((name) => name.endsWith("-book.csv.report.json"))!;
  expect(JSON.parse(await readFile(join(folder, "done", report), "utf8"))).toMatchObject({
    file: "book.csv",
    invoices: { created: 2 },
  });
  expect(await readdir(folder)).not.toContain("book.csv");
  expect((await client.source("drop")).failures).toBe(0);
});

test("payments are known by their name; what is written before is taken before", async () => {
  const client = await world.client();
  await drop("a-payments.csv", "", WRITTEN);
  await rm(join(folder, "a-payments.csv"));
  const later = WRITTEN.add({ minutes: 5 });
  await drop(
    "payments-1.csv",
    "Payment reference,Invoice number,Date,Amount\nP-1,INV-1,2026-03-01,120.00\n",
    later,
  );
  await drop("zbook.csv", BOOK);
  const of = await client.set(definition());
  expect(await world.run(of)).toMatchObject({
    state: "applied",
    result: { files: ["zbook.csv", "payments-1.csv"] },
  });
  expect(await client.invoices()).toEqual([
    { reference: "INV-1", open: 0n },
    { reference: "INV-2", open: 8_000n },
  ]);
});

test("a file that is refused lies in failed with the reason; the others are taken; the source says so once", async () => {
  const client = await world.client();
  await drop("broken.csv", "nothing\nof use\n");
  await drop("good.csv", BOOK, WRITTEN.add({ minutes: 1 }));
  const of = await client.set(definition());
  const outcome = await world.run(of);
  expect(outcome?.state).toBe("failed");
  expect(outcome?.error).toMatch(/^broken\.csv: /);
  const failed = await readdir(join(folder, "failed"));
  const report = failed.find((name) => name.endsWith(".report.json"))!;
  expect(JSON.parse(await readFile(join(folder, "failed", report), "utf8")).refused).toBeTruthy();
  expect(await client.invoices()).toHaveLength(2);
  expect(await world.run(of)).toMatchObject({ state: "nothing_new" });
  const source = await client.source("drop");
  expect(source.lastError).toMatch(/broken\.csv/);
  expect(await client.events("source.failed")).toHaveLength(1);
});

test("what a run that died had taken is taken by the next; what is not complete stays", async () => {
  const client = await world.client();
  await mkdir(join(folder, ".taking"));
  await drop(".taking/left.csv", BOOK);
  await drop("upload.csv.part", BOOK);
  await drop("notes.docx", "x");
  const of = await client.set(definition());
  expect(await world.run(of)).toMatchObject({ state: "applied", result: { files: ["left.csv"] } });
  expect(await readdir(folder)).toEqual(expect.arrayContaining(["upload.csv.part", "notes.docx"]));
});

test("a folder that is not there is trouble that is tried again, later each time", async () => {
  const client = await world.client();
  await writeFile(join(folder, "file"), "");
  const of = await client.set(definition({ settings: { path: join(folder, "file/x") } }));
  for (const failures of [1, 2]) {
    expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "unreachable" });
    expect(await client.source("drop")).toMatchObject({ failures });
  }
  expect(await client.events("source.failed")).toHaveLength(1);
  const [row] = await client.rows(sql<{ waits: boolean }>`
    select retry_at > clock_timestamp() + interval '80 s' as waits from dunlin.source where client_id = ${client.clientId}`);
  expect(row!.waits).toBe(true);
});
