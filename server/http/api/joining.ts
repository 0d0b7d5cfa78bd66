// Links that let somebody in, each good once: an invitation of a client, the set-up of the operator, a new password.
import { z } from "zod";
import { accountDepsOf, lost } from "../accounts/answers.ts";
import { join, joiningBy, whoMayJoin } from "../accounts/joining.ts";
import { admit } from "../operation.ts";
import { Mailbox, Password, Token } from "./session.ts";

const Kind = z.enum(["invitation", "set-up"]).describe("as the path of the link begins");

const Joining = z.object({
  kind: Kind,
  client: z.string().nullable().describe("who invites; null for the set-up of the operator"),
  role: z.string().nullable(),
  email: z.string().nullable().describe("whom it is for; null: they say so themselves"),
  known: z.boolean().describe("the address has signed in before, and joins with that account"),
  as: z.string().nullable().describe("the address that is signed in here and may accept"),
});

/** What a link is for. */
export const lookAtLink = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "What a link of an invitation or of the set-up is for, and who may accept it",
  body: z.strictObject({ kind: Kind, token: Token }),
  response: Joining,
  example: { body: { kind: "invitation", token: "what stands behind the last slash" } },
  work: async (asked, { body }) => {
    const deps = accountDepsOf(asked);
    const way = await joiningBy(deps, body.kind, body.token);
    if (!way) throw lost();
    const { client = null, role = null, email = null, known } = way;
    const who = await whoMayJoin(deps, asked.request, way);
    return { kind: body.kind, client, role, email, known, as: who?.email ?? null };
  },
});

/** Uses a link. */
export const acceptLink = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Accept an invitation or the set-up: with a new account, or the one that is signed in",
  description:
    "409 when the address has an account already: sign in with it, then accept without name and password.",
  body: z.strictObject({
    kind: Kind,
    token: Token,
    email: Mailbox.exactOptional(),
    name: z.string().max(200).exactOptional(),
    password: Password.exactOptional(),
  }),
  response: z.object({ next: z.enum(["in", "sign_in"]) }),
  example: {
    body: {
      kind: "invitation",
      token: "what stands behind the last slash",
      name: "Ann Example",
      password: "four geese on a wet roof",
    },
  },
  work: async (asked, { body }) => {
    const { kind, token, email = "", name = "", password = "" } = body;
    const deps = accountDepsOf(asked);
    const way = await joiningBy(deps, kind, token);
    if (!way) throw lost();
    return { next: await join(deps, asked, way, { email, name, password }) };
  },
});
