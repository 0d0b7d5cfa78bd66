import { expect, test } from "vitest";
import type { Disclosure } from "#policies/types.ts";
import { shippedTemplates } from "./shipped.ts";
import { compile, render, type Rendered, type TemplateSource } from "./template.ts";
import { SAMPLE, type TemplateData } from "./variables.ts";

const LADDER = ["before_due", "reminder", "second_reminder", "warning", "final_demand"];
const ANSWERS = [
  "balance",
  "balance_unverified",
  "balance_nothing",
  "balance_several",
  "help",
  "stop_confirmed",
  "start_confirmed",
  "payment_received",
  "cleared",
  "promise_confirmed",
  "promise_reminder",
];
const LANGUAGES = ["en", "pl", "af"];
const LOCALES: Record<string, string> = { en: "en-ZA", pl: "pl-PL", af: "af-ZA" };
const DISCLOSURES: readonly Disclosure[] = ["full", "name", "unverified"];

/** Sums, in every way of writing them that the shipped languages have. */
const AMOUNTS = /1[\s.,]?234[.,]50|635[.,]50|599[.,]00|600[.,]00|833[.,]50|\bZAR\b|\bR\s\d/u;
const NAME = /Noluthando|Dlamini|HF-20817|INV-/u;

const said = (source: TemplateSource, disclosure: Disclosure, data: TemplateData = SAMPLE) =>
  render(compile(source), data, { disclosure, language: LOCALES[source.language] ?? "en" });

const everything = (rendered: Rendered): string =>
  rendered.ok
    ? [rendered.subject, rendered.text, rendered.html].join("\n").replaceAll(/[\u00a0]/gu, " ")
    : rendered.detail;

const titleOf = (one: TemplateSource) => `${one.name} ${one.language} ${one.channel}`;
const each = shippedTemplates().map((source) => ({ title: titleOf(source), source }));

test("every template is there in every language for sms and e-mail", () => {
  const expected = [...LADDER, ...ANSWERS].flatMap((name) =>
    LANGUAGES.flatMap((language) => [`${name} ${language} sms`, `${name} ${language} email`]),
  );
  expect(each.map(({ title }) => title).toSorted()).toEqual(expected.toSorted());
});

test("the ladder is collection, answers are replies", () => {
  for (const { source } of each) {
    const other = { cleared: "service", promise_reminder: "notice" }[source.name] ?? "reply";
    expect(source.class).toBe(LADDER.includes(source.name) ? "collection" : other);
  }
});

test.each(each)("$title keeps to its disclosure", ({ source }) => {
  const isReserved = source.text.full === undefined && source.text.name === undefined;
  for (const disclosure of DISCLOSURES) {
    const rendered = said(source, disclosure);
    expect(rendered).toMatchObject({ ok: true });
    const words = everything(rendered);
    expect(words).toContain("Harbour Fibre");
    expect(AMOUNTS.test(words) && disclosure !== "full").toBe(false);
    expect(NAME.test(words) && disclosure === "unverified").toBe(false);
    expect(NAME.test(words) && isReserved).toBe(false);
  }
  expect(LADDER.includes(source.name)).toBe(
    AMOUNTS.test(everything(said(source, "full"))) && source.class === "collection",
  );
});

test.each(each.filter(({ source }) => source.channel === "sms"))(
  "$title takes at most two GSM parts and says how to opt out",
  ({ source }) => {
    for (const disclosure of DISCLOSURES) {
      const rendered = said(source, disclosure);
      expect(rendered).toMatchObject({ ok: true, encoding: "gsm7" });
      expect(rendered.ok && rendered.segments).toBeLessThanOrEqual(2);
      expect(rendered).not.toHaveProperty("offending");
      expect(source.class !== "collection" || everything(rendered).includes("STOP")).toBe(true);
    }
  },
);

test.each(each)("$title manages without what a client may lack", ({ source }) => {
  const { pay_link: _, person: __, payment: ___, unsubscribe_url: ____, client, ...rest } = SAMPLE;
  const data = { ...rest, client: { name: client.name } };
  for (const disclosure of DISCLOSURES) {
    const rendered = said(source, disclosure, data);
    const words = rendered.ok ? rendered.text : rendered.detail;
    expect(words).toContain("Harbour Fibre");
    expect(words).not.toMatch(/ {2}\S| [.,;:]|\{\{|\n{3}\S/u);
  }
});

const reminder = (language: string) => {
  const found = each.find(({ title }) => title === `reminder ${language} sms`);
  return found ? everything(said(found.source, "full")).trim() : "";
};

test("a reminder reads as a person would write it", () => {
  expect(reminder("en")).toBe(
    "Harbour Fibre: R 1 234,50 on account HF-20817 is overdue. If you have paid, thank you; if not, please do so soon. Pay: https://pay.harbour.example/k7Qd2mX9rT4vB8nL1wZs0A Questions: +27 21 555 0100. Reply STOP to opt out.",
  );
  expect(reminder("pl")).toContain("minal termin platnosci 1234,50 ZAR na koncie HF-20817");
  expect(reminder("af")).toContain("R 1 234,50 op rekening HF-20817 is agterstallig");
});
