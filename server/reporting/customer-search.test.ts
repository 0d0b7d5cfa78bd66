import { sql } from "kysely";
import { expect, test } from "vitest";
import { folded, readSearch, slipsOf } from "#reporting/customer-search.ts";
import { listCustomers } from "#reporting/customer-list.ts";
import { buildClient, openWorld } from "#testing/builders.ts";

test("words are read without case and marks, numbers in every way they are written", () => {
  expect(folded("Żółć Ærø STRAßE")).toBe("zolc aero strasse");
  expect(readSearch("Małgorzata  Łoś", "PL").words).toEqual(["malgorzata", "los"]);
  expect(readSearch("082 123-4567", "ZA").instead).toEqual([
    "+27821234567",
    "+821234567",
    "~765432128",
    "0821234567",
  ]);
  expect(readSearch("+48 601 000 111", "ZA").instead).toContain("+48601000111");
  expect(readSearch("Bo.Board@Example.org", "ZA").instead).toContain("bo.board@example.org");
  const id = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";
  expect(readSearch(`cus_${id}`, "ZA").customerId).toBe(id);
  expect(readSearch("%", "ZA")).toMatchObject({ words: [], instead: [], invoices: [] });
});

test("one slip is a letter too many, too few, another one, or two the wrong way round", () => {
  const slips = new Set(slipsOf("thandi"));
  for (const typed of ["thndi", "tthandi", "thamdi", "htandi"])
    expect(slipsOf(typed)).toContain("thandi");
  expect(slips.size).toBeLessThan(600);
  expect(slipsOf("ann")).toEqual(["ann"]);
});

test("the database folds as the program does, and customers are found whatever is known of them", async () => {
  const world = await openWorld();
  const client = await buildClient(world);
  const [zola] = await client.rows<{ folded: string }>(
    sql`select dunlin.folded('Żółć Ærø STRAßE') as folded`,
  );
  expect(zola!.folded).toBe(folded("Żółć Ærø STRAßE"));
  const add = async (reference: string, name: string, points: readonly string[]) => {
    const [row] = await client.rows<{ id: string }>(sql`
      insert into dunlin.customer (client_id, reference, name, language, country, created_at)
      values (${client.clientId}, ${reference}, ${name}, 'en', 'ZA', now()) returning customer_id as id`);
    for (const address of points) {
      await client.rows(sql`
        insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
        values (${client.clientId}, ${row!.id}, ${address.startsWith("+") ? "phone" : "mailbox"}, ${address}, 'full', 'book', now())`);
    }
    return row!.id;
  };
  const thandi = await add("C/1044", "Thandi Łukasiewicz", ["+27821234567"]);
  await add("K-2", "Johan de Villiers", ["johan.dv@example.org"]);
  const asking = {
    sort: "name",
    limit: 10,
    currency: "ZAR",
    country: "ZA",
    today: Temporal.PlainDate.from("2026-03-05"),
  } as const;
  const find = async (search: string) =>
    await client.within(async (tx) => {
      const { customers } = await listCustomers(tx, client.clientId, { ...asking, search });
      return customers.map(({ reference }) => reference);
    });
  for (const known of [
    "thandi",
    "lukasiewicz thandi",
    "LUKAS",
    "Thnadi",
    "lukasziewicz",
    "0821234567",
    "082 123",
    "4567",
    "+27 (82) 123-4567",
    "c1044",
    "C/1044",
    "1044",
    `cus_${thandi}`,
  ]) {
    expect(await find(known), known).toEqual(["C/1044"]);
  }
  expect(await find("johan.dv@example.org")).toEqual(["K-2"]);
  expect(await find("example.org")).toEqual(["K-2"]);
  expect(await find("villeirs")).toEqual(["K-2"]);
  expect(await find("thandi villiers")).toEqual([]);
  await client.rows(sql`update dunlin.customer set name = 'Nomsa' where reference = 'C/1044'`);
  await client.rows(
    sql`update dunlin.contact_point set retired_at = now() where address = '+27821234567'`,
  );
  expect(await find("thandi")).toEqual([]);
  expect(await find("082 123 4567")).toEqual([]);
  expect(await find("nomsa")).toEqual(["C/1044"]);
});
