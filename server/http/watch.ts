// Watching requests: the id that each has, the line in the log, the figures. Never the query, the body or what stands in the
// path: they hold numbers, references and tokens.
import { randomUUIDv7 } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { operationOf, type RequestFigures } from "./figures/requests.ts";
import type { Logger } from "#platform/log.ts";

const ID_HEADER = "x-request-id";
const ID = /^[A-Za-z0-9._-]{1,100}$/;

/** The id that whoever asks has given, so that both sides find the request in their logs; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[ID_HEADER];
  return typeof given === "string" && ID.test(given) ? given : randomUUIDv7();
}

const REFUSED: ReadonlySet<number> = new Set([401, 403, 429]);

/** Unwell is an answer that these give, not a fault in giving it; and they are asked every few seconds. */
const TELL_HEALTH: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

function levelOf(status: number, route: string | undefined): "warn" | "info" | "debug" {
  if (status >= 500) return TELL_HEALTH.has(route ?? "") ? "debug" : "warn";
  return REFUSED.has(status) ? "info" : "debug";
}

/** At debug a line for each answer, at info for who was refused, at warn where it is a fault of this side. */
export function watchRequests(app: FastifyInstance, log: Logger, figures: RequestFigures): void {
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header(ID_HEADER, request.id);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    figures.ended(request, reply);
    const level = levelOf(reply.statusCode, request.routeOptions.url);
    if (log.isLevelEnabled(level)) log[level](lineOf(request, reply), "answered");
    done();
  });
}

function lineOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    requestId: request.id,
    operation: operationOf(request),
    status: reply.statusCode,
    tookMs: Math.round(reply.elapsedTime),
    ...(REFUSED.has(reply.statusCode) ? { from: request.ip } : {}),
  };
}
