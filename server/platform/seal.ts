// Secrets that must be used again (keys of callbacks, passwords of routes) lie sealed in the database: whoever copies the
// database without the key of the installation has none of them.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { link, mkdir, open as openFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "#platform/config.ts";
import { UserError } from "#platform/errors.ts";

const VERSION = 1;
const ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES + IV_BYTES + TAG_BYTES;

export type SealKey = { readonly bytes: Buffer; readonly id: Buffer };

/** A key of 32 bytes; its id, the beginning of a digest, tells a wrong key from damage. */
export function sealKeyFrom(bytes: Buffer): SealKey {
  return { bytes, id: createHash("sha256").update(bytes).digest().subarray(0, ID_BYTES) };
}

/**
 * The key of the installation: from DUNLIN_KEY, else from the file `key` in DUNLIN_HOME, which is made when there is none.
 * Throws a `UserError` when the file holds something else.
 */
export async function readSealKey(config: Pick<Config, "home" | "sealKey">): Promise<SealKey> {
  if (config.sealKey) return sealKeyFrom(config.sealKey);
  const path = join(config.home, "key");
  const text = (await readIfThere(path)) ?? (await makeKey(config.home, path));
  const bytes = Buffer.from(text.trim(), "base64");
  if (bytes.length !== 32) {
    throw new UserError(`${path} does not hold 32 bytes in base64; put the right key back`);
  }
  return sealKeyFrom(bytes);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  });
}

// Linked into place when it is complete: of several processes that start at once one wins, and all read what it wrote.
async function makeKey(home: string, path: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await openFile(draft, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
    await file.sync();
    await link(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return await readFile(path, "utf8");
}

/**
 * Encrypts with AES-256-GCM. `about` says what the secret is of (table and ids): sealed for one row it does not open in
 * another.
 */
export function seal(key: SealKey, plain: Uint8Array, about: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv);
  cipher.setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), key.id, iv, cipher.getAuthTag(), body]);
}

/** What `seal` was given. Throws a `UserError` with another key, and an error when bytes or `about` are not the same. */
export function open(key: SealKey, sealed: Uint8Array, about: string): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) {
    throw new Error(`a sealed secret (${about}) is damaged`);
  }
  const [id, iv, tag, body] = [
    bytes.subarray(1, 1 + ID_BYTES),
    bytes.subarray(1 + ID_BYTES, HEAD_BYTES - TAG_BYTES),
    bytes.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES),
    bytes.subarray(HEAD_BYTES),
  ];
  if (!id.equals(key.id)) {
    throw new UserError(
      "a secret in the database was sealed with another key; set DUNLIN_KEY, or the file key in DUNLIN_HOME, to the one that this installation began with",
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
