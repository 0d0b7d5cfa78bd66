// Who takes a client's money: settings, with what is secret of them sealed.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { open, seal, type SealKey } from "#platform/seal.ts";
import {
  isProviderKind,
  type CheckProvider,
  type OpenProvider,
  type Provider,
  type ProviderKind,
  type ProviderSettings,
} from "./provider.ts";

/** What is secret, by its name, whichever provider. */
const SECRET = new Set(["secretKey", "webhookSecret", "merchantKey", "passphrase", "secret"]);
const MASK = "(sealed)";

export type NewProvider = {
  readonly kind: ProviderKind;
  readonly settings: ProviderSettings;
  readonly enabled?: boolean | undefined;
  readonly priority?: number | undefined;
  readonly currencies?: readonly string[] | undefined;
  readonly leastMinor?: bigint | undefined;
};

export type ProviderLine = {
  readonly kind: ProviderKind;
  readonly enabled: boolean;
  readonly priority: number;
  readonly currencies: readonly string[];
  readonly leastMinor: bigint;
  /** With a mask in the place of each secret. */
  readonly settings: ProviderSettings;
  readonly changedAt: Temporal.Instant;
  readonly changedBy: string;
};

type Ports = { readonly sealKey: SealKey; readonly checkProvider: CheckProvider };

/** Sets a provider up, or changes it; a secret that is not given stays as it is. Throws a `UserError`. */
export async function setProvider(
  tx: Tx,
  clientId: string,
  { sealKey, checkProvider }: Ports,
  given: NewProvider,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const { kind } = given;
  const before = await readProvider(tx, clientId, kind);
  const known = before ? secretsOf(sealKey, clientId, before) : {};
  const merged = checkProvider(kind, { ...known, ...given.settings });
  const isSecret = ([key]: readonly [string, unknown]): boolean => SECRET.has(key);
  const secrets = Object.fromEntries(Object.entries(merged).filter(isSecret));
  const plain = Object.fromEntries(Object.entries(merged).filter((entry) => !isSecret(entry)));
  const sealed = seal(sealKey, Buffer.from(JSON.stringify(secrets)), aboutOf(clientId, kind));
  const { enabled = before?.enabled ?? true, priority = before?.priority ?? 100 } = given;
  const currencies = given.currencies ?? before?.currencies ?? (kind === "payfast" ? ["ZAR"] : []);
  const leastMinor = given.leastMinor ?? before?.leastMinor ?? DEFAULT_LEAST_MINOR[kind];
  if (leastMinor < 1n) throw new UserError(`least_minor ${leastMinor} is less than 1; give more`);
  await sql`
    insert into dunlin.payment_provider (client_id, kind, enabled, priority, currencies, least_minor, settings, sealed,
      changed_at, changed_by)
    values (${clientId}, ${kind}, ${enabled}, ${priority}, ${currencies}::text[], ${leastMinor},
      ${JSON.stringify(plain)}::jsonb, ${sealed}, ${now}, ${actor})
    on conflict (client_id, kind) do update set enabled = excluded.enabled, priority = excluded.priority,
      currencies = excluded.currencies, least_minor = excluded.least_minor, settings = excluded.settings,
      sealed = excluded.sealed, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  `.execute(tx);
  await recordEvents(tx, clientId, now, [
    { kind: "payment_provider.changed", actor, body: { provider: kind, enabled } },
  ]);
}

/** Stripe takes no less than about half a US dollar; PayFast no less than five rand. */
const DEFAULT_LEAST_MINOR: Readonly<Record<ProviderKind, bigint>> = {
  sandbox: 100n,
  stripe: 50n,
  payfast: 500n,
};

/** The client's providers in the order in which they are asked. */
export async function listProviders(tx: Tx, clientId: string): Promise<readonly ProviderLine[]> {
  const rows = await readProviders(tx, clientId);
  return rows.map(({ sealed, settings, ...row }) => ({
    ...row,
    settings: { ...settings, ...masks(row.kind, sealed) },
  }));
}

// Which secrets a kind has is no secret.
const masks = (kind: ProviderKind, sealed: Buffer | null): Record<string, string> =>
  sealed === null ? {} : Object.fromEntries(SECRETS_OF[kind].map((name) => [name, MASK]));

const SECRETS_OF: Readonly<Record<ProviderKind, readonly string[]>> = {
  sandbox: ["secret"],
  stripe: ["secretKey", "webhookSecret"],
  payfast: ["merchantKey", "passphrase"],
};

export type ProviderRow = Omit<ProviderLine, "settings"> & {
  readonly settings: ProviderSettings;
  readonly sealed: Buffer | null;
};

async function readProviders(tx: Tx, clientId: string): Promise<readonly ProviderRow[]> {
  const { rows } = await sql<ProviderRow>`
    select kind, enabled, priority, currencies, least_minor, settings, sealed, changed_at, changed_by
    from dunlin.payment_provider where client_id = ${clientId} order by priority, kind limit 100`.execute(
    tx,
  );
  return rows.filter((row) => isProviderKind(row.kind));
}

export async function readProvider(
  tx: Tx,
  clientId: string,
  kind: string,
): Promise<ProviderRow | undefined> {
  return (await readProviders(tx, clientId)).find((row) => row.kind === kind);
}

/** Who takes money in the currency; undefined where nobody does. */
export async function providerFor(
  tx: Tx,
  clientId: string,
  currency: string,
): Promise<ProviderRow | undefined> {
  const rows = await readProviders(tx, clientId);
  return rows.find(
    (row) => row.enabled && (row.currencies.length === 0 || row.currencies.includes(currency)),
  );
}

type Opening = { readonly sealKey: SealKey; readonly openProvider: OpenProvider };

/** The provider itself, ready to be asked. */
export function openedProvider(
  { sealKey, openProvider }: Opening,
  clientId: string,
  row: ProviderRow,
): Provider {
  return openProvider(row.kind, { ...row.settings, ...secretsOf(sealKey, clientId, row) });
}

function secretsOf(
  sealKey: SealKey,
  clientId: string,
  { sealed, kind }: ProviderRow,
): Record<string, unknown> {
  if (sealed === null) return {};
  // Written by `setProvider` only
  return JSON.parse(open(sealKey, sealed, aboutOf(clientId, kind)).toString("utf8")) as Record<
    string,
    unknown
  >;
}

const aboutOf = (clientId: string, kind: ProviderKind): string =>
  `payment provider ${clientId} ${kind}`;
