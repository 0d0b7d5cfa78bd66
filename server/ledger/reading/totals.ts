import { plainLetters } from "./contacts.ts";

// How a line of sums begins in English, Polish and Afrikaans exports, without blanks and diacritics.
const WORDS = ["total", "subtotal", "grandtotal", "sumoftotal", "sum", "suma", "sumy", "razem"]
  .concat(["ogolem", "lacznie", "podsumowanie", "totaal", "subtotaal", "groottotaal", "som"])
  .concat(["summe", "totals", "totale", "overalltotal", "reporttotal", "customertotal"]);
const EXACT = new Set(WORDS);
// "Total for C100", "Razem klient 12", "Total customers: 200"
const STARTS =
  /^(?:grand ?|sub-? ?|groot ?)?(?:totals?|totaal|suma|razem|ogółem|łącznie)(?:$|[\s:.-])/iu;

/** True for a cell that names a line of sums. */
export function saysTotal(cell: string): boolean {
  const text = cell.trim();
  if (text === "" || text.length > MAX_CHARS) return false;
  return STARTS.test(text) || EXACT.has(plainLetters(text));
}

const MAX_CHARS = 80;
