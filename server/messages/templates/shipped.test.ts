import { expect, test } from "vitest";
import type { Disclosure } from "#policies/types.ts";
import { examplesOf } from "./declared.ts";
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
/** What the dialogue says. */
const DIALOGUE = (
  "pay_link pay_part_confirm promise_confirm promise_made promise_refused plan_offer plan_confirm plan_made ask_amount " +
  "ask_date half_now_rest_later_confirm paid_already_found paid_already_proof dispute_opened ask_what_dispute " +
  "invoice_copy never_received wrong_person_noted hardship_noted call_me_noted agent_noted not_understood help_menu " +
  "identity_needed yes_no_again session_over payment_receipt chat_welcome debit_stopped_cancel_debit " +
  "debit_stopped_cancel_agreement debit_stopped_call_me debit_stopped_wrong_amount debit_too_late debit_which"
).split(" ");
/** What other systems ask for, with the class of each. */
const KINDS = {
  service: (
    "ticket_opened ticket_updated ticket_closed reference_number payment_method_changed contract_request " +
    "contract_accepted credit_approval usage_notice order_status order_provisioned activation reactivation " +
    "installation_appointment invoice statement cancellation welcome"
  ).split(" "),
  otp: ["one_time_pin"],
  notice: ["payment_reminder", "suspension_notice", "final_demand_notice"],
  staff: ["credit_memos_pending", "cancellation_lapses", "collection_update", "status_update"],
};
const LANGUAGES = ["en", "pl", "af", "zu"];
const LOCALES: Record<string, string> = { en: "en-ZA", pl: "pl-PL", af: "af-ZA", zu: "zu-ZA" };
const DISCLOSURES: readonly Disclosure[] = ["full", "name", "unverified"];

/** Sums, in every way of writing them that the shipped languages have. */
const AMOUNTS = /1[\s.,]?234[.,]50|635[.,]50|599[.,]00|600[.,]00|833[.,]50|\bZAR\b|\bR\s\d/u;
const NAME = /Noluthando|Dlamini|HF-20817|INV-/u;

const said = (source: TemplateSource, disclosure: Disclosure, data: TemplateData = SAMPLE) =>
  render(
    compile(source),
    { ...data, vars: { ...examplesOf(source.vars ?? {}), ...data.vars } },
    { disclosure, language: LOCALES[source.language] ?? "en" },
  );
/** Words for the client's own people are never for who may not be told. */
const disclosuresOf = ({ class: cls }: TemplateSource) =>
  cls === "staff" ? (["full"] as const) : DISCLOSURES;

const everything = (rendered: Rendered): string =>
  rendered.ok
    ? [rendered.subject, rendered.text, rendered.html].join("\n").replaceAll(/[\u00a0]/gu, " ")
    : rendered.detail;

const titleOf = (one: TemplateSource) => `${one.name} ${one.language} ${one.channel}`;
const each = shippedTemplates().map((source) => ({ title: titleOf(source), source }));

test("every template is there in every language for sms and e-mail", () => {
  const expected = [
    ...LADDER,
    ...ANSWERS,
    ...DIALOGUE,
    "pre_debit",
    ...Object.values(KINDS).flat(),
  ].flatMap((name) =>
    LANGUAGES.flatMap((language) => [`${name} ${language} sms`, `${name} ${language} email`]),
  );
  expect(each.map(({ title }) => title).toSorted()).toEqual(expected.toSorted());
});

test("the ladder is collection, answers are replies", () => {
  for (const { source } of each.filter(({ source: { vars } }) => vars === undefined)) {
    const other = { cleared: "service", promise_reminder: "notice" }[source.name] ?? "reply";
    expect(source.class).toBe(LADDER.includes(source.name) ? "collection" : other);
  }
});

test("the dialogue replies, the debit is a notice, and both declare their variables", () => {
  for (const { source } of each.filter(({ source: { name } }) => DIALOGUE.includes(name))) {
    expect(source.class).toBe("reply");
    expect(source.text.unverified).toBeDefined();
  }
  const notices = each.filter(({ source: { name } }) => name === "pre_debit");
  expect(notices.every(({ source }) => source.class === "notice" && source.vars)).toBe(true);
});

test("a confirmation says what to answer, in its own language", () => {
  const words: Record<string, RegExp> = {
    en: /\bYES\b.*\bNO\b/u,
    pl: /\bTAK\b.*\bNIE\b/u,
    af: /\bJA\b.*\bNEE\b/u,
    zu: /\bYEBO\b.*\bCHA\b/u,
  };
  const asking = each.filter(({ source: { name } }) => /_confirm$|^yes_no_again$/u.test(name));
  expect(asking).toHaveLength(5 * 2 * LANGUAGES.length);
  for (const { source } of asking) {
    expect(everything(said(source, "full"))).toMatch(words[source.language]!);
  }
});

test("what other systems ask for has its class and declares its variables", () => {
  for (const [cls, names] of Object.entries(KINDS)) {
    const found = each.filter(({ source: { name } }) => names.includes(name));
    expect(new Set(found.map(({ source }) => source.class))).toEqual(new Set([cls]));
    for (const { source } of found) {
      expect(Object.values(source.vars ?? {}).every(({ about }) => about !== "")).toBe(true);
    }
  }
});

test.each(each)("$title keeps to its disclosure", ({ source }) => {
  const isReserved = source.text.full === undefined && source.text.name === undefined;
  for (const disclosure of disclosuresOf(source)) {
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
    for (const disclosure of disclosuresOf(source)) {
      const rendered = said(source, disclosure);
      expect(rendered).toMatchObject({ ok: true, encoding: "gsm7" });
      expect(rendered.ok && rendered.segments).toBeLessThanOrEqual(2);
      expect(rendered).not.toHaveProperty("offending");
      const asks = source.class === "collection" || KINDS.notice.includes(source.name);
      expect(!asks || everything(rendered).includes("STOP")).toBe(true);
    }
  },
);

test.each(each)("$title manages without what a client may lack", ({ source }) => {
  const lacking = new Set(["pay_link", "person", "payment", "unsubscribe_url", "approval"]);
  const rest = Object.fromEntries(Object.entries(SAMPLE).filter(([key]) => !lacking.has(key)));
  const { client, today } = SAMPLE;
  const missing = Object.entries(source.vars ?? {}).filter(([, { optional }]) => optional);
  const vars = Object.fromEntries(missing.map(([name]) => [name, undefined]));
  const data = { ...rest, today, client: { name: client.name }, vars };
  for (const disclosure of disclosuresOf(source)) {
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
