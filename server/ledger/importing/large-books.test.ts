import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, at, type Line } from "./fixture.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => {
  await books.close();
});

const LINES = 2_100; // enough for the ways of large books

const lines = (open: (n: number) => number, due = "2026-02-01"): Line[] =>
  Array.from({ length: LINES }, (_, n) => {
    const customer = `C${n % 420}`;
    const emails = [`${customer}@example.com`.toLowerCase()];
    return { customer, emails, invoice: `I${n}`, due, amount: 5_000, open: open(n) };
  });

/** Rows that statements have read from our tables so far, each time that they read one. */
async function rowsRead(): Promise<number> {
  const connection = await books.pool.connect();
  try {
    await connection.query("select pg_stat_force_next_flush()");
    const { rows } = await connection.query<{ count: bigint }>(
      `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint as count
       from pg_stat_user_tables where schemaname = 'dunlin'`,
    );
    return Number(rows[0]!.count);
  } finally {
    connection.release();
  }
}

// By counting, not by the clock. Nested loops over the book and over all that the client has would read thousands a line.
test("a line of a large book costs no more for the lines beside it, of a client whom the planner never saw", async () => {
  const client = await books.client();
  const weeks = [lines(() => 1_000), lines(() => 400, "2026-02-03"), lines((n) => 500 + n)];
  const read: number[] = [];
  for (const [week, book] of weeks.entries()) {
    const before = await rowsRead();
    const now = at(`2026-03-0${2 + week}T10:00:00Z`);
    const { invoices } = await books.apply(client, book, { full: true, now });
    expect(week === 0 ? invoices.created : invoices.updated).toBe(LINES);
    read.push(((await rowsRead()) - before) / LINES);
  }
  expect(Math.max(...read)).toBeLessThan(50);
  expect(Math.min(...read)).toBeGreaterThan(1);
  expect(await books.breaches(client)).toEqual([]);
});

test("behind a large book its tables have statistics, for whoever decides next", async () => {
  const gathered = async () => {
    const connection = await books.pool.connect();
    try {
      const { rows } = await connection.query<{ name: string; at: unknown }>(
        `select relname as name, last_analyze as at from pg_stat_user_tables
         where schemaname = 'dunlin' and last_analyze is not null order by relname`,
      );
      return rows;
    } finally {
      connection.release();
    }
  };
  const client = await books.client();
  await books.apply(
    client,
    lines(() => 100),
  );
  const before = await gathered();
  expect(before.map(({ name }) => name)).toEqual([
    "account",
    "contact_point",
    "credit",
    "customer",
    "invoice",
  ]);
  await books.apply(client, lines(() => 200).slice(0, 50));
  expect(await gathered()).toEqual(before);
});
