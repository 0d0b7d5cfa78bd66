// Endpoints: where a client wants to be called, for which events, and whether it still is.
import { sql, type RawBuilder } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { SealKey } from "#platform/seal.ts";
import { isKnownKind } from "./catalogue.ts";
import { reorder } from "./order.ts";
import { checkLiteral, ForbiddenAddress, type Reach } from "./reach.ts";
import { addSecret, replaceSecret } from "./secrets.ts";

const MOST_ENDPOINTS = 50;
const MOST_KINDS = 100;
const MOST_DESCRIBED = 500;

export type Endpoint = {
  readonly endpointId: string;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly ordered: boolean;
  readonly enabled: boolean;
  readonly disabledWhy: "person" | "failing" | "gone" | null;
  readonly disabledAt: Temporal.Instant | null;
  /** The first failure since something was last delivered. */
  readonly failingSince: Temporal.Instant | null;
  readonly deliveredAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  /** Deliveries that wait for their first or another try. */
  readonly waiting: number;
  readonly dead: number;
};

export type EndpointSettings = {
  readonly url: string;
  readonly description?: string | undefined;
  /** "message.failed", "message.*", "*"; all when left out. */
  readonly kinds?: readonly string[] | undefined;
  readonly ordered?: boolean | undefined;
};

/** What adding an endpoint needs from the installation. */
export type EndpointPorts = { readonly sealKey: SealKey; readonly reach: Reach };

/**
 * Adds an endpoint: it gets the events from now on. The secret is told here and never again. Throws a `UserError` for a URL
 * or a kind of event that can't be.
 */
export async function addEndpoint(
  tx: Tx,
  clientId: string,
  settings: EndpointSettings & { readonly secret?: string | undefined; readonly by: string },
  ports: EndpointPorts,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const url = checkUrl(settings.url, ports.reach);
  const kinds = checkKinds(settings.kinds ?? ["*"]);
  const description = checkDescription(settings.description ?? "");
  await refuseTooMany(tx, clientId);
  const { rows } = await sql<{ id: string }>`
    insert into dunlin.webhook_endpoint
      (client_id, url, description, kinds, ordered, promised_from_seq, cursor_seq, created_by)
    select ${clientId}, ${url}, ${description}, ${kinds}::text[], ${settings.ordered ?? false}, seq, seq, ${settings.by}
    from (${newest(clientId)}) newest
    returning endpoint_id as id`.execute(tx);
  const endpointId = rows[0]!.id;
  const secret = await addSecret(tx, clientId, endpointId, ports.sealKey, settings.secret);
  return { endpoint: await getEndpoint(tx, clientId, endpointId), secret };
}

function newest(clientId: string): RawBuilder<unknown> {
  return sql`select coalesce(max(seq), 0) as seq from dunlin.event where client_id = ${clientId}`;
}

function checkUrl(text: string, reach: Reach): string {
  const wrong = (cure: string) => new UserError(`the URL "${text.slice(0, 200)}" ${cure}`);
  if (!URL.canParse(text)) throw wrong("is none; write it as https://host/path");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw wrong("must begin with https:// or http://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new UserError("the URL holds a password; leave it out, callbacks are signed instead");
  }
  if (url.href.length > 2_000) throw wrong("is longer than 2000 characters");
  url.hash = "";
  try {
    checkLiteral(reach, url);
  } catch (error) {
    if (!(error instanceof ForbiddenAddress)) throw error;
    throw wrong(
      "leads to an address that is not on the public internet; the operator can allow it with DUNLIN_ALLOW_PRIVATE_CALLBACKS",
    );
  }
  return url.href;
}

function checkKinds(kinds: readonly string[]): string[] {
  const list = [...new Set(kinds)];
  if (list.length === 0 || list.length > MOST_KINDS) {
    throw new UserError(`an endpoint asks for 1 to ${MOST_KINDS} kinds of events; "*" is all`);
  }
  const unknown = list.find((kind) => !isKnownKind(kind));
  if (unknown !== undefined) {
    throw new UserError(
      `events of kind "${unknown.slice(0, 100)}" are unknown; docs/integrating/events.md lists the kinds, "message.*" means all of a noun`,
    );
  }
  return list;
}

function checkDescription(text: string): string {
  if (text.length <= MOST_DESCRIBED) return text;
  throw new UserError(`the description is longer than ${MOST_DESCRIBED} characters; shorten it`);
}

async function refuseTooMany(tx: Tx, clientId: string): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.webhook_endpoint
    where client_id = ${clientId} and removed_at is null`.execute(tx);
  if (rows[0]!.count < MOST_ENDPOINTS) return;
  throw new UserError(`a client has at most ${MOST_ENDPOINTS} endpoints; remove one first`);
}

/** The client's endpoints, oldest first. */
export async function listEndpoints(tx: Tx, clientId: string): Promise<readonly Endpoint[]> {
  return await selectEndpoints(tx, clientId, sql`true`);
}

/** One endpoint, by its id with or without "whk_". Throws a `UserError` when there is none. */
export async function getEndpoint(tx: Tx, clientId: string, endpointId: string): Promise<Endpoint> {
  const id = endpointIdOf(endpointId);
  const [found] = await selectEndpoints(tx, clientId, sql`endpoint_id = ${id}`);
  if (!found) throw unknownEndpoint(endpointId);
  return found;
}

/** The id as the database knows it. Throws a `UserError` when it is none. */
export function endpointIdOf(text: string): string {
  const id = text.replace(/^whk_/, "").toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw unknownEndpoint(text);
}

function unknownEndpoint(id: string): UserError {
  return new UserError(`endpoint "${id.slice(0, 60)}" does not exist; list the client's endpoints`);
}

/** Most that are counted of what waits and what is dead. */
const MOST_COUNTED = 100_000;

async function selectEndpoints(
  tx: Tx,
  clientId: string,
  which: RawBuilder<unknown>,
): Promise<readonly Endpoint[]> {
  const count = (state: string) => sql`(select count(*)::int from (
    select from dunlin.webhook_delivery d where d.client_id = w.client_id and d.endpoint_id = w.endpoint_id
      and d.state = ${state} limit ${MOST_COUNTED}) few)`;
  const { rows } = await sql<Endpoint>`
    select endpoint_id, url, description, kinds, ordered, enabled, disabled_why, disabled_at, failing_since,
      delivered_at, created_at, created_by, ${count("pending")} as waiting, ${count("dead")} as dead
    from dunlin.webhook_endpoint w
    where client_id = ${clientId} and removed_at is null and ${which}
    order by created_at, endpoint_id limit ${MOST_ENDPOINTS}`.execute(tx);
  return rows;
}

/** Locks an endpoint against fan-out, write-backs of ordered deliveries and other changes. */
export async function lockEndpoint(tx: Tx, clientId: string, endpointId: string): Promise<string> {
  const id = endpointIdOf(endpointId);
  const { rows } = await sql`
    select from dunlin.webhook_endpoint
    where client_id = ${clientId} and endpoint_id = ${id} and removed_at is null for no key update`.execute(
    tx,
  );
  if (rows.length === 0) throw unknownEndpoint(endpointId);
  return id;
}

/** Changes what is given. Another choice of kinds holds for events that have not been looked at yet. */
export async function updateEndpoint(
  tx: Tx,
  clientId: string,
  endpointId: string,
  changes: Partial<EndpointSettings>,
  { reach }: Pick<EndpointPorts, "reach">,
): Promise<Endpoint> {
  const id = await lockEndpoint(tx, clientId, endpointId);
  const url = changes.url === undefined ? null : checkUrl(changes.url, reach);
  const kinds = changes.kinds === undefined ? null : checkKinds(changes.kinds);
  const description =
    changes.description === undefined ? null : checkDescription(changes.description);
  // What was promised under other kinds can't be checked by the new ones: the promise begins again where the cursor stands.
  await sql`
    update dunlin.webhook_endpoint set
      url = coalesce(${url}::text, url), description = coalesce(${description}::text, description),
      ordered = coalesce(${changes.ordered ?? null}::boolean, ordered),
      kinds = coalesce(${kinds}::text[], kinds),
      promised_from_seq = case when ${kinds}::text[] is null then promised_from_seq else cursor_seq end
    where client_id = ${clientId} and endpoint_id = ${id}`.execute(tx);
  if (changes.ordered !== undefined) await reorder(tx, clientId, id);
  return await getEndpoint(tx, clientId, id);
}

/** Nothing is sent until it is enabled again; what is owed by then waits. True when it was enabled before. */
export async function disableEndpoint(
  tx: Tx,
  clientId: string,
  endpointId: string,
  why: "person" | "failing" | "gone",
  by: string,
): Promise<boolean> {
  const id = await lockEndpoint(tx, clientId, endpointId);
  const { rows } = await sql`
    update dunlin.webhook_endpoint
    set enabled = false, disabled_at = clock_timestamp(), disabled_why = ${why}
    where client_id = ${clientId} and endpoint_id = ${id} and enabled returning true`.execute(tx);
  if (rows.length === 0) return false;
  await recordEvents(tx, clientId, await clockNow(tx), [
    { kind: "webhook.disabled", actor: by, cause: id, body: { endpoint_id: id, why } },
  ]);
  return true;
}

/**
 * Sends again, beginning with what has waited; with `skip` that is dropped (dead, visible, and can be replayed), and events
 * count from now on. True when it was disabled before.
 */
export async function enableEndpoint(
  tx: Tx,
  clientId: string,
  endpointId: string,
  options: { readonly skip?: boolean | undefined; readonly by: string },
): Promise<boolean> {
  const id = await lockEndpoint(tx, clientId, endpointId);
  const { rows } = await sql`
    update dunlin.webhook_endpoint
    set enabled = true, disabled_at = null, disabled_why = null, failing_since = null
    where client_id = ${clientId} and endpoint_id = ${id} and not enabled returning true`.execute(
    tx,
  );
  if (rows.length === 0) return false;
  if (options.skip === true) {
    await endOpen(tx, clientId, id, "dropped");
    await sql`
      update dunlin.webhook_endpoint w set promised_from_seq = newest.seq, cursor_seq = newest.seq
      from (${newest(clientId)}) newest
      where client_id = ${clientId} and endpoint_id = ${id} and newest.seq > cursor_seq`.execute(
      tx,
    );
  }
  await recordEvents(tx, clientId, await clockNow(tx), [
    { kind: "webhook.enabled", actor: options.by, cause: id, body: { endpoint_id: id } },
  ]);
  await sql`select pg_notify('dunlin_work', 'webhooks')`.execute(tx);
  return true;
}

/** Ends an endpoint for good; what it was still owed is dead. Its log stays. */
export async function removeEndpoint(tx: Tx, clientId: string, endpointId: string): Promise<void> {
  const id = await lockEndpoint(tx, clientId, endpointId);
  await sql`update dunlin.webhook_endpoint set removed_at = clock_timestamp()
    where client_id = ${clientId} and endpoint_id = ${id}`.execute(tx);
  await endOpen(tx, clientId, id, "endpoint_removed");
}

async function endOpen(
  tx: Tx,
  clientId: string,
  endpointId: string,
  reason: "dropped" | "endpoint_removed",
): Promise<void> {
  await sql`
    update dunlin.webhook_delivery
    set state = 'dead', reason = ${reason}, behind = false, claimed_at = null, claims = claims + 1,
      ended_at = clock_timestamp()
    where client_id = ${clientId} and endpoint_id = ${endpointId} and state = 'pending'`.execute(
    tx,
  );
}

/**
 * A new secret, told here and never again. The old ones are good for `keepOldMs` more of real time, in which callbacks are
 * signed with all of them.
 */
export async function rotateSecret(
  tx: Tx,
  clientId: string,
  endpointId: string,
  options: { readonly keepOldMs: number; readonly secret?: string | undefined },
  { sealKey }: Pick<EndpointPorts, "sealKey">,
): Promise<{ secret: string; oldGoodUntil: Temporal.Instant }> {
  const id = await lockEndpoint(tx, clientId, endpointId);
  return await replaceSecret(tx, clientId, id, sealKey, options);
}
