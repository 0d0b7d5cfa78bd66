// In which language a text is written, where there is no doubt of it. Short texts rarely say ("ok", "2", "Jan 500"), and
// many mix: then nobody knows, and whoever asks stays with what was known before.
import { folded } from "./fold.ts";

/** Small words that one of the four languages has and the others lack, folded; found by counting our examples, then read. */
const WORDS: Readonly<Record<string, string>> = {
  en: `the you this can it for and have not your what with get dont today from are off ill cant am there never when
    an need again about whats could someone just our who all give must ive its where only any know nothing would but why
    does still want please wont how much will pay paid owe money send call anything something right through first if
    tomorrow days before kindly since us should thats ago doesnt already cannot been were they them`,
  pl: `prosze mam sie moge mnie czy mi jest jestem ile zaplace za chce jak juz teraz od dzis poprosze telefon przelew
    jeszcze wszystko tego moj macie tylko ze jaki gdzie bez wam pieniadze ktos przez moje kto kiedy moja cos jutro mozna
    dzisiaj potrzebuje wtedy wiecej sa byc bedzie wczoraj zostalo nas jakie bede moze nigdy bardzo niech zaraz zeby ale
    dziekuje zaplacic zaplacilem zaplacilam faktura faktury fakture rachunek konta pisac dlug raty chcialbym chcialabym
    kwota zl wplacic`,
  af: `ek het betaal julle asb asseblief hierdie geld kry weer daar vandag iemand moet gaan af nog geen gee praat laat
    betaling uit wie alles nooit meer tot niks maande twee waar dankie jy maar wees wanneer elke moenie skakel hoekom
    sonder weet watter sien staat kyk anders verlede oor rekening ons nie kan vir my baie gestuur eerste skuld
    helfte einde jammer wil stuur volgende more`,
  zu: `yami akhawunti inombolo umuntu ukuthi uma yenu lami kanjani konke futhi namuhla yonke namhlanje imali inani lutho
    umsebenzi isikweletu kodwa kuphela nini kusasa hhayi kukhona ibhalansi njalo lapha inkokhelo usuku kuphi lokhu kungani
    ekhaya mina wenu ubani isikhathi inyanga kahle akekho izolo thumelani nithumele kumele imiyalezo ingxenye yebo sawubona
    cha malini yimalini`,
};

/** Beginnings that make a word isiZulu: it joins person, tense and verb. */
const ZULU =
  /^(?:ng[aieou]\w{4,}|angi\w{3,}|uku\w{4,}|siy?a\w{4,}|sice\w{3,}|niya\w{3,}|aniku\w{2,}|ni(?:nga|ngi)\w{3,})$/u;
/** Letters that only Polish among them has. */
const POLISH = /[ąćęłńśźż]/u;
/** Afrikaans' own article. */
const AFRIKAANS = /(?:^|\s)['’]n\s/u;

/** So many words of a language make it certain, where no other has more than a third as many. */
const ENOUGH = 2;
const TIMES = 3;
const MOST_CHARACTERS = 1_000;

const LISTS = Object.entries(WORDS).map(
  ([language, words]) => [language, new Set(words.split(/\s+/u))] as const,
);
/** What stands in two lists tells nothing. */
const owners = new Map<string, string | undefined>();
for (const [language, words] of LISTS) {
  for (const word of words) owners.set(word, owners.has(word) ? undefined : language);
}

/** The language, "en", "pl", "af" or "zu", where that is certain. Pure; bounded time for any text. */
export function certainLanguage(text: string): string | undefined {
  const start = text.slice(0, MOST_CHARACTERS);
  const counts = new Map<string, number>();
  const count = (language: string) => counts.set(language, (counts.get(language) ?? 0) + 1);
  for (const word of new Set(folded(start).split(" "))) {
    const language = owners.get(word) ?? (ZULU.test(word) ? "zu" : undefined);
    if (language !== undefined) count(language);
  }
  if (POLISH.test(start.toLowerCase())) count("pl");
  if (AFRIKAANS.test(start.toLowerCase())) count("af");
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (!first || first[1] < ENOUGH || first[1] < TIMES * (second?.[1] ?? 0)) return undefined;
  return first[0];
}
