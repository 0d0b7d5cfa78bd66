import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { certainLanguage } from "./language.ts";

test.each<[string, string | undefined]>([
  ["can I pay half now and the rest on friday", "en"],
  ["chcę zapłacić", "pl"],
  ["kan ek asseblief die helfte betaal", "af"],
  ["ngicela ukukhokha ngomsombuluko", "zu"],
  ["ok", undefined],
  ["JA", undefined],
  ["500", undefined],
  ["dankie", undefined],
  ["Jan Kowalski 12/2026", undefined],
  ["please ngicela the balance yami", undefined],
  ["", undefined],
])("%s", (text, language) => expect(certainLanguage(text)).toBe(language));

test.each(["en", "pl", "af", "zu"])(
  "of the examples in %s it is sure of two in five at least, and of next to none wrongly",
  (language) => {
    const file = `${import.meta.dirname}/examples/${language}.csv`;
    const texts = readFileSync(file, "utf8")
      .split("\n")
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => line.replace(/,\w+,\w+$/u, "").replaceAll('"', ""));
    const sure = texts.map(certainLanguage).filter((one) => one !== undefined);
    const wrong = sure.filter((one) => one !== language);
    expect(sure.length).toBeGreaterThan(0.4 * texts.length);
    // A dozen of those under "en" are written in another language by who answers an English message.
    expect(wrong.length).toBeLessThan((language === "en" ? 0.015 : 0.005) * sure.length);
  },
);
