// Passwords, keys and tokens in the settings of routes: sealed in the database, opened where a route is opened.
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { open, seal, type SealKey } from "#platform/seal.ts";

/** Whose settings they are: sealed for one route they do not open in another. */
export type SettingsOf = {
  readonly clientId: string;
  readonly name: string;
  /** As it is stored: an object of settings. */
  readonly config: unknown;
};

type Settings = Record<string, unknown>;

/** What holds a secret, wherever in the settings it stands. */
const SECRETS = new Set([
  "password",
  "authToken",
  "accessToken",
  "appSecret",
  "verifyToken",
  "apiKeySecret",
  "token",
  "privateKey",
  "secret",
  "value",
]);
/** Every value within is a secret: a header may carry the provider's key. */
const ALL_WITHIN = new Set(["headers"]);
/** What stands within is the provider's own, and no setting of ours. */
const FOREIGN = new Set(["body", "states", "rules", "answer", "templates"]);
/** The key of what a secret becomes. */
const MARK = "$sealed";
const DEPTH = 6;

/** The settings with every secret sealed; what is sealed already stays as it is. */
export function sealSettings(key: SealKey, { clientId, name, config }: SettingsOf): Settings {
  return walk(config as Settings, (text, path) => ({
    [MARK]: seal(key, Buffer.from(text), aboutOf(clientId, name, path)).toString("base64"),
  }));
}

/** The settings as they were given. Throws a `UserError` when they were sealed with another key. */
export function openSettings(key: SealKey, { clientId, name, config }: SettingsOf): Settings {
  return walk(config as Settings, undefined, (sealed, path) =>
    open(key, Buffer.from(sealed, "base64"), aboutOf(clientId, name, path)).toString(),
  );
}

const aboutOf = (clientId: string, name: string, path: string): string =>
  `route ${clientId} ${name} ${path}`;

type Change<To> = (text: string, path: string) => To;

function walk(
  settings: Readonly<Settings>,
  close: Change<unknown> | undefined,
  reveal?: Change<string>,
  path = "",
  all = false,
): Settings {
  if (path.split(".").length > DEPTH) return { ...settings };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const at = path === "" ? key : `${path}.${key}`;
      const sealed = markedIn(value);
      if (sealed !== undefined) return [key, reveal ? reveal(sealed, at) : value];
      if (typeof value === "string") {
        return [key, close && value !== "" && (all || SECRETS.has(key)) ? close(value, at) : value];
      }
      if (typeof value !== "object" || value === null || Array.isArray(value) || FOREIGN.has(key)) {
        return [key, value];
      }
      return [key, walk(value as Settings, close, reveal, at, all || ALL_WITHIN.has(key))];
    }),
  );
}

function markedIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !(MARK in value)) return undefined;
  const sealed = value[MARK];
  return typeof sealed === "string" && Object.keys(value).length === 1 ? sealed : undefined;
}

type Found = SettingsOf & { readonly routeId: string };

async function readSettings(tx: Tx, clientId: string): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`select client_id, route_id, name, config from dunlin.route
    where client_id = ${clientId} order by name limit 1000`.execute(tx);
  return rows;
}

/** Seals what lies in the database in plain, from before secrets were sealed; the number of routes that were changed. */
export async function sealPlainSettings(db: Db, key: SealKey): Promise<number> {
  let changed = 0;
  for (const clientId of await clientIds(db)) {
    const routes = await asClient(db, clientId, async (tx) => await readSettings(tx, clientId));
    for (const route of routes) {
      const before = JSON.stringify(route.config);
      const after = JSON.stringify(sealSettings(key, route));
      if (after === before) continue;
      // As it was read: what somebody set meanwhile is sealed already.
      const result = await asClient(
        db,
        clientId,
        async (tx) =>
          await sql`update dunlin.route set config = ${after}::jsonb
            where client_id = ${clientId} and route_id = ${route.routeId} and config = ${before}::jsonb`.execute(
            tx,
          ),
      );
      changed += Number(result.numAffectedRows ?? 0n);
    }
  }
  return changed;
}

/** The names of the client's routes that hold sealed secrets. Throws a `UserError` at the first that this key does not open. */
export async function openableRoutes(
  tx: Tx,
  clientId: string,
  key: SealKey | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const route of await readSettings(tx, clientId)) {
    if (!JSON.stringify(route.config).includes(`"${MARK}"`)) continue;
    if (key) openSettings(key, route);
    found.push(route.name);
  }
  return found;
}
