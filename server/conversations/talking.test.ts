import { sql } from "kysely";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { noticeClient } from "#debits/notices.ts";
import { putOrders } from "#debits/orders.ts";
import { startDispatcher } from "#messages/dispatch/dispatch.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { postPayments } from "#payments/payments.ts";
import { silentLog } from "#platform/log.ts";
import { until } from "#testing/dispatch-world.ts";
import { FakeRoute } from "#testing/fake-route.ts";
import { bringIn } from "./by-hand.ts";
import { moveDialogues } from "./dialogue-upkeep.ts";
import { harbour, NOW, openHearing, type Harbour } from "./fixtures.ts";

const { db, at, setNow, openDoor } = await openHearing();
await openDoor();
const PHONE = "+27821234567";
const OTHER = "+27821234568";
const hours = (count: number) => NOW.add({ hours: count });

beforeEach(async () => await setNow(NOW));

/** A customer who owes R 1,000 since a month. */
async function owing(here: Harbour, points = [{ address: PHONE }]) {
  const customerId = await here.customer(points);
  await here.owes(customerId, 100_000n, "2026-02-05");
  return customerId;
}

/** The words of the answer to the last reply. */
const lastSaid = async (here: Harbour) => (await here.messages()).at(-1)!;
const states = async (here: Harbour) =>
  (
    await here.rows(
      sql<{ state: string }>`select state from dunlin.dialogue_session order by changed_at`,
    )
  ).map((row) => row.state);
const promises = async (here: Harbour) =>
  (
    await here.rows(
      sql<{
        told: string;
      }>`select amount_minor || ' ' || due_on || ' ' || state as told from dunlin.promise order by due_on, amount_minor`,
    )
  ).map((row) => row.told);
const holds = async (here: Harbour) =>
  (
    await here.rows(
      sql<{ kind: string }>`select kind from dunlin.hold where ended_at is null order by placed_at`,
    )
  ).map((row) => row.kind);

describe("half now and the rest on friday", async () => {
  const here = await harbour(db);
  const customerId = await owing(here);
  await here.rows(sql`update dunlin.client set book_as_of = ${NOW}`);
  const fake = new FakeRoute();
  /** Everything that waits goes out. */
  const handOver = async () => {
    const waiting = sql<{ count: number }>`select count(*)::integer as count from dunlin.message
      where state in ('planned', 'queued')`;
    await until(async () => (await here.rows(waiting))[0]!.count === 0);
    return fake.taken.splice(0).map(({ text }) => text);
  };
  const look = async (now: Temporal.Instant) => {
    await setNow(now);
    return await here.within(
      async (tx) =>
        await evaluate(tx, await loadContext(tx, here.clientId), [customerId], now, "test"),
    );
  };

  test("the ladder is quiet from the promise to the last payment", async () => {
    const dispatcher = await startDispatcher({
      db,
      at,
      openRoute: () => fake,
      redecide: () => Promise.resolve(),
      allowedAt: (_client, _message, nowMs) => ({ at: nowMs }),
      inbound: () => Promise.resolve(),
      log: silentLog,
      pollMs: 50,
      upkeepMs: 50,
    });
    onTestFinished(async () => await dispatcher.stop());
    await here.within(async (tx) => {
      const policy = `name: Reminders
steps:
  - { id: reminder, when: 1 day after anchor, channels: sms, template: reminder }
  - { id: second, when: 29 days after anchor, channels: sms, template: second_reminder }
`;
      expect(await applyPolicy(tx, here.clientId, policy, NOW, "test")).toMatchObject({
        version: 1,
      });
    });
    await look(NOW);
    expect(await handOver()).toMatchObject([expect.stringContaining("R 1 000,00")]);

    await here.text(PHONE, "can I pay half now and the rest on friday");
    const [asked] = await handOver();
    expect(asked).toMatch(/R 500,00.*R 500,00.*0?6 Mar 2026/u);
    expect(await promises(here)).toEqual([]);
    const yes = await here.text(PHONE, "yes");
    expect(yes).toMatchObject({ unread: false, did: ["promise", "promise", "say: pay_link"] });
    const [link] = await handOver();
    expect(link).toMatch(/R 500,00.*https:\/\/pay\.harbour\.example\/P\//u);
    expect(await promises(here)).toEqual(["50000 2026-03-05 open", "50000 2026-03-06 open"]);
    expect(await states(here)).toEqual(["paying"]);
    expect(await look(hours(1))).toMatchObject({ messages: 0 });

    const pay = async (reference: string, now: Temporal.Instant) => {
      await setNow(now);
      await here.within(async (tx) => {
        const payment = {
          reference,
          customerReference: "HF-1",
          currency: "ZAR",
          amountMinor: 50_000n,
        };
        const paidOn = Temporal.PlainDate.from("2026-03-05");
        const context = await loadContext(tx, here.clientId);
        await postPayments(tx, context, [{ ...payment, paidOn }], { now, actor: "test" });
        expect(await moveDialogues(tx, here.clientId, now)).toBe(1);
      });
    };
    await pay("one", hours(2));
    expect(await promises(here)).toEqual(["50000 2026-03-05 kept", "50000 2026-03-06 open"]);
    expect(await states(here)).toEqual(["idle"]);

    await look(hours(5));
    expect(await handOver()).toMatchObject([expect.stringMatching(/R 500,00/u)]);
    expect((await here.messages()).at(-1)).toMatchObject({ template: "promise_reminder" });
    await setNow(hours(19));
    expect(await here.text(PHONE, "PAY")).toMatchObject({ did: ["say: pay_link"], unread: false });
    expect(await handOver()).toMatchObject([expect.stringContaining("R 500,00")]);
    await pay("two", hours(20));
    expect(await promises(here)).toEqual(["50000 2026-03-05 kept", "50000 2026-03-06 kept"]);
    await look(hours(24 * 5));
    expect(await handOver()).toEqual([]);
    const ladder = (await here.messages()).filter((one) => one.class === "collection");
    expect(ladder.map((one) => one.state)).toEqual(["handed_over"]);
  });
});

test("a promise is read back, corrected, and stands only after a yes; the session ends by the clock", async () => {
  const here = await harbour(db);
  await owing(here);
  await here.text(PHONE, "I will pay on monday");
  expect((await lastSaid(here)).body).toMatch(/R 1 000,00.*0?9 Mar 2026/u);
  await here.text(PHONE, "no, friday");
  expect((await lastSaid(here)).body).toMatch(/R 1 000,00.*0?6 Mar 2026/u);
  expect(await here.text(PHONE, "what is my balance")).toMatchObject({ did: ["balance"] });
  await here.within(async (tx) => await moveDialogues(tx, here.clientId, hours(25)));
  expect(await states(here)).toEqual(["over"]);
  await setNow(hours(25));
  expect(await here.text(PHONE, "yes")).toMatchObject({ did: ["say: session_over"] });
  expect(await promises(here)).toEqual([]);
  await here.text(PHONE, "I will pay on monday");
  await here.text(PHONE, "yes please");
  expect(await promises(here)).toEqual(["100000 2026-03-09 open"]);
  expect(await lastSaid(here)).toMatchObject({ template: "promise_made", state: "planned" });
});

test("a session of another version ends gently, and after two replies nobody understands a person is asked", async () => {
  const here = await harbour(db);
  await owing(here);
  await here.text(PHONE, "I will pay on monday");
  await here.rows(
    sql`update dunlin.dialogue_session set version = 77, data = '{"shape": "other"}'`,
  );
  expect(await here.text(PHONE, "yes")).toMatchObject({
    did: ["say: session_over"],
    unread: false,
  });
  await here.text(PHONE, "I will pay on monday");
  expect(await here.text(PHONE, "qwrt zxcv")).toMatchObject({ did: ["say: yes_no_again"] });
  expect(await here.text(PHONE, "qwrt zxcv")).toMatchObject({ unread: true });
  const reasons = await here.rows(sql<{
    forPerson: string | null;
    intent: string;
    understoodBy: string;
  }>`
    select for_person, intent, understood_by from dunlin.inbound order by inbound_id desc limit 1`);
  expect(reasons).toMatchObject([{ forPerson: "not_understood", intent: "other" }]);
});

test("a dispute, hardship and a claim hold the ladder, and a person hears of them", async () => {
  const here = await harbour(db);
  await owing(here);
  const dispute = await here.text(
    PHONE,
    "I dispute invoice INV-1, the amount is wrong, I never used that",
  );
  expect(dispute.did).toContain("dispute");
  const claim = await here.text(PHONE, "I already paid this");
  expect(claim.did).toEqual(["checkClaim", "say: paid_already_proof"]);
  const hardship = await here.text(PHONE, "I lost my job and can't afford food");
  expect(hardship).toMatchObject({
    unread: true,
    did: ["hardship", "say: hardship_noted", "person: hardship"],
  });
  expect((await holds(here)).toSorted()).toEqual(["dispute", "manual", "vulnerable"]);
  expect(await here.events()).toEqual(
    expect.arrayContaining([
      "dispute.opened",
      "hold.placed",
      "conversation.needs_person",
      "dialogue.stepped",
    ]),
  );
});

describe("who is told", () => {
  test("a wrong person is told nothing more, what waits there is withdrawn, and the ladder leaves it alone", async () => {
    const here = await harbour(db);
    const customerId = await owing(here, [{ address: PHONE }, { address: OTHER }]);
    await here.message({ address: PHONE, customerId });
    const heard = await here.text(PHONE, "wrong number");
    expect(heard.did).toEqual(["wrongPerson", "say: wrong_person_noted"]);
    expect(
      (await here.messages()).map((one) => `${one.template} ${one.state} ${one.reason}`),
    ).toEqual(["reminder suppressed wrong_person", "wrong_person_noted planned null"]);
    expect(await here.events()).toContain("contact_point.wrong_person");
    await here.text(PHONE, "BALANCE");
    expect(await lastSaid(here)).toMatchObject({ template: "identity_needed" });
    expect((await lastSaid(here)).body).not.toMatch(/HF-1|Dlamini|1 000/u);
    expect(await here.text(PHONE, "I lost my job and can't afford food")).toMatchObject({
      did: [],
    });
    expect(await holds(here)).toEqual([]);
    await here.text(OTHER, "BALANCE");
    expect(await lastSaid(here)).toMatchObject({ template: "balance" });
  });

  test("after a long silence identity is asked for, again and again, until it is proven by the link", async () => {
    const here = await harbour(db);
    await owing(here);
    const later = hours(24 * 181);
    await setNow(later);
    for (const asked of ["BALANCE", "PAY", "balance"]) {
      await here.text(PHONE, asked);
      expect(await lastSaid(here)).toMatchObject({ template: "identity_needed" });
      expect((await lastSaid(here)).body).toMatch(/https:\/\/pay\.harbour\.example\/P\//u);
    }
    await here.rows(
      sql`update dunlin.pay_link set proven_at = ${later} where client_id = ${here.clientId}`,
    );
    await here.text(PHONE, "PAY");
    expect(await lastSaid(here)).toMatchObject({ template: "pay_link" });
  });
});

test("a person who has the conversation silences the machine, but never STOP", async () => {
  const here = await harbour(db);
  await owing(here);
  await here.text(PHONE, "hello");
  await here.rows(
    sql`update dunlin.conversation set held_by_person = 'agent', held_since = ${NOW}`,
  );
  expect(await here.text(PHONE, "PAY")).toMatchObject({ unread: true, did: [] });
  expect(await here.text(PHONE, "STOP")).toMatchObject({ did: ["optOut", "say: stop_confirmed"] });
});

test("what could not be read back is not agreed by a yes", async () => {
  const here = await harbour(db);
  await owing(here);
  await here.rows(sql`update dunlin.route set enabled = false`);
  expect(await here.text(PHONE, "I will pay on monday")).toMatchObject({ unread: true });
  await here.rows(sql`update dunlin.route set enabled = true`);
  expect(await here.text(PHONE, "yes")).toMatchObject({ did: ["person: not_understood"] });
  expect(await promises(here)).toEqual([]);
});

test("two of the same reply at once are taken one after the other", async () => {
  const here = await harbour(db);
  await owing(here);
  await here.text(PHONE, "I will pay on monday");
  await Promise.all([here.text(PHONE, "yes"), here.text(PHONE, "yes")]);
  expect(await promises(here)).toEqual(["100000 2026-03-09 open"]);
});

test("a number answers the notice of a debit at once; with two open, both are stopped and the other one goes on", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  let number = 0;
  const announce = async (product: string) => {
    number += 1;
    const order = {
      endToEndId: `E2E-${number}`,
      mandate: `M-${number}`,
      customerReference: "HF-1",
      amountMinor: 9_900n,
      currency: "ZAR",
      strikeOn: Temporal.PlainDate.from("2026-03-09"),
      product,
    };
    await here.within(async (tx) => {
      const context = await loadContext(tx, here.clientId);
      await putOrders(tx, context, [order], { now: NOW, actor: "test", source: "api" });
    });
    await noticeClient(db, here.clientId);
    await here.rows(sql`update dunlin.message set state = 'delivered', attempt = 1, handed_over_at = ${NOW}
      where template = 'pre_debit' and state = 'planned'`);
    await noticeClient(db, here.clientId);
  };
  const debits = async () =>
    (
      await here.rows(
        sql<{
          told: string;
        }>`select product || ' ' || state as told from dunlin.debit_order order by product`,
      )
    ).map((row) => row.told);
  await setNow(hours(24));
  await announce("gym");
  const stopped = await here.text(PHONE, "1");
  expect(stopped).toMatchObject({ did: ["answerDebits", "say: debit_stopped_cancel_debit"] });
  expect(stopped.unread).toBe(false);
  expect((await lastSaid(here)).body).toMatch(/R 99,00.*gym/u);
  expect(await debits()).toEqual(["gym stopped"]);

  await announce("insurance");
  await announce("phone");
  expect(await here.text(PHONE, "1.")).toMatchObject({ did: ["answerDebits", "say: debit_which"] });
  expect(await debits()).toEqual(["gym stopped", "insurance stopped", "phone stopped"]);
  expect((await lastSaid(here)).body).toMatch(/1: insurance.*R 99,00[^]*2: phone/u);
  expect(await here.text(PHONE, "2")).toMatchObject({ unread: false });
  expect(await debits()).toEqual(["gym stopped", "insurance notified", "phone stopped"]);
});

test("a text brought in by hand is answered with links that lead somewhere", async () => {
  const here = await harbour(db);
  await owing(here);
  const { heard, ...told } = await bringIn(db, here.clientId, {
    from: PHONE,
    to: "27600000000",
    text: "PAY",
  });
  expect(heard.did).toEqual(["say: pay_link"]);
  expect(told).toMatchObject({ customer: "HF-1" });
  expect(told.answer).toMatch(/https:\/\/pay\.harbour\.example\/p\/[\w-]{22}/u);
});
