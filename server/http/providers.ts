// Where providers of messages call: what became of a message, and what a customer wrote. Public; the address is the key.
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import { Limiter, type RateLimit } from "./rate-limit.ts";
import type { Providers } from "#conversations/providers.ts";

const MOST_BYTES = 65_536;
/** Meta puts many events into one request, up to 3 MB. */
const MOST_BYTES_OF_EVENTS = 3_145_728;
/** For each route, in each process: more than any provider's whole traffic for one client. */
const LIMIT: RateLimit = { perSecond: 500, burst: 2_000 };
const ABOUT = ["status", "sms", "events"] as const;

const STATUS = { unknown: 404, forbidden: 403, unreadable: 422, busy: 503 };

type Token = { readonly Params: { readonly routeToken: string } };

/** POST /in/:routeToken/status, /sms and /events, and GET of the last. `publicUrl` is what a provider's signature covers. */
export function providerRoutes(
  providers: Pick<Providers, "receive" | "greet" | "close">,
  publicUrl: string,
  limit = LIMIT,
): FastifyPluginCallback {
  return (app, _options, done) => {
    const limited = limiter(limit);
    // Signatures are over the bytes as they came.
    app.removeAllContentTypeParsers();
    const options = { parseAs: "buffer" } as const;
    app.addContentTypeParser("*", options, (_request, body, parsed) => parsed(null, body));
    for (const about of ABOUT) {
      const bodyLimit = about === "events" ? MOST_BYTES_OF_EVENTS : MOST_BYTES;
      app.post<Token>(`/in/:routeToken/${about}`, { bodyLimit }, async (request, reply) => {
        const token = request.params.routeToken;
        limited(token, reply);
        const received = await providers.receive({
          token,
          about,
          request: {
            url: `${publicUrl}/in/${token}/${about}${queryOf(request)}`,
            headers: request.headers,
            body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          },
        });
        if ("refused" in received) throw new HttpProblem(STATUS[received.refused], received.why);
        return await reply.type(received.thanks.type).send(received.thanks.body);
      });
    }
    app.get<Token>("/in/:routeToken/events", async (request, reply) => {
      const token = request.params.routeToken;
      limited(token, reply);
      const answer = await providers.greet(token, new URLSearchParams(queryOf(request)));
      if (answer === undefined) throw new HttpProblem(403, "the proof is missing or wrong");
      return await reply.type("text/plain; charset=utf-8").send(answer);
    });
    app.addHook("onClose", async () => await providers.close());
    done();
  };
}

function queryOf(request: FastifyRequest<Token>): string {
  const { url = "" } = request.raw;
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start);
}

function limiter(limit: RateLimit): (token: string, reply: FastifyReply) => void {
  const routes = new Limiter(limit);
  return (token, reply) => {
    const { granted, waitS } = routes.take(token);
    if (granted) return;
    void reply.header("retry-after", String(waitS));
    throw new HttpProblem(429, "too many requests for this route; go on more slowly");
  };
}
