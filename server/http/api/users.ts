import { z } from "zod";
import { change, introduce, query, type Asked } from "../operation.ts";
import { CLIENT_HEADER, clientFor, headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { InstantOnWire, snakeKeys } from "../wire.ts";
import { invite, listInvitations, withdrawInvitation } from "#auth/invitations.ts";
import { writeLetter } from "#auth/letters.ts";
import { changeRole, endMember, listMembers, type Refusal } from "#auth/members.ts";
import { ROLES, type Role } from "#auth/permissions.ts";
import { signedInBy } from "#auth/sessions.ts";
import { clockNow } from "#platform/clock.ts";
import { getClient } from "#clients/clients.ts";

const User = z.object({
  user_id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  since: InstantOnWire,
  added_by: z.string(),
  last_sign_in_at: InstantOnWire.nullable(),
  totp: z.boolean(),
});

const Invitation = z.object({
  invitation_id: z.uuid(),
  email: z.string(),
  role: z.string(),
  created_by: z.string(),
  expires_at: InstantOnWire,
});

/** Who works for the client, and who is invited to. */
export const users = query({
  needs: "users:read",
  tag: "Users",
  summary:
    "Members of the client with role, last sign-in and whether codes are on; open invitations",
  response: z.object({ users: z.array(User), invitations: z.array(Invitation) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    users: (await listMembers(tx, clientId)).map(snakeKeys),
    invitations: (await listInvitations(tx, clientId)).map(snakeKeys),
  }),
});

const ABOVE = "nobody gives or takes away a role that may do what they may not";

const WORDS: Readonly<Record<Refusal, readonly [status: number, detail: string]>> = {
  no_member: [404, "there is no such user here"],
  above: [403, ABOVE],
  last_owner: [409, "this is the last owner; make somebody else an owner first"],
};

function requireDone(result: Refusal | "done"): void {
  if (result !== "done") throw new HttpProblem(...WORDS[result]);
}

const accountsOf = ({ deps }: Asked): NonNullable<Asked["deps"]["accounts"]> => {
  if (deps.accounts) return deps.accounts;
  throw new HttpProblem(503, "this process signs nobody in");
};

/** Invites somebody: by a letter where letters go out, else by the link in the answer, which nothing else ever holds. */
export const addUser = change({
  needs: "users:write",
  tag: "Users",
  summary: "Invite somebody by e-mail address; the link is good once and for a week",
  description:
    "Where the installation sends letters the link goes to the mailbox and nowhere else, and `link` is null. Otherwise give them the link yourself.",
  body: z.strictObject({ email: z.email().max(254), role: z.enum(ROLES) }),
  response: Invitation.extend({
    link: z.string().nullable(),
    mailed: z.boolean(),
  }).omit({ created_by: true }),
  status: 201,
  example: { body: { email: "ann@example.org", role: "finance" } },
  work: async (with_, { body }) => {
    const { tx, clientId, actor, principal } = with_;
    const { publicUrl } = accountsOf(with_);
    const made = await invite(tx, clientId, body, { actor, scopes: principal.scopes });
    if (made === "above") throw new HttpProblem(403, ABOVE);
    if (made === "member_already") throw new HttpProblem(409, "they are a user here already");
    const { token, ...invited } = made;
    const link = `${publicUrl}/invitation/${token}`;
    const { letters: mailed = false, callbacks } = with_.deps;
    if (mailed) {
      const { name, language } = await getClient(tx, clientId);
      await writeLetter(tx, callbacks.sealKey, {
        kind: "invitation",
        to: made.email,
        language,
        about: { client: name, role: made.role },
        link,
        goodUntil: made.expiresAt,
      });
    }
    return { ...snakeKeys(invited), link: mailed ? null : link, mailed };
  },
});

/** Makes the link of an invitation worthless. */
export const endInvitation = change({
  needs: "users:write",
  tag: "Users",
  summary: "Withdraw an invitation",
  params: z.object({ invitation_id: z.uuid() }),
  response: z.object({ invitation_id: z.uuid() }),
  example: {},
  work: async ({ tx, clientId }, { params: { invitation_id } }) => {
    if (!(await withdrawInvitation(tx, clientId, invitation_id))) {
      throw new HttpProblem(404, "there is no such open invitation");
    }
    return { invitation_id };
  },
});

const UserPath = z.object({ user_id: z.uuid() });

/** Another role, from the next request on. */
export const setRole = change({
  needs: "users:write",
  tag: "Users",
  summary: "Give a user another role; it holds from their next request on",
  params: UserPath,
  body: z.strictObject({ role: z.enum(ROLES) }),
  response: z.object({ user_id: z.uuid(), role: z.string() }),
  example: { body: { role: "auditor" } },
  work: async ({ tx, clientId, actor, now, principal }, { params, body }) => {
    const { user_id } = params;
    const wanted: { userId: string; role: Role } = { userId: user_id, role: body.role };
    requireDone(await changeRole(tx, clientId, wanted, { actor, now, scopes: principal.scopes }));
    return { user_id, role: body.role };
  },
});

/** Ends a membership; their account stays, for other clients. */
export const endUser = change({
  needs: "users:write",
  tag: "Users",
  summary: "End somebody's membership; their sessions lose it at once",
  params: UserPath,
  response: z.object({ user_id: z.uuid() }),
  example: {},
  work: async ({ tx, clientId, actor, now, principal }, { params: { user_id } }) => {
    requireDone(await endMember(tx, clientId, user_id, { actor, now, scopes: principal.scopes }));
    return { user_id };
  },
});

/** Who asks. */
export const me = introduce({
  needs: "anybody",
  tag: "Users",
  summary: "Who you are, which clients you work for, and what you may do for the one that you name",
  response: z.object({
    kind: z.enum(["operator", "key", "user"]),
    actor: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    totp: z.boolean().nullable(),
    clients: z.array(z.object({ slug: z.string(), name: z.string(), role: z.string() })),
    scopes: z.array(z.string()),
    /** By the installation's clock. */
    now: InstantOnWire,
  }),
  example: {},
  work: async ({ deps, principal, request }) => {
    if (request.headers[CLIENT_HEADER] !== undefined) await clientFor(request, principal, deps.db);
    const who =
      principal.kind === "user" && deps.accounts
        ? await signedInBy(deps.accounts, headersOf(request))
        : undefined;
    return {
      kind: principal.kind,
      actor: principal.actor,
      email: who?.email ?? null,
      name: who?.name ?? null,
      totp: who?.totp ?? null,
      clients: (who?.memberships ?? []).map(({ slug, name, role }) => ({ slug, name, role })),
      scopes: [...principal.scopes].toSorted(),
      now: await clockNow(deps.db),
    };
  },
});
