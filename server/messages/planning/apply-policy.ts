import { sql } from "kysely";
import { getClient, type Client } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { GRACE } from "#ledger/facts-changed.ts";
import { loadRoutes } from "#messages/routes/routes.ts";
import { openBook } from "#messages/templates/book.ts";
import { loadTemplates } from "#messages/templates/own.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { parsePolicy, type PolicyError } from "#policies/ladder.ts";
import type { Policy } from "#policies/types.ts";

type Applied =
  | { readonly version: number; readonly unchanged: boolean }
  | { readonly errors: readonly PolicyError[] };

/**
 * Checks a policy and puts it in force as a new version; what is planned under the old one is decided again. The same
 * source again is no new version. Errors name line and field.
 */
export async function applyPolicy(
  tx: Tx,
  clientId: string,
  source: string,
  now: Temporal.Instant,
  actor: string,
): Promise<Applied> {
  const client = await getClient(tx, clientId);
  await sql`select 1 from dunlin.client where client_id = ${clientId} for update`.execute(tx);
  const last = await tx
    .selectFrom("policy")
    .select(["version", "source"])
    .where("clientId", "=", clientId)
    .where("candidate", "=", false)
    .orderBy("version", "desc")
    .executeTakeFirst();
  const parsed = await parsedFor(tx, client, source, await nextVersion(tx, clientId));
  if ("errors" in parsed) return parsed;
  const { version } = parsed.policy;
  if (last?.source === source) return { version: last.version, unchanged: true };
  const deaf = await deafSteps(tx, clientId, source, parsed.policy);
  if (deaf.length > 0) return { errors: deaf };
  const running = await tx
    .selectFrom("experiment")
    .select("name")
    .where("clientId", "=", clientId)
    .where("endedAt", "is", null)
    .executeTakeFirst();
  // Its groups would be treated by something else half way through, and tell nothing.
  if (running) {
    throw new UserError(
      `experiment "${running.name}" compares with the policy in force; end it before another one is put in force`,
    );
  }
  await tx
    .insertInto("policy")
    .values({
      clientId,
      version,
      name: parsed.policy.name,
      source,
      appliedAt: now,
      appliedBy: actor,
    })
    .execute();
  await everybodyAgain(tx, clientId, now);
  await recordEvents(tx, clientId, now, [
    { kind: "policy.applied", actor, body: { version, name: parsed.policy.name } },
  ]);
  return { version, unchanged: false };
}

/** The number that the next version gets, in force or not. */
export async function nextVersion(tx: Tx, clientId: string): Promise<number> {
  const row = await tx
    .selectFrom("policy")
    .select("version")
    .where("clientId", "=", clientId)
    .orderBy("version", "desc")
    .executeTakeFirst();
  return (row?.version ?? 0) + 1;
}

/** A source as a policy of the client that could be put in force, or what is wrong with it. */
export async function checkedPolicy(
  tx: Tx,
  client: Client,
  source: string,
  version: number,
): Promise<Checked> {
  const parsed = await parsedFor(tx, client, source, version);
  if ("errors" in parsed) return parsed;
  const deaf = await deafSteps(tx, client.clientId, source, parsed.policy);
  return deaf.length > 0 ? { errors: deaf } : parsed;
}

type Checked = { readonly policy: Policy } | { readonly errors: readonly PolicyError[] };

async function parsedFor(
  tx: Tx,
  client: Client,
  source: string,
  version: number,
): Promise<Checked> {
  const templates = openBook(await loadTemplates(tx, client.clientId), client.language);
  return parsePolicy(source, {
    version,
    country: client.country,
    hasTemplate: (name) =>
      (["sms", "email"] as const).some((channel) => templates.find(name, "en", channel)),
  });
}

// A reminder by SMS promises that STOP is heard: with senders that can't receive, that would be a lie.
async function deafSteps(
  tx: Tx,
  clientId: string,
  source: string,
  policy: Policy,
): Promise<PolicyError[]> {
  const routes = (await loadRoutes(tx, clientId)).filter((route) => route.channel === "sms");
  if (routes.length === 0 || routes.some((route) => route.answerable)) return [];
  const lines = source.split("\n");
  return policy.steps
    .filter((step) => step.class === "collection" && step.channels.flat().includes("sms"))
    .map((step) => ({
      line: lines.findIndex((line) => new RegExp(`id:\\s*["']?${step.id}\\b`).test(line)) + 1,
      field: `steps.${step.id}.channels`,
      message: `the sender "${routes[0]!.sender}" can't receive STOP; set an SMS route whose sender is a number`,
    }));
}

export async function everybodyAgain(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.customer
    set facts_version = facts_version + 1, look_at = least(look_at, ${now.add(GRACE)}::timestamptz)
    where client_id = ${clientId} and customer_id in (
      select customer_id from dunlin.customer where client_id = ${clientId}
      order by customer_id for no key update)
  `.execute(tx);
}
