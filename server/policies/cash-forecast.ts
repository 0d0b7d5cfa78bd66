/**
 * What is likely to come in, day by day, with a band: of what is open today, and of nothing that will yet be invoiced.
 *
 * Method. How people pay is a curve of hazards by age (days since the due date): of what was still open at an age, the share
 * that was paid on that day. It is the Kaplan-Meier estimate over this client's own invoices, so what is still open counts
 * as far as it was seen. Ages are pooled into bands, and each band is drawn towards a stated prior, as if so many invoices
 * (`PRIOR_INVOICES`) had been seen to behave by it: with little history the prior speaks, with much it does not. Days of the
 * week have weights, by the share of the money that came in on them. What is promised comes on its day, with the share that
 * this client's promises brought in, drawn to a prior in the same way; the rest of it falls back to the curve behind that day.
 *
 * Band. Sums over a time are taken to be normal: the variance is that of each sum being paid or not (sums of one account
 * together), that of the estimate (bands err on
 * their own), and `COMMON_SHARE` of the expected money for what moves all payers at once, which
 * no count of them takes away. Nothing is below zero or above what is open. Deterministic.
 */
import { weekdayOf } from "#policies/day.ts";
import type { Day } from "#policies/types.ts";

/** What was seen at ages of one band, in invoices; shares of an invoice count as that. */
export type Seen = {
  /** Days of observation: what was open at each day of the band, summed over its days. */
  readonly openDays: number;
  /** What was paid at those ages. */
  readonly paid: number;
};

export type PayHistory = {
  /** By band of `AGE_BANDS`. */
  readonly seen: readonly Seen[];
  /** Payments by weekday, Sunday first: counts. */
  readonly weekdays: readonly number[];
  /** Promises and instalments that were decided: how many, and the sum of the shares of them that came in. */
  readonly promises: { readonly decided: number; readonly received: number };
};

/** What is open: sums that behave alike are one, with the sum of the squares of what each account owes. */
export type OpenSum = {
  readonly dueOn: Day;
  readonly minor: number;
  readonly squares: number;
};

export type Promised = { readonly dueOn: Day; readonly minor: number; readonly oldestDueOn: Day };

export type ForecastDay = {
  readonly day: Day;
  /** Of that day. */
  readonly expectedMinor: number;
  readonly promisedMinor: number;
  /** From today up to that day: what is expected, and between what it lies four times of five. */
  readonly totalMinor: number;
  readonly lowMinor: number;
  readonly highMinor: number;
};

/** First age of each band, in days since the due date; the last has no end. */
export const AGE_BANDS: readonly number[] = [
  -60, -14, -7, -3, 0, 1, 2, 3, 5, 8, 11, 15, 22, 31, 46, 61, 91, 121, 181, 366,
];
const BANDS = AGE_BANDS.length;
/** What people are taken to do where nothing is known: the share of what is open that comes in on a day at those ages. */
const PRIOR: readonly number[] = [
  0.003, 0.01, 0.02, 0.05, 0.12, 0.08, 0.07, 0.06, 0.05, 0.04, 0.035, 0.03, 0.02, 0.014, 0.01,
  0.006, 0.004, 0.0025, 0.0012, 0.0004,
];
const PRIOR_INVOICES = 20;
const PRIOR_KEPT = 0.6;
const PRIOR_PROMISES = 8;
/** Sunday to Saturday: banks rest at the weekend. */
const PRIOR_WEEKDAYS: readonly number[] = [0.4, 1.25, 1.2, 1.2, 1.2, 1.25, 0.5];
const PRIOR_PAYMENTS = 50;
/** Part of the expected money by which all move together. */
const COMMON_SHARE = 0.05;
/** 10 % lie below, 10 % above, of a normal distribution. */
const TEN_PERCENT = 1.2816;

/** The band of an age in days. */
export function bandOf(age: number): number {
  let band = 0;
  while (band + 1 < AGE_BANDS.length && AGE_BANDS[band + 1]! <= age) band += 1;
  return band;
}

type Curve = {
  readonly hazards: readonly number[];
  /** Relative standard error of each. */
  readonly errors: readonly number[];
  readonly weekdays: readonly number[];
  readonly kept: number;
};

/** How people pay, out of history and prior. */
export function curveOf({ seen, weekdays, promises }: PayHistory): Curve {
  const hazards = PRIOR.map((prior, band) => {
    const { openDays = 0, paid = 0 } = seen[band] ?? {};
    return Math.min(0.95, (paid + PRIOR_INVOICES * prior) / (openDays + PRIOR_INVOICES));
  });
  const errors = hazards.map((hazard, band) => {
    const days = (seen[band]?.openDays ?? 0) + PRIOR_INVOICES;
    return Math.sqrt((1 - hazard) / (hazard * days));
  });
  const payments = weekdays.reduce((sum, count) => sum + count, 0) + PRIOR_PAYMENTS;
  return {
    hazards,
    errors,
    weekdays: PRIOR_WEEKDAYS.map(
      (weight, at) => (7 * (weekdays[at] ?? 0) + PRIOR_PAYMENTS * weight) / payments,
    ),
    kept: (promises.received + PRIOR_PROMISES * PRIOR_KEPT) / (promises.decided + PRIOR_PROMISES),
  };
}

type Sums = {
  expected: Float64Array;
  promised: Float64Array;
  /** Variance of the sum from today up to that day. */
  chance: Float64Array;
  /** How far that sum moves when the hazard of a band does, by day and band: relative to the hazard. */
  leans: Float64Array;
};

/** The days from `today` on; amounts are minor units of one currency. */
export function forecastCash(
  history: PayHistory,
  open: readonly OpenSum[],
  promised: readonly Promised[],
  { today, days }: { readonly today: Day; readonly days: number },
): readonly ForecastDay[] {
  const curve = curveOf(history);
  const empty = (): Float64Array => new Float64Array(days);
  const sums: Sums = {
    expected: empty(),
    promised: empty(),
    chance: empty(),
    leans: new Float64Array(days * BANDS),
  };
  for (const one of open) addOpen(sums, curve, one, today, today);
  for (const one of promised) addPromise(sums, curve, one, today);
  const most = [...open, ...promised].reduce((sum, { minor }) => sum + minor, 0);
  let total = 0;
  return Array.from({ length: days }, (_, at) => {
    const expectedMinor = sums.expected[at]!;
    total += expectedMinor;
    const estimate = curve.errors.reduce(
      (sum, error, band) => sum + (error * sums.leans[at * BANDS + band]!) ** 2,
      0,
    );
    const spread = Math.sqrt(sums.chance[at]! + estimate + (COMMON_SHARE * total) ** 2);
    return {
      day: today + at,
      expectedMinor: Math.round(expectedMinor),
      promisedMinor: Math.round(sums.promised[at]!),
      totalMinor: Math.round(total),
      lowMinor: Math.max(0, Math.floor(total - TEN_PERCENT * spread)),
      highMinor: Math.min(most, Math.ceil(total + TEN_PERCENT * spread)),
    };
  });
}

/** What comes of one sum from the day `from` on, weighted with the chance that it is still to be paid then. */
function addOpen(
  sums: Sums,
  curve: Curve,
  { dueOn, minor, squares }: OpenSum,
  today: Day,
  from: Day,
): void {
  let left = 1;
  const paces = new Float64Array(BANDS);
  let lastBand = -1;
  let firstBand = BANDS;
  const { length } = sums.expected;
  for (let at = 0; at < length; at += 1) {
    const day = today + at;
    if (day >= from) {
      const band = bandOf(day - dueOn);
      const weight = curve.weekdays[weekdayOf(day)]!;
      const pace = 1 - (1 - curve.hazards[band]!) ** weight;
      const paid = left * pace;
      left -= paid;
      paces[band]! += pace;
      [firstBand, lastBand] = [Math.min(firstBand, band), Math.max(lastBand, band)];
      sums.expected[at]! += minor * paid;
    }
    sums.chance[at]! += squares * left * (1 - left);
    for (let band = firstBand; band <= lastBand; band += 1)
      sums.leans[at * BANDS + band]! += minor * left * paces[band]!;
  }
}

function addPromise(sums: Sums, curve: Curve, { dueOn, minor, oldestDueOn }: Promised, today: Day) {
  const at = Math.max(0, dueOn - today);
  if (at < sums.expected.length) {
    const kept = minor * curve.kept;
    sums.expected[at]! += kept;
    sums.promised[at]! += kept;
    for (let later = at; later < sums.chance.length; later += 1)
      sums.chance[later]! += minor * minor * curve.kept * (1 - curve.kept);
  }
  const rest = 1 - curve.kept;
  const broken = { dueOn: oldestDueOn, minor: minor * rest, squares: (minor * rest) ** 2 };
  addOpen(sums, curve, broken, today, today + at + 1);
}
