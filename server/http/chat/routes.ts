// Web chat for whoever has no account: the script of the window, sessions, what is written and said. Public: a site's key is
// no secret, a session's token is the proof.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { inClient } from "../deps.ts";
import { HttpProblem } from "../problems.ts";
import { isKnown } from "../operation.ts";
import { Limiter } from "../rate-limit.ts";
import { streamsOf } from "../streams.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { chatPageRoutes } from "./page.ts";
import { chatStream, lineOnWire } from "./stream.ts";
import type { Asking } from "#conversations/asking.ts";
import type { ChatBell } from "#conversations/chat/bell.ts";
import {
  chatLines,
  MOST_TEXT,
  receivedChat,
  welcomeOf,
  writeChat,
} from "#conversations/chat/chat.ts";
import {
  countWritten,
  openVisit,
  sessionAt,
  type ChatSession,
} from "#conversations/chat/sessions.ts";
import { ChatSites, type ChatSite } from "#conversations/chat/sites.ts";
import type { Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

const MOST_BYTES = 16_384;
/** As it is read: without remarks and indentation. */
const WIDGET = readFileSync(join(import.meta.dirname, "../../../portal/chat-window.js"), "utf8")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "" && !line.startsWith("//"))
  .join("\n");
const WIDGET_GZIP = gzipSync(WIDGET, { level: 9 });
const BEARER = /^Bearer ([\w.-]{1,100})$/i;

export type ChatDeps = {
  readonly db: Db;
  readonly log: Logger;
  /** Where this server is found; its own pages may show the window too. */
  readonly publicUrl: string | undefined;
  /** Without it windows that are open look every two seconds. */
  readonly bell: ChatBell | undefined;
  /** Who is asked what a text means; without it nobody. */
  readonly asking?: Asking | undefined;
  /** Streams would hold up the end of the server. */
  readonly whenEnding: (work: () => void) => void;
};

/** What each of those who ask may, in each process. */
const LIMITS = {
  /** New sessions from one address, and on one site whoever asks. */
  opening: { perSecond: 0.2, burst: 20 },
  openingOnSite: { perSecond: 10, burst: 200 },
  /** Of one session: writing, and everything else. */
  writing: { perSecond: 0.5, burst: 10 },
  asking: { perSecond: 3, burst: 30 },
};

const SiteLanguage = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .max(20)
    .exactOptional(),
});
const Written = z.strictObject({
  /** The window's own id: sent again after a broken connection, the message is heard once. */
  id: z.uuid(),
  text: z
    .string()
    .max(MOST_TEXT)
    .refine((text) => text.trim() !== "", "is empty"),
});
const Received = z.strictObject({ ids: z.array(z.uuid()).max(100) });
const After = z.object({ after: z.uuid().exactOptional() });

type Site = { readonly Params: { readonly site: string } };

/** What the handlers share. */
export class ChatDoor {
  readonly deps: ChatDeps;
  readonly #sites: ChatSites;
  readonly #limits = {
    opening: new Limiter(LIMITS.opening),
    openingOnSite: new Limiter(LIMITS.openingOnSite),
    writing: new Limiter(LIMITS.writing),
    asking: new Limiter(LIMITS.asking),
  };
  readonly #ownOrigin: string | undefined;

  constructor(deps: ChatDeps) {
    this.deps = deps;
    this.#sites = new ChatSites(deps.db);
    this.#ownOrigin = deps.publicUrl === undefined ? undefined : URL.parse(deps.publicUrl)?.origin;
  }

  /** The site of the address, or 404; 403 on a page of somebody else's. */
  async site(request: FastifyRequest<Site>, reply: FastifyReply): Promise<ChatSite> {
    const site = await this.#sites.find(request.params.site);
    if (!site) throw new HttpProblem(404, "there is no chat here");
    allowOrigin(request, reply, site, this.#ownOrigin);
    return site;
  }

  limit(what: keyof typeof LIMITS, who: string, reply: FastifyReply): void {
    const { granted, waitS } = this.#limits[what].take(who);
    if (granted) return;
    void reply.header("retry-after", String(waitS));
    throw new HttpProblem(429, "too much at once; go on more slowly");
  }

  /** A new session of a visitor, within the limits. */
  async open(site: ChatSite, request: FastifyRequest, reply: FastifyReply, language?: string) {
    this.limit("opening", request.ip, reply);
    this.limit("openingOnSite", site.routeId, reply);
    const { clientId, routeId, config } = site;
    return await inClient(this.deps.db, clientId, async (tx, now) => {
      const { client, text } = await welcomeOf(tx, clientId, language ?? "", now);
      const opening = { routeId, config, language: language ?? "en" };
      const opened = await openVisit(tx, clientId, opening);
      return { ...opened, title: config.title ?? client, welcome: text };
    });
  }

  /** Of the site, or 401. */
  async session(site: ChatSite, token: string | undefined): Promise<ChatSession> {
    const session = token === undefined ? undefined : await sessionAt(this.deps.db, token);
    if (session?.routeId === site.routeId) return session;
    throw new HttpProblem(401, "this session is over; begin a new one");
  }

  /** Hears what was written; 409 when the session has had its fill. */
  async write(
    site: ChatSite,
    session: ChatSession,
    written: { readonly id: string; readonly text: string },
    reply: FastifyReply,
  ): Promise<string> {
    this.limit("writing", session.sessionId, reply);
    if (!(await countWritten(this.deps.db, session, site.config))) {
      throw new HttpProblem(409, "so much was written in this session; begin a new one");
    }
    return await writeChat(this.deps.db, session, written, this.deps.asking);
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new HttpProblem(422, `${issue.path.join(".") || "body"}: ${issue.message}`);
}

/** GET /chat.js; below /chat/:site sessions, messages, what was received, and the stream; the page without scripts. */
export function chatRoutes(deps: ChatDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    const door = new ChatDoor(deps);
    const streams = streamsOf(door);
    app.get("/chat.js", async (request, reply) => {
      const known = isKnown(request, reply, WIDGET);
      void reply.headers({
        "cache-control": "public, max-age=300",
        "cross-origin-resource-policy": "cross-origin",
        vary: "accept-encoding",
      });
      if (known) return await reply.code(304).send();
      void reply.type("text/javascript; charset=utf-8");
      const takesGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      if (!takesGzip) return await reply.send(WIDGET);
      return await reply.header("content-encoding", "gzip").send(WIDGET_GZIP);
    });
    talkingRoutes(app, door);
    followingRoute(app, door);
    chatPageRoutes(app, door);
    deps.whenEnding(() => streams.close());
    app.addHook("preClose", async () => await Promise.resolve(streams.close()));
    app.addHook("onClose", async () => await deps.bell?.close());
    done();
  };
}

function talkingRoutes(app: FastifyInstance, door: ChatDoor): void {
  const { db } = door.deps;
  const bodyLimit = MOST_BYTES;
  for (const path of ["session", "messages", "received", "stream"]) {
    app.options<Site>(`/chat/:site/${path}`, async (request, reply) => {
      await door.site(request, reply);
      return await answerPreflight(reply);
    });
  }

  app.post<Site>("/chat/:site/session", { bodyLimit }, async (request, reply) => {
    const site = await door.site(request, reply);
    const { language } = read(SiteLanguage, request.body);
    const { token, expiresAt, title, welcome } = await door.open(site, request, reply, language);
    const opened = { token, expires_at: expiresAt.toString(), title, welcome: welcome ?? null };
    return await reply.code(201).send(opened);
  });

  app.post<Site>("/chat/:site/messages", { bodyLimit }, async (request, reply) => {
    const site = await door.site(request, reply);
    const session = await door.session(site, tokenOf(request));
    const id = await door.write(site, session, read(Written, request.body), reply);
    return await reply.code(202).send({ id });
  });

  app.get<Site>("/chat/:site/messages", async (request, reply) => {
    const site = await door.site(request, reply);
    const session = await door.session(site, tokenOf(request));
    door.limit("asking", session.sessionId, reply);
    const { after } = read(After, request.query);
    const lines = await chatLines(db, session, after);
    return await reply.send({ lines: lines.map(lineOnWire) });
  });

  app.post<Site>("/chat/:site/received", { bodyLimit }, async (request, reply) => {
    const site = await door.site(request, reply);
    const session = await door.session(site, tokenOf(request));
    door.limit("asking", session.sessionId, reply);
    await receivedChat(db, session, read(Received, request.body).ids);
    return await reply.code(204).send();
  });
}

function followingRoute(app: FastifyInstance, door: ChatDoor): void {
  const { db, bell, log } = door.deps;
  const streams = streamsOf(door);
  app.get<Site>("/chat/:site/stream", async (request, reply) => {
    const site = await door.site(request, reply);
    const token = tokenOf(request) ?? "";
    const session = await door.session(site, token);
    door.limit("asking", session.sessionId, reply);
    const heard = request.headers["last-event-id"];
    const { after } = read(
      After,
      typeof heard === "string" && heard !== "" ? { after: heard } : request.query,
    );
    const stream = streams.open(session.sessionId, (over) =>
      chatStream({ db, bell, log, token, session, after, over }),
    );
    return await reply
      .type("text/event-stream")
      // What stands in between must neither keep it nor hold it back.
      .headers({ connection: "close", "x-accel-buffering": "no" })
      .send(stream);
  });
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  BEARER.exec(headers.authorization ?? "")?.[1];
