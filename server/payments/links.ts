// Links with which a customer pays, or says that it was paid, without leaving the conversation.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import {
  PAY_TOKEN,
  payDigestOf,
  payKeyOf,
  payTokenOf,
  payUrlOf,
  standInOf,
} from "#messages/engagement/pay-links.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";

/** What the link is for: a payment, the customer's whole page, or showing that it was paid. */
export type PayAction =
  | {
      readonly kind: "pay";
      /** Offered first; without it all that is open. */
      readonly amountMinor?: bigint | undefined;
      readonly promiseId?: string | undefined;
    }
  | { readonly kind: "page" }
  | { readonly kind: "proof" };

export type NewLink = {
  readonly customerId: string;
  readonly accountId: string;
  readonly action: PayAction;
  /** What led to it: the id of an inbound message (its channel gets the receipt), of a message, or who asked. */
  readonly cause: string;
};

export type Minted = {
  readonly linkId: string;
  /** For a message: the token takes its place when that is handed over, and is as long. */
  readonly url: string;
  readonly expiresAt: Temporal.Instant;
};

/** No link lives longer. */
export const LINK_LIFE = Temporal.Duration.from({ hours: 72 });
/** Wrong answers that a link bears. */
export const MOST_FAILURES = 5;

/**
 * Makes a link for one customer and account, good for 72 hours. Undefined until a server has said where it is found: then
 * there is nothing that a link could lead to.
 */
export async function mintLink(
  tx: Tx,
  clientId: string,
  link: NewLink,
  now: Temporal.Instant,
): Promise<Minted | undefined> {
  const home = await readHome(tx);
  if (!home) return undefined;
  const linkId = randomUUIDv7();
  const expiresAt = now.add(LINK_LIFE);
  const { action } = link;
  const amountMinor = action.kind === "pay" ? action.amountMinor : undefined;
  const promiseId = action.kind === "pay" ? action.promiseId : undefined;
  assert(amountMinor === undefined || amountMinor > 0n, "a link to pay nothing");
  await sql`
    insert into dunlin.pay_link (client_id, link_id, customer_id, account_id, digest, action, amount_minor, promise_id,
      cause, created_at, expires_at)
    values (${clientId}, ${linkId}, ${link.customerId}, ${link.accountId},
      ${payDigestOf(payTokenOf(home.key, clientId, linkId))}, ${action.kind}, ${amountMinor ?? null}::bigint,
      ${promiseId ?? null}::uuid, ${link.cause}, ${now}, ${expiresAt})
  `.execute(tx);
  return { linkId, url: standInOf(home.publicUrl, linkId), expiresAt };
}

/** The address of the link itself, for whoever asked for it and hands it on. */
export async function addressOfLink(
  tx: Tx,
  clientId: string,
  linkId: string,
): Promise<string | undefined> {
  const home = await readHome(tx);
  return home && payUrlOf(home.publicUrl, payTokenOf(home.key, clientId, linkId));
}

/** A link as the page needs it. */
export type Link = {
  readonly linkId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly action: PayAction["kind"];
  readonly amountMinor: bigint | null;
  readonly promiseId: string | null;
  readonly cause: string;
  readonly expiresAt: Temporal.Instant;
  readonly failures: number;
};

/** Whose link the token opens; undefined for one that we never made. In a transaction of no client. */
export async function linkAt(
  tx: Tx,
  token: string,
): Promise<{ readonly clientId: string; readonly linkId: string } | undefined> {
  // Looked up all the same: what is no token takes as long as what is none of ours.
  const digest = payDigestOf(PAY_TOKEN.test(token) ? token : "");
  const { rows } = await sql<{ clientId: string; linkId: string }>`
    select client_id, link_id from dunlin.pay_link_by_digest(${digest})
  `.execute(tx);
  return rows[0];
}

/** The link while it may be used: not run out, and not guessed at too often. */
export async function usableLink(
  tx: Tx,
  clientId: string,
  linkId: string,
  now: Temporal.Instant,
): Promise<Link | undefined> {
  const { rows } = await sql<Link>`
    select link_id, customer_id, account_id, action, amount_minor, promise_id, cause, expires_at, failures
    from dunlin.pay_link
    where client_id = ${clientId} and link_id = ${linkId} and expires_at > ${now} and failures < ${MOST_FAILURES}
  `.execute(tx);
  return rows[0];
}

type Home = { readonly publicUrl: string; readonly key: Buffer };

/** Where links lead, and the key of their tokens; an address without encryption is one only for a demo. */
async function readHome(tx: Tx): Promise<Home | undefined> {
  const { rows } = await sql<{ publicUrl: string | null; secret: Buffer; demo: boolean }>`
    select public_url, secret, demo from dunlin.installation`.execute(tx);
  const [row] = rows;
  if (!row || row.publicUrl === null) return undefined;
  if (!row.publicUrl.startsWith("https://") && !row.demo) return undefined;
  return { publicUrl: row.publicUrl, key: payKeyOf(row.secret) };
}
