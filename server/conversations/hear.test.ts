import * as fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { harbour, NOW, openHearing } from "./fixtures.ts";
import { MOST_ANSWERS_PER_HOUR } from "./answering.ts";

const { db, setNow } = await openHearing();
const hoursAgo = (hours: number) => NOW.subtract({ hours });
const PHONE = "+27821234567";
const MAILBOX = "noluthando@example.com";

test("a text waits as unread in the conversation of its customer", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  const heard = await here.text("27821234567", "the weather is nice");
  expect(heard).toMatchObject({ customerId, candidates: [], unread: true, isDuplicate: false });
  expect(heard).toMatchObject({ keyword: undefined, answer: undefined, automatic: false });
  expect(await here.inbounds()).toMatchObject([
    { fromAddress: PHONE, body: "the weather is nice", readAt: null },
  ]);
  expect(await here.unread()).toBe(1);
  expect(await here.events()).toEqual(["inbound.received"]);
  const again = await here.mail("someone@example.com", "hello");
  expect(again.conversationId).not.toBe(heard.conversationId);
});

test("text and mail of one customer are one conversation", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  const first = await here.text(PHONE, "hello");
  const second = await here.mail("Noluthando@Example.com", "hello again");
  expect(second.conversationId).toBe(first.conversationId);
  expect(await here.unread()).toBe(2);
});

test("an unknown sender has a conversation by address", async () => {
  const here = await harbour(db);
  const first = await here.text(PHONE, "who is this?");
  const second = await here.text(PHONE, "hello?");
  expect(first).toMatchObject({ customerId: undefined, candidates: [], unread: true });
  expect(second.conversationId).toBe(first.conversationId);
});

test("a retired contact point is nobody's any more", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE, retired: true }]);
  expect(await here.text(PHONE, "hello")).toMatchObject({ customerId: undefined });
});

test("a shared number gives candidates, not a guess", async () => {
  const here = await harbour(db);
  const one = await here.customer([{ address: PHONE }]);
  const two = await here.customer([{ address: PHONE }]);
  await here.message({ address: PHONE, customerId: one, state: "delivered" });
  const heard = await here.text(PHONE, "I will pay tomorrow");
  expect(heard.customerId).toBeUndefined();
  expect(heard.candidates).toEqual([one, two].toSorted());
  expect(await here.inbounds()).toMatchObject([{ answersId: null }]);
});

test("a mail that names our message is certain, also from a shared mailbox", async () => {
  const here = await harbour(db);
  await here.customer([{ address: MAILBOX }]);
  const two = await here.customer([{ address: MAILBOX }]);
  const messageId = await here.message({
    address: MAILBOX,
    customerId: two,
    state: "delivered",
    providerId: "abc.1@harbour.example",
  });
  const heard = await here.mail(MAILBOX, "as you wish", { answers: ["<abc.1@harbour.example>"] });
  expect(heard).toMatchObject({ customerId: two, candidates: [] });
  const named = `${messageId.replaceAll("-", "")}.1@harbour.example`;
  const byOwnId = await here.mail(MAILBOX, "as you wish", { answers: ["<other@x>", named] });
  expect(byOwnId).toMatchObject({ customerId: two });
  expect(await here.inbounds()).toMatchObject([{ answersId: messageId }, { answersId: messageId }]);
  // Certain who wrote, and still a mailbox that others read.
  await here.owes(two, 59_900n, "2026-02-01");
  await here.mail(MAILBOX, "balance", { answers: [named] });
  expect(await here.answers()).toEqual(["balance_unverified planned"]);
});

test("a reply answers what was last said to the address, for 30 days", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  const said = { address: PHONE, customerId, state: "delivered" };
  await here.message({ ...said, handedOverAt: hoursAgo(80) });
  const last = await here.message({ ...said, handedOverAt: hoursAgo(3) });
  await here.message({ ...said, handedOverAt: hoursAgo(1), class: "reply", template: "help" });
  await here.message({ ...said, state: "planned" });
  await here.message({
    address: MAILBOX,
    customerId,
    state: "delivered",
    handedOverAt: hoursAgo(24 * 31),
  });
  await here.text(PHONE, "ok");
  await here.mail(MAILBOX, "ok");
  expect((await here.inbounds()).map((one) => one.answersId)).toEqual([last, null]);
});

test("the same provider id from the same sender is heard once", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  const first = await here.text(PHONE, "BALANCE", { providerId: "77" });
  const second = await here.text("27821234567", "BALANCE", { providerId: "77" });
  expect(second).toMatchObject({
    inboundId: first.inboundId,
    isDuplicate: true,
    answer: undefined,
  });
  expect(second.conversationId).toBe(first.conversationId);
  const other = await here.text("+27821234568", "BALANCE", { providerId: "77" });
  expect(other.isDuplicate).toBe(false);
  expect(await here.inbounds()).toHaveLength(2);
  expect(await here.answers()).toHaveLength(2);
});

test("two arrivals of one id at the same time are one", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  const all = await Promise.all(
    Array.from(
      { length: 4 },
      async () => await here.text(PHONE, "please phone me", { providerId: "9" }),
    ),
  );
  expect(all.filter((heard) => !heard.isDuplicate)).toHaveLength(1);
  expect(new Set(all.map((heard) => heard.inboundId)).size).toBe(1);
  expect(await here.unread()).toBe(1);
});

test("without a provider id nothing is taken for a repetition", async () => {
  const here = await harbour(db);
  await here.text(PHONE, "ok");
  await here.text(PHONE, "ok");
  expect(await here.inbounds()).toHaveLength(2);
});

test("BALANCE returns the balance at once, by the route it came on", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.owes(customerId, 59_900n, "2026-02-01");
  await here.owes(customerId, 40_000n, "2026-03-31");
  const heard = await here.text(PHONE, "Balance?");
  const [message] = await here.messages();
  expect(message).toMatchObject({
    class: "reply",
    lane: 0,
    state: "planned",
    template: "balance",
    address: PHONE,
    customerId,
    answersId: heard.inboundId,
    routeId: here.smsRoute,
    notAfter: NOW.add({ hours: 24 }),
  });
  expect(message?.body).toBe(
    "Harbour Fibre: your balance on account HF-1 is R 999,00, of which R 599,00 is overdue.",
  );
  expect(heard).toMatchObject({ unread: false, keyword: "BALANCE", answer: { state: "planned" } });
  expect(await here.unread()).toBe(0);
  expect(await here.events()).toEqual(["inbound.received", "message.planned"]);
});

test.each([
  ["en", "balance", "your balance on account HF-1 is R 599,00, of which R 599,00 is overdue."],
  ["pl", "SALDO", "saldo konta HF-1 to 599,00 ZAR do zaplaty, w tym 599,00 ZAR po terminie."],
  [
    "af",
    "wat is my saldo?",
    "u saldo op rekening HF-1 is R 599,00, waarvan R 599,00 agterstallig is.",
  ],
])("the balance in %s", async (language, asked, told) => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }], language);
  await here.owes(customerId, 59_900n, "2026-02-01");
  await here.text(PHONE, asked);
  expect((await here.messages())[0]).toMatchObject({ language, body: `Harbour Fibre: ${told}` });
});

test("several currencies are one answer", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.owes(customerId, 59_900n, "2026-02-01");
  await here.owes(customerId, 2_000n, "2026-04-01", "EUR");
  await here.text(PHONE, "balance");
  const [message, ...others] = await here.messages();
  expect(others).toEqual([]);
  expect(message?.body).toBe(
    "Harbour Fibre: your balance on account HF-1 is €20,00 and R 599,00, of which R 599,00 is overdue.",
  );
});

test("nothing owed is said so, with the credit", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  await here.text(PHONE, "balance");
  const accountId = await here.account(customerId);
  await here.rows(sql`insert into dunlin.credit
      (client_id, account_id, reference, amount_minor, open_minor, created_at)
    values (${here.clientId}, ${accountId}, 'CN-1', 5000, 5000, ${NOW})`);
  await here.mail(MAILBOX, "balance\n");
  const [text, mail] = await here.messages();
  expect(text?.body).toBe("Harbour Fibre: nothing is open on account HF-1. Thank you.");
  expect(mail?.body).toContain("Nothing is open on account HF-1. You have a credit of R");
});

test.each(["unverified", "name"] as const)(
  "a contact point of level %s hears no amount",
  async (disclosure) => {
    const here = await harbour(db);
    const customerId = await here.customer([{ address: PHONE, disclosure }]);
    await here.owes(customerId, 59_900n, "2026-02-01");
    await here.text(PHONE, "balance");
    const [message] = await here.messages();
    expect(message).toMatchObject({ template: "balance_unverified", state: "planned" });
    expect(message?.body).not.toMatch(/599|HF-1|Dlamini|owe|due/u);
  },
);

test("neither a shared number nor an unknown sender hears an amount", async () => {
  const here = await harbour(db);
  for (const _ of [1, 2])
    await here.owes(await here.customer([{ address: PHONE }]), 100n, "2026-02-01");
  await here.text(PHONE, "balance");
  await here.text("+27821234568", "balance");
  expect(await here.answers()).toEqual([
    "balance_unverified planned",
    "balance_unverified planned",
  ]);
});

test.each([
  ["en", "HELP", "reply BALANCE"],
  ["pl", "pomoc", "odpisz SALDO"],
  ["af", "hulp", "antwoord SALDO"],
])("help in the client's language %s for who is unknown", async (language, asked, told) => {
  const here = await harbour(db, { language });
  await here.text(PHONE, asked);
  expect((await here.messages())[0]?.body).toContain(told);
});

test("what a machine wrote is stored, and neither answered nor unread nor a reply", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  await here.message({ address: MAILBOX, customerId, state: "delivered" });
  await here.mail(MAILBOX, "balance", { automatic: true });
  await here.mail(MAILBOX, "I am away", { subject: "Automatic reply: your balance" });
  await here.text("38421", "HELP");
  expect(await here.inbounds()).toMatchObject(
    Array.from({ length: 3 }, () => ({ automatic: true, answersId: null, readAt: NOW })),
  );
  expect(await here.unread()).toBe(0);
  expect(await here.answers()).toEqual([]);
});

test("two machines do not talk for ever: what comes after ten answers in an hour waits for a person", async () => {
  const here = await harbour(db);
  for (let count = 0; count < MOST_ANSWERS_PER_HOUR + 2; count += 1) await here.text(PHONE, "help");
  expect(await here.answers()).toHaveLength(MOST_ANSWERS_PER_HOUR);
  expect(await here.unread()).toBe(2);
  await setNow(NOW.add({ minutes: 61 }));
  expect(await here.text(PHONE, "help")).toMatchObject({ unread: false });
  await setNow(NOW);
});

test("an answer that can't be sent leaves the question to a person", async () => {
  const here = await harbour(db);
  await here.rows(sql`update dunlin.route set enabled = false`);
  expect(await here.text(PHONE, "help")).toMatchObject({
    unread: true,
    answer: { state: "suppressed", reason: "no_route" },
  });
});

test("where no link can lead anywhere, what was agreed is said, and a person is left", async () => {
  const here = await harbour(db);
  await here.owes(await here.customer([{ address: PHONE }]), 100_000n, "2026-02-01");
  expect(await here.text(PHONE, "PAY")).toMatchObject({ did: ["say: agent_noted"], unread: true });
  await here.text(PHONE, "can I pay half now and the rest on friday");
  const yes = await here.text(PHONE, "yes");
  expect(yes).toMatchObject({ did: ["promise", "promise", "say: promise_made"], unread: true });
});

test("a keyword in a mail counts without the quotation, and in the subject of an empty one", async () => {
  const here = await harbour(db);
  await here.mail(
    MAILBOX,
    "Help\n\nOn Thu, 5 Mar 2026 at 10:00, Harbour wrote:\n> Reply STOP to opt out.",
  );
  await here.mail(MAILBOX, "", { subject: "HELP" });
  await here.mail(MAILBOX, "", { subject: "Re: balance" });
  await here.mail(MAILBOX, "a question", { subject: "HELP" });
  expect((await here.inbounds()).map((one) => one.keyword)).toEqual(["HELP", "HELP", null, null]);
});

test("card numbers reach neither the database nor the answer", async () => {
  const here = await harbour(db);
  await here.mail(MAILBOX, "take it from 4111 1111 1111 1111", { subject: "4111111111111111" });
  expect(await here.inbounds()).toMatchObject([
    { body: "take it from **** **** **** 1111", subject: "************1111" },
  ]);
});

test("events hold neither texts nor addresses", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  await here.text(PHONE, "my secret");
  await here.text(PHONE, "stop");
  await here.text(PHONE, "start");
  const [all] = await here.rows(
    sql<{ text: string }>`select json_agg(e)::text as text from dunlin.event e`,
  );
  expect(all?.text).toContain("address.opted_in");
  expect(all?.text).not.toMatch(/secret|82123/u);
});

test("any text from anyone is stored, once, and never throws", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  const any = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom("\ud800", "\u0000", "\udfff", "é", "4", " "),
      maxLength: 40,
    }),
    fc.constantFrom("STOP", "start", "saldo", "hulp", "x".repeat(200_000)),
  );
  await fc.assert(
    fc.asyncProperty(
      any,
      fc.oneof(fc.constantFrom(PHONE, MAILBOX, "27821234567", "", "\u0000", "Bank"), any),
      fc.constantFrom("sms" as const, "email" as const, "voice" as const),
      fc.option(any, { nil: undefined }),
      async (text, from, channel, more) => {
        const before = (await here.inbounds()).length;
        const own = more === undefined ? {} : { subject: more, answers: [more] };
        const providerId = more?.replaceAll("\u0000", "");
        const sent = { channel, ...own, ...(providerId ? { providerId } : {}) };
        const first = await here.text(from, text, sent);
        const second = providerId ? await here.text(from, text, sent) : undefined;
        expect(second?.isDuplicate).not.toBe(false);
        expect((await here.inbounds()).length).toBe(before + (first.isDuplicate ? 0 : 1));
      },
    ),
    runs(60),
  );
});
