import { sql } from "kysely";
import { expect, test } from "vitest";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { asClient } from "#platform/db.ts";
import { harbour, NOW, openHearing, type Harbour } from "./fixtures.ts";

const { db } = await openHearing();
const PHONE = "+27821234567";
const OTHER = "+27821234568";
const MAILBOX = "noluthando@example.com";

const stateOf = async (here: Harbour, messageId: string) => {
  const found = (await here.messages()).find((message) => message.messageId === messageId);
  return `${found?.state} ${found?.reason}`;
};
const versionOf = async (here: Harbour, customerId: string) =>
  (
    await here.rows(
      sql<{
        factsVersion: bigint;
      }>`select facts_version from dunlin.customer where customer_id = ${customerId}`,
    )
  )[0]!.factsVersion;

test.each(["collection", "notice", "service", "staff", "reply"])(
  "STOP withdraws what waits there of class %s",
  async (messageClass) => {
    const here = await harbour(db);
    const customerId = await here.customer([{ address: PHONE }]);
    const planned = await here.message({ address: PHONE, customerId, class: messageClass });
    const held = await here.message({
      address: PHONE,
      customerId,
      class: messageClass,
      state: "held",
    });
    await here.text(PHONE, "STOP");
    expect(await stateOf(here, planned)).toBe("suppressed opted_out");
    expect(await stateOf(here, held)).toBe("suppressed opted_out");
  },
);

test.each([
  ["Stop calling me", ["sms", "voice"]],
  ["Please don't text or phone me. Never call me again!", ["sms", "voice"]],
  ["Nie dzwońcie do mnie", ["sms", "voice"]],
  ["Moenie my bel nie", ["sms", "voice"]],
  ["Stop texting me", ["sms"]],
  ["remove my number", ["sms"]],
  ["STOP", ["sms"]],
  ["don't call before nine", []],
])("%j stops %j", async (words, channels) => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  await here.text(PHONE, words);
  const stopped = await here.rows(sql<{ channel: string }>`select channel from dunlin.address
    where address = ${PHONE} and opted_out_at is not null order by channel`);
  expect(stopped.map((row) => row.channel)).toEqual(channels);
  const answers = (await here.messages()).filter((one) => one.template === "stop_confirmed");
  expect(answers).toHaveLength(channels.length > 0 ? 1 : 0);
});

test("a wish to be left alone in one's own words is done; what only resembles one waits for a person", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  const optedOut = async () =>
    (
      await here.rows(
        sql<{ out: boolean }>`select opted_out_at is not null as out from dunlin.address
          where address = ${PHONE} and channel = 'sms'`,
      )
    ).some((row) => row.out);
  const unclear = await here.text(PHONE, "From my phone");
  expect([unclear.unread, await optedOut()]).toEqual([true, false]);
  const plain = await here.text(PHONE, "please leave me alone and never write to me again");
  expect([plain.unread, await optedOut()]).toEqual([true, true]);
});

test("a one-time pin, other addresses, other channels and what has been authorised are left alone", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([
    { address: PHONE },
    { address: OTHER },
    { address: MAILBOX },
  ]);
  const left = [
    await here.message({ address: PHONE, customerId, class: "otp" }),
    await here.message({ address: OTHER, customerId, class: "service" }),
    await here.message({ address: MAILBOX, customerId, class: "service" }),
  ];
  const queued = await here.message({ address: PHONE, customerId, state: "queued" });
  await here.text(PHONE, "stop");
  for (const messageId of left) expect(await stateOf(here, messageId)).toBe("planned null");
  expect(await stateOf(here, queued)).toBe("queued null");
  expect(await here.optedOut()).toEqual([`sms ${PHONE}`]);
});

test("all of it in the transaction that stored the word", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.message({ address: PHONE, customerId });
  await here.text(PHONE, "STOP");
  const transactions = await here.rows(sql<{ id: string }>`
    select distinct xmin::text as id from (
      select xmin from dunlin.inbound union all select xmin from dunlin.address union all select xmin from dunlin.message
      union all select xmin from dunlin.customer union all select xmin from dunlin.event) as written`);
  expect(transactions).toHaveLength(1);
  expect(await here.events()).toEqual([
    "inbound.received",
    "address.opted_out",
    "message.suppressed",
    "message.planned",
  ]);
});

test("STOP is confirmed exactly once, within 5 minutes or not at all", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  const first = await here.text(PHONE, "STOP");
  const second = await here.text(PHONE, "Stop!");
  const confirmations = (await here.messages()).filter((one) => one.template === "stop_confirmed");
  expect(confirmations).toMatchObject([
    {
      class: "reply",
      lane: 0,
      state: "planned",
      answersId: first.inboundId,
      notAfter: NOW.add({ minutes: 5 }),
      routeId: here.smsRoute,
    },
  ]);
  expect(second).toMatchObject({ answer: undefined, unread: false });
  expect((await here.events()).filter((kind) => kind === "address.opted_out")).toHaveLength(1);
});

test("STOPs at the same time are confirmed once", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  await here.customer([{ address: PHONE }]);
  await Promise.all(
    ["STOP", "stop", "end", "quit"].map(async (word) => await here.text(PHONE, word)),
  );
  expect(await here.answers()).toEqual(["stop_confirmed planned"]);
});

test.each([
  ["en", "please stop texting me", "you will get no more texts"],
  ["pl", "Proszę nie pisać do mnie", "nie bedziemy juz wysylac SMS-ow"],
  ["af", "Moenie vir my SMSe stuur nie asseblief", "u kry nie meer SMS'e"],
])(
  "clear wording counts, and the confirmation speaks the customer's language: %s",
  async (language, said, told) => {
    const here = await harbour(db);
    await here.customer([{ address: PHONE }], language);
    expect(await here.text(PHONE, said)).toMatchObject({ keyword: "STOP", unread: false });
    expect((await here.messages())[0]?.body).toContain(told);
  },
);

test("STOP by mail stops mail, with the confirmation by mail", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  const text = await here.message({ address: PHONE, customerId, class: "service" });
  const mail = await here.message({ address: MAILBOX, customerId, class: "service" });
  await here.mail("Noluthando@Example.com", "Unsubscribe", { providerId: "1@x" });
  expect(await here.optedOut()).toEqual([`email ${MAILBOX}`]);
  expect(await stateOf(here, mail)).toBe("suppressed opted_out");
  expect(await stateOf(here, text)).toBe("planned null");
  expect(await here.answers()).toEqual(["stop_confirmed planned"]);
});

test("who answers STOP from elsewhere also stops the mailbox that was written to", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: MAILBOX }]);
  await here.message({ address: MAILBOX, customerId, state: "delivered", providerId: "m.1@h" });
  await here.mail("private@example.org", "stop", { answers: ["m.1@h"] });
  expect(await here.optedOut()).toEqual([`email ${MAILBOX}`, "email private@example.org"]);
});

test("an unknown sender's STOP counts, in the client's language", async () => {
  const here = await harbour(db, { language: "af" });
  const waiting = await here.message({ address: PHONE });
  const former = await here.customer([{ address: PHONE, retired: true }]);
  const stale = await here.message({ address: PHONE, customerId: former });
  await here.text("27821234567", "STOP");
  expect(await here.optedOut()).toEqual([`sms ${PHONE}`]);
  expect(await stateOf(here, waiting)).toBe("suppressed opted_out");
  expect(await stateOf(here, stale)).toBe("suppressed opted_out");
  expect((await here.messages()).find((one) => one.class === "reply")).toMatchObject({
    language: "af",
    customerId: null,
    address: PHONE,
  });
});

test("on a shared number it is the address that opts out, whoever uses it", async () => {
  const here = await harbour(db);
  const sharers = [
    await here.customer([{ address: PHONE }]),
    await here.customer([{ address: PHONE }]),
  ];
  const waiting = [];
  for (const customerId of sharers)
    waiting.push(await here.message({ address: PHONE, customerId }));
  await here.text(PHONE, "STOP");
  for (const messageId of waiting)
    expect(await stateOf(here, messageId)).toBe("suppressed opted_out");
  for (const customerId of sharers) expect(await versionOf(here, customerId)).toBe(2n);
  expect((await here.events()).filter((kind) => kind === "address.opted_out")).toHaveLength(1);
});

test("a machine that carries STOP (an unsubscribe link) is obeyed and not answered", async () => {
  const here = await harbour(db);
  await here.customer([{ address: MAILBOX }]);
  await here.mail(MAILBOX, "", { subject: "unsubscribe", automatic: true });
  expect(await here.optedOut()).toEqual([`email ${MAILBOX}`]);
  expect(await here.answers()).toEqual([]);
});

test("an opted-out customer gets no BALANCE; after START they do", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.owes(customerId, 59_900n, "2026-02-01");
  await here.text(PHONE, "STOP");
  expect(await here.text(PHONE, "BALANCE")).toMatchObject({ unread: true, answer: undefined });
  expect(await here.text(PHONE, "HELP")).toMatchObject({ unread: true, answer: undefined });
  expect(await here.text(PHONE, "START")).toMatchObject({ unread: false, keyword: "START" });
  expect(await here.optedOut()).toEqual([]);
  expect(await here.text(PHONE, "BALANCE")).toMatchObject({
    unread: false,
    answer: { state: "planned" },
  });
  expect(await here.answers()).toEqual([
    "stop_confirmed suppressed",
    "start_confirmed planned",
    "balance planned",
  ]);
});

test("START is the consent on record, confirmed once, and changes the facts only where it changes something", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.text(PHONE, "STOP");
  await here.text(PHONE, "START");
  await here.text(PHONE, "start");
  expect(
    await here.rows(sql`select consent_source, consent_at, opted_out_by from dunlin.address`),
  ).toEqual([{ consentSource: "START", consentAt: NOW, optedOutBy: null }]);
  expect(await versionOf(here, customerId)).toBe(3n);
  expect((await here.answers()).filter((one) => one.startsWith("start"))).toHaveLength(1);
  await here.text(PHONE, "STOP");
  expect((await here.answers()).filter((one) => one === "stop_confirmed planned")).toHaveLength(1);
  expect(await here.answers()).toContain("start_confirmed suppressed");
});

test("what waits on other channels is decided again, and a notice takes another channel", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  await here.owes(customerId, 59_900n, "2026-03-04");
  await here.rows(sql`update dunlin.client set book_as_of = ${NOW}`);
  await asClient(db, here.clientId, async (tx) => {
    const policy = `name: Notices
steps:
  - { id: told, when: 1 day after anchor, class: notice, channels: sms, template: cleared }
`;
    expect(await applyPolicy(tx, here.clientId, policy, NOW, "test")).toMatchObject({ version: 1 });
    await evaluate(tx, await loadContext(tx, here.clientId), [customerId], NOW, "test");
  });
  expect(await here.messages()).toMatchObject([
    { channel: "sms", class: "notice", state: "planned" },
  ]);
  await here.text(PHONE, "STOP");
  const notices = (await here.messages()).filter((one) => one.class === "notice");
  expect(notices.map(({ channel, state, reason }) => `${channel} ${state} ${reason}`)).toEqual([
    "sms suppressed opted_out",
    "email planned null",
  ]);
  const rungs = await here.rows(sql`select step_id, outcome from dunlin.rung`);
  expect(rungs).toEqual([{ stepId: "told", outcome: "taken" }]);
});

/** A transaction that holds on to what dispatch locks when it authorises, until it is let go. */
async function authorising(
  here: Harbour,
  messageId: string,
  customerId: string,
  end: "queued" | "planned",
) {
  const held = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const done = here.within(async (tx) => {
    await sql`select 1 from dunlin.message where message_id = ${messageId} for update skip locked`.execute(
      tx,
    );
    await sql`select 1 from dunlin.customer where customer_id = ${customerId} for no key update skip locked`.execute(
      tx,
    );
    held.resolve();
    await letGo.promise;
    await sql`update dunlin.message set state = ${end} where message_id = ${messageId}`.execute(tx);
  });
  await held.promise;
  return {
    commit: async () => {
      letGo.resolve();
      await done;
    },
  };
}

/** Resolves when some transaction waits for a lock. */
async function untilSomeoneWaits() {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await sql<{ waits: boolean }>`
      select exists (select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(db);
    if (rows[0]?.waits) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("nobody waits");
}

test.each([
  ["queued", "queued null"],
  ["planned", "suppressed opted_out"],
] as const)("STOP waits for an authorisation under way that ends %s", async (end, expected) => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  const messageId = await here.message({ address: PHONE, customerId });
  const dispatch = await authorising(here, messageId, customerId, end);
  const hearing = here.text(PHONE, "STOP");
  await untilSomeoneWaits();
  await dispatch.commit();
  expect(await hearing).toMatchObject({ answer: { state: "planned" } });
  expect(await stateOf(here, messageId)).toBe(expected);
});

test("STOP also waits for a message that belongs to no customer", async () => {
  const here = await harbour(db);
  const messageId = await here.message({ address: PHONE });
  const dispatch = await authorising(here, messageId, here.clientId, "queued");
  const hearing = here.text(PHONE, "STOP");
  await untilSomeoneWaits();
  await dispatch.commit();
  await hearing;
  expect(await stateOf(here, messageId)).toBe("queued null");
});

test("a deadlock with somebody who locks in another order is tried again", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  const messageId = await here.message({ address: PHONE, customerId });
  const held = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const other = here.within(async (tx) => {
    await sql`select 1 from dunlin.message where message_id = ${messageId} for update`.execute(tx);
    held.resolve();
    await letGo.promise;
    await sql`select 1 from dunlin.customer where customer_id = ${customerId} for update`.execute(
      tx,
    );
  });
  await held.promise;
  const hearing = here.text(PHONE, "STOP");
  await untilSomeoneWaits();
  letGo.resolve();
  // Whichever of the two the database gives up on.
  await other.catch(() => undefined);
  expect(await hearing).toMatchObject({ isDuplicate: false, answer: { state: "planned" } });
  expect(await here.inbounds()).toHaveLength(1);
  expect(await stateOf(here, messageId)).toBe("suppressed opted_out");
});
