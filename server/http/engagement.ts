// Where addresses in messages lead: links on to their targets, the picture of an opening, the way out. Public: whoever has the
// message has its tokens. No cookie is set, no address and no name of a browser kept.
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import { Limiter, type RateLimit } from "./rate-limit.ts";
import { unsubscribePage } from "./page/unsubscribe.ts";
import { showPage } from "./page/answers.ts";
import { unsubscribe, wayOutFor } from "#conversations/unsubscribing.ts";
import { glanceAt } from "#messages/engagement/reader-kind.ts";
import { Readers, type NamedMessage } from "#messages/engagement/readers.ts";
import type { Purpose } from "#messages/engagement/tokens.ts";
import type { Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

/** For each address that asks, in each process: a whole firm may sit behind one. */
const LIMIT: RateLimit = { perSecond: 50, burst: 500 };
const MOST_BYTES = 4_096;

/** One transparent dot. */
const PICTURE = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

export type EngagementOptions = {
  readonly db: Db;
  readonly log: Logger;
  readonly limit?: RateLimit;
  /** See `Readers`. */
  readonly atOnceMs?: number;
};

type Token = { readonly Params: { readonly token: string } };

/** GET /l, /o and /u, POST /u, each with a token. */
export function engagementRoutes(options: EngagementOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    const { db, limit = LIMIT } = options;
    const readers = new Readers(options);
    const addresses = new Limiter(limit);
    // What a mail program sends with its one click says nothing that the address does not.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: MOST_BYTES },
      (_request, _body, parsed) => parsed(null, undefined),
    );
    app.addHook("onRequest", (request, reply, next) => {
      const { granted, waitS } = addresses.take(request.ip);
      if (granted) return next();
      void reply.header("retry-after", String(waitS));
      next(new HttpProblem(429, "too many requests; go on more slowly"));
    });

    async function named(purpose: Purpose, request: FastifyRequest<Token>): Promise<NamedMessage> {
      const message = await readers.read(purpose, request.params.token);
      if (!message) throw notHere();
      return message;
    }

    app.get<Token>("/l/:token", async (request, reply) => {
      const message = await named("l", request);
      const target = await readers.targetOf(message);
      const href = target === undefined ? undefined : URL.parse(target)?.href;
      if (href === undefined) throw notHere();
      if (!asksNotToBeSeen(request)) readers.clicked(message, glanceOf(request));
      return await reply.redirect(href, 302);
    });

    app.get<Token>("/o/:token", async (request, reply) => {
      const token = request.params.token.replace(/\.gif$/, "");
      const message = await readers.read("o", token);
      if (message && !asksNotToBeSeen(request)) readers.opened(message, glanceOf(request));
      return await sendPicture(reply);
    });

    app.get<Token>("/u/:token", async (request, reply) => {
      const offered = await wayOutFor(db, await named("u", request));
      if (!offered) throw notHere();
      return await showPage(reply, unsubscribePage(offered, "asks"));
    });

    app.post<Token>("/u/:token", async (request, reply) => {
      const message = await named("u", request);
      const offered = await wayOutFor(db, message);
      if (!offered || !(await unsubscribe(db, message))) throw notHere();
      return await showPage(reply, unsubscribePage(offered, "done"));
    });

    app.addHook("onClose", async () => await readers.close());
    done();
  };
}

const glanceOf = ({ method, headers }: FastifyRequest) => glanceAt(method, headers);

/** Global Privacy Control: the browser says that its user wants to be left alone. */
const asksNotToBeSeen = ({ headers }: FastifyRequest): boolean => headers["sec-gpc"] === "1";

function notHere(): HttpProblem {
  return new HttpProblem(404, "this address leads nowhere, or no longer");
}

async function sendPicture(reply: FastifyReply): Promise<FastifyReply> {
  return await reply
    .type("image/gif")
    // Mail on the web shows it on pages of its own.
    .header("cross-origin-resource-policy", "cross-origin")
    .send(PICTURE);
}
