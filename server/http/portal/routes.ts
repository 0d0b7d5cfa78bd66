// The pages behind a link to pay, and where payment providers tell what became of payments. Public: the token, and what only
// the customer knows, are the key; of a provider its signature.
import type { FastifyPluginCallback } from "fastify";
import { HttpProblem } from "../problems.ts";
import { Limiter, type RateLimit } from "../rate-limit.ts";
import { chattingRoutes } from "./chatting.ts";
import { agreeingRoutes } from "./agreeing.ts";
import { callerOf } from "./caller.ts";
import { takePortalForms } from "./forms.ts";
import { guestRoutes, openGuests, takeTurn } from "./guests.ts";
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
/** For each address that calls, in each process: far more than any provider tells. */
const LIMIT: RateLimit = { perSecond: 100, burst: 1_000 };
const STATUS = { unknown: 404, forbidden: 403, unreadable: 422, busy: 503 } as const;

type HookParams = { readonly Params: { readonly kind: string; readonly client: string } };

/** POST /pay/:kind/:client: the provider of that kind tells the client something. */
export function payHookRoutes({ pay }: PortalDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    // Signatures are over the bytes as they came.
    app.removeAllContentTypeParsers();
    const options = { parseAs: "buffer", bodyLimit: MOST_BYTES } as const;
    app.addContentTypeParser("*", options, (_request, body, parsed) => parsed(null, body));
    const limiter = new Limiter(LIMIT);
    app.post<HookParams>("/pay/:kind/:client", async (request, reply) => {
      takeTurn(limiter, request, reply);
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
