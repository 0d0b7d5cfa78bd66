// The one token of this installation: whoever has it may use the API and see the status page.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";

/** 256 bits as base64url. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/**
 * The token, from `home`/token (readable by its owner only); a new one when there is no such file, which ends the old one.
 * The database knows only its SHA-256. A `UserError` when the file holds something else.
 */
export async function ensureToken(db: Db, home: string): Promise<string> {
  const file = join(home, "token");
  await mkdir(home, { recursive: true });
  const token = (await read(file)) ?? (await make(file));
  if (!SHAPE.test(token)) {
    throw new UserError(`${file} holds no token; delete it, and the next start makes a new one`);
  }
  const result = await db
    .updateTable("installation")
    .set({ tokenHash: hashOf(token) })
    .executeTakeFirst();
  assert(result.numUpdatedRows === 1n, "the database is not prepared as an installation");
  return token;
}

async function read(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, "utf8");
    await chmod(file, 0o600);
    return text.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

// Written whole and then linked: a crash leaves no half token, and of two processes that start at once one wins.
async function make(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const token = randomBytes(32).toString("base64url");
  await writeFile(draft, `${token}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(draft, file);
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const other = await read(file);
    assert(other !== undefined, `${file} came and went`);
    return other;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether it is the token of this installation; takes the same time for every wrong one. */
export async function isToken(db: Db, given: string | undefined): Promise<boolean> {
  if (given === undefined || !SHAPE.test(given)) return false;
  const row = await db.selectFrom("installation").select("tokenHash").executeTakeFirst();
  const known = row?.tokenHash;
  return known?.length === 32 && timingSafeEqual(known, hashOf(given));
}
