// Who asks: the operator's token (in a header, or in the cookie of whoever signed in with it), the key of a client, or
// somebody whose browser has signed in.
import type { FastifyRequest } from "fastify";
import { checkOrigin, isSignedIn } from "./guard.ts";
import { HttpProblem } from "./problems.ts";
import { isToken } from "./token.ts";
import { principalOfKey } from "#auth/api-keys.ts";
import { ADDRESS_HEADER, type Accounts } from "#auth/accounts.ts";
import { OPERATOR, type Need, type Principal } from "#auth/permissions.ts";
import { principalOfUser, signedInBy } from "#auth/sessions.ts";
import { clientIdOf } from "#clients/clients.ts";
import type { Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** With this header the operator, and whoever works for several clients, names the client that a request is for, by its slug. */
export const CLIENT_HEADER = "dunlin-client";

const BEARER = /^Bearer ([\w-]{1,200})$/i;

type Asking = { readonly db: Db; readonly accounts?: Accounts | undefined };

/** Whoever sent the request, or 401; 422 when they work for several clients and named none, unless that does not matter. */
export async function principalOf(
  request: FastifyRequest,
  { db, accounts }: Asking,
  needs?: Need,
): Promise<Principal> {
  const { authorization } = request.headers;
  const given = BEARER.exec(authorization ?? "")?.[1];
  if (given !== undefined) {
    const found = (await principalOfKey(db, given)) ?? ((await isToken(db, given)) && OPERATOR);
    if (found) return found;
  }
  const user = authorization === undefined && (await userOf(request, accounts, needs));
  if (user) return user;
  if (authorization === undefined && (await isSignedIn(request, db))) {
    if (!isReading(request)) requireOurPage(request);
    return OPERATOR;
  }
  throw new HttpProblem(
    401,
    "send the header Authorization: Bearer KEY; an owner makes keys, and the start of the server shows the operator's",
  );
}

async function userOf(
  request: FastifyRequest,
  accounts: Accounts | undefined,
  needs: Need | undefined,
): Promise<Principal | undefined> {
  const who = accounts && (await signedInBy(accounts, headersOf(request)));
  if (!who) return undefined;
  if (!isReading(request)) requireOurPage(request);
  const slug = slugOf(request);
  const principal = principalOfUser(who, slug);
  if (principal === "unknown") throw noClient(slug ?? "");
  if (principal !== "choose") return principal;
  if (needs !== "anybody") throw unnamed();
  const { email, userId: id } = who;
  return { kind: "user", actor: `user:${email}`, clientId: undefined, id, scopes: new Set() };
}

const isReading = ({ method }: FastifyRequest): boolean => method === "GET" || method === "HEAD";

// A browser sends a cookie whoever made it ask: what changes something must come from a page of ours.
function requireOurPage(request: FastifyRequest): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (origin === undefined && site === undefined) {
    throw new HttpProblem(
      403,
      "with a cookie, send the header Origin as browsers do; programs use a key",
    );
  }
  checkOrigin(request);
}

/** What better-auth needs to see of a request: never its headers about addresses, which anybody can make up. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: request.ip });
  for (const name of ["cookie", "user-agent"] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value.slice(0, 8_192));
  }
  return headers;
}

/** Goes on only when the principal may do that; 403 otherwise. */
export function requireScope(principal: Principal, needs: Need): void {
  if (needs !== "anybody" && !principal.scopes.has(needs)) {
    throw new HttpProblem(403, `this asks for the scope ${needs}, which you do not have`);
  }
}

const slugOf = (request: FastifyRequest): string | undefined => {
  const named = request.headers[CLIENT_HEADER];
  return typeof named === "string" ? named : undefined;
};

const unnamed = (): HttpProblem =>
  new HttpProblem(422, "say which client it is for: send the header Dunlin-Client with its slug");

/** The client that the request is for: the principal's own, else the one that the header names. 404 when there is none. */
export async function clientFor(
  request: FastifyRequest,
  principal: Principal,
  db: Db,
): Promise<string> {
  const slug = slugOf(request);
  if (principal.clientId === undefined) {
    if (slug === undefined) throw unnamed();
    return await idBySlug(db, slug);
  }
  if (slug !== undefined && (await idBySlug(db, slug)) !== principal.clientId) {
    throw noClient(slug);
  }
  return principal.clientId;
}

async function idBySlug(db: Db, slug: string): Promise<string> {
  try {
    return await clientIdOf(db, slug);
  } catch (error) {
    throw error instanceof UserError ? noClient(slug) : error;
  }
}

// The same words whether the client is another's or nobody's: slugs of others can't be found out.
const noClient = (slug: string): HttpProblem =>
  new HttpProblem(404, `there is no client "${slug}" here`);
