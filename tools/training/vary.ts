// What hurried thumbs make of a text, and parts of what there is to see of it: so that no single sign is relied on.
import type { Features } from "#understanding/features.ts";
import { pickFrom } from "./chance.ts";

const OFTEN = Array.from("etaonisk");

/** About one slip in 25 letters: one left out, two swapped, one doubled, another one. */
export function withSlips(text: string, chance: () => number): string {
  const letters = Array.from(text);
  const slips = Math.max(1, Math.round(letters.length / 25));
  for (let slip = 0; slip < slips; slip += 1) {
    const at = Math.floor(chance() * letters.length);
    const [letter, next] = letters.slice(at, at + 2);
    if (letter === undefined || !/\p{L}/u.test(letter)) continue;
    const how = chance();
    if (how < 0.35) letters.splice(at, 1);
    else if (how < 0.65 && next !== undefined) letters.splice(at, 2, next, letter);
    else if (how < 0.85) letters.splice(at, 0, letter);
    else letters[at] = pickFrom(chance, OFTEN);
  }
  return letters.join("");
}

const POLITE: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  en: [
    ["hi ", "hello ", "good day ", "pls ", "sorry ", "ok ", "hey ", "morning ", ""],
    [" please", " thanks", " thank you", " pls", " ok?", " sir", ""],
  ],
  pl: [
    ["dzień dobry ", "proszę ", "hej ", "witam ", "ok ", "przepraszam ", ""],
    [" proszę", " dziękuję", " pozdrawiam", " dzięki", ""],
  ],
  af: [
    ["hallo ", "goeie dag ", "asb ", "jammer ", "ok ", "goeiemôre ", ""],
    [" asb", " dankie", " asseblief", ""],
  ],
  zu: [
    ["sawubona ", "ngicela ", "sanibonani ", "yebo ", "uxolo ", ""],
    [" ngiyabonga", " bakithi", " siyabonga", ""],
  ],
};

export function politely(text: string, language: string, chance: () => number): string {
  const [before, behind] = POLITE[language] ?? [[""], [""]];
  return pickFrom(chance, before) + text + pickFrom(chance, behind);
}

/** The features without a share of them, as long as before. */
export function without(share: number, features: Features, chance: () => number): Features {
  const { at, value } = features;
  const kept = at.map(() => chance() >= share);
  const longer = 1 / Math.sqrt(1 - share);
  return {
    ...features,
    at: at.filter((_, index) => kept[index]),
    value: value.filter((_, index) => kept[index]).map((one) => one * longer),
  };
}
