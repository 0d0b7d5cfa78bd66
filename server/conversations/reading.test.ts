import { expect, test } from "vitest";
import type { PlanContext } from "#messages/planning/context.ts";
import { readInbound } from "./arrived.ts";
import type { Correspondent } from "./correspondent.ts";
import { readReply } from "./reading.ts";

const NOW = Temporal.Instant.from("2026-03-05T11:00:00Z");
const stranger: Correspondent = {
  customerId: undefined,
  point: undefined,
  customersAtAddress: 0,
  candidates: [],
  answered: undefined,
  isExplicit: false,
};
const client = { language: "en", currency: "ZAR", zone: "Africa/Johannesburg", country: "ZA" };
const context = { client } as unknown as PlanContext;

const read = (text: string, channel: "sms" | "email" = "sms", subject = "") => {
  const inbound = {
    routeId: "r",
    channel,
    from: "x@example.org",
    to: "y@example.org",
    text,
    subject,
  };
  return readReply(readInbound({ ...inbound, automatic: false }, "ZA"), stranger, context, NOW);
};

test.each([
  ["2", 2],
  ["2.", 2],
  ["Option 2 please", 2],
  ["opcja 3", 3],
  ["R2", undefined],
  ["2 and 3", undefined],
])("%j is the number %j", (text, number) => expect(read(text).number).toBe(number));

test.each([
  ["300", 30_000n],
  ["300.50", 30_050n],
  ["300,5", 30_050n],
])("a number alone may be an amount: %j", (text, minor) => {
  expect(read(text).amounts).toEqual([{ minor, currency: undefined }]);
});

test.each([
  ["yes", "yes", "yes"],
  ["no, friday", undefined, "no"],
  ["nie, w piątek", undefined, "no"],
  ["ja, vrydag", undefined, "yes"],
  ["friday", undefined, undefined],
])("%j: yes or no is %j, and it leans to %j", (text, yesNo, leans) => {
  expect(read(text)).toMatchObject({ yesNo, leans });
});

test.each([
  ["please call me back", true],
  ["proszę zadzwońcie do mnie", true],
  ["bel my asseblief", true],
  ["I will pay on friday", false],
])("%j asks for a call: %j", (text, asks) => expect(read(text).asksForCall).toBe(asks));

test.each([
  ["I never received the invoice", true],
  ["nie dostałem faktury", true],
  ["ek het nooit die faktuur ontvang nie", true],
  ["send me the invoice", false],
  ["I am not paying this invoice", false],
])("%j misses the invoice: %j", (text, misses) => expect(read(text).missesInvoice).toBe(misses));

test("of an answer by mail the subject says nothing, and a letter is a person's", () => {
  expect(read("", "email", "PAY").read.intent).toBe("pay");
  expect(read("", "email", "Re: PAY").read.intent).toBe("other");
  expect(read("\n> PAY\n", "email", "Re: Your link").read.intent).toBe("other");
  expect(read(`I will pay on friday. ${"And then. ".repeat(120)}`)).toMatchObject({
    read: { intent: "other", source: "none" },
  });
});

test("keywords are certain, whatever else a text resembles", () => {
  expect(read("STOP").read).toMatchObject({ intent: "stop", source: "keyword", confidence: 1 });
  expect(read("HELP")).toMatchObject({ isHelp: true, read: { intent: "other" } });
  expect(read("AGENT").read.intent).toBe("agent");
});
