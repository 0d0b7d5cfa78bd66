// Whose page it is, and how far whoever asks may look.
import type { FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { HttpProblem } from "../problems.ts";
import { languageCookie, levelOf, type Level } from "./session.ts";
import { viewIn, type View } from "#portal/frame.ts";
import { portalPolicy } from "#portal/style.ts";
import { portalLanguage } from "#portal/words.ts";
import { getClient } from "#clients/clients.ts";
import { PAY_TOKEN } from "#messages/engagement/pay-links.ts";
import type { PayPorts } from "#payments/checkouts.ts";
import { factorsOf, type FactorKind } from "#payments/factors.ts";
import { linkAt, usableLink, type Link } from "#payments/links.ts";
import type { Db, Tx } from "#platform/db.ts";
import { sql } from "kysely";

export type PortalDeps = {
  readonly db: Db;
  readonly pay: PayPorts;
};

export type Known = {
  readonly clientId: string;
  readonly link: Link;
  /** What the customer can prove themselves by. */
  readonly factors: readonly FactorKind[];
};

export type Visit = {
  readonly token: string;
  readonly view: View;
  /** Undefined: no link of ours, or one that is over. It looks like any other. */
  readonly known: Known | undefined;
  readonly level: Level | undefined;
};

/** What may be done: somebody is known, and has shown who they are. */
export type Guest = Omit<Visit, "known" | "level"> & {
  readonly known: Known;
  readonly level: Level;
};

export type TokenParam = { readonly Params: { readonly token: string } };

/** Reads the link of a request, and the cookie for it. */
export async function visit(deps: PortalDeps, request: FastifyRequest<TokenParam>): Promise<Visit> {
  const { token } = request.params;
  // What can't be a token is no secret.
  if (!PAY_TOKEN.test(token)) throw new HttpProblem(404, "this address leads nowhere");
  const base = `/p/${token}`;
  const wished = (request.query as { lang?: unknown }).lang;
  const asked = [typeof wished === "string" ? wished : undefined, languageCookie(request)];
  const at = await deps.db.transaction().execute(async (tx) => await linkAt(tx, token));
  const found =
    at && (await inClient(deps.db, at.clientId, async (tx, now) => await read(tx, at, now)));
  if (!at || !found) {
    const accepts = (request.headers["accept-language"] ?? "").split(/[,;]/u, 8);
    const language = portalLanguage(...asked, ...accepts);
    const view = viewIn(language, { base, client: undefined });
    return { token, view, known: undefined, level: undefined };
  }
  const { known, client, language } = found;
  const view = viewIn(portalLanguage(...asked, language), {
    base,
    client,
    country: client.country,
  });
  const level = levelOf(deps.pay.sealKey, request, { ...at });
  return { token, view, known, level };
}

async function read(
  tx: Tx,
  { clientId, linkId }: { readonly clientId: string; readonly linkId: string },
  now: Temporal.Instant,
) {
  const link = await usableLink(tx, clientId, linkId, now);
  if (!link) return undefined;
  const { name, phone, email, site, country } = await getClient(tx, clientId);
  const factors = await factorsOf(tx, clientId, link.customerId);
  const { rows } = await sql<{ language: string }>`select language from dunlin.customer
    where client_id = ${clientId} and customer_id = ${link.customerId}`.execute(tx);
  return {
    known: { clientId, link, factors },
    client: {
      name,
      country,
      phone: phone ?? undefined,
      email: email ?? undefined,
      site: site ?? undefined,
    },
    language: rows[0]?.language,
  };
}

/** Sends a page. `formTo`: where else than here its form may lead. */
export async function showPortal(
  reply: FastifyReply,
  text: string,
  { status = 200, formTo }: { readonly status?: number; readonly formTo?: string | undefined } = {},
): Promise<FastifyReply> {
  return await reply
    .code(status)
    .header("content-security-policy", portalPolicy(formTo))
    .type("text/html; charset=utf-8")
    .send(text);
}
