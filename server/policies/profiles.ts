/**
 * Contact rules of countries as data. A profile is changed by adding a version, never in place: an old decision must stay
 * explainable. What comes from a law names it; what is our own cautious choice says so. None of it is legal advice.
 */
import { CHANNELS } from "./channels.ts";
import type { Cap, MessageClass } from "./types.ts";

/** Minutes from midnight: from the first up to but not including the second; undefined: not on this day at all. */
export type Window = readonly [number, number] | undefined;

export type Profile = {
  readonly id: string;
  readonly version: number;
  /** Whom the rules bind; a client may choose a profile that does not bind it. */
  readonly party: "first" | "third" | "both";
  /** ISO 3166 countries in which it binds. */
  readonly countries: readonly string[];
  /** Sunday first, as `weekdayOf` counts. */
  readonly hours: readonly Window[];
  /** False: nothing on public holidays of the customer's country. */
  readonly onHolidays: boolean;
  readonly caps: readonly Cap[];
  /** Calls rest for so many days after a conversation, the day of the conversation being the first. */
  readonly restDaysAfterConversation: number;
  readonly source: string;
  readonly checkedOn: string;
  readonly note: string;
};

const hm = (hours: number, minutes = 0): number => hours * 60 + minutes;
const COUNSEL = "check with counsel";

/** The same hours on all weekdays and Saturday, and others (or none) on Sunday. */
function week(workday: Window, sunday: Window): readonly Window[] {
  return [sunday, workday, workday, workday, workday, workday, workday];
}

/** What a client gets who names no profile. */
export const DEFAULT_PROFILE: Profile = {
  id: "default",
  version: 1,
  party: "both",
  countries: [],
  hours: week([hm(8), hm(20)], undefined),
  onHolidays: false,
  caps: [],
  restDaysAfterConversation: 0,
  source: "own cautious choice, no law",
  checkedOn: "2026-11-22",
  note: COUNSEL,
};

export const PROFILES: readonly Profile[] = [
  DEFAULT_PROFILE,
  {
    ...DEFAULT_PROFILE,
    id: "us",
    party: "third",
    countries: ["US"],
    hours: week([hm(8), hm(21)], [hm(8), hm(21)]),
    onHolidays: true,
    caps: [{ channels: ["voice"], count: 7, days: 7 }],
    restDaysAfterConversation: 7,
    source: "12 CFR 1006.6(b)(1), 1006.14(b)(2)",
    note: `binds third-party collectors; a creditor may choose it; ${COUNSEL}`,
  },
  {
    ...DEFAULT_PROFILE,
    id: "uk",
    countries: ["GB"],
    hours: week([hm(8), hm(20)], undefined),
    source: "CONC 7.9 (no unreasonable times: it names no hours, these are our reading)",
    note: COUNSEL,
  },
  {
    ...DEFAULT_PROFILE,
    id: "za",
    countries: ["ZA"],
    hours: week([hm(6), hm(21)], undefined),
    onHolidays: true,
    source: "press quoting the code of the Council for Debt Collectors",
    note: `secondary source; ${COUNSEL}`,
  },
  {
    ...DEFAULT_PROFILE,
    id: "eu",
    source: "no common hours found in a source: the cautious default",
    note: COUNSEL,
  },
  {
    ...DEFAULT_PROFILE,
    id: "pl",
    countries: ["PL"],
    source: "no hours found in a source: the cautious default",
    note: COUNSEL,
  },
];

/** Hours for notices to the client's own people. */
export const STAFF_HOURS: readonly Window[] = week([hm(7), hm(19)], undefined);

/**
 * Caps on collection for a policy that names none: one contact per channel a day, and three contacts over the text channels
 * in seven days. A step that goes out in tandem (SMS and e-mail together) is one contact of the second kind.
 */
export const DEFAULT_CAPS: readonly Cap[] = [
  { channels: ["sms"], count: 1, days: 1 },
  { channels: ["email"], count: 1, days: 1 },
  { channels: ["voice"], count: 1, days: 1 },
  { channels: ["whatsapp"], count: 1, days: 1 },
  { channels: ["sms", "email", "whatsapp"], count: 3, days: 7 },
];

const perChannel = (count: number): readonly Cap[] =>
  CHANNELS.map((channel) => ({
    channels: [channel],
    count,
    days: 1,
  }));

/** Caps of the classes that have their own: they guard against a loop in somebody's program, not against the law. */
export const OWN_CAPS: Readonly<Partial<Record<MessageClass, readonly Cap[]>>> = {
  service: perChannel(10),
  otp: perChannel(20),
  staff: perChannel(50),
};

const byId = new Map(PROFILES.map((profile) => [profile.id, profile]));

/** The profile of that name in its newest version. */
export function profileOf(id: string): Profile | undefined {
  return byId.get(id);
}
