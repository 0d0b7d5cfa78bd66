import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, NOW, rowOf, sourceOf } from "./fixture.ts";
import { applyBook } from "./apply-book.ts";
import { importBook } from "./import-book.ts";
import type { BookBatch } from "./source.ts";

let books: Books;
let folder: string;
beforeAll(async () => {
  books = await Books.open();
  folder = await mkdtemp(join(tmpdir(), "dunlin-import-"));
});
afterAll(async () => {
  await books.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const header = "Customer no;Name;Mobile;Invoice no;Due date;Amount;Open amount";

test("a flat file is read, applied, and its rejected rows come back as a file", async () => {
  const client = await books.client();
  const path = await file(
    "book.csv",
    [
      header,
      "C1;Ada;+27 82 123 4567;I1;2026-02-28;1 234,50;1 000,00",
      "C2;Ben;=cmd;I2;2026-02-29;10,00;10,00",
      "C3;Cy;0821234568;I3;2026-02-27;-25,00;-25,00",
      "",
      "Total;;;;;1 219,50;",
    ].join("\n"),
  );
  const phases: string[] = [];
  const result = await importBook(books.pool, client, {
    file: path,
    actor: "cli",
    now: NOW,
    onProgress: ({ phase }) => phases.push(phase),
  });
  expect(result).toMatchObject({
    customers: { created: 2, updated: 0, unchanged: 0 },
    invoices: { created: 1, updated: 0, unchanged: 0, settled: 0 },
    credits: 1,
    detected: { encoding: "utf-8", delimiter: ";", decimal: ",", dates: "yyyy-mm-dd" },
    rejectedFiles: [`${path}.rejected.csv`],
  });
  expect(result.rejected.map(({ line }) => line)).toContain(3);
  expect(await books.ledger(client)).toEqual({ I1: "123450/100000", "credit I3": "2500/2500" });
  const rejected = await readFile(`${path}.rejected.csv`, "utf8");
  expect(rejected).toMatch(/line;column;value;reason/);
  expect(rejected).toMatch(/2026-02-29/);
  expect(new Set(phases)).toEqual(new Set(["reading", "comparing", "writing", "done"]));
  const batches = await books.rows(client, "select actor, length(digest) as n, file from batch");
  expect(batches).toEqual([{ actor: "cli", n: 64, file: "book.csv" }]);
});

test("where the file of rejections can't stand it goes to a folder that nobody else can enter", async () => {
  const path = await file("shut.csv", `${header}\nC1;Ada;;I1;2026-02-30;10,00;10,00\n`);
  const rejectedFile = join(folder, "missing", "shut.rejected.csv");
  const options = { file: path, rejectedFile, actor: "cli", now: NOW };
  const { rejectedFiles } = await importBook(books.pool, await books.client(), options);
  const [at = ""] = rejectedFiles;
  expect(at.endsWith("shut.rejected.csv") && at !== rejectedFile).toBe(true);
  expect((await stat(dirname(at))).mode & 0o077).toBe(0);
  expect(await readFile(at, "utf8")).toMatch(/2026-02-30/);
  await rm(dirname(at), { recursive: true });
});

test("an invoice whose line can't be read does not vanish from a full book", async () => {
  const client = await books.client();
  const row = (n: number, open: string) => `C${n};Ada;;I${n};2026-02-28;10,00;${open}`;
  const good = [1, 2, 3, 4, 5, 6].map((n) => row(n, "10,00"));
  const first = await file("good.csv", [header, ...good].join("\n"));
  await importBook(books.pool, client, { file: first, actor: "cli", now: NOW });
  const bad = await file("bad.csv", [header, ...good.slice(0, 5), row(6, "ten")].join("\n"));
  const options = { file: bad, actor: "cli", now: NOW, full: true };
  expect(await importBook(books.pool, client, options)).toMatchObject({
    rejectedCount: 1,
    absent: 0,
    warnings: [],
  });
});

test("a mapping is kept for the next file; one only worked out gives way when the file changes", async () => {
  const client = await books.client();
  const odd = await file("odd.csv", "a;b;c;d\nC1;I1;01/02/2026;100,00\n");
  const mapping = {
    dates: "mm/dd/yyyy" as const,
    columns: { customer_reference: "a", invoice_reference: "b", due_on: "c", amount: "d" },
  };
  const options = { file: odd, actor: "cli", now: NOW };
  await expect(importBook(books.pool, client, options)).rejects.toThrow(/column/);
  await importBook(books.pool, client, { ...options, mapping });
  const again = await importBook(books.pool, client, options);
  expect(again).toMatchObject({ invoices: { unchanged: 1 }, detected: { dates: "mm/dd/yyyy" } });

  const other = await books.client();
  const row = "C1;Ada;;I1;2026-02-28;1,00;1,00";
  const first = await file("first.csv", `${header}\n${row}\n`);
  await importBook(books.pool, other, { ...options, file: first });
  const renamed = await file(
    "renamed.csv",
    `${header.replace("Customer no", "Nr klienta").replace("Invoice no", "Nr faktury")}\n${row}\n`,
  );
  const changed = await importBook(books.pool, other, { ...options, file: renamed });
  expect(changed).toMatchObject({
    invoices: { unchanged: 1 },
    warnings: [expect.stringMatching(/looks different from the last file/)],
  });
});

test("two files: customers beside their invoices", async () => {
  const client = await books.client();
  const customers = await file("c.csv", "Customer no,Name,Mobile\nC1,Ada,+27821234567\n");
  const invoices = await file(
    "i.csv",
    "Customer no,Invoice no,Due date,Amount\nC1,I1,2026-02-28,10.00\nC2,I2,2026-02-28,x\n",
  );
  const options = { file: invoices, customersFile: customers, actor: "cli", now: NOW };
  const result = await importBook(books.pool, client, options);
  expect(result).toMatchObject({
    customers: { created: 1 },
    invoices: { created: 1 },
    rejected: [{ line: 3, value: "x", file: "i.csv" }],
  });
  const again = await importBook(books.pool, client, options);
  expect(again).toMatchObject({ customers: { unchanged: 1 }, invoices: { unchanged: 1 } });
});

test("fifty thousand lines pass through a bounded memory", async () => {
  const client = await books.client();
  const lines = 50_000;
  const heap = { peak: 0 };
  async function* batches(): AsyncGenerator<BookBatch> {
    for (let from = 0; from < lines; from += 1_000) {
      const rows = Array.from({ length: 1_000 }, (_, i) => {
        const n = from + i;
        const customer = `C${Math.floor(n / 5)}`;
        return rowOf(
          { customer, name: `Customer ${customer}`, invoice: `I${n}`, amount: n },
          n + 2,
        );
      });
      yield { rows, rejections: [], totalsRows: 0, blankRows: 0, duplicates: 0, bytesRead: from };
      heap.peak = Math.max(heap.peak, process.memoryUsage().heapUsed);
    }
  }
  const before = process.memoryUsage().heapUsed;
  const result = await applyBook(
    books.pool,
    client,
    {
      book: { ...sourceOf([]), batches: batches() },
      names: { book: "book.csv" },
      digest: "0".repeat(64),
    },
    { actor: "test", now: NOW, dryRun: true },
  );
  expect(result).toMatchObject({
    lines,
    customers: { created: 10_000 },
    invoices: { created: lines },
  });
  expect(heap.peak - before).toBeLessThan(150e6);
});
