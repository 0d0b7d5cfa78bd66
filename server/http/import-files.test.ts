// A book in a foreign format, as the console takes it: sent once, corrected, foretold, applied, taken back.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const send = async (name: string, text: string | Buffer): Promise<string> => {
  const sent = await world.ask("POST", `/v1/imports/files?name=${encodeURIComponent(name)}`, text, {
    "content-type": "application/octet-stream",
  });
  expect(sent.statusCode, sent.body).toBe(201);
  return sent.json().file_id;
};
const post = async (url: string, body: object) => {
  const answer = await world.ask("POST", url, body);
  return { status: answer.statusCode, ...answer.json() };
};

const FOREIGN = [
  "Zestawienie na dzień;;;;;",
  ";;;;;",
  "Symbol;Kto;Kom;Pismo;Do kiedy;Ile",
  "C/1 é;Thandi Zulu;082 123 4567;INV-1;29.06.2026;100,00",
  "K-2;Jan Nowak;082 555 0110;INV-8;25.06.2026;1 250,50",
  "K-3;Anna Lis;12345;INV-9;31.06.2026;10,00",
  "K-4;Ewa Mak;082 555 0111;INV-10;01.06.2026;20,00",
].join("\n");
const MAPPING = {
  columns: {
    customer_reference: "Symbol",
    customer_name: "Kto",
    mobile: "Kom",
    invoice_reference: "Pismo",
    due_on: "Do kiedy",
    open_amount: "Ile",
  },
};

test("a file with unknown headers is read, suggested, corrected, remembered", async () => {
  const fileId = await send("należności.csv", FOREIGN);
  const read = `/v1/imports/files/${fileId}/read`;
  const first = await post(read, {});
  expect(first.problem).toContain("no line of column headers");
  expect(first.header_line).toBe(3);
  const suggested = first.columns.map((one: { suggested: string }) => one.suggested);
  expect(suggested).toEqual([
    "customer_reference",
    "customer_name",
    "mobile",
    "invoice_reference",
    "due_on",
    "open_amount",
  ]);
  const corrected = await post(read, { mapping: MAPPING });
  expect(corrected).toMatchObject({ problem: null, missing: [], kind: "flat", remembered: false });
  expect(corrected.detected).toMatchObject({ delimiter: ";", decimal: ",", dates: "dd.mm.yyyy" });
  const [, second, third] = corrected.rows;
  expect(second.cells.map((cell: { as: string }) => cell.as)).toEqual([
    "K-2",
    "Jan Nowak",
    "+27825550110",
    "INV-8",
    "2026-06-25",
    "125050",
  ]);
  expect(third).toMatchObject({ line: 6, verdict: "refused" });
  expect(third.cells[4].problem).toContain("no such date");

  const dry = await post(`/v1/imports/files/${fileId}/apply`, {
    mapping: MAPPING,
    full: true,
    dry_run: true,
  });
  expect(dry).toMatchObject({ state: "dry_run", phase: "done", batch_id: null });
  // INV-1 falls by 49.90; INV-2 (200.00) is not in the whole book; INV-8 and INV-10 are new.
  expect(dry.changes.money).toEqual([
    {
      currency: "ZAR",
      before: "34990",
      after: "137050",
      added: "127050",
      risen: "0",
      fallen: "24990",
      settled: "0",
      absent: "20000",
      credits: "0",
    },
  ]);
  expect(dry.changes.leaving).toMatchObject([{ invoice: "INV-2", openMinor: "20000" }]);
  expect(dry.changes.guard).toContain("more than 20 % would be settled");
  expect(dry.changes.heard).toMatchObject({ unknown: null, customers: 3, messages: 3 });
  const { rows } = await world.owner.query("select count(*)::int as n from dunlin.customer");
  expect(rows[0].n, "a dry run keeps nothing").toBe(1);

  const problems = (
    await world.ask("GET", `/v1/imports/uploads/${dry.upload_id}/problems?limit=1`)
  ).json();
  expect(problems.kinds).toMatchObject([
    { kind: "date", severity: "row", count: 1 },
    { kind: "phone", severity: "field", count: 1 },
  ]);
  expect(problems.next_cursor).toBe(0);
  const table = await world.ask(
    "GET",
    `/v1/imports/uploads/${dry.upload_id}/problems?kind=date&format=csv`,
  );
  expect(table.body).toContain("6,Do kiedy,31.06.2026,");

  const applied = await post(`/v1/imports/files/${fileId}/apply`, { mapping: MAPPING });
  expect(applied, JSON.stringify(applied)).toMatchObject({ state: "applied", file_id: fileId });
  expect(applied.result.invoices).toMatchObject({ created: 2, updated: 1 });
  const again = await send("lipiec.csv", FOREIGN.replace("INV-9", "INV-11"));
  expect(await post(`/v1/imports/files/${again}/read`, {})).toMatchObject({
    remembered: true,
    problem: null,
    told: MAPPING,
  });
  const undone = await post(`/v1/imports/${applied.batch_id}/undo`, {});
  expect(undone).toMatchObject({ status: 200, batch: applied.batch_id });
});

test("the samples: customers and invoices together; what is gone or foreign is refused in a sentence", async () => {
  const samples = join(import.meta.dirname, "../../samples");
  const customers = await send("customers.csv", await readFile(join(samples, "customers.csv")));
  const invoices = await send("invoices.csv", await readFile(join(samples, "invoices.csv")));
  expect(await post(`/v1/imports/files/${customers}/read`, {})).toMatchObject({
    kind: "customers",
  });
  const read = await post(`/v1/imports/files/${invoices}/read`, { kind: "invoices" });
  expect(read).toMatchObject({ kind: "invoices", problem: null });
  const applied = await post(`/v1/imports/files/${invoices}/apply`, {
    customers_file_id: customers,
    as_of: "2026-06-30T09:00:00Z",
  });
  expect(applied.state, JSON.stringify(applied)).toBe("applied");
  expect(applied.file).toBe("invoices.csv + customers.csv");
  expect(applied.result.customers.created).toBeGreaterThan(10);

  const nothing = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";
  expect(await post(`/v1/imports/files/${nothing}/apply`, {})).toMatchObject({ status: 404 });
  const wrong = await post(`/v1/imports/files/${invoices}/read`, {
    mapping: { columns: { shoe_size: "Amount" } },
  });
  expect(wrong).toMatchObject({ status: 422 });
  expect(wrong.detail ?? wrong.title).toContain("shoe_size");
});
