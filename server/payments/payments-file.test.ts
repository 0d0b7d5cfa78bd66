import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postPaymentsFile } from "#payments/payments-file.ts";
import { buildClient, LADDER, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunlin-payments-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("a file is posted once however often it is given, and who waited for fresh books is looked at", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace("400 banking days", "1 banking day"),
    bookAsOf: THURSDAY.subtract({ hours: 24 * 9 }),
  });
  const [payer, waiting] = [await client.customer(), await client.customer()];
  const invoice = await client.invoice(payer, 10_000n, "2026-03-04");
  await client.invoice(waiting, 8_000n, "2026-03-04");
  await client.look(payer, waiting);
  expect(await client.standing(waiting)).toMatchObject({ reason: "stale_books", lookAt: null });

  const file = join(folder, "payments.csv");
  await writeFile(
    file,
    [
      "Reference,Invoice,Customer,Amount,Currency,Date",
      `R-1,${invoice.reference},,100.00,ZAR,2026-03-05`,
      "R-2,,somebody,5.00,ZAR,2026-03-05",
      "R-3,,somebody,five,ZAR,2026-03-05",
      "",
    ].join("\n"),
  );
  const first = await postPaymentsFile(world.app, client.clientId, file, { actor: "test" });
  expect(first).toMatchObject({ payments: 2, allocated: 1, unmatched: 1, duplicates: 0 });
  expect(first.rejected).toHaveLength(1);
  expect(first.rejectedCount).toBe(1);
  expect(await client.standing(payer)).toMatchObject({ reason: "nothing_due" });
  const due = await client.standing(waiting);
  expect(due.lookAt?.toString()).toBe(THURSDAY.toString());
  const [books] = await client.rows(
    sql<{ bookAsOf: Temporal.Instant }>`select book_as_of from dunlin.client`,
  );
  expect(books!.bookAsOf.toString()).toBe(THURSDAY.toString());

  const again = await postPaymentsFile(world.app, client.clientId, file, { actor: "test" });
  expect(again).toMatchObject({ payments: 0, allocated: 0, duplicates: 2, withdrawn: 0 });
  const events = await client.rows(sql`select 1 from dunlin.event where kind = 'batch.applied'`);
  expect(events).toHaveLength(2);
});

test("a file of which no row could be read does not make the books fresh", async () => {
  const bookAsOf = THURSDAY.subtract({ hours: 24 * 9 });
  const client = await buildClient(world, {
    policy: LADDER.replace("400 banking days", "1 banking day"),
    bookAsOf,
  });
  const waiting = await client.customer();
  await client.invoice(waiting, 8_000n, "2026-03-04");
  await client.look(waiting);

  const file = join(folder, "unreadable.csv");
  await writeFile(
    file,
    "Reference,Invoice,Customer,Amount,Currency,Date\nR-1,,somebody,five,ZAR,2026-03-05\n",
  );
  const posted = await postPaymentsFile(world.app, client.clientId, file, { actor: "test" });
  expect(posted).toMatchObject({ payments: 0, duplicates: 0 });
  expect(posted.rejected).toHaveLength(1);
  const [books] = await client.rows(
    sql<{ bookAsOf: Temporal.Instant }>`select book_as_of from dunlin.client`,
  );
  expect(books!.bookAsOf.toString()).toBe(bookAsOf.toString());
  expect(await client.standing(waiting)).toMatchObject({ reason: "stale_books", lookAt: null });
  expect(await client.rows(sql`select state from dunlin.batch`)).toEqual([{ state: "refused" }]);
});
