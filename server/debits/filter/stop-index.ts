// Which stop, if any, a debit of a file falls under.
import type { StopRecord } from "#debits/stops.ts";

/** What a file says of one debit. */
export type FileDebit = {
  readonly creditorSchemeId?: string | undefined;
  readonly mandateId?: string | undefined;
  readonly paymentInfoId?: string | undefined;
  readonly endToEndId?: string | undefined;
  /** YYYY-MM-DD. */
  readonly strikeOn?: string | undefined;
};

/** What files say when there is no id. */
const NONE = new Set(["NOTPROVIDED", "NOT PROVIDED", "NONREF"]);
const LONGEST_NONE = 12;

const MOST_DOUBTFUL = 100;

/**
 * Live stops by their keys. A stop of one debit is found by its end-to-end id (and payment-information id or mandate where
 * both sides know one), or where it has none by mandate and strike date; a stop of a whole mandate by creditor scheme id and
 * mandate id.
 */
export class StopIndex {
  readonly #byEndToEnd = new Map<string, StopRecord[]>();
  readonly #byMandate = new Map<string, StopRecord[]>();
  readonly #doubtful = new Set<string>();
  size = 0;

  /** End-to-end ids that are stopped for another mandate, creditor or payment information than the file's: a person looks. */
  get doubtful(): readonly string[] {
    return [...this.#doubtful];
  }

  add(stop: StopRecord): void {
    const { endToEndId, mandateId } = stop;
    if (isId(endToEndId)) push(this.#byEndToEnd, endToEndId, stop);
    else if (isId(mandateId)) push(this.#byMandate, mandateId, stop);
    else return;
    this.size += 1;
  }

  /** The first stop that holds for the debit. */
  find(debit: FileDebit): StopRecord | undefined {
    const { endToEndId, mandateId } = debit;
    // What is no id was never added.
    const byId = endToEndId === undefined ? undefined : this.#byEndToEnd.get(endToEndId);
    const found = byId?.find((stop) => agrees(stop, debit));
    if (found) return found;
    if (byId && this.#doubtful.size < MOST_DOUBTFUL) this.#doubtful.add(endToEndId!);
    const ofMandate = mandateId === undefined ? undefined : this.#byMandate.get(mandateId);
    return ofMandate?.find(
      (stop) =>
        isSame(stop.creditorSchemeId, debit.creditorSchemeId) &&
        (stop.debitId === undefined || stop.strikeOn?.toString() === debit.strikeOn),
    );
  }
}

/** The same end-to-end id can be used twice: the same mandate settles it, else nothing that both sides know may contradict. */
function agrees(stop: StopRecord, debit: FileDebit): boolean {
  const isMandateKnown = isId(stop.mandateId) && isId(debit.mandateId);
  if (isMandateKnown && stop.mandateId === debit.mandateId) return true;
  if (!isSame(stop.creditorSchemeId, debit.creditorSchemeId)) return false;
  const isInfoKnown = isId(stop.paymentInfoId) && isId(debit.paymentInfoId);
  return isInfoKnown ? stop.paymentInfoId === debit.paymentInfoId : !isMandateKnown;
}

const isId = (id: string | undefined): id is string =>
  id !== undefined && id !== "" && !(id.length <= LONGEST_NONE && NONE.has(id.toUpperCase()));

/** Equal, or not known on one side. */
const isSame = (a: string | undefined, b: string | undefined): boolean =>
  !isId(a) || !isId(b) || a === b;

function push(map: Map<string, StopRecord[]>, key: string, stop: StopRecord): void {
  const there = map.get(key);
  if (there) there.push(stop);
  else map.set(key, [stop]);
}
