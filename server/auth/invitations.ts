// How somebody becomes a member: a link, good once and for a week, to whoever holds the mailbox.
import { sql } from "kysely";
import { addMember, type By } from "#auth/members.ts";
import { addPerson, checkedEmail, type PreparedPerson } from "#auth/people.ts";
import { isRole, mayGrant, type Role } from "#auth/permissions.ts";
import { digestOfToken, newToken } from "#auth/tokens.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";

const GOOD_FOR_DAYS = 7;
const MOST_OPEN = 1_000;

export type Invited = {
  readonly invitationId: string;
  readonly email: string;
  readonly role: Role;
  /** For the link; shown once. */
  readonly token: string;
  readonly expiresAt: Temporal.Instant;
};

export type OpenInvitation = {
  readonly invitationId: string;
  readonly email: string;
  readonly role: string;
  readonly createdBy: string;
  readonly expiresAt: Temporal.Instant;
};

/** Invites; an earlier open invitation of the same address ends. "above": the role has what who invites does not. */
export async function invite(
  tx: Tx,
  clientId: string,
  wanted: { readonly email: string; readonly role: Role },
  by: Pick<By, "actor" | "scopes">,
): Promise<Invited | "above" | "member_already"> {
  const email = checkedEmail(wanted.email);
  if (!mayGrant(by.scopes, wanted.role)) return "above";
  const { rows: known } =
    await sql`select 1 from dunlin.member m join auth."user" u on u."id" = m.user_id
    where m.client_id = ${clientId} and m.ended_at is null and u."email" = ${email}`.execute(tx);
  if (known.length > 0) return "member_already";
  await sql`update dunlin.invitation set ended_at = clock_timestamp()
    where client_id = ${clientId} and email = ${email} and ended_at is null`.execute(tx);
  const { token, digest } = newToken();
  const { rows } = await sql<{ invitationId: string; expiresAt: Temporal.Instant }>`
    insert into dunlin.invitation (client_id, email, role, digest, created_by, expires_at)
    select ${clientId}, ${email}, ${wanted.role}, ${digest}, ${by.actor}, clock_timestamp() + make_interval(days => ${GOOD_FOR_DAYS})
    where (select count(*) from dunlin.invitation
      where client_id = ${clientId} and ended_at is null) < ${MOST_OPEN}
    returning invitation_id, expires_at`.execute(tx);
  const [row] = rows;
  if (!row)
    throw new UserError(`${MOST_OPEN} invitations are open; withdraw those that wait in vain`);
  return { ...row, email, role: wanted.role, token };
}

/** Invitations that were neither accepted nor withdrawn, the expired ones too, newest first. */
export async function listInvitations(tx: Tx, clientId: string): Promise<OpenInvitation[]> {
  const { rows } = await sql<OpenInvitation>`
    select invitation_id, email, role, created_by, expires_at from dunlin.invitation
    where client_id = ${clientId} and ended_at is null
    order by created_at desc, invitation_id limit ${MOST_OPEN}`.execute(tx);
  return rows;
}

/** Makes the link worthless; false when there is no such open invitation. */
export async function withdrawInvitation(
  tx: Tx,
  clientId: string,
  invitationId: string,
): Promise<boolean> {
  const { rows } = await sql`update dunlin.invitation set ended_at = clock_timestamp()
    where client_id = ${clientId} and invitation_id = ${invitationId} and ended_at is null
    returning 1`.execute(tx);
  return rows.length > 0;
}

export type FoundInvitation = {
  readonly clientId: string;
  readonly invitationId: string;
  readonly clientName: string;
  readonly email: string;
  readonly role: Role;
  /** Somebody signs in with that address already. */
  readonly known: boolean;
};

/** What a link invites to; undefined when it was used, withdrawn or has expired, or never was. */
export async function findInvitation(db: Db, token: string): Promise<FoundInvitation | undefined> {
  const digest = digestOfToken(token);
  if (!digest) return undefined;
  const { rows } = await sql<{ clientId: string; invitationId: string }>`
    select * from dunlin.invitation_by_digest(${digest})`.execute(db);
  const [where] = rows;
  if (!where) return undefined;
  return await asClient(db, where.clientId, async (tx) => {
    const found = await sql<{ clientName: string; email: string; role: string; known: boolean }>`
      select c.name as client_name, i.email, i.role,
        exists (select from auth."user" u where u."email" = i.email) as known
      from dunlin.invitation i join dunlin.client c using (client_id)
      where i.client_id = ${where.clientId} and i.invitation_id = ${where.invitationId}`.execute(
      tx,
    );
    const row = found.rows[0];
    assert(row && isRole(row.role), "an invitation to a role that there is not");
    return { ...where, ...row, role: row.role };
  });
}

/**
 * Accepts an invitation: as somebody new, or as somebody who has signed in and whose address it is. "gone": somebody was
 * faster; "known": the address has signed in before, and must again.
 */
export async function acceptInvitation(
  db: Db,
  found: FoundInvitation,
  who: PreparedPerson | { readonly userId: string },
  now: Temporal.Instant,
): Promise<"done" | "gone" | "known"> {
  const { clientId, invitationId, role, email } = found;
  return await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ createdBy: string }>`
      update dunlin.invitation set ended_at = clock_timestamp()
      where client_id = ${clientId} and invitation_id = ${invitationId}
        and ended_at is null and expires_at > clock_timestamp()
      returning created_by`.execute(tx);
    const [invitation] = rows;
    if (!invitation) return "gone";
    const userId = "userId" in who ? who.userId : await addPerson(tx, { ...who, email });
    if (userId === undefined) {
      // Nothing was done: the invitation stays open for them.
      await sql`update dunlin.invitation set ended_at = null
        where client_id = ${clientId} and invitation_id = ${invitationId}`.execute(tx);
      return "known";
    }
    await sql`update dunlin.invitation set accepted_by = ${userId}
      where client_id = ${clientId} and invitation_id = ${invitationId}`.execute(tx);
    await addMember(tx, clientId, { userId, role, addedBy: invitation.createdBy }, now);
    return "done";
  });
}
