// What the operations of the HTTP API stand on.
import { sql } from "kysely";
import type { FastifyRequest } from "fastify";
import type pg from "pg";
import { z } from "zod";
import { HttpProblem, refusedAs } from "./problems.ts";
import type { Limiter } from "./rate-limit.ts";
import { Words } from "./wire.ts";
import type { Accounts } from "#auth/accounts.ts";
import type { CheckConfig } from "#messages/routes/set-routes.ts";
import { customerIdOf } from "#ledger/holds.ts";
import type { PayPorts } from "#payments/checkouts.ts";
import { kept, type Db, type Tx } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import type { CheckSource } from "#sources/source.ts";
import type { EndpointPorts } from "#webhooks/endpoints.ts";
import type { CalledAt } from "#messages/routes/called-at.ts";

export type ProviderAddresses = (routeId: string) => Promise<CalledAt>;

export type Deps = {
  readonly db: Db;
  /** The same connections, for COPY. */
  readonly pool: pg.Pool;
  /** Checks the settings of a route for its adapter. */
  readonly checkConfig: CheckConfig;
  /** Checks the settings of a source for its kind; without it none can be set up here. */
  readonly checkSource?: CheckSource | undefined;
  /** People who sign in; without it there are only keys and the operator's token. */
  readonly accounts?: Accounts | undefined;
  /** Whether the installation's own letters go out: invitations, new passwords. */
  readonly letters?: boolean | undefined;
  /** What endpoints of callbacks need of the installation. */
  readonly callbacks: EndpointPorts;
  /** What asks payment providers. */
  readonly pay: PayPorts;
  /** Where the provider of a route calls. */
  readonly providerAddresses?: ProviderAddresses | undefined;
  readonly log: Logger;
  /** How often each of those who ask may; the usual limit when left out. */
  readonly limiter?: Limiter | undefined;
};

/** A customer is named by the client's own reference. */
export const CustomerPath = z.object({ ref: Words(200) });

/** No statement of a request takes longer; the caller hears 503. */
const LONGEST_STATEMENT_MS = 20_000;

/** One transaction for the client, its statements bounded, with the time of the installation: one statement before the work. */
export async function inClient<T>(
  db: Db,
  clientId: string,
  work: (tx: Tx, now: Temporal.Instant) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ now: Temporal.Instant }>`${kept} select dunlin.clock_now() as now,
      set_config('dunlin.client_id', ${clientId}, true),
      set_config('statement_timeout', ${String(LONGEST_STATEMENT_MS)}, true)`.execute(tx);
    return await work(tx, rows[0]!.now);
  });
}

type Asking = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly request?: Pick<FastifyRequest, "method" | "headers">;
};

/**
 * Goes on only when the customer exists; 404 otherwise. A change that names with If-Match the facts_version that it was made
 * on (`"17"`) is refused with 409 when something has happened to the customer since.
 */
export async function requireCustomer(
  { tx, clientId, request }: Asking,
  ref: string,
): Promise<string> {
  const customerId = await refusedAs(404, customerIdOf(tx, clientId, ref));
  const seen = request?.method === "GET" ? undefined : request?.headers["if-match"];
  if (seen !== undefined) await requireUnchanged(tx, clientId, customerId, seen);
  return customerId;
}

async function requireUnchanged(tx: Tx, clientId: string, customerId: string, seen: string) {
  const { rows } = await sql<{ version: bigint }>`
    select facts_version as version from dunlin.customer
    where client_id = ${clientId} and customer_id = ${customerId} for no key update`.execute(tx);
  if (seen.replaceAll('"', "") === String(rows[0]?.version)) return;
  throw new HttpProblem(
    409,
    "something happened to this customer since you looked; look again, then decide",
  );
}

const underWay = new Set<string>();
const MOST_UNDER_WAY = 4;

/** Long work over a whole book: once at a time for a client, and few in all; 409 or 503 otherwise. */
export async function exclusively<T>(clientId: string, work: () => Promise<T>): Promise<T> {
  if (underWay.has(clientId)) {
    throw new HttpProblem(409, "a run or simulation of this client is under way; try again later");
  }
  if (underWay.size >= MOST_UNDER_WAY) {
    throw new HttpProblem(
      503,
      "as many runs and simulations as fit are under way; try again later",
    );
  }
  underWay.add(clientId);
  try {
    return await work();
  } finally {
    underWay.delete(clientId);
  }
}
