/**
 * Accounts as they were on past days, put together from rows that tell when things happened: invoices, allocations, payments,
 * credits, holds, promises, episodes, rungs, messages, books.
 *
 * What no row tells is as it is today: an invoice's amount and due date where a book corrected them, what is left of a credit
 * note, contact points that were given up, disclosure, zone, language and segment, an opt-out that was lifted since, routes.
 */
import type { PlanContext } from "#messages/planning/context.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import type { Tx } from "#platform/db.ts";
import { dayAt } from "#policies/day.ts";
import type { EpochMs, Facts } from "#policies/types.ts";
import * as rows from "./past-rows.ts";
import type { Life } from "./rehearse.ts";

export type PastLife = Life & {
  /** What really went out, the oldest first. */
  readonly said: readonly rows.PastMessage[];
};

/** Lives of the customers' accounts from an instant on. At most some hundred customers at a time. */
export async function loadPast(
  tx: Tx,
  context: PlanContext,
  customerIds: readonly string[],
  {
    from,
    to,
    books,
  }: {
    readonly from: Temporal.Instant;
    readonly to: Temporal.Instant;
    readonly books: readonly rows.PastBook[];
  },
): Promise<PastLife[]> {
  // Past days knew nothing of an experiment that runs today.
  const subjects = await loadSubjects(tx, { ...context, experiment: undefined }, customerIds, to);
  const { clientId } = context.client;
  const accountIds = subjects.map(({ facts }) => facts.accountId);
  const stretch = { tx, clientId, customerIds, accountIds, from, to };
  const invoices = await rows.pastInvoices(stretch);
  const ids = [...invoices.values()].flatMap((of) => of.map((one) => one.id));
  const past: Past = {
    start: from.epochMilliseconds,
    books,
    bookless: context.client.bookAsOf === null,
    invoices,
    allocations: await rows.pastAllocations(stretch, ids),
    credits: await rows.pastCredits(stretch),
    holds: await rows.pastHolds(stretch),
    promises: await rows.pastPromises(stretch),
    points: await rows.pastPoints(stretch),
    messages: await rows.pastMessages(stretch),
    episodes: await rows.pastEpisodes(stretch),
    rungs: await rows.pastRungs(stretch),
  };
  return subjects.map((subject) => lifeOf(subject, past));
}

type ByOwner<Row> = ReadonlyMap<string, readonly Row[]>;

type Past = {
  readonly start: EpochMs;
  readonly books: readonly rows.PastBook[];
  /** The client never had a book, so that none can be too old. */
  readonly bookless: boolean;
  readonly invoices: ByOwner<rows.PastInvoice>;
  readonly allocations: ByOwner<rows.PastAllocation>;
  readonly credits: ByOwner<rows.PastCredit>;
  readonly holds: ByOwner<rows.PastHold>;
  readonly promises: ByOwner<rows.PastPromise>;
  readonly points: ReadonlyMap<string, rows.PastPoint>;
  readonly messages: ByOwner<rows.PastMessage>;
  readonly episodes: ReadonlyMap<string, rows.PastEpisode>;
  readonly rungs: ByOwner<rows.PastRung>;
};

/** Of one account or its customer. */
function of<Row>(all: ByOwner<Row>, ...owners: readonly string[]): readonly Row[] {
  return owners.flatMap((owner) => all.get(owner) ?? []);
}

function lifeOf(subject: Subject, past: Past): PastLife {
  const { facts } = subject;
  const { accountId } = facts;
  const zone = facts.zones[0] ?? "UTC";
  const said = of(past.messages, accountId);
  const episode = past.episodes.get(accountId);
  const begun = {
    ...facts,
    episode: episode && {
      id: episode.id,
      anchorOn: episode.anchorOn,
      shiftDays: episode.shiftDays,
    },
    done: of(past.rungs, accountId).map((rung) => ({
      stepId: rung.stepId,
      anchor: rung.anchor,
      on: rung.onDay,
      outcome: rung.outcome,
      deliveredOn: rung.deliveredAt === null ? undefined : dayAt(rung.deliveredAt, zone),
    })),
  };
  return {
    subject: { ...subject, facts: begun },
    factsAt: (at) => factsAt(begun, subject.customerId, past, at),
    wakes: wakesOf(subject, past),
    books: past.books.map((book) => book.at),
    said: said.filter((one) => one.at >= past.start),
  };
}

const isOn = (since: EpochMs | null, at: EpochMs): boolean => since !== null && since <= at;

function factsAt(facts: Facts, customerId: string, past: Past, at: EpochMs): Facts {
  const { accountId } = facts;
  const zone = facts.zones[0] ?? "UTC";
  const credit = of(past.credits, accountId)
    .filter((one) => one.at <= at)
    .reduce((sum, one) => sum + one.minor, 0n);
  const promises = of(past.promises, accountId).filter(
    (one) => one.madeAt <= at && !isOn(one.decidedAt, at),
  );
  return {
    ...facts,
    invoices: of(past.invoices, accountId).flatMap((one) => {
      const openMinor = one.createdAt <= at ? openAt(one, past, at) : 0n;
      return openMinor > 0n ? [{ id: one.id, dueOn: one.dueOn, openMinor }] : [];
    }),
    creditMinor: credit > 0n ? credit : 0n,
    holds: of(past.holds, accountId, customerId)
      .filter((one) => one.placedAt <= at && !isOn(one.endedAt, at))
      .map((one) => ({
        id: one.id,
        kind: one.kind,
        invoiceIds: one.invoiceIds ?? undefined,
        amountMinor: one.amountMinor ?? undefined,
        until: one.until ?? undefined,
      })),
    promises: promises.length > 0 ? promises : undefined,
    contactPoints: pointsAt(facts, past, at, zone),
    bookAsOf: past.bookless ? undefined : bookAt(past.books, at),
  };
}

function openAt(invoice: rows.PastInvoice, past: Past, at: EpochMs): bigint {
  let openMinor = invoice.amountMinor;
  for (const one of past.allocations.get(invoice.id) ?? []) {
    if (one.at <= at) openMinor -= one.minor;
  }
  return openMinor;
}

function pointsAt(facts: Facts, past: Past, at: EpochMs, zone: string): Facts["contactPoints"] {
  const before = of(past.messages, facts.accountId).filter((one) => one.at < past.start);
  return facts.contactPoints.flatMap((point) => {
    const known = past.points.get(`${point.id} ${point.channel}`);
    if (known && known.createdAt > at) return [];
    return [
      {
        ...point,
        optedOut: point.optedOut && isOn(known?.optedOutAt ?? null, at),
        dead: point.dead && isOn(known?.deadAt ?? null, at),
        contactedOn: before
          .filter((one) => one.contactPointId === point.id && one.channel === point.channel)
          .map((one) => dayAt(one.at, zone)),
      },
    ];
  });
}

/** Of when the newest book was; books only go forward. */
function bookAt(books: readonly rows.PastBook[], at: EpochMs): EpochMs | undefined {
  let newest: EpochMs | undefined;
  for (const book of books) {
    if (book.at > at) break;
    newest = Math.max(newest ?? 0, book.asOf);
  }
  return newest;
}

function wakesOf({ facts, customerId }: Subject, past: Past): readonly EpochMs[] {
  const { accountId } = facts;
  const invoices = of(past.invoices, accountId);
  const points = facts.contactPoints.flatMap(
    ({ id, channel }) => past.points.get(`${id} ${channel}`) ?? [],
  );
  const times: (EpochMs | null)[] = [
    ...invoices.map((one) => one.createdAt),
    ...invoices.flatMap((one) => (past.allocations.get(one.id) ?? []).map(({ at }) => at)),
    ...of(past.credits, accountId).map((one) => one.at),
    ...of(past.holds, accountId, customerId).flatMap((one) => [one.placedAt, one.endedAt]),
    ...of(past.promises, accountId).flatMap((one) => [one.madeAt, one.decidedAt]),
    ...points.flatMap((one) => [one.createdAt, one.optedOutAt, one.deadAt]),
  ];
  const within = times.filter((at): at is number => at !== null && at > past.start);
  return [...new Set(within)].toSorted((a, b) => a - b);
}
