// Links with which a customer pays, or says that it was paid, without leaving the conversation.
import { sql } from "kysely";
import {
  mintLinks,
  readHome,
  type Minted,
  type NewLink,
  type PayAction as LinkAction,
} from "#messages/engagement/minting.ts";
import { PAY_TOKEN, payDigestOf, payTokenOf, payUrlOf } from "#messages/engagement/pay-links.ts";
import type { Tx } from "#platform/db.ts";

export type PayAction = LinkAction;

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
  const [minted] = await mintLinks(tx, clientId, [link], now);
  return minted;
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
