// Links to pay, made for messages: here, because those who speak by themselves make them too.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { bigintAsText } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import type { EpochMs } from "#policies/types.ts";
import { payDigestOf, payKeyOf, payTokenOf, standInOf } from "./pay-links.ts";

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
  /** What led to it: the id of an inbound message or of the message that it stands in (its channel gets the receipt), or who asked. */
  readonly cause: string;
  /** When the message goes out that it stands in, where that is not at once: its hours count from there. */
  readonly goodFrom?: EpochMs | undefined;
};

export type Minted = {
  readonly linkId: string;
  /** For a message: the token takes its place when that is handed over, and is as long. */
  readonly url: string;
  readonly expiresAt: Temporal.Instant;
};

/** No link lives longer. */
const LINK_LIFE = Temporal.Duration.from({ hours: 72 });

/**
 * Makes links, each for one customer and account, good for 72 hours from when they are read, in one statement and in the given order. None until a
 * server has said where it is found: then there is nothing that a link could lead to.
 */
export async function mintLinks(
  tx: Tx,
  clientId: string,
  links: readonly NewLink[],
  now: Temporal.Instant,
): Promise<Minted[]> {
  const home = links.length === 0 ? undefined : await readHome(tx);
  if (!home) return [];
  const rows = links.map(({ customerId, accountId, action, cause, goodFrom = 0 }) => {
    const from = Math.max(now.epochMilliseconds, goodFrom);
    const linkId = randomUUIDv7();
    const amountMinor = action.kind === "pay" ? action.amountMinor : undefined;
    assert(amountMinor === undefined || amountMinor > 0n, "a link to pay nothing");
    return {
      link_id: linkId,
      customer_id: customerId,
      account_id: accountId,
      digest: payDigestOf(payTokenOf(home.key, clientId, linkId)).toString("hex"),
      action: action.kind,
      amount_minor: amountMinor,
      promise_id: action.kind === "pay" ? action.promiseId : undefined,
      cause,
      good_from: goodFrom === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(goodFrom),
      expires_at: Temporal.Instant.fromEpochMilliseconds(from).add(LINK_LIFE),
    };
  });
  await sql`
    insert into dunlin.pay_link (client_id, link_id, customer_id, account_id, digest, action, amount_minor, promise_id,
      cause, created_at, good_from, expires_at)
    select ${clientId}, link_id, customer_id, account_id, decode(digest, 'hex'), action, amount_minor, promise_id, cause,
      ${now}, good_from, expires_at
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row (link_id uuid, customer_id uuid,
      account_id uuid, digest text, action text, amount_minor bigint, promise_id uuid, cause text,
      good_from timestamptz, expires_at timestamptz)
  `.execute(tx);
  return rows.map(({ link_id: linkId, expires_at: expiresAt }) => ({
    linkId,
    url: standInOf(home.publicUrl, linkId),
    expiresAt,
  }));
}

type Home = { readonly publicUrl: string; readonly key: Buffer };

/** Where links lead, and the key of their tokens; an address without encryption is one only for a demo. */
export async function readHome(tx: Tx): Promise<Home | undefined> {
  const { rows } = await sql<{ publicUrl: string | null; secret: Buffer; demo: boolean }>`
    select public_url, secret, demo from dunlin.installation`.execute(tx);
  const [row] = rows;
  if (!row || row.publicUrl === null) return undefined;
  if (!row.publicUrl.startsWith("https://") && !row.demo) return undefined;
  return { publicUrl: row.publicUrl, key: payKeyOf(row.secret) };
}
