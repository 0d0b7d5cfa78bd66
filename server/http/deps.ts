// What the handlers of the HTTP API stand on.
import { sql } from "kysely";
import type {
  FastifySchema,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteGenericInterface,
  RouteShorthandOptionsWithHandler,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { HttpProblem, refusedAs } from "./problems.ts";
import { Words } from "./wire.ts";
import { clientIdOf } from "#clients/clients.ts";
import { customerIdOf } from "#ledger/holds.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";

export type Deps = { readonly db: Db };

type Route<S extends FastifySchema> = RouteShorthandOptionsWithHandler<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  RouteGenericInterface,
  unknown,
  S,
  ZodTypeProvider
>;

/** A route without its path: schema and handler, typed by each other. The path stands in the map. */
export function route<const S extends FastifySchema>(options: Route<S>): Route<S> {
  return options;
}

export const ClientPath = z.object({ slug: z.string().max(63) });
export const CustomerPath = ClientPath.extend({ ref: Words(200) });

/** The work of one request for one client. */
export type Scope = {
  readonly tx: Tx;
  readonly clientId: string;
  /** The installation's clock. */
  readonly now: Temporal.Instant;
};

/** No statement of a request takes longer; the caller hears 503. */
const LONGEST_STATEMENT_MS = 20_000;

/** Bounds what each statement of the transaction may take. */
export async function limitStatements(tx: Tx): Promise<void> {
  const limit = String(LONGEST_STATEMENT_MS);
  await sql`select set_config('statement_timeout', ${limit}, true)`.execute(tx);
}

/** One transaction for the client with that slug; 404 when there is none. */
export async function inClient<T>(
  { db }: Deps,
  slug: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const clientId = await clientOf(db, slug);
  return await asClient(db, clientId, async (tx) => {
    await limitStatements(tx);
    return await work({ tx, clientId, now: await clockNow(tx) });
  });
}

/** The client's id by its slug, or 404. */
export async function clientOf(db: Db, slug: string): Promise<string> {
  return await refusedAs(404, clientIdOf(db, slug));
}

/** Goes on only when the customer exists; 404 otherwise. */
export async function requireCustomer({ tx, clientId }: Scope, ref: string): Promise<string> {
  return await refusedAs(404, customerIdOf(tx, clientId, ref));
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
