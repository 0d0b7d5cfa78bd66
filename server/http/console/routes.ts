// The console: one page for every path of it, and its scripts and styles. What it shows it asks the API for.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "../problems.ts";
import { enter } from "../page/routes.ts";
import { readBuild, type Asset, type Built } from "./built.ts";
import type { Db } from "#platform/db.ts";

type Options = {
  readonly db: Db;
  /** The folder of a build; without it the pages say that there is none. */
  readonly folder: string | undefined;
};

/** Paths that the console itself knows the meaning of; `/` takes the operator's token besides. */
export const CONSOLE_PATHS = [
  "/c/*",
  "/sign-in",
  "/forgotten",
  "/reset/:token",
  "/invitation/:token",
  "/set-up/:token",
] as const;

/** Scripts from here alone; styles are set by them, too. Mails are previewed in a frame that runs nothing. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

const YEAR_S = 31_536_000;
const MISSING = "The console is not built; `npm start` builds it, and so does `npm run console`.";

/** Registers its page and its files. */
export const consoleRoutes =
  ({ db, folder }: Options) =>
  async (app: FastifyInstance): Promise<void> => {
    const built = folder === undefined ? undefined : await readBuild(folder);

    app.get<{ Querystring: { readonly token?: unknown } }>("/", async (request, reply) => {
      const { token } = request.query;
      if (typeof token !== "string") return await showConsole(reply, built);
      return await enter(request, reply, { db }, token);
    });
    for (const path of CONSOLE_PATHS) {
      app.get(path, async (_, reply) => await showConsole(reply, built));
    }
    app.get<{ Params: { readonly file: string } }>("/assets/:file", async (request, reply) => {
      const asset = built?.assets.get(request.params.file);
      if (!asset) throw new HttpProblem(404, `there is no file "${request.params.file}" here`);
      return await sendAsset(request, reply, asset);
    });
  };

async function showConsole(reply: FastifyReply, built: Built | undefined): Promise<FastifyReply> {
  if (!built) throw new HttpProblem(503, MISSING);
  return await reply
    .header("content-security-policy", POLICY)
    .type("text/html; charset=utf-8")
    .send(built.page);
}

// The name holds a digest of what is in it: it never changes.
async function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, bodies }: Asset,
): Promise<FastifyReply> {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encoding = (["br", "gzip"] as const).find(
    (one) => bodies[one] && new RegExp(`\\b${one}\\b`).test(accepted),
  );
  if (encoding) void reply.header("content-encoding", encoding);
  return await reply
    .header("cache-control", `public, max-age=${YEAR_S}, immutable`)
    .header("vary", "accept-encoding")
    .type(type)
    .send(bodies[encoding ?? "identity"]);
}
