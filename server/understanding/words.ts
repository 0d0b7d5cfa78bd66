import { folded } from "./fold.ts";
import type { Intent } from "./types.ts";

/** Single words and short phrases that our own messages suggest as answers, beside STOP, HELP and BALANCE. */
const WORDS: Partial<Readonly<Record<Intent, string>>> = {
  pay: "pay, pay now, place, zaplac, betaal, betaal nou, khokha, khokha manje",
  pay_part: "part, half, part payment, czesc, polowa, deel, helfte, ingxenye, uhhafu",
  promise: "promise, promise to pay, obietnica, belofte, isithembiso",
  plan: "plan, payment plan, instalments, installments, raty, na raty, rata, paaiemente, betaalplan, izitolimende",
  paid_already:
    "paid, already paid, i paid, i have paid, zaplacone, zaplacilem, zaplacilam, betaal klaar, reeds betaal, klaar betaal, ngikhokhile, sengikhokhile",
  dispute: "dispute, query, reklamacja, dispuut, navraag, isikhalazo",
  invoice_copy:
    "invoice, statement, copy, faktura, fakture, faktuur, staat, rekeningstaat, invoyisi, i invoyisi, isitatimende",
  wrong_person:
    "wrong number, wrong person, not me, pomylka, zly numer, verkeerde nommer, verkeerde persoon, inombolo engalungile, akumina, akusimina",
  agent:
    "agent, human, operator, call me, call, person, konsultant, zadzwon, zadzwoncie, czlowiek, mens, bel my, umuntu, ngishayele, ngishayeleni",
};

const intents = new Map<string, Intent>();
for (const [intent, words] of Object.entries(WORDS)) {
  for (const word of words.split(", ")) intents.set(folded(word), intent as Intent);
}

const POLITE =
  /^(?:(?:please|pls|prosze|asseblief|asb|ngicela) )|(?: (?:please|pls|prosze|asseblief|asb|thanks|dankie|dziekuje|ngiyabonga))$/gu;
const LONGEST = 40;

/** The intent of which the whole text is the name; undefined when it is a sentence. */
export function intentWord(text: string): Intent | undefined {
  if (text.length > LONGEST) return undefined;
  return intents.get(folded(text).replaceAll(POLITE, ""));
}
