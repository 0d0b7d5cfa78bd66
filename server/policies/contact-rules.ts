/**
 * When a customer may be contacted. One pair of functions serves planning (`earliestAllowed`) and authorising
 * (`refusalAt`): what was planned by one is never refused by the other unless the facts changed.
 */
import type { Channel } from "#messages/route.ts";

import { isHoliday } from "./calendar.ts";
import { DAY_MS, dayAt, instantOf, MINUTE_MS, minuteAt, weekdayOf } from "./day.ts";
import { gateOf } from "./gates.ts";
import { DEFAULT_PROFILE, PROFILES, type Profile, profileOf, STAFF_HOURS } from "./profiles.ts";
import type { Day, EpochMs, MessageClass, Reason } from "./types.ts";

/** How far ahead an allowed instant is looked for. */
export const HORIZON_DAYS = 14;

/** Which rule said no, in which zone. `profile` is "step" for the time of day that the step itself names. */
export type Why = {
  readonly profile: string;
  readonly rule: "hours" | "weekday" | "holiday";
  readonly zone: string;
  readonly sentence: string;
};

export type ContactQuery = {
  /** Every zone that the customer may be in: all must allow it. */
  readonly zones: readonly string[];
  /** The customer's country: its public holidays count, and for a third party its law. */
  readonly country: string;
  readonly channel: Channel;
  readonly class: MessageClass;
  /** Urgent service messages do not wait for hours. */
  readonly urgent?: boolean;
  readonly profiles: readonly string[];
  readonly party: "first" | "third";
  readonly between: readonly [number, number] | undefined;
  readonly from: EpochMs;
};

const STAFF_PROFILE: Profile = {
  ...DEFAULT_PROFILE,
  id: "staff",
  hours: STAFF_HOURS,
  onHolidays: true,
};

/** The profiles that apply: those the client chose (else the default), and what binds a third party where the customer is. */
export function applicableProfiles(
  query: Pick<ContactQuery, "profiles" | "party" | "country" | "class">,
): readonly Profile[] {
  if (query.class === "staff") return [STAFF_PROFILE];
  const chosen = query.profiles.flatMap((id) => profileOf(id) ?? []);
  const binding =
    query.party === "third"
      ? PROFILES.filter(
          (profile) =>
            profile.party !== "first" &&
            profile.countries.includes(query.country) &&
            !chosen.includes(profile),
        )
      : [];
  const all = [...chosen, ...binding];
  return all.length === 0 ? [DEFAULT_PROFILE] : all;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** What a rule makes of a local day; its sentence is only written when somebody is told. */
type Rule = {
  readonly profile: string;
  readonly rule: Why["rule"];
  readonly open: number;
  readonly close: number;
};
/** The hours of a local day, the rule that opens them and the one that closes them. */
type Hours = { open: number; close: number; opener: Rule | undefined; closer: Rule | undefined };
const NEVER_MINUTE = 1_440;

/** Narrows the hours to the stricter of what they are and what a rule says, and remembers whose rule it was. */
function narrow(hours: Hours, rule: Rule): void {
  if (rule.open > hours.open) {
    hours.open = rule.open;
    hours.opener = rule;
  }
  if (rule.close < hours.close) {
    hours.close = rule.close;
    hours.closer = rule;
  }
}

/** The hours of one local day under all rules. */
function hoursOn(day: Day, query: ContactQuery, profiles: readonly Profile[]): Hours {
  const hours: Hours = { open: 0, close: NEVER_MINUTE, opener: undefined, closer: undefined };
  if (query.between !== undefined) {
    const [open, close] = query.between;
    narrow(hours, { profile: "step", rule: "hours", open, close });
  }
  const weekday = weekdayOf(day);
  for (const { id: profile, hours: week, onHolidays } of profiles) {
    const window = week[weekday];
    if (window === undefined) {
      narrow(hours, { profile, rule: "weekday", open: NEVER_MINUTE, close: 0 });
    } else if (!onHolidays && isHoliday(day, query.country)) {
      narrow(hours, { profile, rule: "holiday", open: NEVER_MINUTE, close: 0 });
    } else {
      narrow(hours, { profile, rule: "hours", open: window[0], close: window[1] });
    }
  }
  return hours;
}

function whyOf(rule: Rule | undefined, zone: string): Why | undefined {
  if (rule === undefined) return undefined;
  const said = {
    hours: `nothing before ${clock(rule.open)} nor from ${clock(rule.close)} on`,
    weekday: "nothing on this day of the week",
    holiday: "nothing on a public holiday",
  }[rule.rule];
  const { profile } = rule;
  return { profile, rule: rule.rule, zone, sentence: `${profile}: ${said} in ${zone}` };
}

/** When this zone allows it at the earliest from `at` on; `at` itself when it does so now. */
function nextIn(zone: string, at: EpochMs, query: ContactQuery, profiles: readonly Profile[]) {
  const day = dayAt(at, zone);
  const minute = minuteAt(at, zone);
  const { open, close, opener, closer } = hoursOn(day, query, profiles);
  if (minute < open && open < close) {
    // Where the clock is set back in between, the first such minute may be over: then the second one.
    const opens = instantOf(day, open, zone);
    return { at: opens > at ? opens : at + (open - minute) * MINUTE_MS, why: whyOf(opener, zone) };
  }
  if (open < close && minute < close) return { at, why: undefined };
  const midnight = instantOf(day + 1, 0, zone);
  return { at: midnight > at ? midnight : at + MINUTE_MS, why: whyOf(closer ?? opener, zone) };
}

/** True when contact hours do not hold this class back at all. */
function unhindered(query: ContactQuery): boolean {
  const effect = gateOf(query.class, "contact_hours");
  if (effect === "waits_unless_urgent") return query.urgent === true;
  return effect === "passes";
}

/**
 * The first instant from `from` on at which every zone of the customer allows it, looked for over 14 days.
 * `why`: the rule that held it back first, when one did.
 */
export function earliestAllowed(
  query: ContactQuery,
):
  | { readonly at: EpochMs; readonly why: Why | undefined }
  | { readonly never: Reason; readonly why: Why | undefined } {
  if (unhindered(query)) return { at: query.from, why: undefined };
  const zones = query.zones.length === 0 ? ["UTC"] : query.zones;
  const profiles = applicableProfiles(query);
  const end = query.from + HORIZON_DAYS * DAY_MS;
  let at = query.from;
  let why: Why | undefined;
  let agreed = 0;
  // Each turn either has one more zone agree or moves at least to the next opening or midnight of one.
  for (let turn = 0; agreed < zones.length; turn += 1) {
    const zone = zones[turn % zones.length] ?? "UTC";
    const next = nextIn(zone, at, query, profiles);
    why ??= next.why;
    // A zone that moved the time has not agreed to it yet: it may be a midnight.
    agreed = next.at === at ? agreed + 1 : 0;
    at = next.at;
    if (at > end) return { never: "contact_hours", why };
  }
  return { at, why };
}

/** Why it must not be said at that instant, or undefined when it may. */
export function refusalAt(query: ContactQuery): Why | undefined {
  if (unhindered(query)) return undefined;
  const profiles = applicableProfiles(query);
  for (const zone of query.zones.length === 0 ? ["UTC"] : query.zones) {
    const next = nextIn(zone, query.from, query, profiles);
    if (next.at !== query.from) return next.why;
  }
  return undefined;
}
