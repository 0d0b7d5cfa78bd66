// Who asks: the operator's token, or the key of a client.
import type { FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import { isToken } from "./token.ts";
import { principalOfKey } from "#auth/api-keys.ts";
import { OPERATOR, type OperatorScope, type Principal, type Scope } from "#auth/permissions.ts";
import { clientIdOf } from "#clients/clients.ts";
import type { Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** With this header the operator names the client that a request is for, by its slug. */
export const CLIENT_HEADER = "dunlin-client";

const BEARER = /^Bearer ([\w-]{1,200})$/i;

/** Whoever sent the request, or 401. */
export async function principalOf(request: FastifyRequest, db: Db): Promise<Principal> {
  const given = BEARER.exec(request.headers.authorization ?? "")?.[1];
  if (given !== undefined) {
    const found = (await principalOfKey(db, given)) ?? ((await isToken(db, given)) && OPERATOR);
    if (found) return found;
  }
  throw new HttpProblem(
    401,
    "send the header Authorization: Bearer KEY; an owner makes keys, and the start of the server shows the operator's",
  );
}

/** Goes on only when the principal may do that; 403 otherwise. */
export function requireScope(principal: Principal, needs: Scope | OperatorScope): void {
  if (!principal.scopes.has(needs)) {
    throw new HttpProblem(403, `this asks for the scope ${needs}, which you do not have`);
  }
}

/** The client that the request is for: the principal's own, else the one that the header names. 404 when there is none. */
export async function clientFor(
  request: FastifyRequest,
  principal: Principal,
  db: Db,
): Promise<string> {
  const named = request.headers[CLIENT_HEADER];
  const slug = typeof named === "string" ? named : undefined;
  if (principal.clientId === undefined) {
    if (slug === undefined) {
      throw new HttpProblem(
        422,
        "say which client it is for: send the header Dunlin-Client with its slug",
      );
    }
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
