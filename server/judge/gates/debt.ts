/** The debt of an account at the moment at which a message was authorised, worked out anew. */
import { dayAt } from "#policies/day.ts";
import { askableFor, standingOf } from "#policies/standing.ts";
import type { Facts, HoldFact, HoldKind, InvoiceFact, Policy } from "#policies/types.ts";
import type { EventRecord, HoldRecord, Passage, Person } from "./records.ts";

/** What could be asked for, minor units. */
export type Debt = {
  /** Open less credits, over all invoices of the account. */
  readonly owedMinor: bigint;
  /** What holds and credits leave of the invoices that the message is about. */
  readonly askableMinor: bigint;
  /** The gravest hold that took something away. */
  readonly heldBy: HoldKind | undefined;
};

/** True when rows that the debt rested on have gone since: an import was undone. */
function isLost({ person, event, message }: Passage): boolean {
  return person.events.some(
    (one) =>
      one.seq > event.seq &&
      one.accountId === message.accountId &&
      /^(invoice|credit)\.(removed|restored)$/.test(one.kind),
  );
}

const tellings = new WeakMap<Person, ReadonlyMap<string, readonly EventRecord[]>>();

/** The events that tell of an invoice or credit, by its id; gathered once a person. */
function tellingsOf(person: Person): ReadonlyMap<string, readonly EventRecord[]> {
  let known = tellings.get(person);
  if (!known) {
    known = Map.groupBy(person.events, ({ body }) =>
      String(body["invoice_id"] ?? body["credit_id"]),
    );
    tellings.set(person, known);
  }
  return known;
}

/** The amount that the last event before the passage gave to an invoice or credit. */
function lastTold(
  { person, event }: Passage,
  id: string,
  field: "amount_minor" | "open_minor",
): bigint | undefined {
  const told = tellingsOf(person)
    .get(id)
    ?.findLast((one) => one.seq < event.seq && field in one.body);
  return told && BigInt(String(told.body[field]));
}

/** Open invoices at the passage: their amounts by the log, less what had been allocated by then. */
function openInvoices(passage: Passage): InvoiceFact[] {
  const { person, event, message } = passage;
  const paid = new Map<string, bigint>();
  for (const line of person.allocations) {
    if (line.allocationId > event.eventId) continue;
    paid.set(line.invoiceId, (paid.get(line.invoiceId) ?? 0n) + line.amountMinor);
  }
  return person.invoices.flatMap((invoice) => {
    const { invoiceId: id, accountId, dueOn } = invoice;
    if (accountId !== message.accountId || id > event.eventId) return [];
    const amountMinor = lastTold(passage, id, "amount_minor") ?? invoice.amountMinor;
    const openMinor = amountMinor - (paid.get(id) ?? 0n);
    return openMinor > 0n ? [{ id, dueOn, openMinor }] : [];
  });
}

/** A payment may come long before it is matched to somebody: of one that the log tells of, that is when it counts. */
function wasReceived({ person, event }: Passage, paymentId: string): boolean {
  const told = receivedOf(person).get(paymentId);
  return told === undefined ? paymentId < event.eventId : told < event.seq;
}

const received = new WeakMap<Person, ReadonlyMap<string, bigint>>();

/** The numbers of the events that tell of payments, by the payment's id; gathered once a person. */
function receivedOf(person: Person): ReadonlyMap<string, bigint> {
  let known = received.get(person);
  if (!known) {
    known = new Map(
      person.events.flatMap(({ kind, cause, seq }): [string, bigint][] =>
        kind === "payment.received" && cause !== null ? [[cause, seq]] : [],
      ),
    );
    received.set(person, known);
  }
  return known;
}

/** Credit notes and money that was not allocated by then. */
function creditOf(passage: Passage): bigint {
  const { person, event, message } = passage;
  let sum = 0n;
  for (const { creditId, accountId, openMinor } of person.credits) {
    if (accountId !== message.accountId || creditId > event.eventId) continue;
    sum += lastTold(passage, creditId, "open_minor") ?? openMinor;
  }
  for (const { paymentId, accountId, amountMinor } of person.payments) {
    if (accountId !== message.accountId || !wasReceived(passage, paymentId)) continue;
    const allocated = person.allocations.reduce(
      (total, line) =>
        line.paymentId === paymentId && line.allocationId < event.eventId
          ? total + line.amountMinor
          : total,
      0n,
    );
    if (amountMinor > allocated) sum += amountMinor - allocated;
  }
  return sum;
}

const PLACED = new Set(["hold.placed", "dispute.opened", "promise.made"]);
const ENDED = new Set([
  "hold.ended",
  "dispute.closed",
  "promise.cancelled",
  "promise.kept",
  "promise.part_kept",
  "promise.broken",
]);

/** What had not come in of a promise by then: what had is no longer open, and holds nothing. */
function stillHeld(
  { amountMinor, promiseId }: HoldRecord,
  { events }: Person,
  before: EventRecord,
): bigint | undefined {
  if (amountMinor === null) return undefined;
  const told = events.findLast(
    ({ kind, cause, seq }) =>
      seq < before.seq && kind === "promise.part_paid" && cause !== null && cause === promiseId,
  );
  return told ? amountMinor - BigInt(String(told.body["received_minor"])) : amountMinor;
}

/** Holds that stood when the message was authorised, by the log; by their own times where it says nothing of them. */
export function holdsAt({ person, event, message }: Passage): HoldFact[] {
  const told = (hold: HoldRecord, kinds: ReadonlySet<string>): bigint | undefined =>
    person.events.find(
      ({ kind, cause }) =>
        kinds.has(kind) && cause !== null && (cause === hold.holdId || cause === hold.promiseId),
    )?.seq;
  return person.holds.flatMap((hold) => {
    if (hold.accountId !== null && hold.accountId !== message.accountId) return [];
    const placed = told(hold, PLACED);
    const isPlaced =
      placed === undefined
        ? Temporal.Instant.compare(hold.placedAt, event.at) < 0
        : placed < event.seq;
    const ended = told(hold, ENDED);
    const isEnded =
      ended === undefined
        ? hold.endedAt !== null && Temporal.Instant.compare(hold.endedAt, event.at) <= 0
        : ended < event.seq;
    if (!isPlaced || isEnded) return [];
    return [
      {
        id: hold.holdId,
        kind: hold.kind,
        invoiceIds: hold.invoiceIds ?? undefined,
        amountMinor: stillHeld(hold, person, event),
        until: hold.until ?? undefined,
      },
    ];
  });
}

/** What `standingOf` and `askableFor` read; the rest of the facts is of no matter to them. */
export const NO_FACTS: Facts = {
  accountId: "",
  currency: "",
  language: "",
  segment: undefined,
  kind: "person",
  zones: [],
  country: "",
  invoices: [],
  creditMinor: 0n,
  holds: [],
  contactPoints: [],
  episode: undefined,
  nextEpisodeId: "",
  done: [],
  bookAsOf: undefined,
};

/** The debt at the passage; undefined when it can't be known any more. */
export function debtAt(passage: Passage, policy: Policy): Debt | undefined {
  if (isLost(passage)) return undefined;
  const { message, atMs, zones } = passage;
  const invoices = openInvoices(passage);
  const creditMinor = creditOf(passage);
  const facts = { ...NO_FACTS, invoices, creditMinor, holds: holdsAt(passage) };
  const standing = standingOf(facts, dayAt(atMs, zones[0] ?? "UTC"));
  const { minors, heldBy } = askableFor(message.class, standing, facts, policy);
  const about = new Set(message.invoiceIds);
  let askableMinor = 0n;
  standing.invoices.forEach(({ id }, index) => {
    if (about.size === 0 || about.has(id)) askableMinor += minors[index] ?? 0n;
  });
  const openMinor = invoices.reduce((sum, one) => sum + one.openMinor, 0n);
  return { owedMinor: openMinor - creditMinor, askableMinor, heldBy };
}
