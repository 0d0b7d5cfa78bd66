// Payments that came before their customer, or named nobody.
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { judge } from "#judge/judge.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";
import { startRematching } from "#payments/rematching.ts";
import { listUnmatched, matchByHand, rematch } from "#payments/unmatched.ts";
import { asClient, type Tx } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const options = { now: THURSDAY, actor: "test" };
const paidOn = Temporal.PlainDate.from("2026-03-05");

const within = async <T>(
  { clientId }: BuiltClient,
  work: (tx: Tx, context: PlanContext) => Promise<T>,
): Promise<T> =>
  await asClient(world.db, clientId, async (tx) => await work(tx, await loadContext(tx, clientId)));
const post = async (client: BuiltClient, payment: Partial<NewPayment>) =>
  await within(client, async (tx, context) => {
    const whole = { reference: "P-1", currency: "ZAR", amountMinor: 4_000n, paidOn, ...payment };
    return await postPayments(tx, context, [whole], options);
  });
const waiting = async (client: BuiltClient) =>
  (await within(client, async (tx) => await listUnmatched(tx, client.clientId, 10))).map(
    (one) => one.reference,
  );
const openMinors = async (client: BuiltClient) =>
  (
    await client.rows(
      sql<{ open: bigint }>`select open_minor as open from dunlin.invoice order by open_minor`,
    )
  ).map((row) => row.open);
const again = async (client: BuiltClient) =>
  await within(client, async (tx, context) => await rematch(tx, context, options));
const byHand = async (client: BuiltClient, whom: { customer?: string; invoice?: string }) =>
  await within(
    client,
    async (tx, context) =>
      await matchByHand(
        tx,
        context,
        { reference: "P-1", customerReference: whom.customer, invoiceReference: whom.invoice },
        options,
      ),
  );

test("a payment that came before its invoice is matched when the invoice is there", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27830000001" }] });
  await client.invoice(customer, 6_000n, "2026-03-01");
  expect(await post(client, { customerReference: "later" })).toMatchObject({ unmatched: 1 });
  expect(await again(client)).toMatchObject({ matched: 0 });
  await client.rows(
    sql`update dunlin.customer set reference = 'later' where customer_id = ${customer.customerId}`,
  );
  expect(await again(client)).toMatchObject({ matched: 1, allocated: 1 });
  expect(await again(client)).toMatchObject({ matched: 0 });
  expect(await openMinors(client)).toEqual([2_000n]);
  expect(await waiting(client)).toEqual([]);
  const [event] = await client.rows(
    sql<{ kind: string; customerId: string }>`select kind, customer_id from dunlin.event
      where kind = 'payment.received'`,
  );
  expect(event).toMatchObject({ customerId: customer.customerId });
});

test("by hand to a customer or an invoice; who has no account in the currency is refused", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27830000002" }] });
  await client.invoice(customer, 9_000n, "2026-03-01");
  const second = await client.invoice(customer, 6_000n, "2026-03-03");
  await post(client, { payer: "J Smith", text: "thanks" });
  expect(await waiting(client)).toEqual(["P-1"]);
  await expect(byHand(client, { customer: "nobody" })).rejects.toThrow(
    'customer "nobody" has no account in ZAR, the currency of payment "P-1"',
  );
  expect(await byHand(client, { invoice: second.reference })).toMatchObject({ matched: 1 });
  expect(await openMinors(client)).toEqual([2_000n, 9_000n]);
  await expect(byHand(client, { customer: customer.reference })).rejects.toThrow(
    'no unmatched payment "P-1"; list them with: payments match',
  );
});

test.each([
  ["of before that book is what the book had taken off already", "2026-03-04", 6_000n],
  ["of after that book is money besides", "2026-03-06", 2_000n],
])("a payment for an invoice first seen partly paid: one %s", async (_what, day, open) => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27830000005" }] });
  const paid = Temporal.PlainDate.from(day);
  await post(client, { invoiceReference: "PART-1", paidOn: paid });
  const invoice = await client.invoice(customer, 10_000n, "2026-03-20");
  // As the first book that lists it leaves it: 100.00, of which 40.00 is paid.
  await client.rows(sql`with seen as (update dunlin.invoice set reference = 'PART-1', open_minor = 6000
      where invoice_id = ${invoice.invoiceId} returning client_id, account_id),
    paid as (insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor,
        unallocated_minor, paid_on, received_at, invoice_reference)
      select client_id, account_id, 'opening', 'opening/1', 'ZAR', 4000, 0, date '2026-03-05', ${THURSDAY}, 'PART-1'
      from seen returning client_id, payment_id)
    insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at)
    select client_id, payment_id, ${invoice.invoiceId}, 4000, ${THURSDAY} from paid`);
  expect(await again(client)).toMatchObject({ matched: 1 });
  expect(await openMinors(client)).toEqual([open]);
});

test("messages of the time before the match are not held against anybody", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27830000003" }] });
  await client.invoice(customer, 4_000n, "2026-03-04");
  await post(client, { payer: "unknown" });
  await client.look(customer);
  await client.rows(sql`with out as (update dunlin.message set state = 'handed_over', attempt = 1,
      handed_over_at = ${THURSDAY}, ended_at = ${THURSDAY}
      where client_id = ${client.clientId} returning *),
    tried as (insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
      select client_id, message_id, 1, route_id, 1, now(), now(), 'sent' from out)
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
    select client_id, ${THURSDAY}, kind, customer_id, account_id, message_id, 'test', '{"attempt": 1}'
    from out, (values ('message.authorised'), ('message.handed_over')) k (kind)`);
  await byHand(client, { customer: customer.reference });
  const { invariants } = await judge(world.app, client.clientId);
  expect(invariants.flatMap((one) => one.violations)).toEqual([]);
  expect(invariants[1]!.checked).toBe(1);
});

test("the worker tries again by itself", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({ points: [{ address: "+27830000004" }] });
  await client.invoice(customer, 4_000n, "2026-03-01");
  await post(client, { invoiceReference: "INV-LATER" });
  const running = startRematching(world.db, silentLog, 5);
  await client.rows(
    sql`update dunlin.invoice set reference = 'INV-LATER' where client_id = ${client.clientId}`,
  );
  await vi.waitFor(async () => expect(await waiting(client)).toEqual([]), { timeout: 30_000 });
  await running.stop();
  expect(await openMinors(client)).toEqual([0n]);
});
