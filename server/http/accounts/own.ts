// What people look after themselves and what asks for their password: whoever sits at an open browser can't guess it for ever.
import type { Asked } from "../operation.ts";
import { passCookies } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { slowDown } from "../rate-limit.ts";
import { accountDepsOf, personOf } from "./answers.ts";
import type { AccountDeps } from "./deps.ts";
import { tell, tellLocked } from "./told.ts";
import { beginTry, endTry } from "#auth/lockout.ts";
import type { SignedIn } from "#auth/sessions.ts";

type Api = AccountDeps["accounts"]["auth"]["api"];

export type Own = { readonly deps: AccountDeps; readonly who: SignedIn };

/** Whoever asks, when they have a password here; 403 where their organisation's provider let them in. */
export async function ownerOf(asked: Asked): Promise<Own> {
  const who = await personOf(asked);
  if (who.onlyFor === undefined) return { deps: accountDepsOf(asked), who };
  throw new HttpProblem(
    403,
    "your organisation's own sign-in let you in; password and codes are looked after there",
  );
}

/** Asks better-auth for something that wants the password; 422 when it is wrong, 429 after too many wrong ones. */
export async function withPassword(
  asked: Asked,
  { deps, who }: Own,
  ask: (api: Api, headers: Headers) => Promise<Response>,
): Promise<Response> {
  const { request, reply } = asked;
  slowDown(request);
  const { db, auth } = deps.accounts;
  const waitS = await beginTry(db, who.email);
  if (waitS > 0) {
    tellLocked(deps, request, who.email, waitS);
    void reply.header("retry-after", String(waitS));
    throw new HttpProblem(429, `too many wrong passwords; try again in ${waitS} s`);
  }
  const answer = await ask(auth.api, headersOf(request));
  if (!answer.ok) {
    await tell(deps, request, "sign-in failed", who);
    throw new HttpProblem(422, "That is not your password.", [
      { in: "body", field: "current", message: "is not your password" },
    ]);
  }
  await endTry(db, who.email);
  passCookies(reply, answer);
  return answer;
}
