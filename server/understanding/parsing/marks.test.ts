import { describe, expect, test } from "vitest";
import { amountsIn, datesIn, marksIn, partsOf } from "./marks.ts";

// A Wednesday.
const today = Temporal.PlainDate.from("2026-11-18");
const sought = { currency: "ZAR", today, paydayDay: 25 };
const money = (text: string) =>
  amountsIn(text, sought).map((one) =>
    "share" in one ? one.share : `${one.minor} ${one.currency ?? "-"}`,
  );

describe("amounts", () => {
  test.each<[string, (string | number)[]]>([
    ["I can pay R500", ["50000 ZAR"]],
    ["R 1 234,50 today", ["123450 ZAR"]],
    ["r1,234.50", ["123450 ZAR"]],
    ["1.234,50 zł", ["123450 PLN"]],
    ["zapłacę 200 zł", ["20000 PLN"]],
    ["200zl w piatek", ["20000 PLN"]],
    ["dwieście pięćdziesiąt złotych", ["25000 PLN"]],
    ["tysiąc", ["100000 -"]],
    ["five hundred rand", ["50000 ZAR"]],
    ["one thousand two hundred", ["120000 -"]],
    ["vyfhonderd rand", ["50000 ZAR"]],
    ["amakhulu amahlanu", ["50000 -"]],
    ["ngizokhokha u-R300", ["30000 ZAR"]],
    ["ngingakhokha u500", ["50000 -"]],
    ["2k friday", ["200000 -"]],
    ["1.5k", ["150000 -"]],
    ["500 on the 25th", ["50000 -"]],
    ["500,- nou", ["50000 -"]],
    ["half", [0.5]],
    ["50%", [0.5]],
    ["1/2 now", [0.5]],
    ["połowę teraz", [0.5]],
    ["die helfte", [0.5]],
    ["uhhafu manje", [0.5]],
    ["a third now", [0.33]],
    ["the full amount", [1]],
    ["100 now and the rest friday", ["10000 -"]],
    ["in 3 instalments", []],
    ["pay on 25/11", []],
    ["do 10 grudnia", []],
    ["invoice INV-12345", []],
    ["account 551234", []],
    ["call me on 0821234567", []],
    ["my number is 082 555 1234", []],
    ["I owe 25 for november", ["2500 -"]],
    ["100 pm", ["10000 -"]],
    ["at 5pm", []],
    ["at 10:30", []],
    ["2 weeks", []],
    ["I have 3 kids", []],
    ["na 10 rat", []],
  ])("%s", (text, expected) => expect(money(text)).toEqual(expected));
});

describe("days ahead", () => {
  test.each([
    ["25th", "2026-11-25"],
    ["on the 5th", "2026-12-05"],
    ["on 25", "2026-11-25"],
    ["by the 25th of next month", "2026-12-25"],
    ["friday", "2026-11-20"],
    ["wednesday", "2026-11-25"],
    ["next friday", "2026-11-27"],
    ["friday next week", "2026-11-27"],
    ["month end", "2026-11-30"],
    ["end of the month", "2026-11-30"],
    ["eom", "2026-11-30"],
    ["end of next month", "2026-12-31"],
    ["end of december", "2026-12-31"],
    ["in december", "2026-12-31"],
    ["w grudniu", "2026-12-31"],
    ["2moro", "2026-11-19"],
    ["in 2 weeks", "2026-12-02"],
    ["in a week", "2026-11-25"],
    ["nxt wk", "2026-11-27"],
    ["payday", "2026-11-25"],
    ["when i get paid", "2026-11-25"],
    ["25/11", "2026-11-25"],
    ["25.11.2026", "2026-11-25"],
    ["2026-11-25", "2026-11-25"],
    ["25 Nov", "2026-11-25"],
    ["Nov 25th", "2026-11-25"],
    ["w piątek", "2026-11-20"],
    ["w przyszły piątek", "2026-11-27"],
    ["do końca miesiąca", "2026-11-30"],
    ["10-go", "2026-12-10"],
    ["do 10-tego", "2026-12-10"],
    ["10 grudnia", "2026-12-10"],
    ["dziesiątego", "2026-12-10"],
    ["jutro", "2026-11-19"],
    ["pojutrze", "2026-11-20"],
    ["za dwa tygodnie", "2026-12-02"],
    ["za tydzień", "2026-11-25"],
    ["ek betaal môre", "2026-11-19"],
    ["ek sal Vrydag betaal", "2026-11-20"],
    ["volgende Vrydag", "2026-11-27"],
    ["aan die einde van die maand", "2026-11-30"],
    ["maandeinde", "2026-11-30"],
    ["die 25ste", "2026-11-25"],
    ["oor twee weke", "2026-12-02"],
    ["kusasa", "2026-11-19"],
    ["ngoLwesihlanu", "2026-11-20"],
    ["ngo-Friday", "2026-11-20"],
    ["ekupheleni kwenyanga", "2026-11-30"],
    ["mhlaka 25", "2026-11-25"],
    ["ngomhla ka-25", "2026-11-25"],
    ["emavikini amabili", "2026-12-02"],
    ["ngenyanga ezayo", "2026-12-31"],
  ])("%s", (text, on) => expect(datesIn(text, sought).map(String)).toEqual([on]));

  test.each([
    "I need more time",
    "may I pay",
    "500 rand",
    "stop it",
    "version 2.5",
    "",
    "99/99/2026",
    "31/02",
  ])("none in: %s", (text) => expect(datesIn(text, sought)).toEqual([]));
});

describe("days back", () => {
  test.each([
    ["I paid on 5 Nov", "2026-11-05"],
    ["paid on friday", "2026-11-13"],
    ["paid on the 25th", "2026-10-25"],
    ["paid yesterday", "2026-11-17"],
    ["zapłaciłem 10-go", "2026-11-10"],
    ["3 days ago", "2026-11-15"],
    ["gister betaal", "2026-11-17"],
    ["ngikhokhe izolo", "2026-11-17"],
    ["last friday", "2026-11-13"],
    ["month end", "2026-10-31"],
    ["25/11", "2025-11-25"],
  ])("%s", (text, on) => expect(datesIn(text, sought, "backward").map(String)).toEqual([on]));
});

describe("parts", () => {
  const parts = (text: string) =>
    partsOf(marksIn(text, sought)).map(({ amount, on }) => [
      amount === undefined ? undefined : "share" in amount ? amount.share : Number(amount.minor),
      on?.toString(),
    ]);
  test.each<[string, (readonly [number | undefined, string | undefined])[]]>([
    [
      "half now half on the 25th",
      [
        [0.5, "2026-11-18"],
        [0.5, "2026-11-25"],
      ],
    ],
    [
      "100 now and the rest friday",
      [
        [10_000, "2026-11-18"],
        [undefined, "2026-11-20"],
      ],
    ],
    ["R500 Friday", [[50_000, "2026-11-20"]]],
    ["friday R500", [[50_000, "2026-11-20"]]],
    ["w piątek 200 zł", [[20_000, "2026-11-20"]]],
    [
      "friday 200 and monday 300",
      [
        [20_000, "2026-11-20"],
        [30_000, "2026-11-23"],
      ],
    ],
    [
      "polowe dzis, reszte w piatek",
      [
        [0.5, "2026-11-18"],
        [undefined, "2026-11-20"],
      ],
    ],
    ["aan die einde van die maand", [[undefined, "2026-11-30"]]],
    ["hello", []],
  ])("%s", (text, expected) => expect(parts(text)).toEqual(expected));
});

test("a hostile text is read in bounded time", () => {
  const began = performance.now();
  for (const piece of [
    "1 ",
    "1,",
    "the ",
    "next ",
    "25th of ",
    "R",
    "half ",
    "one hundred ",
    "- ",
  ]) {
    expect(marksIn(piece.repeat(100_000), sought).tokens.length).toBeLessThanOrEqual(1_000);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
});
