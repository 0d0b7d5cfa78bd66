// Links that let somebody in: an invitation of a client, and the set-up link of the operator. Each is good once.
import type { FastifyReply, FastifyRequest } from "fastify";
import { lost } from "./answers.ts";
import type { AccountDeps } from "./deps.ts";
import { signIn } from "./sign-in.ts";
import { tell, tellOfAddress } from "./told.ts";
import { headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { acceptInvitation, findInvitation } from "#auth/invitations.ts";
import { preparePerson, type PreparedPerson } from "#auth/people.ts";
import { signedInBy, type SignedIn } from "#auth/sessions.ts";
import { acceptSetup, findSetup } from "#auth/setup.ts";
import { clockNow } from "#platform/clock.ts";

/** What a link is for. */
export type Way = {
  /** Who invites; undefined: the operator's own set-up. */
  readonly client?: string;
  readonly role?: string;
  /** Whom it is for; undefined: they say so themselves. */
  readonly email: string | undefined;
  /** The address has signed in before: it joins with that account. */
  readonly known: boolean;
  readonly accept: (
    who: PreparedPerson | { readonly userId: string },
  ) => Promise<"done" | "gone" | "known">;
};

export type Typed = { readonly email: string; readonly name: string; readonly password: string };

/** The way in that a token opens; undefined when it is no longer good. */
export async function joiningBy(
  { db }: AccountDeps,
  kind: "invitation" | "set-up",
  token: string,
): Promise<Way | undefined> {
  if (kind === "invitation") {
    const found = await findInvitation(db, token);
    if (!found) return undefined;
    const { clientName: client, email, role, known } = found;
    const accept: Way["accept"] = async (who) =>
      await acceptInvitation(db, found, who, await clockNow(db));
    return { client, role, email, known, accept };
  }
  const found = await findSetup(db, token);
  if (!found) return undefined;
  const { email, known } = found;
  return { email, known, accept: async (who) => await acceptSetup(db, found, who) };
}

/** Whoever signed in accepts with that account when the link is for their address, or for nobody's in particular. */
export async function whoMayJoin(
  { accounts }: AccountDeps,
  request: FastifyRequest,
  { email }: Way,
): Promise<SignedIn | undefined> {
  const who = await signedInBy(accounts, headersOf(request));
  // Whom a client's own provider signed in is known to that client only.
  if (who?.onlyFor !== undefined) return undefined;
  return email === undefined || email === who?.email ? who : undefined;
}

/** Uses the link, and signs whoever is new in; "sign_in": they must do so themselves. */
export async function join(
  deps: AccountDeps,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  way: Way,
  typed: Typed,
): Promise<"in" | "sign_in"> {
  const who = await whoMayJoin(deps, request, way);
  if (who) {
    if ((await way.accept({ userId: who.userId })) !== "done") throw lost();
    await tell(deps, request, "invitation accepted", { userId: who.userId, email: who.email });
    return "in";
  }
  // Whoever has an account proves it by signing in, not by knowing the link alone.
  if (way.known) throw hasAccount(way.email);
  const email = (way.email ?? typed.email).trim().toLowerCase();
  const done = await way.accept(await preparePerson({ ...typed, email }));
  if (done === "gone") throw lost();
  if (done === "known") throw hasAccount(email);
  const signed = await signIn(deps, request, reply, { email, password: typed.password });
  // Who is new has just signed in; their address has them found.
  tellOfAddress(deps, request, "invitation accepted", email);
  return signed.fault === undefined ? "in" : "sign_in";
}

const hasAccount = (email = "the address"): HttpProblem =>
  new HttpProblem(
    409,
    `${email} has an account already; sign in with it, then open this link again`,
  );
