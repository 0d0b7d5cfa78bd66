// The reference of the API as a page: the document, drawn by Scalar, without anything from elsewhere.
import { createHash } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { isKnown } from "./operation.ts";

const PAGE = "/reference";
const SCRIPT = `${PAGE}/js/scalar.js`;

type Drawn = { readonly page: string; readonly script: string; readonly policy: string };

/** Quiet, and ours: no fonts, assistants, telemetry or buttons that lead elsewhere. */
const CONFIGURATION = {
  url: "/v1/openapi.json",
  pageTitle: "Dunlin API",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
  persistAuth: false,
} as const;

// Five megabytes that most processes never show: read when somebody first asks.
async function draw(): Promise<Drawn> {
  const { default: scalar } = await import("@scalar/fastify-api-reference");
  const own = fastify({ logger: false });
  await own.register(scalar, { routePrefix: PAGE, configuration: CONFIGURATION });
  const { body } = await own.inject(`${PAGE}/`);
  const page = body.replace('src="js/scalar.js"', `src="${SCRIPT}"`);
  const script = (await own.inject(SCRIPT)).body;
  await own.close();
  return { page, script, policy: policyOf(page) };
}

/** Lets the page do what it needs: its own script, styles that the script makes, and asking this server. */
function policyOf(page: string): string {
  const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text]) => `'sha256-${createHash("sha256").update(text!).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

let drawn: Promise<Drawn> | undefined;

/** GET /reference: public, like the document that it shows. */
export function referenceRoutes(app: FastifyInstance): void {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    as: (all: Drawn) => readonly [type: string, text: string],
  ): Promise<FastifyReply> => {
    drawn ??= draw();
    const all = await drawn;
    const [type, text] = as(all);
    void reply.header("content-security-policy", all.policy);
    if (isKnown(request, reply, text)) return await reply.code(304).send();
    return await reply.type(type).send(text);
  };
  const page = async (request: FastifyRequest, reply: FastifyReply) =>
    await show(request, reply, (all) => ["text/html; charset=utf-8", all.page]);
  app.get(PAGE, page);
  app.get(`${PAGE}/`, page);
  app.get(
    SCRIPT,
    async (request, reply) =>
      await show(request, reply, (all) => ["text/javascript; charset=utf-8", all.script]),
  );
}
