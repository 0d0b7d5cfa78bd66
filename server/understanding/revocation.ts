import { folded } from "./fold.ts";

/**
 * Reasonable wordings of "stop writing to me" (47 CFR 64.1200(a)(10): revocation in any reasonable manner). Each rule
 * matches a whole clause on folded text, so that "please don't stop my service" or "stop the debit order" stay for a
 * person. In doubt about a clear request to be left alone it is honoured: the confirmation says how to undo it.
 */

const set = (words: string): string =>
  `(?:${words
    .trim()
    .split(/\s*[,\n]\s*/u)
    .join("|")})`;

const EN_OPENING = set(
  `hi, hello, hey, good day, good morning, please, pls, plz, kindly, just, ok, look, now, can you, could you, would you,
   will you, you must, you need to, you people must, i said, i told you to, i want you to, i am asking you to, for the last time, and, so`,
);
const EN_THINGS = set(
  `sms, smss, smses, texts, text messages, messages, msgs, reminders, emails, e mails, mails, notifications, spam, texts and emails,
   text, message, email`,
);
const EN_WHICH =
  "(?:(?:me|us|any|more|these|those|your|all|the|further|this|of|stupid|bloody|such) )*";
const EN_ME = set(
  "me, us, this number, my number, my phone, this phone, this address, this mailbox, my email",
);
const EN_TAIL = `(?: ${set(
  `please, pls, plz, thanks, thank you, again, anymore, any more, any longer, ever, at all, now, immediately, today, sms, smses,
   texts, messages, emails, e mails, to, on, at, from, by, with, via, this, my, me, us, here, number, phone, address, cell,
   you, your, guys, company, about, it`,
)})*`;
const EN_WRITING = set(
  "texting, messaging, contacting, smsing, sms ing, emailing, e mailing, mailing, spamming, bothering, harassing, calling, phoning, pestering",
);
const EN_WRITE = set(
  "text, txt, message, contact, sms, email, e mail, mail, bother, call, phone, write to, send messages to, send sms to, harass",
);
/** Limits ("before nine", "at work") and other ways ("text me instead") are requests of another kind. */
const EN_LIMIT =
  /\b(?:before|after|until|during|between|instead|rather|only|prefer|weekends?|sundays?|nights?|work)\b/u;

const ENGLISH = [
  `stop ${EN_WRITING}(?: .*)?`,
  `stop (?:sending|send) ${EN_WHICH}${EN_THINGS}${EN_TAIL}`,
  `stop sending ${set("me these, me this, these, this, me anything")}${EN_TAIL}`,
  `stop ${EN_WHICH}${EN_THINGS}${EN_TAIL}`,
  `(?:do not|dont|never)(?: ever)? ${EN_WRITE} ${EN_ME}${EN_TAIL}`,
  `(?:do not|dont|never) send ${EN_WHICH}${EN_THINGS}${EN_TAIL}`,
  `i (?:do not|dont|no longer|never) (?:want|wish|need|consent|agree)(?: to)?(?: (?:receive|get|be sent|hear))? ?${EN_WHICH}${EN_THINGS}${EN_TAIL}`,
  `i (?:do not|dont|no longer) (?:want|wish) to (?:be contacted|hear from you)${EN_TAIL}`,
  `(?:i (?:want|wish|would like|d like|need) to |let me |id like to )?(?:opt out|unsubscribe|be removed)(?: of| from)?(?: (?:me|this number|my number|your|these|this|the|all|sms|list|lists|mailing|texts|messages|emails))*${EN_TAIL}`,
  `(?:opt|sign) me out${EN_TAIL}`,
  `(?:remove|delete|take|unsubscribe) ${set("me, us, my number, this number, my email, my e mail, my name, this address")}(?: (?:off|from|of) ${EN_WHICH}(?:sms |mailing |contact |text |messaging |marketing |call )*(?:list|lists|database|system|contacts|messages|texts))?${EN_TAIL}`,
  `i (?:hereby )?(?:revoke|withdraw|cancel)(?: all| my| any)* (?:consent|permission)(?: .*)?`,
  `no more ${EN_THINGS}${EN_TAIL}`,
  `(?:leave me alone|lose my number|go away)${EN_TAIL}`,
];

const PL_THINGS = set(
  "smsow, sms ow, smsy, sms, esemesow, wiadomosci, maili, mejli, e maili, emaili, powiadomien, przypomnien, telefonow",
);
const PL_WRITE = set(
  `piszcie, pisz, pisac, wysylajcie, wysylaj, wysylac, przysylajcie, przysylaj, przysylac, kontaktujcie, kontaktuj, kontaktowac,
   dzwoncie, dzwon, dzwonic, smsujcie, smsowac, nekajcie, nekac, niepokojcie, niepokoic`,
);
const PL_FILL = `(?: ${set(
  `sie, juz, wiecej, nigdy, prosze, do mnie, do nas, ze mna, z nami, mnie, mi, nam, na ten numer, na moj numer, na ten adres, tych,
   zadnych, waszych, takich, od was, od panstwa, ${PL_THINGS}`,
)})*`;
const PL_OPENING = set(
  "prosze, dzien dobry, witam, hej, juz, bardzo prosze, panstwa prosze, wiecej, sie, do mnie, ze mna, mi, mnie, i",
);

const POLISH = [
  `nie(?: ${set("chce zebyscie, zycze sobie zebyscie")})?${PL_FILL} ${PL_WRITE}${PL_FILL}`,
  `(?:przestancie|przestan|przestac)${PL_FILL} ${PL_WRITE}${PL_FILL}`,
  `(?:nie chce|nie zycze sobie|nie zgadzam sie na)${PL_FILL}(?: (?:otrzymywac|dostawac|otrzymywania|dostawania|kontaktu))?${PL_FILL} ?${set(
    `${PL_THINGS}, kontaktu, kontaktu z wami`,
  )}${PL_FILL}`,
  `(?:wypisac|wypiszcie|usunac|usuncie|wykreslic|wykreslcie)(?: mnie| moj numer| ten numer| moj adres)+(?: z(?: waszej| tej| panstwa| tych)?(?: listy| bazy| smsow| wiadomosci| powiadomien)*)?${PL_FILL}`,
  `mnie (?:wypisac|usunac|wykreslic)(?: z(?: waszej| tej| panstwa)?(?: listy| bazy))?${PL_FILL}`,
  `(?:cofam|wycofuje|odwoluje)(?: moja| swoja)? zgode(?: .*)?`,
  `rezygnuje z (?:otrzymywania )?(?:tych )?${PL_THINGS}${PL_FILL}`,
  `(?:zadnych|dosc|koniec|stop)(?: wiecej| tych| z)* ${set(`${PL_THINGS}, smsami, wiadomosciami, smsom`)}${PL_FILL}`,
  `dajcie mi(?: swiety)? spokoj`,
];

const AF_THINGS = set(
  "smse, sms e, smsse, smse, sms boodskappe, boodskappe, eposse, e posse, herinneringe, kennisgewings, oproepe",
);
const AF_WHICH =
  "(?:(?:die|hierdie|julle|jul|u|enige|meer|verdere|weer|vir|aan|my|ons|sulke|se) )*";
const AF_WRITE = set(
  "kontak, kontakteer, bel, sms, skryf, pla, steur, lastig val, e pos, boodskap",
);
const AF_FILL = `(?: ${set(
  `nie, meer, weer, ooit, asseblief, dankie, my, ons, vir, aan, van, julle, hierdie, op, by, na, per, met, nommer, adres, sms, foon, nou, onmiddellik`,
)})*`;
const AF_OPENING = set(
  "hallo, goeie dag, goeiedag, haai, asseblief, kan julle, sal julle, julle moet, ek het gese, ek vra julle om, en",
);

const AF_DO_NOT = "(?:moenie|moet(?: asseblief| my| ons)* nie)";

const AFRIKAANS = [
  `${AF_DO_NOT}${AF_FILL} ${AF_WRITE}${AF_FILL}`,
  `${AF_DO_NOT}${AF_FILL} ${AF_THINGS}${AF_FILL} stuur${AF_FILL}`,
  `(?:hou op|stop|ophou)(?: asseblief)?(?: om)?${AF_FILL}(?: te)? ${AF_WRITE}${AF_FILL}`,
  `(?:hou op|stop|ophou|staak)(?: asseblief)?(?: om| met)? ?${AF_WHICH}${AF_THINGS}${AF_FILL}(?:(?: te)? stuur)?${AF_FILL}`,
  `ek wil (?:nie|geen)(?: meer| langer| weer)* ?${AF_WHICH}${AF_THINGS}${AF_FILL} (?:kry|he|ontvang)${AF_FILL}`,
  `ek wil nie(?: meer| langer| weer)* gekontak word${AF_FILL}`,
  `(?:verwyder|haal|vat|skrap) (?:my|my nommer|hierdie nommer|my e pos)(?: (?:van|uit|af van)(?: julle| jul| die| u| hierdie)? (?:lys|databasis|stelsel|sms lys))?(?: af| uit)?${AF_FILL}`,
  `ek (?:trek|herroep)(?: hiermee)? my toestemming(?: terug)?(?: .*)?`,
  `geen(?: verdere| meer)* ${AF_THINGS}${AF_FILL}`,
  `los my(?: net| asseblief)* (?:uit|alleen)${AF_FILL}`,
];

const ZU_THINGS = set(
  `sms, ama sms, imiyalezo, umyalezo, imilayezo, ama email, imeyili, izaziso, izikhumbuzo, izingcingo, lutho, okunye`,
);
const ZU_FILL = `(?: ${set(
  `${ZU_THINGS}, ngicela, futhi, kimi, mina, manje, lezi, le, lena, lawa, yenu, enu, zenu, ezinye, eminye, neze, nhlobo,
   ngocingo, ucingo, nge, email, sms, kule nombolo, kule namba, kulenombolo, kini, naphakade, ngempela`,
)})*`;
const ZU_OPENING = set(
  "ngicela, ngiyacela, sawubona, sanibonani, manje, bafethu, nina, futhi, sekwanele, kwanele, hhayi",
);
/** What is done to the writer: to send, reach, phone, write, trouble; the endings change with the mood of the verb. */
const ZU_STEM = "(?:thumel(?:el)?|thint|shayel|fonel|bhalel|hluph|nyany|smsel|emayilel)";

const ISIZULU = [
  `(?:yeka|yekani|misa|misani|yima|yimani|musa|musani|stop|ningayeka|nqamula|nqamulani)${ZU_FILL} uku(?:ngi)?${ZU_STEM}a${ZU_FILL}`,
  `(?:yeka|yekani|misa|misani|nimise|niyeke|stop|vala|valani)${ZU_FILL} ${ZU_THINGS}${ZU_FILL}`,
  `(?:ni|u)nga(?:sa)?ngi${ZU_STEM}i${ZU_FILL}`,
  `(?:ni|u)ngaphinde${ZU_FILL} (?:ni|u)ngi${ZU_STEM}e${ZU_FILL}`,
  `(?:ni|u)ngabe${ZU_FILL} (?:ni|u)sangi${ZU_STEM}a${ZU_FILL}`,
  `angi(?:sa)?(?:fun|ding)i${ZU_FILL} ${ZU_THINGS}${ZU_FILL}`,
  `(?:susa|susani|khipha|khiphani|sula|sulani|cima|cimani|nisuse|nikhiphe|nisule) ${set(
    "inombolo yami, inamba yami, igama lami, le nombolo, ikheli lami, i email yami",
  )}(?: (?:ohlwini|ku system|kuhlelo|kwi database|ku list|lwenu|yenu|kulolu))*${ZU_FILL}`,
  `(?:ngikhipheni|ngikhiphe|ngisuseni)(?: (?:ohlwini|kulolu|lwenu|ku list|ku system))+${ZU_FILL}`,
  `(?:ngiyahoxisa|ngihoxisa)(?: yonke)? imvume yami(?: .*)?`,
  `(?:ngiyeke|ngiyekeni)${ZU_FILL}`,
];

const rule = (opening: string, cores: readonly string[]): RegExp =>
  new RegExp(`^(?:${opening} )*(?:${cores.map((core) => `(?:${core})`).join("|")})$`, "u");

const english = rule(EN_OPENING, ENGLISH);
const others = [rule(PL_OPENING, POLISH), rule(AF_OPENING, AFRIKAANS), rule(ZU_OPENING, ISIZULU)];

const MOST_CLAUSES = 12;
const LONGEST_CLAUSE = 160;

/** True when a clause of the text asks not to be written to any more. */
export function revokes(text: string): boolean {
  return revokingClauses(text).length > 0;
}

const CALLS =
  /\b(?:calling|phoning|(?:not|dont|never)(?: ever)? (?:call|phone)|dzwoncie|dzwon|dzwonic|telefonow|bel|oproepe|izingcingo|ngocingo|\w*(?:shayel|fonel)[aei])\b/u;

/** True when such a clause speaks of telephone calls: that medium stops as well (12 CFR 1006.14(h)). */
export function revokesCalls(text: string): boolean {
  return revokingClauses(text).some((clause) => CALLS.test(clause));
}

/** The clauses that ask to be left alone, folded. */
function revokingClauses(text: string): readonly string[] {
  const clauses = text.split(/[.!?;:,\n\r()]+/u).slice(0, MOST_CLAUSES);
  const limited = EN_LIMIT.test(folded(text));
  return clauses.map(folded).filter((clause) => {
    if (clause === "" || clause.length > LONGEST_CLAUSE) return false;
    if (others.some((one) => one.test(clause))) return true;
    return !limited && english.test(clause);
  });
}
