// Pages and the forms on them: what is sent, and what comes back.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { checkOrigin } from "../guard.ts";
import { PAGE_POLICY } from "./style.ts";

const FORM_BYTES = 4_096;
const LONGEST_FIELD = 1_000;

/** Lets forms in. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: FORM_BYTES },
    async (_: FastifyRequest, body: string) => await Promise.resolve(new URLSearchParams(body)),
  );
}

export type Form = (field: string) => string;

/** The fields of a form of ours; 403 when a page of another site sent it. A missing field is empty. */
export function formOf(request: FastifyRequest): Form {
  checkOrigin(request);
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  return (field) => (form.get(field) ?? "").slice(0, LONGEST_FIELD);
}

export async function showPage(
  reply: FastifyReply,
  text: string,
  status = 200,
): Promise<FastifyReply> {
  return await reply
    .code(status)
    .header("content-security-policy", PAGE_POLICY)
    .type("text/html; charset=utf-8")
    .send(text);
}

/** Sets the cookies that better-auth answered with. */
export function passCookies(reply: FastifyReply, answer: Response): void {
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) void reply.header("set-cookie", cookies);
}
