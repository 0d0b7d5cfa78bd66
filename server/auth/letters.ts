// What the installation writes to those who sign in. Links lie sealed until they are sent, and nowhere after that.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "#platform/db.ts";
import { open, seal, type SealKey } from "#platform/seal.ts";

export type LetterKind = "invitation" | "reset" | "password_changed";

/** What the words of a letter speak of. */
export type About = {
  /** The name of the client that somebody is invited to. */
  readonly client?: string;
  readonly role?: string;
};

export type NewLetter = {
  readonly kind: LetterKind;
  /** A mailbox. */
  readonly to: string;
  readonly language: string;
  readonly about?: About;
  readonly link?: string;
  readonly goodUntil: Temporal.Instant;
};

export type Letter = Required<Pick<NewLetter, "kind" | "to" | "language" | "about">> & {
  readonly letterId: string;
  readonly link: string | undefined;
  readonly tries: number;
  readonly goodUntil: Temporal.Instant;
};

const aboutOf = (letterId: string): string => `auth.letter ${letterId}`;

/** Puts a letter into the outbox, in the caller's transaction. */
export async function writeLetter(db: Db | Tx, key: SealKey, letter: NewLetter): Promise<void> {
  const { kind, to, language, about = {}, link, goodUntil } = letter;
  const letterId = randomUUID();
  const sealed = link === undefined ? null : seal(key, Buffer.from(link), aboutOf(letterId));
  await sql`insert into auth.letter (letter_id, kind, address, language, about, link, good_until)
    values (${letterId}, ${kind}, ${to}, ${language}, ${JSON.stringify(about)}::jsonb, ${sealed}, ${goodUntil})`.execute(
    db,
  );
}

const SET = 20;

/**
 * Takes letters that are due, for whoever sends them now: each is due again after a minute, two, four and so on, unless
 * `endLetter` was called for it.
 */
export async function takeLetters(db: Db, key: SealKey): Promise<readonly Letter[]> {
  const { rows } = await sql<
    Omit<Letter, "link"> & { readonly sealed: Buffer | null }
  >`update auth.letter l set tries = tries + 1,
      due_at = clock_timestamp() + interval '1 minute' * power(2, least(tries, 8))
    where letter_id in (select letter_id from auth.letter
      where ended_at is null and due_at <= clock_timestamp()
      order by due_at limit ${SET} for update skip locked)
    returning letter_id, kind, address as "to", language, about, link as sealed, tries, good_until`.execute(
    db,
  );
  return rows.map(({ sealed, ...letter }) => ({
    ...letter,
    link: sealed ? open(key, sealed, aboutOf(letter.letterId)).toString() : undefined,
  }));
}

/** Sent, or given up because of `fault`: the link is forgotten. */
export async function endLetter(db: Db, letterId: string, fault?: string): Promise<void> {
  await sql`update auth.letter set ended_at = clock_timestamp(), link = null, fault = ${fault ?? null}
    where letter_id = ${letterId}`.execute(db);
}
