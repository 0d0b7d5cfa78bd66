// What providers say, made part of the books: each event once, in whatever order they come.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { reversePayments, type ReversalReason } from "#payments/reversing.ts";
import type { Tx } from "#platform/db.ts";
import { checkoutNamed, markUnpaid, readCheckout, type Checkout } from "./checkout-rows.ts";
import type { News, Paid, ProviderKind } from "./provider.ts";
import { sayReceipt } from "./receipts.ts";

export type Settling = { readonly provider: ProviderKind; readonly now: Temporal.Instant };

/**
 * `unknown`: it names no checkout of ours; `early`: money went back that has not been posted yet, ask the provider how the
 * checkout stands, then try again.
 */
export type Taken =
  | { readonly done: "taken" | "repeated" | "unknown" }
  | { readonly done: "early"; readonly checkout: Checkout };

/** Takes one event of a provider in the caller's transaction. What was taken before changes nothing. */
export async function takeNews(
  tx: Tx,
  context: PlanContext,
  news: News,
  settling: Settling,
): Promise<Taken> {
  const { clientId } = context.client;
  const { provider, now } = settling;
  const found = await checkoutNamed(tx, clientId, provider, news);
  if (!found) return { done: "unknown" };
  await lockCustomers(tx, clientId, [found.customerId]);
  // Read again under the lock: two events of one checkout come at the same moment.
  const checkout = (await readCheckout(tx, clientId, found.checkoutId)) ?? found;
  if (isReversal(news) && checkout.paymentId === null) return { done: "early", checkout };
  const { rows } = await sql`
    insert into dunlin.provider_event (client_id, provider, event_ref, what, checkout_id, received_at)
    values (${clientId}, ${provider}, ${news.eventRef}, ${news.what}, ${checkout.checkoutId}, ${now})
    on conflict do nothing returning 1`.execute(tx);
  if (rows.length === 0) return { done: "repeated" };
  await act(tx, context, checkout, news, settling);
  return { done: "taken" };
}

const isReversal = ({ what }: News): boolean =>
  what === "refunded" || what === "charged_back" || what === "won_back";

async function act(
  tx: Tx,
  context: PlanContext,
  checkout: Checkout,
  news: News,
  settling: Settling,
): Promise<void> {
  const { what, paymentRef, amountMinor, currency = checkout.currency } = news;
  switch (what) {
    case "paid":
      if (paymentRef === undefined || amountMinor === undefined) return;
      await settle(
        tx,
        context,
        checkout,
        { state: "paid", paymentRef, amountMinor, currency },
        settling,
      );
      return;
    case "pending":
    case "failed":
    case "expired":
      await endUnpaid(tx, context, checkout, { state: what }, settling.now);
      return;
    case "refunded":
    case "charged_back":
      await reverse(tx, context, checkout, news, settling);
      return;
    case "won_back":
      await postAgain(tx, context, checkout, news, settling);
  }
}

/** A checkout that came to nothing, or waits for a bank; with its event. */
export async function endUnpaid(
  tx: Tx,
  context: PlanContext,
  checkout: Checkout,
  to: Parameters<typeof markUnpaid>[3],
  now: Temporal.Instant,
): Promise<void> {
  const { clientId } = context.client;
  if (!(await markUnpaid(tx, clientId, checkout.checkoutId, to, now))) return;
  const { customerId, accountId, checkoutId, amountMinor, currency, provider } = checkout;
  await recordEvents(tx, clientId, now, [
    {
      kind: `checkout.${to.state}`,
      customerId,
      accountId,
      actor: `provider:${provider}`,
      cause: checkoutId,
      body: { amount_minor: amountMinor, currency, provider, reason: to.reason },
    },
  ]);
}

/**
 * Posts the money, once for each payment of the provider, and says the receipt. The customer is locked by the caller. What no
 * invoice is left for stays as a credit, and somebody is told. An amount other than was asked for is posted by nobody: a
 * person must look.
 */
export async function settle(
  tx: Tx,
  context: PlanContext,
  checkout: Checkout,
  paid: Paid,
  { provider, now }: Settling,
): Promise<void> {
  const { clientId } = context.client;
  const { checkoutId, accountId, customerId, amountMinor, currency } = checkout;
  const actor = `provider:${provider}`;
  if (paid.amountMinor !== amountMinor || paid.currency !== currency) {
    const body = {
      amount_minor: paid.amountMinor,
      currency: paid.currency,
      asked_minor: amountMinor,
      provider,
    };
    await recordEvents(tx, clientId, now, [
      { kind: "checkout.mismatch", customerId, accountId, actor, cause: checkoutId, body },
    ]);
    return;
  }
  const posted = await post(tx, context, checkout, {
    reference: referenceOf(provider, paid.paymentRef),
    amountMinor,
    now,
    actor,
  });
  if (!posted) return; // known already
  await sql`
    update dunlin.checkout set state = 'paid', reason = null, ended_at = coalesce(ended_at, ${now}),
      payment_ref = coalesce(payment_ref, ${paid.paymentRef}), payment_id = coalesce(payment_id, ${posted.paymentId}),
      excess_minor = excess_minor + ${posted.excessMinor}
    where client_id = ${clientId} and checkout_id = ${checkoutId}`.execute(tx);
  const told = { amount_minor: amountMinor, currency, provider, payment_id: posted.paymentId };
  await recordEvents(tx, clientId, now, [
    { kind: "checkout.paid", customerId, accountId, actor, cause: checkoutId, body: told },
    ...(posted.excessMinor > 0n
      ? [
          {
            kind: "payment.duplicate",
            customerId,
            accountId,
            actor,
            cause: posted.paymentId,
            body: { ...told, excess_minor: posted.excessMinor, checkout_id: checkoutId },
          },
        ]
      : []),
  ]);
  await sayReceipt(tx, context, { ...checkout, ...posted }, now);
}

const referenceOf = (provider: ProviderKind, paymentRef: string): string =>
  `${provider}:${paymentRef}`;

type Posting = {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly now: Temporal.Instant;
  readonly actor: string;
};

type Posted = {
  readonly paymentId: string;
  readonly reference: string;
  readonly excessMinor: bigint;
};

/** Posts it to the checkout's account; undefined when a payment of that reference was there before. */
async function post(
  tx: Tx,
  context: PlanContext,
  { accountId, currency, checkoutId }: Checkout,
  { reference, amountMinor, now, actor }: Posting,
): Promise<Posted | undefined> {
  const { clientId, zone } = context.client;
  const customer = await sql<{ reference: string }>`
    select c.reference from dunlin.account a join dunlin.customer c using (client_id, customer_id)
    where a.client_id = ${clientId} and a.account_id = ${accountId}`.execute(tx);
  const customerReference = customer.rows[0]!.reference;
  const paidOn = now.toZonedDateTimeISO(zone).toPlainDate();
  const text = `checkout ${checkoutId}`;
  const payment = { reference, customerReference, currency, amountMinor, paidOn, text };
  const { payments } = await postPayments(tx, context, [payment], { now, actor });
  if (payments === 0) return undefined;
  const { rows } = await sql<{ paymentId: string; excessMinor: bigint }>`
    select payment_id, unallocated_minor as excess_minor from dunlin.payment
    where client_id = ${clientId} and reference = ${reference}`.execute(tx);
  return { ...rows[0]!, reference };
}

/** Takes back what went back: of refunds only what is more than was taken back before, since providers give the sum. */
async function reverse(
  tx: Tx,
  context: PlanContext,
  checkout: Checkout,
  { what, amountMinor, reversalRef, eventRef, paymentRef }: News,
  { provider, now }: Settling,
): Promise<void> {
  const kind: ReversalReason & ("refund" | "chargeback") =
    what === "refunded" ? "refund" : "chargeback";
  const { clientId } = context.client;
  const paymentId = await paymentOf(tx, clientId, checkout, provider, paymentRef);
  if (kind === "refund") {
    await sql`update dunlin.refund_order set state = 'done'
      where client_id = ${clientId} and checkout_id = ${checkout.checkoutId} and state = 'asked'`.execute(
      tx,
    );
  }
  await recordReversal(
    tx,
    context,
    {
      paymentId,
      kind,
      // The sum names it: two events that speak of the same sum speak of the same refund.
      reference: `${provider}:${reversalRef ?? `${paymentRef ?? eventRef}:refunded:${amountMinor ?? 0n}`}`,
      amountMinor: amountMinor ?? checkout.amountMinor,
      isSum: kind === "refund",
    },
    { now, actor: `provider:${provider}` },
  );
}

/** A payment within the checkout by the provider's own name; else the one that settled it. */
async function paymentOf(
  tx: Tx,
  clientId: string,
  checkout: Checkout,
  provider: ProviderKind,
  paymentRef: string | undefined,
): Promise<string> {
  const reference = paymentRef === undefined ? "" : referenceOf(provider, paymentRef);
  const { rows } = await sql<{ paymentId: string }>`
    select payment_id from dunlin.payment where client_id = ${clientId} and reference = ${reference}`.execute(
    tx,
  );
  return rows[0]?.paymentId ?? checkout.paymentId!;
}

type NewReversal = {
  readonly paymentId: string;
  readonly kind: "refund" | "chargeback";
  readonly reference: string;
  readonly amountMinor: bigint;
  /** The amount is that of all refunds of the payment so far. */
  readonly isSum: boolean;
};

/** Writes the fact and reverses the payment by it; false when nothing was left to take back or it was known. */
async function recordReversal(
  tx: Tx,
  context: PlanContext,
  reversal: NewReversal,
  options: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<boolean> {
  const { clientId } = context.client;
  const { paymentId, kind, reference, isSum } = reversal;
  const { now, actor } = options;
  const before = isSum ? await reversedMinor(tx, clientId, paymentId) : 0n;
  const amountMinor = reversal.amountMinor - before;
  if (amountMinor <= 0n) return false;
  const { rows } = await sql<{ reversalId: string }>`
    insert into dunlin.payment_reversal (client_id, payment_id, kind, reference, amount_minor, at, by)
    values (${clientId}, ${paymentId}, ${kind}, ${reference}, ${amountMinor}, ${now}, ${actor})
    on conflict (client_id, reference) do nothing returning reversal_id`.execute(tx);
  const [fact] = rows;
  if (!fact) return false;
  const cause = fact.reversalId;
  await reversePayments(tx, context, [{ paymentId, amountMinor, reason: kind, cause }], options);
  return true;
}

async function reversedMinor(tx: Tx, clientId: string, paymentId: string): Promise<bigint> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from dunlin.payment_reversal
    where client_id = ${clientId} and payment_id = ${paymentId} and kind = 'refund'`.execute(tx);
  return rows[0]?.minor ?? 0n;
}

// A chargeback that was won: the money is there again.
async function postAgain(
  tx: Tx,
  context: PlanContext,
  checkout: Checkout,
  { amountMinor, reversalRef, eventRef }: News,
  { provider, now }: Settling,
): Promise<void> {
  await post(tx, context, checkout, {
    reference: `${provider}:${reversalRef ?? eventRef}:won_back`,
    amountMinor: amountMinor ?? checkout.amountMinor,
    now,
    actor: `provider:${provider}`,
  });
}
