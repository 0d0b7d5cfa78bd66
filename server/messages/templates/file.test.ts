import { describe, expect, test } from "vitest";
import { readTemplates } from "./file.ts";

const good = `name: reminder
class: collection
language: en
channel: sms
transliterate: true
text:
  full: |
    {{ client.name }}: {{ account.due | money }} is overdue.
    STOP to opt out.
  unverified: "{{ client.name }}: call us. STOP to opt out"
`;

const problemsIn = (yaml: string) => {
  const read = readTemplates(yaml);
  return read.ok ? [] : read.problems;
};

test("a good file is read as it stands", () => {
  const read = readTemplates(`---\n${good}---\n${good.replace("en", "en-ZA")}`);
  expect(read).toMatchObject({
    ok: true,
    templates: [
      {
        name: "reminder",
        class: "collection",
        language: "en",
        channel: "sms",
        transliterate: true,
      },
      { language: "en-ZA" },
    ],
  });
});

describe("problems name their line and field", () => {
  test.each([
    ["unknown key", good.replace("transliterate", "translit"), 1, "", "translit"],
    ["wrong class", good.replace("collection", "dunning"), 2, "class", "collection"],
    ["wrong name", good.replace("reminder", "Re minder"), 1, "name", "a-z"],
    ["syntax", good.replace("| money }}", "| money"), 8, "text.full", "not closed"],
    ["unknown filter", good.replace("| money", "| cash"), 8, "text.full", "undefined filter: cash"],
    [
      "unknown variable",
      good.replace("account.due", "account.sum"),
      8,
      "text.full",
      '"account.sum" is not a variable',
    ],
    [
      "told too much",
      good.replace("call us", "{{ customer.name }}"),
      10,
      "text.unverified",
      "may not be told",
    ],
    ["no way out", good.replace("    STOP to opt out.\n", ""), 8, "text.full", "opt out"],
    ["no reserved variant", good.replace("unverified", "name"), 7, "text", "variant unverified"],
    ["subject of an sms", `${good}subject: x\n`, 11, "subject", "only an e-mail"],
    [
      "no subject",
      good.replace("sms\ntransliterate: true", "email"),
      1,
      "subject",
      "needs a subject",
    ],
    ["not YAML", 'name: "reminder\nclass: [', 2, "", ""],
    ["no map", "just words", 1, "", "expected object"],
    ["same twice", `${good}---\n${good}`, 12, "name", "is there twice"],
  ])("%s", (_title, yaml, line, field, message) => {
    const problems = problemsIn(yaml);
    expect(problems).toContainEqual(
      expect.objectContaining({ field, message: expect.stringContaining(message) }),
    );
    expect(problems.find((one) => one.field === field)?.line).toBe(line);
  });

  test("in a second document the line is that of the file", () => {
    const yaml = `${good}---\n${good.replace("en", "pl").replace("account.due", "account.sum")}`;
    expect(problemsIn(yaml)).toEqual([
      { line: 19, field: "text.full", message: '"account.sum" is not a variable' },
    ]);
  });
});

test("nothing, too much and too deep are refused in words", () => {
  expect(readTemplates("").ok).toBe(false);
  expect(problemsIn("x".repeat(2_000_001))[0]?.message).toBe("the file is too long");
  const bomb = `a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n`;
  expect(readTemplates(bomb).ok).toBe(false);
});

const kind = (vars: string, text: string) => `name: closed
class: service
vars:
  ticket: ${vars}
---
name: closed
language: en
channel: sms
text:
  unverified: "${text}"
`;
const pin = '{ kind: text, example: "T-1", from: unverified, about: "number of the ticket" }';

test("what the templates of a name have in common stands before them", () => {
  expect(readTemplates(kind(pin, "{{ vars.ticket }} is closed"))).toMatchObject({
    ok: true,
    templates: [{ class: "service", language: "en", vars: { ticket: { kind: "text" } } }],
  });
});

test.each([
  [
    "an example that is not of its kind",
    '{ kind: date, example: "soon" }',
    "x",
    "vars.ticket.example",
  ],
  ["a variable that is not declared", pin, "{{ vars.other }}", "text.unverified"],
  [
    "a variable told too early",
    '{ kind: text, example: "T" }',
    "{{ vars.ticket }}",
    "text.unverified",
  ],
])("%s is refused", (_, vars, text, field) => {
  const read = readTemplates(kind(vars, text));
  expect(read.ok ? read.templates : read.problems[0]).toMatchObject({ field });
});
