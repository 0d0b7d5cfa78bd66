// docs/integrating/message-kinds.md is written from the shipped templates: what is documented is what is sent.
import { expect, test } from "vitest";
import { examplesOf } from "./declared.ts";
import { shippedTemplates } from "./shipped.ts";
import { compile, render, type TemplateSource } from "./template.ts";
import { SAMPLE } from "./variables.ts";

const ORDER = ["otp", "service", "notice", "staff"];

const kinds = shippedTemplates()
  .filter((one) => one.vars && one.language === "en" && one.channel === "sms")
  // Answers are said by the dialogue alone.
  .filter((one) => ORDER.includes(one.class))
  .toSorted((a, b) => ORDER.indexOf(a.class) - ORDER.indexOf(b.class));

function wordsOf(source: TemplateSource): string {
  const data = { ...SAMPLE, vars: examplesOf(source.vars ?? {}) };
  const rendered = render(compile(source), data, { language: "en-ZA" });
  return rendered.ok ? rendered.text : rendered.detail;
}

function sectionOf(source: TemplateSource): string {
  const { name, vars = {}, class: cls } = source;
  const rows = Object.entries(vars).map(
    ([key, { kind, about, optional }]) =>
      `- \`${key}\` (${kind}${optional ? ", optional" : ""}): ${about}`,
  );
  const to = cls === "staff" ? "role:finance" : "+27831234567";
  const body = { to, channel: "sms", template: name, data: examplesOf(vars) };
  return `## ${name}

Class ${cls}.

${rows.join("\n")}

\`\`\`json
${JSON.stringify(body, null, 2)}
\`\`\`

> ${wordsOf(source)}
`;
}

const page = `# Kinds of messages

Every kind that is shipped, with the variables that its words need and a body for \`POST /v1/messages\`; below it what an English text message then says. Each is there in English, Polish, Afrikaans and isiZulu, for SMS and e-mail. [Messages](messages.md) says what else a message may have. This page is written from the templates; a test compares them, and another sends every example.

${kinds.map(sectionOf).join("\n")}`;

const answers = shippedTemplates().filter(
  (one) => one.class === "reply" && one.language === "en" && one.channel === "sms",
);

function answerOf(source: TemplateSource): string {
  const rows = Object.entries(source.vars ?? {}).map(
    ([key, { kind, about, optional }]) =>
      `- \`${key}\` (${kind}${optional ? ", optional" : ""}): ${about}`,
  );
  const words = wordsOf(source).replaceAll("\n", "\n> ");
  return `## ${source.name}\n\n${rows.length > 0 ? `${rows.join("\n")}\n\n` : ""}> ${words}\n`;
}

const dialogue = `# What the dialogue says

The answers to what customers write, with the variables (\`vars.…\`) of each and an English text message to whom everything may be told. Put a template of the same name in their place to say it in your own words (\`template apply\`); keep what asks for YES and NO in a language that the customer answers in. This page is written from the templates; a test compares them.

${answers.map(answerOf).join("\n")}`;

test("the page of the dialogue's words is what the templates say (vitest -u writes it)", async () => {
  expect(answers.length).toBeGreaterThan(30);
  await expect(dialogue).toMatchFileSnapshot("../../../docs/integrating/dialogue-words.md");
});

test("the page of kinds is what the templates say (vitest -u writes it)", async () => {
  expect(kinds.length).toBeGreaterThan(20);
  await expect(page).toMatchFileSnapshot("../../../docs/integrating/message-kinds.md");
});
