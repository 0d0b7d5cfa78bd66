/** What the network took against what Dunlin says. Pure. */
import type { Said } from "./ledger.ts";
import type { Taken } from "./network-log.ts";

/** Ways in which the outcome of a hand-over can be unknown; anything else is no excuse. */
const EXCUSES: ReadonlySet<string> = new Set(["process_died", "closed", "timeout"]);

/** Taken back before it left, for one that says what holds now: no message that anybody gets. */
const TAKEN_BACK: ReadonlySet<string> = new Set(["suppressed", "cancelled"]);
const ENDED: ReadonlySet<string> = new Set(["handed_over", "delivered"]);

export type Fault = { readonly to: string; readonly why: string };

export type Comparison = {
  readonly delivered: number;
  readonly handedOver: number;
  /** Ended as failed, because only a part of them could be handed over. */
  readonly torsos: number;
  readonly lost: readonly Fault[];
  readonly duplicates: readonly Fault[];
  readonly uncertain: number;
  /** Uncertain messages that need not be: without an excuse, or with receipts for all of their parts. */
  readonly unexplained: readonly Fault[];
};

type Received = { readonly parts: number; readonly times: ReadonlyMap<number, number> };

/**
 * `numbers`: every number that one message was due to. `reported`: ids of parts whose receipt Dunlin acknowledged.
 *
 * Lost: never said, never ended, or said to be handed over although a part of it is missing in the network. Duplicate: a
 * part that the network took more than once.
 */
export function compare(
  numbers: readonly string[],
  said: readonly Said[],
  taken: readonly Taken[],
  reported: ReadonlySet<string>,
): Comparison {
  const received = receivedByNumber(taken);
  const standing = said.filter(({ state }) => !TAKEN_BACK.has(state));
  const messages = new Map([...said, ...standing].map((message) => [message.to, message]));
  const lost = numbers.flatMap((to) => faultsOf(to, lossOf(messages.get(to), received.get(to))));
  const told = toldByNumber(taken, reported);
  return {
    delivered: count(said, "delivered"),
    handedOver: count(said, "handed_over"),
    torsos: count(said, "failed"),
    lost,
    duplicates: duplicatesOf(standing, received),
    uncertain: count(said, "uncertain"),
    unexplained: said
      .filter(({ state }) => state === "uncertain")
      .flatMap((message) => faultsOf(message.to, unexplained(message, told.get(message.to) ?? 0))),
  };
}

function count(said: readonly Said[], state: string): number {
  return said.filter((message) => message.state === state).length;
}

function faultsOf(to: string, why: string | undefined): Fault[] {
  return why === undefined ? [] : [{ to, why }];
}

function receivedByNumber(taken: readonly Taken[]): ReadonlyMap<string, Received> {
  const found = new Map<string, { parts: number; times: Map<number, number> }>();
  for (const { to, part, parts } of taken) {
    let one = found.get(to);
    if (!one) found.set(to, (one = { parts, times: new Map() }));
    one.times.set(part, (one.times.get(part) ?? 0) + 1);
  }
  return found;
}

function lossOf(message: Said | undefined, received: Received | undefined): string | undefined {
  if (!message) return "no message was ever made";
  const { state } = message;
  if (state === "uncertain") return undefined;
  // The network took a part and certainly not the rest: it ended, and Dunlin says how.
  if (state === "failed" && message.outcome === "partial" && isTorso(received)) return undefined;
  if (!ENDED.has(state)) return `${state} at the end (${message.code ?? "no attempt"})`;
  if (!received) return `${state}, but the network never took it`;
  if (isTorso(received))
    return `${state}, but the network took ${received.times.size} of ${received.parts} parts`;
  return undefined;
}

function isTorso(received: Received | undefined): boolean {
  return received !== undefined && received.times.size < received.parts;
}

function duplicatesOf(standing: readonly Said[], received: ReadonlyMap<string, Received>): Fault[] {
  const faults: Fault[] = [];
  for (const [to, { times }] of received) {
    const most = Math.max(...times.values());
    if (most > 1) faults.push({ to, why: `the network took it ${most} times` });
  }
  const numbers = new Set<string>();
  for (const { to } of standing) {
    if (numbers.has(to)) faults.push({ to, why: "Dunlin made two messages for it" });
    numbers.add(to);
  }
  return faults;
}

/** How many parts of each number have a receipt that Dunlin acknowledged. */
function toldByNumber(
  taken: readonly Taken[],
  reported: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const parts = new Map<string, Set<number>>();
  for (const { id, to, part } of taken) {
    if (!reported.has(id)) continue;
    const known = parts.get(to) ?? new Set();
    parts.set(to, known.add(part));
  }
  return new Map([...parts].map(([to, { size }]) => [to, size]));
}

function unexplained({ segments, code }: Said, told: number): string | undefined {
  if (told >= segments) return "uncertain, though all of its receipts came";
  if (code === null || !EXCUSES.has(code)) return `uncertain without an excuse (${code})`;
  return undefined;
}
