// Address and password, then a one-time code where there is one. Whether somebody has the address shows nowhere: the answer is
// the same, and so is the work.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountDeps } from "./deps.ts";
import { codePage } from "./pages.ts";
import { tell, tellLocked, tellOfAddress } from "./told.ts";
import { formOf, passCookies, showPage } from "../page/answers.ts";
import { signInPage } from "../page/frame.ts";
import { headersOf } from "../principal.ts";
import { slowDown } from "../rate-limit.ts";
import { beginTry, endTry, sweepAuth } from "#auth/lockout.ts";
import { rememberSignIn } from "#auth/people.ts";
import { useCode } from "#auth/sessions.ts";
import { digestOf } from "#auth/tokens.ts";

const WRONG = "E-mail address or password is wrong.";

/** GET /sign-in, POST /sign-in/password, GET and POST /sign-in/code. */
export function signInRoutes(app: FastifyInstance, deps: AccountDeps): void {
  app.get<{ Querystring: { error?: unknown } }>("/sign-in", async (request, reply) => {
    const fault = request.query.error === undefined ? undefined : NOT_ADMITTED;
    return await showPage(reply, signInPage({ people: true, fault }));
  });
  app.post("/sign-in/password", async (request, reply) => {
    const form = formOf(request);
    const [email, password] = [form("email").trim().toLowerCase(), form("password")];
    slowDown(request);
    const done = await signIn(deps, request, reply, { email, password });
    if (done.fault === undefined)
      return await reply.redirect(done.next === "in" ? "/" : "/sign-in/code", 303);
    const page = signInPage({ people: true, fault: done.fault, email: email.slice(0, 254) });
    return await showPage(reply, page, done.status);
  });
  app.get("/sign-in/code", async (_request, reply) => await showPage(reply, codePage(undefined)));
  app.post("/sign-in/code", async (request, reply) => {
    const form = formOf(request);
    slowDown(request);
    if (await enterCode(deps, request, reply, form("code"))) return await reply.redirect("/", 303);
    const fault = "That code is wrong, or was used, or came too late.";
    return await showPage(reply, codePage(fault), 401);
  });
}

const NOT_ADMITTED =
  "Your organisation's sign-in did not let you in. Ask whoever looks after Dunlin there for an invitation.";

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
