/**
 * An operation of the HTTP API as data: who may do it, what it takes and gives, an example, and the work. Routing, the
 * document, the checks of permission and the tests of every operation read the same object.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { auditedAround, auditedIn } from "./audited.ts";
import { inClient, type Deps } from "./deps.ts";
import { onceIn, onceOf, onceOutside, type Answer, type Once } from "./idempotency.ts";
import { checkOrigin } from "./guard.ts";
import { HttpProblem } from "./problems.ts";
import { clientFor, principalOf, requireScope } from "./principal.ts";
import { slowDown, takeTurn } from "./rate-limit.ts";
import { Spooled } from "./spooled.ts";
import { streamsOf } from "./streams.ts";
import {
  NOBODY,
  type Need,
  type OperatorScope,
  type Principal,
  type Scope,
} from "#auth/permissions.ts";
import { bigintAsText } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";

/** What the work of every operation knows. */
export type Asked = {
  readonly deps: Deps;
  readonly principal: Principal;
  /** As it stands in events: who did it. */
  readonly actor: string;
  readonly request: FastifyRequest;
  /** For cookies and other headers; the answer is what the work returns. */
  readonly reply: FastifyReply;
};

/** One client, without a transaction: long work, several transactions, files. */
export type AskedOfClient = Asked & { readonly clientId: string };

/** One client, in one transaction. */
export type Working = AskedOfClient & {
  readonly tx: Tx;
  /** The installation's clock. */
  readonly now: Temporal.Instant;
};

type Given<P, Q, B> = { readonly params: P; readonly query: Q; readonly body: B };

type Words = {
  /** One sentence; becomes the title in the reference. */
  readonly summary: string;
  readonly description?: string;
  /** The chapter of the reference. */
  readonly tag: string;
};

type Shape<P, Q, B, R extends z.ZodType> = Words & {
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** True when a missing body means an empty object. */
  readonly bodyOptional?: boolean;
  readonly response: R;
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** A request that works on the sample client, shown in the document and sent by a test. */
  readonly example?: Example;
  /** Bytes of the body; 1 MiB unless said otherwise. */
  readonly bodyLimit?: number;
  /** The body is a file of any size: `request.body` is a `Spooled`. */
  readonly raw?: boolean;
  /** The answer changes seldom: whoever has it already (If-None-Match) hears 304. */
  readonly etag?: boolean;
  /** The answer as a table, for whoever asks with `format=csv` or `Accept: text/csv`. */
  readonly csv?: (result: z.output<R>) => string;
};

export type Example = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Operation = Words & {
  /** "nobody": it is asked before anybody has signed in. */
  readonly scope: Need | "nobody";
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly bodyOptional: boolean;
  readonly response: z.ZodType;
  readonly status: number;
  readonly example: Example | undefined;
  readonly bodyLimit: number | undefined;
  readonly raw: boolean;
  readonly etag: boolean;
  /** The answer can also be had as a table. */
  readonly csv: boolean;
  /** The answer goes on as long as somebody listens (text/event-stream). */
  readonly streams: boolean;
  readonly handle: (asked: Asked, once: Once | undefined) => Promise<Answer | Readable>;
};

type Made<P, Q, B, R extends z.ZodType, S, W> = Shape<P, Q, B, R> & {
  readonly needs: S;
  readonly work: (with_: W, given: Given<P, Q, B>) => Promise<z.output<R>>;
};

function operation<P, Q, B, R extends z.ZodType, S extends Need | "nobody", W>(
  made: Made<P, Q, B, R, S, W>,
  handle: (
    asked: Asked,
    once: Once | undefined,
    work: (with_: W) => Promise<Answer>,
  ) => Promise<Answer>,
): Operation {
  const { needs, work, status = 200, bodyOptional = false, ...shape } = made;
  return {
    summary: shape.summary,
    ...(shape.description === undefined ? {} : { description: shape.description }),
    tag: shape.tag,
    scope: needs,
    params: shape.params,
    query: shape.query,
    body: shape.body,
    bodyOptional,
    response: shape.response,
    status,
    example: shape.example,
    bodyLimit: shape.bodyLimit,
    raw: shape.raw ?? false,
    etag: shape.etag ?? false,
    csv: shape.csv !== undefined,
    streams: false,
    handle: async (asked, once) =>
      await handle(asked, once, async (with_) => {
        const { params, query, body } = asked.request;
        const result = await work(with_, { params, query, body } as Given<P, Q, B>);
        if (shape.csv !== undefined && wantsCsv(asked.request))
          return { status, text: shape.csv(result), type: "text/csv; charset=utf-8" };
        return { status, text: JSON.stringify(z.encode(shape.response, result), bigintAsText) };
      }),
  };
}

const transact = async (
  asked: Asked,
  work: (working: Working) => Promise<Answer>,
): Promise<Answer> => {
  const { deps, principal, request } = asked;
  const clientId = await clientFor(request, principal, deps.db);
  return await inClient(
    deps.db,
    clientId,
    async (tx, now) => await work({ ...asked, clientId, tx, now }),
  );
};

/** Looks at the rows of one client, in one transaction. */
export const query = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, Scope, Working>,
): Operation => operation(made, async (asked, _once, work) => await transact(asked, work));

/** Changes the rows of one client, in one transaction; with an Idempotency-Key once. */
export const change = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, Scope, Working>,
): Operation =>
  operation(
    made,
    async (asked, once, work) =>
      await transact(
        asked,
        async (working) =>
          await onceIn(
            working.tx,
            working.clientId,
            once,
            async () => await auditedIn(working, async () => await work(working)),
          ),
      ),
  );

/** Work for one client that makes its own transactions; with an Idempotency-Key once. */
export const perform = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, Scope, AskedOfClient>,
): Operation =>
  operation(made, async (asked, once, work) => {
    const clientId = await clientFor(asked.request, asked.principal, asked.deps.db);
    return await onceOutside(
      asked.deps.db,
      clientId,
      once,
      async () =>
        await auditedAround({ ...asked, clientId }, async () => await work({ ...asked, clientId })),
    );
  });

/** What concerns the installation; `once` is its own to keep, with what it makes. */
export type Operating = Asked & { readonly once: Once | undefined };

/** What concerns the installation and no one client; only the operator's people may. */
export const operate = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, OperatorScope, Operating>,
): Operation => operation(made, async (asked, once, work) => await work({ ...asked, once }));

/** What concerns whoever asks, and no client: a key or somebody who signed in is enough. */
export const introduce = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, "anybody", Asked>,
): Operation => operation(made, async (asked, _once, work) => await work(asked));

/** What is asked before anybody is signed in: open to all, slowly, and never to pages of other sites. */
export const admit = <P, Q, B, R extends z.ZodType>(
  made: Made<P, Q, B, R, "nobody", Asked>,
): Operation => operation(made, async (asked, _once, work) => await work(asked));

type Followed<P, Q> = Words & {
  readonly needs: Scope;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly example?: Example;
  /** Lines of text/event-stream, until the signal says that it is over. */
  readonly follow: (
    with_: AskedOfClient,
    given: Pick<Given<P, Q, undefined>, "params" | "query">,
    over: AbortSignal,
  ) => AsyncIterable<string>;
};

/** Server-sent events of one client, for as long as somebody listens; so many at once for each key. */
export const follow = <P, Q>({ needs, follow: lines, ...made }: Followed<P, Q>): Operation => ({
  summary: made.summary,
  ...(made.description === undefined ? {} : { description: made.description }),
  tag: made.tag,
  scope: needs,
  params: made.params,
  query: made.query,
  body: undefined,
  bodyOptional: false,
  response: z.string(),
  status: 200,
  example: made.example,
  bodyLimit: undefined,
  raw: false,
  etag: false,
  csv: false,
  streams: true,
  handle: async (asked) => {
    const { request, principal, deps } = asked;
    const clientId = await clientFor(request, principal, deps.db);
    const given = { params: request.params, query: request.query } as Given<P, Q, undefined>;
    return streamsOf(deps).open(principal.id, (over) => lines({ ...asked, clientId }, given, over));
  },
});

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Puts an operation on a path: who asks, whether they may, how often, then the work. */
export function mount(
  app: FastifyInstance,
  method: Method,
  url: string,
  one: Operation,
  deps: Deps,
): void {
  const asking = new WeakMap<FastifyRequest, { principal: Principal; once: Once | undefined }>();
  app.route({
    method,
    url,
    ...(one.bodyLimit === undefined ? {} : { bodyLimit: one.bodyLimit }),
    schema: {
      ...(one.params && { params: one.params }),
      ...(one.query && { querystring: one.query }),
      ...(one.body && { body: one.body }),
    },
    onRequest: async (request, reply) => {
      if (one.scope === "nobody") {
        checkOrigin(request);
        slowDown(request);
        asking.set(request, { principal: NOBODY, once: undefined });
        return;
      }
      const principal = await principalOf(request, deps, one.scope);
      requireScope(principal, one.scope);
      takeTurn(principal, reply, deps.limiter);
      asking.set(request, { principal, once: undefined });
    },
    preValidation: async (request) => {
      if (one.bodyOptional) request.body ??= {};
      const found = asking.get(request);
      assert(found, "a request that nobody sent");
      if (one.raw !== isStream(request.body)) {
        const want = one.raw ? "text/csv or application/octet-stream" : "application/json";
        if (one.raw || request.body !== undefined) {
          throw new HttpProblem(415, `send the body as ${want}`);
        }
      }
      if (isStream(request.body)) request.body = await Spooled.from(request.body);
      if (method !== "GET") found.once = onceOf(request);
    },
    handler: async (request, reply) => {
      const found = asking.get(request);
      assert(found, "a request that nobody sent");
      const { principal, once } = found;
      const asked: Asked = { deps, principal, actor: principal.actor, request, reply };
      const result = await one.handle(asked, once);
      if (result instanceof Readable) {
        // Else the connection would be kept, idle, and hold up the end of the server.
        return await reply.header("connection", "close").type("text/event-stream").send(result);
      }
      if (one.etag && isKnown(request, reply, result.text)) return await reply.code(304).send();
      return await answer(reply, result);
    },
    onResponse: async ({ body }) => {
      if (body instanceof Spooled) await body.release();
    },
  });
}

/** Asked for in the query, or first in the header. */
function wantsCsv(request: FastifyRequest): boolean {
  const { format } = request.query as { readonly format?: unknown };
  if (format !== undefined) return format === "csv";
  return /^\s*text\/csv\b/.test(request.headers.accept ?? "");
}

/** Tags the answer; true when whoever asks has it already (RFC 9110, 13.1.2). */
export function isKnown(request: FastifyRequest, reply: FastifyReply, text: string): boolean {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  // May be kept, and must be asked for again.
  void reply.headers({ etag: tag, "cache-control": "private, no-cache" });
  const known = request.headers["if-none-match"]?.split(",", 50).map((one) => one.trim());
  return known?.some((one) => one === "*" || one.replace(/^W\//, "") === tag) ?? false;
}

const isStream = (body: unknown): body is Readable =>
  typeof body === "object" && body !== null && "pipe" in body;

/** Files are not parsed: what asks for one gets the stream. */
export function takeFiles(app: FastifyInstance): void {
  app.addContentTypeParser(
    ["text/csv", "application/xml", "text/xml", "application/octet-stream"],
    (_request: FastifyRequest, payload: Readable, done: (error: null, body: Readable) => void) =>
      done(null, payload),
  );
}

async function answer(reply: FastifyReply, one: Answer): Promise<FastifyReply> {
  const { status, text, type = "application/json; charset=utf-8" } = one;
  return await reply.code(status).type(type).send(text);
}
