// Files that somebody drops on an SFTP server, from there to the ledger.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startSftpServer, type SftpServer } from "#testing/simulators/sftp.ts";
import { openSourceWorld, WRITTEN, type SourceWorld } from "#testing/source-world.ts";

let world: SourceWorld;
let folder: string;
let server: SftpServer;
beforeAll(async () => {
  world = await openSourceWorld();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunlin-sftp-test-"));
  server = await startSftpServer(folder);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const BOOK = `Customer number,Name,Mobile,Invoice number,Due date,Amount,Open
K-1,Ann Board,+27821234567,INV-1,2026-02-01,120.00,120.00
K-2,Ben Cole,12,INV-2,2026-02-01,80.00,80.00
`;

async function drop(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
  const at = new Date(WRITTEN.epochMilliseconds);
  await utimes(join(folder, name), at, at);
}

const definition = (more: object = {}) => ({
  name: "drop",
  kind: "sftp",
  every: "15 minutes",
  settings: {
    host: "127.0.0.1",
    port: server.port,
    user: "acme",
    password: "s3cret",
    host_key: server.hostKey,
    path: "/",
    settle_s: 0,
    ...more,
  },
});

test("a book is fetched, applied, and put away there with its report and what was rejected", async () => {
  const client = await world.client();
  await drop("book.csv", BOOK);
  await drop("upload.csv.part", "half");
  const of = await client.set(definition());
  expect(await world.run(of)).toMatchObject({ state: "applied", records: 1 });
  expect(await client.invoices()).toEqual([
    { reference: "INV-1", open: 12_000n },
    { reference: "INV-2", open: 8_000n },
  ]);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(["done", "upload.csv.part"]));
  const done = await readdir(join(folder, "done"));
  expect(done.map((name) => name.replace(/^[^-]+-/, "")).toSorted()).toEqual([
    "book.csv",
    "book.csv.rejected.csv",
    "book.csv.report.json",
  ]);
  const report = done.find((name) => name.endsWith(".json"))!;
  expect(JSON.parse(await readFile(join(folder, "done", report), "utf8"))).toMatchObject({
    file: "book.csv",
    invoices: { created: 2 },
  });
});

test("a line that breaks before the file is put away: it is taken again, and changes nothing", async () => {
  const client = await world.client();
  await drop("book.csv", BOOK);
  const of = await client.set(definition());
  server.dropsAtRename = true;
  expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "unreachable" });
  server.dropsAtRename = false;
  expect(await world.run(of)).toMatchObject({ state: "applied" });
  expect(await client.invoices()).toHaveLength(2);
  expect(await readdir(folder)).not.toContain("book.csv");
});

test.each([
  ["a wrong password", () => ({ password: "WRONG-SECRET" }), "sign_in"],
  ["another host's key", () => ({ host_key: `SHA256:${"A".repeat(43)}` }), "sign_in"],
  ["nobody there", () => ({ port: 1 }), "unreachable"],
  ["no such folder", () => ({ path: "/nowhere" }), "unreachable"],
])("%s is told, without what is secret", async (_what, more, trouble) => {
  const client = await world.client();
  const of = await client.set(definition(more()));
  const outcome = await world.run(of);
  expect(outcome).toMatchObject({ state: "failed", trouble });
  expect(outcome?.error).not.toContain("WRONG-SECRET");
});
