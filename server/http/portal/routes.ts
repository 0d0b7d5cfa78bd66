// The pages behind a link to pay, and where payment providers tell what became of payments. Public: the token, and what only
// the customer knows, are the key; of a provider its signature.
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import { HttpProblem } from "../problems.ts";
import { chattingRoutes } from "./chatting.ts";
import { agreeingRoutes } from "./agreeing.ts";
import { takePortalForms } from "./forms.ts";
import { guestRoutes, openGuests } from "./guests.ts";
import { payingRoutes } from "./paying.ts";
import { tellingRoutes } from "./telling.ts";
import type { PortalDeps } from "./visit.ts";
import { takeWebhook } from "#payments/webhooks.ts";

/** GET and POST below /p/:token. */
export function portalRoutes(deps: PortalDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    takePortalForms(app);
    const guests = openGuests();
    guestRoutes(app, deps, guests);
    payingRoutes(app, deps, guests);
    agreeingRoutes(app, deps, guests);
    tellingRoutes(app, deps, guests);
    chattingRoutes(app, deps, guests);
    done();
  };
}

const MOST_BYTES = 262_144;
const STATUS = { unknown: 404, forbidden: 403, unreadable: 422, busy: 503 } as const;

type HookParams = { readonly Params: { readonly kind: string; readonly client: string } };

/** POST /pay/:kind/:client: the provider of that kind tells the client something. */
export function payHookRoutes({ pay }: PortalDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    // Signatures are over the bytes as they came.
    app.removeAllContentTypeParsers();
    const options = { parseAs: "buffer", bodyLimit: MOST_BYTES } as const;
    app.addContentTypeParser("*", options, (_request, body, parsed) => parsed(null, body));
    app.post<HookParams>("/pay/:kind/:client", async (request, reply) => {
      const { kind, client } = request.params;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const told = { headers: request.headers, body, ip: callerOf(request) };
      const taken = await takeWebhook(pay, { kind, slug: client, told });
      if ("refused" in taken) throw new HttpProblem(STATUS[taken.refused], taken.why);
      return await reply.code(200).type("text/plain").send("ok\n");
    });
    done();
  };
}

/** Behind a proxy on this machine or network, who the proxy says has called. */
function callerOf(request: FastifyRequest): string {
  const peer = request.ip.replace(/^::ffff:/u, "");
  const isNear = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/u.test(peer);
  const told = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return isNear && told !== undefined && told !== "" ? told : peer;
}
