import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readBook, type Book } from "./book.ts";
import { gather } from "./fixtures.ts";
import { loadMapping } from "./mapping.ts";
import { readPayments } from "./payments.ts";

const sample = (name: string) =>
  fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url));
const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
const rowsOf = async (book: Book) => JSON.stringify((await gather(book.batches)).rows, plain);
const HOME = { defaultCountry: "ZA", currency: "ZAR" };

test("the samples of the README are read without a single rejection", async () => {
  const customers = await readBook(sample("customers.csv"), HOME);
  const described = await gather(customers.batches);
  expect(customers.kind).toBe("customers");
  expect(described.rejections).toEqual([]);
  const known = new Set(described.rows.map((row) => row.customer.reference));

  const book = await readBook(sample("invoices.csv"), { ...HOME, kind: "invoices" });
  const invoices = await gather(book.batches);
  expect(invoices.rejections).toEqual([]);
  expect(invoices).toMatchObject({ totalsRows: 1, blankRows: 1, rejectedRows: 0 });
  expect(invoices.rows.every((row) => known.has(row.customer.reference))).toBe(true);
  const openMinor = invoices.rows.reduce(
    (sum, { invoice, credit }) => sum + (invoice?.openMinor ?? 0n) - (credit?.openMinor ?? 0n),
    0n,
  );
  expect(openMinor).toBe(12164553n); // as its own line of totals says

  const paid = await gather((await readPayments(sample("payments.csv"), HOME)).batches);
  expect(paid.rejections).toEqual([]);
  expect(paid.rows).toHaveLength(4);
});

test("the sample mapping says what would be found anyway", async () => {
  const mapping = await loadMapping(sample("mapping.yaml"));
  const told = await readBook(sample("invoices.csv"), { ...HOME, mapping });
  const found = await readBook(sample("invoices.csv"), HOME);
  expect(told.detected).toEqual(found.detected);
  expect(told.columns).toEqual(found.columns);
  expect(await rowsOf(told)).toBe(await rowsOf(found));
});
