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
  segments: 1,
  attempt: 0,
  amountMinor: null,
  customerId: "c",
  accountId: "a",
  zone: null,
  country: "ZA",
  stale: false,
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
    const { at, staleBooks } = await allowed(clientId, message, message.nowMs);
    return verdictOf(message, at, staleBooks);
  };
  expect(await on("2026-03-06T10:00:00Z", "collection")).toEqual({ pass: true });
  expect(await on("2026-03-09T10:00:00Z", "collection")).toEqual({
    postponeTo: ms("2026-03-09T10:10:00Z"),
    reason: "stale_books",
  });
  expect(await on("2026-03-09T10:00:00Z", "otp")).toEqual({ pass: true });
});

test("hours are asked of the customer's own zone, or of all that the number may be in", async () => {
  const { clientId } = await buildClient(world);
  const allowed = rulesAtHandOver(world.db);
  const at = async (zone: string | null, address: string) => {
    const message = { ...claimed("collection", ms("2026-03-05T19:30:00Z")), zone, address };
    return (await allowed(clientId, message, message.nowMs)).at - message.nowMs;
  };
  expect(await at("Europe/London", "+27821234567")).toBe(0);
  expect(await at("Africa/Johannesburg", "+27821234567")).toBeGreaterThan(0);
  expect(await at(null, "+447400123456")).toBeGreaterThan(0);
});
