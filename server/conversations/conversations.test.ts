import { expect, test } from "vitest";
import { listConversations, markRead, thread } from "./conversations.ts";
import { harbour, NOW, openHearing } from "./fixtures.ts";

const { db, setNow } = await openHearing();
const at = (minutes: number) => NOW.add({ minutes });
const PHONE = "+27821234567";
const MAILBOX = "noluthando@example.com";

test("the list has the latest first, and only what waits when asked", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  const first = await here.text(PHONE, "the weather is nice");
  await setNow(NOW.add({ minutes: 1 }));
  const second = await here.text("+27821234568", "HELP");
  await setNow(NOW);
  const all = await here.within(async (tx) => await listConversations(tx, here.clientId));
  expect(all).toMatchObject([
    { conversationId: second.conversationId, customerId: null, address: "+27821234568", unread: 0 },
    {
      conversationId: first.conversationId,
      customerId,
      customerReference: "HF-1",
      customerName: "Noluthando Dlamini",
      address: null,
      unread: 1,
      lastText: "the weather is nice",
      lastAt: NOW,
    },
  ]);
  const waiting = await here.within(
    async (tx) => await listConversations(tx, here.clientId, { unread: true }),
  );
  expect(waiting).toEqual([all[1]]);
  const one = await here.within(
    async (tx) => await listConversations(tx, here.clientId, { limit: 1 }),
  );
  expect(one).toEqual([all[0]]);
});

test("a thread has both ways and all channels of a customer by time, and nobody else's", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }, { address: MAILBOX }]);
  const other = await here.customer([{ address: "+27821234568" }]);
  await here.message({ address: PHONE, customerId, state: "delivered", handedOverAt: at(-60) });
  await here.message({
    address: "+27821234568",
    customerId: other,
    state: "delivered",
    handedOverAt: at(-60),
  });
  const { conversationId } = await here.text(PHONE, "BALANCE");
  await setNow(at(5));
  await here.mail(MAILBOX, "and by mail");
  await setNow(NOW);
  const lines = await here.within(async (tx) => await thread(tx, here.clientId, conversationId));
  expect(
    lines.map((line) => `${line.direction} ${line.channel} ${line.text.slice(0, 11)}`),
  ).toEqual(["out sms words", "in sms BALANCE", "out sms Harbour Fib", "in email and by mail"]);
  expect(lines[1]).toMatchObject({ keyword: "BALANCE", read: true, address: PHONE });
  expect(lines[2]).toMatchObject({ answersId: lines[1]?.id, state: "planned" });
  const short = await here.within(async (tx) => await thread(tx, here.clientId, conversationId, 2));
  expect(short).toEqual(lines.slice(2));
});

test("the thread of an unknown address has what went to and fro there", async () => {
  const here = await harbour(db);
  const { conversationId } = await here.text(PHONE, "HELP");
  const lines = await here.within(async (tx) => await thread(tx, here.clientId, conversationId));
  expect(lines.map((line) => line.direction)).toEqual(["in", "out"]);
  const none = await here.within(async (tx) => await thread(tx, here.clientId, here.clientId));
  expect(none).toEqual([]);
});

test("marking as read leaves what arrived after the last message that was seen", async () => {
  const here = await harbour(db);
  await here.customer([{ address: PHONE }]);
  const { conversationId } = await here.text(PHONE, "one");
  const seen = await here.text(PHONE, "two");
  await here.text(PHONE, "three");
  const read = { conversationId, lastSeenId: seen.inboundId, by: "thandi" };
  const mark = async () =>
    await here.within(async (tx) => await markRead(tx, here.clientId, read, NOW));
  expect(await mark()).toBe(2);
  expect(await here.unread()).toBe(1);
  expect((await here.inbounds()).map((one) => one.readAt === null)).toEqual([false, false, true]);
  expect(await mark()).toBe(0);
  expect((await here.events()).filter((kind) => kind === "conversation.read")).toHaveLength(1);
});

test("a client sees nothing of another's", async () => {
  const [mine, theirs] = [await harbour(db), await harbour(db)];
  const { conversationId, inboundId } = await theirs.text(PHONE, "hello");
  await mine.within(async (tx) => {
    expect(await listConversations(tx, theirs.clientId)).toEqual([]);
    expect(await thread(tx, theirs.clientId, conversationId)).toEqual([]);
    const read = { conversationId, lastSeenId: inboundId, by: "thandi" };
    expect(await markRead(tx, mine.clientId, read, NOW)).toBe(0);
  });
  expect(await theirs.unread()).toBe(1);
});
