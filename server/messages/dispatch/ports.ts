/** What dispatch is given from outside: adapters, the rules of contact hours, the way back to `decide`. */
import type { Approved, Arrivals, Channel, Inbound, Route } from "#messages/route.ts";
import type { EpochMs, HoldKind, MessageClass } from "#policies/types.ts";
import type { DatabaseAt, Db, Tx } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

/** A row of the route table, for opening it. */
export type RouteRow = {
  readonly clientId: string;
  readonly routeId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly adapter: string;
  readonly config: unknown;
  readonly prices: unknown;
  readonly sender: string;
  readonly listens: readonly string[];
  readonly ratePerS: number;
  readonly burst: number;
};

/** A message on its way through authorising, with what the rules need to know of its customer. */
export type Claimed = {
  readonly messageId: string;
  readonly class: MessageClass;
  readonly lane: number;
  readonly channel: Channel;
  readonly template: string;
  readonly stepId: string | null;
  readonly address: string;
  readonly sender: string;
  readonly subject: string | null;
  readonly body: string;
  readonly html: string | null;
  readonly tracksOpens: boolean;
  readonly tracksClicks: boolean;
  readonly segments: number;
  readonly approved: Approved | null;
  /** Whether the customer wrote to the route within the last day; null where that does not matter. */
  readonly windowOpen: boolean | null;
  /** Hand-overs so far. */
  readonly attempt: number;
  readonly amountMinor: string | null;
  readonly customerId: string | null;
  readonly accountId: string | null;
  /** The customer's own zone and country; null when no customer is known. */
  readonly zone: string | null;
  readonly country: string | null;
  /** The customer's numbers where no zone of its own is known. */
  readonly numbers: readonly string[] | null;
  /** When it was to go out, as decided; null for rows older than this was kept. */
  readonly plannedForMs: EpochMs | null;
  /** True when the customer's facts are no longer those it was decided on. */
  readonly stale: boolean;
  /** A hold that silences a notice which another system asked for. */
  readonly holdKind: HoldKind | null;
  readonly optedOut: boolean;
  readonly dead: boolean;
  readonly createdAtMs: EpochMs;
  readonly notAfterMs: EpochMs;
  /** The clock of the installation. */
  readonly nowMs: EpochMs;
};

/** Opens a route; what arrives over it goes to `arrivals`. */
export type OpenRoute = (row: RouteRow, arrivals: Arrivals) => Route | Promise<Route>;

/**
 * Decides again about customers whose messages turned out stale, in the transaction that holds their row locks: withdraws
 * or plans anew, set-wise. A message that is still planned on old facts afterwards is suppressed.
 */
export type Redecide = (
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
) => Promise<void>;

export type Allowed = {
  readonly at: EpochMs;
  /** The books are too old to speak from; those classes wait that state a debt. */
  readonly staleBooks?: boolean;
  /** The day it was planned for is over: caps were counted and words written for that day. */
  readonly overtaken?: boolean;
};

/** When contact rules allow the message, `now` at the earliest; both in epoch milliseconds of the installation's clock. */
export type AllowedAt = (
  clientId: string,
  message: Claimed,
  nowMs: EpochMs,
) => Allowed | Promise<Allowed>;

/**
 * What a message would cost over another route, in millionths of the currency's major unit; undefined when that route does
 * not serve the destination.
 */
export type Quote = (
  route: RouteRow,
  message: { readonly channel: Channel; readonly to: string; readonly segments: number },
) => { readonly priceMicros: bigint; readonly currency: string | null } | undefined;

export type DispatchPorts = {
  /** Signed in as `dunlin_worker`. */
  readonly db: Db;
  /** For the one connection that holds the lock of this process and listens. */
  readonly at: DatabaseAt;
  readonly openRoute: OpenRoute;
  readonly redecide: Redecide;
  readonly allowedAt: AllowedAt;
  /** Without it messages never move from a sick route to another one. */
  readonly quote?: Quote | undefined;
  readonly inbound: (clientId: string, inbound: Inbound) => Promise<void>;
  readonly log: Logger;
};
