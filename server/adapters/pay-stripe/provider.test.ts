import { randomUUID } from "node:crypto";
import { lookup } from "node:dns";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Order, Provider, Session } from "#payments/provider.ts";
import {
  startStripe,
  STRIPE_KEY,
  STRIPE_SECRET,
  type FakeSession,
  type Stripe,
} from "#testing/simulators/stripe.ts";
import { fromStripe, toStripe } from "./amounts.ts";
import { openStripePay } from "./provider.ts";

let stripe: Stripe;
let provider: Provider;
const reach = { lookup: lookup as never, check: () => undefined };
beforeAll(async () => {
  stripe = await startStripe();
  provider = openStripePay({
    secretKey: STRIPE_KEY,
    webhookSecret: STRIPE_SECRET,
    apiUrl: stripe.url,
    reach,
  });
});
afterAll(async () => await stripe.close());

const orderOf = (checkoutId = randomUUID()): Order => ({
  checkoutId,
  amountMinor: 14_990n,
  currency: "PLN",
  description: "Harbour Fibre",
  language: "pl",
  returnUrl: "https://pay.example/p/x/back",
  cancelUrl: "https://pay.example/p/x/back?stopped=1",
  notifyUrl: "https://pay.example/pay/stripe/acme",
  expiresAt: Temporal.Now.instant().add({ minutes: 40 }),
});
async function open(): Promise<{ readonly session: Session; readonly fake: FakeSession }> {
  const order = orderOf();
  const { sessionRef } = await provider.create(order);
  const { checkoutId, expiresAt } = order;
  return { session: { checkoutId, sessionRef, expiresAt }, fake: stripe.sessions.at(-1)! };
}

test("a session of our amount; asked again with the same key there is no second one", async () => {
  const order = orderOf();
  const first = await provider.create(order);
  const second = await provider.create(order);
  expect(second).toEqual(first);
  const ours = stripe.sessions.filter((one) => one.client_reference_id === order.checkoutId);
  expect(ours).toMatchObject([{ amount_total: 14_990, currency: "pln", id: first.sessionRef }]);
  expect(first.go).toEqual({ kind: "redirect", url: ours[0]!.url });
});

test("how a session stands: open, paid, waiting for a bank, expired, or never made", async () => {
  const { session, fake } = await open();
  expect(await provider.standing(session)).toEqual({ state: "open" });
  expect(await provider.end(session)).toEqual({ state: "expired" });
  expect(await provider.end(session)).toEqual({ state: "expired" });
  expect(fake.status).toBe("expired");
  const paid = await open();
  stripe.pay(paid.fake);
  const standing = {
    state: "paid",
    paymentRef: paid.fake.payment_intent,
    amountMinor: 14_990n,
    currency: "PLN",
  };
  expect(await provider.end(paid.session)).toEqual(standing);
  // Also where the answer of the call that made it was lost.
  expect(await provider.standing({ ...paid.session, sessionRef: null })).toEqual(standing);
  const waiting = await open();
  stripe.pay(waiting.fake, true);
  expect(await provider.standing(waiting.session)).toEqual({ state: "pending" });
  const never = { checkoutId: randomUUID(), sessionRef: null, expiresAt: Temporal.Now.instant() };
  expect(await provider.standing(never)).toEqual({ state: "unknown" });
});

test("events are believed by their signature over the bytes, for five minutes", async () => {
  const { fake } = await open();
  stripe.pay(fake);
  const told = stripe.event("checkout.session.completed", fake);
  const from = { ip: "203.0.113.9" };
  expect(await provider.read({ ...told, ...from })).toMatchObject({
    news: [
      {
        what: "paid",
        checkoutId: fake.client_reference_id,
        paymentRef: fake.payment_intent,
        amountMinor: 14_990n,
        currency: "PLN",
      },
    ],
  });
  const nowS = Math.floor(Date.now() / 1_000);
  const spaced = Buffer.from(told.body.toString().replace(":", ": "));
  for (const bad of [
    stripe.event("checkout.session.completed", fake, { secret: "whsec_other" }),
    stripe.event("checkout.session.completed", fake, { atS: nowS - 400 }),
    { ...told, body: spaced },
    { ...told, headers: {} },
  ]) {
    expect(await provider.read({ ...bad, ...from })).toMatchObject({ refused: "forbidden" });
  }
  const other = stripe.event("customer.created", { id: "cus_1" });
  expect(await provider.read({ ...other, ...from })).toEqual({ news: [] });
});

test("ways to pay that take days, refunds as their sum, disputes by their payment", async () => {
  const { fake } = await open();
  stripe.pay(fake, true);
  const read = async (type: string, object: object) => {
    const given = await provider.read({ ...stripe.event(type, object), ip: "203.0.113.9" });
    return "news" in given ? given.news[0] : given;
  };
  expect(await read("checkout.session.completed", fake)).toMatchObject({ what: "pending" });
  expect(await read("checkout.session.async_payment_failed", fake)).toMatchObject({
    what: "failed",
  });
  stripe.pay(fake);
  expect(await read("checkout.session.async_payment_succeeded", fake)).toMatchObject({
    what: "paid",
  });
  const { metadata, payment_intent } = fake;
  const charge = { metadata, payment_intent, amount_refunded: 5_000, currency: "pln" };
  expect(await read("charge.refunded", charge)).toMatchObject({
    what: "refunded",
    amountMinor: 5_000n,
    checkoutId: fake.client_reference_id,
  });
  const dispute = { id: "dp_1", payment_intent, amount: 14_990, currency: "pln" };
  expect(await read("charge.dispute.funds_withdrawn", dispute)).toMatchObject({
    what: "charged_back",
    reversalRef: "dp_1",
    checkoutId: fake.client_reference_id,
  });
});

test("what will not go better is refused, what may is not", async () => {
  const wrong = openStripePay({
    secretKey: "sk_test_wrong",
    webhookSecret: STRIPE_SECRET,
    apiUrl: stripe.url,
    reach,
  });
  await expect(wrong.create(orderOf())).rejects.toMatchObject({ kind: "refused" });
  const late = { ...orderOf(), expiresAt: Temporal.Now.instant().add({ minutes: 5 }) };
  await expect(provider.create(late)).rejects.toMatchObject({ kind: "refused" });
  const refund = { refundId: randomUUID(), paymentRef: "pi_1", amountMinor: 100n, currency: "PLN" };
  const first = await provider.refund(refund);
  expect(await provider.refund(refund)).toEqual(first);
});

test("amounts as Stripe counts them", () => {
  const both = (minor: bigint, currency: string) => [
    toStripe(minor, currency),
    fromStripe(toStripe(minor, currency), currency),
  ];
  expect(both(14_990n, "ZAR")).toEqual([14_990, 14_990n]);
  expect(both(500n, "JPY")).toEqual([500, 500n]);
  expect(both(500n, "UGX")).toEqual([50_000, 500n]);
});
