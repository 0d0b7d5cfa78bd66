// Words of amounts in English, Polish, Afrikaans and isiZulu, without marks.
import { setOf } from "./tokens.ts";

/** Parts of what is open, by how much they are. */
export const SHARES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0.5: `half, halve, haf, hlf, polowa, polowe, polowy, polowie, polow, polowke, helfte, halwe, helf, uhhafu, ihhafu, hhafu, isigamu, uhafu, ihafu,
      ngohhafu, isigamo, nohhafu, hafu, engxenyeni`,
    0.33: "third, trzecia, derde",
    0.25: "quarter, cwierc, kwart, ikota, kota",
  }).flatMap(([share, words]) => [...setOf(words)].map((word) => [word, Number(share)] as const)),
);
/** A third may be the third day: only after these. */
export const ONE_OF = setOf("a, one, jedna, jedną, n, een, 1");
export const FULL = setOf(
  `everything, evrything, calosc, calosci, wszystko, alles, konke, yonke, ephelele, yonk, konk, volle, full, ful, entire, whole, cala, cale, hele, iphelele, isiphelele, sonke`,
);
export const REST = setOf(
  `rest, remainder, remaining, balance, reszta, reszte, reszty, pozostala, pozostale, pozostalosc, res, oorblywende, balans, orige, okusele,
   insalela, eseleyo, esele, esisele, okunye, enye, okusalayo, imali esele, ensalela, leftover, ander`,
);
export const OTHER = setOf("other, druga, drugi, ander, enye, second, 2nd, next, tweede");
export const PERCENT = setOf("%, percent, pct, procent, persent, proc, amaphesenti, per cent");
export const THOUSAND = setOf(
  "k, tys, tysiecy, tysiac, tysiace, thousand, duisend, grand, inkulungwane, ithawuzeni",
);
/** Before a number they say that it names something. */
export const NAMING = setOf(
  `ref, reference, account, accnt, acc, acct, inv, invoice, faktura, fakture, faktury, fv, nr, no, number, num, id, order, case, ticket, faktuur, tel, cell, phone,
   #, numer, nommer, konto, konta, rekening, inombolo, i-akhawunti, akhawunti, invoisi, at, version, umowa, umowy, contract, kontrak, stand, unit, flat, erf, room,
   option, press, opcja, opsie, ukhetho, pin, code, kod, kode, po, box, nip, pesel, tracking, room`,
);

const words = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...setOf(text)].map((pair) => {
      const [word = "", value] = pair.split(" ");
      return [word, Number(value)] as const;
    }),
  );

/** Numbers as words that are added up. */
export const UNITS = words(
  `one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, eleven 11, twelve 12, fifteen 15, twenty 20, thirty 30, forty 40, fourty 40,
   fifty 50, sixty 60, seventy 70, eighty 80, ninety 90,
   jeden 1, dwa 2, trzy 3, cztery 4, piec 5, szesc 6, siedem 7, osiem 8, dziewiec 9, dziesiec 10, pietnascie 15, dwadziescia 20, trzydziesci 30, czterdziesci 40,
   piecdziesiat 50, szescdziesiat 60, siedemdziesiat 70, osiemdziesiat 80, dziewiecdziesiat 90, sto 100, stowa 100, stowe 100, dwiescie 200, dwiescia 200, trzysta 300,
   czterysta 400, piecset 500, pincet 500, szescset 600, siedemset 700, osiemset 800, dziewiecset 900, tysiaka 1000, dwustu 200, pieciuset 500,
   een 1, twee 2, drie 3, vier 4, vyf 5, ses 6, sewe 7, agt 8, nege 9, tien 10, vyftien 15, twintig 20, dertig 30, veertig 40, vyftig 50, sestig 60, sewentig 70,
   tagtig 80, negentig 90, tweehonderd 200, driehonderd 300, vierhonderd 400, vyfhonderd 500, seshonderd 600, sewehonderd 700, agthonderd 800, negehonderd 900,
   eenduisend 1000, tweeduisend 2000, vyftienhonderd 1500`,
);
export const TIMES = words(
  "hundred 100, hundreds 100, hunderd 100, thousand 1000, honderd 100, duisend 1000, tysiac 1000, tysiace 1000, tysiecy 1000, tysiaca 1000, grand 1000",
);
/** isiZulu counts the other way round: "amakhulu amahlanu" is 500. */
export const ZULU_HUNDREDS = words(
  "ikhulu 100, khulu 100, amakhulu 0, makhulu 0, inkulungwane 1000, izinkulungwane -1",
);
export const ZULU_COUNTS = words(
  "amabili 2, amathathu 3, amane 4, amahlanu 5, ayisithupha 6, ayisikhombisa 7, ayisishiyagalombili 8, ezimbili 2, ezintathu 3, ezine 4, ezinhlanu 5",
);
