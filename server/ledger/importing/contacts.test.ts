import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, sourceOf } from "./fixture.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

const live = "select address, rank from contact_point where retired_at is null order by kind, rank";

test("what the book says of a customer is compared column by column; a blank erases nothing", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", name: "Old", segment: "gold" }]);
  const result = await books.apply(client, [{ customer: "C", name: "New" }]);
  expect(result.customers).toEqual({ created: 0, updated: 1, unchanged: 0 });
  expect(
    await books.rows(client, "select name, segment, facts_version::int as v from customer"),
  ).toEqual([{ name: "New", segment: "gold", v: 2 }]);
});

test("a number that left the customer's row is retired and comes back with it, if the file has the column", async () => {
  const client = await books.client();
  const [one, two] = ["+27821111111", "+27822222222"];
  await books.apply(client, [{ customer: "C", phones: [one, two] }]);
  expect(await books.rows(client, live)).toEqual([
    { address: one, rank: 0 },
    { address: two, rank: 1 },
  ]);
  const gone = await books.apply(client, [{ customer: "C", phones: [two] }]);
  expect(gone.customers.updated).toBe(1);
  expect(await books.rows(client, live)).toEqual([{ address: two, rank: 0 }]);
  const without = await books.apply(client, [{ customer: "C" }], { fields: ["customer_name"] });
  expect(without.customers.unchanged).toBe(1);
  expect(await books.rows(client, live)).toHaveLength(1);
  await books.apply(client, [{ customer: "C", phones: [one, two] }]);
  expect(await books.rows(client, live)).toHaveLength(2);
});

test("points that people gave or retired are not the book's to change", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", phones: ["+27821111111", "+27822222222"] }]);
  await books.run(
    client,
    "update contact_point set retired_at = now() where address = '+27821111111'",
  );
  await books.run(
    client,
    "update contact_point set source = 'reply' where address = '+27822222222'",
  );
  const result = await books.apply(client, [{ customer: "C", phones: ["+27821111111"] }]);
  expect(result.customers.unchanged).toBe(1);
  expect(await books.rows(client, live)).toEqual([{ address: "+27822222222", rank: 1 }]);
});

test("an unreadable number is no reason to retire the old one", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", phones: ["+27821111111"] }]);
  const rejections = [
    { line: 2, column: "Mobile", value: "n/a", reason: "no phone", severity: "field" as const },
  ];
  await books.apply(client, [{ customer: "C" }], { rejections });
  expect(await books.rows(client, live)).toHaveLength(1);
});

const customers = () =>
  sourceOf([
    { customer: "C", name: "Ada", phones: ["+27821111111"] },
    { customer: "D", name: "Without debts" },
  ]);

test("a file of customers describes those of the invoices; each file retires only by its own columns", async () => {
  const client = await books.client();
  const fields = ["customer_reference", "invoice_reference", "amount"] as const;
  const invoices = [
    { customer: "C", invoice: "I", amount: 100 },
    { customer: "E", invoice: "J", amount: 100 },
  ];
  const first = await books.apply(client, invoices, { fields, customers: customers() });
  expect(first.customers.created).toBe(3);
  expect(await books.rows(client, "select reference, name from customer order by 1")).toEqual([
    { reference: "C", name: "Ada" },
    { reference: "D", name: "Without debts" },
    { reference: "E", name: "E" },
  ]);
  const again = await books.apply(client, invoices, { fields, customers: customers() });
  expect(again.customers).toEqual({ created: 0, updated: 0, unchanged: 3 });
  await books.apply(client, invoices, { fields });
  expect(await books.rows(client, live)).toHaveLength(1);
});
