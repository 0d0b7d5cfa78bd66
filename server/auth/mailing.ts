// Sends the installation's own letters, and throws away what signing in leaves behind.
import { sql } from "kysely";
import { mailOf, type Mail } from "#auth/letter-words.ts";
import { endLetter, takeLetters } from "#auth/letters.ts";
import { sweepAuth } from "#auth/lockout.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import type { Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";

/** Hands a mail to a relay; throws when it did not take it. */
export type Post = (mail: Mail) => Promise<void>;

export type MailingPorts = {
  /** As `dunlin_app`: only that role sees the schema of those who sign in. */
  readonly db: Db;
  readonly sealKey: SealKey;
  readonly log: Logger;
  readonly post: Post;
};

const EVERY_MS = 2_000;
const MOST_TRIES = 8;
const SWEEP_EVERY_MS = 600_000;

/** Sends what is due, once; returns how many letters went out. A letter that nobody takes is tried again, for as long as it is good. */
export async function sendLetters({ db, sealKey, log, post }: MailingPorts): Promise<number> {
  let sent = 0;
  for (const letter of await takeLetters(db, sealKey)) {
    const { letterId, kind, tries, goodUntil } = letter;
    if (Temporal.Instant.compare(goodUntil, Temporal.Now.instant()) <= 0) {
      await endLetter(db, letterId, "it came too late to be of use");
      continue;
    }
    try {
      await post(mailOf(letter));
      await endLetter(db, letterId);
      sent += 1;
    } catch (error) {
      const fault = messageOf(error).slice(0, 500);
      log.warn({ part: "accounts", kind, tries, error: fault }, "a letter did not go out");
      if (tries >= MOST_TRIES) await endLetter(db, letterId, fault);
    }
  }
  return sent;
}

/** Sends for as long as the process works. */
export function startMailing(ports: MailingPorts): Chore {
  return startChore(
    ports.log,
    "letters were not sent",
    { everyMs: EVERY_MS },
    async () => await sendLetters(ports),
  );
}

/** Removes sessions, links and letters that are over, whether or not somebody signs in. */
export function startSweeping(db: Db, log: Logger): Chore {
  return startChore(
    log,
    "what signing in left behind was not removed",
    { everyMs: SWEEP_EVERY_MS, firstMs: 20_000 },
    async () => {
      await sweepAuth(db);
      await sweepLetters(db);
    },
  );
}

/** At most 1,000 of each. */
export async function sweepLetters(db: Db): Promise<void> {
  await sql`with
    r as (delete from auth.reset where reset_id in (select reset_id from auth.reset
      where expires_at < clock_timestamp() - interval '1 day' limit 1000))
    delete from auth.letter where letter_id in (select letter_id from auth.letter
      where ended_at < clock_timestamp() - interval '1 day'
        or good_until < clock_timestamp() - interval '1 day' limit 1000)`.execute(db);
}
