// Who has proven themselves on the page of a link: a cookie for that page alone, short-lived, that proves itself.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SealKey } from "#platform/seal.ts";

/** `full`: a second factor was given; `limited`: there is none that could be asked for. */
export type Level = "full" | "limited";

const COOKIE = "dunlin_pay";
const LANGUAGE = "dunlin_lang";
/** From the proof on; a page that lies open on a table is not open for long. */
const SESSION_S = 30 * 60;
const LEVELS = { f: "full", l: "limited" } as const;

export type Of = { readonly clientId: string; readonly linkId: string };

function macOf(key: SealKey, { clientId, linkId }: Of, endS: number, mark: string): Buffer {
  const own = createHmac("sha256", key.bytes).update("pay-session").digest();
  return createHmac("sha256", own).update(`${clientId} ${linkId} ${endS} ${mark}`).digest();
}

const nowS = (): number => Math.floor(Temporal.Now.instant().epochMilliseconds / 1_000);

/** How far the browser may look at this link; undefined: not at all. */
export function levelOf(key: SealKey, request: FastifyRequest, of: Of): Level | undefined {
  const found = /^(\d{1,12})\.([fl])\.([\w-]{43})$/u.exec(cookieOf(request, COOKIE) ?? "");
  if (!found) return undefined;
  const [, end = "", mark = "", mac = ""] = found;
  const given = Buffer.from(mac, "base64url");
  const expected = macOf(key, of, Number(end), mark);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Number(end) > nowS() ? LEVELS[mark as keyof typeof LEVELS] : undefined;
}

export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(/;\s*/u, 100);
  return cookies
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1, name.length + 201);
}

/** Lets the browser in, for that page and half an hour. */
export function letIn(key: SealKey, reply: FastifyReply, base: string, of: Of, level: Level): void {
  const endS = nowS() + SESSION_S;
  const mark = level === "full" ? "f" : "l";
  const value = `${endS}.${mark}.${macOf(key, of, endS, mark).toString("base64url")}`;
  setCookie(reply, base, `${COOKIE}=${value}`, SESSION_S);
}

export const letOut = (reply: FastifyReply, base: string): void =>
  setCookie(reply, base, `${COOKIE}=`, 0);

export const languageCookie = (request: FastifyRequest): string | undefined =>
  cookieOf(request, LANGUAGE);

export const keepLanguage = (reply: FastifyReply, base: string, language: string): void =>
  setCookie(reply, base, `${LANGUAGE}=${language}`, SESSION_S);

// Lax: whoever comes back from the provider's page brings it along.
function setCookie(reply: FastifyReply, base: string, pair: string, ageS: number): void {
  const secure = reply.hasHeader("strict-transport-security") ? "; Secure" : "";
  const cookie = `${pair}; Path=${base}; HttpOnly; SameSite=Lax; Max-Age=${ageS}${secure}`;
  const before = reply.getHeader("set-cookie");
  const all = Array.isArray(before) ? before : typeof before === "string" ? [before] : [];
  void reply.removeHeader("set-cookie");
  void reply.header("set-cookie", [...all, cookie]);
}
