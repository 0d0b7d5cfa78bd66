// The words of days in English, Polish, Afrikaans and isiZulu, without marks, with what people make of them in a hurry.
import { setOf } from "./tokens.ts";

const numbered = (lists: readonly string[]): ReadonlyMap<string, number> =>
  new Map(lists.flatMap((words, at) => [...setOf(words)].map((word) => [word, at + 1] as const)));

/** Monday is 1 (ISO 8601). */
export const WEEKDAYS = numbered([
  "monday, mon, mnday, monady, poniedzialek, poniedzialku, pon, pn, maandag, msombuluko, umsombuluko, ngomsombuluko, mandag, ngomso",
  "tuesday, tue, tues, tuesdy, teusday, wtorek, wtorku, wt, dinsdag, dins, lwesibili, olwesibili, ulwesibili, ngolwesibili, dinsdg",
  "wednesday, wed, weds, wensday, wednsday, wedensday, sroda, srode, srody, sr, woensdag, woens, lwesithathu, olwesithathu, ulwesithathu, ngolwesithathu",
  "thursday, thu, thur, thurs, thursdy, thirsday, czwartek, czwartku, czw, donderdag, dond, lwesine, olwesine, ulwesine, ngolwesine",
  "friday, fri, fridy, firday, fryday, frday, piatek, piatku, pt, pia, vrydag, vry, vridag, lwesihlanu, olwesihlanu, ulwesihlanu, ngolwesihlanu, ngolwesihlan",
  "saturday, sat, saterday, satday, sobota, sobote, soboty, sob, saterdag, mgqibelo, umgqibelo, ngomgqibelo",
  "sunday, sundy, niedziela, niedziele, niedzieli, niedz, nd, sondag, ngesonto, isonto",
]);

export const MONTHS = numbered([
  "january, jan, styczen, stycznia, styczniu, sty, januarie, januwari, ujanuwari, masingana, januari",
  "february, feb, febr, luty, lutego, lutym, februarie, februwari, nhlolanja",
  "march, mar, marzec, marca, marcu, maart, mashi, mrt, ndasa",
  "april, apr, kwiecien, kwietnia, kwietniu, kwi, mbasa, aphreli",
  "may, maj, maja, maju, mei, meyi, nhlaba",
  "june, jun, czerwiec, czerwca, czerwcu, cze, junie, juni, nhlangulana",
  "july, jul, lipiec, lipca, lipcu, lip, julie, julayi, ntulikazi",
  "august, aug, sierpien, sierpnia, sierpniu, sie, augustus, agasti, ncwaba",
  "september, sep, sept, wrzesien, wrzesnia, wrzesniu, wrz, septemba, mandulo",
  "october, oct, pazdziernik, pazdziernika, pazdzierniku, paz, oktober, okt, okthoba, mfumfu",
  "november, nov, novmber, listopad, listopada, listopadzie, lis, novemba, lwezi",
  "december, dec, decmber, grudzien, grudnia, grudniu, gru, desember, des, disemba, zibandlela",
]);
/** Words that are months only beside a number. */
export const UNSURE_MONTHS = setOf("may, mar, sie, lip, lis, gru, paz, sty, maj, des, mei, march");

export const TODAY = setOf(
  "today, 2day, tday, tdy, tonight, tonite, dzis, dzisiaj, dzisaj, vandag, vanaand, vndag, namuhla, namhlanje, namhla, namuhlanje",
);
export const TOMORROW = setOf(
  `tomorrow, tomorow, tommorow, tommorrow, tomoro, tomorro, tomrrow, tomrw, tmrw, tmr, tmrow, tmoro, moro, morow, morrow, mrw, jutro,
   jutr, jutrzejszy, kusasa, ngakusasa, ksasa, umgomuso, morra`,
);
export const DAY_AFTER = setOf("pojutrze, oormore, overmorrow, ngomhlomunye, mhlomunye, oormorre");
export const YESTERDAY = setOf(
  "yesterday, yesterdy, ystrday, ysterday, yday, yest, wczoraj, wczor, gister, gisteraand, gistr, izolo, ngayizolo, ytd",
);
export const DAY_BEFORE = setOf("przedwczoraj, eergister, kuthangi");
export const NOW = setOf(
  "now, nou, teraz, manje, manj, immediately, natychmiast, dadelik, onmiddellik, rn, asap",
);

export const NEXT = setOf(
  `next, nxt, nex, volgende, vlgnde, vlgende, przyszly, przyszlym, przyszla, przyszlego, przyszlej, przyszle, nastepny, nastepnym,
   nastepna, nastepnego, nastepnej, nastepne, kolejny, kolejnym, kolejnego`,
);
export const NEXT_AFTER = setOf(
  "ezayo, elizayo, oluzayo, ozayo, elandelayo, olandelayo, ezolandela, next",
);
export const LAST = setOf(
  "last, past, lst, verlede, laas, zeszly, zeszlym, zeszlego, zeszla, zeszlej, ubiegly, ubieglym, ubieglego, ostatni, ostatnim, ostatniego, miniony",
);
export const LAST_AFTER = setOf(
  "edlule, odlule, eledlule, oludlule, oledlule, elidlule, ezedlule, gelede, ago, temu",
);

export const DAYS = setOf(
  "day, days, dys, dayz, dni, dzien, dae, dag, usuku, izinsuku, nsuku, ezinsukwini, zinsuku, kwezinsuku",
);
export const WEEKS = setOf(
  `week, weeks, wk, wks, weks, tydzien, tygodnie, tygodni, tygodniu, tyg, weke, viki, iviki, amaviki, emavikini, kwamaviki, ngeviki,
   evikini, esontweni, isonto, amasonto, masonto, kwamasonto, emasontweni, kwesonto`,
);
export const MONTHLY = setOf(
  `month, months, mnth, mnths, mth, mths, miesiac, miesiaca, miesiacu, miesiace, miesiecy, mies, mc, maand, maande, mnd, nyanga, inyanga,
   izinyanga, kwenyanga, yenyanga, ngenyanga, enyangeni, nenyanga, nezinyanga, kwezinyanga`,
);
export const WEEKEND = setOf(
  "weekend, wkend, wknd, weekends, naweek, weekendu, weekendzie, ngempelasonto, impelasonto",
);

export const END = setOf(
  `end, ending, koniec, konca, koncem, koncu, koncowka, koncowce, einde, eind, ent, ekupheleni, ukuphela, kuphela, mpheleni, empheleni,
   ekugcineni, kupheleni, ekuphelen`,
);
export const MIDDLE = setOf(
  "mid, middle, midle, polowa, polowie, polowy, polowe, middel, phakathi, maphakathi",
);
export const BEGINNING = setOf(
  "start, beginning, begining, early, poczatek, poczatku, poczatkiem, begin, ekuqaleni, ukuqala, kuqala, ekuqalen",
);
/** What may stand between "end" and "month". */
export const LINKING = setOf(
  "of, the, this, van, die, hierdie, vd, v, d, tego, bm, biezacego, ku, ka, kwa, yale, kule, le, d, -, in, for, my, is",
);
/** What may stand between a day and its month. */
export const OF_MONTH = setOf("of, the, van, ku, ka, kwa, d, -, ', m, msc");
export const MONTH_END = setOf(
  "eom, monthend, mthend, monthends, maandeinde, maandend, maandeind, endofmonth",
);

export const ORDINAL = setOf(
  "th, st, nd, rd, go, ego, tego, szego, mego, ym, tym, ste, de, e, stego, siodmego, ta, ty",
);
/** Before a bare number they make it a day of the month. */
export const ON_DAY = setOf(
  `on, by, b4, before, until, till, til, the, op, teen, tot, voor, die, do, dnia, dniu, dzien, od, mhlaka, ngomhlaka, mhla, ngomhla, ngo, ka,
   umhlaka, nge, date, ku, tl, przed, po, af`,
);
/** After a number they say what is counted: no day, no money. */
export const COUNTED = setOf(
  `x, times, time, installments, instalments, installment, instalment, payments, payment, invoices, invoice, people, hours, hour, hrs, hr,
   minutes, min, mins, am, pm, h, years, year, yrs, rat, raty, rata, ratach, faktur, faktury, godzin, godziny, minut, lat, lata, osob, razy, raz,
   paaiemente, paaiement, fakture, ure, uur, jaar, keer, mense, kids, children, izikhathi, iminyaka, amahora, sms, smses, messages, km, mb, gb,
   mbps, euro, kinders, payday, debits, calls, phones, accounts, konta, terms, parts, czesci, dele, portions`,
);
/** Where a bare "payday" is spoken of. */
export const PAYDAY = setOf(
  `payday, paydays, paydate, payd, salary, salry, sallary, wages, wage, wyplata, wyplacie, wyplaty, wyplate, wyplat, pensja, pensji, pensje,
   betaaldag, betaldag, salaris, loon, paydag, hola, ngihola, ngiholile, holile, ukuhola, lokuhola, uhola, umholo, iholo, ihholo, umhola,
   ngizohola, sengiholile, ngingahola, ngiholelwa, siholile, emholweni, holo, ngomholo`,
);
/** What makes a duration a way to a day: "in 2 weeks", "oor 'n week". */
export const AHEAD = setOf(
  "in, within, za, ciagu, oor, binne, ngemva, ngemuva, emva, after, another, give, need, time, from, po, na, nog, jeszcze, emuva, moeg",
);

const SMALL = [
  "a, an, one, jeden, jedna, een, n, eyodwa, elilodwa, olulodwa, elinye, eyi, lilodwa",
  "two, couple, dwa, dwie, dwoch, twee, amabili, ezimbili, ababili, mbili, zimbili",
  "three, trzy, trzech, drie, amathathu, ezintathu, ntathu, zintathu",
  "four, cztery, czterech, vier, amane, ezine, zine",
  "five, piec, pieciu, vyf, amahlanu, ezinhlanu, zinhlanu",
  "six, szesc, szesciu, ses, ayisithupha, eziyisithupha",
  "seven, siedem, siedmiu, sewe, ayisikhombisa, eziyisikhombisa",
  "eight, osiem, osmiu, agt, ayisishiyagalombili",
  "nine, dziewiec, nege, ayisishiyagalolunye",
  "ten, dziesiec, dziesieciu, tien, ayishumi, eziyishumi, ishumi",
  "eleven, jedenascie, elf",
  "twelve, dwanascie, twaalf",
  "thirteen, trzynascie, dertien",
  "fourteen, czternascie, veertien",
  "fifteen, pietnascie, vyftien",
];
/** Small numbers as words. */
export const NUMBER_WORDS = numbered(SMALL);

/** Days of the month as words, where they are said so: "dziesiątego", "the first". */
export const DAY_WORDS = numbered([
  "first, pierwszego, eerste, lokuqala",
  "second, drugiego, tweede",
  "third, trzeciego, derde",
  "fourth, czwartego, vierde",
  "fifth, piatego, vyfde",
  "sixth, szostego, sesde",
  "seventh, siodmego, sewende",
  "eighth, osmego, agste",
  "ninth, dziewiatego, negende",
  "tenth, dziesiatego, tiende",
  "eleventh, jedenastego, elfde",
  "twelfth, dwunastego, twaalfde",
  "thirteenth, trzynastego, dertiende",
  "fourteenth, czternastego, veertiende",
  "fifteenth, pietnastego, vyftiende",
  "sixteenth, szesnastego, sestiende",
  "seventeenth, siedemnastego, sewentiende",
  "eighteenth, osiemnastego, agtiende",
  "nineteenth, dziewietnastego, negentiende",
  "twentieth, dwudziestego, twintigste",
]);
