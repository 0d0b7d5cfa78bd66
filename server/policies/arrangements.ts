/**
 * What a client lets its customers agree to: part payments, promises and plans, and how far. A refusal is a value that says
 * what would have been allowed instead, so that whoever asked can be told. Pure.
 */
/** The client's limits. Money is in minor units of the account's own currency. */
export type Limits = {
  /** Which offers are made at all; paying in full always is. */
  readonly offersPart: boolean;
  readonly offersPromise: boolean;
  readonly offersPlan: boolean;
  /** A promise is for at most so many days ahead. */
  readonly promiseDays: number;
  /** Promises of one account that may be open at a time, instalments of plans not counted. */
  readonly openPromises: number;
  /** The least part: the greater of the two, and never more than all of it. */
  readonly leastPartPercent: number;
  readonly leastPartMinor: bigint;
  /** A plan has at most so many instalments, the last of them at most so many days ahead, none smaller than the least. */
  readonly planInstalments: number;
  readonly planDays: number;
  readonly leastInstalmentMinor: bigint;
  /** Forgiven of a promise: so many days after its own, and so much of its amount. */
  readonly toleranceDays: number;
  readonly tolerancePercent: number;
  /** "I have paid" holds the ladder for so many days. */
  readonly paidHoldDays: number;
  /** After so many days without a word from an address, who reads it is asked again. */
  readonly silenceDays: number;
};

export const DEFAULT_LIMITS: Limits = {
  offersPart: true,
  offersPromise: true,
  offersPlan: true,
  promiseDays: 30,
  openPromises: 2,
  leastPartPercent: 10,
  leastPartMinor: 1_000n,
  planInstalments: 6,
  planDays: 180,
  leastInstalmentMinor: 1_000n,
  toleranceDays: 1,
  tolerancePercent: 1,
  paidHoldDays: 7,
  silenceDays: 180,
};

/** Least and most of each limit that is a number, both inclusive. */
export const LIMIT_BOUNDS = {
  promiseDays: [0, 366],
  openPromises: [1, 20],
  leastPartPercent: [0, 100],
  leastPartMinor: [0n, 10n ** 15n],
  planInstalments: [2, 60],
  planDays: [1, 1_830],
  leastInstalmentMinor: [0n, 10n ** 15n],
  toleranceDays: [0, 30],
  tolerancePercent: [0, 50],
  paidHoldDays: [1, 60],
  silenceDays: [1, 3_650],
} as const satisfies Partial<
  Record<keyof Limits, readonly [number, number] | readonly [bigint, bigint]>
>;

/** What is wrong with the limits, in a sentence; undefined when nothing is. */
export function faultOfLimits(limits: Limits): string | undefined {
  for (const [name, [from, to]] of Object.entries(LIMIT_BOUNDS)) {
    const value = limits[name as keyof typeof LIMIT_BOUNDS];
    const whole = typeof value === "bigint" || Number.isInteger(value);
    if (whole && value >= from && value <= to) continue;
    const words = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `${words} is ${value}; give a whole number from ${from} to ${to}`;
  }
  return undefined;
}

export type RefusalReason =
  | "not_offered"
  | "nothing_to_promise"
  | "too_many"
  | "date_over"
  | "too_late"
  | "too_little"
  | "too_much"
  | "too_few_instalments"
  | "too_many_instalments"
  | "out_of_order";

/** Why something can't be agreed, the bounds that it broke, and the nearest that can be. */
export type Refusal = {
  readonly reason: RefusalReason;
  readonly latestOn?: Temporal.PlainDate;
  readonly leastMinor?: bigint;
  readonly mostMinor?: bigint;
  readonly mostInstalments?: number;
  /** Nearest promise that would be taken; not given when none would. */
  readonly nearest?: Wanted;
  /** Nearest plan that would be taken; not given when none would. */
  readonly nearestPlan?: readonly Instalment[];
};

/** So much by the end of that day. */
export type Wanted = { readonly amountMinor: bigint; readonly on: Temporal.PlainDate };

export type Instalment = { readonly amountMinor: bigint; readonly dueOn: Temporal.PlainDate };

/** How the account stands when something is agreed. */
export type Room = {
  /** What a promise can be about: open less credits, disputed and what is promised already, minor units. */
  readonly collectibleMinor: bigint;
  /** Today where the customer lives. */
  readonly today: Temporal.PlainDate;
  /** Open promises that belong to no plan. */
  readonly openPromises?: number;
  readonly openPlans?: number;
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(a, b) < 0;
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (isBefore(a, b) ? a : b);
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (isBefore(a, b) ? b : a);

/** The least part of a sum that may be paid or promised, minor units; the sum itself where that is less. */
export function leastPartOf(limits: Limits, sumMinor: bigint): bigint {
  const share = (sumMinor * BigInt(limits.leastPartPercent) + 99n) / 100n;
  return least(sumMinor, most(most(share, limits.leastPartMinor), 1n));
}

/** How much of a promised amount is forgiven, minor units; always less than the amount. */
export function toleranceOf(limits: Limits, amountMinor: bigint): bigint {
  return least((amountMinor * BigInt(limits.tolerancePercent)) / 100n, amountMinor - 1n);
}

/** The last day that a promise may name. */
export function promiseUntil(limits: Limits, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ days: limits.promiseDays });
}

/** Why a promise can't be taken, with the nearest that can; undefined when it can. */
export function checkPromise(limits: Limits, wanted: Wanted, room: Room): Refusal | undefined {
  const { collectibleMinor, today, openPromises = 0 } = room;
  if (!limits.offersPromise) return { reason: "not_offered" };
  if (collectibleMinor <= 0n) return { reason: "nothing_to_promise" };
  if (openPromises >= limits.openPromises) return { reason: "too_many" };
  const latestOn = promiseUntil(limits, today);
  const leastMinor = leastPartOf(limits, collectibleMinor);
  const nearest = {
    amountMinor: most(leastMinor, least(wanted.amountMinor, collectibleMinor)),
    on: later(today, earlier(wanted.on, latestOn)),
  };
  const bounds = { latestOn, leastMinor, mostMinor: collectibleMinor, nearest };
  if (isBefore(wanted.on, today)) return { reason: "date_over", ...bounds };
  if (isBefore(latestOn, wanted.on)) return { reason: "too_late", ...bounds };
  if (wanted.amountMinor < leastMinor) return { reason: "too_little", ...bounds };
  if (wanted.amountMinor > collectibleMinor) return { reason: "too_much", ...bounds };
  return undefined;
}

/**
 * The days of a plan: instalment k falls k months after the first, each counted from the first and never from the one
 * before, on that day of the month or the month's last: 31 January, 28 or 29 February, 31 March. `dayOfMonth` is the day
 * meant where the first month is too short for it.
 */
export function instalmentDays(
  firstOn: Temporal.PlainDate,
  count: number,
  dayOfMonth: number = firstOn.day,
): Temporal.PlainDate[] {
  const firstMonth = firstOn.toPlainYearMonth();
  return Array.from({ length: count }, (_, k) => {
    const month = firstMonth.add({ months: k });
    return month.toPlainDate({ day: Math.min(dayOfMonth, month.daysInMonth) });
  });
}

/** Equal instalments in whole minor units; the last takes the rest, so that the sum is exact. */
export function splitEvenly(totalMinor: bigint, count: number): bigint[] {
  const each = totalMinor / BigInt(count);
  return Array.from({ length: count }, (_, k) =>
    k === count - 1 ? totalMinor - each * BigInt(count - 1) : each,
  );
}

/** A plan to be worked out: so much in so many instalments, the first on that day. */
export type PlanWish = {
  readonly totalMinor: bigint;
  readonly instalments: number;
  readonly firstOn: Temporal.PlainDate;
  readonly dayOfMonth?: number | undefined;
};

/** The instalments of a plan, or why there can be none like it. */
export function planOf(
  limits: Limits,
  wish: PlanWish,
  room: Room,
): { readonly instalments: readonly Instalment[] } | { readonly refused: Refusal } {
  const instalments = laidOut(wish, Math.max(1, Math.min(wish.instalments, 120)));
  const refused = checkPlan(limits, instalments, room);
  return refused ? { refused } : { instalments };
}

function laidOut({ totalMinor, firstOn, dayOfMonth }: PlanWish, count: number): Instalment[] {
  const days = instalmentDays(firstOn, count, dayOfMonth);
  return splitEvenly(totalMinor, count).map((amountMinor, k) => ({
    amountMinor,
    dueOn: days[k] ?? firstOn,
  }));
}

/** The first instalment of a plan is within a month, whatever the limit of a single promise. */
const FIRST_WITHIN_DAYS = 31;

/** Why a plan can't be agreed, with the nearest that can; undefined when it can. */
export function checkPlan(
  limits: Limits,
  instalments: readonly Instalment[],
  room: Room,
): Refusal | undefined {
  if (!limits.offersPlan) return { reason: "not_offered" };
  if (room.collectibleMinor <= 0n) return { reason: "nothing_to_promise" };
  if ((room.openPlans ?? 0) > 0) return { reason: "too_many" };
  const reason = faultOfPlan(limits, instalments, room);
  if (reason === undefined) return undefined;
  const nearestPlan = nearestPlanTo(limits, instalments, room);
  return {
    reason,
    latestOn: room.today.add({ days: limits.planDays }),
    leastMinor: limits.leastInstalmentMinor,
    mostMinor: room.collectibleMinor,
    mostInstalments: limits.planInstalments,
    ...(nearestPlan ? { nearestPlan } : {}),
  };
}

function faultOfPlan(
  limits: Limits,
  instalments: readonly Instalment[],
  { collectibleMinor, today }: Room,
): RefusalReason | undefined {
  const [first] = instalments;
  const last = instalments.at(-1);
  if (!first || !last || instalments.length < 2) return "too_few_instalments";
  if (instalments.length > limits.planInstalments) return "too_many_instalments";
  if (isBefore(first.dueOn, today)) return "date_over";
  if (instalments.some(({ dueOn }, k) => k > 0 && !isBefore(instalments[k - 1]!.dueOn, dueOn)))
    return "out_of_order";
  const firstDays = Math.max(FIRST_WITHIN_DAYS, limits.promiseDays);
  if (isBefore(today.add({ days: firstDays }), first.dueOn)) return "too_late";
  if (isBefore(today.add({ days: limits.planDays }), last.dueOn)) return "too_late";
  if (instalments.some((one) => one.amountMinor < most(limits.leastInstalmentMinor, 1n)))
    return "too_little";
  const totalMinor = instalments.reduce((sum, one) => sum + one.amountMinor, 0n);
  return totalMinor > collectibleMinor ? "too_much" : undefined;
}

/** As many of the wanted instalments as the limits allow, monthly from the wanted first day or the nearest to it. */
function nearestPlanTo(
  limits: Limits,
  instalments: readonly Instalment[],
  room: Room,
): readonly Instalment[] | undefined {
  const { collectibleMinor, today } = room;
  const wantedMinor = instalments.reduce((sum, one) => sum + one.amountMinor, 0n);
  const totalMinor = wantedMinor > 0n ? least(wantedMinor, collectibleMinor) : collectibleMinor;
  const latest = today.add({ days: Math.max(FIRST_WITHIN_DAYS, limits.promiseDays) });
  const firstOn = later(today, earlier(instalments[0]?.dueOn ?? today, latest));
  const wanted = Math.max(2, Math.min(instalments.length, limits.planInstalments));
  for (let count = wanted; count >= 2; count -= 1) {
    const tried = laidOut({ totalMinor, instalments: count, firstOn }, count);
    if (faultOfPlan(limits, tried, room) === undefined) return tried;
  }
  return undefined;
}

/**
 * When the first instalment of an offered plan falls: on the customer's next payday where it is known (today is too late for
 * today's), else in a month. The day of the month is given apart, for months that are too short for it.
 */
export function firstInstalment(
  today: Temporal.PlainDate,
  paydayDay: number | undefined,
): { readonly firstOn: Temporal.PlainDate; readonly dayOfMonth: number } {
  if (paydayDay === undefined) return { firstOn: today.add({ months: 1 }), dayOfMonth: today.day };
  const inMonth = (months: number): Temporal.PlainDate => {
    const month = today.toPlainYearMonth().add({ months });
    return month.toPlainDate({ day: Math.min(paydayDay, month.daysInMonth) });
  };
  const firstOn = isBefore(today, inMonth(0)) ? inMonth(0) : inMonth(1);
  return { firstOn, dayOfMonth: paydayDay };
}

/** A plan as it is offered: all instalments are `each` but the last. */
export type OfferedPlan = {
  readonly instalments: number;
  readonly each: bigint;
  readonly last: bigint;
  readonly firstOn: Temporal.PlainDate;
};

/** Every plan over the whole sum that the limits allow, fewest instalments first. */
export function plansFor(limits: Limits, room: Room, paydayDay?: number): OfferedPlan[] {
  const first = firstInstalment(room.today, paydayDay);
  const offered: OfferedPlan[] = [];
  for (let count = 2; count <= limits.planInstalments; count += 1) {
    const wish = { totalMinor: room.collectibleMinor, instalments: count, ...first };
    const plan = planOf(limits, wish, room);
    if ("refused" in plan) continue;
    const each = plan.instalments[0]!.amountMinor;
    const last = plan.instalments.at(-1)!.amountMinor;
    offered.push({ instalments: count, each, last, firstOn: first.firstOn });
  }
  return offered;
}

/** Parts to suggest beside the full sum, largest first: halves and quarters in whole units of the currency. */
export function suggestedParts(limits: Limits, sumMinor: bigint, exponent: number): bigint[] {
  if (!limits.offersPart) return [];
  const unit = 10n ** BigInt(exponent);
  const leastMinor = leastPartOf(limits, sumMinor);
  const parts = [2n, 4n].map((part) => ((sumMinor / part + unit - 1n) / unit) * unit);
  return [...new Set(parts)].filter((part) => part >= leastMinor && part < sumMinor);
}
