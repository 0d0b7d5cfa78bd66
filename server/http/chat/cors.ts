// Windows of web chat stand on pages of clients: which origin may read the answers, and which requests browsers ask about first.
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "../problems.ts";
import type { ChatSite } from "#conversations/chat/sites.ts";

const ASKED_AGAIN_S = "7200";

/** 403 for a page of an origin that the client did not name. Programs, and pages of this server, send none or our own. */
export function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  { config }: ChatSite,
  ownOrigin: string | undefined,
): void {
  void reply.headers({ vary: "origin", "cross-origin-resource-policy": "cross-origin" });
  const { origin } = request.headers;
  if (origin === undefined || request.headers["sec-fetch-site"] === "same-origin") return;
  if (origin !== ownOrigin && !config.origins.includes(origin)) {
    throw new HttpProblem(
      403,
      "this page may not show the chat; its origin is not in the settings",
    );
  }
  void reply.headers({
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "retry-after",
  });
}

/** The answer to a browser that asks before it sends (Fetch, 3.2.2). No cookies travel: the token is a header. */
export async function answerPreflight(reply: FastifyReply): Promise<FastifyReply> {
  return await reply
    .code(204)
    .headers({
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type, last-event-id",
      "access-control-max-age": ASKED_AGAIN_S,
    })
    .send();
}
