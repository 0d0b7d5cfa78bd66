import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { INTENTS, type Intent } from "./types.ts";
import { understand } from "./understand.ts";
import { yesOrNo } from "./yes-or-no.ts";

// A Wednesday.
const today = Temporal.PlainDate.from("2026-11-18");
const languages = ["en", "pl", "af", "zu"];
const read = (text: string) =>
  understand(text, { languages, currency: "ZAR", today, paydayDay: 25 });

test.each<[string, Intent]>([
  ["how do I pay", "pay"],
  ["can i pay half now and the rest on friday", "pay_part"],
  ["zapłacę w piątek", "promise"],
  ["kan ek dit in paaiemente betaal", "plan"],
  ["sengikhokhile izolo", "paid_already"],
  ["nie zgadzam się z tą fakturą, kwota jest zła", "dispute"],
  ["stuur asb my rekeningstaat", "invoice_copy"],
  ["ngilahlekelwe umsebenzi", "hardship"],
  ["verkeerde nommer, ek ken nie die mense nie", "wrong_person"],
  ["pls stop texting me", "stop"],
  ["ile mam do zapłaty", "balance"],
  ["ngicela ningishayele", "agent"],
  ["ok thanks", "other"],
])("%s", (text, intent) => expect(read(text).best).toBe(intent));

test("a keyword is certain, and what is not sure is for a person", () => {
  expect(read("PAY")).toMatchObject({ intent: "pay", source: "keyword", confidence: 1 });
  expect(read("STOP")).toMatchObject({ intent: "stop", source: "keyword" });
  expect(read("please do not send me these messages")).toMatchObject({
    intent: "stop",
    source: "rule",
  });
  const unsure = read("the the perhaps so and so");
  expect(unsure.intent).toBe("other");
});

test.each<[string, Intent]>([
  ["R500 Friday", "promise"],
  ["zapłacę w piątek 200 zł", "promise"],
  ["ngizokhokha ngoLwesihlanu", "promise"],
  ["I want to pay", "pay"],
  ["can I pay 200 now", "pay_part"],
  ["half now half on the 25th", "pay_part"],
])("what is said plainly is acted on: %s", (text, intent) =>
  expect(read(text).intent).toBe(intent),
);

describe("what must never be missed is not taken for something else", () => {
  test.each([
    "my husband died but I will pay on friday",
    "mąż zmarł, zapłacę w piątek",
    "I lost my job can I pay R100 a month",
    "jestem w szpitalu, zapłacę 200 zł jak wyjdę",
    "ek is afgedank, kan ek die helfte betaal",
    "umyeni wami ushonile ngizokhokha ngenyanga ezayo",
    "wrong number, but I will pay R50 to be left alone",
  ])("%s", (text) =>
    expect(["hardship", "wrong_person", "stop", "other", "agent"]).toContain(read(text).intent),
  );
});

test("days of a payment look back, of a promise ahead", () => {
  expect(read("I already paid R500 on friday").date?.toString()).toBe("2026-11-13");
  expect(read("I will pay R500 on friday")).toMatchObject({
    amount: { minor: 50_000n, currency: "ZAR" },
  });
  expect(read("I will pay R500 on friday").date?.toString()).toBe("2026-11-20");
  expect(read("can i pay half now and the rest on friday").parts).toHaveLength(2);
});

test("any text is understood somehow, and quickly", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const understood = read(text);
      expect(INTENTS).toContain(understood.best);
      expect(understood.confidence).toBeGreaterThanOrEqual(0);
      expect(understood.confidence).toBeLessThanOrEqual(1);
    }),
    runs(50),
  );
  const began = performance.now();
  for (const piece of ["pay ", "aaaa", "!?", "nie ", "ngingakhokha ", "0"])
    read(piece.repeat(200_000));
  expect(performance.now() - began).toBeLessThan(2_000);
});

test.each<[string, "yes" | "no" | undefined]>([
  ["Yes please!", "yes"],
  ["tak", "yes"],
  ["ja asb", "yes"],
  ["Yebo", "yes"],
  ["ok ok", "yes"],
  ["Nee dankie", "no"],
  ["cha", "no"],
  ["no", "no"],
  ["yes but only half", undefined],
  ["", undefined],
])("yes or no: %s", (text, answer) => expect(yesOrNo(text, languages)).toBe(answer));

test("the table of the docs was written with the model that is here", () => {
  const page = readFileSync(new URL("../../docs/understanding.md", import.meta.url), "utf8");
  for (const intent of INTENTS) expect(page).toContain(`| \`${intent}\``);
});
