// Events of paying by link: what was opened, paid, claimed, and who proved who they are.
import { account, client, customer, ID, type EventKind } from "./event-kind.ts";

export const PAYING_KINDS: Readonly<Record<string, EventKind>> = {
  "payment.duplicate": account(
    "A payment came for what was paid already: it is a credit, and somebody should see to it.",
    {
      amount_minor: "59900",
      currency: "ZAR",
      provider: "stripe",
      payment_id: ID,
      excess_minor: "59900",
      checkout_id: ID,
    },
    "provider:stripe",
  ),
  "payment.claimed": account(
    "A customer says that they have paid; reminders may wait until the day given.",
    {
      amount_minor: "59900",
      paid_on: "2026-03-04",
      file: "application/pdf",
      held_until: "2026-03-12",
    },
    "customer",
  ),
  "payment.claim_judged": account(
    "Somebody looked at what a customer showed for a payment.",
    { verdict: "accepted" },
    "api",
  ),
  "checkout.opened": account(
    "A customer goes to a payment provider to pay.",
    { amount_minor: "59900", currency: "ZAR", provider: "stripe" },
    "customer",
  ),
  "checkout.pending": account(
    "It was paid by a way that takes days: a bank has not confirmed it yet.",
    { amount_minor: "59900", currency: "ZAR", provider: "stripe" },
    "provider:stripe",
  ),
  "checkout.paid": account(
    "It was paid; the payment is in the books.",
    { amount_minor: "59900", currency: "ZAR", provider: "stripe", payment_id: ID },
    "provider:stripe",
  ),
  "checkout.failed": account(
    "It came to nothing at the provider.",
    { amount_minor: "59900", currency: "ZAR", provider: "stripe", reason: "refused_by_provider" },
    "provider:stripe",
  ),
  "checkout.expired": account(
    "It was not paid in time, or another took its place.",
    { amount_minor: "59900", currency: "ZAR", provider: "stripe" },
    "provider:stripe",
  ),
  "checkout.mismatch": account(
    "The provider took another amount than was asked for. Nothing is posted; somebody must look.",
    { amount_minor: "100", currency: "ZAR", asked_minor: "59900", provider: "payfast" },
    "provider:payfast",
  ),
  "payment_provider.changed": client("A payment provider was set up or changed.", {
    provider: "stripe",
    enabled: true,
  }),
  "identity.proven": account(
    "Whoever has the link to the customer's page proved who they are.",
    {},
    "customer",
  ),
  "identity.failed": account(
    "Whoever has the link gave a wrong answer; so many for the customer by now.",
    { failures: 3 },
    "customer",
  ),
  "customer.factors_set": customer(
    "By what the customer can prove who they are was set or forgotten.",
    { factors: ["born_on"] },
    "api",
  ),
};
