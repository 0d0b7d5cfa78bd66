// The status page and its sign-in.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { isSignedIn, requireToken, setCookie } from "../guard.ts";
import { headersOf } from "../principal.ts";
import { problemOf, sendProblem } from "../problems.ts";
import { isToken } from "../token.ts";
import { tell } from "../accounts/told.ts";
import { formOf, passCookies, showPage, takeForms } from "./answers.ts";
import { hopPage } from "./frame.ts";
import { statusPage, type PageFacts } from "./status-page.ts";
import type { Accounts } from "#auth/accounts.ts";
import { showsSession, signedInBy } from "#auth/sessions.ts";
import { clockNow, frozenAt } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import { listClients } from "#reporting/client-list.ts";
import { statusOf, type Status } from "#reporting/status.ts";
import { Remembered } from "./remembered.ts";

type Options = {
  readonly db: Db;
  readonly log: Logger;
  readonly demo: boolean;
  readonly sandboxUrl: string | undefined;
  readonly accounts?: Accounts | undefined;
};

const CLIENTS_SHOWN = 100;
const CLIENTS_KEPT_MS = 10_000;
const STATUS_KEPT_MS = 1_000;

type Query = { readonly client?: unknown; readonly still?: unknown };

/** GET /status, POST /sign-out. */
export const pageRoutes =
  (options: Options) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, accounts } = options;
    takeForms(app);
    const page = pageOf(options);

    app.get<{ Querystring: Query }>("/status", async (request, reply) => {
      if (await isSignedIn(request, db)) return await showPage(reply, await page(request.query));
      const who = accounts && (await signedInBy(accounts, headersOf(request)));
      if (who?.staff) return await showPage(reply, await page(request.query));
      if (who) return await reply.redirect("/", 303);
      return await askToSignIn(request, reply, options, page);
    });

    app.post("/sign-out", async (request, reply) => {
      formOf(request);
      setCookie(request, reply);
      const headers = headersOf(request);
      if (accounts && showsSession(headers)) {
        const who = await signedInBy(accounts, headers);
        if (who) await tell(options, request, "signed out", who);
        passCookies(reply, await accounts.auth.api.signOut({ headers, asResponse: true }));
      }
      return await reply.redirect("/", 303);
    });
    await Promise.resolve();
  };

/** Signs in whoever brings the operator's token, and leads to the console; otherwise to the sign-in. */
export async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  { db }: Pick<Options, "db">,
  token: string,
): Promise<FastifyReply> {
  if (!(await isToken(db, token.trim()))) return await reply.redirect("/sign-in?error=token", 303);
  setCookie(request, reply, token.trim());
  if (request.headers["sec-fetch-site"] === "cross-site") return await showPage(reply, hopPage());
  return await reply.redirect("/", 303);
}

// A browser is led to the form; a program may bring the bearer token, or hears what is missing.
async function askToSignIn(
  request: FastifyRequest<{ Querystring: Query }>,
  reply: FastifyReply,
  { db }: Options,
  page: Page,
): Promise<FastifyReply> {
  if (request.headers.authorization === undefined && /html/.test(request.headers.accept ?? "")) {
    return await reply.redirect("/sign-in", 303);
  }
  try {
    await requireToken(request, db);
  } catch (error) {
    return await sendProblem(reply, problemOf(error as Error));
  }
  return await showPage(reply, await page(request.query));
}

type Page = (query: Query) => Promise<string>;

function pageOf({ db, demo, sandboxUrl }: Options): Page {
  const clients = new Remembered(CLIENTS_KEPT_MS, async () => await listClients(db, CLIENTS_SHOWN));
  // However many browsers look: one reading at a time for a client, and not more often than it takes effort.
  const statuses = new Map<string, Remembered<Status>>();
  const statusFor = async (clientId: string): Promise<Status> => {
    const known = statuses.get(clientId);
    if (known) return await known.get();
    if (statuses.size >= CLIENTS_SHOWN) statuses.clear();
    const made = new Remembered(
      STATUS_KEPT_MS,
      async () =>
        await inClient(db, clientId, async (tx, now) => await statusOf(tx, clientId, now)),
    );
    statuses.set(clientId, made);
    return await made.get();
  };
  return async (query) => {
    const all = await clients.get();
    const chosen = all.find((one) => one.slug === query.client) ?? all[0];
    const facts: PageFacts = {
      now: await clockNow(db),
      frozen: (await frozenAt(db)) !== undefined,
      demo,
      sandboxUrl,
      clients: all,
      status: chosen && (await statusFor(chosen.clientId)),
      still: query.still !== undefined,
    };
    return statusPage(facts);
  };
}
