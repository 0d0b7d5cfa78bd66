/**
 * The simulation's own judge. It knows what the simulation did and what the far side took, and nothing of the server: no
 * table, no decision, no state. Small, so that it can be read and believed.
 */
import { DAY_MS, type AtMs } from "./happenings.ts";
import type { Taken } from "./network.ts";
import type { Person, Style } from "./people.ts";
import type { KnownDebit } from "./debiting.ts";
import { pledgesAt, type Pledge } from "./pledges.ts";
import {
  collectingText,
  keepingText,
  tellingText,
  type Collecting,
  type Hours,
} from "./policies.ts";
import type { Told } from "./told.ts";

export type Violation = {
  readonly invariant: string;
  readonly why: string;
  readonly at?: string;
  readonly rows?: readonly string[];
};

/** Something that keeps a customer from being asked. */
export type Shield = {
  readonly n: number;
  readonly kind: string;
  readonly sinceMs: AtMs;
  /** Last local day; undefined: until it is ended. */
  readonly untilOn: string | undefined;
  /** The invoices that it is about; undefined: everything. */
  readonly invoice: string | undefined;
  /** Only so much of what is owed. */
  readonly amountMinor: number | undefined;
};

/** The state of one client as the oracle knows it. */
export class Knowledge {
  readonly told: Told;
  readonly stopped = new Set<string>();
  shields: Shield[] = [];
  readonly debits = new Map<string, KnownDebit>();
  /** Of who has all payments told; others are known to have promised by their shields. */
  readonly pledges: Pledge[] = [];
  hours: Hours = { from: 8, to: 20, holidays: false };
  /** Who has, or ever had, an address. */
  readonly owners = new Map<string, Set<number>>();
  /** Stretches of being behind, by customer: a new one may begin the ladder anew. */
  readonly #stretch = new Map<number, number>();

  constructor(told: Told) {
    this.told = told;
  }

  has(n: number, address: string | undefined): void {
    if (address === undefined) return;
    this.owners.set(address, (this.owners.get(address) ?? new Set()).add(n));
  }

  /** The customer's promises at the instant. */
  pledgesOf(n: number, atMs: AtMs): ReturnType<typeof pledgesAt> {
    const own = this.pledges.filter((pledge) => pledge.n === n);
    return pledgesAt(own, own.length === 0 ? [] : this.told.cameOf(n), atMs);
  }

  /** To be called after everything that may have cleared somebody. */
  noteCleared(people: Iterable<number>): void {
    for (const n of people) {
      if (this.told.balanceMinor(n) <= TOLERANCE_MINOR) this.turn(n);
    }
  }

  turn(n: number): void {
    this.#stretch.set(n, (this.#stretch.get(n) ?? 0) + 1);
  }

  stretchOf(n: number): number {
    return this.#stretch.get(n) ?? 0;
  }
}

/** The largest tolerance of any of the policies. */
const TOLERANCE_MINOR = 500;
/** Hours are looked at in every one of these where the books do not say where the customer lives. */
const UNKNOWN_ZONES = ["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"];
/** Holidays that need no calendar. */
const EVERYWHERE = /-(12-25|01-01)$/;

export class Oracle {
  readonly violations: Violation[] = [];
  readonly #people: ReadonlyMap<number, Person>;
  readonly #known: Readonly<Record<Style, Knowledge>>;
  readonly #said = new Map<string, Taken>();
  readonly #byMessage = new Map<string, Taken>();
  readonly #reminders = new Set<string>();

  constructor(people: ReadonlyMap<number, Person>, known: Readonly<Record<Style, Knowledge>>) {
    this.#people = people;
    this.#known = known;
  }

  complain(invariant: string, why: string, atMs: AtMs): void {
    this.violations.push({ invariant, why, at: new Date(atMs).toISOString() });
  }

  /** Judges a text at the moment at which the far side took it. */
  took(taken: Taken): void {
    const { messageId, to, text, atMs, channel } = taken;
    const known = this.#known[taken.client];
    if (this.#byMessage.has(messageId))
      this.complain("never twice", `a message to ${to} was handed over twice: ${text}`, atMs);
    this.#byMessage.set(messageId, taken);
    const reminds = keepingText(text);
    if (reminds) return this.#reminded(taken, known, reminds);
    const tells = tellingText(text);
    if (tells) return this.#announced(taken, known, tells);
    const asks = collectingText(text);
    if (!asks) return;
    if (known.stopped.has(`${channel} ${to}`))
      this.complain("opt-out", `${to} had opted out: ${text}`, atMs);
    const owners = [...(known.owners.get(to) ?? [])].flatMap((n) => this.#people.get(n) ?? []);
    const about =
      asks.reference === undefined
        ? owners
        : owners.filter(({ reference }) => reference === asks.reference);
    if (about.length === 0)
      return this.complain("right address", `${to} belongs to nobody who is asked: ${text}`, atMs);
    const faults = about.map((person) => this.#faultOf(person, known, asks, atMs));
    // A text that names nobody is right when it is right for one of those who share the address.
    if (faults.every((fault) => fault !== undefined))
      this.complain(faults[0]!.invariant, `${faults[0]!.why}: ${text} (to ${to})`, atMs);
    this.#notTwice(taken, known, asks, about[0]!);
  }

  /** What is announced was ordered so, stands, and lies ahead; it goes to an address of who is debited, within hours. */
  #announced(
    { to, text, atMs, channel }: Taken,
    known: Knowledge,
    { reference, amountMinor }: { reference: string; amountMinor: number },
  ): void {
    const complain = (why: string): void =>
      this.complain("notice of a debit", `${why}: ${text} (${to})`, atMs);
    const debit = known.debits.get(reference);
    // A further presentation has a number of its own and the words of the first.
    if (!debit) return complain("nobody ordered it");
    if (debit.state === "stopped") complain("it was stopped");
    if (debit.amountMinor !== amountMinor) complain(`it is of ${debit.amountMinor}`);
    if (!known.owners.get(to)?.has(debit.n)) complain("it goes to somebody else");
    if (known.stopped.has(`${channel} ${to}`)) complain("the address had opted out");
    const person = this.#people.get(debit.n);
    const outside = person && this.#outsideHours(person, known.hours, atMs);
    if (outside !== undefined) complain(outside);
  }

  /** Who is reminded has promised, for today or tomorrow, so much at least, and was not reminded of it there. */
  #reminded(
    { to, text, atMs }: Taken,
    known: Knowledge,
    { reference, amountMinor }: { reference: string | undefined; amountMinor: number },
  ): void {
    const owners = [...(known.owners.get(to) ?? [])].filter(
      (n) => reference === undefined || this.#people.get(n)?.reference === reference,
    );
    const about = owners.flatMap((n) => {
      const { stands, clear } = known.pledgesOf(n, atMs);
      const near = stands.filter(({ pledge }) => isNear(pledge, atMs));
      return clear ? near.filter(({ fate }) => fate === "open") : near;
    });
    const first = about.find(
      ({ pledge }) => !this.#reminders.has(`${to} ${known.pledges.indexOf(pledge)}`),
    );
    if (!first) {
      // Who does not have all payments told may have promised all the same.
      const others = owners.some((n) =>
        known.shields.some((one) => one.n === n && one.kind === "promise"),
      );
      if (others) return;
      return this.complain(
        "reminder",
        `nothing was promised for these days: ${text} (${to})`,
        atMs,
      );
    }
    const { pledge, gotMinor } = first;
    this.#reminders.add(`${to} ${known.pledges.indexOf(pledge)}`);
    const leftMinor = pledge.amountMinor - gotMinor;
    // Of two for the same days the other may be meant.
    if (about.length === 1 && amountMinor > leftMinor + pledge.toleranceMinor)
      this.complain("reminder", `${leftMinor} is left of the promise: ${text} (${to})`, atMs);
  }

  #notTwice(taken: Taken, known: Knowledge, asks: Collecting, person: Person): void {
    if (asks.reference === undefined) return;
    const key = `${taken.client} ${taken.channel} ${taken.to} ${taken.text} ${known.stretchOf(person.n)}`;
    const before = this.#said.get(key);
    if (before)
      this.complain(
        "never twice",
        `said before at ${new Date(before.atMs).toISOString()} to ${taken.to}: ${taken.text}`,
        taken.atMs,
      );
    this.#said.set(key, taken);
  }

  #faultOf(
    person: Person,
    known: Knowledge,
    asks: Collecting,
    atMs: AtMs,
  ): { invariant: string; why: string } | undefined {
    const outside = this.#outsideHours(person, known.hours, atMs);
    if (outside !== undefined) return { invariant: "contact hours", why: outside };
    const balanceMinor = known.told.balanceMinor(person.n);
    if (balanceMinor <= 0) return { invariant: "paid", why: `${person.reference} owes nothing` };
    const { askableMinor, by } = askable(person, known, atMs);
    const askedMinor = asks.amountMinor ?? 1;
    if (askedMinor > balanceMinor)
      return {
        invariant: "right amount",
        why: `${person.reference} owes ${balanceMinor}, not ${askedMinor}`,
      };
    if (askedMinor > askableMinor)
      return {
        invariant: "hold",
        why: `${person.reference} may be asked for ${askableMinor} because of ${by}`,
      };
    return undefined;
  }

  #outsideHours(person: Person, hours: Hours, atMs: AtMs): string | undefined {
    for (const zone of person.tellsZone ? [person.zone] : UNKNOWN_ZONES) {
      const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
      const closed =
        local.dayOfWeek === 7 ||
        local.hour < hours.from ||
        local.hour >= hours.to ||
        (!hours.holidays && EVERYWHERE.test(local.toPlainDate().toString()));
      if (closed) return `it was ${local.toPlainDateTime().toString()} in ${zone}`;
    }
    return undefined;
  }
}

/** What holds leave of what is owed, at most. */
function askable(
  person: Person,
  known: Knowledge,
  atMs: AtMs,
): { askableMinor: number; by: string } {
  const { told, shields } = known;
  const today = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(person.zone)
    .toPlainDate()
    .toString();
  const open = shields.filter(({ n, untilOn }) => n === person.n && (untilOn ?? today) >= today);
  const whole = open.find(
    ({ invoice, amountMinor }) => invoice === undefined && amountMinor === undefined,
  );
  if (whole) return { askableMinor: 0, by: whole.kind };
  const disputed = new Set(open.flatMap(({ invoice }) => invoice ?? []));
  const promisedMinor = open.reduce(
    (sum, { amountMinor, sinceMs }) =>
      amountMinor === undefined || told.paidSince(person.n, sinceMs) ? sum : sum + amountMinor,
    promisedBy(known, person.n, atMs),
  );
  const freeMinor = told
    .invoicesOf(person.n)
    .reduce((sum, { reference, minor }) => (disputed.has(reference) ? sum : sum + minor), 0);
  return {
    askableMinor: Math.min(freeMinor, told.balanceMinor(person.n) - promisedMinor),
    by: [...open.map(({ kind }) => kind), "promises"].join(" and "),
  };
}

/** What is left of the promises that stand; nothing where it can't be said. */
function promisedBy(known: Knowledge, n: number, atMs: AtMs): number {
  const { stands, clear } = known.pledgesOf(n, atMs);
  if (!clear) return 0;
  return stands.reduce(
    (sum, { fate, pledge, gotMinor }) =>
      fate === "open" ? sum + pledge.amountMinor - gotMinor : sum,
    0,
  );
}

/** Its day is at most two nights ahead, and not behind: in some zones it is tomorrow already. */
function isNear({ dueOn }: Pledge, atMs: AtMs): boolean {
  const days = (Date.parse(`${dueOn}T00:00:00Z`) - atMs) / DAY_MS;
  return days <= 2 && days > -2;
}
