/**
 * The words of deciding. Everything in `policies/` is pure: no I/O, no clock, no database. Dates in the hot path are day
 * numbers (days since 1970-01-01 in the customer's own zone); instants are epoch milliseconds; `Temporal` stays at the edges.
 */
import type { Channel } from "#messages/route.ts";

import type { Group, Silences } from "./assignment.ts";

/** Days since 1970-01-01. */
export type Day = number;
/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export type MessageClass = "collection" | "notice" | "service" | "otp" | "reply" | "staff";
export type HoldKind =
  | "dispute"
  | "promise"
  | "breathing_space"
  | "vulnerable"
  | "deceased"
  | "manual";
/** How far a contact point may be told what is owed. */
export type Disclosure = "unverified" | "name" | "full";

/** One rung of the ladder, as it stands in a policy version. */
export type Step = {
  /** Stable over versions: `[a-z0-9_-]{1,40}`. */
  readonly id: string;
  /** `due`: counted from each due date (days <= 0). `episode`: counted from the anchor of the episode (days >= 0). */
  readonly anchor: "due" | "episode";
  readonly days: number;
  readonly unit: "calendar" | "business";
  /** Days after its own day in which it may still be taken; undefined: until the due date (due) or the end of the episode. */
  readonly windowDays: number | undefined;
  /** Earliest and latest local time of day, minutes from midnight; the contact rules apply as well. */
  readonly between: readonly [number, number] | undefined;
  readonly class: MessageClass;
  /** All of the outer list (tandem); of an inner list the first that works for the customer. Empty: a step that only exits. */
  readonly channels: readonly (readonly Channel[])[];
  readonly template: string | undefined;
  readonly conditions: Conditions;
  /** Not taken until that step was delivered at least so many business days ago. */
  readonly requires:
    | { readonly step: string; readonly deliveredBusinessDaysAgo: number }
    | undefined;
  readonly exits: readonly Exit[];
};

export type Exit = "call_list" | "case" | "suspend";

export type Conditions = {
  /** Least and most that is asked for, minor units per currency, both inclusive; a currency that is not named has no limit. */
  readonly minMinor: Readonly<Record<string, bigint>> | undefined;
  readonly maxMinor: Readonly<Record<string, bigint>> | undefined;
  readonly languages: readonly string[] | undefined;
  readonly segments: readonly string[] | undefined;
  readonly kinds: readonly ("person" | "firm")[] | undefined;
};

export type Policy = {
  readonly version: number;
  readonly name: string;
  readonly steps: readonly Step[];
  /** The step at which an account that arrives with old debt starts. */
  readonly onboardAt: string | undefined;
  /** A rung taken more than so many days late moves the rest of the ladder by as much. */
  readonly catchUpDays: number;
  /** Overdue sums up to this are nobody's trouble, per currency, in minor units. */
  readonly toleranceMinor: Readonly<Record<string, bigint>>;
  /** Books older than so many banking days stop collection. */
  readonly staleAfterBankingDays: number;
  /** ISO 3166 country of the holiday calendar for business and banking days. */
  readonly calendar: string;
  /** Contact-rule profiles that apply (`us`, `uk`, `za`, `eu`, `pl`), and whether the client collects its own debt. */
  readonly profiles: readonly string[];
  readonly party: "first" | "third";
  /** Caps of the client's own, beside those of the profiles. */
  readonly caps: readonly Cap[];
  readonly disputeHoldsAll: boolean;
  readonly allocation: "oldest_first" | "largest_first" | "smallest_first";
  /** Phone calls the team can make in a day: the call list is cut there. */
  readonly callsPerDay: number;
};

/**
 * At most `count` contacts over the channels in any `days` consecutive days. Over several channels, messages of one day
 * on different channels are one contact (a tandem); two messages on one channel are always two.
 */
export type Cap = {
  readonly channels: readonly Channel[];
  readonly count: number;
  readonly days: number;
};

export type InvoiceFact = {
  readonly id: string;
  readonly dueOn: Day;
  /** What is still to pay of it, minor units, > 0. */
  readonly openMinor: bigint;
};

export type HoldFact = {
  readonly id: string;
  readonly kind: HoldKind;
  /** undefined: the whole account (or customer). */
  readonly invoiceIds: readonly string[] | undefined;
  /** A promise covers an amount rather than named invoices when given. */
  readonly amountMinor: bigint | undefined;
  /** Last day it holds, inclusive; undefined: until ended. */
  readonly until: Day | undefined;
};

/** An open promise, or an instalment of a plan. */
export type PromiseFact = {
  readonly id: string;
  /** By the end of this day. */
  readonly dueOn: Day;
  /** The last day on which it may still be kept, tolerance included. */
  readonly until: Day;
  /** What has not come in of it yet, minor units. */
  readonly leftMinor: bigint;
  readonly madeAt: EpochMs;
};

/** A campaign that the account was chosen for and that may not have had its turn. */
export type CampaignFact = {
  readonly id: string;
  readonly class: MessageClass;
  /** As those of a step. */
  readonly channels: readonly (readonly Channel[])[];
  readonly template: string;
  /** Its turn for this account, and when it is over. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly paused: boolean;
};

export type ContactPointFact = {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  readonly disclosure: Disclosure;
  readonly optedOut: boolean;
  /** The address is known not to work. */
  readonly dead: boolean;
  /** Lower is preferred. */
  readonly rank: number;
  /** Days (customer's zone) of messages of capped classes to this person, newest last, at most 40 days back. */
  readonly contactedOn: readonly Day[];
};

/** A rung that was taken or passed. */
export type DoneFact = {
  readonly stepId: string;
  /** Episode id, or the due date as `YYYY-MM-DD`. */
  readonly anchor: string;
  readonly on: Day;
  readonly outcome: "taken" | "superseded";
  /** The day the message was delivered, if it was. */
  readonly deliveredOn: Day | undefined;
};

export type EpisodeFact = {
  readonly id: string;
  readonly anchorOn: Day;
  /** How far the ladder was moved, in days (old debt at the start, rungs taken late). */
  readonly shiftDays: number;
};

/** Everything that a decision about one account rests on. */
export type Facts = {
  readonly accountId: string;
  readonly currency: string;
  readonly language: string;
  readonly segment: string | undefined;
  readonly kind: "person" | "firm";
  /** All zones the customer may be in; a message needs all of them to allow it. */
  readonly zones: readonly string[];
  readonly country: string;
  readonly invoices: readonly InvoiceFact[];
  /** Credit notes and unallocated payments, minor units, >= 0. */
  readonly creditMinor: bigint;
  readonly holds: readonly HoldFact[];
  /** Open promises, the earliest due first; undefined: none. */
  readonly promises?: readonly PromiseFact[] | undefined;
  /** Campaigns that it was chosen for, and that are under way; undefined: none. */
  readonly campaigns?: readonly CampaignFact[] | undefined;
  readonly contactPoints: readonly ContactPointFact[];
  readonly episode: EpisodeFact | undefined;
  /** The id that an episode gets if this decision opens one (so that `decide` stays pure). */
  readonly nextEpisodeId: string;
  readonly done: readonly DoneFact[];
  /** The last day somebody spoke with the customer by telephone, where it is known: some profiles rest calls after it. */
  readonly conversedOn?: Day | undefined;
  readonly bookAsOf: EpochMs | undefined;
  /** Channels for which the client has a route; undefined: all of them. */
  readonly routedChannels?: readonly Channel[] | undefined;
  /** The experiment that runs, and where the customer was drawn into; undefined: none runs. */
  readonly experiment?: Drawn | undefined;
};

export type Drawn = {
  readonly id: string;
  readonly group: Group;
  /** What is kept from those who are held out. */
  readonly silences: Silences;
};

export type Reason =
  // send
  | "step_due"
  // wait
  | "nothing_due"
  | "below_tolerance"
  | "not_yet"
  | "stale_books"
  | "contact_hours"
  | "cap_reached"
  | "requires_delivery"
  /** The campaign waits for somebody to let it go on. */
  | "paused"
  // hold
  | "disputed"
  | "promised"
  | "breathing_space"
  | "vulnerable"
  | "deceased"
  | "manual_hold"
  /** An experiment leaves the customer alone, to see what the ladder does for the others. */
  | "held_out"
  // suppress
  | "opted_out"
  | "no_contact_point"
  | "address_dead"
  | "no_route"
  | "condition_not_met"
  | "window_passed"
  | "onboarded"
  | "policy_changed"
  /** What it would have said is in the message of an earlier due date, taken in the same decision. */
  | "merged"
  // person
  | "ladder_done"
  | "exit";

export type Say = {
  readonly channel: Channel;
  readonly contactPointId: string;
  /** The whole truth, or the variant that names no amount. */
  readonly disclosure: Disclosure;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
};

/** One line of the answer: what happens with one step now, and why. */
export type Decision =
  | {
      readonly outcome: "send";
      readonly reason: "step_due";
      readonly stepId: string;
      readonly anchor: string;
      readonly says: readonly Say[];
      /** Channels of the step that could not be used, with the reason. */
      readonly suppressed: readonly {
        readonly channel: Channel;
        readonly reason: Reason;
        readonly contactPointId: string | undefined;
      }[];
      readonly exits: readonly Exit[];
      /** What is asked for, minor units. */
      readonly amountMinor: bigint;
      readonly invoiceIds: readonly string[];
    }
  | {
      readonly outcome: "wait" | "hold";
      readonly reason: Reason;
      readonly stepId: string | undefined;
      readonly anchor: string | undefined;
    }
  | {
      /** The rung is behind us and nothing is said. */
      readonly outcome: "suppress";
      readonly reason: Reason;
      readonly stepId: string;
      readonly anchor: string;
      /** Not empty when the customer could not be reached: the exits of the step happen all the same. */
      readonly exits: readonly Exit[];
    }
  | {
      /** `exit`: a step without channels was taken. `ladder_done`: the ladder is behind us, and money is still owed. */
      readonly outcome: "person";
      readonly reason: Reason;
      readonly stepId: string | undefined;
      readonly anchor: string | undefined;
      readonly exits: readonly Exit[];
    };

export type Answer = {
  /** In the order in which they were found; the first of the highest outcome is the headline. */
  readonly decisions: readonly Decision[];
  readonly episode:
    | { readonly change: "none" }
    | {
        readonly change: "open";
        readonly anchorOn: Day;
        readonly shiftDays: number;
      }
    | { readonly change: "shift"; readonly shiftDays: number }
    | { readonly change: "close" };
  /** What may be collected now: open minus disputed, promised, held and credits; minor units. */
  readonly collectableMinor: bigint;
  /** The overdue part of it: what a message of the episode asks for. */
  readonly dueMinor: bigint;
  /** Overdue, less disputed and credits: what opens an episode. Promises and holds do not reduce it. */
  readonly overdueMinor: bigint;
  /** When the account must be looked at again if nothing changes; undefined: only a new fact can change the answer. */
  readonly nextLookAt: EpochMs | undefined;
  /** What happens at `nextLookAt` unless something changes. */
  readonly next: { readonly stepId: string; readonly at: EpochMs } | undefined;
};
