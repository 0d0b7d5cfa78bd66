/**
 * What the direct debit schemes ask for, as data: how long before the strike the payer is told, what the payer can still do
 * after the cut-off, and which returned debits may be presented again. Each row names its source and the day it was checked;
 * most sources are secondary, so: check with counsel and with the bank. A client's own agreement overrides it in the settings.
 */
import { addBusinessDays } from "./calendar.ts";
import type { Day } from "./types.ts";

export const SCHEMES = ["sepa_core", "sepa_b2b", "bacs", "debicheck", "za_eft", "other"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Days before the strike: of the calendar, or working days of the client's country. */
export type NoticePeriod = { readonly days: number; readonly count: "calendar" | "working" };

/** Which returned debits are presented again by themselves. */
export type RetryRule = {
  /** Reason codes after which the money may be there another time; all others are final. */
  readonly reasons: readonly string[];
  /** At most so many times after the first. */
  readonly most: number;
  /** Days of the calendar after the return, then the next working day. */
  readonly afterDays: number;
  /** Never later than so many days after the first strike; undefined: no limit of the scheme. */
  readonly withinDays: number | undefined;
};

export type SchemeRules = {
  readonly name: string;
  readonly notice: NoticePeriod;
  readonly noticeSource: string;
  /** Days after the strike in which an authorised debit is given back without a question; 0: never. */
  readonly refundDays: number;
  readonly refundSource: string;
  readonly retry: RetryRule;
  readonly retrySource: string;
  readonly checkedOn: string;
};

const CHECKED = "2025-11-05";
const NO_FUNDS = ["AM04", "MS02", "MS03"] as const;

export const SCHEME_RULES: Readonly<Record<Scheme, SchemeRules>> = {
  sepa_core: {
    name: "SEPA Direct Debit Core",
    notice: { days: 14, count: "calendar" },
    noticeSource: "EPC016-06, pre-notification: 14 calendar days unless agreed otherwise",
    refundDays: 56,
    refundSource: "EPC016-06 and directive 2015/2366 art. 77: eight weeks, no questions asked",
    retry: { reasons: NO_FUNDS, most: 2, afterDays: 5, withinDays: undefined },
    retrySource: "EPC016-06: a returned collection is a new collection; the limits are our own",
    checkedOn: CHECKED,
  },
  sepa_b2b: {
    name: "SEPA Direct Debit B2B",
    notice: { days: 14, count: "calendar" },
    noticeSource: "EPC222-07, pre-notification: 14 calendar days unless agreed otherwise",
    refundDays: 0,
    refundSource: "EPC222-07: no refund of an authorised collection",
    retry: { reasons: NO_FUNDS, most: 2, afterDays: 5, withinDays: undefined },
    retrySource: "EPC222-07: a returned collection is a new collection; the limits are our own",
    checkedOn: CHECKED,
  },
  bacs: {
    name: "Bacs Direct Debit",
    notice: { days: 10, count: "working" },
    noticeSource: "Bacs advance notice: 10 working days unless agreed otherwise (scheme rules)",
    refundDays: 0,
    refundSource: "Direct Debit Guarantee: an error is refunded at once, whenever it is reported",
    // "Refer to payer" may be presented again within a month, twice (scheme rules, secondary source).
    retry: { reasons: ["0", "ARUDD-0"], most: 2, afterDays: 5, withinDays: 31 },
    retrySource: "Bacs, reason 0 (refer to payer): again within one month (secondary source)",
    checkedOn: CHECKED,
  },
  debicheck: {
    name: "DebiCheck",
    notice: { days: 3, count: "calendar" },
    noticeSource: "no period of the scheme is known to us; set what the mandates say",
    refundDays: 0,
    refundSource:
      "a debit within an authenticated mandate is not disputable at the bank (secondary)",
    // The bank tracks the account by itself; after a stop nothing comes before there is a new mandate.
    retry: { reasons: ["02", ...NO_FUNDS], most: 1, afterDays: 1, withinDays: 10 },
    retrySource: "DebiCheck tracking: at most 10 days (secondary source)",
    checkedOn: CHECKED,
  },
  za_eft: {
    name: "EFT debit order (South Africa)",
    notice: { days: 3, count: "calendar" },
    noticeSource: "no period of the scheme is known to us; set what the mandates say",
    refundDays: 40,
    refundSource: "disputed at the payer's bank within 40 days, given back at once (secondary)",
    retry: { reasons: ["02", ...NO_FUNDS], most: 1, afterDays: 3, withinDays: 31 },
    retrySource: "our own",
    checkedOn: CHECKED,
  },
  other: {
    name: "another scheme",
    notice: { days: 14, count: "calendar" },
    noticeSource: "our own: the longest common period",
    refundDays: 0,
    refundSource: "not known",
    retry: { reasons: [], most: 0, afterDays: 0, withinDays: undefined },
    retrySource: "our own: nothing is presented again by itself",
    checkedOn: CHECKED,
  },
};

const USUAL: Readonly<Record<string, Scheme>> = { EUR: "sepa_core", GBP: "bacs", ZAR: "za_eft" };

/** The scheme that debits in a currency usually go by, where neither mandate nor client says it. */
export function schemeFor(currency: string): Scheme {
  return USUAL[currency] ?? "other";
}

/** The last day on which the notice may reach the payer. */
export function noticeDay(strikeOn: Day, { days, count }: NoticePeriod, country: string): Day {
  return count === "calendar" ? strikeOn - days : addBusinessDays(strikeOn, -days, country);
}

/** The last day on which the order can still be taken out: working days before the strike. */
export function cutoffDay(strikeOn: Day, workingDays: number, country: string): Day {
  return addBusinessDays(strikeOn, -workingDays, country);
}

export type Returned = {
  readonly reason: string;
  /** 0 for the first presentation. */
  readonly attempt: number;
  readonly returnedOn: Day;
  readonly firstStrikeOn: Day;
};

/** When a returned debit is presented again: a working day, or why it is not. */
export function retryOn(
  { reasons, most, afterDays, withinDays }: RetryRule,
  { reason, attempt, returnedOn, firstStrikeOn }: Returned,
  country: string,
): { readonly on: Day } | { readonly no: "reason" | "used_up" | "too_late" } {
  if (!reasons.includes(reason)) return { no: "reason" };
  if (attempt >= most) return { no: "used_up" };
  const on = addBusinessDays(returnedOn + Math.max(0, afterDays - 1), 1, country);
  return withinDays !== undefined && on > firstStrikeOn + withinDays ? { no: "too_late" } : { on };
}
