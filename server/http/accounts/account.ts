// What people look after themselves: password, one-time codes, the browsers that they signed in with.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accountPage, codesPage, type Said } from "./account-page.ts";
import type { AccountDeps } from "./deps.ts";
import { slowDown } from "./sign-in.ts";
import { tell, tellLocked } from "./told.ts";
import { formOf, passCookies, showPage, type Form } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { beginTry, endTry } from "#auth/lockout.ts";
import { passwordFault } from "#auth/passwords.ts";
import {
  endOtherSessions,
  endSession,
  listSessions,
  signedInBy,
  useCode,
  type SignedIn,
} from "#auth/sessions.ts";
import { digestOf } from "#auth/tokens.ts";

type Acting = {
  readonly deps: AccountDeps;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly who: SignedIn;
  readonly form: Form;
};

/** What is said after a form that went well, by what stands in the address. */
const DONE: ReadonlyMap<string, string> = new Map([
  ["password", "The password is changed, and your other browsers are signed out."],
  ["codes-on", "From now on signing in asks for a code."],
  ["codes-off", "Signing in asks for no code any more."],
]);

const WRONG: Said = { fault: "That is not your password." };

/** GET /account, and what its forms send. */
export function accountPageRoutes(app: FastifyInstance, deps: AccountDeps): void {
  app.get<{ Querystring: { done?: unknown } }>("/account", async (request, reply) => {
    const who = await signedInBy(deps.accounts, headersOf(request));
    if (!who) return await reply.redirect("/sign-in", 303);
    const good = DONE.get(String(request.query.done));
    return await show(deps, reply, who, good === undefined ? {} : { good });
  });
  const on = (path: string, work: (acting: Acting) => Promise<FastifyReply>): void => {
    app.post(`/account/${path}`, async (request, reply) => {
      const form = formOf(request);
      const who = await signedInBy(deps.accounts, headersOf(request));
      if (!who) return await reply.redirect("/sign-in", 303);
      return await work({ deps, request, reply, who, form });
    });
  };
  on("password", changePassword);
  on("codes/begin", beginCodes);
  on("codes/confirm", confirmCodes);
  on("codes/renew", renewCodes);
  on("codes/end", endCodes);
  on("sessions/end", async ({ deps, request, who, form, reply }) => {
    if (await endSession(deps.db, who, form("session")))
      await tell(deps, request, "session ended", who);
    return await reply.redirect("/account", 303);
  });
  on("sessions/end-others", async ({ deps, request, who, reply }) => {
    await endOtherSessions(deps.db, who);
    await tell(deps, request, "other sessions ended", who);
    return await reply.redirect("/account", 303);
  });
}

async function show(
  { db }: AccountDeps,
  reply: FastifyReply,
  who: SignedIn,
  said: Said,
): Promise<FastifyReply> {
  const page = accountPage({ who, sessions: await listSessions(db, who), said });
  return await showPage(reply, page, said.fault === undefined ? 200 : 422);
}

/** Asks better-auth for something that wants the password; whoever sits at an open browser can't guess it for ever. */
async function withPassword(
  { deps, request, reply, who, form }: Acting,
  ask: (password: string, headers: Headers) => Promise<Response>,
): Promise<Response | undefined> {
  slowDown(request);
  const { accounts } = deps;
  const waitS = await beginTry(accounts.db, who.email);
  if (waitS > 0) tellLocked(deps, request, who.email, waitS);
  if (waitS > 0) throw new HttpProblem(429, `too many wrong passwords; try again in ${waitS} s`);
  const answer = await ask(form("current"), headersOf(request));
  if (!answer.ok) {
    await tell(deps, request, "sign-in failed", who);
    return undefined;
  }
  await endTry(accounts.db, who.email);
  passCookies(reply, answer);
  return answer;
}

async function changePassword(acting: Acting): Promise<FastifyReply> {
  const { deps, reply, who, form } = acting;
  const newPassword = form("new");
  const fault = passwordFault(newPassword, [who.email, who.name]);
  if (fault !== undefined) {
    return await show(deps, reply, who, { fault: `The new password can't be used: ${fault}.` });
  }
  const done = await withPassword(
    acting,
    async (currentPassword, headers) =>
      await deps.accounts.auth.api.changePassword({
        body: { currentPassword, newPassword, revokeOtherSessions: true },
        headers,
        asResponse: true,
      }),
  );
  if (!done) return await show(deps, reply, who, WRONG);
  await tell(deps, acting.request, "password changed", who);
  return await reply.redirect("/account?done=password", 303);
}

async function beginCodes(acting: Acting): Promise<FastifyReply> {
  const { deps, reply, who } = acting;
  const answer = await withPassword(
    acting,
    async (password, headers) =>
      await deps.accounts.auth.api.enableTwoFactor({
        body: { password, method: "totp" },
        headers,
        asResponse: true,
      }),
  );
  if (!answer) return await show(deps, reply, who, WRONG);
  const { totpURI, backupCodes } = (await answer.json()) as {
    totpURI: string;
    backupCodes: string[];
  };
  const secret = new URL(totpURI).searchParams.get("secret") ?? "";
  return await showPage(reply, codesPage({ backupCodes, enrol: { uri: totpURI, secret } }));
}

async function confirmCodes({ deps, request, reply, who, form }: Acting): Promise<FastifyReply> {
  slowDown(request);
  const code = form("code").replace(/\s+/g, "");
  const answer = await deps.accounts.auth.api.verifyTOTP({
    body: { code },
    headers: headersOf(request),
    asResponse: true,
  });
  if (!answer.ok) {
    const fault = "That code is wrong or came too late. Begin again, with the secret shown anew.";
    return await show(deps, reply, who, { fault });
  }
  passCookies(reply, answer);
  await useCode(deps.db, who.userId, digestOf(code));
  await tell(deps, request, "codes switched on", who);
  return await reply.redirect("/account?done=codes-on", 303);
}

async function renewCodes(acting: Acting): Promise<FastifyReply> {
  const { deps, reply, who } = acting;
  const answer = await withPassword(
    acting,
    async (password, headers) =>
      await deps.accounts.auth.api.generateBackupCodes({
        body: { password },
        headers,
        asResponse: true,
      }),
  );
  if (!answer) return await show(deps, reply, who, WRONG);
  await tell(deps, acting.request, "backup codes renewed", who);
  const { backupCodes } = (await answer.json()) as { backupCodes: string[] };
  return await showPage(reply, codesPage({ backupCodes }));
}

async function endCodes(acting: Acting): Promise<FastifyReply> {
  const { deps, reply, who } = acting;
  const answer = await withPassword(
    acting,
    async (password, headers) =>
      await deps.accounts.auth.api.disableTwoFactor({
        body: { password },
        headers,
        asResponse: true,
      }),
  );
  if (!answer) return await show(deps, reply, who, WRONG);
  await tell(deps, acting.request, "codes switched off", who);
  return await reply.redirect("/account?done=codes-off", 303);
}
