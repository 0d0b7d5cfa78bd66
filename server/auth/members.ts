// What people are to a client. Another role is another row; the last owner stays.
import { sql } from "kysely";
import { isRole, mayGrant, type OperatorScope, type Role, type Scope } from "#auth/permissions.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";

const MOST_MEMBERS = 1_000;

export type Member = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly since: Temporal.Instant;
  readonly addedBy: string;
  readonly lastSignInAt: Temporal.Instant | null;
  readonly totp: boolean;
};

/** Who changes something, and what they may do themselves. */
export type By = {
  readonly actor: string;
  readonly now: Temporal.Instant;
  readonly scopes: ReadonlySet<Scope | OperatorScope>;
};

/** "above": it is a role that who asks could not have; "last_owner": nobody would be left to invite others. */
export type Refusal = "no_member" | "above" | "last_owner";

/** Members of the client, by address. */
export async function listMembers(tx: Tx, clientId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.user_id, u."email" as email, u."name" as name, m.role, m.since, m.added_by,
      u."lastSignInAt" as last_sign_in_at, coalesce(u."twoFactorEnabled", false) as totp
    from dunlin.member m join auth."user" u on u."id" = m.user_id
    where m.client_id = ${clientId} and m.ended_at is null
    order by u."email" limit ${MOST_MEMBERS}`.execute(tx);
  return rows;
}

/** Makes somebody a member; false when they are one already. */
export async function addMember(
  tx: Tx,
  clientId: string,
  one: { readonly userId: string; readonly role: Role; readonly addedBy: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into dunlin.member (client_id, user_id, role, since, added_by)
    values (${clientId}, ${one.userId}, ${one.role}, ${now}, ${one.addedBy})
    on conflict (client_id, user_id) where ended_at is null do nothing returning 1`.execute(tx);
  return rows.length > 0;
}

/** Gives a member another role. */
export async function changeRole(
  tx: Tx,
  clientId: string,
  { userId, role }: { readonly userId: string; readonly role: Role },
  by: By,
): Promise<Refusal | "done"> {
  if (!mayGrant(by.scopes, role)) return "above";
  const ended = await end(tx, clientId, userId, by, role);
  if (ended === "done") {
    const added = await addMember(tx, clientId, { userId, role, addedBy: by.actor }, by.now);
    assert(added, "a member who just ended is one still");
  }
  return ended === "same" ? "done" : ended;
}

/** Ends a membership: the next request of any of their sessions is refused. Sessions by the client's own provider end too. */
export async function endMember(
  tx: Tx,
  clientId: string,
  userId: string,
  by: By,
): Promise<Refusal | "done"> {
  const ended = await end(tx, clientId, userId, by, undefined);
  assert(ended !== "same", "an end is no role");
  if (ended === "done") {
    await sql`delete from auth."session"
      where "userId" = ${userId} and "clientId" = ${clientId}`.execute(tx);
  }
  return ended;
}

// All owners are locked first, in one order: of two who would remove each other at once the second sees what is left.
async function end(
  tx: Tx,
  clientId: string,
  userId: string,
  by: By,
  becomes: Role | undefined,
): Promise<Refusal | "done" | "same"> {
  const { rows } = await sql<{ userId: string; role: string }>`
    select user_id, role from dunlin.member
    where client_id = ${clientId} and ended_at is null and (role = 'owner' or user_id = ${userId})
    order by member_id for update`.execute(tx);
  const member = rows.find((row) => row.userId === userId);
  if (!member) return "no_member";
  assert(isRole(member.role), `role ${member.role} is unknown`);
  if (!mayGrant(by.scopes, member.role)) return "above";
  if (member.role === becomes) return "same";
  const owners = rows.filter((row) => row.role === "owner");
  if (member.role === "owner" && owners.length < 2) return "last_owner";
  await sql`update dunlin.member set ended_at = ${by.now}, ended_by = ${by.actor}
    where client_id = ${clientId} and user_id = ${userId} and ended_at is null`.execute(tx);
  return "done";
}
