// Signing in and out, for the console: what it asks before anybody is somebody.
import { z } from "zod";
import { accountDepsOf } from "../accounts/answers.ts";
import { enterCode, signIn } from "../accounts/sign-in.ts";
import { beginSingleSignOn } from "../accounts/single-sign-on.ts";
import { tell } from "../accounts/told.ts";
import { isSignedIn, setCookie } from "../guard.ts";
import { admit } from "../operation.ts";
import { passCookies } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { isToken } from "../token.ts";
import { LEAST_CHARACTERS } from "#auth/passwords.ts";
import { showsSession, signedInBy } from "#auth/sessions.ts";

/** Cookies of sessions are signed text of better-auth, or the token itself. */
const Typed = (most: number) => z.string().min(1, { error: "is empty" }).max(most);
export const Mailbox = Typed(254);
export const Password = Typed(1_000);
export const Token = Typed(200);
export const Language = z.enum(["en", "pl"]).default("en").describe("of the letter");

const In = z.object({
  next: z.enum(["in", "code"]).describe("`in`: signed in. `code`: send the one-time code"),
});

const IN = { next: "in" as const };

/** How one may sign in here. */
export const waysIn = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Whether somebody is signed in, and what signing in asks for here",
  response: z.object({
    signed_in: z.boolean(),
    people: z.boolean().describe("people sign in with address and password"),
    letters: z.boolean().describe("letters go out, so a forgotten password can be replaced"),
    least_characters: z.int(),
  }),
  example: {},
  work: async ({ deps, request }) => {
    const { accounts, db, letters = false } = deps;
    const who = accounts && (await signedInBy(accounts, headersOf(request)));
    return {
      signed_in: who !== undefined || (await isSignedIn(request, db)),
      people: accounts !== undefined,
      letters,
      least_characters: LEAST_CHARACTERS,
    };
  },
});

/** With address and password. */
export const signInWithPassword = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Sign in with address and password; the answer sets a cookie, or asks for a code",
  description:
    "401 says the same whether or not somebody has the address. After five wrong passwords in a row the address waits: 429, with Retry-After.",
  body: z.strictObject({ email: Mailbox, password: Password }),
  response: In,
  example: { body: { email: "ann@example.org", password: "four geese on a wet roof" } },
  work: async (asked, { body }) => {
    const { request, reply } = asked;
    const email = body.email.trim().toLowerCase();
    const { password } = body;
    const done = await signIn(accountDepsOf(asked), request, reply, { email, password });
    if (done.fault !== undefined) throw new HttpProblem(done.status, done.fault);
    return { next: done.next };
  },
});

/** With the code behind the password. */
export const signInWithCode = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Send the one-time code, or a backup code, that signing in asked for",
  body: z.strictObject({ code: Typed(100) }),
  response: In,
  example: { body: { code: "123456" } },
  work: async (asked, { body }) => {
    const { request, reply } = asked;
    if (await enterCode(accountDepsOf(asked), request, reply, body.code)) return IN;
    throw new HttpProblem(401, "That code is wrong, or was used, or came too late.");
  },
});

/** With the operator's token. */
export const signInWithToken = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Sign the browser in with the token of the installation",
  body: z.strictObject({ token: Token }),
  response: In,
  example: { body: { token: "the one that the start of the server shows" } },
  work: async ({ deps, request, reply }, { body }) => {
    const token = body.token.trim();
    if (!(await isToken(deps.db, token))) {
      throw new HttpProblem(401, "That is not the token of this installation.");
    }
    setCookie(request, reply, token);
    return IN;
  },
});

/** Where a client's own sign-in begins. */
export const signInElsewhere = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Begin to sign in at a client's own provider; send the browser to the answer's url",
  body: z.strictObject({ client: Typed(63) }),
  response: z.object({ url: z.string() }),
  example: { body: { client: "acme" } },
  work: async (asked, { body }) => {
    const { request, reply } = asked;
    const url = await beginSingleSignOn(accountDepsOf(asked), request, reply, body.client);
    if (url !== undefined) return { url };
    throw new HttpProblem(
      404,
      "There is no organisation of that name with a sign-in of its own, or it does not answer.",
    );
  },
});

/** Out again. */
export const signOut = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Sign the browser out; its session ends on the server too",
  response: z.object({ signed_in: z.boolean() }),
  example: {},
  work: async ({ deps, request, reply }) => {
    const { accounts, db, log } = deps;
    setCookie(request, reply);
    const headers = headersOf(request);
    if (accounts && showsSession(headers)) {
      const who = await signedInBy(accounts, headers);
      if (who) await tell({ db, log }, request, "signed out", who);
      passCookies(reply, await accounts.auth.api.signOut({ headers, asResponse: true }));
    }
    return { signed_in: false };
  },
});
