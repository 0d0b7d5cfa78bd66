// The table of checkouts, and what of an account they may ask for.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { ProviderKind } from "./provider.ts";

export type CheckoutState = "creating" | "open" | "pending" | "paid" | "failed" | "expired";

export type Checkout = {
  readonly checkoutId: string;
  readonly linkId: string | null;
  readonly customerId: string;
  readonly accountId: string;
  readonly provider: ProviderKind;
  readonly state: CheckoutState;
  readonly reason: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly promiseId: string | null;
  readonly sessionRef: string | null;
  readonly paymentRef: string | null;
  /** Real time. */
  readonly expiresAt: Temporal.Instant;
  readonly createdAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  readonly paymentId: string | null;
  readonly excessMinor: bigint;
};

const COLUMNS = sql`checkout_id, link_id, customer_id, account_id, provider, state, reason, amount_minor, currency,
  promise_id, session_ref, payment_ref, expires_at, created_at, ended_at, payment_id, excess_minor`;

async function readWhere(
  tx: Tx,
  clientId: string,
  where: ReturnType<typeof sql>,
): Promise<Checkout | undefined> {
  const { rows } = await sql<Checkout>`
    select ${COLUMNS} from dunlin.checkout where client_id = ${clientId} and ${where}
    order by checkout_id desc limit 1`.execute(tx);
  return rows[0];
}

export async function readCheckout(tx: Tx, clientId: string, checkoutId: string) {
  return await readWhere(tx, clientId, sql`checkout_id = ${checkoutId}`);
}

/** The one that may still be paid for the account. */
export async function liveCheckout(tx: Tx, clientId: string, accountId: string) {
  const live = sql`account_id = ${accountId} and state in ('creating', 'open', 'pending')`;
  return await readWhere(tx, clientId, live);
}

/** The newest that was opened through the link. */
export async function newestOfLink(tx: Tx, clientId: string, linkId: string) {
  return await readWhere(tx, clientId, sql`link_id = ${linkId}`);
}

type Named = {
  readonly checkoutId?: string | undefined;
  readonly sessionRef?: string | undefined;
  readonly paymentRef?: string | undefined;
};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** The checkout that a provider speaks of, by whichever name it gives. */
export async function checkoutNamed(
  tx: Tx,
  clientId: string,
  provider: ProviderKind,
  { checkoutId, sessionRef, paymentRef }: Named,
): Promise<Checkout | undefined> {
  const id = checkoutId !== undefined && UUID.test(checkoutId) ? checkoutId : null;
  return await readWhere(
    tx,
    clientId,
    sql`provider = ${provider} and (checkout_id = ${id}::uuid
      or session_ref = ${sessionRef ?? null} or payment_ref = ${paymentRef ?? null})`,
  );
}

export type NewCheckout = Pick<
  Checkout,
  | "checkoutId"
  | "linkId"
  | "customerId"
  | "accountId"
  | "provider"
  | "amountMinor"
  | "currency"
  | "promiseId"
  | "expiresAt"
>;

/** Writes it down before the provider is asked; false when another is live for the account. */
export async function insertCheckout(
  tx: Tx,
  clientId: string,
  one: NewCheckout,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into dunlin.checkout (client_id, checkout_id, link_id, customer_id, account_id, provider, state,
      amount_minor, currency, promise_id, expires_at, created_at)
    values (${clientId}, ${one.checkoutId}, ${one.linkId}, ${one.customerId}, ${one.accountId}, ${one.provider},
      'creating', ${one.amountMinor}, ${one.currency}, ${one.promiseId}, ${one.expiresAt}, ${now})
    on conflict (client_id, account_id) where state in ('creating', 'open', 'pending') do nothing
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** The provider has opened it; how the checkout stands then: it may have ended while nobody knew. */
export async function markOpened(
  tx: Tx,
  clientId: string,
  checkoutId: string,
  sessionRef: string,
  now: Temporal.Instant,
): Promise<CheckoutState | undefined> {
  const { rows } = await sql<{ state: CheckoutState }>`
    update dunlin.checkout set session_ref = ${sessionRef}, opened_at = ${now},
      state = case state when 'creating' then 'open' else state end
    where client_id = ${clientId} and checkout_id = ${checkoutId} and session_ref is null
    returning state`.execute(tx);
  return rows[0]?.state;
}

/** Ends it without money, or leaves it waiting; true when that changed anything. What ended stays as it ended. */
export async function markUnpaid(
  tx: Tx,
  clientId: string,
  checkoutId: string,
  to: { readonly state: "pending" | "failed" | "expired"; readonly reason?: string | undefined },
  now: Temporal.Instant,
): Promise<boolean> {
  const endedAt = to.state === "pending" ? null : now;
  const from = to.state === "failed" ? ["creating", "open", "pending"] : ["creating", "open"];
  const { rows } = await sql`
    update dunlin.checkout set state = ${to.state}, reason = ${to.reason ?? null}, ended_at = ${endedAt}
    where client_id = ${clientId} and checkout_id = ${checkoutId} and state = any(${from}::text[])
    returning 1`.execute(tx);
  return rows.length > 0;
}

export type CheckoutLine = Checkout & {
  /** The client's own reference of the customer. */
  readonly customer: string;
  readonly reversedMinor: bigint;
  readonly excessSettledAt: Temporal.Instant | null;
};

/** Checkouts, the newest first; `excess`: only those of which something was paid twice and nobody has seen to it. */
export async function listCheckouts(
  tx: Tx,
  clientId: string,
  which: {
    readonly customer?: string | undefined;
    readonly state?: CheckoutState | undefined;
    readonly excess: boolean;
    readonly limit: number;
  },
): Promise<readonly CheckoutLine[]> {
  const { customer = null, state = null, excess, limit } = which;
  const { rows } = await sql<CheckoutLine>`
    select ${COLUMNS}, (select c.reference from dunlin.customer c
        where c.client_id = k.client_id and c.customer_id = k.customer_id) as customer,
      coalesce((select sum(r.amount_minor) from dunlin.payment_reversal r
        where r.client_id = k.client_id and r.payment_id = k.payment_id), 0)::bigint as reversed_minor,
      excess_settled_at
    from dunlin.checkout k
    where client_id = ${clientId} and (${state}::text is null or state = ${state})
      and (${customer}::text is null or customer_id = (select c.customer_id from dunlin.customer c
        where c.client_id = ${clientId} and c.reference = ${customer}))
      and (${!excess} or excess_minor > 0 and excess_settled_at is null)
    order by checkout_id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Somebody has seen to what was paid twice; a `UserError` when there is nothing of that kind. */
export async function settleExcess(
  tx: Tx,
  clientId: string,
  checkoutId: string,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const { rows } = await sql`
    update dunlin.checkout set excess_settled_at = ${now}, excess_settled_by = ${actor}
    where client_id = ${clientId} and checkout_id = ${checkoutId} and excess_minor > 0 and excess_settled_at is null
    returning 1`.execute(tx);
  if (rows.length === 0) {
    throw new UserError(`nothing of checkout "${checkoutId}" waits for somebody to see to it`);
  }
}
