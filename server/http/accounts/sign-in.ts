// Address and password, then a one-time code where there is one. Whether somebody has the address shows nowhere: the answer is
// the same, and so is the work.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccountDeps } from "./deps.ts";
import { tell, tellLocked, tellOfAddress } from "./told.ts";
import { passCookies } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { beginTry, endTry, sweepAuth } from "#auth/lockout.ts";
import { rememberSignIn } from "#auth/people.ts";
import { useCode } from "#auth/sessions.ts";
import { digestOf } from "#auth/tokens.ts";

const WRONG = "E-mail address or password is wrong.";

type Credentials = { readonly email: string; readonly password: string };
type Tried =
  | { readonly fault: undefined; readonly next: "in" | "code" }
  | { readonly fault: string; readonly status: 401 | 429 };

/** Tries a password; sets the cookies of a session, or of the question for the code. */
export async function signIn(
  deps: AccountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  credentials: Credentials,
): Promise<Tried> {
  const { db, auth } = deps.accounts;
  const { email } = credentials;
  const waitS = await beginTry(db, email);
  if (waitS > 0) {
    tellLocked(deps, request, email, waitS);
    void reply.header("retry-after", String(waitS));
    return { fault: `Too many tries. Try again in ${inMinutes(waitS)}.`, status: 429 };
  }
  const answer = await auth.api.signInEmail({
    body: { ...credentials, rememberMe: true },
    headers: headersOf(request),
    asResponse: true,
  });
  if (!answer.ok) {
    tellOfAddress(deps, request, "sign-in failed", email);
    return { fault: WRONG, status: 401 };
  }
  passCookies(reply, answer);
  await endTry(db, email);
  const said = (await answer.json()) as { twoFactorRedirect?: boolean; user?: { id: string } };
  if (said.twoFactorRedirect === true || !said.user) return { fault: undefined, next: "code" };
  await rememberSignIn(db, said.user.id);
  await tell(deps, request, "signed in", { userId: said.user.id, email });
  await sweepAuth(db);
  return { fault: undefined, next: "in" };
}

const inMinutes = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
};

/** Tries a one-time or backup code, with the cookie that the password gave; true when it signed somebody in. */
export async function enterCode(
  deps: AccountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: string,
): Promise<boolean> {
  const { db, auth } = deps.accounts;
  const headers = headersOf(request);
  const code = typed.replace(/\s+/g, "");
  const isTotp = /^\d{6}$/.test(code);
  const answer = isTotp
    ? await auth.api.verifyTOTP({ body: { code }, headers, asResponse: true })
    : await auth.api.verifyBackupCode({ body: { code }, headers, asResponse: true });
  const said = answer.ok
    ? ((await answer.json()) as { token?: string; user?: { id: string; email: string } })
    : undefined;
  // What nobody typed here before: a code that somebody looked at over a shoulder is good for nothing.
  const userId = said?.user?.id;
  if (userId !== undefined && (!isTotp || (await useCode(db, userId, digestOf(code))))) {
    passCookies(reply, answer);
    await rememberSignIn(db, userId);
    await tell(deps, request, "signed in", { userId, email: said?.user?.email ?? "" });
    await sweepAuth(db);
    return true;
  }
  if (said?.user) tellOfAddress(deps, request, "code refused", said.user.email);
  else deps.log.info({ part: "accounts", act: "code refused", ip: request.ip }, "accounts");
  if (said?.token !== undefined)
    await (await auth.$context).internalAdapter.deleteSession(said.token);
  if (!answer.ok) passCookies(reply, answer);
  return false;
}
