// From the page into web chat: who has proved who they are goes on writing as themselves.
import type { FastifyInstance } from "fastify";
import { inClient } from "../deps.ts";
import { HttpProblem } from "../problems.ts";
import { keepChat } from "../chat/cookie.ts";
import { guest, type Guests } from "./guests.ts";
import type { PortalDeps, TokenParam } from "./visit.ts";
import { siteOf } from "#conversations/chat/sites.ts";
import { openCustomerChat } from "#conversations/chat/sessions.ts";

/** GET /p/:token/chat leads to the conversation; 404 for a client without web chat. */
export function chattingRoutes(app: FastifyInstance, deps: PortalDeps, guests: Guests): void {
  app.get<TokenParam>("/p/:token/chat", async (request, reply) => {
    const who = await guest(deps, guests, request, reply, "full");
    if (!who) return reply;
    const { clientId, link } = who.known;
    const opened = await inClient(deps.db, clientId, async (tx, now) => {
      const site = await siteOf(tx, clientId);
      if (!site) return undefined;
      const { customerId } = link;
      const { language } = who.view;
      return await openCustomerChat(tx, clientId, { ...site, customerId, language }, now);
    });
    if (!opened) throw new HttpProblem(404, "there is no chat here");
    const { routeId } = opened.session;
    keepChat(reply, routeId, opened.token);
    return await reply.redirect(`/chat/${routeId}`, 303);
  });
}
