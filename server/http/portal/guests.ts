// Who is let in: the page asks for what only the customer knows, and everything behind it asks whether that was given.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { HttpProblem } from "../problems.ts";
import { Limiter, type RateLimit } from "../rate-limit.ts";
import { mayShowAmount, seeAccount } from "./account.ts";
import { callerOf } from "./caller.ts";
import { portalForm } from "./forms.ts";
import { keepLanguage, letIn, letOut } from "./session.ts";
import {
  showPortal,
  visit,
  type Guest,
  type Known,
  type PortalDeps,
  type TokenParam,
  type Visit,
} from "./visit.ts";
import { accountPage } from "#portal/account-page.ts";
import { closedPage, enterPage, whoPage } from "#portal/entry-pages.ts";
import { PORTAL_LANGUAGES } from "#portal/words.ts";
import { FACTOR_KINDS, prove, type FactorKind } from "#payments/factors.ts";

/** For each address that asks, in each process: a whole firm may sit behind one. */
const LIMIT: RateLimit = { perSecond: 20, burst: 200 };
/** Guesses have a slower budget of their own. */
const GUESSES: RateLimit = { perSecond: 2, burst: 100 };
/** In the place of a client that is not known: the same statements find nothing. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

export type Guests = { readonly limit: Limiter; readonly guesses: Limiter };

export const openGuests = (): Guests => ({
  limit: new Limiter(LIMIT),
  guesses: new Limiter(GUESSES),
});

export function takeTurn(limiter: Limiter, request: FastifyRequest, reply: FastifyReply): void {
  const { granted, waitS } = limiter.take(callerOf(request));
  if (granted) return;
  void reply.header("retry-after", String(waitS));
  throw new HttpProblem(429, "too many requests; go on more slowly");
}

/** Who may go on; undefined, with the answer sent, for who must first say who they are. */
export async function guest(
  deps: PortalDeps,
  { limit }: Guests,
  request: FastifyRequest<TokenParam>,
  reply: FastifyReply,
  needs: Guest["level"] = "limited",
): Promise<Guest | undefined> {
  takeTurn(limit, request, reply);
  const found = await visit(deps, request);
  const { known, level } = found;
  if (known && level && (await mayGoOn(deps, known, level, needs))) {
    return { ...found, known, level };
  }
  await reply.redirect(found.view.base, 303);
  return undefined;
}

// Without a proof nobody goes further than to what the message itself said.
async function mayGoOn(
  { db }: PortalDeps,
  known: Known,
  level: Guest["level"],
  needs: Guest["level"],
): Promise<boolean> {
  if (level === "full") return true;
  if (needs === "full") return false;
  return await inClient(db, known.clientId, async (tx) => await mayShowAmount(tx, known));
}

/** GET and POST /p/:token, POST /p/:token/leave. */
export function guestRoutes(app: FastifyInstance, deps: PortalDeps, guests: Guests): void {
  app.get<TokenParam>("/p/:token", async (request, reply) => {
    takeTurn(guests.limit, request, reply);
    const found = await visit(deps, request);
    const { lang } = request.query as { lang?: unknown };
    if (PORTAL_LANGUAGES.some((one) => one === lang)) {
      keepLanguage(reply, found.view.base, String(lang));
    }
    if (!found.known || !found.level) return await ask(request, reply, found);
    return await showAccount(deps, { ...found, known: found.known, level: found.level }, reply);
  });

  app.post<TokenParam>("/p/:token", async (request, reply) => {
    const form = portalForm(request);
    takeTurn(guests.limit, request, reply);
    takeTurn(guests.guesses, request, reply);
    const found = await visit(deps, request);
    const { known, view } = found;
    if (known?.factors.length === 0) {
      letIn(deps.pay.sealKey, reply, view.base, ofLink(known), "limited");
      return await reply.redirect(view.base, 303);
    }
    const kind = kindOf(form.text("kind")) ?? FACTOR_KINDS[0];
    const proving = { linkId: known?.link.linkId ?? NOBODY, kind, answer: form.text("answer") };
    const clientId = known?.clientId;
    const isProven = await inClient(
      deps.db,
      clientId ?? NOBODY,
      async (tx, now) => await prove(tx, clientId, deps.pay.sealKey, proving, now),
    );
    if (!isProven || !known) return await ask(request, reply, found, kind);
    letIn(deps.pay.sealKey, reply, view.base, ofLink(known), "full");
    const isToProve = known.link.action === "proof";
    return await reply.redirect(isToProve ? `${view.base}/paid` : view.base, 303);
  });

  app.post<TokenParam>("/p/:token/leave", async (request, reply) => {
    portalForm(request);
    const { view } = await visit(deps, request);
    letOut(reply, view.base);
    return await showPortal(reply, closedPage(view, view.say("left")));
  });
}

const ofLink = ({ clientId, link }: NonNullable<Visit["known"]>) => ({
  clientId,
  linkId: link.linkId,
});

const kindOf = (text: unknown): FactorKind | undefined =>
  FACTOR_KINDS.find((kind) => kind === text);

/** The question; `failed`: to which the answer was wrong, or nobody will ever know better. */
async function ask(
  request: FastifyRequest,
  reply: FastifyReply,
  { view, known }: Visit,
  failed?: FactorKind,
): Promise<FastifyReply> {
  if (known?.factors.length === 0) return await showPortal(reply, enterPage(view));
  const offered = known?.factors ?? FACTOR_KINDS;
  const wished = failed ?? kindOf((request.query as { by?: unknown }).by);
  const kind = offered.find((one) => one === wished) ?? offered[0]!;
  const others = offered.filter((one) => one !== kind);
  const text = whoPage(view, { kind, others, failed: failed !== undefined });
  return await showPortal(reply, text, { status: failed === undefined ? 200 : 422 });
}

async function showAccount(
  deps: PortalDeps,
  { known, view, level }: Guest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isLimited = level === "limited";
  const account = await inClient(deps.db, known.clientId, async (tx, now) => {
    if (isLimited && !(await mayShowAmount(tx, known))) return undefined;
    return (await seeAccount(tx, known, { isLimited, now })).account;
  });
  if (!account) return await showPortal(reply, closedPage(view, view.say("limited_nothing")));
  return await showPortal(reply, accountPage(view, account));
}
