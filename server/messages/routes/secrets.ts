// Passwords, keys and tokens in the settings of routes: sealed in the database, opened where a route is opened.
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
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
  "apiKeySecret",
  "token",
  "privateKey",
  "secret",
  "value",
]);
/** Every value within is a secret: a header may carry the provider's key. */
const ALL_WITHIN = new Set(["headers"]);
/** What stands within is the provider's own, and no setting of ours. */
const FOREIGN = new Set(["body", "states", "rules", "answer"]);
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

async function routesOf(db: Db, clientId: string, work: (route: Found) => Promise<void>) {
  const { rows } = await asClient(
    db,
    clientId,
    async (tx) =>
      await sql<Found>`select client_id, route_id, name, config from dunlin.route
        where client_id = ${clientId} order by name limit 1000`.execute(tx),
  );
  for (const row of rows) await work(row);
}

/** Seals what lies in the database in plain, from before secrets were sealed; the number of routes that were changed. */
export async function sealPlainSettings(db: Db, key: SealKey): Promise<number> {
  let changed = 0;
  for (const clientId of await clientIds(db)) {
    await routesOf(db, clientId, async (route) => {
      const before = JSON.stringify(route.config);
      const after = JSON.stringify(sealSettings(key, route));
      if (after === before) return;
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
    });
  }
  return changed;
}

/** Routes whose secrets do not open with this key, and why: the key is another one, or the settings were damaged. */
export async function unopenable(
  db: Db,
  key: SealKey,
): Promise<readonly { readonly clientId: string; readonly name: string; readonly why: string }[]> {
  const found: { clientId: string; name: string; why: string }[] = [];
  for (const clientId of await clientIds(db)) {
    await routesOf(db, clientId, async (route) => {
      try {
        openSettings(key, route);
      } catch (error) {
        found.push({ clientId, name: route.name, why: messageOf(error) });
      }
      await Promise.resolve();
    });
  }
  return found;
}
