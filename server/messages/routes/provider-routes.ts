// Which route a request of a provider belongs to: by the secret part of the address that it called.
import { sql } from "kysely";
import type { Channel, ProviderReader } from "#messages/route.ts";
import { readRoute, type RouteRow } from "#messages/routes/routes.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

export type ProviderRoute = {
  readonly clientId: string;
  readonly routeId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly reader: ProviderReader;
};

export type ProviderRouteOptions = {
  /** The adapters whose providers call us. */
  readonly adapters: readonly string[];
  /** The part of the address that nobody else can guess. */
  readonly tokenOf: (routeId: string) => string;
  /** Throws when the settings are no longer what the adapter takes. */
  readonly readerOf: (row: RouteRow) => ProviderReader;
  readonly log: Logger;
};

type Listed = { readonly clientId: string; readonly routeId: string; readonly changedAt: string };
type Known = { readonly changedAt: string; readonly route: ProviderRoute };

const FRESH_MS = 2_000;
/** For an unknown token the list is read again, since the route may be new; not for each of a thousand guesses. */
const AGAIN_MS = 250;

/** Finds routes by token, disabled ones too: what they have sent still has receipts to come. */
export class ProviderRoutes {
  readonly #db: Db;
  readonly #options: ProviderRouteOptions;
  #byToken: ReadonlyMap<string, Known> = new Map();
  #reading: Promise<void> | undefined;
  #readAtMs = -Infinity;

  constructor(db: Db, options: ProviderRouteOptions) {
    this.#db = db;
    this.#options = options;
  }

  async find(token: string): Promise<ProviderRoute | undefined> {
    const ageMs = performance.now() - this.#readAtMs;
    if (ageMs > (this.#byToken.has(token) ? FRESH_MS : AGAIN_MS)) await this.#readOnce();
    return this.#byToken.get(token)?.route;
  }

  async #readOnce(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { rows } = await sql<Listed>`
      select client_id, route_id, changed_at::text as changed_at from dunlin.all_routes()
      where adapter = any(${[...this.#options.adapters]}::text[])
    `.execute(this.#db);
    const byToken = new Map<string, Known>();
    for (const listed of rows) {
      const token = this.#options.tokenOf(listed.routeId);
      const known = this.#byToken.get(token);
      const fresh = known?.changedAt === listed.changedAt ? known : await this.#open(listed);
      if (fresh) byToken.set(token, fresh);
    }
    this.#byToken = byToken;
    this.#readAtMs = performance.now();
  }

  async #open({ clientId, routeId, changedAt }: Listed): Promise<Known | undefined> {
    const row = await asClient(
      this.#db,
      clientId,
      async (tx) => await readRoute(tx, clientId, routeId),
    );
    if (!row) return undefined;
    const { readerOf, log } = this.#options;
    try {
      const { name, channel } = row;
      return { changedAt, route: { clientId, routeId, name, channel, reader: readerOf(row) } };
    } catch (error) {
      // One wrong route must not deafen the others.
      log.error({ routeId, error: messageOf(error) }, `route ${row.name} can't be called`);
      return undefined;
    }
  }
}
