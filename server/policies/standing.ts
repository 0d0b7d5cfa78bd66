/** How an account stands: what is overdue, and what of it may be asked for once holds and credits are taken off. */
import { holdStops } from "./gates.ts";
import type { Day, Facts, HoldFact, HoldKind, InvoiceFact, MessageClass, Policy } from "./types.ts";

/** What may be asked for in a message of one class, invoice by invoice. */
export type Askable = {
  /** Beside `Standing.invoices`: what is left of each, minor units. */
  readonly minors: readonly bigint[];
  /** The gravest hold that took something away. */
  readonly heldBy: HoldKind | undefined;
};

export type Standing = {
  /** Oldest first. */
  readonly invoices: readonly InvoiceFact[];
  /** How many of them, from the start, are overdue. */
  readonly overdueCount: number;
  /** Overdue less disputed and credits: what opens an episode. */
  readonly overdueMinor: bigint;
  /** Overdue less credits, the disputed included: what keeps an episode open. */
  readonly claimedMinor: bigint;
  /** Due date of the oldest overdue invoice without a dispute. */
  readonly oldestOn: Day | undefined;
  /** Holds that are in force today. */
  readonly holds: readonly HoldFact[];
};

/** Of the facts, what is owed and what is held of it. */
export type Owing = Pick<Facts, "invoices" | "creditMinor" | "holds">;

const GRAVEST_FIRST: readonly HoldKind[] = [
  "deceased",
  "breathing_space",
  "vulnerable",
  "manual",
  "dispute",
  "promise",
];

const NO_HOLDS: readonly HoldFact[] = [];

function graver(a: HoldKind | undefined, b: HoldKind): HoldKind {
  return a === undefined || GRAVEST_FIRST.indexOf(b) < GRAVEST_FIRST.indexOf(a) ? b : a;
}

function oldestFirst(a: InvoiceFact, b: InvoiceFact): number {
  return a.dueOn - b.dueOn || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function sorted(invoices: readonly InvoiceFact[]): readonly InvoiceFact[] {
  for (let i = 1; i < invoices.length; i += 1) {
    const before = invoices[i - 1];
    const after = invoices[i];
    if (before && after && oldestFirst(before, after) > 0) return invoices.toSorted(oldestFirst);
  }
  return invoices;
}

function isDisputed(id: string, holds: readonly HoldFact[]): boolean {
  return holds.some(
    (hold) =>
      hold.kind === "dispute" && (hold.invoiceIds === undefined || hold.invoiceIds.includes(id)),
  );
}

const atLeastZero = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** Where the account stands on that local day. Tolerances are not taken off. */
export function standingOf(facts: Owing, today: Day): Standing {
  const invoices = sorted(facts.invoices);
  const holds =
    facts.holds.length === 0
      ? NO_HOLDS
      : facts.holds.filter((hold) => hold.until === undefined || hold.until >= today);
  let overdueCount = 0;
  let overdue = 0n;
  let disputed = 0n;
  let oldestOn: Day | undefined;
  for (const invoice of invoices) {
    if (invoice.dueOn >= today) break;
    overdueCount += 1;
    overdue += invoice.openMinor;
    if (holds.length > 0 && isDisputed(invoice.id, holds)) disputed += invoice.openMinor;
    else oldestOn ??= invoice.dueOn;
  }
  return {
    invoices,
    overdueCount,
    overdueMinor: atLeastZero(overdue - disputed - facts.creditMinor),
    claimedMinor: atLeastZero(overdue - facts.creditMinor),
    oldestOn,
    holds,
  };
}

/** Takes `minor` off the invoices that are meant, oldest first; gives what could not be taken. */
function takeOff(minors: bigint[], minor: bigint, meant: (index: number) => boolean): bigint {
  let left = minor;
  for (let i = 0; i < minors.length && left > 0n; i += 1) {
    const open = minors[i] ?? 0n;
    if (open === 0n || !meant(i)) continue;
    const taken = open < left ? open : left;
    minors[i] = open - taken;
    left -= taken;
  }
  return left;
}

/** Removes what the hold is about; true when that was anything. */
function applyHold(
  hold: HoldFact,
  minors: bigint[],
  invoices: readonly InvoiceFact[],
  policy: Pick<Policy, "disputeHoldsAll">,
): boolean {
  const { invoiceIds } = hold;
  const whole = hold.kind === "dispute" && policy.disputeHoldsAll;
  const meant = (index: number): boolean =>
    whole || invoiceIds === undefined || invoiceIds.includes(invoices[index]?.id ?? "");
  const byAmount = hold.kind === "promise" ? hold.amountMinor : undefined;
  const everything = minors.reduce((sum, minor) => sum + minor, 0n);
  const wanted = byAmount === undefined || byAmount > everything ? everything : byAmount;
  return takeOff(minors, wanted, meant) < wanted;
}

/**
 * What a message of the class may ask for: open less what its holds are about (a promise of an amount takes the oldest
 * first), then less credits, oldest first.
 */
export function askableFor(
  messageClass: MessageClass,
  standing: Standing,
  facts: Pick<Owing, "creditMinor">,
  policy: Pick<Policy, "disputeHoldsAll">,
): Askable {
  const minors = standing.invoices.map((invoice) => invoice.openMinor);
  let heldBy: HoldKind | undefined;
  for (const hold of standing.holds) {
    if (!holdStops(messageClass, hold.kind)) continue;
    // Graver holds name the reason even where a lighter one was applied first.
    if (applyHold(hold, minors, standing.invoices, policy) || hold.invoiceIds === undefined) {
      heldBy = graver(heldBy, hold.kind);
    }
  }
  if (facts.creditMinor > 0n) takeOff(minors, facts.creditMinor, () => true);
  return { minors, heldBy };
}

/** Sum over invoices from index `from` up to but not including `to`, minor units. */
export function sumOf(minors: readonly bigint[], from: number, to: number): bigint {
  let sum = 0n;
  for (let i = from; i < to; i += 1) sum += minors[i] ?? 0n;
  return sum;
}
