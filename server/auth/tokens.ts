// Secrets in links: random, good once, known to the database only as a digest.
import { createHash, randomBytes } from "node:crypto";

/** 256 bits as base64url. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();

export function newToken(): { readonly token: string; readonly digest: Buffer } {
  const token = randomBytes(32).toString("base64url");
  return { token, digest: digestOf(token) };
}

/** What the database knows of a token; undefined when it can't be one. */
export const digestOfToken = (token: string): Buffer | undefined =>
  SHAPE.test(token) ? digestOf(token) : undefined;
