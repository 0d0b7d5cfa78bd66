// Those who sign in: who they are, whatever they may do.
import { hashPassword } from "better-auth/crypto";
import { sql } from "kysely";
import { passwordFault } from "#auth/passwords.ts";
import type { Db, Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

const ADDRESS = /^[^\s@<>"',;:\\/]{1,64}@[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/;

/** An address as it is kept: trimmed and in small letters. A `UserError` when it can't be one. */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length > 254 || !ADDRESS.test(email) || !email.includes(".", email.indexOf("@"))) {
    throw new UserError(
      `"${text.slice(0, 100)}" is no e-mail address; write it as ann@example.org`,
    );
  }
  return email;
}

/** The same for a name: one line of 1 to 100 characters. */
export function checkedName(text: string): string {
  const name = text.trim().replace(/\s+/g, " ");
  // oxlint-disable-next-line no-control-regex
  if (name.length < 1 || name.length > 100 || /[\u0000-\u001f\u007f]/.test(name)) {
    throw new UserError("the name must have 1 to 100 characters");
  }
  return name;
}

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  readonly password: string;
};

/** Ready to be written, its password hashed: hashing takes a while and is done outside of transactions. */
export type PreparedPerson = {
  readonly email: string;
  readonly name: string;
  readonly hash: string | undefined;
};

/** Checks name and password; a `UserError` says what is wrong. */
export async function preparePerson({ email, name, password }: NewPerson): Promise<PreparedPerson> {
  const checked = { email: checkedEmail(email), name: checkedName(name) };
  const fault = passwordFault(password, [checked.email, checked.name]);
  if (fault !== undefined) throw new UserError(`The password can't be used: ${fault}.`);
  return { ...checked, hash: await hashPassword(password) };
}

/** Writes somebody down, as better-auth would; undefined when the address is somebody's already. */
export async function addPerson(
  tx: Tx,
  { email, name, hash }: PreparedPerson,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into auth."user" ("name", "email", "emailVerified") values (${name}, ${email}, true)
    on conflict ("email") do nothing returning "id"`.execute(tx);
  const id = rows[0]?.id;
  if (id !== undefined && hash !== undefined) {
    await sql`insert into auth."account" ("accountId", "providerId", "userId", "password", "updatedAt")
      values (${id}, 'credential', ${id}::uuid, ${hash}, clock_timestamp())`.execute(tx);
  }
  return id;
}

/** Remembers a sign-in that is complete. */
export async function rememberSignIn(db: Db, userId: string): Promise<void> {
  await sql`update auth."user" set "lastSignInAt" = clock_timestamp() where "id" = ${userId}`.execute(
    db,
  );
}
