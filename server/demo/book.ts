// A generated book: two thousand customers of a fibre company in three languages. The same seed gives the same book.
import { toCsv, type Cell } from "#platform/csv.ts";

/** A small generator of pseudo-random numbers (mulberry32): the same seed, the same numbers, on any machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type People = { readonly language: string; readonly first: string[]; readonly last: string[] };

const peoples: readonly People[] = [
  {
    language: "en",
    first: "Thandi Sipho Lerato Ayesha James Nomsa Kabelo Priya David Zanele Michael Fatima".split(
      " ",
    ),
    last: "Mokoena Dlamini Naidoo Khumalo Smith Nkosi Patel Jacobs Sithole Williams Mabaso Govender".split(
      " ",
    ),
  },
  {
    language: "af",
    first: "Pieter Anneke Johan Marlene Hendrik Elsabe Gert Riana Willem Sanet Francois Ilse".split(
      " ",
    ),
    last: "Botha Venter Pretorius Steyn Nel Fourie Kruger Coetzee Swanepoel Viljoen Marais Visser".split(
      " ",
    ),
  },
  {
    language: "pl",
    first:
      "Małgorzata Łukasz Żaneta Paweł Świętosława Michał Agnieszka Jędrzej Zofia Stanisław".split(
        " ",
      ),
    last: "Wójcik Kowalczyk Dąbrowska Wiśniewski Zając Król Nowicka Żuraw Jabłońska Gołąb".split(
      " ",
    ),
  },
];

const products = [29_900, 49_900, 69_900, 89_900, 119_900, 189_900];

export type DemoBook = { readonly customers: string; readonly invoices: string };

/** The two files of the book as it stands on `today`. */
export function demoBook(today: Temporal.PlainDate, customers: number, seed = 4711): DemoBook {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const people: Cell[][] = [];
  const invoices: Cell[][] = [];
  let number = 100_000;
  for (let index = 0; index < customers; index += 1) {
    const reference = `HF-${20_001 + index}`;
    const chance = random();
    const { language, first, last } = peoples[chance < 0.55 ? 0 : chance < 0.85 ? 1 : 2]!;
    const name = `${pick(first)} ${pick(last)}`;
    const firm = random() < 0.06;
    // A few share a number, a few have none.
    const line = random() < 0.01 ? index - (index % 50) : index;
    const phone =
      random() < 0.04 ? "" : `082 ${String(2_000_000 + line * 7).replace(/(...)(....)/, "$1 $2")}`;
    const email = random() < 0.25 ? "" : `${reference.toLowerCase()}@post.example`;
    people.push([
      reference,
      firm ? `${name} & Co` : name,
      firm ? "firm" : "person",
      phone,
      email,
      language,
      firm ? "Business" : "Home",
    ]);
    const priceMinor = pick(products);
    for (const dueOn of dueDates(today, random)) {
      number += 1;
      const open = random() < 0.05 ? Math.round(priceMinor / 3) : priceMinor;
      const issuedOn = dueOn.subtract({ days: 25 });
      invoices.push([
        reference,
        `INV-${number}`,
        issuedOn,
        dueOn,
        rand(priceMinor),
        rand(open),
        "ZAR",
      ]);
    }
    if (random() < 0.02) {
      number += 1;
      invoices.push([
        reference,
        `CN-${number}`,
        today.subtract({ days: 9 }),
        today.subtract({ days: 9 }),
        rand(-5_000),
        rand(-5_000),
        "ZAR",
      ]);
    }
  }
  return {
    customers: toCsv(
      ["Customer no", "Name", "Kind", "Mobile", "E-mail", "Language", "Segment"],
      people,
    ),
    invoices: toCsv(
      [
        "Customer no",
        "Invoice no",
        "Invoice date",
        "Due date",
        "Amount",
        "Open amount",
        "Currency",
      ],
      invoices,
    ),
  };
}

/** Most owe the coming invoice only; a fifth is late, a few for long. */
function dueDates(today: Temporal.PlainDate, random: () => number): Temporal.PlainDate[] {
  const coming = today.add({ days: 1 + Math.floor(random() * 24) });
  const chance = random();
  if (chance < 0.1) return [];
  if (chance < 0.78) return [coming];
  const daysLate = chance < 0.92 ? 1 + Math.floor(random() * 12) : 12 + Math.floor(random() * 60);
  return [today.subtract({ days: daysLate }), coming];
}

function rand(minor: number): string {
  return (minor / 100).toFixed(2);
}
