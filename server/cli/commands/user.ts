import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { invite, listInvitations } from "#auth/invitations.ts";
import { endMember, listMembers } from "#auth/members.ts";
import { isRole, OPERATOR, ROLES } from "#auth/permissions.ts";
import { inviteOperator } from "#auth/setup.ts";
import { clockNow } from "#platform/clock.ts";
import { UserError } from "#platform/errors.ts";

const { scopes } = OPERATOR;
const actor = "cli";

const inviteUser: Command = {
  words: ["user", "invite"],
  usage: "EMAIL --client SLUG --role ROLE",
  about: `Invites somebody to work for a client, as ${ROLES.join(", ")}.`,
  options: { ...CLIENT_OPTION, role: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const role = required(args, "role", "finance");
    const [email] = args.positionals;
    if (!isRole(role)) {
      throw new UserError(`role "${role}" is unknown; use one of ${ROLES.join(", ")}`);
    }
    const made = await session.asClient(
      slug,
      async (tx, clientId) =>
        await invite(tx, clientId, { email: email!, role }, { actor, scopes }),
    );
    if (made === "above") throw new UserError(`nobody may give away the role ${role}`);
    if (made === "member_already") {
      throw new UserError(`${email} works for ${slug} already; user list shows who does`);
    }
    const { config } = await session.installation();
    const link = `${config.publicUrl}/invitation/${made.token}`;
    return {
      json: {
        invitation: made.invitationId,
        email: made.email,
        role,
        link,
        expires_at: made.expiresAt.toString(),
      },
      text: `${link}\nGive it to ${made.email}: it is good once, until ${made.expiresAt.toString()}.`,
    };
  },
};

const list: Command = {
  words: ["user", "list"],
  usage: "--client SLUG",
  about: "Lists who works for a client, and who is invited to.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const { members, invitations } = await session.asClient(slug, async (tx, id) => ({
      members: await listMembers(tx, id),
      invitations: await listInvitations(tx, id),
    }));
    const head = ["e-mail", "name", "role", "last sign-in", "codes"];
    const lines = [
      ...members.map((one) => [
        one.email,
        one.name,
        one.role,
        one.lastSignInAt?.toString() ?? "never",
        one.totp ? "on" : "off",
      ]),
      ...invitations.map((one) => [one.email, "", one.role, "invited", ""]),
    ];
    return {
      json: {
        users: members.map(({ userId, lastSignInAt, addedBy, ...one }) => ({
          user: userId,
          ...one,
          since: one.since.toString(),
          added_by: addedBy,
          last_sign_in_at: lastSignInAt?.toString() ?? null,
        })),
        invitations: invitations.map((one) => ({
          invitation: one.invitationId,
          email: one.email,
          role: one.role,
          expires_at: one.expiresAt.toString(),
        })),
      },
      text: lines.length === 0 ? "nobody; invite somebody with: user invite" : table(head, lines),
    };
  },
};

const remove: Command = {
  words: ["user", "remove"],
  usage: "EMAIL --client SLUG",
  about: "Ends somebody's work for a client; their sessions lose it at once.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const email = args.positionals[0]!.trim().toLowerCase();
    const { done, user } = await session.asClient(slug, async (tx, clientId) => {
      const member = (await listMembers(tx, clientId)).find((one) => one.email === email);
      if (!member) return { done: "no_member" as const, user: undefined };
      const by = { actor, scopes, now: await clockNow(tx) };
      return { done: await endMember(tx, clientId, member.userId, by), user: member.userId };
    });
    if (done === "no_member") {
      throw new UserError(`${email} does not work for ${slug}; user list shows who does`);
    }
    if (done !== "done") {
      throw new UserError(`${email} is the last owner of ${slug}; invite another owner first`);
    }
    return { json: { user, email, removed: true }, text: `${email} works for ${slug} no more` };
  },
};

const operator: Command = {
  words: ["operator", "invite"],
  usage: "EMAIL",
  about: "Makes a link by which somebody becomes one of the operator's people, above all clients.",
  options: {},
  positionals: [1, 1],
  async run(session, args) {
    const { app, config } = await session.installation();
    const made = await inviteOperator(app, args.positionals[0]!, actor);
    const link = `${config.publicUrl}/set-up/${made.token}`;
    return {
      json: { email: made.email, link, expires_at: made.expiresAt.toString() },
      text: `${link}\nGive it to ${made.email}: it is good once, until ${made.expiresAt.toString()}.`,
    };
  },
};

export const userCommands: readonly Command[] = [inviteUser, list, remove, operator];
