// Who may ask: the Host header, the origin of what changes something, the token.
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import { isToken } from "./token.ts";
import type { Db } from "#platform/db.ts";

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost)$/i;
const COOKIE = "dunlin";
const COOKIE_DAYS = 30;

const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Of every answer: nothing is kept, framed, sniffed or told to others. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** For two years, as lists of browsers ask for it. */
const HTTPS_ONLY = "max-age=63072000; includeSubDomains";

/** Those, and where the world reaches this server by https, that browsers shall never come without (RFC 6797). */
export function securityHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  const encrypted = publicUrl?.startsWith("https://") === true;
  return encrypted
    ? { ...SECURITY_HEADERS, "strict-transport-security": HTTPS_ONLY }
    : SECURITY_HEADERS;
}

/**
 * A server on loopback answers only to names of loopback, and to the one in PUBLIC_URL, which a proxy on this machine may pass
 * on: a page of another site whose name was pointed at this machine (DNS rebinding) sends that name.
 */
export function checkHost(
  request: FastifyRequest,
  { host, publicUrl }: { readonly host: string; readonly publicUrl?: string | undefined },
): void {
  const asked = request.host.replace(/:\d+$/, "").toLowerCase();
  if (!isLoopback(host) || isLoopback(asked)) return;
  const known = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.hostname;
  if (asked === known) return;
  throw new HttpProblem(
    421,
    `this server is reached as ${known ?? host}, not as "${request.host}"`,
  );
}

/** Refuses forms that a page of another site sent. Programs send neither header. */
export function checkOrigin(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const sameSite =
    site === undefined
      ? origin === undefined || isOurs(origin, request.host)
      : site === "same-origin" || site === "none";
  if (!sameSite) throw new HttpProblem(403, "the form was sent by another site");
}

function isOurs(origin: string, host: string): boolean {
  const theirs = URL.parse(origin);
  return theirs !== null && theirs.host === URL.parse(`${theirs.protocol}//${host}`)?.host;
}

/** The bearer token, or 401. */
export async function requireToken(request: FastifyRequest, db: Db): Promise<void> {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? "");
  if (!(await isToken(db, match?.[1]))) {
    throw new HttpProblem(
      401,
      "send the header Authorization: Bearer TOKEN; the start of the server shows the token",
    );
  }
}

/** Whether the browser that asks has signed in. */
export async function isSignedIn(request: FastifyRequest, db: Db): Promise<boolean> {
  const cookies = (request.headers.cookie ?? "").split(/;\s*/, 100);
  const found = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return await isToken(db, found?.slice(COOKIE.length + 1));
}

/** Signs the browser in with a token, or out without one. */
export function setCookie(request: FastifyRequest, reply: FastifyReply, token?: string): void {
  // Behind a proxy the request itself comes unencrypted; what browsers were told of https is what counts.
  const encrypted = request.protocol === "https" || reply.hasHeader("strict-transport-security");
  const secure = encrypted ? "; Secure" : "";
  const age = token === undefined ? 0 : COOKIE_DAYS * 86_400;
  void reply.header(
    "set-cookie",
    `${COOKIE}=${token ?? ""}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`,
  );
}
