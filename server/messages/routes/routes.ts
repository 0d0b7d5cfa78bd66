import { sql } from "kysely";
import type { Channel } from "#messages/route.ts";
import { readApproved, type ApprovedTemplates } from "#messages/routes/approved.ts";
import { priceOf, type Price } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";

/** A way out, as planning sees it. */
export type RouteChoice = {
  readonly routeId: string;
  readonly channel: Channel;
  readonly name: string;
  readonly sender: string;
  /** False for a sender that can't receive: STOP would be lost. */
  readonly answerable: boolean;
  readonly prices: readonly Price[];
  /** What stands for our templates where the network takes no free words. */
  readonly approved?: ApprovedTemplates | undefined;
};

type StoredPrice = { readonly prefix: string; readonly micros: string };

/** The client's routes in the order in which they are tried: priority, then name. */
export async function loadRoutes(tx: Tx, clientId: string): Promise<RouteChoice[]> {
  const rows = await tx
    .selectFrom("route")
    .select(["routeId", "channel", "name", "sender", "listens", "prices"])
    .select(sql`case when channel = 'whatsapp' then config -> 'templates' end`.as("templates"))
    .where("clientId", "=", clientId)
    .where("enabled", "=", true)
    .orderBy("priority")
    .orderBy("name")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    routeId: row.routeId,
    channel: row.channel as Channel,
    name: row.name,
    sender: row.sender,
    answerable: row.listens.length > 0,
    ...(row.templates === null ? {} : { approved: readApproved(row.templates) }),
    prices: (row.prices as StoredPrice[]).map((price) => ({
      channel: row.channel as Channel,
      prefix: price.prefix,
      micros: BigInt(price.micros),
    })),
  }));
}

/** The first route that serves the destination; a route without prices serves all for nothing. */
export function chooseRoute(
  routes: readonly RouteChoice[],
  channel: Channel,
  to: string,
): RouteChoice | undefined {
  return routes.find((route) => route.channel === channel && unitPriceOf(route, to) !== undefined);
}

/** Millionths of the major unit for one segment, call or mail; undefined when the route does not serve the destination. */
export function unitPriceOf(route: RouteChoice, to: string): bigint | undefined {
  if (route.prices.length === 0) return 0n;
  return priceOf({ channel: route.channel, to, segments: 1 }, route.prices);
}

/** Everything about one route that opening it needs. */
export type RouteRow = {
  readonly clientId: string;
  readonly routeId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly adapter: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly sender: string;
  readonly listens: readonly string[];
};

/** Reads a route for opening; undefined when it is gone. */
export async function readRoute(
  tx: Tx,
  clientId: string,
  routeId: string,
): Promise<RouteRow | undefined> {
  const { rows } = await sql<RouteRow>`
    select client_id, route_id, name, channel, adapter, config, sender, listens
    from dunlin.route where client_id = ${clientId} and route_id = ${routeId}
  `.execute(tx);
  return rows[0];
}
