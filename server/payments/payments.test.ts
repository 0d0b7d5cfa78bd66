import { sql } from "kysely";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import {
  buildClient,
  LADDER,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
  type Invoice,
} from "#testing/builders.ts";

const world = await openWorld();
const DAY = Temporal.PlainDate.from("2026-03-05");
let numbers = 0;

const payment = (more: Partial<NewPayment>): NewPayment => {
  numbers += 1;
  return { reference: `P-${numbers}`, currency: "ZAR", amountMinor: 10_000n, paidOn: DAY, ...more };
};

async function post(client: BuiltClient, ...payments: readonly NewPayment[]) {
  return await asClient(world.db, client.clientId, async (tx) => {
    const context = await loadContext(tx, client.clientId);
    return await postPayments(tx, context, payments, { now: await clockNow(tx), actor: "test" });
  });
}

const openOf = async (client: BuiltClient) =>
  Object.fromEntries(
    (
      await client.rows(
        sql<{
          reference: string;
          openMinor: bigint;
        }>`select reference, open_minor from dunlin.invoice`,
      )
    ).map((row) => [row.reference, row.openMinor]),
  );

const paymentsOf = async (client: BuiltClient) =>
  await client.rows(
    sql<{
      kind: string;
      accountId: string | null;
      amountMinor: bigint;
      left: bigint;
      reversedMinor: bigint;
    }>`
      select kind, account_id, amount_minor, unallocated_minor as left, reversed_minor from dunlin.payment
      order by received_at, payment_id`,
  );

/** What invariant 4 says of the ledger, for every row. */
async function sound(client: BuiltClient): Promise<void> {
  const wrong = await client.rows(sql`
    select 'payment' as what, p.payment_id::text as id from dunlin.payment p
    where p.amount_minor - p.reversed_minor - p.unallocated_minor <> coalesce((select sum(l.amount_minor)
        from dunlin.allocation l where l.payment_id = p.payment_id), 0) and p.account_id is not null
    union all
    select 'invoice', i.invoice_id::text from dunlin.invoice i
    where i.amount_minor - i.open_minor <> coalesce((select sum(l.amount_minor)
        from dunlin.allocation l where l.invoice_id = i.invoice_id), 0)
    union all
    select 'line', l.allocation_id::text from dunlin.allocation l
    join dunlin.payment p using (client_id, payment_id) join dunlin.invoice i using (client_id, invoice_id)
    where p.account_id <> i.account_id`);
  expect(wrong).toEqual([]);
}

/** A payment that the book implied, as an import leaves it. */
async function infer(
  client: BuiltClient,
  invoice: Invoice,
  minor: bigint,
  bookOn: string,
  kind: "inferred" | "absence" = "inferred",
): Promise<void> {
  numbers += 1;
  await client.rows(sql`
    with paid as (
      insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor,
        paid_on, received_at)
      values (${client.clientId}, ${invoice.accountId}, ${kind}, ${`${kind}/${numbers}`}, 'ZAR', ${minor}, 0, ${bookOn},
        ${THURSDAY}) returning payment_id
    ), line as (
      insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at)
      select ${client.clientId}, payment_id, ${invoice.invoiceId}, ${minor}, ${THURSDAY} from paid
    )
    update dunlin.invoice set open_minor = open_minor - ${minor},
      settled_at = case when open_minor = ${minor} then ${THURSDAY}::timestamptz end,
      settled_by = case when open_minor = ${minor} then ${kind} end
    where invoice_id = ${invoice.invoiceId}`);
}

async function owing(
  client: BuiltClient,
): Promise<{ customer: Customer; old: Invoice; young: Invoice }> {
  const customer = await client.customer();
  const old = await client.invoice(customer, 10_000n, "2026-02-04");
  const young = await client.invoice(customer, 7_000n, "2026-03-04");
  return { customer, old, young };
}

test("a payment pays the invoice that it names, else the oldest of its customer", async () => {
  const client = await buildClient(world);
  const { customer, old, young } = await owing(client);
  await post(client, payment({ invoiceReference: young.reference, amountMinor: 7_000n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 10_000n, [young.reference]: 0n });
  const posted = await post(
    client,
    payment({ customerReference: customer.reference, amountMinor: 4_000n }),
  );
  expect(posted).toMatchObject({ payments: 1, allocated: 1, unmatched: 0, duplicates: 0 });
  expect(await openOf(client)).toEqual({ [old.reference]: 6_000n, [young.reference]: 0n });
  await sound(client);
});

test("the order of the policy decides where a payment goes that names no invoice", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace("steps:", "allocation: smallest_first\nsteps:"),
  });
  const { customer, old, young } = await owing(client);
  await post(client, payment({ customerReference: customer.reference, amountMinor: 8_000n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 9_000n, [young.reference]: 0n });
});

test("what contradicts itself, is in another currency or names nobody is kept unmatched", async () => {
  const client = await buildClient(world);
  const [one, other] = [await owing(client), await owing(client)];
  const posted = await post(
    client,
    payment({ invoiceReference: one.old.reference, customerReference: other.customer.reference }),
    payment({ invoiceReference: one.old.reference, currency: "USD" }),
    payment({ customerReference: "nobody", payer: "A. Stranger" }),
    payment({}),
  );
  expect(posted).toMatchObject({ payments: 4, allocated: 0, unmatched: 4 });
  const kept = await paymentsOf(client);
  expect(kept.map((row) => [row.accountId, row.left])).toEqual(
    Array.from({ length: 4 }, () => [null, 10_000n]),
  );
});

test("an unknown invoice of a known customer is the customer's payment", async () => {
  const client = await buildClient(world);
  const { customer, old, young } = await owing(client);
  await post(client, payment({ invoiceReference: "INV-?", customerReference: customer.reference }));
  expect(await openOf(client)).toEqual({ [old.reference]: 0n, [young.reference]: 7_000n });
});

test("posting the same payments again changes nothing, and takes nothing back", async () => {
  const client = await buildClient(world);
  const { customer } = await owing(client);
  const same = payment({ customerReference: customer.reference, amountMinor: 1_000n });
  expect(await post(client, same, same)).toMatchObject({ payments: 1, duplicates: 1 });
  const before = await client.messages();
  expect(before.map((row) => row.state)).toEqual(["planned"]);
  expect(await post(client, same)).toMatchObject({ payments: 0, duplicates: 1, withdrawn: 0 });
  expect(await client.messages()).toEqual(before);
  await sound(client);
});

test("two files with the same payments at once post each once", async () => {
  const client = await buildClient(world);
  const { customer } = await owing(client);
  const payments = Array.from({ length: 20 }, (_, index) =>
    payment({
      amountMinor: 10n,
      ...(index % 2 === 0 ? { customerReference: customer.reference } : {}),
    }),
  );
  const posted = await Promise.all([
    post(client, ...payments),
    post(client, ...payments.toReversed()),
  ]);
  expect(posted[0].payments + posted[1].payments).toBe(20);
  expect(await paymentsOf(client)).toHaveLength(20);
  await sound(client);
});

test("money beyond what is owed is a credit, and less is asked for when more falls due", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  const first = await client.invoice(customer, 10_000n, "2026-03-03");
  await post(client, payment({ invoiceReference: first.reference, amountMinor: 12_500n }));
  expect((await paymentsOf(client))[0]).toMatchObject({ left: 2_500n });
  await client.invoice(customer, 6_000n, "2026-03-04");
  await client.look(customer);
  const messages = await client.messages();
  expect(messages.map((row) => [row.state, row.amountMinor])).toEqual([["planned", 3_500n]]);
  await sound(client);
});

test("two payments in one file for the same invoice both count, the rest goes on", async () => {
  const client = await buildClient(world);
  const { old, young } = await owing(client);
  await post(
    client,
    payment({ invoiceReference: young.reference, amountMinor: 5_000n }),
    payment({ invoiceReference: young.reference, amountMinor: 5_000n }),
  );
  expect(await openOf(client)).toEqual({ [old.reference]: 7_000n, [young.reference]: 0n });
  await sound(client);
});

test("a payment that the books had shown already does not count twice", async () => {
  const client = await buildClient(world);
  const { old, young, customer } = await owing(client);
  await infer(client, old, 4_000n, "2026-03-05");
  await post(client, payment({ invoiceReference: old.reference, amountMinor: 6_000n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 4_000n, [young.reference]: 7_000n });

  // One that names its customer only: the book of the day after has it.
  await infer(client, young, 3_000n, "2026-03-06", "absence");
  await post(client, payment({ customerReference: customer.reference, amountMinor: 3_000n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 4_000n, [young.reference]: 4_000n });
  // The book of the same morning can't have a payment of the day, unless it is of that very amount.
  await infer(client, young, 1_000n, "2026-03-05");
  await post(client, payment({ customerReference: customer.reference, amountMinor: 500n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 3_500n, [young.reference]: 3_000n });
  await post(client, payment({ customerReference: customer.reference, amountMinor: 1_000n }));
  expect(await openOf(client)).toEqual({ [old.reference]: 3_500n, [young.reference]: 3_000n });
  const inferred = (await paymentsOf(client)).filter((row) => row.kind !== "reported");
  expect(inferred.every((row) => row.reversedMinor === row.amountMinor)).toBe(true);
  await sound(client);
});

test("an invoice that vanished and is then paid stays settled, by the payment", async () => {
  const client = await buildClient(world);
  const { young } = await owing(client);
  await infer(client, young, 7_000n, "2026-03-06", "absence");
  await post(client, payment({ invoiceReference: young.reference, amountMinor: 7_000n }));
  const [invoice] = await client.rows(
    sql`select open_minor, settled_by from dunlin.invoice where reference = ${young.reference}`,
  );
  expect(invoice).toEqual({ openMinor: 0n, settledBy: "payment" });
  await sound(client);
});

type Move =
  | { readonly kind: "invoice"; readonly who: 0 | 1; readonly minor: bigint }
  | { readonly kind: "credit"; readonly who: 0 | 1; readonly minor: bigint }
  | { readonly kind: "pay"; readonly who: 0 | 1; readonly minor: bigint; readonly named: number }
  | { readonly kind: "infer"; readonly which: number; readonly later: boolean };

const who = fc.constantFrom(0 as const, 1 as const);
const minor = fc.bigInt({ min: 1n, max: 9_999n });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant("invoice" as const), who, minor }),
  fc.record({ kind: fc.constant("credit" as const), who, minor }),
  fc.record({
    kind: fc.constant("pay" as const),
    who,
    minor,
    named: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ kind: fc.constant("infer" as const), which: fc.nat(9), later: fc.boolean() }),
);

test("whatever comes in what order, no money is made and none is lost", async () => {
  const client = await buildClient(world);
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 9 }), async (moves) => {
      const customers = [await client.customer(), await client.customer()] as const;
      const invoices: { of: number; invoice: Invoice }[] = [];
      let paid = 0n;
      for (const one of moves) {
        if (one.kind === "invoice") {
          const invoice = await client.invoice(customers[one.who], one.minor, "2026-03-01");
          invoices.push({ of: one.who, invoice });
        } else if (one.kind === "credit") {
          await client.credit(customers[one.who], one.minor);
        } else if (one.kind === "pay") {
          const named = invoices[one.named];
          if (named === undefined && invoices.every((known) => known.of !== one.who)) continue;
          paid += one.minor;
          await post(
            client,
            payment({
              amountMinor: one.minor,
              ...(named
                ? { invoiceReference: named.invoice.reference }
                : { customerReference: customers[one.who].reference }),
            }),
          );
        } else {
          const known = invoices[one.which];
          if (!known) continue;
          const open = (await openOf(client))[known.invoice.reference]!;
          if (open > 0n)
            await infer(client, known.invoice, open, one.later ? "2026-03-06" : "2026-03-05");
        }
      }
      await sound(client);
      const [reported] = await client.rows(sql<{ minor: bigint }>`
        select coalesce(sum(amount_minor), 0)::bigint as minor from dunlin.payment p
        join dunlin.account a using (client_id, account_id)
        where kind = 'reported' and a.customer_id = any(${customers.map((known) => known.customerId)}::uuid[])`);
      expect(reported!.minor).toBe(paid);
    }),
    runs(12),
  );
});
