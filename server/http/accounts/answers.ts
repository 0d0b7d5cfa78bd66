// What the operations around signing in stand on, and how they refuse.
import { headersOf } from "../principal.ts";
import type { Asked } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import type { AccountDeps } from "./deps.ts";
import { signedInBy, type SignedIn } from "#auth/sessions.ts";

/** Accounts as these operations need them; 503 where this process signs nobody in. */
export function accountDepsOf({ deps }: Pick<Asked, "deps">): AccountDeps {
  const { accounts, db, callbacks, log, letters = false } = deps;
  if (!accounts) throw new HttpProblem(503, "this process signs nobody in");
  return { accounts, db, log, letters, sealKey: callbacks.sealKey };
}

/** Whoever signed in with the browser that asks; 403 for keys and the operator's token, which have no account. */
export async function personOf(asked: Asked): Promise<SignedIn> {
  const { accounts } = accountDepsOf(asked);
  const { principal, request } = asked;
  const who =
    principal.kind === "user" ? await signedInBy(accounts, headersOf(request)) : undefined;
  if (who) return who;
  throw new HttpProblem(403, "keys and the token have no account; sign in as a person");
}

export const lost = (): HttpProblem =>
  new HttpProblem(404, "this link was used, has expired, or was replaced by a newer one");
