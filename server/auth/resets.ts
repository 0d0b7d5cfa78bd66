// A forgotten password: a link by mail, good once and for half an hour. Whoever asks hears the same whether or not somebody has
// the address (ASVS 5.0 V6.4.3, V6.3.8).
import { hashPassword } from "better-auth/crypto";
import { sql } from "kysely";
import { writeLetter } from "#auth/letters.ts";
import { passwordFault } from "#auth/passwords.ts";
import { digestOfToken, newToken } from "#auth/tokens.ts";
import type { Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { SealKey } from "#platform/seal.ts";

const GOOD_FOR_MINUTES = 30;
/** So many in an hour; more would only fill the mailbox. */
const MOST_OPEN = 3;

export type Who = { readonly userId: string; readonly email: string; readonly name: string };

/** Writes the letter with the link; undefined when nobody who has a password has the address, or enough were sent. */
export async function askReset(
  db: Db,
  key: SealKey,
  wanted: { readonly email: string; readonly language: string; readonly publicUrl: string },
): Promise<Who | undefined> {
  const { token, digest } = newToken();
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Who & { expiresAt: Temporal.Instant }>`
      with who as (select u."id" as user_id, u."email" as email, u."name" as name from auth."user" u
        where u."email" = ${wanted.email.trim().toLowerCase()}
          and exists (select from auth."account" a where a."userId" = u."id" and a."providerId" = 'credential')
          and (select count(*) from auth.reset r where r.user_id = u."id"
            and r.created_at > clock_timestamp() - interval '1 hour') < ${MOST_OPEN}
        for update)
      insert into auth.reset (user_id, digest, expires_at)
      select user_id, ${digest}, clock_timestamp() + make_interval(mins => ${GOOD_FOR_MINUTES}) from who
      returning user_id, expires_at, (select email from who) as email, (select name from who) as name`.execute(
      tx,
    );
    const [row] = rows;
    if (!row) return undefined;
    const { expiresAt: goodUntil, ...who } = row;
    const link = `${wanted.publicUrl}/reset/${token}`;
    const { language } = wanted;
    await writeLetter(tx, key, { kind: "reset", to: who.email, language, link, goodUntil });
    return who;
  });
}

/** Whose link it is; undefined when it was used, has expired, or never was. */
export async function findReset(db: Db, token: string): Promise<Who | undefined> {
  const digest = digestOfToken(token);
  if (!digest) return undefined;
  const { rows } = await sql<Who>`select u."id" as user_id, u."email" as email, u."name" as name
    from auth.reset r join auth."user" u on u."id" = r.user_id
    where r.digest = ${digest} and r.used_at is null and r.expires_at > clock_timestamp()`.execute(
    db,
  );
  return rows[0];
}

/**
 * Sets the new password; all sessions and all open links of the person end. A `UserError` says what is wrong with the
 * password, and the link stays good. Undefined when the link is not good.
 */
export async function useReset(
  db: Db,
  key: SealKey,
  given: { readonly token: string; readonly password: string; readonly language: string },
): Promise<Who | undefined> {
  const found = await findReset(db, given.token);
  const digest = digestOfToken(given.token);
  if (!found || !digest) return undefined;
  const { userId, email, name } = found;
  const fault = passwordFault(given.password, [email, name]);
  if (fault !== undefined) throw new UserError(`The password can't be used: ${fault}.`);
  const hash = await hashPassword(given.password);
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql`update auth.reset set used_at = clock_timestamp()
      where digest = ${digest} and used_at is null and expires_at > clock_timestamp()
      returning 1`.execute(tx);
    if (rows.length === 0) return undefined;
    await sql`update auth.reset set used_at = clock_timestamp()
      where user_id = ${userId} and used_at is null`.execute(tx);
    await sql`update auth."account" set "password" = ${hash}, "updatedAt" = clock_timestamp()
      where "userId" = ${userId} and "providerId" = 'credential'`.execute(tx);
    await sql`delete from auth."session" where "userId" = ${userId}`.execute(tx);
    await tellOfChange(tx, key, email, given.language);
    return found;
  });
}

/** Says to the mailbox that the password is another one now. */
export async function tellOfChange(
  db: Parameters<typeof writeLetter>[0],
  key: SealKey,
  to: string,
  language: string,
): Promise<void> {
  const goodUntil = Temporal.Now.instant().add({ hours: 24 });
  await writeLetter(db, key, { kind: "password_changed", to, language, goodUntil });
}
