import { keywordOf } from "./keywords.ts";
import type { Around, Understood } from "./types.ts";

/** Longer texts are letters: what stands behind this many characters is not looked at. */
const MOST_CHARACTERS = 1_000;

/** What a reply means: exact keywords, then rules, then the model. Never throws; bounded time for any text. */
export function understand(text: string, _around: Around): Understood {
  const keyword = keywordOf(text.slice(0, MOST_CHARACTERS))?.keyword;
  const intent = keyword === "STOP" ? "stop" : keyword === "BALANCE" ? "balance" : "other";
  return {
    intent,
    best: intent,
    confidence: intent === "other" ? 0 : 1,
    source: intent === "other" ? "none" : "keyword",
    others: [],
    amount: undefined,
    date: undefined,
    parts: [],
  };
}
