import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, NOW } from "./fixture.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

const later = (days: number) => NOW.add({ hours: 24 * days });

/** Waits until a backend of this database waits for another's lock. */
async function somebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await books.pool.query(
      "select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()",
    );
    if (rows.length > 0) return;
    await sleep(10);
  }
  throw new Error("nobody waited");
}

test("a payment that commits while the book is compared is neither lost nor counted twice", async () => {
  const client = await books.client();
  await books.apply(client, [{ customer: "C", invoice: "I", amount: 1_000 }]);
  const payer = await books.pool.connect();
  await payer.query("begin");
  await payer.query("select set_config('dunlin.client_id', $1, true)", [client]);
  await payer.query("select 1 from customer for no key update");
  await payer.query(
    `with target as (select * from invoice), paid as (
      insert into payment (client_id, payment_id, account_id, kind, reference, currency, amount_minor,
        unallocated_minor, paid_on, received_at)
      select client_id, invoice_id, account_id, 'reported', 'P', 'ZAR', 300, 0, '2026-03-03', $1 from target
    ), lowered as (update invoice set open_minor = 700)
    insert into allocation (client_id, payment_id, invoice_id, amount_minor, at)
    select client_id, invoice_id, invoice_id, 300, $1 from target`,
    [later(1)],
  );
  const book = books.apply(client, [{ customer: "C", invoice: "I", amount: 1_000, open: 900 }], {
    asOf: NOW,
    now: later(1),
  });
  await somebodyWaits();
  await payer.query("commit");
  payer.release();
  expect((await book).invoices).toMatchObject({ updated: 1 });
  // 900 by the book, less the 300 that it could not know of.
  expect(await books.ledger(client)).toEqual({ I: "1000/600" });
  expect(await books.breaches(client)).toEqual([]);
});

test("two books of one client follow each other", async () => {
  const client = await books.client();
  const lines = [{ customer: "C", invoice: "I", amount: 1_000 }];
  const results = await Promise.all([books.apply(client, lines), books.apply(client, lines)]);
  expect(results.map((result) => result.invoices.created).toSorted((a, b) => a - b)).toEqual([
    0, 1,
  ]);
});
