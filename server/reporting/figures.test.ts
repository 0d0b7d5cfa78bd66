// Figures over time, comparison, attention and forecast, read from one client's history of some weeks.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { SCOPES } from "#auth/permissions.ts";
import { attention } from "#reporting/attention.ts";
import { comparison } from "#reporting/comparison.ts";
import { lastDays } from "#reporting/days.ts";
import { figures } from "#reporting/figures.ts";
import { forecast } from "#reporting/forecast.ts";
import { monthlyAsPdf } from "#reporting/monthly-pdf.ts";
import { monthlyReport, monthOf } from "#reporting/monthly.ts";
import { agedBy, type Move } from "#reporting/outstanding.ts";
import { todaysPlan } from "#reporting/todays-plan.ts";
import { buildClient, openWorld, THURSDAY } from "#testing/builders.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { reversePayments } from "#payments/reversing.ts";

const world = await openWorld();
const later = (days: number) => THURSDAY.add({ hours: 24 * days });
const day = (days: number) => later(days).toZonedDateTimeISO("Africa/Johannesburg").toPlainDate();

const client = await buildClient(world);
const { clientId } = client;
const [payer, silent] = [await client.customer(), await client.customer()];
// Due the day before: spoken to on Thursday.
const invoice = await client.invoice(payer, 10_000n, "2026-03-04");
await client.invoice(silent, 5_000n, "2026-03-04");
await client.invoice(silent, 700n, "2026-03-20", { currency: "EUR" });
await client.look(payer, silent);
await client.rows(sql`update dunlin.message set price_micros = 250000`);
await client.deliver();

const options = (now: Temporal.Instant) => ({ now, actor: "test" });
// Paid a day later, returned three days after that.
await world.setNow(later(1));
await client.within(async (tx) => {
  const context = await loadContext(tx, clientId);
  await postPayments(
    tx,
    context,
    [
      {
        reference: "P-1",
        customerReference: payer.reference,
        invoiceReference: invoice.reference,
        currency: "ZAR",
        amountMinor: 10_000n,
        paidOn: day(1),
      },
    ],
    options(later(1)),
  );
});
await world.setNow(later(4));
await client.within(async (tx) => {
  const context = await loadContext(tx, clientId);
  const { rows } = await sql<{ id: string }>`select payment_id as id from dunlin.payment`.execute(
    tx,
  );
  const reversal = {
    paymentId: rows[0]!.id,
    amountMinor: 10_000n,
    reason: "returned" as const,
    cause: "entry",
  };
  await reversePayments(tx, context, [reversal], options(later(4)));
});
await world.setNow(later(5));
const NOW = later(5);

test("what was open stays as it was on each day, also after money went back; currencies stay apart", async () => {
  const { money } = await client.within(
    async (tx) => await figures(tx, clientId, { from: day(-1), to: day(5) }, "day"),
  );
  const of = (currency: string) => money.find((one) => one.currency === currency)!.days;
  expect(of("ZAR").map((one) => one.outstanding_minor)).toEqual([
    0n,
    15_000n,
    5_000n,
    5_000n,
    5_000n,
    15_000n,
    15_000n,
  ]);
  expect(
    of("ZAR")
      .map((one) => one.days_1_30_minor)
      .at(-1),
  ).toBe(15_000n);
  expect(
    of("EUR")
      .map((one) => one.not_due_minor)
      .at(-1),
  ).toBe(700n);
  expect(of("ZAR").map((one) => one.collected_minor)).toEqual([0n, 0n, 10_000n, 0n, 0n, 0n, 0n]);
  expect(of("ZAR").map((one) => one.returned_minor)).toEqual([0n, 0n, 0n, 0n, 0n, 10_000n, 0n]);
  expect(of("ZAR")[2]!.paid_48h_minor).toBe(10_000n);
});

test("by weeks: flows are summed, what is open is that of the last day; the same as by days", async () => {
  const [weeks, days] = await client.within(async (tx) => [
    await figures(tx, clientId, { from: day(-1), to: day(5) }, "week"),
    await figures(tx, clientId, { from: day(-1), to: day(5) }, "day"),
  ]);
  const [first, second] = weeks.money.find((one) => one.currency === "ZAR")!.days;
  expect(first).toMatchObject({ collected_minor: 10_000n, outstanding_minor: 5_000n });
  expect(second).toMatchObject({ returned_minor: 10_000n, outstanding_minor: 15_000n });
  expect(first!.date.toString()).toBe("2026-03-02");
  expect(days.contacts.reduce((sum, one) => sum + one.contacted, 0)).toBe(
    weeks.contacts.reduce((sum, one) => sum + one.contacted, 0),
  );
  // A payment that went back is none that a contact brought.
  expect(weeks.contacts[0]).toMatchObject({ contacted: 3 - 1, reached: 2, replied: 0, paid: 0 });
});

test("moves age over the class borders, wherever they begin", () => {
  const moves: Move[] = [{ currency: "ZAR", day: 100, dueOn: 100, minor: 5n }];
  const span = {
    from: Temporal.PlainDate.from("1970-04-10"),
    to: Temporal.PlainDate.from("1970-08-01"),
  };
  const rows = agedBy(moves, span, "day").get("ZAR")!;
  const at = (number: number) => rows[number - 99]!.findIndex((minor) => minor === 5n);
  expect([100, 101, 130, 131, 160, 161, 190, 191].map(at)).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
});

test("reminders compared: what customers did counts once, for the last reminder before it", async () => {
  const period = { from: later(-1), to: later(6) };
  await client.rows(sql`
    with held as (insert into dunlin.hold (client_id, customer_id, account_id, kind, placed_at, placed_by, ended_at, ended_by)
      values (${clientId}, ${payer.customerId}, ${invoice.accountId}, 'promise', ${later(1)}, 'test', ${later(4)}, 'test')
      returning hold_id)
    insert into dunlin.promise (client_id, account_id, hold_id, amount_minor, due_on, made_at, made_by, state, decided_at)
    select ${clientId}, ${invoice.accountId}, hold_id, 100, '2026-03-09', ${later(1)}, 'test', 'kept', ${later(4)} from held`);
  const [sent] = await client.messages(sql`customer_id = ${payer.customerId}`);
  await client.rows(sql`
    insert into dunlin.opting (client_id, channel, address, opted_out, at, by)
    select client_id, channel, address, true, ${later(1)}, 'test' from dunlin.message where message_id = ${sent!.messageId}`);
  // Told of again, and this time it stays: within two days of the reminder by its own date.
  await client.rows(sql`
    insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor, paid_on, received_at)
    values (${clientId}, ${invoice.accountId}, 'reported', 'P-2', 'ZAR', 2500, 2500, ${day(1)}, ${later(5)})`);
  const lines = await client.within(
    async (tx) => await comparison(tx, clientId, "channel", period),
  );
  expect(lines).toMatchObject([
    {
      key: "sms",
      sent: 2,
      delivered: 2,
      failed: 0,
      accounts: 2,
      opted_out: 1,
      promises_made: 1,
      promises_kept: 1,
      promises_broken: 0,
      cost: { currency: "ZAR", minor: 50n },
      paid: [{ currency: "ZAR", accounts: 1, minor: 2_500n, cost_per_unit: 0.02 }],
    },
  ]);
  const hours = await client.within(async (tx) => await comparison(tx, clientId, "hour", period));
  expect(hours.map(({ key }) => key)).toEqual(["13"]);
});

test("what needs a person: only what is there, and what one may look at", async () => {
  await client.rows(sql`update dunlin.message set state = 'held', reason = 'missing: x'
    where message_id = (select message_id from dunlin.message limit 1)`);
  const all = await client.within(
    async (tx) => await attention(tx, clientId, NOW, new Set(SCOPES)),
  );
  expect(all).toMatchObject([{ kind: "held_messages", count: 1, list: "/v1/messages?state=held" }]);
  const none = await client.within(
    async (tx) => await attention(tx, clientId, NOW, new Set(["reports:read"])),
  );
  expect(none).toEqual([]);
});

test("the forecast is of what is open, within its band; today's plan counts what goes out", async () => {
  const { currencies } = await client.within(async (tx) => await forecast(tx, clientId, NOW, 60));
  const zar = currencies.find(({ currency }) => currency === "ZAR")!;
  expect(zar.open_minor).toBe(15_000n);
  const { total_minor: total, low_minor: low, high_minor: high } = zar.days.at(-1)!;
  expect(low < total && total < high && high <= 15_000n).toBe(true);
  expect(zar.days).toHaveLength(60);
  const plan = await client.within(async (tx) => await todaysPlan(tx, clientId, THURSDAY));
  expect(plan.sent).toBe(2);
  expect(plan.lines[0]).toMatchObject({ hour: 13, channel: "sms", step: "reminder" });
});

test("the month on paper is a PDF, the same twice; a month that has not begun is none", async () => {
  const [pdf, again] = await client.within(async (tx) => {
    const month = (await monthOf(tx, clientId, "2026-03", NOW))!;
    const made = await monthlyReport(tx, clientId, month, NOW);
    return [await monthlyAsPdf(made, "pl"), await monthlyAsPdf(made, "pl")];
  });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.equals(again)).toBe(true);
  expect(await client.within(async (tx) => await monthOf(tx, clientId, "2026-04", NOW))).toBe(
    undefined,
  );
  expect(lastDays(day(5), 7).from).toEqual(day(-1));
});
