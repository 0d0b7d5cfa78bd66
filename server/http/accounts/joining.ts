// Links that let somebody in: an invitation of a client, and the set-up link of the operator. Each is good once.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountDeps } from "./deps.ts";
import { joinPage, lostPage, type Joining } from "./pages.ts";
import { signIn, slowDown } from "./sign-in.ts";
import { tell, tellOfAddress } from "./told.ts";
import { formOf, showPage, type Form } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { acceptInvitation, findInvitation } from "#auth/invitations.ts";
import { preparePerson, type PreparedPerson } from "#auth/people.ts";
import { signedInBy, type SignedIn } from "#auth/sessions.ts";
import { acceptSetup, findSetup } from "#auth/setup.ts";
import { clockNow } from "#platform/clock.ts";
import { UserError } from "#platform/errors.ts";

type Way = Joining & {
  readonly accept: (
    who: PreparedPerson | { readonly userId: string },
  ) => Promise<"done" | "gone" | "known">;
};

type Find = (token: string) => Promise<Way | undefined>;

/** GET and POST /invitation/:token and /set-up/:token. */
export function joiningRoutes(app: FastifyInstance, deps: AccountDeps): void {
  for (const [path, find] of [
    ["/invitation/:token", invitationBy(deps)],
    ["/set-up/:token", setupBy(deps)],
  ] as const) {
    app.get<{ Params: { token: string } }>(path, async (request, reply) => {
      slowDown(request);
      const way = await find(request.params.token);
      if (!way) return await showPage(reply, lostPage(), 404);
      return await showPage(reply, joinPage(way, await whoIs(deps, request)));
    });
    app.post<{ Params: { token: string } }>(path, async (request, reply) => {
      slowDown(request);
      const form = formOf(request);
      const way = await find(request.params.token);
      if (!way) return await showPage(reply, lostPage(), 404);
      return await join(deps, request, reply, way, form);
    });
  }
}

const invitationBy =
  ({ db }: AccountDeps): Find =>
  async (token) => {
    const found = await findInvitation(db, token);
    if (!found) return undefined;
    const { clientName, email, role, known } = found;
    return {
      title: `Join ${clientName}`,
      what: `You are invited to work in Dunlin for ${clientName}, as ${role.replace("_", " ")}.`,
      email,
      known,
      accept: async (who) => await acceptInvitation(db, found, who, await clockNow(db)),
    };
  };

const setupBy =
  ({ db }: AccountDeps): Find =>
  async (token) => {
    const found = await findSetup(db, token);
    if (!found) return undefined;
    return {
      title: "Set up Dunlin",
      what: "This makes you one of the operator's people: you may do everything, for every client.",
      email: found.email,
      known: found.known,
      accept: async (who) => await acceptSetup(db, found, who),
    };
  };

const whoIs = async ({ accounts }: AccountDeps, request: FastifyRequest) => {
  const who = await signedInBy(accounts, headersOf(request));
  // Whom a client's own provider signed in is known to that client only.
  return who?.onlyFor === undefined ? who : undefined;
};

async function join(
  deps: AccountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  way: Way,
  form: Form,
): Promise<FastifyReply> {
  const who = await whoIs(deps, request);
  if (mayUse(way, who)) {
    const done = await way.accept({ userId: who.userId });
    if (done !== "done") return await showPage(reply, lostPage(), 404);
    await tell(deps, request, "invitation accepted", { userId: who.userId, email: who.email });
    return await reply.redirect("/", 303);
  }
  // Whoever has an account proves it by signing in, not by knowing the link alone.
  if (way.known) return await showPage(reply, joinPage(way, who), 409);
  const email = way.email ?? form("email");
  const typed = { email, name: form("name"), password: form("password") };
  try {
    const done = await way.accept(await preparePerson(typed));
    if (done === "gone") return await showPage(reply, lostPage(), 404);
    if (done === "known") {
      const known = { ...way, email: way.email ?? typed.email, known: true };
      return await showPage(reply, joinPage(known, who), 409);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return await showPage(reply, joinPage({ ...way, typed, fault: error.message }, who), 422);
  }
  const signed = await signIn(deps, request, reply, {
    email: email.trim().toLowerCase(),
    password: typed.password,
  });
  // Who is new has just signed in; their address has them found.
  tellOfAddress(deps, request, "invitation accepted", email.trim().toLowerCase());
  return await reply.redirect(signed.fault === undefined ? "/" : "/sign-in", 303);
}

/** Whoever signed in accepts with that account when the link is for their address, or for nobody's in particular. */
const mayUse = (way: Way, who: SignedIn | undefined): who is SignedIn =>
  who !== undefined && (way.email === undefined || way.email === who.email);
