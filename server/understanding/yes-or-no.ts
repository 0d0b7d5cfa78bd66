import { folded } from "./fold.ts";

const YES: Readonly<Record<string, string>> = {
  en: "yes, y, ye, yea, yeah, yeh, yep, yup, yess, yes please, ok, okay, okey, k, kk, sure, confirm, confirmed, i confirm, correct, right, agreed, i agree, agree, accept, i accept, fine, thats fine, that is fine, good, perfect, go ahead, do it, deal, great, sharp, yebo, affirmative, please do, of course, absolutely, definitely, sounds good, alright, all right, thats right, that is right, thats correct, that is correct, yes i do, yes correct, yes thats right, yes confirm",
  pl: "tak, t, ta, no tak, tak prosze, ok, okej, oki, dobra, dobrze, potwierdzam, zgoda, zgadzam sie, zgadza sie, jasne, pewnie, oczywiscie, moze byc, niech bedzie, akceptuje, super, prosze, poprosze, git, w porzadku, racja, dokladnie, tak potwierdzam, tak zgadza sie, tak zgoda",
  af: "ja, jip, ja asb, ja asseblief, ok, oukei, goed, reg, dis reg, korrek, ek stem saam, stem saam, bevestig, ek bevestig, maak so, doen dit, natuurlik, seker, sekerlik, reg so, dit is reg, aanvaar, ek aanvaar, ja dis reg, ja bevestig, lekker, perfek",
  zu: "yebo, yebo ke, ya, yah, ehe, ewe, kulungile, kulungile ke, sho, sharp, ok, kunjalo, ngiyavuma, ngyavuma, ngiyaqinisekisa, qinisekisa, impela, yebo ngiyavuma, yebo kunjalo, siyavumelana, ngiyavumelana, kwenze, qhubeka, lungile, vuma",
};

const NO: Readonly<Record<string, string>> = {
  en: "no, n, nope, nah, no thanks, no thank you, not now, wrong, incorrect, not correct, thats wrong, that is wrong, i disagree, disagree, decline, i decline, never, dont, do not, no way, not right, thats not right, no i dont, no wrong, nee, not really, negative, forget it, no i cant, i cant",
  pl: "nie, n, ne, nie dziekuje, nie teraz, nie zgadzam sie, nie zgadza sie, zle, blednie, bledne, niepoprawne, nie chce, odmawiam, nigdy, nie potwierdzam, nie prosze, niestety nie, w zadnym wypadku",
  af: "nee, n, nee dankie, nie nou nie, verkeerd, dis verkeerd, nie reg nie, dis nie reg nie, ek stem nie saam nie, nooit, weier, ek weier, glad nie, moenie, nee dis verkeerd",
  zu: "cha, qha, hhayi, hayi, hai, ha a, chabo, cha ngiyabonga, akunjalo, angivumi, angivumelani, akulungile, akusilo iqiniso, ngeke, cha akunjalo, hhayi bo, kahle",
};

const POLITE =
  /(?:\s+(?:please|pls|plz|thanks|thank you|thx|prosze|dziekuje|dzieki|asseblief|asb|dankie|ngiyabonga|ngicela|sir|madam|mam))+$/u;

const sets = (words: Readonly<Record<string, string>>) =>
  new Map(Object.entries(words).map(([language, list]) => [language, new Set(list.split(", "))]));
const yes = sets(YES);
const no = sets(NO);

/** An answer to a question of ours that needs no more than yes or no; undefined when it says anything else, or both. */
export function yesOrNo(text: string, languages: readonly string[]): "yes" | "no" | undefined {
  if (text.length > 200) return undefined;
  const whole = folded(text).replace(POLITE, "");
  const words = [...new Set(whole.split(" "))];
  const forms = words.length === 1 ? [whole, words[0] ?? ""] : [whole];
  const says = (said: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...languages, "en"].some((language) => forms.some((form) => said.get(language)?.has(form)));
  const [isYes, isNo] = [says(yes), says(no)];
  return isYes === isNo ? undefined : isYes ? "yes" : "no";
}
