import { describe, expect, test } from "vitest";
import type { Disclosure } from "#policies/types.ts";
import { fillLayout } from "./layout.ts";
import {
  compile,
  render,
  type RenderOptions,
  type TemplateSource,
  type Variants,
} from "./template.ts";
import { SAMPLE, type TemplateData } from "./variables.ts";

const template = (text: Variants, other: Partial<TemplateSource> = {}): TemplateSource => ({
  name: "reminder",
  class: "collection",
  language: "en",
  channel: "sms",
  transliterate: false,
  text,
  ...other,
});

const say = (full: string, data: TemplateData = SAMPLE, options: RenderOptions = {}) =>
  render(compile(template({ full })), data, options);
const textOf = (full: string, data: TemplateData = SAMPLE, options: RenderOptions = {}) => {
  const rendered = say(full, data, options);
  return rendered.ok ? rendered.text : rendered.detail;
};

const at = (text: Variants, disclosure: Disclosure) =>
  render(compile(template(text)), SAMPLE, { disclosure, language: "en-ZA" });
const mail = (text: string, other: Partial<TemplateSource> = {}) =>
  template({ full: text }, { channel: "email", subject: "Reminder", ...other });

const nobody: TemplateData = { client: { name: "Harbour" }, today: "2025-11-05" };

describe("a gap is never sent", () => {
  test("a missing variable is refused by name and line", () => {
    expect(say("Dear\n{{ customer.name }}", nobody)).toEqual({
      ok: false,
      reason: "missing_variable",
      detail: 'text.full, line 2: variable "customer" is missing',
    });
    expect(textOf("{{ customer.name | upcase }}", { ...SAMPLE, customer: {} })).toContain(
      "is missing",
    );
  });

  test("nulls, empty texts and variables outside the list are missing too", () => {
    expect(say("{{ customer.name }}", { ...SAMPLE, customer: { name: "" } }).ok).toBe(false);
    // as it may come from JSON, past the type
    const foreign = JSON.parse('{"client":{"name":null,"vat":"PL1"},"today":"2025-11-05"}');
    expect(say("{{ client.name }}", foreign).ok).toBe(false);
    expect(say("{{ client.vat }}", foreign).ok).toBe(false);
  });

  test("if and default are how a template says that something may be missing", () => {
    expect(textOf("Hi{% if person.name %} {{ person.name }}{% endif %}", nobody)).toBe("Hi");
    expect(textOf("{{ person.name | default: 'customer' }}", nobody)).toBe("customer");
  });

  test("amounts and dates without their filter are mistakes, not text", () => {
    expect(textOf("{{ account.due }}")).toBe(
      "text.full, line 1: {{ account.due }}: an amount needs the filter money",
    );
    const today = Temporal.PlainDate.from("2025-11-05");
    expect(textOf("\n{{ today }}", { ...SAMPLE, today })).toContain("line 2: {{ today }}: a date");
    expect(textOf("{{ account.due | append: '!' }}")).toContain("the filter append needs text");
    expect(textOf("{{ 'a' | append: account.due }}")).toContain("the filter append needs text");
    expect(textOf("{{ account.invoices }}")).toContain("it is not text");
    expect(textOf("{% assign x = person.title %}{{ x }}")).toContain("has no value");
  });

  test("a text that renders to nothing is refused", () => {
    expect(textOf("{% if person.title %}x{% endif %}")).toBe("text.full is empty");
  });
});

const due = (minor: bigint | string, currency: string) => ({
  ...SAMPLE,
  promise: { amount: { minor, currency }, due_on: "2025-11-25" },
});
const date = (style: string, language: string, today: TemplateData["today"] = "2025-11-05") =>
  textOf(`{{ today | date${style} }}`, { ...SAMPLE, today }, { language });

const money = (minor: bigint | string, currency: string, language: string) =>
  textOf("{{ promise.amount | money }}", due(minor, currency), { language });

describe("filters", () => {
  test("money is exact, in the locale, with the digits of ISO 4217", () => {
    expect(money(1_234_550n, "ZAR", "en-ZA")).toBe("R 12 345,50");
    expect(money("1234550", "PLN", "pl-PL")).toBe("12 345,50 zł");
    expect(money(1_234_550n, "USD", "en-US")).toBe("$12,345.50");
    expect(money(1_234n, "IQD", "en")).toBe("IQD 1.234"); // CLDR alone would show 1
    expect(money(500n, "JPY", "en")).toBe("¥500");
    expect(money(99_999_999_999_999_999n, "USD", "en-US")).toBe("$999,999,999,999,999.99");
    expect(money(1n, "XXY", "en")).toContain('not "XXY"');
    expect(money("12.5", "USD", "en")).toContain("whole number");
  });

  test("date speaks the customer's language", () => {
    expect(date("", "en-GB")).toBe("5 Nov 2025");
    expect(date("", "pl")).toBe("5 lis 2025");
    expect(date(": 'long'", "pl")).toBe("5 listopada 2025");
    expect(date(": 'long'", "af", Temporal.PlainDate.from("2025-11-05"))).toBe("05 November 2025");
    expect(date("", "en", "2025-02-30")).toContain("date needs a date");
    expect(date(": 'fancy'", "en")).toContain("short, medium, long");
  });

  test("number groups its digits", () => {
    expect(textOf("{{ step.days_late | number }}", SAMPLE)).toBe("33");
    expect(textOf("{{ step.days | number }}", { ...SAMPLE, step: { id: "x", days: 12_345 } })).toBe(
      "12,345",
    );
    expect(textOf("{{ client.name | number }}")).toContain("number needs a number");
  });
});

describe("what a template may not do", () => {
  test.each([
    ["{% include 'x' %}", 'tag "include" not found'],
    ["{% render '/etc/passwd' %}", 'tag "render" not found'],
    ["{% layout 'x' %}", 'tag "layout" not found'],
    ["{{ client.name | raw }}", "undefined filter: raw"],
    ["{{ client.name | sha256 }}", "undefined filter: sha256"],
    ["{{ account.due | plus: 1 }}", "undefined filter: plus"],
    ["a\n{% if client.name %}", "line 2"],
    ["{{ client.name", "not closed"],
  ])("%s", (words, message) => {
    expect(() => compile(template({ full: words }))).toThrow(message);
  });

  test("loops and texts are bounded", () => {
    const forever = "{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}";
    expect(textOf(forever)).toContain("limit exceeded");
    expect(textOf("{% for a in (1..2000) %}x{% endfor %}")).toContain("takes 14 parts");
    expect(() => compile(template({ full: "x".repeat(50_001) }))).toThrow("limit");
  });

  test("prototypes are out of reach", () => {
    expect(say("{{ client.constructor.name }}").ok).toBe(false);
    expect(say("{{ vars.__proto__ }}").ok).toBe(false);
  });
});

describe("disclosure", () => {
  const words = {
    full: "{{ customer.name }} owes {{ account.due | money }}",
    name: "{{ customer.name }}, please call",
    unverified: "Please call {{ client.phone }}",
  };
  test("each contact point gets its own variant", () => {
    expect(at(words, "full")).toMatchObject({ text: "Noluthando Dlamini owes R 1 234,50" });
    expect(at(words, "name")).toMatchObject({ text: "Noluthando Dlamini, please call" });
    expect(at(words, "unverified")).toMatchObject({ text: "Please call +27 21 555 0100" });
  });

  test("a missing variant falls back to the more reserved, never to the more open", () => {
    const { full, unverified } = words;
    expect(at({ full, unverified }, "name")).toMatchObject({ ok: true, disclosure: "unverified" });
    expect(at({ name: words.name }, "full")).toMatchObject({ ok: true, disclosure: "name" });
    expect(at({ full }, "name")).toMatchObject({ ok: false, reason: "template_error" });
    expect(at({ full }, "unverified")).toMatchObject({ ok: false, reason: "template_error" });
  });

  test("a badly written variant fails instead of telling", () => {
    for (const leak of [
      "{{ account.due | money }}",
      "{{ account.invoices[0].open | money }}",
      "{% for i in account.invoices %}{{ i.amount | money }}{% endfor %}",
      "{{ promise.amount | money }}",
      "{{ payment.amount | money }}",
      "{{ vars.ticket }}",
    ]) {
      expect(at({ unverified: leak }, "unverified").ok).toBe(false);
      expect(at({ name: leak }, "name").ok).toBe(false);
      // the data of a variant are its own, also where everything could be told
      expect(at({ name: leak }, "full").ok).toBe(false);
      expect(at({ full: leak }, "full").ok).toBe(true);
    }
    for (const leak of ["{{ customer.name }}", "{{ person.name }}", "{{ customer.reference }}"]) {
      expect(at({ unverified: leak }, "unverified").ok).toBe(false);
      expect(at({ name: leak }, "name").ok).toBe(true);
    }
  });

  test("subject and html are held to the same data", () => {
    const text = { full: "x", unverified: "x" };
    const telling = mail("x", { subject: "{{ account.due | money }} overdue", text });
    expect(render(compile(telling), SAMPLE, { disclosure: "full" }).ok).toBe(true);
    expect(render(compile(telling), SAMPLE, { disclosure: "unverified" })).toMatchObject({
      ok: false,
      reason: "missing_variable",
    });
    const html = { ...telling, subject: "x", html: { full: "<b>{{ account.due | money }}</b>" } };
    const reserved = render(compile(html), SAMPLE, { disclosure: "unverified" });
    expect(reserved).toMatchObject({ ok: true, html: expect.not.stringContaining("<b>") });
  });
});

describe("sms", () => {
  test("counts the segments of the rendered text and shows what forces UCS-2", () => {
    expect(say("It’s {{ client.name }}")).toMatchObject({
      encoding: "ucs2",
      segments: 1,
      offending: { char: "’", index: 2 },
    });
    const plain = render(compile(template({ full: "It’s zł" }, { transliterate: true })), SAMPLE);
    expect(plain).toEqual({
      ok: true,
      disclosure: "full",
      text: "It's zl",
      segments: 1,
      encoding: "gsm7",
    });
  });

  test("the unbreakable spaces of amounts never cost UCS-2", () => {
    expect(say("{{ account.due | money }}", SAMPLE, { language: "en-ZA" })).toMatchObject({
      text: "R 1 234,50",
      encoding: "gsm7",
    });
  });

  test("variables are not escaped, and not read as a template", () => {
    const customer = { name: "<b>Smith & Sons</b> {{ account.due }}" };
    expect(textOf("{{ customer.name }}", { ...SAMPLE, customer })).toBe(customer.name);
  });
});

describe("e-mail", () => {
  const customer = { name: '<script>alert("x")</script>' };

  test("a name that is a script arrives as text", () => {
    const plain = render(compile(mail("Dear {{ customer.name }}")), { ...SAMPLE, customer });
    expect(plain).toMatchObject({ text: expect.stringContaining("Dear <script>") });
    const own = mail("x", { html: { full: '<p title="{{ customer.name }}">hi</p>' } });
    for (const source of [mail("Dear {{ customer.name }}"), own]) {
      const rendered = render(compile(source), { ...SAMPLE, customer });
      const html = rendered.ok ? (rendered.html ?? "") : "";
      expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
      expect(html).not.toContain("<script");
    }
  });

  test("a client's or a subject's markup is escaped in the layout", () => {
    const client = { name: 'A "B" <i>' };
    const rendered = render(compile(mail("x", { subject: "{{ client.name }}" })), {
      ...SAMPLE,
      client,
    });
    const html = rendered.ok ? (rendered.html ?? "") : "";
    expect(html).toContain("<title>A &quot;B&quot; &lt;i&gt;</title>");
    expect(html).not.toContain("<i>");
  });

  test("paragraphs, the payment button and the way out", () => {
    const rendered = render(compile(mail("One\ntwo\n\n{{ pay_link }}\n\n\n\nThree")), SAMPLE);
    const html = rendered.ok ? (rendered.html ?? "") : "";
    expect(html).toContain("<p>One<br>two</p>");
    expect(html).toContain(`href="${SAMPLE.pay_link}">Pay online</a>`);
    expect(html).toContain(`<a href="${SAMPLE.unsubscribe_url}">`);
    expect(rendered).toMatchObject({
      text: `One\ntwo\n\n${SAMPLE.pay_link}\n\nThree\n\n--\nSent by Harbour Fibre · +27 21 555 0100 · accounts@harbour.example\nStop e-mails about payments: ${SAMPLE.unsubscribe_url}\n`,
    });
  });

  test("a link that is no web address is not made one", () => {
    const data = { ...SAMPLE, pay_link: "javascript:alert(1)" };
    const rendered = render(compile(mail("{{ pay_link }}")), data);
    expect(rendered).toMatchObject({ html: expect.not.stringContaining('href="javascript') });
  });

  test("every collection e-mail has a way out, by address or by reply; an answer has none", () => {
    const { unsubscribe_url: _, ...without } = SAMPLE;
    const footer = "Reply STOP to get no more e-mails about payments.";
    expect(render(compile(mail("x")), without)).toMatchObject({
      text: expect.stringContaining(footer),
      html: expect.stringContaining(footer),
    });
    const byMail = { ...SAMPLE, unsubscribe_url: "mailto:stop@harbour.example?subject=STOP" };
    expect(render(compile(mail("x")), byMail)).toMatchObject({
      html: expect.stringContaining('<a href="mailto:stop@harbour.example?subject=STOP">'),
    });
    const reply = render(compile(mail("x", { class: "reply" })), SAMPLE);
    expect(reply).toMatchObject({ text: expect.not.stringMatching(/https:|STOP/u) });
  });

  test("a line break in a name starts no other header", () => {
    const rendered = render(compile(mail("x", { subject: "For {{ customer.name }}" })), {
      ...SAMPLE,
      customer: { name: "A\r\nBcc: all@example.com" },
    });
    expect(rendered).toMatchObject({ subject: "For A Bcc: all@example.com" });
  });

  test("the layout loads nothing from outside and knows dark mode", () => {
    const html = fillLayout({ lang: "en", title: "t", client: "c", body: "b", footer: "f" });
    expect(html).not.toMatch(/(?:src|href|url\()\s*=?\s*["'(]?https?:/u);
    expect(html).not.toContain("@@");
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain("max-width:600px");
  });
});

test("a compiled template is kept with its source", () => {
  const source = template({ full: "x" });
  expect(compile(source)).toBe(compile(source));
});
