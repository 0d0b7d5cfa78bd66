/**
 * Whether promises were kept: the money that came in, counted once. Pure.
 *
 * Each payment goes to promises that were made before it came, the earliest due first, up to the amount of each. What a
 * promise was found to have received when it was decided stays with it, also when that money is taken back later: what comes
 * then makes up for it before it counts for another promise.
 */
import type { EpochMs } from "./types.ts";

/** When and in which order something happened: ids tell it where the clock stands still. */
type Happened = { readonly at: EpochMs; readonly id: string };

export type Promised = {
  readonly id: string;
  readonly madeAt: EpochMs;
  /** ISO date. */
  readonly dueOn: string;
  readonly amountMinor: bigint;
  readonly toleranceMinor: bigint;
  readonly state: "open" | "kept" | "part_kept" | "broken";
  /** Of a decided one: what it was found to have received. Of an open one: as it was last found. */
  readonly receivedMinor: bigint;
  /** Its day and its days of grace have ended where the customer is. */
  readonly over: boolean;
};

/** Money that came in, less what was taken back. */
export type Money = Happened & { readonly minor: bigint };

export type Finding = {
  readonly id: string;
  readonly state: "open" | "kept" | "part_kept" | "broken" | "cancelled";
  readonly receivedMinor: bigint;
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const wasBefore = (a: Happened, b: Happened): boolean =>
  a.at < b.at || (a.at === b.at && a.id < b.id);

function earliestDueFirst(a: Promised, b: Promised): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1;
  return a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1);
}

/** What each promise has received; a decided one at most what it had when it was decided. */
function shareOut(
  promises: readonly Promised[],
  payments: readonly Money[],
): ReadonlyMap<string, bigint> {
  const decided = promises.filter(({ state }) => state !== "open").toSorted(earliestDueFirst);
  const open = promises.filter(({ state }) => state === "open").toSorted(earliestDueFirst);
  const got = new Map<string, bigint>();
  for (const payment of payments.toSorted((a, b) => (wasBefore(a, b) ? -1 : 1))) {
    let leftMinor = payment.minor;
    for (const one of [...decided, ...open]) {
      if (leftMinor <= 0n) break;
      if (!wasBefore({ at: one.madeAt, id: one.id }, payment)) continue;
      const most = one.state === "open" ? one.amountMinor : one.receivedMinor;
      const before = got.get(one.id) ?? 0n;
      const taken = least(leftMinor, most - before);
      got.set(one.id, before + taken);
      leftMinor -= taken;
    }
  }
  return got;
}

/**
 * How the open promises of an account stand. Kept as soon as a promise has received its amount less the tolerance, or all of
 * them up to it together have; part kept or broken when its time is over and it has not; cancelled when by then nothing is
 * owed (`owes` is false) for another reason, such as a credit.
 */
export function testPromises(
  promises: readonly Promised[],
  payments: readonly Money[],
  owes: boolean,
): Finding[] {
  const got = shareOut(promises, payments);
  let gotMinor = 0n;
  let wantedMinor = 0n;
  return promises
    .filter(({ state }) => state === "open")
    .toSorted(earliestDueFirst)
    .map(({ id, amountMinor, toleranceMinor, over }) => {
      const receivedMinor = got.get(id) ?? 0n;
      const wanted = amountMinor - toleranceMinor;
      gotMinor += receivedMinor;
      wantedMinor += wanted;
      const kept = receivedMinor >= wanted || (receivedMinor > 0n && gotMinor >= wantedMinor);
      if (kept) return { id, receivedMinor, state: "kept" };
      if (!over) return { id, receivedMinor, state: "open" };
      if (!owes) return { id, receivedMinor, state: "cancelled" };
      return { id, receivedMinor, state: receivedMinor > 0n ? "part_kept" : "broken" };
    });
}

export type PlanState = "open" | "completed" | "broken" | "cancelled";

/** A plan by the states of its instalments: one that was not kept breaks it, one that nothing is owed for any more ends it. */
export function planStateOf(states: readonly (Promised["state"] | "cancelled")[]): PlanState {
  if (states.some((state) => state === "broken" || state === "part_kept")) return "broken";
  const kept = states.includes("kept");
  if (states.includes("cancelled")) return kept ? "completed" : "cancelled";
  return states.includes("open") ? "open" : "completed";
}
