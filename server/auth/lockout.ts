// Guessing passwords takes ever longer: after five wrong ones in a row an address waits, whether or not somebody has it.
import { sql } from "kysely";
import { digestOf } from "#auth/tokens.ts";
import type { Db } from "#platform/db.ts";

const FREE_TRIES = 5;
const LONGEST_LOCK_MINUTES = 15;
/** So long after the last one wrong tries are forgotten. */
const FORGOTTEN_AFTER_HOURS = 24;

const nameOf = (email: string): Buffer => digestOf(email.trim().toLowerCase());

/**
 * Counts a try before its password is looked at, so that many at once are counted too. Returns the whole seconds to wait, and
 * then the password must not be looked at; 0 when it may be.
 */
export async function beginTry(db: Db, email: string): Promise<number> {
  const name = nameOf(email);
  // Who was locked by a try at the same moment does not see that in `before`: it waits a second at least.
  const { rows } = await sql<{ waitS: number }>`
    with before as (select greatest(0, ceil(extract(epoch from locked_until - clock_timestamp())))::int as wait_s
        from auth.attempt where digest = ${name}),
      counted as (insert into auth.attempt as a (digest, failures) values (${name}, 1)
        on conflict (digest) do update set
          failures = case when a.last_at < clock_timestamp() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})
            then 1 else a.failures + 1 end,
          last_at = clock_timestamp(),
          locked_until = case when a.failures + 1 >= ${FREE_TRIES}
              and a.last_at >= clock_timestamp() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})
            then clock_timestamp()
              + least(make_interval(mins => ${LONGEST_LOCK_MINUTES}), interval '1 minute' * power(2, least(a.failures + 1 - ${FREE_TRIES}, 10))) end
        where a.locked_until is null or a.locked_until <= clock_timestamp()
        returning 1)
    select case when exists (select from counted) then 0 else greatest(1, (select wait_s from before)) end as wait_s
  `.execute(db);
  return rows[0]!.waitS;
}

/** The password was right: earlier failures no longer count. */
export async function endTry(db: Db, email: string): Promise<void> {
  await sql`delete from auth.attempt where digest = ${nameOf(email)}`.execute(db);
}

/** Removes what no longer matters: old tries, used codes, sessions and challenges that expired; at most 1,000 of each. */
export async function sweepAuth(db: Db): Promise<void> {
  await sql`with
    a as (delete from auth.attempt where digest in (select digest from auth.attempt
      where last_at < clock_timestamp() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS}) limit 1000)),
    c as (delete from auth.used_code where (user_id, digest) in (select user_id, digest from auth.used_code
      where used_at < clock_timestamp() - interval '1 hour' limit 1000)),
    s as (delete from auth."session" where id in (select id from auth."session"
      where "expiresAt" < clock_timestamp() limit 1000))
    delete from auth."verification" where id in (select id from auth."verification"
      where "expiresAt" < clock_timestamp() limit 1000)`.execute(db);
}
