import { expect, test } from "vitest";
import type { Claimed } from "#messages/dispatch/ports.ts";
import { verdictOf } from "#messages/dispatch/verdict.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import type { MessageClass } from "#policies/types.ts";
import { buildClient, LADDER, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();
const strict = LADDER.replace("400 banking days", "1 banking day");
const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

const claimed = (messageClass: MessageClass, nowMs: number): Claimed => ({
  messageId: "m",
  class: messageClass,
  lane: 2,
  channel: "sms",
  template: "reminder",
  stepId: "reminder",
  address: "+27821234567",
  sender: "+27600000000",
  subject: null,
  body: "",
  html: null,
  tracksOpens: false,
  tracksClicks: false,
  approved: null,
  windowOpen: null,
  segments: 1,
  attempt: 0,
  amountMinor: null,
  customerId: "c",
  accountId: "a",
  zone: null,
  country: "ZA",
  numbers: null,
  plannedForMs: nowMs,
  stale: false,
  holdKind: null,
  optedOut: false,
  dead: false,
  createdAtMs: nowMs,
  notAfterMs: nowMs + 86_400_000,
  nowMs,
});

test("a reminder planned on fresh books waits when they have become old on the way, a pin does not", async () => {
  const { clientId } = await buildClient(world, { policy: strict, bookAsOf: THURSDAY });
  const allowed = rulesAtHandOver(world.db);
  const on = async (instant: string, messageClass: MessageClass) => {
    const message = claimed(messageClass, ms(instant));
    return verdictOf(message, await allowed(clientId, message, message.nowMs));
  };
  expect(await on("2026-03-06T10:00:00Z", "collection")).toEqual({ pass: true });
  expect(await on("2026-03-09T10:00:00Z", "collection")).toEqual({
    postponeTo: ms("2026-03-09T10:10:00Z"),
    reason: "stale_books",
  });
  expect(await on("2026-03-09T10:00:00Z", "otp")).toEqual({ pass: true });
});

test("the age of the books counts the customer's days, as it did for deciding", async () => {
  const { clientId } = await buildClient(world, { policy: strict, bookAsOf: THURSDAY });
  const allowed = rulesAtHandOver(world.db);
  // Still Sunday for the client, and Monday on Lord Howe.
  const isStaleIn = async (zone: string) => {
    const message = { ...claimed("collection", ms("2026-03-08T21:30:00Z")), zone };
    return (await allowed(clientId, message, message.nowMs)).staleBooks;
  };
  expect(await isStaleIn("Africa/Johannesburg")).toBe(false);
  expect(await isStaleIn("Australia/Lord_Howe")).toBe(true);
});

test("hours are asked of the customer's own zone, or of all that the number may be in", async () => {
  const { clientId } = await buildClient(world);
  const allowed = rulesAtHandOver(world.db);
  const at = async (zone: string | null, address: string) => {
    const message = {
      ...claimed("collection", ms("2026-03-05T19:30:00Z")),
      zone,
      numbers: [address],
    };
    return (await allowed(clientId, message, message.nowMs)).at - message.nowMs;
  };
  expect(await at("Europe/London", "+27821234567")).toBe(0);
  expect(await at("Africa/Johannesburg", "+27821234567")).toBeGreaterThan(0);
  expect(await at(null, "+447400123456")).toBeGreaterThan(0);
});

test("what the day has overtaken is decided again, so that caps hold for the day on which it goes", async () => {
  const client = await buildClient(world);
  const allowed = rulesAtHandOver(world.db);
  const on = async (instant: string) => {
    const message = {
      ...claimed("collection", ms(instant)),
      plannedForMs: THURSDAY.epochMilliseconds,
    };
    return verdictOf(message, await allowed(client.clientId, message, message.nowMs));
  };
  expect(await on("2026-03-05T15:00:00Z")).toEqual({ pass: true });
  expect(await on("2026-03-06T10:00:00Z")).toEqual({ decideAgain: true });

  // A reminder of Thursday and one of Friday, both kept back by a sick route: one text a day is the cap.
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.invoice(customer, 20_000n, "2026-03-11");
  await client.look(customer);
  await world.setNow("2026-03-06T10:00:00Z");
  await client.look(customer);
  const planned = async () => (await client.messages()).filter((one) => one.state === "planned");
  expect((await planned()).map((one) => one.stepId).toSorted()).toEqual(["before_due", "reminder"]);
  await world.setNow("2026-03-07T10:00:00Z");
  await client.changed(customer);
  await client.look(customer);
  expect((await planned()).map((one) => one.stepId)).toEqual(["reminder"]);
  await world.setNow(THURSDAY);
});
