import { featuresOf } from "./features.ts";
import { exactKeywordOf } from "./keywords.ts";
import { probabilities, shippedModel, type Model } from "./model.ts";
import { marksIn, partsOf, type Marked } from "./parsing/marks.ts";
import { MOST_CHARACTERS } from "./parsing/tokens.ts";
import { revokes } from "./revocation.ts";
import { isInstalments, plainly } from "./plainly.ts";
import { PROTECTED, touched } from "./rules.ts";
import { INTENTS, type Around, type Intent, type Understood } from "./types.ts";
import { intentWord } from "./words.ts";

/** What else a text seems to say is told from this probability on. */
const ALSO = 0.15;
const MOST_OTHERS = 3;
/** So much confidence is enough where the shape of the sentence says the same as the model. */
const PLAIN_ENOUGH = 0.6;

/**
 * What a reply means: exact keywords, then rules, then the model. Below the threshold the intent is "other", for a person.
 * Amounts and days are of the text, whatever it means; days look back when something was paid. What stands behind 1,000
 * characters is not looked at. Never throws; bounded time for any text. Of an e-mail pass `ownWords`.
 */
export function understand(text: string, around: Around & { readonly model?: Model }): Understood {
  const start = text.slice(0, MOST_CHARACTERS);
  const word = exactly(start);
  if (word !== undefined) return certain(word, "keyword", [], nothing);
  const marked = marksIn(start, around);
  const guessed = guess(marked, around.model ?? shippedModel(), around.today);
  if (revokes(start)) {
    const others = [guessed.best, ...guessed.others].filter(
      (one) => one !== "stop" && one !== "other",
    );
    return certain("stop", "rule", others, said(marked));
  }
  const looksBack = guessed.best === "paid_already";
  return { ...guessed, ...said(looksBack ? marksIn(start, around, "backward") : marked) };
}

function exactly(text: string): Intent | undefined {
  const keyword = exactKeywordOf(text);
  if (keyword === "STOP") return "stop";
  return keyword === "BALANCE" ? "balance" : intentWord(text);
}

type Said = Pick<Understood, "amount" | "date" | "parts">;
const nothing: Said = { amount: undefined, date: undefined, parts: [] };

function said(marked: Marked): Said {
  const parts = partsOf(marked);
  return { amount: parts[0]?.amount, date: parts[0]?.on, parts };
}

const certain = (
  intent: Intent,
  source: "keyword" | "rule",
  others: readonly Intent[],
  rest: Said,
): Understood => ({
  intent,
  best: intent,
  confidence: 1,
  source,
  others: others.slice(0, MOST_OTHERS),
  ...rest,
});

type Guess = Omit<Understood, keyof Said>;

/** The model's guess, and whether it may be acted on. */
function guess(marked: Marked, model: Model, today: Temporal.PlainDate): Guess {
  const features = featuresOf(marked);
  const odds = probabilities(model, features);
  const ranked = INTENTS.map((intent, at) => ({ intent, odds: odds[at]! })).toSorted(
    (a, b) => b.odds - a.odds,
  );
  const [first] = ranked as [(typeof ranked)[number], ...typeof ranked];
  const likely = ranked.filter(({ odds: one }) => one >= model.guard).map(({ intent }) => intent);
  const isPlain =
    first.odds >= PLAIN_ENOUGH && plainly(marked, features.concepts, today) === first.intent;
  const isSure =
    (isPlain || first.odds >= model.thresholds[first.intent]) &&
    (first.intent === "plan" || !isInstalments(marked)) &&
    !isGuarded(first.intent, [...likely, ...touched(features.concepts)]);
  const others = ranked
    .slice(1)
    .filter(({ intent, odds: one }) => one >= ALSO && intent !== "other")
    .map(({ intent }) => intent);
  return {
    intent: isSure ? first.intent : "other",
    best: first.intent,
    confidence: first.odds,
    source: isSure ? "model" : "none",
    others: others.slice(0, MOST_OTHERS),
  };
}

/**
 * True when nothing protected (a wish to be left alone, a wrong person, hardship) may be meant, so that somebody outside may be
 * asked what is.
 */
export function isAnybodys(text: string, around: Around & { readonly model?: Model }): boolean {
  const start = text.slice(0, MOST_CHARACTERS);
  if (revokes(start)) return false;
  const model = around.model ?? shippedModel();
  const features = featuresOf(marksIn(start, around));
  const odds = probabilities(model, features);
  const best = Math.max(...odds);
  const isProtected = PROTECTED.some((intent) => {
    const one = odds[INTENTS.indexOf(intent)]!;
    return one >= model.guard || one === best;
  });
  return !isProtected && touched(features.concepts).length === 0;
}

/** True when something protected may be meant beside the best guess: then a person reads it. */
export function isGuarded(best: Intent, meant: readonly Intent[]): boolean {
  return meant.some((intent) => intent !== best && PROTECTED.some((one) => one === intent));
}
