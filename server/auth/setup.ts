// The operator's own people, and the links that make somebody one of them.
import { sql } from "kysely";
import { addPerson, checkedEmail, type PreparedPerson } from "#auth/people.ts";
import { digestOfToken, newToken } from "#auth/tokens.ts";
import type { Db } from "#platform/db.ts";

const GOOD_FOR_HOURS = 72;

/** A link for the console of the first start; undefined when the operator has people already. Ends earlier ones. */
export async function firstSetupToken(db: Db): Promise<string | undefined> {
  const { token, digest } = newToken();
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql`select 1 from auth.staff limit 1`.execute(tx);
    if (rows.length > 0) return undefined;
    await sql`delete from auth.setup where email is null and used_at is null`.execute(tx);
    await sql`insert into auth.setup (digest, created_by, expires_at)
      values (${digest}, 'start', clock_timestamp() + make_interval(hours => ${GOOD_FOR_HOURS}))`.execute(
      tx,
    );
    return token;
  });
}

/** A link that makes the holder of the mailbox one of the operator's people; earlier ones for the address end. */
export async function inviteOperator(
  db: Db,
  address: string,
  actor: string,
): Promise<{
  readonly token: string;
  readonly email: string;
  readonly expiresAt: Temporal.Instant;
}> {
  const email = checkedEmail(address);
  const { token, digest } = newToken();
  return await db.transaction().execute(async (tx) => {
    await sql`delete from auth.setup where email = ${email} and used_at is null`.execute(tx);
    const { rows } = await sql<{ expiresAt: Temporal.Instant }>`
      insert into auth.setup (digest, email, created_by, expires_at)
      values (${digest}, ${email}, ${actor}, clock_timestamp() + make_interval(hours => ${GOOD_FOR_HOURS}))
      returning expires_at`.execute(tx);
    return { token, email, expiresAt: rows[0]!.expiresAt };
  });
}

export type FoundSetup = {
  readonly digest: Buffer;
  /** Whom it is for; undefined: whoever holds it. */
  readonly email: string | undefined;
  /** Somebody signs in with that address already. */
  readonly known: boolean;
};

/** What the link is for; undefined when it was used, has expired, or never was. */
export async function findSetup(db: Db, token: string): Promise<FoundSetup | undefined> {
  const digest = digestOfToken(token);
  if (!digest) return undefined;
  const { rows } = await sql<{ email: string | null; known: boolean }>`
    select s.email, exists (select from auth."user" u where u."email" = s.email) as known
    from auth.setup s where s.digest = ${digest} and s.used_at is null and s.expires_at > clock_timestamp()
      and (s.email is not null or not exists (select from auth.staff))`.execute(db);
  const [row] = rows;
  return row && { digest, email: row.email ?? undefined, known: row.known };
}

/** Uses the link; "gone": somebody was faster; "known": the address has signed in before, and must again. */
export async function acceptSetup(
  db: Db,
  { digest, email }: FoundSetup,
  who: PreparedPerson | { readonly userId: string },
): Promise<"done" | "gone" | "known"> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      createdBy: string;
    }>`update auth.setup set used_at = clock_timestamp()
      where digest = ${digest} and used_at is null and expires_at > clock_timestamp()
        and (email is not null or not exists (select from auth.staff))
      returning created_by`.execute(tx);
    const [setup] = rows;
    if (!setup) return "gone";
    const userId =
      "userId" in who ? who.userId : await addPerson(tx, { ...who, email: email ?? who.email });
    if (userId === undefined) {
      await sql`update auth.setup set used_at = null where digest = ${digest}`.execute(tx);
      return "known";
    }
    await sql`insert into auth.staff (user_id, added_by) values (${userId}, ${setup.createdBy})
      on conflict do nothing`.execute(tx);
    return "done";
  });
}
