// To the sign-in of a client's own provider, and back. Of better-auth's own addresses only the way back is open.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountDeps } from "./deps.ts";
import { tell } from "./told.ts";
import { passCookies } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { slowDown } from "../rate-limit.ts";
import { AUTH_PATH, type Provider } from "#auth/accounts.ts";
import { signedInBy } from "#auth/sessions.ts";
import { providerOf } from "#auth/single-sign-on.ts";
import { clientIdOf } from "#clients/clients.ts";
import { UserError } from "#platform/errors.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_QUERY = 8_192;

/** Where the console says that there is no such provider, or that it did not let somebody in. */
const NO_PROVIDER = "/sign-in?error=provider";
const NOT_ADMITTED = "/sign-in?error=sso";

/** GET /sso/:slug and the way back. */
export function singleSignOnRoutes(app: FastifyInstance, deps: AccountDeps): void {
  app.get<{ Params: { slug: string } }>("/sso/:slug", async (request, reply) => {
    slowDown(request);
    const url = await beginSingleSignOn(deps, request, reply, request.params.slug);
    return await reply.redirect(url ?? NO_PROVIDER, 303);
  });
  app.get<{ Params: { client_id: string } }>(
    `${AUTH_PATH}/sso/callback/:client_id`,
    async (request, reply) => await end(deps, request, reply, request.params.client_id),
  );
}

/** The address at the client's own provider; undefined where there is no such client, or it has none that answers. */
export async function beginSingleSignOn(
  deps: AccountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
): Promise<string | undefined> {
  const provider = await bySlug(deps, slug.trim().toLowerCase());
  if (!provider) return undefined;
  const answer = await deps.accounts.through(provider).api.signInSSO({
    body: { providerId: provider.clientId, callbackURL: "/", errorCallbackURL: "/sign-in" },
    headers: headersOf(request),
    asResponse: true,
  });
  if (!answer.ok) return undefined;
  passCookies(reply, answer);
  const { url } = (await answer.json()) as { url: string };
  return url;
}

async function end(
  deps: AccountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  clientId: string,
): Promise<FastifyReply> {
  const provider = UUID.test(clientId)
    ? await providerOf(deps.db, clientId, deps.sealKey)
    : undefined;
  if (!provider || request.url.length > LONGEST_QUERY) {
    return await reply.redirect(NO_PROVIDER, 303);
  }
  const { accounts } = deps;
  const query = request.url.slice(request.url.indexOf("?"));
  const url = `${accounts.publicUrl}${AUTH_PATH}/sso/callback/${clientId}${query.startsWith("?") ? query : ""}`;
  const asked = new Request(url, { headers: headersOf(request) });
  const answer = await accounts.through(provider).handler(asked);
  passCookies(reply, answer);
  const next = answer.headers.get("location");
  if (answer.status === 302 && next !== null) {
    const to = ours(accounts, next);
    if (to === "/") await tellWhoCame(deps, request, answer);
    else deps.log.info({ part: "accounts", act: "sign-in failed", clientId }, "single sign-on");
    return await reply.redirect(to, 303);
  }
  return await reply.redirect(NOT_ADMITTED, 303);
}

async function tellWhoCame(
  deps: AccountDeps,
  request: FastifyRequest,
  answer: Response,
): Promise<void> {
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  const who = await signedInBy(deps.accounts, new Headers({ cookie }));
  if (who) await tell(deps, request, "signed in", who);
}

/** Wherever better-auth leads, it is to a page of ours: the start, or sign-in with a word of why. */
function ours({ publicUrl }: { readonly publicUrl: string }, next: string): string {
  const url = URL.parse(next, publicUrl);
  return url?.pathname === "/" && !url.searchParams.has("error") ? "/" : NOT_ADMITTED;
}

async function bySlug({ db, sealKey }: AccountDeps, slug: string): Promise<Provider | undefined> {
  if (!/^[a-z0-9-]{1,63}$/.test(slug)) return undefined;
  try {
    return await providerOf(db, await clientIdOf(db, slug), sealKey);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
