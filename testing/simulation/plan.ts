/** The plan of a simulated year: everything that happens from outside, decided before anything runs. */
import {
  DAY_MS,
  MINUTE_MS,
  type AtMs,
  type BookFault,
  type ClientEvent,
  type Happening,
  type Plan,
} from "./happenings.ts";
import { lifeOf } from "./life.ts";
import { personOf, type Style } from "./people.ts";
import { POLICIES } from "./policies.ts";
import { Chance } from "./random.ts";

/** Each year that begins here has the leap day in it, and both changes of the clocks of every zone. */
const STARTS = ["2027-10-01", "2028-02-05", "2027-12-10"] as const;

export const STYLES: readonly Style[] = ["ledger", "aged"];
export const ROUTES = ["sms-a", "sms-b", "mail"] as const;

/** The happenings of a run with fewer customers or days are among those of one with more. */
export function planYear(seed: number, customers: number, days: number): Plan {
  const startMs = Date.parse(`${STARTS[seed % STARTS.length]!}T00:00:00Z`);
  const endMs = startMs + days * DAY_MS;
  const people = Array.from({ length: customers }, (_, index) => index + 1);
  const happenings = [
    ...STYLES.flatMap((client) => clientLife(seed, client, startMs, endMs)),
    ...people.flatMap((n) => lifeOf(seed, personOf(seed, n), startMs, endMs)),
    ...people.flatMap((n) => numberMoves(seed, n, startMs, endMs)),
  ];
  return { seed, startMs, endMs, people, happenings: inOrder(happenings) };
}

const inOrder = (happenings: readonly Happening[]): Happening[] =>
  happenings.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** Numbers change hands: now and then one goes to the neighbour of the same client, who came before. */
function numberMoves(seed: number, n: number, startMs: AtMs, endMs: AtMs): Happening[] {
  const chance = new Chance(seed, "number", n);
  const { phone } = personOf(seed, n);
  if (n <= 2 || phone === undefined || !chance.happens(0.15)) return [];
  const at = startMs + chance.whole(5, 120) * DAY_MS + chance.whole(0, 1_439) * MINUTE_MS;
  if (at >= endMs) return [];
  // The new one differs from all that were given out.
  const newNumber = `${phone.slice(0, -4)}${(9_000 + (n % 1_000)).toString()}`;
  return [{ id: `n${n}`, at, what: { do: "number moves", n, to: n - 2, newNumber } }];
}

function clientLife(seed: number, client: Style, startMs: AtMs, endMs: AtMs): Happening[] {
  const days = Math.round((endMs - startMs) / DAY_MS);
  const happenings: Happening[] = [];
  for (let day = 0; day < days; day += 1) {
    const events = clientDay(new Chance(seed, client, day), client, day, startMs + day * DAY_MS);
    events.forEach(({ at, what }, k) => {
      if (at < endMs) happenings.push({ id: `${client}/${day}/${k}`, at, what });
    });
  }
  return happenings;
}

type Event = { readonly at: AtMs; readonly what: ClientEvent };

function clientDay(chance: Chance, client: Style, day: number, midnightMs: AtMs): Event[] {
  const events: Event[] = [];
  const atMinute = (minute: number): AtMs => midnightMs + minute * MINUTE_MS;
  const anyTime = (): AtMs => atMinute(chance.whole(0, 1_439));
  const weekday = new Date(midnightMs).getUTCDay();
  if (day === 0 || (weekday !== 0 && weekday !== 6)) {
    events.push(...books(chance, client, day, atMinute));
  }
  if (chance.happens(1 / 45)) {
    events.push({
      at: anyTime(),
      what: { do: "policy", client, policy: chance.whole(0, POLICIES.length - 1) },
    });
  }
  for (const route of ROUTES) {
    if (!chance.happens(1 / 12)) continue;
    const trouble = chance.one(["outage", "throttled"] as const);
    const minutes = chance.one([3, 20, 90, 600, 2_000]);
    // Trouble at night is none: the day's messages go out in the morning.
    const at = chance.happens(0.7) ? atMinute(chance.whole(300, 720)) : anyTime();
    events.push({ at, what: { do: "route", client, route, trouble, minutes } });
  }
  if (chance.happens(1 / 10)) {
    const text = chance.one(["Wrong number", "STOP", "BALANCE", "Hello?"]);
    events.push({ at: anyTime(), what: { do: "stranger writes", client, text } });
  }
  if (chance.happens(1 / 7)) {
    events.push({
      at: anyTime(),
      what: { do: "stray receipt", client, route: chance.one(ROUTES) },
    });
  }
  if (chance.happens(1 / 5))
    events.push({ at: atMinute(chance.whole(480, 960)), what: { do: "resolve", client } });
  return events;
}

/** A working day at the accounting department: the book in the morning, payments at noon; some days nobody gets round to it. */
function books(
  chance: Chance,
  client: Style,
  day: number,
  atMinute: (minute: number) => AtMs,
): Event[] {
  const events: Event[] = [];
  const away = day > 0 && chance.happens(0.06);
  const fault =
    day > 0 && chance.happens(0.1)
      ? chance.one<BookFault>(["garbled", "tenfold", "cut", "old"])
      : undefined;
  const bookAt = chance.whole(270, 420);
  const importedAfterMinutes = chance.happens(0.2) ? chance.whole(1, 180) : 0;
  if (!away) {
    events.push({
      at: atMinute(bookAt),
      what: { do: "book", client, fault, importedAfterMinutes },
    });
    const noticed = chance.happens(0.6);
    const afterMinutes = chance.one([2, 5, 9, 120]);
    if (fault === "tenfold" && noticed) {
      events.push({
        at: atMinute(bookAt + importedAfterMinutes + afterMinutes),
        what: { do: "undo", client },
      });
    }
  }
  if (client === "ledger" && chance.happens(0.92)) {
    const again = chance.happens(0.1);
    events.push({
      at: atMinute(chance.whole(430, 900)),
      what: { do: "payments file", client, again },
    });
  }
  return events;
}

/** The plan with only those happenings, and the customers whom they are about. */
export function keepOnly(plan: Plan, keep: ReadonlySet<string>): Plan {
  const happenings = plan.happenings.filter(({ id }) => keep.has(id));
  const about = new Set(
    happenings.flatMap(({ what }) => [
      ...("n" in what ? [what.n] : []),
      ...("to" in what ? [what.to] : []),
    ]),
  );
  return { ...plan, happenings, people: plan.people.filter((n) => about.has(n)) };
}
