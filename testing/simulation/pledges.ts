/** What customers promised, as the oracle keeps it: which promises stand, how much of each has come in, and what they ended as. */
import { DAY_MS, type AtMs } from "./happenings.ts";

export type Pledge = {
  readonly n: number;
  /** Those of one plan share it. */
  readonly plan: number | undefined;
  readonly sinceMs: AtMs;
  readonly dueOn: string;
  readonly amountMinor: number;
  readonly toleranceMinor: number;
  /** End of its day and of its days of grace, where the customer is. */
  readonly endsMs: AtMs;
};

export type Came = { readonly minor: number; readonly atMs: AtMs };

type Fate = "open" | "kept" | "part kept" | "broken" | "dropped";

export type Stands = { readonly pledge: Pledge; readonly gotMinor: number; readonly fate: Fate };

/**
 * When exactly Dunlin finds a promise broken depends on when it looks: money that comes within so long after may count for it
 * or not, and from then on nothing is said of that customer's promises.
 */
const UNCLEAR_MS = 7 * DAY_MS;

type Mutable = { readonly pledge: Pledge; gotMinor: number; fate: Fate };

const earliestDueFirst = (a: Mutable, b: Mutable): number =>
  a.pledge.dueOn < b.pledge.dueOn
    ? -1
    : a.pledge.dueOn > b.pledge.dueOn
      ? 1
      : a.pledge.sinceMs - b.pledge.sinceMs;

/** One customer's promises at an instant, by the money that came until then; `clear` is false where nobody can say. */
export function pledgesAt(
  pledges: readonly Pledge[],
  came: readonly Came[],
  atMs: AtMs,
): { readonly stands: readonly Stands[]; readonly clear: boolean } {
  const all = pledges
    .filter(({ sinceMs }) => sinceMs <= atMs)
    .map((pledge): Mutable => ({ pledge, gotMinor: 0, fate: "open" }))
    .toSorted(earliestDueFirst);
  let clear = true;
  for (const money of came.toSorted((a, b) => a.atMs - b.atMs)) {
    if (money.atMs > atMs) break;
    endWhatIsOver(all, money.atMs);
    clear &&= isClear(all, money.atMs);
    giveOut(all, money);
  }
  endWhatIsOver(all, atMs);
  return { stands: all, clear };
}

function endWhatIsOver(all: readonly Mutable[], atMs: AtMs): void {
  const over = all
    .filter(({ fate, pledge }) => fate === "open" && pledge.endsMs <= atMs)
    .toSorted((a, b) => a.pledge.endsMs - b.pledge.endsMs);
  for (const one of over) {
    if (one.fate !== "open") continue;
    one.fate = one.gotMinor > 0 ? "part kept" : "broken";
    // With an instalment that is not kept its plan is over.
    for (const other of all) {
      const { plan } = other.pledge;
      if (plan !== undefined && plan === one.pledge.plan && other.fate === "open") {
        other.fate = "dropped";
      }
    }
  }
}

function isClear(all: readonly Mutable[], atMs: AtMs): boolean {
  return all.every(
    ({ fate, pledge: { endsMs, sinceMs } }) =>
      sinceMs !== atMs &&
      (fate === "open" || fate === "kept" || endsMs > atMs || atMs - endsMs > UNCLEAR_MS),
  );
}

/** To the earliest due first, up to what each is of; kept is what all up to it together have enough for. */
function giveOut(all: readonly Mutable[], { minor, atMs }: Came): void {
  const open = all.filter(({ fate, pledge }) => fate === "open" && pledge.sinceMs < atMs);
  let left = minor;
  for (const one of open) {
    const taken = Math.min(left, one.pledge.amountMinor - one.gotMinor);
    one.gotMinor += taken;
    left -= taken;
  }
  let got = 0;
  let wanted = 0;
  for (const one of open) {
    const { amountMinor, toleranceMinor } = one.pledge;
    got += one.gotMinor;
    wanted += amountMinor - toleranceMinor;
    const enough = one.gotMinor >= amountMinor - toleranceMinor;
    if (enough || (one.gotMinor > 0 && got >= wanted)) one.fate = "kept";
  }
}
