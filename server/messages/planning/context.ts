import type { Client } from "#clients/clients.ts";
import { getClient } from "#clients/clients.ts";
import { readTakers, type Taker } from "#messages/engagement/taking.ts";
import { readLeading } from "#messages/engagement/tracking.ts";
import type { Voice } from "#messages/outbox.ts";
import { loadRoutes } from "#messages/routes/routes.ts";
import { loadRules, type SendingRules } from "#messages/sending-rules.ts";
import { openBook } from "#messages/templates/book.ts";
import { loadTemplates } from "#messages/templates/own.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { parsePolicy } from "#policies/ladder.ts";
import type { Draw, Silences } from "#policies/assignment.ts";
import type { Facts, Policy } from "#policies/types.ts";

type Settings = Pick<
  PlanContext,
  "policy" | "routes" | "templates" | "rules" | "leading" | "takers" | "experiment"
>;

/** Everything about a client that deciding and speaking need: read once a transaction. */
export type PlanContext = Voice & {
  readonly policy: Policy | undefined;
  readonly rules: SendingRules;
  /** Who takes the client's money: where nobody does, reminders carry no link to pay. */
  readonly takers: readonly Taker[];
  /** The experiment that runs; undefined: none. */
  readonly experiment?: Experiment | undefined;
};

/** An experiment as deciding needs it. */
export type Experiment = Draw & {
  readonly id: string;
  readonly silences: Silences;
  /** What its challengers are treated by. */
  readonly challenger: Policy | undefined;
};

const policies = new Map<string, Policy>();
const MOST_POLICIES = 1_000;

/** What was read last of each client; it holds for as long as the client's stamp is the same. */
const known = new Map<string, { readonly stamp: string; readonly settings: Settings }>();
const MOST_KNOWN = 1_000;

/** The client as it stands, with policy in force, routes and templates; those are read anew when one of them changed. */
export async function loadContext(tx: Tx, clientId: string): Promise<PlanContext> {
  const client = await getClient(tx, clientId);
  const last = known.get(clientId);
  if (last?.stamp === client.settingsStamp) return { client, ...last.settings };
  const settings = {
    policy: await loadPolicy(tx, client),
    routes: await loadRoutes(tx, clientId),
    templates: openBook(await loadTemplates(tx, clientId), client.language),
    rules: await loadRules(tx, clientId),
    leading: await readLeading(tx, clientId),
    takers: await readTakers(tx, clientId),
    experiment: await loadExperiment(tx, client),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(clientId, { stamp: client.settingsStamp, settings });
  return { client, ...settings };
}

/** The newest version of the client's policy, parsed once a process; undefined before the first. */
async function loadPolicy(tx: Tx, client: Client): Promise<Policy | undefined> {
  const row = await tx
    .selectFrom("policy")
    .select(["version", "source"])
    .where("clientId", "=", client.clientId)
    .where("candidate", "=", false)
    .orderBy("version", "desc")
    .executeTakeFirst();
  return row && parsedOnce(client, row);
}

/** The policy that the account is treated by: that of its group where an experiment tries another one. */
export function policyFor<P extends Policy | undefined>(
  { policy, experiment }: { readonly policy: P; readonly experiment?: Experiment | undefined },
  facts: Pick<Facts, "experiment">,
): P | Policy {
  return facts.experiment?.group === "challenger" ? (experiment?.challenger ?? policy) : policy;
}

async function loadExperiment(tx: Tx, client: Client): Promise<Experiment | undefined> {
  const row = await tx
    .selectFrom("experiment as e")
    .leftJoin("policy as p", (join) =>
      join.onRef("p.clientId", "=", "e.clientId").onRef("p.version", "=", "e.challengerVersion"),
    )
    .select(["e.experimentId", "e.salt", "e.silences", "e.heldOutShare", "e.challengerShare"])
    .select(["p.version", "p.source"])
    .where("e.clientId", "=", client.clientId)
    .where("e.endedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { experimentId, version, source, ...draw } = row;
  const challenger =
    version === null || source === null ? undefined : parsedOnce(client, { version, source });
  return { ...draw, id: experimentId, silences: draw.silences as Silences, challenger };
}

/** A version that was applied, parsed once a process. */
function parsedOnce(client: Client, row: { version: number; source: string }): Policy {
  const key = `${client.clientId} ${row.version}`;
  const known = policies.get(key);
  if (known) return known;
  const parsed = parsePolicy(row.source, { version: row.version, country: client.country });
  assert("policy" in parsed, `policy ${key} no longer parses`);
  if (policies.size >= MOST_POLICIES) policies.clear();
  policies.set(key, parsed.policy);
  return parsed.policy;
}

/** The policy in force with the client's zone and country, for rules outside planning. */
export async function loadPolicyOf(
  db: Db,
  clientId: string,
): Promise<Pick<Client, "zone" | "country" | "bookAsOf"> & { policy: Policy | undefined }> {
  return await asClient(db, clientId, async (tx) => {
    const client = await getClient(tx, clientId);
    const { zone, country, bookAsOf } = client;
    return { policy: await loadPolicy(tx, client), zone, country, bookAsOf };
  });
}
