// Which route of web chat a public key names, and where its window may stand.
import { sql } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { readRoute } from "#messages/routes/routes.ts";
import { ChatConfig } from "./config.ts";

export type ChatSite = {
  readonly clientId: string;
  readonly routeId: string;
  readonly config: ChatConfig;
};

/** The client's site, the first by name; undefined when it has none. */
export async function siteOf(
  tx: Tx,
  clientId: string,
): Promise<Pick<ChatSite, "routeId" | "config"> | undefined> {
  const { rows } = await sql<{ routeId: string; config: unknown }>`
    select route_id, config from dunlin.route
    where client_id = ${clientId} and adapter = 'chat' and enabled order by priority, name limit 1`.execute(
    tx,
  );
  const config = ChatConfig.safeParse(rows[0]?.config).data;
  return rows[0] && config && { routeId: rows[0].routeId, config };
}

const FRESH_MS = 2_000;
const MOST_KNOWN = 1_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Finds sites by key; what it knows of one is two seconds old at most. */
export class ChatSites {
  readonly #db: Db;
  readonly #known = new Map<
    string,
    { readonly atMs: number; readonly site: ChatSite | undefined }
  >();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined for a key that names no route, or one that is switched off. */
  async find(key: string): Promise<ChatSite | undefined> {
    if (!UUID.test(key)) return undefined;
    const known = this.#known.get(key);
    if (known && performance.now() - known.atMs < FRESH_MS) return known.site;
    const site = await this.#read(key);
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, { atMs: performance.now(), site });
    return site;
  }

  async #read(routeId: string): Promise<ChatSite | undefined> {
    const { rows } = await sql<{ clientId: string }>`
      select client_id from dunlin.all_routes()
      where route_id = ${routeId}::uuid and adapter = 'chat' and enabled`.execute(this.#db);
    const clientId = rows[0]?.clientId;
    if (clientId === undefined) return undefined;
    const row = await asClient(
      this.#db,
      clientId,
      async (tx) => await readRoute(tx, clientId, routeId),
    );
    const config = ChatConfig.safeParse(row?.config).data;
    return config && { clientId, routeId, config };
  }
}
