import { sql } from "kysely";
import { expect, test } from "vitest";
import { placeHold } from "#ledger/holds.ts";
import { nextDue } from "#cli/next-due.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { clockNow } from "#platform/clock.ts";
import { buildClient, openWorld, type BuiltClient, type Customer } from "#testing/builders.ts";
import { answerNotice, openNotices } from "./answering.ts";
import { callWishes } from "./call-wishes.ts";
import { findDebit, listDebits, listMandates } from "./lists.ts";
import { noticeClient } from "./notices.ts";
import { putOrders, type NewOrder } from "./orders.ts";
import { reactiveReport } from "./reactive.ts";
import { releaseStops } from "./releasing.ts";
import { recordResults } from "./results.ts";
import { markSent } from "./sending.ts";
import { setDebitSettings } from "./settings.ts";
import { stopDebits, stopsFor } from "./stops.ts";
import type { Option } from "./types.ts";

// The clock stands at Thursday 2026-03-05, 13:00 in Johannesburg.
const world = await openWorld();

const at = (text: string) => world.setNow(`${text}+02:00`);
const day = (text: string) => Temporal.PlainDate.from(text);
let count = 0;

const client = async (settings: Record<string, unknown> = {}): Promise<BuiltClient> => {
  await at("2026-03-05T13:00");
  const built = await buildClient(world);
  await built.within(async (tx) => {
    const how = { now: await clockNow(tx), actor: "test" };
    await setDebitSettings(tx, built.clientId, { scheme: "sepa_core", ...settings }, how);
  });
  return built;
};

const put = async (
  to: BuiltClient,
  customer: Customer,
  given: Partial<NewOrder> = {},
): Promise<string> => {
  count += 1;
  const order = {
    endToEndId: `E2E-${count}`,
    mandate: `M-${customer.reference}`,
    customerReference: customer.reference,
    amountMinor: 59_900n,
    currency: "ZAR",
    strikeOn: day("2026-03-25"),
    product: "Fibre 50",
    ...given,
  };
  const [done] = await to.within(async (tx) => {
    const how = { now: await clockNow(tx), actor: "test", source: "api" } as const;
    return await putOrders(tx, await loadContext(tx, to.clientId), [order], how);
  });
  expect(done?.reason).toBeUndefined();
  return done!.debitId!;
};

const debit = async (to: BuiltClient, id: string) =>
  (await to.within(async (tx) => await findDebit(tx, to.clientId, id)))!;

/** Notices are planned, handed over and followed up. */
const tell = async (to: BuiltClient): Promise<number> => {
  const said = await noticeClient(world.db, to.clientId);
  await to.rows(sql`update dunlin.message set state = 'delivered', handed_over_at = dunlin.clock_now(),
    delivered_at = dunlin.clock_now(), ended_at = dunlin.clock_now(), attempt = 1
    where client_id = ${to.clientId} and class = 'notice' and state = 'planned'`);
  await noticeClient(world.db, to.clientId);
  return said;
};

const answer = async (
  to: BuiltClient,
  customer: Customer,
  option: Option,
  debitIds?: readonly string[],
) =>
  await to.within(async (tx) => {
    const now = await clockNow(tx);
    const open = await openNotices(tx, to.clientId, customer.customerId, now);
    const ids = debitIds ?? open.map((one) => one.debitId);
    const given = { customerId: customer.customerId, option, inboundId: undefined };
    return await answerNotice(tx, to.clientId, { ...given, by: "customer", debitIds: ids }, now);
  });

const kinds = async (to: BuiltClient): Promise<string[]> =>
  (await to.events()).filter((kind) => /^(debit|mandate|dispute)\./u.test(kind));

test("the notice goes out when the period asks for it, once, in the words of the order", async () => {
  const own = await client();
  const customer = await own.customer();
  const id = await put(own, customer);
  // 14 days before 2026-03-25 is 2026-03-11: nothing before its morning.
  expect(await debit(own, id)).toMatchObject({ state: "planned", noticeLate: false });
  expect(await noticeClient(world.db, own.clientId)).toBe(0);
  // A test clock stops there on its way.
  const morning = await nextDue(world.db, await clockNow(world.db));
  expect(morning?.toZonedDateTimeISO("Africa/Johannesburg").toPlainDate()).toEqual(
    day("2026-03-11"),
  );
  await at("2026-03-11T09:00");
  expect(await tell(own)).toBe(1);
  expect(await noticeClient(world.db, own.clientId)).toBe(0);
  const [message] = await own.messages(sql`class = 'notice'`);
  expect(message!.body).toMatch(/debit.*599.*Fibre 50/su);
  expect(message!.body).toMatch(/1.*cancel/su);
  // For questions and to reach the seller there is one number, said once.
  expect(message!.body.split("+27215550100")).toHaveLength(2);
  expect(await debit(own, id)).toMatchObject({ state: "notified", told: "delivered" });
  expect(await kinds(own)).toEqual(["mandate.added", "debit.planned", "debit.notified"]);
});

test("a changed debit takes its queued notice back and is said again; a late one is flagged", async () => {
  const own = await client();
  const customer = await own.customer();
  const id = await put(own, customer, { endToEndId: "CHANGED", strikeOn: day("2026-03-13") });
  expect(await debit(own, id)).toMatchObject({ noticeLate: true, noticeBy: day("2026-02-27") });
  await noticeClient(world.db, own.clientId);
  await put(own, customer, { endToEndId: "CHANGED", strikeOn: day("2026-03-13"), amountMinor: 1n });
  expect((await own.messages()).map((one) => `${one.state} ${one.reason}`)).toEqual([
    "suppressed debit_changed",
  ]);
  await tell(own);
  expect(await debit(own, id)).toMatchObject({ state: "notified", amountMinor: 1n });
  // Told already: another day must be told as well.
  await put(own, customer, { endToEndId: "CHANGED", strikeOn: day("2026-03-27"), amountMinor: 1n });
  expect(await debit(own, id)).toMatchObject({ state: "planned", noticeLate: false });
  // The same order again changes nothing.
  await put(own, customer, { endToEndId: "CHANGED", strikeOn: day("2026-03-27"), amountMinor: 1n });
  expect((await kinds(own)).filter((kind) => kind === "debit.changed")).toHaveLength(2);
});

test("a notice follows the facts: breathing space keeps it back, an opt-out moves it to another channel", async () => {
  const own = await client();
  const points = [{ address: "+27821112233" }, { address: "thandi@mail.example", rank: 1 }];
  const customer = await own.customer({ points });
  await put(own, customer, { strikeOn: day("2026-03-13") });
  await noticeClient(world.db, own.clientId);
  await own.within(async (tx) => {
    const now = await clockNow(tx);
    const hold = {
      customerReference: customer.reference,
      kind: "breathing_space",
      by: "test",
    } as const;
    await placeHold(tx, own.clientId, hold, now);
    await evaluate(tx, await loadContext(tx, own.clientId), [customer.customerId], now, "test");
  });
  await noticeClient(world.db, own.clientId);
  expect((await own.messages()).map((one) => one.state)).toEqual(["suppressed"]);
  const [line] = await own.within(
    async (tx) => await listDebits(tx, own.clientId, {}, { limit: 9 }),
  );
  expect(line).toMatchObject({ state: "planned", noticeProblem: "breathing_space" });
  await own.rows(sql`update dunlin.hold set ended_at = dunlin.clock_now(), ended_by = 'test'
    where client_id = ${own.clientId}`);
  await own.rows(sql`insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by, opted_out_why)
    values (${own.clientId}, 'sms', '+27821112233', dunlin.clock_now(), 'test', 'manual')`);
  await at("2026-03-05T20:00");
  await tell(own);
  expect((await own.messages()).map((one) => `${one.channel} ${one.state}`)).toEqual([
    "sms suppressed",
    "email delivered",
  ]);
});

test("each option stops the debit at once; what it means besides is done as well", async () => {
  const own = await client();
  const told = async (given: Partial<NewOrder> = {}) => {
    const customer = await own.customer();
    const id = await put(own, customer, { strikeOn: day("2026-03-13"), ...given });
    return { customer, id };
  };
  const one = await told();
  const two = await told();
  const later = await put(own, two.customer, { strikeOn: day("2026-04-13") });
  const three = await told();
  const four = await told();
  const invoice = await own.invoice(four.customer, 59_900n, "2026-03-01");
  await tell(own);
  for (const [who, option] of [
    [one, 1],
    [two, 2],
    [three, 3],
    [four, 4],
  ] as const) {
    const [stopped] = await answer(own, who.customer, option);
    expect(stopped).toMatchObject({ debitId: who.id, afterCutoff: false, repeated: false });
    expect(await debit(own, who.id)).toMatchObject({ state: "stopped" });
  }
  // The agreement is over: its later debits are stopped too, and what comes under it is stopped as it comes.
  expect(await debit(own, later)).toMatchObject({
    state: "stopped",
    stoppedAs: "cancel_agreement",
  });
  const after = await put(own, two.customer, { strikeOn: day("2026-05-13") });
  expect(await debit(own, after)).toMatchObject({ state: "stopped" });
  const mandates = await own.within(
    async (tx) => await listMandates(tx, own.clientId, { state: "cancelled" }, { limit: 9 }),
  );
  expect(mandates.map((mandate) => mandate.customer)).toEqual([two.customer.reference]);
  // The wrong amount is disputed: the ladder does not ask for it.
  const holds = await own.rows(sql<{ kind: string }>`
    select kind from dunlin.hold where customer_id = ${four.customer.customerId} and ended_at is null`);
  expect(holds).toEqual([{ kind: "dispute" }]);
  expect(invoice.accountId).toBeDefined();
  // Who wants to be called is on top of the call list.
  const [first] = await own.within(
    async (tx) => await callWishes(tx, own.clientId, await clockNow(tx)),
  );
  expect(first).toMatchObject({ customer: three.customer.reference, amountMinor: 59_900n });
  // Said twice is stopped once; another digit adds what it means.
  expect((await answer(own, one.customer, 1))[0]).toMatchObject({ repeated: true });
  expect((await answer(own, one.customer, 2))[0]).toMatchObject({ meaning: "cancel_agreement" });
  const stops = await own.within(async (tx) => await stopsFor(tx, own.clientId));
  expect(stops.filter((stop) => stop.debitId === one.id).map((stop) => stop.meaning)).toEqual([
    "cancel_debit",
    "cancel_agreement",
  ]);
  expect(stops.find((stop) => stop.debitId === one.id)).toMatchObject({
    mandateId: `M-${one.customer.reference}`,
    option: 1,
    customerReference: one.customer.reference,
  });
  const [line] = await own.within(
    async (tx) =>
      await reactiveReport(tx, own.clientId, { from: day("2026-03-13"), to: day("2026-03-13") }),
  );
  expect(line).toMatchObject({
    debits: 4,
    sent: 4,
    delivered: 4,
    answered: 4,
    tooLate: 0,
    byMeaning: { cancel_debit: 0, cancel_agreement: 2, call_me: 1, wrong_amount: 1 },
    stopped: [{ currency: "ZAR", minor: 239_600n }],
  });
});

test("one digit with two notices stops both; what the customer excludes goes on, its agreement too", async () => {
  const own = await client();
  const customer = await own.customer();
  const first = await put(own, customer, { strikeOn: day("2026-03-13") });
  const second = await put(own, customer, { mandate: "M-second", strikeOn: day("2026-03-14") });
  await tell(own);
  expect((await answer(own, customer, 2)).map((one) => one.debitId)).toEqual([first, second]);
  await own.within(async (tx) => {
    const how = { by: "customer", why: "excluded by the customer" };
    await releaseStops(tx, own.clientId, { debitIds: [second] }, how, await clockNow(tx));
  });
  expect(await debit(own, first)).toMatchObject({ state: "stopped" });
  expect(await debit(own, second)).toMatchObject({ state: "notified", stoppedAs: null });
  const active = await own.within(
    async (tx) => await listMandates(tx, own.clientId, { state: "active" }, { limit: 9 }),
  );
  expect(active.map((one) => one.reference)).toEqual(["M-second"]);
});

test("after the cut-off it is too late, said so, and lifted stops do not bring a debit back", async () => {
  const own = await client();
  const customer = await own.customer();
  const id = await put(own, customer, { strikeOn: day("2026-03-13") });
  await tell(own);
  await at("2026-03-12T15:59");
  await answer(own, customer, 1);
  await at("2026-03-12T16:00");
  const lift = async () =>
    await own.within(async (tx) => {
      const now = await clockNow(tx);
      return await releaseStops(tx, own.clientId, { debitIds: [id] }, { by: "ann", why: "x" }, now);
    });
  expect(await lift()).toMatchObject([{ debitId: id, state: "cancelled" }]);
  const other = await own.customer();
  const late = await put(own, other, { strikeOn: day("2026-03-13") });
  await tell(own);
  expect(await answer(own, other, 1, [late])).toMatchObject([
    { afterCutoff: true, refundDays: 56, debitId: late },
  ]);
  expect(await debit(own, late)).toMatchObject({ stoppedLate: true });
  expect((await debit(own, late)).state).not.toBe("stopped");
  expect(await kinds(own)).toContain("debit.stop_too_late");
});

test("a stop by key waits for its debit; sent and stopped never meet", async () => {
  const own = await client();
  const customer = await own.customer();
  const stop = async (which: { mandate?: string; endToEnd?: string }) =>
    await own.within(async (tx) => {
      const how = { meaning: "manual", by: "cli", reason: "asked by phone" } as const;
      return await stopDebits(tx, own.clientId, which, how, await clockNow(tx));
    });
  expect(await stop({ endToEnd: "UNKNOWN-1" })).toMatchObject([{ repeated: false }]);
  expect(await stop({ endToEnd: "UNKNOWN-1" })).toMatchObject([{ repeated: true }]);
  await stop({ mandate: "M-other" });
  const first = await put(own, customer, { endToEndId: "UNKNOWN-1" });
  const second = await put(own, customer, { endToEndId: "KNOWN-2" });
  const third = await put(own, customer, { endToEndId: "KNOWN-3", mandate: "M-other" });
  expect([
    (await debit(own, first)).state,
    (await debit(own, second)).state,
    (await debit(own, third)).state,
  ]).toEqual(["stopped", "planned", "stopped"]);
  // Lifted for the debit alone, the mandate's stop stands; lifted as well, the debit goes on.
  const lift = async (mandate: boolean) =>
    await own.within(async (tx) => {
      const stops = await stopsFor(tx, own.clientId);
      const stopIds = stops
        .filter((one) => one.mandateId === "M-other" && mandate === (one.endToEndId === undefined))
        .map((one) => one.stopId);
      const how = { by: "ann", why: "asked" };
      return await releaseStops(tx, own.clientId, { stopIds }, how, await clockNow(tx));
    });
  await lift(false);
  expect((await debit(own, third)).state).toBe("stopped");
  await lift(true);
  expect((await debit(own, third)).state).toBe("planned");
  const sent = await own.within(async (tx) => {
    const how = { now: await clockNow(tx), actor: "cli" };
    return await markSent(tx, own.clientId, ["UNKNOWN-1", "KNOWN-2", "NOBODY"], how);
  });
  expect(sent).toEqual({ sent: 1, unchanged: 0, unknown: ["NOBODY"], stopped: ["UNKNOWN-1"] });
});

test("a returned debit is presented again as its scheme allows, and never after a stop", async () => {
  const own = await client();
  const customer = await own.customer();
  const id = await put(own, customer, { endToEndId: "RETURNED", strikeOn: day("2026-03-04") });
  const result = (endToEndId: string, reasonCode: string, cause: string) => ({
    endToEndId,
    outcome: "returned" as const,
    reasonCode,
    amountMinor: 59_900n,
    currency: "ZAR",
    on: day("2026-03-05"),
    cause,
  });
  const record = async (...results: ReturnType<typeof result>[]) =>
    await own.within(
      async (tx) => await recordResults(tx, own.clientId, results, await clockNow(tx)),
    );
  const [recorded] = await record(result("RETURNED", "AM04", "entry-1"));
  expect(recorded).toMatchObject({ status: "recorded", customerReference: customer.reference });
  expect(recorded!.retry!.strikeOn.toString()).toBe("2026-03-10");
  expect(await debit(own, id)).toMatchObject({ state: "returned", reasonCode: "AM04" });
  expect(await debit(own, "RETURNED-R1")).toMatchObject({ attempt: 1, state: "planned" });
  const again = await record(result("RETURNED", "AM04", "entry-1"), result("NOBODY", "AM04", "x"));
  expect(again.map((one) => one.status)).toEqual(["repeated", "unknown"]);
  await put(own, customer, { endToEndId: "CLOSED", strikeOn: day("2026-03-04") });
  expect((await record(result("CLOSED", "AC04", "entry-2")))[0]!.retry).toBeUndefined();
  await own.within(async (tx) => {
    const how = { meaning: "cancel_agreement", by: "api" } as const;
    const now = await clockNow(tx);
    await stopDebits(tx, own.clientId, { mandate: `M-${customer.reference}` }, how, now);
  });
  expect((await record(result("RETURNED-R1", "AM04", "entry-3")))[0]!.retry).toBeUndefined();
});
