// Where the client's own people answer the question of a message. Public: whoever has the link may answer, once.
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "./deps.ts";
import { checkOrigin } from "./guard.ts";
import { documentOf } from "./page/frame.ts";
import { html, type Html } from "./page/html.ts";
import { PAGE_POLICY } from "./page/style.ts";
import {
  answerQuestion,
  ANSWERS,
  questionAt,
  questionOf,
  type Answer,
  type Question,
} from "#messages/approvals.ts";
import { getClient } from "#clients/clients.ts";
import type { Db } from "#platform/db.ts";

const FORM_BYTES = 1_024;

type Params = { readonly Params: { readonly token: string } };
type Seen = { readonly client: string; readonly question: Question; readonly over: boolean };

/** GET and POST /a/:token. Looking answers nothing: scanners of mail follow every link. */
export function approvalRoutes(db: Db): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: FORM_BYTES },
      async (_: FastifyRequest, body: string) => await Promise.resolve(new URLSearchParams(body)),
    );
    app.get<Params>("/a/:token", async (request, reply) => {
      const seen = await look(db, request.params.token);
      return seen ? await show(reply, pageOf(seen)) : await nothing(reply);
    });
    app.post<Params>("/a/:token", async (request, reply) => {
      checkOrigin(request);
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const answer = ANSWERS.find((one) => one === form.get("answer"));
      const seen = await look(db, request.params.token, answer);
      if (!seen) return await nothing(reply);
      const isTaken = answer !== undefined && seen.question.answer === answer;
      return await show(reply, pageOf(seen), isTaken ? 200 : 409);
    });
    done();
  };
}

/** The question as it stands, after the answer where there is one. */
async function look(db: Db, token: string, answer?: Answer): Promise<Seen | undefined> {
  const at = await db.transaction().execute(async (tx) => await questionAt(tx, token));
  if (!at) return undefined;
  const { clientId, messageId } = at;
  return await inClient(db, clientId, async (tx, now) => {
    if (answer) await answerQuestion(tx, clientId, { messageId, answer, how: "link" }, now);
    const question = await questionOf(tx, clientId, messageId);
    if (!question) return undefined;
    const over = Temporal.Instant.compare(question.expiresAt, now) <= 0;
    return { client: (await getClient(tx, clientId)).name, question, over };
  });
}

const WORDS: Readonly<Record<Answer, string>> = { approved: "approved", rejected: "rejected" };

function pageOf({ client, question, over }: Seen): string {
  return documentOf(
    `${client} asks`,
    html`<main class="card sign-in">
      <h1>${client}</h1>
      <p>${question.question}</p>
      ${standing(question, over)}
    </main>`,
  );
}

function standing({ answer, answeredAt }: Question, over: boolean): Html {
  if (answer !== null && answeredAt !== null) {
    const at = answeredAt.toString({ smallestUnit: "minute" });
    return html`<p><strong>This was ${WORDS[answer]}</strong> at ${at}.</p>`;
  }
  if (over) return html`<p><strong>The time to answer is over.</strong></p>`;
  return html`<form method="post">
    <button name="answer" value="approved">Approve</button>
    <button name="answer" value="rejected">Reject</button>
  </form>`;
}

async function show(reply: FastifyReply, text: string, status = 200): Promise<FastifyReply> {
  return await reply
    .code(status)
    .headers({
      "content-security-policy": PAGE_POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    })
    .type("text/html; charset=utf-8")
    .send(text);
}

async function nothing(reply: FastifyReply): Promise<FastifyReply> {
  const words = html`<main class="card sign-in"><h1>There is no such question</h1></main>`;
  return await show(reply, documentOf("No such question", words), 404);
}
