// Promises and plans on the page: within what the client's limits allow, read back before they count.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { portalForm, readAmount, readDay } from "./forms.ts";
import { guest, type Guests } from "./guests.ts";
import { showPortal, type Guest, type PortalDeps, type TokenParam } from "./visit.ts";
import {
  donePage,
  planPage,
  planReviewPage,
  promisePage,
  promiseReviewPage,
  type Instalment,
} from "#portal/agree-pages.ts";
import { refusedPage } from "#portal/entry-pages.ts";
import { dateOf, moneyOf, type Faults } from "#portal/frame.ts";
import { limitsOf, offersFor, standingOfAccount, type Offer } from "#ledger/arrangements.ts";
import { agreePromise, makePlan } from "#ledger/plans.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { toDecimal } from "#platform/money.ts";
import { planOf } from "#policies/arrangements.ts";

type Handler = (who: Guest, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const BY = "customer";

type Known = (
  handle: Handler,
) => (request: FastifyRequest<TokenParam>, reply: FastifyReply) => Promise<FastifyReply>;

/** GET and POST /promise, POST /promise/confirm; the same for /plan. */
export function agreeingRoutes(app: FastifyInstance, deps: PortalDeps, guests: Guests): void {
  const known: Known = (handle) => async (request, reply) => {
    const who = await guest(deps, guests, request, reply, "full");
    return who ? await handle(who, request, reply) : reply;
  };
  promiseRoutes(app, deps, known);
  planRoutes(app, deps, known);
}

function promiseRoutes(app: FastifyInstance, deps: PortalDeps, known: Known): void {
  app.get<TokenParam>(
    "/p/:token/promise",
    known(async (who, _request, reply) => {
      const offer = await offerOf(deps, who);
      if (!offer.mayPromise) return await impossible(who, reply);
      return await showPortal(reply, promisePage(who.view, wishes(offer), firstWish(who, offer)));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/promise",
    known(async (who, request, reply) => {
      const offer = await offerOf(deps, who);
      const form = portalForm(request);
      const given = { amount: form.text("amount"), day: form.text("day") };
      const read = readPromise(who, offer, given);
      if ("faults" in read) {
        const page = promisePage(who.view, wishes(offer), { ...given, faults: read.faults });
        return await showPortal(reply, page, { status: 422 });
      }
      const { currency } = offer;
      return await showPortal(reply, promiseReviewPage(who.view, { ...read, currency }));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/promise/confirm",
    known(async (who, request, reply) => await confirmPromise(deps, who, request, reply)),
  );
}

function planRoutes(app: FastifyInstance, deps: PortalDeps, known: Known): void {
  app.get<TokenParam>(
    "/p/:token/plan",
    known(async (who, _request, reply) => {
      const { plans, currency } = await offerOf(deps, who);
      if (plans.length === 0) return await impossible(who, reply);
      return await showPortal(reply, planPage(who.view, currency, plans));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/plan",
    known(async (who, request, reply) => {
      const count = portalForm(request).text("count");
      const { offer, instalments } = await planFor(deps, who, count);
      const { currency, plans } = offer;
      if (!instalments) {
        const faults = { count: who.view.say("plan_choose") };
        const page = planPage(who.view, currency, plans, faults);
        return await showPortal(reply, page, { status: 422 });
      }
      return await showPortal(reply, planReviewPage(who.view, currency, instalments));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/plan/confirm",
    known(async (who, request, reply) => await confirmPlan(deps, who, request, reply)),
  );
}

async function offerOf({ db }: PortalDeps, { known }: Guest): Promise<Offer> {
  const { clientId, link } = known;
  return await inClient(
    db,
    clientId,
    async (tx, now) => await offersFor(tx, clientId, link.accountId, now),
  );
}

const wishes = ({ currency, promisable, today, promiseUntil }: Offer) => ({
  currency,
  mostMinor: promisable,
  today,
  until: promiseUntil,
});

const firstWish = ({ known }: Guest, { promisable, currency }: Offer) => {
  const wanted = known.link.amountMinor;
  const minor = wanted !== null && wanted < promisable ? wanted : promisable;
  return { amount: toDecimal(minor, currency) };
};

async function impossible({ view }: Guest, reply: FastifyReply): Promise<FastifyReply> {
  return await showPortal(reply, refusedPage(view, view.say("not_possible")), { status: 409 });
}

type ReadPromise =
  | { readonly amountMinor: bigint; readonly dueOn: Temporal.PlainDate }
  | { readonly faults: Faults };

function readPromise(
  { view }: Guest,
  { currency, promisable, today, promiseUntil }: Offer,
  given: { readonly amount: string; readonly day: string },
): ReadPromise {
  const { say } = view;
  const amountMinor = readAmount(given.amount, currency);
  const dueOn = readDay(given.day);
  const faults: Record<string, string> = {};
  if (amountMinor === undefined || amountMinor <= 0n) faults["amount"] = say("amount_unclear");
  else if (amountMinor > promisable) {
    faults["amount"] = say("amount_much", { most: moneyOf(view, promisable, currency) });
  }
  if (!dueOn) faults["day"] = say("day_unclear");
  else if (Temporal.PlainDate.compare(dueOn, today) < 0) faults["day"] = say("day_over");
  else if (Temporal.PlainDate.compare(dueOn, promiseUntil) > 0) {
    faults["day"] = say("day_late", { date: dateOf(view, promiseUntil) });
  }
  if (amountMinor === undefined || !dueOn || Object.keys(faults).length > 0) return { faults };
  return { amountMinor, dueOn };
}

async function confirmPromise(
  deps: PortalDeps,
  who: Guest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = portalForm(request);
  const { clientId, link } = who.known;
  const { customerId, accountId } = link;
  const dueOn = readDay(form.text("day"));
  const minor = /^\d{1,16}$/u.exec(form.text("amount"))?.[0];
  if (!dueOn || minor === undefined) return await impossible(who, reply);
  const amountMinor = BigInt(minor);
  const { currency } = await offerOf(deps, who);
  const { done } = await inClient(
    deps.db,
    clientId,
    async (tx) =>
      await changeCustomer(tx, clientId, BY, async (now) => {
        const promise = { customerId, accountId, amountMinor, dueOn, by: BY };
        return { customerId, ...(await agreePromise(tx, clientId, promise, now)) };
      }),
  );
  if ("refused" in done) return await impossible(who, reply);
  const { view } = who;
  const told = { amount: moneyOf(view, amountMinor, currency), date: dateOf(view, dueOn) };
  const page = donePage(view, view.say("promise_done", told), view.say("promise_done_about"));
  return await showPortal(reply, page);
}

/** The plan with so many instalments, as it would be today. */
async function planFor(
  { db }: PortalDeps,
  { known }: Guest,
  count: string,
): Promise<{ readonly offer: Offer; readonly instalments: readonly Instalment[] | undefined }> {
  const { clientId, link } = known;
  return await inClient(db, clientId, async (tx, now) => {
    const offer = await offersFor(tx, clientId, link.accountId, now);
    const chosen = offer.plans.find((plan) => String(plan.instalments) === count);
    if (!chosen) return { offer, instalments: undefined };
    const limits = await limitsOf(tx, clientId);
    const room = await standingOfAccount(tx, clientId, link.accountId, now);
    const { instalments, firstOn } = chosen;
    const wish = {
      totalMinor: room.collectibleMinor,
      instalments,
      firstOn,
      ...(room.paydayDay === undefined ? {} : { dayOfMonth: room.paydayDay }),
    };
    const plan = planOf(limits, wish, room);
    return { offer, instalments: "refused" in plan ? undefined : plan.instalments };
  });
}

async function confirmPlan(
  deps: PortalDeps,
  who: Guest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = portalForm(request);
  const { clientId, link } = who.known;
  const { customerId, accountId } = link;
  const { offer, instalments } = await planFor(deps, who, form.text("count"));
  const total = instalments?.reduce((sum, one) => sum + one.amountMinor, 0n);
  // What was read back is what is agreed, or nothing.
  if (!instalments || String(total) !== form.text("total")) return await impossible(who, reply);
  const { done } = await inClient(
    deps.db,
    clientId,
    async (tx) =>
      await changeCustomer(tx, clientId, BY, async (now) => {
        const plan = { customerId, accountId, instalments, by: BY };
        return { customerId, ...(await makePlan(tx, clientId, plan, now)) };
      }),
  );
  if ("refused" in done) return await impossible(who, reply);
  const { view } = who;
  const [first] = instalments;
  const about =
    first && `${moneyOf(view, first.amountMinor, offer.currency)} – ${dateOf(view, first.dueOn)}`;
  return await showPortal(reply, donePage(view, view.say("plan_done"), about));
}
