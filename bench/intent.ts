// Understanding replies with all languages on, against only cutting the same texts into their tokens.
import { plain, tokensOf } from "#understanding/parsing/tokens.ts";
import { understand } from "#understanding/understand.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import type { Stage } from "./stage.ts";

const LANGUAGES = ["en", "pl", "af", "zu"];
const AROUND = {
  languages: LANGUAGES,
  currency: "ZAR",
  today: Temporal.PlainDate.from("2026-11-18"),
  paydayDay: 25,
};
/** As people answer: short, with slips, two languages in one, more than one wish. */
const REPLIES = [
  "can i pay half now and the rest on friday",
  "I paid R1 250,00 on the 5th already, check your system pls",
  "zapłacę w piątek 200 zł, reszta po wypłacie",
  "stracilam prace i nie mam z czego zaplacic",
  "aan die einde van die maand sal ek R500 betaal",
  "julle het die verkeerde nommer ek ken nie die mense nie",
  "ngizokhokha ngoLwesihlanu uma ngihola",
  "ngicela i-statement sami, angikaze ngisithole",
  "pls cal me i dont undrstand this acount at all its too much money",
  "wen is my invoce cming? still waitng since monday. also how mch do i owe",
  "ok",
  "The technician never came so I am not paying for August. Please correct the invoice and send me a new one before month end.",
];
const STRETCH = 2_000;

/** `size` replies, each other ones by a number in them: nothing is answered from memory. */
export async function benchIntent(stage: Stage, size: number): Promise<BenchResult> {
  const texts = Array.from(
    { length: size },
    (_, at) => `${REPLIES[at % REPLIES.length]!} ${at % 2 === 0 ? `ref ${at}` : ""}`,
  );
  let seen = 0;
  const works = {
    tokens: (text: string) => (seen += tokensOf(plain(text)).length),
    understand: (text: string) => (seen += understand(text, AROUND).parts.length),
  };
  for (const text of texts.slice(0, STRETCH)) works.understand(text);
  const spent = { tokens: 0, understand: 0, cpuUs: 0 };
  for (let from = 0; from < size; from += STRETCH) {
    const stretch = texts.slice(from, from + STRETCH);
    for (const name of ["tokens", "understand"] as const) {
      const { cost } = await measured(stage.socketDir, async () => {
        for (const text of stretch) works[name](text);
        return await Promise.resolve();
      });
      spent[name] += cost.seconds;
      if (name === "understand") spent.cpuUs += cost.ownCpuUs;
    }
  }
  return {
    name: "intent",
    size,
    per_s: round(size / spent.understand),
    ceiling_per_s: round(size / spent.tokens),
    ratio: round(spent.tokens / spent.understand, 3),
    rss_mb: round(peakRssMb()),
    cpu_us_per_item: round(spent.cpuUs / size, 1),
    limits: `one core, ${LANGUAGES.length} languages: ${share(spent.tokens, spent.understand)} of the time is cutting into tokens, the rest finding words of all languages, days and amounts, and weighing them`,
  };
}
