import { folded } from "./fold.ts";
import { revokes } from "./revocation.ts";

export type Keyword = "BALANCE" | "STOP" | "START" | "HELP";

/**
 * The exact words, in English, Polish, Afrikaans and isiZulu, without marks and punctuation. STOP has what carriers and
 * 47 CFR 64.1200(a)(10) name (stop, quit, end, revoke, opt out, cancel, unsubscribe); "yes" is no START, since it may
 * answer any question.
 */
const EXACT: Readonly<Record<Keyword, string>> = {
  STOP: `stop, stop all, stopall, stop now, stop it, stop this, s t o p, stop sms, stop smses, stop texts, stop messages,
    stop texting, stop messaging, stop emails, stop contacting, end, quit, cancel, cancel all, revoke, opt out, optout,
    unsubscribe, un subscribe, unsub, unsubscribe all, remove me, stop stop,
    koniec, rezygnuje, rezygnacja, wypisz, wypisz mnie, wypiszcie mnie, anuluj, zakoncz, przestan, przestancie,
    kanselleer, staak, hou op, stop dit, skryf my uit, teken my uit, verwyder my,
    yima, yimani, misa, misani, yeka, yekani, ngiyekeni, ngikhipheni, ngikhiphe, khansela`,
  START: `start, unstop, un stop, restart, start again, resume, resubscribe, opt in, optin, subscribe,
    wznow, wznowic, zapisz mnie, begin, begin weer, hervat, qala, qala futhi, qalani futhi`,
  HELP: `help, info, help me, pomoc, pomocy, hulp, help my, usizo, siza, ngisize, ngisizeni`,
  BALANCE: `balance, bal, my balance, balance due, account balance, what is my balance, whats my balance, how much do i owe,
    how much do i owe you, amount due,
    saldo, moje saldo, stan konta, jakie mam saldo, jakie jest moje saldo, ile mam do zaplaty, ile jestem winien,
    ile jestem winna,
    balans, my saldo, my balans, wat is my saldo, wat is my balans, hoeveel skuld ek, hoeveel skuld ek julle,
    ibhalansi, ibhalansi yami, i balance yami, ibhalansi yami ithini, ngikweleta malini, nginikweleta malini`,
};

const keywords = new Map<string, Keyword>();
for (const keyword of ["STOP", "START", "HELP", "BALANCE"] as const) {
  for (const words of EXACT[keyword].split(",")) keywords.set(folded(words), keyword);
}

const POLITE =
  /^(?:(?:please|pls|plz|kindly|just|prosze|asseblief|ngicela|ngiyacela|hi|hello|hallo|sawubona|sanibonani)\s+)+|(?:\s+(?:please|pls|plz|thanks|thank you|thx|now|prosze|dziekuje|dzieki|asseblief|dankie|ngicela|ngiyabonga|siyabonga))+$/gu;

/** Longer texts are letters: their first lines are no keyword, and a person reads them. */
const MOST_CHARACTERS = 1_000;

/**
 * The keyword that a whole reply amounts to: an exact word or phrase (case, marks, punctuation, quotes and politeness do
 * not count), or any reasonable wording of STOP. Undefined: a person, or a later reading, must find what it means. A keyword
 * inside a longer sentence is none. Of an e-mail pass `ownWords`.
 */
export function keywordOf(text: string): { readonly keyword: Keyword } | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const keyword = exactKeywordOf(text) ?? (revokes(text) ? "STOP" : undefined);
  return keyword && { keyword };
}

/** The same without the wordings of STOP. */
export function exactKeywordOf(text: string): Keyword | undefined {
  return text.length > MOST_CHARACTERS ? undefined : (exactly(text) ?? exactlyFirstLine(text));
}

function exactly(text: string): Keyword | undefined {
  const whole = folded(text);
  return keywords.get(whole) ?? keywords.get(whole.replaceAll(POLITE, "")) ?? repeated(whole);
}

/** "STOP STOP STOP" */
function repeated(whole: string): Keyword | undefined {
  const words = new Set(whole.split(" "));
  return words.size === 1 ? keywords.get([...words][0] ?? "") : undefined;
}

/**
 * The keyword on a line of its own above a name or a greeting. STOP counts above anything but the rest of its own sentence
 * ("Cancel" with "the technician" on the next line).
 */
function exactlyFirstLine(text: string): Keyword | undefined {
  const [first = "", ...rest] = text.trim().split(/\r?\n/u);
  const next = rest.find((line) => line.trim() !== "")?.trim();
  if (next === undefined || /^\p{Ll}/u.test(next)) return undefined;
  const keyword = exactly(first);
  const below = folded(rest.join(" ")).split(" ").length;
  return keyword === "STOP" || below <= 4 ? keyword : undefined;
}
