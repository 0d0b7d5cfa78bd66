/** Who lives in the simulated year. A customer's life does not depend on how many others there are. */
import { Chance } from "./random.ts";

/**
 * How a client tells Dunlin of its books. `ledger`: each invoice once, and files of payments. `aged`: the whole list of what
 * is open, over and over, and here and there a payment at once.
 */
export type Style = "ledger" | "aged";

export type Person = {
  readonly n: number;
  readonly client: Style;
  readonly reference: string;
  readonly name: string;
  readonly country: string;
  /** Where the customer lives, whether or not the books say so. */
  readonly zone: string;
  readonly tellsZone: boolean;
  readonly phone: string | undefined;
  readonly mailbox: string | undefined;
  readonly currency: string;
  readonly pays: "well" | "late" | "in parts" | "badly";
};

type Place = Pick<Person, "country" | "zone" | "currency"> & { readonly numbers: number };

// Numbers of blocks that belong to nobody, or look like those of the samples.
const PLACES: readonly Place[] = [
  { country: "ZA", zone: "Africa/Johannesburg", currency: "ZAR", numbers: 27_825_550_000 },
  { country: "PL", zone: "Europe/Warsaw", currency: "ZAR", numbers: 48_512_555_000 },
  { country: "US", zone: "America/New_York", currency: "USD", numbers: 12_025_550_000 },
  { country: "AU", zone: "Australia/Lord_Howe", currency: "ZAR", numbers: 61_491_570_000 },
];

const HABITS = { well: 4, late: 4, "in parts": 2, badly: 3 } as const;

export function personOf(seed: number, n: number): Person {
  const chance = new Chance(seed, "person", n);
  const place = chance.one(PLACES);
  // Some share the number of a neighbour: then nobody is told what is owed.
  const shares = n > 2 && chance.happens(0.07) ? personOf(seed, n - 2).phone : undefined;
  const reachedBy = chance.weighted({ both: 6, phone: 3, mailbox: 2, nothing: 0.5 });
  return {
    n,
    client: n % 2 === 0 ? "aged" : "ledger",
    reference: `C-${n}`,
    name: `Customer ${n}`,
    country: place.country,
    zone: place.zone,
    currency: place.currency,
    tellsZone: place.country !== "US" || chance.happens(0.7),
    phone:
      shares ??
      (reachedBy === "both" || reachedBy === "phone" ? phoneOf(place.numbers + n) : undefined),
    mailbox: reachedBy === "both" || reachedBy === "mailbox" ? `c${n}@mail.example` : undefined,
    pays: chance.weighted(HABITS),
  };
}

const phoneOf = (number: number): string => `+${number}`;
