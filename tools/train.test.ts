import { expect, test } from "vitest";
import { shippedModel } from "#understanding/model.ts";
import { understand } from "#understanding/understand.ts";
import { digestOfSources, readExamples } from "./training/examples.ts";
import { floorsOf, accuracyOf } from "./training/report.ts";

test("the model is what npm run train makes of these examples and words", () => {
  expect(shippedModel().digest, "run npm run train").toBe(digestOfSources());
});

test("no example that is held out is trained on, and each intent has some in each language", () => {
  const examples = readExamples();
  const trained = new Set(
    examples.flatMap((one) => (one.isHeldOut ? [] : [one.text.toLowerCase()])),
  );
  expect(examples.filter((one) => one.isHeldOut && trained.has(one.text.toLowerCase()))).toEqual(
    [],
  );
  expect(new Set(examples.map(({ language, intent }) => `${language} ${intent}`)).size).toBe(
    4 * 13,
  );
});

test("the floors hold on what training has not seen", () => {
  const today = Temporal.PlainDate.from("2026-11-18");
  const seen = readExamples()
    .filter(({ isHeldOut }) => isHeldOut)
    .map((example) => {
      const { language } = example;
      const around = { languages: ["en", "pl", "af", "zu"], language, currency: "ZAR", today };
      return { example, understood: understand(example.text, around) };
    });
  const { precision, caught } = floorsOf(seen);
  for (const [intent, share] of Object.entries(precision))
    expect(share, intent).toBeGreaterThanOrEqual(0.97);
  for (const [intent, share] of Object.entries(caught))
    expect(share, intent).toBeGreaterThanOrEqual(0.98);
  expect(accuracyOf(seen)).toBeGreaterThan(0.8);
});
