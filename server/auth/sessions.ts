// Who signed in with the browser that asks, and what they are to each client: asked of the database with every request, so
// that whatever is taken from somebody is gone at once.
import { sql } from "kysely";
import type { Accounts } from "#auth/accounts.ts";
import { ALLOWED, isRole, OPERATOR, type Principal, type Role } from "#auth/permissions.ts";
import type { Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";

export type Membership = {
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
};

export type SignedIn = {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
  readonly totp: boolean;
  /** Signed in by this client's own provider: good for that client only. */
  readonly onlyFor: string | undefined;
  /** Of the operator; never by a client's provider. */
  readonly staff: boolean;
  readonly memberships: readonly Membership[];
};

/** Whether the browser shows a cookie of a session, good or not: most requests have none, and cost nothing here. */
export const showsSession = (headers: Headers): boolean =>
  /(^|[\s;.-])dunlin\.session_token=/.test(headers.get("cookie") ?? "");

/** Whose session the cookie is; undefined when there is none, or it has ended. */
export async function signedInBy(
  accounts: Accounts,
  headers: Headers,
): Promise<SignedIn | undefined> {
  if (!showsSession(headers)) return undefined;
  const found = await accounts.auth.api.getSession({ headers });
  if (!found) return undefined;
  const { session, user } = found;
  const onlyFor = session.clientId ?? undefined;
  const { staff, memberships } = await standingOf(accounts.db, user.id);
  return {
    userId: user.id,
    sessionId: session.id,
    email: user.email,
    name: user.name,
    totp: user.twoFactorEnabled === true,
    onlyFor,
    staff: staff && onlyFor === undefined,
    memberships: memberships.filter(
      ({ clientId }) => onlyFor === undefined || clientId === onlyFor,
    ),
  };
}

/** What somebody is to which clients. */
export async function membershipsOf(db: Db, userId: string): Promise<readonly Membership[]> {
  return (await standingOf(db, userId)).memberships;
}

async function standingOf(
  db: Db,
  userId: string,
): Promise<{ staff: boolean; memberships: Membership[] }> {
  const { rows } = await sql<{
    staff: boolean;
    clientId: string | null;
    slug: string | null;
    name: string | null;
    role: string | null;
  }>`select exists (select from auth.staff where user_id = ${userId}) as staff, m.client_id, m.slug, m.name, m.role
    from (select) as one left join dunlin.memberships_of(${userId}) m on true`.execute(db);
  return {
    staff: rows[0]?.staff ?? false,
    memberships: rows.flatMap(({ clientId, slug, name, role }) => {
      if (clientId === null || slug === null || name === null || role === null) return [];
      assert(isRole(role), `role ${role} is unknown`);
      return [{ clientId, slug, name, role }];
    }),
  };
}

/**
 * What somebody who signed in may do for the client that they name; with one client it is implied. "choose": they have
 * several and named none. "unknown": they have no such client.
 */
export function principalOfUser(
  who: SignedIn,
  slug: string | undefined,
): Principal | "choose" | "unknown" {
  const base = { kind: "user", actor: `user:${who.email}`, id: who.userId } as const;
  if (who.staff) return { ...base, clientId: undefined, scopes: OPERATOR.scopes };
  const found =
    slug === undefined ? who.memberships : who.memberships.filter((one) => one.slug === slug);
  const [one, another] = found;
  if (slug !== undefined && !one) return "unknown";
  if (another) return "choose";
  if (!one) return { ...base, clientId: undefined, scopes: new Set() };
  return { ...base, clientId: one.clientId, scopes: new Set(ALLOWED[one.role]) };
}

export type Session = {
  readonly sessionId: string;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly address: string | null;
  readonly browser: string | null;
};

/** Somebody's live sessions, newest first. */
export async function listSessions(db: Db, who: SignedIn): Promise<Session[]> {
  const { rows } =
    await sql<Session>`select s."id" as session_id, s."createdAt" as since, s."expiresAt" as until,
      nullif(s."ipAddress", '') as address, nullif(s."userAgent", '') as browser
    from auth."session" s where s."userId" = ${who.userId} and s."expiresAt" > clock_timestamp()
      and (${who.onlyFor ?? null}::text is null or s."clientId" = ${who.onlyFor ?? null})
    order by s."createdAt" desc, s."id" limit 100`.execute(db);
  return rows;
}

/** Ends one of somebody's own sessions; false when it is none of theirs. */
export async function endSession(db: Db, who: SignedIn, sessionId: string): Promise<boolean> {
  const { rows } = await sql`delete from auth."session" s
    where s."userId" = ${who.userId} and s."id"::text = ${sessionId}
      and (${who.onlyFor ?? null}::text is null or s."clientId" = ${who.onlyFor ?? null})
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Ends all of somebody's sessions but the one that asks. */
export async function endOtherSessions(db: Db, who: SignedIn): Promise<void> {
  await sql`delete from auth."session" s where s."userId" = ${who.userId} and s."id" <> ${who.sessionId}::uuid
    and (${who.onlyFor ?? null}::text is null or s."clientId" = ${who.onlyFor ?? null})`.execute(
    db,
  );
}

/** A one-time code that signed somebody in is used up; false when it was before. */
export async function useCode(db: Db, userId: string, digest: Buffer): Promise<boolean> {
  const { rows } =
    await sql`insert into auth.used_code (user_id, digest) values (${userId}, ${digest})
    on conflict do nothing returning 1`.execute(db);
  return rows.length > 0;
}
