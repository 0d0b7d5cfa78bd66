// The session of the pages of chat: a cookie for them alone.
import type { FastifyReply } from "fastify";

export const CHAT_COOKIE = "dunlin_chat";
const COOKIE_S = 7 * 24 * 3_600;

/** Lets the browser into the session, on the pages of chat. */
export function keepChat(reply: FastifyReply, site: string, token: string): void {
  const secure = reply.hasHeader("strict-transport-security") ? "; Secure" : "";
  const path = `/chat/${site}`;
  const cookie = `${CHAT_COOKIE}=${token}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${COOKIE_S}${secure}`;
  void reply.header("set-cookie", cookie);
}
