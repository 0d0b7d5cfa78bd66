/** The life of one customer: invoices, how they are paid or not, what is said, disputed, promised and held. */
import { debitOf } from "./debiting.ts";
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type AtMs,
  type CustomerEvent,
  type Happening,
  type PlannedInvoice,
} from "./happenings.ts";
import type { Person } from "./people.ts";
import { Chance } from "./random.ts";

/** Months before the start of which there is still something to pay. */
const OLD_DEBT_MONTHS = 2;
const MONTH_DAYS = 30;

export function lifeOf(seed: number, person: Person, startMs: AtMs, endMs: AtMs): Happening[] {
  const { n } = person;
  const happenings: Happening[] = [];
  const months = Math.ceil((endMs - startMs) / (MONTH_DAYS * DAY_MS));
  for (let month = -OLD_DEBT_MONTHS; month < months; month += 1) {
    const chance = new Chance(seed, "life", n, month);
    const life = new Month(chance, person, month, startMs);
    life.owe();
    life.talk();
    life.hold();
    life.plan(new Chance(seed, "plan", n, month));
    life.debit(new Chance(seed, "debit", n, month));
    life.events.forEach(({ at, what }, k) => {
      if (at < endMs && (at >= startMs || what.do === "invoice")) {
        happenings.push({ id: `c${n}/${month}/${k}`, at: Math.max(at, startMs), what });
      }
    });
  }
  return happenings;
}

const dayOf = (at: AtMs): string => new Date(at).toISOString().slice(0, 10);

class Month {
  readonly events: { readonly at: AtMs; readonly what: CustomerEvent }[] = [];
  readonly #chance: Chance;
  readonly #person: Person;
  readonly #month: number;
  readonly #fromMs: AtMs;
  #invoices: PlannedInvoice[] = [];

  constructor(chance: Chance, person: Person, month: number, startMs: AtMs) {
    this.#chance = chance;
    this.#person = person;
    this.#month = month;
    this.#fromMs = startMs + month * MONTH_DAYS * DAY_MS;
  }

  #add(at: AtMs, what: CustomerEvent): void {
    this.events.push({ at, what });
  }

  /** Some time in the month, any hour of the day. */
  #someTime(): AtMs {
    return this.#fromMs + this.#chance.whole(0, MONTH_DAYS * 24 * 60 - 1) * MINUTE_MS;
  }

  owe(): void {
    const chance = this.#chance;
    const { n, client } = this.#person;
    const count = chance.weighted({ "1": 8, "2": 2, "0": 1 });
    for (let k = 0; k < Number(count); k += 1) {
      const issuedMs = this.#issueTime();
      const dueMs = issuedMs + chance.one([7, 14, 14, 30]) * DAY_MS;
      const invoice: PlannedInvoice = {
        reference: `${client === "aged" ? "A" : "L"}${n}-${this.#month + OLD_DEBT_MONTHS}${k}`,
        amountMinor: chance.whole(2, 900) * 100 + chance.one([0, 0, 50, 99, 3]),
        issuedOn: dayOf(issuedMs),
        dueOn: dayOf(dueMs),
      };
      this.#invoices.push(invoice);
      this.#add(issuedMs, { do: "invoice", n, invoice });
      this.#pay(invoice, dueMs);
    }
    if (chance.happens(0.04)) {
      const reference = `CN-${n}-${this.#month + OLD_DEBT_MONTHS}`;
      this.#add(this.#someTime(), {
        do: "credit note",
        n,
        reference,
        amountMinor: chance.whole(1, 90) * 100,
      });
    }
  }

  /** Invoices are written on any day, and rather more on the last of a month than on others. */
  #issueTime(): AtMs {
    const at = this.#someTime();
    if (!this.#chance.happens(0.3)) return at;
    const date = new Date(at);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, date.getUTCHours());
  }

  #pay(invoice: PlannedInvoice, dueMs: AtMs): void {
    const chance = this.#chance;
    const { pays } = this.#person;
    const weights = {
      well: { early: 4, "on time": 8, late: 2, never: 0.3 },
      late: { early: 0.5, "on time": 2, late: 8, never: 1 },
      "in parts": { early: 1, "on time": 3, late: 6, never: 0.5 },
      badly: { early: 0.3, "on time": 1, late: 4, never: 5 },
    } as const;
    const when = chance.weighted<"early" | "on time" | "late" | "never">(weights[pays]);
    if (when === "never") return;
    const laterDays = { early: -chance.whole(1, 10), "on time": 0, late: chance.whole(1, 45) }[
      when
    ];
    const at = dueMs + laterDays * DAY_MS + chance.whole(0, 24 * 60 - 1) * MINUTE_MS;
    const { amountMinor } = invoice;
    const parts = pays === "in parts" || chance.happens(0.08);
    const firstMinor = parts
      ? Math.max(1, Math.floor(amountMinor * chance.one([0.25, 0.5, 0.9])))
      : amountMinor;
    this.#receive(at, `P-${invoice.reference}`, firstMinor, invoice);
    const restMinor = amountMinor - firstMinor;
    if (restMinor > 0 && chance.happens(0.75)) {
      this.#receive(
        at + chance.whole(1, 30) * DAY_MS,
        `Q-${invoice.reference}`,
        restMinor,
        invoice,
      );
    }
    // Twice by mistake.
    if (chance.happens(0.05)) {
      this.#receive(
        at + chance.whole(1, 72) * HOUR_MS,
        `D-${invoice.reference}`,
        amountMinor,
        invoice,
      );
    }
  }

  #receive(at: AtMs, reference: string, amountMinor: number, invoice: PlannedInvoice): void {
    const chance = this.#chance;
    const { n, client } = this.#person;
    const named = client === "aged" || chance.happens(0.7) ? invoice.reference : undefined;
    const nameless = client === "ledger" && chance.happens(0.02);
    const told =
      client === "aged"
        ? chance.weighted({ "by book": 3, "at once": 1 })
        : chance.weighted({ "by file": 3, "at once": 1 });
    const payment = { reference, amountMinor, invoice: named, nameless };
    this.#add(at, { do: "payment", n, payment, told });
    if (client === "aged" && chance.happens(0.04)) {
      this.#add(at + chance.whole(1, 20) * DAY_MS, { do: "returned", n, payment: reference });
    }
  }

  talk(): void {
    const chance = this.#chance;
    const { n, phone, mailbox } = this.#person;
    const ways = [...(phone ? (["sms"] as const) : []), ...(mailbox ? (["email"] as const) : [])];
    if (ways.length === 0) return;
    const write = (at: AtMs, text: string): void =>
      this.#add(at, { do: "writes", n, by: chance.one(ways), text, twice: chance.happens(0.1) });
    if (chance.happens(0.08)) {
      const at = this.#someTime();
      const by = chance.one(ways);
      this.#add(at, {
        do: "writes",
        n,
        by,
        text: chance.one(["STOP", "Stop", "unsubscribe"]),
        twice: chance.happens(0.2),
      });
      if (chance.happens(0.5)) {
        this.#add(at + chance.whole(1, 60 * 24 * 60) * MINUTE_MS, {
          do: "writes",
          n,
          by,
          text: "START",
          twice: false,
        });
      }
    }
    if (chance.happens(0.25)) write(this.#someTime(), chance.one(["BALANCE", "Balance", "HELP"]));
    if (chance.happens(0.15)) {
      write(
        this.#someTime(),
        chance.one([
          "I paid yesterday",
          "Wrong number",
          "call me",
          "who is this?",
          "4111 1111 1111 1111",
        ]),
      );
    }
  }

  hold(): void {
    const chance = this.#chance;
    const { n, pays } = this.#person;
    if (chance.happens(0.08)) {
      const at = this.#someTime();
      const invoice =
        chance.happens(0.7) && this.#invoices.length > 0
          ? chance.one(this.#invoices).reference
          : undefined;
      this.#add(at, { do: "dispute", n, invoice });
      if (chance.happens(0.8))
        this.#add(at + chance.whole(1, 40 * 24) * HOUR_MS, { do: "dispute ends", n });
    }
    if (chance.happens(pays === "well" ? 0.02 : 0.15)) this.#promise();
    if (chance.happens(0.04)) {
      const at = this.#someTime();
      const kind = chance.weighted({ breathing_space: 3, vulnerable: 2, manual: 3, deceased: 0.5 });
      const days = chance.happens(0.5) ? chance.whole(0, 60) : undefined;
      this.#add(at, { do: "hold", n, kind, days });
      if (kind !== "deceased" && chance.happens(0.6)) {
        this.#add(at + chance.whole(1, 50 * 24) * HOUR_MS, { do: "hold ends", n, kind });
      }
    }
  }

  /** By a chance of its own, so that nothing else in the month is moved by it. */
  plan(chance: Chance): void {
    const { n, client, pays } = this.#person;
    if (client !== "ledger" || !chance.happens(pays === "well" ? 0.04 : 0.15)) return;
    const at = this.#fromMs + chance.whole(0, MONTH_DAYS * 24 * 60 - 1) * MINUTE_MS;
    const instalments = chance.whole(2, 4);
    const everyDays = chance.one([3, 7, 14]);
    this.#add(at, { do: "plan", n, instalments, everyDays });
    const faithful = chance.happens(0.6);
    for (let k = 0; k < instalments; k += 1) {
      const how = chance.weighted({
        full: faithful ? 20 : 3,
        "in part": 1,
        "two at once": 1,
        not: faithful ? 0.5 : 2,
      });
      if (how === "not") continue;
      const share = { full: 1, "in part": 0.6, "two at once": 2 }[how];
      const paidAt = at + Math.floor((k + 0.05 + chance.next() * 0.9) * everyDays * DAY_MS);
      const reference = `R-${n}-${this.#month + OLD_DEBT_MONTHS}-${k}`;
      this.#add(paidAt, { do: "pays instalment", n, reference, share });
    }
  }

  debit(chance: Chance): void {
    const month = String(this.#month + OLD_DEBT_MONTHS);
    debitOf(chance, this.#person.n, month, this.#fromMs, (at, what) => this.#add(at, what));
  }

  #promise(): void {
    const chance = this.#chance;
    const { n, client } = this.#person;
    const at = this.#someTime();
    const days = chance.whole(0, 14);
    const amountMinor = chance.whole(10, 900) * 100;
    this.#add(at, { do: "promise", n, amountMinor, days });
    if (client === "ledger" && chance.happens(0.5)) {
      const paidAt = at + Math.floor(chance.next() * (days + 0.9) * DAY_MS);
      const payment = {
        reference: `K-${n}-${this.#month + OLD_DEBT_MONTHS}`,
        amountMinor,
        invoice: undefined,
      };
      this.#add(paidAt, { do: "payment", n, payment, told: "at once" });
    }
  }
}
