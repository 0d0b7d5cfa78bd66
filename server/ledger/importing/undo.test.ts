import { afterAll, beforeAll, expect, test } from "vitest";
import { Books, NOW, type Line } from "./fixture.ts";
import { undoImport } from "./undo.ts";
import { listImports } from "./list.ts";
import { asClient } from "#platform/db.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

const later = (days: number) => NOW.add({ hours: 24 * days });
const undo = async (client: string, batch: string | null) =>
  await undoImport(books.db, client, batch!, { actor: "test", now: later(9) });
const line: Line = { customer: "C", invoice: "I", amount: 1_000 };

/** A decision on the facts as they stand and a message that it led to, in a state. */
async function message(client: string, state: string): Promise<void> {
  await books.run(
    client,
    `with decided as (
      insert into decision (client_id, account_id, at, policy_version, facts_version, outcome, reason, facts, answer)
      select a.client_id, account_id, now(), 1, facts_version, 'send', 'step_due', '{}', '{}'
      from account a join customer using (customer_id) limit 1
      returning *
    ), taken as (
      insert into rung (client_id, account_id, anchor, step_id, on_day, outcome, reason, decision_id, at)
      select client_id, account_id, 'a', 's', '2026-03-02', 'taken', 'step_due', decision_id, now() from decided
    )
    insert into message (client_id, class, lane, channel, state, customer_id, account_id, anchor, step_id,
      decision_id, facts_version, address, template, language, body, not_before, not_after, created_at)
    select d.client_id, 'collection', 2, 'sms', '${state}', customer_id, account_id, 'a', 's',
      decision_id, facts_version, '+27', 't', 'en', 'b', now(), now(), now()
    from decided d join account using (account_id)`,
  );
}

test("a first book taken back leaves nothing but the record of it", async () => {
  const client = await books.client();
  const empty = await books.snapshot(client);
  const { batch } = await books.apply(client, [
    { ...line, phones: ["+27821111111"], person: "Ada", open: 400 },
    { customer: "C", credit: "K", amount: 50 },
  ]);
  expect(await undo(client, batch)).toEqual({
    batch,
    invoices: { removed: 1, restored: 0 },
    credits: { removed: 1, restored: 0 },
    customers: { removed: 1, kept: 0 },
    withdrawn: 0,
  });
  expect(await books.snapshot(client)).toEqual(empty);
  const shown = await asClient(books.db, client, async (tx) => await listImports(tx, client));
  expect(shown).toMatchObject([{ batch, state: "undone", file: "book.csv", full: false }]);
  await expect(undo(client, batch)).rejects.toThrow(/is undone already/);
  await expect(undo(client, "nonsense")).rejects.toThrow(/no batch nonsense/);
});

test("a later book taken back restores names, numbers, invoices, credits and money", async () => {
  const client = await books.client();
  const [one, two] = ["+27821111111", "+27822222222"];
  await books.apply(client, [
    { ...line, name: "Old", payday: 25, phones: [one] },
    { customer: "C", invoice: "J", amount: 500 },
    { customer: "D", invoice: "L", amount: 500, open: 100 },
    { customer: "D", credit: "K", amount: 50 },
  ]);
  await books.pay(client, "J", 200, later(1));
  const before = await books.snapshot(client);
  const { batch } = await books.apply(
    client,
    [
      {
        ...line,
        name: "New",
        payday: 31,
        phones: [two],
        person: "Eve",
        open: 300,
        due: "2026-05-05",
      },
      { customer: "D", invoice: "L", amount: 500, open: 450 },
      { customer: "D", invoice: "M", amount: 5, currency: "EUR" },
    ],
    { full: true, yes: true, now: later(2) },
  );
  expect(await books.ledger(client)).toMatchObject({
    I: "1000/300",
    J: "500/0 absence",
    L: "500/450",
  });
  const version = await books.rows(client, "select sum(facts_version)::int as n from customer");
  await undo(client, batch);
  expect(await books.snapshot(client)).toEqual(before);
  expect(await books.breaches(client)).toEqual([]);
  const bumped = await books.rows(client, "select sum(facts_version)::int as n from customer");
  expect(bumped[0]!["n"]).toBe(Number(version[0]!["n"]) + 2);
});

test("a planned message is withdrawn and its rung freed; one handed over forbids undo", async () => {
  const client = await books.client();
  await books.apply(client, [line]);
  await message(client, "delivered"); // decided before the book in question
  const { batch } = await books.apply(client, [{ ...line, amount: 2_000 }], { now: later(1) });
  await books.run(client, "update rung set anchor = 'earlier'");
  await message(client, "planned");
  const done = await undo(client, batch);
  expect(done.withdrawn).toBe(1);
  expect(await books.rows(client, "select state, reason from message order by state")).toEqual([
    { state: "delivered", reason: null },
    { state: "suppressed", reason: "import_undone" },
  ]);
  expect(await books.rows(client, "select anchor from rung")).toEqual([{ anchor: "earlier" }]);

  const again = await books.apply(client, [{ ...line, amount: 3_000 }], { now: later(2) });
  await message(client, "queued");
  await expect(undo(client, again.batch)).rejects.toThrow(
    /a message was handed over because of this import, the first to customer C/,
  );
  expect(await books.ledger(client)).toEqual({ I: "3000/3000" });
});

test("who came with the batch stays, owing nothing, when decisions refer to them", async () => {
  const client = await books.client();
  const { batch } = await books.apply(client, [line, { customer: "D", invoice: "J", amount: 1 }]);
  await message(client, "planned");
  const done = await undo(client, batch);
  expect(done).toMatchObject({ customers: { removed: 1, kept: 1 }, withdrawn: 1 });
  expect(await books.ledger(client)).toEqual({});
  const again = await books.apply(client, [line]);
  expect(again).toMatchObject({
    customers: { created: 0, unchanged: 1 },
    invoices: { created: 1 },
  });
});

test("what a later book changed is undone first", async () => {
  const client = await books.client();
  const first = await books.apply(client, [line]);
  const other = await books.apply(client, [{ customer: "X", invoice: "Y", amount: 1 }]);
  const second = await books.apply(client, [{ ...line, open: 300 }]);
  await expect(undo(client, first.batch)).rejects.toThrow(
    new RegExp(`batch ${second.batch}.*import undo ${second.batch}`),
  );
  await undo(client, other.batch); // touched nothing of the others
  await undo(client, second.batch);
  await undo(client, first.batch);
  expect(await books.ledger(client)).toEqual({});
  expect(await books.rows(client, "select book_as_of from client")).toEqual([{ bookAsOf: null }]);
});

test("a payment or a dispute on what the book brought or changed forbids undo", async () => {
  const client = await books.client();
  const created = await books.apply(client, [line]);
  const payment = await books.pay(client, "I", 100, later(1));
  await expect(undo(client, created.batch)).rejects.toThrow(
    new RegExp(`payment ${payment} changed invoice I since`),
  );
  const changed = await books.apply(client, [{ ...line, open: 500 }], { now: later(2) });
  const second = await books.pay(client, "I", 50, later(3));
  await expect(undo(client, changed.batch)).rejects.toThrow(
    new RegExp(`payment ${second} changed invoice I since`),
  );
  const disputed = await books.apply(client, [{ customer: "C", invoice: "J", amount: 5 }], {
    now: later(4),
  });
  await books.run(
    client,
    `with placed as (
      insert into hold (client_id, customer_id, kind, placed_at, placed_by)
      select client_id, customer_id, 'dispute', now(), 'test' from customer returning *)
    insert into hold_invoice select i.client_id, hold_id, invoice_id
    from placed p, invoice i where i.client_id = p.client_id and i.reference = 'J'`,
  );
  await expect(undo(client, disputed.batch)).rejects.toThrow(/names invoice J/);
});

test("a payment that replaced an inferred one forbids undo although the open amount is the same", async () => {
  const client = await books.client();
  await books.apply(client, [line]);
  const { batch } = await books.apply(client, [{ ...line, open: 700 }], { now: later(1) });
  await books.run(
    client,
    `with inferred as (update payment set reversed_minor = 300 returning *), paid as (
      insert into payment (client_id, payment_id, account_id, kind, reference, currency, amount_minor,
        unallocated_minor, paid_on, received_at)
      select client_id, client_id, account_id, 'reported', 'REAL', currency, 300, 0, paid_on, received_at
      from inferred)
    insert into allocation (client_id, payment_id, invoice_id, amount_minor, at)
    select p.client_id, payment_id, invoice_id, -300, now() from inferred p, invoice i where i.client_id = p.client_id
    union all
    select p.client_id, p.client_id, invoice_id, 300, now() from inferred p, invoice i where i.client_id = p.client_id`,
  );
  expect(await books.breaches(client)).toEqual([]);
  await expect(undo(client, batch)).rejects.toThrow(/changed invoice I since/);
});

test("what a person changed since is left alone", async () => {
  const client = await books.client();
  await books.apply(client, [{ ...line, name: "Old" }]);
  const { batch } = await books.apply(client, [{ ...line, name: "Book" }]);
  await books.run(client, "update customer set name = 'By hand'");
  await undo(client, batch);
  expect(await books.rows(client, "select name from customer")).toEqual([{ name: "By hand" }]);
});

test("another client's batch can't be undone", async () => {
  const [one, two] = [await books.client(), await books.client()];
  const { batch } = await books.apply(one, [line]);
  await expect(undo(two, batch)).rejects.toThrow(/there is no batch/);
  expect(await books.ledger(one)).toEqual({ I: "1000/1000" });
});
