// Sentences that say no more than one thing about money: the shape of their words, days and amounts is enough.
import type { Concept } from "./lexicon/concepts.ts";
import { conceptId } from "./lexicon/matching.ts";
import type { Marked } from "./parsing/marks.ts";
import type { Intent } from "./types.ts";

/** Whoever speaks of these says more than that they will pay. */
const MORE: readonly Concept[] = [
  "not",
  "cant",
  "paid",
  "already",
  "proof",
  "wrong",
  "cancelled",
  "not_working",
  "not_received",
  "invoice",
  "how_much",
  "balance",
  "stop",
  "wrong_number",
  "death",
  "lost",
  "ill",
  "poor",
  "call_me",
  "human",
  "elsewhere",
  "who_are_you",
  "why",
  "plan",
  "service",
  "person",
  "messages",
  "talk",
];
const LONGEST_WORDS = 14;

const ids = (concepts: readonly Concept[]) => concepts.map(conceptId);
const more = ids(MORE);
const wishes = ids(["want", "can", "howto", "now", "will", "send"]);

/** pay, pay_part or promise, when the text plainly says so and nothing else; `today` is no promise. */
export function plainly(
  { tokens, marks }: Marked,
  concepts: ReadonlySet<number>,
  today: Temporal.PlainDate,
): Intent | undefined {
  const has = (concept: Concept) => concepts.has(conceptId(concept));
  if (tokens.length > LONGEST_WORDS || more.some((id) => concepts.has(id))) return undefined;
  const days = marks.filter((mark) => mark.kind === "date");
  const later = days.filter(({ on }) => Temporal.PlainDate.compare(on, today) > 0).length;
  const sums = marks.filter((mark) => mark.kind === "amount");
  const shares = sums.filter(({ amount }) => "share" in amount && amount.share < 1).length;
  const rest = marks.some(({ kind }) => kind === "rest");
  const payday = marks.some(({ kind }) => kind === "payday");
  if (sums.length > 2 || days.length > 2) return undefined;
  const isWish = wishes.some((id) => concepts.has(id));
  if ((shares > 0 || rest) && days.length > 1) return undefined;
  if (shares > 0 || rest) return has("pay") || isWish || marks.length > 1 ? "pay_part" : undefined;
  if (has("part")) {
    return has("pay") && later === 0 && !payday && sums.length === 1 ? "pay_part" : undefined;
  }
  const marked = marks.reduce((length, { from, to }) => length + to - from, 0);
  const only = marked >= tokens.length - 2;
  if (later === 1 && sums.length <= 1)
    return has("pay") || (only && sums.length === 1) ? "promise" : undefined;
  if (later > 0 || payday || has("later") || has("rest")) return undefined;
  if (sums.length === 1) return has("pay") && isWish && !has("full") ? "pay_part" : undefined;
  return has("pay") && isWish && sums.length === 0 ? "pay" : undefined;
}

const FEWEST_OF_PLAN = 3;

/** Three days or more: a plan, whatever is said of the first. */
export function isInstalments({ marks }: Marked): boolean {
  return marks.filter(({ kind }) => kind === "date" || kind === "now").length >= FEWEST_OF_PLAN;
}
