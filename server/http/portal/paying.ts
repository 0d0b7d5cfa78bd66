// Paying on the page: how much, read back, off to the provider, back again.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { seeAccount } from "./account.ts";
import { portalForm, readAmount, type Form } from "./forms.ts";
import { guest, type Guests } from "./guests.ts";
import { showPortal, type Guest, type PortalDeps, type TokenParam } from "./visit.ts";
import { moneyOf, type Faults } from "#portal/frame.ts";
import {
  amountPage,
  goPage,
  outcomePage,
  payReviewPage,
  type Outcome,
  type PayOffer,
} from "#portal/pay-pages.ts";
import { newestOfLink, type Checkout } from "#payments/checkout-rows.ts";
import { providerFor } from "#payments/providers.ts";
import { lookAt, openCheckout, type CheckoutRefusal } from "#payments/checkouts.ts";
import { assert } from "#platform/errors.ts";
import type { WordKey } from "#portal/words/en.ts";

/** The page looks again by itself so often; then the customer does, or gets the receipt. */
const MOST_LOOKS = 12;

type Now = {
  readonly offer: PayOffer;
  /** The least that a provider takes: so much must be left, or nothing. */
  readonly restMinor: bigint;
  readonly today: Temporal.PlainDate;
};

async function standing(deps: PortalDeps, { known, level }: Guest): Promise<Now> {
  return await inClient(deps.db, known.clientId, async (tx, now) => {
    const { offer } = await seeAccount(tx, known, { isLimited: level === "limited", now });
    const { currency, payFull, leastPart, suggestions, today } = offer;
    const provider = await providerFor(tx, known.clientId, currency);
    const restMinor = provider?.leastMinor ?? 1n;
    const wanted = leastPart > restMinor ? leastPart : restMinor;
    const fits = (minor: bigint): boolean => minor >= restMinor && payFull - minor >= restMinor;
    const part = {
      payableMinor: payFull,
      leastMinor: wanted < payFull ? wanted : payFull,
      suggestions: suggestions.filter(fits),
    };
    return { offer: { currency, ...part }, restMinor, today };
  });
}

/** GET and POST /pay, POST /pay/go, GET /back. */
export function payingRoutes(app: FastifyInstance, deps: PortalDeps, guests: Guests): void {
  app.get<TokenParam>("/p/:token/pay", async (request, reply) => {
    const who = await guest(deps, guests, request, reply);
    if (!who) return reply;
    const { offer } = await standing(deps, who);
    if (offer.payableMinor <= 0n) return await reply.redirect(who.view.base, 303);
    return await showPortal(reply, amountPage(who.view, offer));
  });

  app.post<TokenParam>("/p/:token/pay", async (request, reply) => {
    const form = portalForm(request);
    const who = await guest(deps, guests, request, reply);
    if (!who) return reply;
    const now = await standing(deps, who);
    const { offer } = now;
    if (offer.payableMinor <= 0n) return await reply.redirect(who.view.base, 303);
    const read = amountIn(form, now, who);
    if ("faults" in read) {
      const given = { faults: read.faults, choice: form.text("choice"), other: form.text("other") };
      return await showPortal(reply, amountPage(who.view, offer, given), { status: 422 });
    }
    return await showPortal(reply, reviewOf(who, now, read.amountMinor));
  });

  app.post<TokenParam>("/p/:token/pay/go", async (request, reply) => {
    const form = portalForm(request);
    const who = await guest(deps, guests, request, reply);
    if (!who) return reply;
    return await goOn(deps, who, form, reply);
  });

  app.get<TokenParam>("/p/:token/back", async (request, reply) => {
    const who = await guest(deps, guests, request, reply);
    if (!who) return reply;
    return await welcomeBack(deps, who, request, reply);
  });
}

function reviewOf(who: Guest, { offer, today }: Now, amountMinor: bigint, fault?: string): string {
  const leftMinor = offer.payableMinor - amountMinor;
  const { currency } = offer;
  return payReviewPage(who.view, { currency, amountMinor, leftMinor, today, fault });
}

type ReadAmount = { readonly amountMinor: bigint } | { readonly faults: Faults };

function amountIn(form: Form, { offer, restMinor }: Now, { view }: Guest): ReadAmount {
  const { currency, payableMinor, leastMinor } = offer;
  const choice = form.text("choice");
  const isOther = choice === "other";
  if (!isOther && !/^\d{1,16}$/u.test(choice))
    return { faults: { choice: view.say("choose_amount") } };
  const amountMinor = isOther ? readAmount(form.text("other"), currency) : BigInt(choice);
  const field = isOther ? "other" : "choice";
  const fault = (key: WordKey, values?: Record<string, string>): ReadAmount => ({
    faults: { [field]: view.say(key, values) },
  });
  if (amountMinor === undefined) return fault("amount_unclear");
  if (amountMinor > payableMinor) {
    return fault("amount_much", { most: moneyOf(view, payableMinor, currency) });
  }
  // All that is left may be paid, however little it is.
  if (amountMinor < leastMinor && amountMinor < payableMinor) {
    return fault("amount_little", { least: moneyOf(view, leastMinor, currency) });
  }
  const leftMinor = payableMinor - amountMinor;
  if (leftMinor > 0n && leftMinor < restMinor) {
    return fault("amount_rest", { least: moneyOf(view, restMinor, currency) });
  }
  return { amountMinor };
}

const REFUSALS: Readonly<Record<CheckoutRefusal, WordKey>> = {
  nothing_to_pay: "nothing_to_pay",
  too_little: "amount_little",
  too_much: "amount_much",
  small_rest: "amount_rest",
  no_provider: "pay_no_provider",
  under_way: "pay_under_way",
  paid: "pay_paid",
  unavailable: "pay_unavailable",
};

async function goOn(
  deps: PortalDeps,
  who: Guest,
  form: Form,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { view, known } = who;
  const { clientId, link } = known;
  const now = await standing(deps, who);
  const read = amountIn(
    { ...form, text: (field) => form.text(field === "choice" ? "amount" : field) },
    now,
    who,
  );
  if ("faults" in read) return await reply.redirect(`${view.base}/pay`, 303);
  const { amountMinor } = read;
  const home = `${deps.pay.publicUrl}${view.base}`;
  const opened = await openCheckout(deps.pay, {
    clientId,
    accountId: link.accountId,
    linkId: link.linkId,
    promiseId: link.promiseId ?? undefined,
    amountMinor,
    language: view.language,
    returnUrl: `${home}/back`,
    cancelUrl: `${home}/back?stopped=1`,
  });
  if ("go" in opened) {
    const { go } = opened;
    const formTo = go.kind === "form" ? new URL(go.action).origin : undefined;
    return await showPortal(reply, goPage(view, go), { formTo });
  }
  if (opened.refused === "paid") return await reply.redirect(`${view.base}/back`, 303);
  const { currency, payableMinor } = now.offer;
  const fault = view.say(REFUSALS[opened.refused], {
    least: moneyOf(view, opened.leastMinor ?? 0n, currency),
    most: moneyOf(view, payableMinor, currency),
  });
  return await showPortal(reply, reviewOf(who, now, amountMinor, fault), { status: 409 });
}

/** What is known of the payment by now; the provider is asked where its word has not come. */
async function welcomeBack(
  deps: PortalDeps,
  who: Guest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { view, known } = who;
  const { clientId, link } = known;
  const query = request.query as { looks?: unknown; stopped?: unknown };
  const read = async (): Promise<Checkout | undefined> =>
    await inClient(deps.db, clientId, async (tx) => await newestOfLink(tx, clientId, link.linkId));
  let checkout = await read();
  if (!checkout) return await reply.redirect(view.base, 303);
  if (checkout.state === "open" || checkout.state === "creating") {
    await lookAt(deps.pay, clientId, checkout);
    checkout = await read();
    assert(checkout, "a checkout that is gone");
  }
  const { offer } = await standing(deps, who);
  const looks = Math.max(0, Math.min(MOST_LOOKS, Number(query.looks) || 0));
  const state = stateOf(checkout, query.stopped !== undefined);
  const isOver = state === "paid" || state === "not_paid" || looks >= MOST_LOOKS;
  const again = { url: `${view.base}/back?looks=${looks + 1}`, afterS: 3 + looks };
  const outcome: Outcome = {
    state,
    currency: checkout.currency,
    amountMinor: checkout.amountMinor,
    leftMinor: offer.payableMinor,
    again: isOver ? undefined : again,
  };
  return await showPortal(reply, outcomePage(view, outcome));
}

function stateOf({ state }: Checkout, isStopped: boolean): Outcome["state"] {
  if (state === "paid" || state === "pending") return state;
  if (state === "failed" || state === "expired") return "not_paid";
  return isStopped ? "not_paid" : "waiting";
}
