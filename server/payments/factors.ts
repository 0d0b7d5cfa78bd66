// Who opens a link: what a customer knows and no message says. Kept as digests under the key of the installation; guesses
// are counted for each link and, over all links, for each customer.
import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import type { SealKey } from "#platform/seal.ts";
import { MOST_FAILURES, type Link } from "./links.ts";

export const FACTOR_KINDS = ["born_on", "id_last4", "postcode"] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** Wrong answers for one customer over all links within a day; then nobody is asked for an hour. */
export const MOST_CUSTOMER_FAILURES = 10;
const COUNTED = Temporal.Duration.from({ hours: 24 });
const LOCKED = Temporal.Duration.from({ hours: 1 });

/** The answer as it is compared; undefined for one that can't be right. Dates as people write them, or as browsers send them. */
export function normalFactor(kind: FactorKind, given: string): string | undefined {
  const text = given.normalize("NFKC").trim().slice(0, 64);
  if (kind === "born_on") return dateIn(text);
  if (kind === "id_last4") {
    const digits = text.replaceAll(/[\s-]/gu, "").toUpperCase();
    return /^[\dA-Z]{4}$/u.test(digits) ? digits : undefined;
  }
  const code = text.replaceAll(/[\s-]/gu, "").toUpperCase();
  return /^[\dA-Z]{2,12}$/u.test(code) ? code : undefined;
}

const ISO = /^(\d{4})[-./\s](\d{1,2})[-./\s](\d{1,2})$/u;
const DAY_FIRST = /^(\d{1,2})[-./\s](\d{1,2})[-./\s](\d{4})$/u;
const BARE = /^(\d{2})(\d{2})(\d{4})$/u;

function dateIn(text: string): string | undefined {
  const iso = ISO.exec(text);
  const dayFirst = DAY_FIRST.exec(text) ?? BARE.exec(text);
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : dayFirst
      ? [dayFirst[3], dayFirst[2], dayFirst[1]]
      : [];
  const [year, month, day] = parts.map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || year < 1880) return undefined;
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: "constrain" });
  return date.day === day ? date.toString() : undefined;
}

function digestOf(
  key: SealKey,
  { clientId, customerId }: { readonly clientId: string; readonly customerId: string },
  kind: FactorKind,
  normal: string,
): Buffer {
  const own = createHmac("sha256", key.bytes).update("customer-factor").digest();
  return createHmac("sha256", own).update(`${clientId} ${customerId} ${kind} ${normal}`).digest();
}

/** Keys what a book says of its customers. */
export const factorDigests =
  (key: SealKey, clientId: string) =>
  (customerId: string, kind: FactorKind, normal: string): Buffer =>
    digestOf(key, { clientId, customerId }, kind, normal);

/** Sets what the customer can prove themselves by; null forgets one. Throws a `UserError` for what can't be one. */
export async function setFactors(
  tx: Tx,
  clientId: string,
  key: SealKey,
  customerId: string,
  given: { readonly [K in FactorKind]?: string | null | undefined },
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const changed: string[] = [];
  for (const kind of FACTOR_KINDS) {
    const value = given[kind];
    if (value === undefined) continue;
    changed.push(kind);
    if (value === null) {
      await sql`delete from dunlin.customer_factor
        where client_id = ${clientId} and customer_id = ${customerId} and kind = ${kind}`.execute(
        tx,
      );
      continue;
    }
    const normal = normalFactor(kind, value);
    if (normal === undefined) throw new UserError(`${kind} "${value}" ${SHOULD_BE[kind]}`);
    const digest = digestOf(key, { clientId, customerId }, kind, normal);
    await sql`
      insert into dunlin.customer_factor (client_id, customer_id, kind, digest, set_at, set_by)
      values (${clientId}, ${customerId}, ${kind}, ${digest}, ${now}, ${actor})
      on conflict (client_id, customer_id, kind) do update
      set digest = excluded.digest, set_at = excluded.set_at, set_by = excluded.set_by`.execute(tx);
  }
  if (changed.length === 0) return;
  await recordEvents(tx, clientId, now, [
    { kind: "customer.factors_set", customerId, actor, body: { factors: changed } },
  ]);
}

/** The same for every customer of the client, at most 100,000: for samples and tests. */
export async function setFactorOfAll(
  tx: Tx,
  clientId: string,
  key: SealKey,
  kind: FactorKind,
  value: string,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const normal = normalFactor(kind, value);
  assert(normal !== undefined, `${kind} ${SHOULD_BE[kind]}`);
  const { rows } = await sql<{ customerId: string }>`select customer_id from dunlin.customer
    where client_id = ${clientId} order by customer_id limit 100000`.execute(tx);
  const ids = rows.map((row) => row.customerId);
  const digests = ids.map((customerId) =>
    digestOf(key, { clientId, customerId }, kind, normal).toString("hex"),
  );
  await sql`
    insert into dunlin.customer_factor (client_id, customer_id, kind, digest, set_at, set_by)
    select ${clientId}, customer_id, ${kind}, decode(digest, 'hex'), ${now}, ${actor}
    from unnest(${ids}::uuid[], ${digests}::text[]) as row (customer_id, digest)
    on conflict (client_id, customer_id, kind) do update set digest = excluded.digest`.execute(tx);
}

const SHOULD_BE: Readonly<Record<FactorKind, string>> = {
  born_on: "is no date of birth; write it as 1980-03-31",
  id_last4: "is not the last four signs of an identity number; give four digits or letters",
  postcode: "is no postcode; give 2 to 12 digits or letters",
};

/** What of the customer is on file, the surest first. */
export async function factorsOf(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<readonly FactorKind[]> {
  const { rows } = await sql<{ kind: FactorKind }>`
    select kind from dunlin.customer_factor
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  return FACTOR_KINDS.filter((kind) => rows.some((row) => row.kind === kind));
}

/** In the place of an id that is not known: the same statements are run, and find nothing. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

export type Proving = {
  readonly linkId: string;
  readonly kind: FactorKind;
  readonly answer: string;
};

type Trial = Pick<Link, "linkId" | "customerId" | "accountId"> & {
  readonly digest: Buffer | null;
  readonly lockedUntil: Temporal.Instant | null;
};

/**
 * Whether the answer is right, counted when it is not. A link bears 5 wrong answers, a customer 10 within a day; who is
 * locked is told the same as who is wrong. For a link that is not there (undefined) the same statements are run. False says
 * nothing about why.
 */
export async function prove(
  tx: Tx,
  clientId: string | undefined,
  key: SealKey,
  { linkId, kind, answer }: Proving,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = clientId ?? NOBODY;
  const { rows } = await sql<Trial>`
    select l.link_id, l.customer_id, l.account_id, f.digest, k.locked_until
    from dunlin.pay_link l
    left join dunlin.customer_factor f
      on f.client_id = l.client_id and f.customer_id = l.customer_id and f.kind = ${kind}
    left join dunlin.factor_lock k on k.client_id = l.client_id and k.customer_id = l.customer_id
    where l.client_id = ${client} and l.link_id = ${clientId === undefined ? NOBODY : linkId}
      and l.expires_at > ${now} and l.failures < ${MOST_FAILURES}
    for update of l`.execute(tx);
  const [trial] = rows;
  const whose = { clientId: client, customerId: trial?.customerId ?? NOBODY };
  const given = digestOf(key, whose, kind, normalFactor(kind, answer) ?? "");
  const isSame = timingSafeEqual(given, trial?.digest ?? Buffer.alloc(given.length));
  const isLocked =
    trial?.lockedUntil != null && Temporal.Instant.compare(trial.lockedUntil, now) > 0;
  const isProven = trial !== undefined && trial.digest !== null && isSame && !isLocked;
  await count(tx, client, trial, isProven, now);
  return isProven;
}

async function count(
  tx: Tx,
  clientId: string,
  trial: Trial | undefined,
  isProven: boolean,
  now: Temporal.Instant,
): Promise<void> {
  const linkId = trial?.linkId ?? NOBODY;
  const customerId = trial?.customerId ?? NOBODY;
  await sql`
    update dunlin.pay_link set failures = failures + ${isProven ? 0 : 1}::smallint,
      proven_at = case when ${isProven} then ${now}::timestamptz else proven_at end
    where client_id = ${clientId} and link_id = ${linkId}`.execute(tx);
  const since = now.subtract(COUNTED);
  const { rows } = await sql<{ failures: number }>`
    insert into dunlin.factor_lock as k (client_id, customer_id, failures, counted_since)
    select client_id, customer_id, ${isProven ? 0 : 1}::smallint, ${now} from dunlin.customer
    where client_id = ${clientId} and customer_id = ${customerId}
    on conflict (client_id, customer_id) do update set
      failures = case when ${isProven} then 0 when k.locked_until > ${now} then k.failures
        when k.counted_since < ${since} then 1 else least(k.failures + 1, 1000) end::smallint,
      counted_since = case when ${isProven} or k.counted_since < ${since} then ${now} else k.counted_since end,
      -- Who is locked stays so for the hour and no longer, however often somebody guesses on.
      locked_until = case when ${isProven} then null when k.locked_until > ${now} then k.locked_until
        when k.failures + 1 >= ${MOST_CUSTOMER_FAILURES} and k.counted_since >= ${since}
        then ${now.add(LOCKED)}::timestamptz end
    returning failures`.execute(tx);
  if (!trial) return;
  const failures = rows[0]?.failures ?? 0;
  await recordEvents(tx, clientId, now, [
    {
      kind: isProven ? "identity.proven" : "identity.failed",
      customerId: trial.customerId,
      accountId: trial.accountId,
      actor: "customer",
      cause: trial.linkId,
      body: isProven ? {} : { failures },
    },
  ]);
}
