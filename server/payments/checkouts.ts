// A try to pay: one open at a time for each account, its amount fixed here, its key kept before the provider hears of it.
import { randomUUIDv7 } from "node:crypto";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { loadContext } from "#messages/planning/context.ts";
import { offersFor } from "#ledger/arrangements.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { assert, messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";
import {
  insertCheckout,
  liveCheckout,
  markOpened,
  readCheckout,
  type Checkout,
} from "./checkout-rows.ts";
import {
  ProviderError,
  type CheckProvider,
  type Go,
  type OpenProvider,
  type Provider,
  type Standing,
} from "./provider.ts";
import { openedProvider, providerFor, readProvider, type ProviderRow } from "./providers.ts";
import { endUnpaid, settle } from "./settling.ts";

/** What paying needs of the installation. */
export type PayPorts = {
  readonly db: Db;
  readonly sealKey: SealKey;
  readonly openProvider: OpenProvider;
  readonly checkProvider: CheckProvider;
  /** Where the HTTP side is found from outside, without a slash at its end. */
  readonly publicUrl: string;
  readonly log: Logger;
};

export type WantedCheckout = {
  readonly clientId: string;
  readonly accountId: string;
  readonly linkId?: string | undefined;
  readonly promiseId?: string | undefined;
  readonly amountMinor: bigint;
  readonly language: string;
  /** Where the payer comes back to. */
  readonly returnUrl: string;
  readonly cancelUrl: string;
};

/**
 * `under_way`: a payment of the account waits for a bank, or another is being opened this moment; `paid`: the one before was
 * paid after all; `unavailable`: the provider does not answer now.
 */
export type CheckoutRefusal =
  | "nothing_to_pay"
  | "too_little"
  | "too_much"
  /** So little would be left that no provider takes it. */
  | "small_rest"
  | "no_provider"
  | "under_way"
  | "paid"
  | "unavailable";

export type OpenedCheckout =
  | { readonly checkoutId: string; readonly go: Go }
  | { readonly refused: CheckoutRefusal; readonly leastMinor?: bigint | undefined };

/** The shortest that Stripe lets a session live is 30 minutes. */
const LIFE = Temporal.Duration.from({ minutes: 40 });
/** So long the call that opens a checkout may be under way. */
const OPENING = Temporal.Duration.from({ seconds: 30 });

/**
 * Opens a checkout. One that is open for the account already is ended at the provider first, so that nobody can pay in both;
 * when that one turns out to be paid, it is posted instead. Makes its own transactions: a provider is never asked within one.
 */
export async function openCheckout(
  ports: PayPorts,
  wanted: WantedCheckout,
): Promise<OpenedCheckout> {
  const { db } = ports;
  const { clientId, accountId } = wanted;
  const before = await asClient(
    db,
    clientId,
    async (tx) => await liveCheckout(tx, clientId, accountId),
  );
  if (before) {
    if (isBeingOpened(before)) return { refused: "under_way" };
    const standing = await endBefore(ports, clientId, before);
    if (standing.state === "paid") return { refused: "paid" };
    if (standing.state === "pending") return { refused: "under_way" };
    if (standing.state === "open") return { refused: "unavailable" };
  }
  const begun = await asClient(db, clientId, async (tx) => await begin(tx, wanted));
  if ("refused" in begun) return begun;
  return await askProvider(ports, wanted, begun);
}

// Its call may not have arrived yet: the provider would say that it knows nothing of it.
function isBeingOpened({ state, expiresAt }: Checkout): boolean {
  const begunAt = expiresAt.subtract(LIFE);
  const now = Temporal.Now.instant();
  return state === "creating" && Temporal.Instant.compare(now, begunAt.add(OPENING)) < 0;
}

type Begun = { readonly checkout: Checkout; readonly row: ProviderRow; readonly client: string };

async function begin(
  tx: Tx,
  wanted: WantedCheckout,
): Promise<Begun | Extract<OpenedCheckout, { refused: unknown }>> {
  const { clientId, accountId, amountMinor } = wanted;
  const now = await clockNow(tx);
  const { client } = await loadContext(tx, clientId);
  const seen = await offersFor(tx, clientId, accountId, now);
  await lockCustomers(tx, clientId, [seen.customerId]);
  // Again, under the lock: somebody may have paid meanwhile.
  const { customerId, currency, payFull } = await offersFor(tx, clientId, accountId, now);
  if (payFull <= 0n) return { refused: "nothing_to_pay" };
  if (amountMinor > payFull) return { refused: "too_much" };
  const row = await providerFor(tx, clientId, currency);
  if (!row) return { refused: "no_provider" };
  const { leastMinor } = row;
  const restMinor = payFull - amountMinor;
  if (amountMinor < leastMinor) return { refused: "too_little", leastMinor };
  if (restMinor > 0n && restMinor < leastMinor) return { refused: "small_rest", leastMinor };
  const checkoutId = randomUUIDv7();
  const expiresAt = Temporal.Now.instant().add(LIFE);
  const { linkId = null, promiseId = null } = wanted;
  const fresh = { checkoutId, linkId, customerId, accountId, amountMinor, currency, promiseId };
  const isOurs = await insertCheckout(
    tx,
    clientId,
    { ...fresh, provider: row.kind, expiresAt },
    now,
  );
  if (!isOurs) return { refused: "under_way" };
  await recordEvents(tx, clientId, now, [
    {
      kind: "checkout.opened",
      customerId,
      accountId,
      actor: "customer",
      cause: checkoutId,
      body: { amount_minor: amountMinor, currency, provider: row.kind },
    },
  ]);
  const checkout = await readCheckout(tx, clientId, checkoutId);
  assert(checkout, "a checkout that was just written");
  return { checkout, row, client: client.name };
}

async function askProvider(
  ports: PayPorts,
  wanted: WantedCheckout,
  { checkout, row, client }: Begun,
): Promise<OpenedCheckout> {
  const { clientId, language, returnUrl, cancelUrl } = wanted;
  const { checkoutId, amountMinor, currency, expiresAt } = checkout;
  try {
    const provider = openedProvider(ports, clientId, row);
    const opened = await provider.create({
      checkoutId,
      amountMinor,
      currency,
      description: client,
      language,
      returnUrl,
      cancelUrl,
      notifyUrl: await notifyUrlOf(ports, clientId, row.kind),
      expiresAt,
    });
    const { sessionRef, go } = opened;
    const state = await asClient(
      ports.db,
      clientId,
      async (tx) => await markOpened(tx, clientId, checkoutId, sessionRef, await clockNow(tx)),
    );
    if (state === "open") return { checkoutId, go };
    // Somebody ended it meanwhile: then nobody may pay in it either.
    await provider.end({ ...checkout, sessionRef });
    return { refused: "under_way" };
  } catch (error) {
    // What was refused is over. Else nobody knows whether the provider opened it: it stays, and the next try asks.
    if (error instanceof ProviderError && error.kind === "refused") {
      await asClient(ports.db, clientId, async (tx) => {
        const to = { state: "failed", reason: "refused_by_provider" } as const;
        await endUnpaid(tx, await loadContext(tx, clientId), checkout, to, await clockNow(tx));
      });
    }
    ports.log.warn(
      { client: clientId, checkout: checkoutId, error: messageOf(error) },
      "a checkout could not be opened",
    );
    return { refused: "unavailable" };
  }
}

/** Where the provider tells what became of a checkout. */
async function notifyUrlOf(
  { db, publicUrl }: Pick<PayPorts, "db" | "publicUrl">,
  clientId: string,
  kind: string,
): Promise<string> {
  const { client } = await asClient(db, clientId, async (tx) => await loadContext(tx, clientId));
  return `${publicUrl}/pay/${kind}/${client.slug}`;
}

/** Ends the one that was open before at the provider, and writes down how it stands. */
async function endBefore(
  ports: PayPorts,
  clientId: string,
  before: Checkout,
): Promise<Standing | { readonly state: "gone" }> {
  if (before.state === "pending") return await lookAt(ports, clientId, before);
  return await bringUpToDate(
    ports,
    clientId,
    before,
    async (provider) => await provider.end(before),
  );
}

/** Asks the provider how a checkout stands, and makes the books say the same. */
export async function lookAt(
  ports: PayPorts,
  clientId: string,
  checkout: Checkout,
): Promise<Standing> {
  return await bringUpToDate(
    ports,
    clientId,
    checkout,
    async (provider) => await provider.standing(checkout),
  );
}

async function bringUpToDate(
  ports: PayPorts,
  clientId: string,
  checkout: Checkout,
  ask: (provider: Provider) => Promise<Standing>,
): Promise<Standing> {
  const { db } = ports;
  const row = await asClient(
    db,
    clientId,
    async (tx) => await readProvider(tx, clientId, checkout.provider),
  );
  if (!row) return { state: "unknown" };
  let standing: Standing;
  try {
    standing = await ask(openedProvider(ports, clientId, row));
  } catch (error) {
    const about = { client: clientId, checkout: checkout.checkoutId, error: messageOf(error) };
    ports.log.warn(about, "a payment provider did not say how a checkout stands");
    return { state: "open" };
  }
  await asClient(db, clientId, async (tx) => await writeDown(tx, clientId, checkout, standing));
  return standing;
}

async function writeDown(
  tx: Tx,
  clientId: string,
  { checkoutId, customerId, provider }: Checkout,
  standing: Standing,
): Promise<void> {
  await lockCustomers(tx, clientId, [customerId]);
  const checkout = await readCheckout(tx, clientId, checkoutId);
  assert(checkout, "a checkout that is gone");
  const context = await loadContext(tx, clientId);
  const now = await clockNow(tx);
  switch (standing.state) {
    case "paid":
      await settle(tx, context, checkout, standing, { provider, now });
      return;
    case "open":
      return;
    case "unknown":
      // The provider never heard of it: the call did not arrive.
      await endUnpaid(tx, context, checkout, { state: "expired", reason: "never_opened" }, now);
      return;
    default:
      await endUnpaid(tx, context, checkout, { state: standing.state }, now);
  }
}
