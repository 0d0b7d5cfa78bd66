// Web chat without scripts: a page with what was said, and a form. The session is a cookie for these pages alone.
import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formOf, takeForms } from "../page/answers.ts";
import { html } from "../page/html.ts";
import { cookieOf } from "../portal/session.ts";
import { CHAT_COOKIE, keepChat } from "./cookie.ts";
import type { ChatDoor } from "./routes.ts";
import { chatWords } from "./words.ts";
import { chatLines, receivedChat, welcomeOf, type ChatLine } from "#conversations/chat/chat.ts";
import { sessionAt, type ChatSession } from "#conversations/chat/sessions.ts";
import type { ChatSite } from "#conversations/chat/sites.ts";
import { asClient, type Db } from "#platform/db.ts";
import { clockNow } from "#platform/clock.ts";
import { pageOf, viewIn } from "#portal/frame.ts";
import { portalPolicy } from "#portal/style.ts";
import { portalLanguage, type PortalLanguage } from "#portal/words.ts";

/** Of a field of a form. */
const MOST_ON_PAGE = 1_000;

type Site = { readonly Params: { readonly site: string } };

/** GET and POST /chat/:site. */
export function chatPageRoutes(app: FastifyInstance, door: ChatDoor): void {
  const { db } = door.deps;
  takeForms(app);

  app.get<Site>("/chat/:site", async (request, reply) => {
    const site = await door.site(request, reply);
    const session = await sessionOf(request, site);
    const lines = session ? await chatLines(db, session) : [];
    const page = await shown(db, languageOf(request), site, lines);
    const fresh = lines.filter(({ from }) => from === "them").map(({ id }) => id);
    if (session && fresh.length > 0) await receivedChat(db, session, fresh);
    return await reply
      .header("content-security-policy", portalPolicy())
      .type("text/html; charset=utf-8")
      .send(page);
  });

  app.post<Site>("/chat/:site", async (request, reply) => {
    const form = formOf(request);
    const site = await door.site(request, reply);
    const text = form("text").trim();
    if (text !== "") {
      const session = (await sessionOf(request, site)) ?? (await begun(request, reply, site));
      await door.write(site, session, { id: randomUUID(), text }, reply);
    }
    return await reply.redirect(`/chat/${site.routeId}`, 303);
  });

  async function sessionOf(
    request: FastifyRequest,
    site: ChatSite,
  ): Promise<ChatSession | undefined> {
    const token = cookieOf(request, CHAT_COOKIE);
    const session = token === undefined ? undefined : await sessionAt(db, token);
    return session?.routeId === site.routeId ? session : undefined;
  }

  async function begun(request: FastifyRequest, reply: FastifyReply, site: ChatSite) {
    const { token, session } = await door.open(site, request, reply, languageOf(request));
    keepChat(reply, site.routeId, token);
    return session;
  }
}

const languageOf = (request: FastifyRequest) =>
  portalLanguage(...(request.headers["accept-language"] ?? "").split(/[,;]/u, 8));

/** The page with these lines, in the language of the browser. */
async function shown(
  db: Db,
  language: PortalLanguage,
  { clientId, routeId, config }: ChatSite,
  lines: readonly ChatLine[],
): Promise<string> {
  const { client, text } = await asClient(
    db,
    clientId,
    async (tx) => await welcomeOf(tx, clientId, language, await clockNow(tx)),
  );
  const words = chatWords(language);
  const base = `/chat/${routeId}`;
  const view = viewIn(language, { base, client: { name: config.title ?? client } });
  const said = lines.map(
    ({ from, text: line }) =>
      html`<p><strong>${from === "me" ? words.me : client}:</strong> ${line}</p>`,
  );
  const body = html`<h1>${words.title}</h1>
    ${text !== undefined && html`<p>${text}</p>`}
    <section aria-label="${words.title}">${said}</section>
    <form method="post" action="${base}">
      <label for="text">${words.write}</label>
      <textarea id="text" name="text" rows="3" maxlength="${MOST_ON_PAGE}" required></textarea>
      <button>${words.send}</button>
    </form>
    <p><a href="${base}">${words.look}</a></p>`;
  return pageOf(view, body, { title: words.title });
}
