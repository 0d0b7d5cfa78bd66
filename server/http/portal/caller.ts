// Who called: a proxy on this machine or network says for whom it asks.
import type { FastifyRequest } from "fastify";

const NEAR = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/u;

/** The address of whoever called; behind a proxy nearby the last one that it wrote down, since the others may be made up. */
export function callerOf(request: Pick<FastifyRequest, "ip" | "headers">): string {
  const peer = request.ip.replace(/^::ffff:/u, "");
  const told = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return NEAR.test(peer) && told !== undefined && told !== "" ? told.slice(0, 64) : peer;
}
