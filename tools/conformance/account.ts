// One account as the replay expects it to live: a plain model that looks at it every day, whether or not anything is due.
// It says in its own words what the policy of the replay means, and imports nothing from the server.
import { businessDaysAfter, mayWriteOn } from "./american-days.ts";
import { isoOf, type Day } from "./receivables.ts";
import type { Contact } from "./scenario.ts";

export type Channel = "sms" | "email";

type Rung = {
  readonly id: string;
  readonly day: number;
  readonly tandem: boolean;
  readonly leastMinor: number;
  readonly requires: string | undefined;
  readonly toCallList: boolean;
};

const rung = (id: string, day: number, more: Partial<Rung> = {}): Rung => ({
  id,
  day,
  tandem: day > 1,
  leastMinor: 0,
  requires: undefined,
  toCallList: false,
  ...more,
});

// The ladder of policy.yaml.
const RUNGS: readonly Rung[] = [
  rung("reminder", 1),
  rung("second_reminder", 7, { leastMinor: 4_000 }),
  rung("warning", 14, { toCallList: true }),
  rung("final_demand", 21, { requires: "warning", toCallList: true }),
];
const ONBOARD_AT = 1;
const REQUIRED_BUSINESS_DAYS = 5;
const TOLERANCE_MINOR = 1_000;
const CATCH_UP_DAYS = 3;
const BEFORE_DUE = { id: "before_due", days: 5 };
const CAPS: readonly { channels: readonly Channel[]; count: number; days: number }[] = [
  { channels: ["sms"], count: 1, days: 1 },
  { channels: ["email"], count: 1, days: 1 },
  { channels: ["sms", "email"], count: 1, days: 7 },
];

export type Invoice = { readonly id: string; readonly due: Day; readonly minor: number };

export type Message = {
  readonly customer: string;
  readonly step: string;
  /** Due date of the invoice, or of the oldest part when the episode began. */
  readonly anchor: string;
  readonly channel: Channel;
  readonly address: string;
  readonly plannedOn: Day;
  readonly goesOn: Day;
  state: "planned" | "sent" | "suppressed";
  reason: string | undefined;
  readonly rungKey: string;
};

/** A step that was taken or passed over. */
type Behind = {
  readonly key: string;
  readonly on: Day;
  readonly taken: boolean;
  /** Why it was passed over. */
  readonly reason: string | undefined;
  /** The step that says what this one would have said. */
  readonly saidBy: string | undefined;
  readonly toCallList: boolean;
};

type Episode = { readonly number: number; readonly anchor: Day; shift: number };
type Slot = { readonly on: Day } | { readonly lost: string } | { readonly wait: string };

export type Call = { readonly customer: string; readonly minor: number; readonly daysLate: number };

export class Account {
  readonly contact: Contact;
  readonly messages: Message[] = [];
  readonly behind: Behind[] = [];
  readonly invoices: Invoice[] = [];
  readonly disputed = new Set<string>();
  #episode: Episode | undefined;
  #episodes = 0;
  /** Something about the account changed since it was last looked at. */
  #changed = false;
  /** What became of each step at this look. */
  #outcomes = new Map<string, string>();

  constructor(contact: Contact) {
    this.contact = contact;
  }

  bill(invoice: Invoice): void {
    this.invoices.push(invoice);
    this.#changed = true;
  }

  pay(id: string): void {
    this.invoices.splice(
      this.invoices.findIndex((invoice) => invoice.id === id),
      1,
    );
    this.#changed = true;
  }

  dispute(id: string, on: boolean): void {
    if (on) this.disputed.add(id);
    else this.disputed.delete(id);
    this.#changed = true;
  }

  /** Decides what happens today. Looking again on the same day changes nothing unless a fact did. */
  look(today: Day): void {
    this.#outcomes = new Map();
    const withdrawn = this.#changed ? this.#takeBack() : [];
    this.#changed = false;
    this.#climb(today);
    this.#remind(today);
    for (const message of withdrawn) {
      const outcome = this.#outcomes.get(message.rungKey);
      message.reason = outcome === "said" ? "replaced" : (outcome ?? this.#gone(today));
    }
  }

  /** Hands over what has its day. */
  send(today: Day): void {
    for (const message of this.messages) {
      if (message.state === "planned" && message.goesOn === today) message.state = "sent";
    }
  }

  /** Whom a person phones today, if this account is one of them. */
  call(today: Day): Call | undefined {
    const due = this.#overdue(today);
    const minor = sum(due);
    const { number } = this.#episode ?? {};
    const listed = this.behind.some((one) => one.toCallList && one.key.endsWith(` #${number}`));
    if (!listed || minor <= TOLERANCE_MINOR) return undefined;
    const oldest = Math.min(...due.map((invoice) => invoice.due));
    return { customer: this.contact.customer, minor, daysLate: today - oldest };
  }

  #overdue(today: Day): readonly Invoice[] {
    return this.invoices.filter((one) => one.due < today && !this.disputed.has(one.id));
  }

  /** What was planned on facts that are no more is not said; its step, and those it spoke for, are as if never taken. */
  #takeBack(): readonly Message[] {
    const withdrawn = this.messages.filter((message) => message.state === "planned");
    for (const message of withdrawn) {
      message.state = "suppressed";
      this.#forget(message.rungKey);
    }
    return withdrawn;
  }

  #forget(key: string): void {
    const kept = this.behind.filter((one) => one.key !== key && one.saidBy !== key);
    this.behind.splice(0, this.behind.length, ...kept);
  }

  /** Why a message is not said of which nothing more is known than that its step no longer has its turn. */
  #gone(today: Day): string {
    const claimed = this.invoices.filter((one) => one.due < today);
    return sum(this.#overdue(today)) <= TOLERANCE_MINOR && sum(claimed) > TOLERANCE_MINOR
      ? "disputed"
      : "settled";
  }

  #climb(today: Day): void {
    const overdue = this.#overdue(today);
    const minor = sum(overdue);
    const claimed = this.invoices.filter((one) => one.due < today);
    if (sum(claimed) <= TOLERANCE_MINOR) this.#episode = undefined;
    // What is disputed keeps an episode open, but neither opens one nor climbs in it.
    if (minor <= TOLERANCE_MINOR) return;
    const opening = this.#episode === undefined;
    const episode = (this.#episode ??= this.#open(overdue, today));
    const old = opening && episode.shift > 0;
    for (const [index, step] of RUNGS.entries()) {
      const key = `${step.id} #${episode.number}`;
      if (this.#isBehind(key)) continue;
      const threshold = episode.anchor + episode.shift + step.day;
      if (old && index < ONBOARD_AT) {
        this.#pass(key, today, "onboarded");
        continue;
      }
      if (this.#tookToday(episode, today) || threshold > today) return;
      if (minor < step.leastMinor) {
        this.#pass(key, today, "condition_not_met");
        continue;
      }
      // Who can't be reached is handed to people, whatever the step would wait for.
      const reachable = this.contact.phone !== undefined || this.contact.email !== undefined;
      if (reachable && !this.#mayFollow(step, episode, today)) return;
      const late = today - threshold;
      if (!this.#say(step.id, key, isoOf(episode.anchor), step, today, undefined)) return;
      if (late > CATCH_UP_DAYS) episode.shift += late;
      return;
    }
  }

  /** Who comes with old debt starts at the second reminder, today. */
  #open(overdue: readonly Invoice[], today: Day): Episode {
    const anchor = Math.min(...overdue.map((invoice) => invoice.due));
    const start = RUNGS[ONBOARD_AT]?.day ?? 0;
    const old = today > anchor + start;
    this.#episodes += 1;
    return { number: this.#episodes, anchor, shift: old ? today - start - anchor : 0 };
  }

  #tookToday({ number }: Episode, today: Day): boolean {
    return this.behind.some(
      (one) => one.key.endsWith(` #${number}`) && one.taken && one.on === today,
    );
  }

  #mayFollow({ requires }: Rung, { number }: Episode, today: Day): boolean {
    if (requires === undefined) return true;
    const days = this.messages
      .filter((one) => one.rungKey === `${requires} #${number}` && one.state === "sent")
      .map((one) => one.goesOn);
    return days.length > 0 && businessDaysAfter(Math.min(...days), REQUIRED_BUSINESS_DAYS) <= today;
  }

  /** Reminders before due dates; those that have their turn on the same day are one message. */
  #remind(today: Day): void {
    const dates = [...new Set(this.invoices.map((one) => one.due))].toSorted((a, b) => a - b);
    let due: { day: Day; key: string }[] = [];
    for (const day of dates) {
      const key = `${BEFORE_DUE.id} ${isoOf(day)}`;
      if (day < today || today < day - BEFORE_DUE.days || this.#isBehind(key)) continue;
      const billed = this.invoices.filter((one) => one.due === day);
      const asked = billed.filter((one) => !this.disputed.has(one.id));
      if (sum(asked) > TOLERANCE_MINOR) due.push({ day, key });
      else if (asked.length < billed.length) this.#outcomes.set(key, "disputed");
    }
    while (due[0] !== undefined) {
      const [{ day, key }, ...others] = due;
      const step = { tandem: false, toCallList: false };
      if (!this.#say(BEFORE_DUE.id, key, isoOf(day), step, today, day)) return;
      if (this.#outcomes.get(key) === "said") {
        for (const other of others) this.#pass(other.key, today, "merged", key);
        return;
      }
      due = others;
    }
  }

  #isBehind(key: string): boolean {
    return this.behind.some((one) => one.key === key);
  }

  #pass(key: string, on: Day, reason: string, saidBy?: string, toCallList = false): void {
    this.behind.push({ key, on, taken: false, reason, saidBy, toCallList });
    this.#outcomes.set(key, reason);
  }

  /** Says a step, or passes it over. False when it waits. */
  #say(
    step: string,
    key: string,
    anchor: string,
    { tandem, toCallList }: Pick<Rung, "tandem" | "toCallList">,
    today: Day,
    lastDay: Day | undefined,
  ): boolean {
    const { phone, email } = this.contact;
    const usable = [
      ...(phone === undefined ? [] : [{ channel: "sms" as const, address: phone }]),
      ...(email === undefined ? [] : [{ channel: "email" as const, address: email }]),
    ];
    const used = tandem ? usable : usable.slice(0, 1);
    const channels = used.map((one) => one.channel);
    if (used.length === 0) {
      this.#pass(key, today, "no_contact_point", undefined, toCallList);
      return true;
    }
    const slot = this.#slot(channels, today, lastDay);
    if ("wait" in slot) {
      this.#outcomes.set(key, slot.wait);
      return false;
    }
    if ("lost" in slot) {
      this.#pass(key, today, slot.lost);
      return true;
    }
    for (const one of used) {
      this.messages.push({
        ...one,
        customer: this.contact.customer,
        step,
        anchor,
        rungKey: key,
        plannedOn: today,
        goesOn: slot.on,
        state: "planned",
        reason: undefined,
      });
    }
    this.behind.push({
      key,
      on: today,
      taken: true,
      reason: undefined,
      saidBy: undefined,
      toCallList,
    });
    this.#outcomes.set(key, "said");
    return true;
  }

  /** The day on which it may be said: the next on which we may write at all, if the caps leave room on it. */
  #slot(channels: readonly Channel[], today: Day, lastDay: Day | undefined): Slot {
    let on = today;
    while (!mayWriteOn(on)) on += 1;
    if (lastDay !== undefined && on > lastDay) return { lost: "window_passed" };
    if (this.#hasRoom(channels, on)) return { on };
    let free = on;
    while (!this.#hasRoom(channels, free)) free += 1;
    return lastDay !== undefined && free > lastDay
      ? { lost: "cap_reached" }
      : { wait: "cap_reached" };
  }

  #hasRoom(channels: readonly Channel[], day: Day): boolean {
    return CAPS.every((cap) => {
      if (!cap.channels.some((channel) => channels.includes(channel))) return true;
      // A text and a mail of one day are one contact.
      const perDay = new Map<Day, Record<Channel, number>>();
      for (const message of this.messages) {
        if (message.state === "suppressed" || !cap.channels.includes(message.channel)) continue;
        if (message.goesOn <= day - cap.days) continue;
        const counts = perDay.get(message.goesOn) ?? { sms: 0, email: 0 };
        counts[message.channel] += 1;
        perDay.set(message.goesOn, counts);
      }
      let contacts = 0;
      for (const { sms, email } of perDay.values()) contacts += Math.max(sms, email);
      return contacts < cap.count;
    });
  }
}

function sum(invoices: readonly Invoice[]): number {
  return invoices.reduce((total, invoice) => total + invoice.minor, 0);
}
