// Money that the client gives back: written down under its own key before the provider is asked.
import { sql } from "kysely";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readCheckout } from "./checkout-rows.ts";
import type { PayPorts } from "./checkouts.ts";
import { ProviderError } from "./provider.ts";
import { openedProvider, readProvider } from "./providers.ts";
import { takeNews } from "./settling.ts";

export type Refunding = {
  readonly clientId: string;
  readonly checkoutId: string;
  /** All that is left of it when left out. */
  readonly amountMinor?: bigint | undefined;
  readonly by: string;
};

export type Refunded = {
  readonly refundId: string;
  /** `asked`: the provider did not answer; whether it has been given back its own word will tell. */
  readonly state: "done" | "asked" | "failed";
  readonly amountMinor: bigint;
  readonly why?: string | undefined;
};

/** Gives a payment back through its provider, in part or whole. Throws a `UserError` where there is nothing to give back. */
export async function refundCheckout(ports: PayPorts, refunding: Refunding): Promise<Refunded> {
  const { db } = ports;
  const { clientId } = refunding;
  const ordered = await asClient(db, clientId, async (tx) => await order(tx, refunding));
  const { refundId, checkout, row, amountMinor, sumMinor } = ordered;
  const { paymentRef, currency, provider } = checkout;
  let refundRef: string;
  try {
    const wanted = { refundId, paymentRef, amountMinor, currency };
    ({ refundRef } = await openedProvider(ports, clientId, row).refund(wanted));
  } catch (error) {
    const isOver = error instanceof ProviderError && error.kind === "refused";
    const why = messageOf(error).slice(0, 200);
    if (isOver) {
      await asClient(db, clientId, async (tx) => {
        await sql`update dunlin.refund_order set state = 'failed', reason = ${why}
          where client_id = ${clientId} and refund_id = ${refundId}`.execute(tx);
      });
    }
    return { refundId, state: isOver ? "failed" : "asked", amountMinor, why };
  }
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.refund_order set state = 'done', refund_ref = ${refundRef}
      where client_id = ${clientId} and refund_id = ${refundId}`.execute(tx);
    // As if the provider had told it: its own event speaks of the same sum and changes nothing then.
    const news = {
      eventRef: `refund:${refundId}`,
      what: "refunded",
      checkoutId: checkout.checkoutId,
      paymentRef,
      amountMinor: sumMinor,
      currency,
    } as const;
    await takeNews(tx, await loadContext(tx, clientId), news, {
      provider,
      now: await clockNow(tx),
    });
  });
  return { refundId, state: "done", amountMinor };
}

async function order(tx: Tx, { clientId, checkoutId, amountMinor, by }: Refunding) {
  const now = await clockNow(tx);
  await sql`select 1 from dunlin.checkout
    where client_id = ${clientId} and checkout_id = ${checkoutId} for no key update`.execute(tx);
  const checkout = await readCheckout(tx, clientId, checkoutId);
  if (!checkout || checkout.state !== "paid" || checkout.paymentRef === null) {
    throw new UserError(`there is no paid checkout "${checkoutId}"`);
  }
  const { rows } = await sql<{ backMinor: bigint; refundedMinor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as back_minor,
      coalesce(sum(amount_minor) filter (where kind = 'refund'), 0)::bigint as refunded_minor
    from dunlin.payment_reversal
    where client_id = ${clientId} and payment_id = ${checkout.paymentId}`.execute(tx);
  const { backMinor, refundedMinor } = rows[0]!;
  const leftMinor = checkout.amountMinor - backMinor;
  const wantedMinor = amountMinor ?? leftMinor;
  if (wantedMinor <= 0n || wantedMinor > leftMinor) {
    throw new UserError(`amount ${wantedMinor} (minor units) is not between 1 and ${leftMinor}`);
  }
  const row = await readProvider(tx, clientId, checkout.provider);
  if (!row) throw new UserError(`provider "${checkout.provider}" is no longer set up`);
  // One whose answer never came is asked for again, under the same key and with the same amount.
  const written = await sql<{ refundId: string; amountMinor: bigint }>`
    with waiting as (
      select refund_id, amount_minor from dunlin.refund_order
      where client_id = ${clientId} and checkout_id = ${checkoutId} and state = 'asked' limit 1
    ), made as (
      insert into dunlin.refund_order (client_id, checkout_id, amount_minor, ordered_at, ordered_by)
      select ${clientId}, ${checkoutId}, ${wantedMinor}, ${now}, ${by} where not exists (select from waiting)
      returning refund_id, amount_minor
    )
    select * from waiting union all select * from made`.execute(tx);
  const { refundId, amountMinor: orderedMinor } = written.rows[0]!;
  return {
    refundId,
    checkout: { ...checkout, paymentRef: checkout.paymentRef },
    row,
    amountMinor: orderedMinor,
    sumMinor: refundedMinor + orderedMinor,
  };
}
