// Which lines of a file are news, and which were told before: by the same bank in another file, sent again, or in parts.
import type { Keys } from "./keys.ts";
import type { BankKind, BankLine } from "./reading/types.ts";

export type Keyed = { readonly line: BankLine; readonly keys: Keys };

/** An entry that is known already. */
export type Known = {
  readonly entryId: string;
  readonly fileId: string;
  readonly ordinal: number;
  readonly part: number;
  readonly statement: number;
  readonly statementId: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly isDetail: boolean;
  readonly entryKey: string | null;
  readonly transactionKey: string | null;
  readonly likeness: string;
  readonly toldBy: readonly string[];
  /** Nobody claims it: what tells it in parts may take its place. */
  readonly isReplaceable: boolean;
};

export type Verdict =
  | { readonly is: "new"; readonly replaces?: string | undefined }
  | { readonly is: "duplicate"; readonly of: string }
  /** Told by the same kind of file with nothing to tell the two apart: a person decides. */
  | { readonly is: "doubtful"; readonly of: string };

export type File = { readonly fileId: string; readonly kind: BankKind };

/** A notification may come some days before its statement. */
const NEAR_DAYS = 10;
/** So many lines that are alike but for their numbers show that a bank numbers kinds of files apart. */
const APART = 3;

/**
 * Sifts the lines of one file as they come, in sets. What is one entry of the bank stays one, though its lines may lie in
 * different sets; within a statement a bank tells every booking once, so lines of one never stand for each other. Pure.
 */
export class Sifter {
  readonly #file: File;
  /** Entries known before that stand for a line of this file: each stands for one. */
  readonly #taken = new Set<string>();
  /** Whether files of another kind give the same numbers as this one; undefined while nothing shows it. */
  #isNumberedAlike: boolean | undefined;
  #entry = -1;
  #ofEntry: Verdict | undefined;

  constructor(file: File) {
    this.#file = file;
  }

  sift(set: readonly Keyed[], known: readonly Known[]): readonly Verdict[] {
    const others = known.filter((one) => one.fileId !== this.#file.fileId);
    const earlier = known.filter((one) => one.fileId === this.#file.fileId);
    const byEntry = Map.groupBy(others, (one) => one.entryKey ?? "");
    const byTransaction = Map.groupBy(others, (one) => one.transactionKey ?? "");
    const byLikeness = Map.groupBy(others, (one) => one.likeness);
    const ofThisFile = Map.groupBy(earlier, (one) => one.entryKey ?? "");
    this.#learn(set, byEntry, byLikeness);
    const posted = new Map(earlier.map((one) => [`${one.ordinal} ${one.part}`, one]));
    return set.map((one) => {
      const { entry, index } = one.line;
      const before = posted.get(`${entry.ordinal} ${index}`);
      if (before) return { is: "duplicate", of: before.entryId };
      if (entry.ordinal !== this.#entry) {
        this.#entry = entry.ordinal;
        const { entryKey } = one.keys;
        this.#ofEntry =
          entryKey === undefined
            ? undefined
            : this.#asEntry(one, [
                ...(byEntry.get(entryKey) ?? []),
                ...(ofThisFile.get(entryKey) ?? []).filter(
                  (other) => other.statement !== entry.statement.ordinal,
                ),
              ]);
        // What the first line replaces is replaced once.
        if (this.#ofEntry) return this.#ofEntry;
      }
      if (this.#ofEntry) return this.#ofEntry.is === "new" ? { is: "new" } : this.#ofEntry;
      const { transactionKey } = one.keys;
      return (
        (transactionKey && this.#asTransaction(one, byTransaction.get(transactionKey) ?? [])) ||
        this.#asAlike(one, byLikeness.get(one.keys.likeness) ?? []) || { is: "new" }
      );
    });
  }

  /**
   * Some banks number their notifications and statements apart: then other numbers say nothing. One number in common shows
   * that they do not; several lines that are alike but for their numbers, and none in common, that they do.
   */
  #learn(
    set: readonly Keyed[],
    byEntry: ReadonlyMap<string, readonly Known[]>,
    byLikeness: ReadonlyMap<string, readonly Known[]>,
  ): void {
    const { kind } = this.#file;
    const isOther = (one: Known) => !one.toldBy.includes(kind) || one.toldBy.length > 1;
    const isAlike = set.some(({ keys }) =>
      (byEntry.get(keys.entryKey ?? "none") ?? []).some(isOther),
    );
    if (isAlike) this.#isNumberedAlike = true;
    if (this.#isNumberedAlike !== undefined) return;
    const apart = set.filter(({ line, keys }) =>
      (byLikeness.get(keys.likeness) ?? []).some(
        (one) => !one.toldBy.includes(kind) && areNumbered(one, keys) && isNear(one, line, 3),
      ),
    );
    if (apart.length >= APART) this.#isNumberedAlike = false;
  }

  #asEntry({ line }: Keyed, known: readonly Known[]): Verdict | undefined {
    const same = known.filter((one) => isNear(one, line, NEAR_DAYS));
    const [first] = same;
    if (!first) return undefined;
    if (line.isDetail && same.length === 1 && !first.isDetail && first.isReplaceable) {
      return { is: "new", replaces: first.entryId };
    }
    for (const one of same) this.#taken.add(one.entryId);
    return { is: "duplicate", of: first.entryId };
  }

  #asTransaction({ line }: Keyed, known: readonly Known[]): Verdict | undefined {
    const same = known.find((one) => isNear(one, line, NEAR_DAYS) && !this.#taken.has(one.entryId));
    return same && this.#take(same);
  }

  #asAlike({ line, keys }: Keyed, known: readonly Known[]): Verdict | undefined {
    const near = known.filter((one) => isNear(one, line, 3) && !this.#taken.has(one.entryId));
    const { kind } = this.#file;
    const again = near.find((one) => {
      const isNumbered = areNumbered(one, keys);
      if (one.toldBy.includes(kind)) return !isNumbered && this.#isSameStatement(one, line);
      return !isNumbered || this.#isNumberedAlike === false;
    });
    if (again) return this.#take(again);
    const unclear = near.find(
      (one) =>
        one.bookedOn.equals(line.entry.bookedOn) &&
        (!areNumbered(one, keys) ||
          (!one.toldBy.includes(kind) && this.#isNumberedAlike === undefined)),
    );
    if (!unclear) return undefined;
    this.#taken.add(unclear.entryId);
    return { is: "doubtful", of: unclear.entryId };
  }

  #isSameStatement(one: Known, line: BankLine): boolean {
    return one.statementId !== "" && one.statementId === line.entry.statement.id;
  }

  #take(one: Known): Verdict {
    this.#taken.add(one.entryId);
    return { is: "duplicate", of: one.entryId };
  }
}

/** Both have numbers of the bank; where they come here, those differ. */
function areNumbered(one: Known, keys: Keys): boolean {
  return (
    (one.entryKey !== null && keys.entryKey !== undefined) ||
    (one.transactionKey !== null && keys.transactionKey !== undefined)
  );
}

function isNear({ bookedOn }: Known, { entry }: BankLine, days: number): boolean {
  const { days: apart } = bookedOn.until(entry.bookedOn, { largestUnit: "days" });
  return Math.abs(apart) <= days;
}
