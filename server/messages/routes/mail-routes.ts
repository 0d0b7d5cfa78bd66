// Which route an arriving mail belongs to: by the address it was sent to, or by the domain of its return path.
import { sql } from "kysely";
import { readRoute, type RouteRow } from "#messages/routes/routes.ts";
import { asClient, type Db } from "#platform/db.ts";

export type MailRoute = {
  readonly clientId: string;
  readonly routeId: string;
  readonly returnPathDomain: string;
};

/** The domain that a route's bounces come back to: its own setting, else one that names the route. */
export function returnPathDomainOf(route: Pick<RouteRow, "routeId" | "config" | "sender">): string {
  const own = route.config["returnPathDomain"];
  if (typeof own === "string") return own.toLowerCase();
  const domain = route.sender.slice(route.sender.lastIndexOf("@") + 1).replace(/>.*$/, "");
  return `b-${route.routeId.replaceAll("-", "")}.${domain.toLowerCase()}`;
}

const FRESH_MS = 2_000;

/** Finds mail routes by address; the list is read again when it is two seconds old. */
export class MailRoutes {
  readonly #db: Db;
  #byKey: Promise<ReadonlyMap<string, MailRoute>> | undefined;
  #readAtMs = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The route that listens on the address, or whose bounces come to its domain. */
  async find(address: string): Promise<MailRoute | undefined> {
    if (this.#byKey === undefined || performance.now() - this.#readAtMs > FRESH_MS) {
      this.#readAtMs = performance.now();
      this.#byKey = this.#read();
      // A failed reading is tried again by the next mail; this one is told to come back.
      this.#byKey.catch(() => {
        this.#byKey = undefined;
      });
    }
    const byKey = await this.#byKey;
    const wanted = address.toLowerCase();
    return byKey.get(wanted) ?? byKey.get(wanted.slice(wanted.lastIndexOf("@")));
  }

  async #read(): Promise<ReadonlyMap<string, MailRoute>> {
    const { rows } = await sql<{ clientId: string; routeId: string }>`
      select client_id, route_id from dunlin.all_routes() where channel = 'email'
    `.execute(this.#db);
    const byKey = new Map<string, MailRoute>();
    for (const { clientId, routeId } of rows) {
      const row = await asClient(
        this.#db,
        clientId,
        async (tx) => await readRoute(tx, clientId, routeId),
      );
      if (!row) continue;
      const route = { clientId, routeId, returnPathDomain: returnPathDomainOf(row) };
      byKey.set(`@${route.returnPathDomain}`, route);
      for (const address of row.listens) byKey.set(address.toLowerCase(), route);
    }
    return byKey;
  }
}
