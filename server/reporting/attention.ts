// What waits for a person: counts, each with the list behind it.
import { sql } from "kysely";
import type { Scope as Right } from "#auth/permissions.ts";
import { callWishes } from "#debits/call-wishes.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { booksAreStale } from "./status.ts";

export const ATTENTION_KINDS = [
  "stale_books",
  "unread_conversations",
  "payment_claims",
  "call_wishes",
  "waiting_campaigns",
  "uncertain_messages",
  "held_messages",
  "failing_routes",
  "failing_sources",
  "unmatched_payments",
  "bank_proposals",
  "excess_payments",
  "dead_callbacks",
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export type Attention = {
  readonly kind: AttentionKind;
  readonly count: number;
  /** Since when the oldest of them waits, where that is known. */
  readonly since: Temporal.Instant | null;
  /** Where the list behind the number is, in this API. */
  readonly list: string;
};

/** Where the list of each is, and what one must be allowed to do to see it. */
const LISTS: Readonly<Record<AttentionKind, readonly [needs: Right, list: string]>> = {
  stale_books: ["imports:read", "/v1/imports"],
  unread_conversations: ["conversations:read", "/v1/conversations?unread=true"],
  payment_claims: ["ledger:read", "/v1/payment-claims?open=true"],
  call_wishes: ["reports:read", "/v1/call-list"],
  waiting_campaigns: ["campaigns:read", "/v1/campaigns?state=waiting"],
  uncertain_messages: ["messages:read", "/v1/messages?state=uncertain"],
  held_messages: ["messages:read", "/v1/messages?state=held"],
  failing_routes: ["routes:read", "/v1/routes"],
  failing_sources: ["sources:read", "/v1/sources"],
  unmatched_payments: ["ledger:read", "/v1/payments?unmatched=true"],
  bank_proposals: ["ledger:read", "/v1/bank/proposals"],
  excess_payments: ["ledger:read", "/v1/checkouts?excess=true"],
  dead_callbacks: ["webhooks:read", "/v1/webhooks/deliveries?state=dead"],
};

/** Messages that are held are looked for among those of so many days; older ones are past their time. */
const HELD_DAYS = 60;

type Counted = {
  readonly kind: AttentionKind;
  readonly count: number;
  readonly since: Temporal.Instant | null;
};

/** Only what is there, and what whoever has `rights` may look at, in the order of `ATTENTION_KINDS`. */
export async function attention(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
  rights: ReadonlySet<string>,
): Promise<readonly Attention[]> {
  const { rows } = await sql<Counted>`
    select 'unread_conversations' as kind, count(*)::int as count, min(last_at) as since from dunlin.conversation
      where client_id = ${clientId} and unread > 0 and merged_into is null
    union all select 'payment_claims', count(*)::int, min(given_at) from dunlin.claim_proof
      where client_id = ${clientId} and judged_at is null
    union all select 'uncertain_messages', count(*)::int, min(created_at) from dunlin.message
      where client_id = ${clientId} and indexed_as = 'uncertain'
    union all select 'held_messages', count(*)::int, min(created_at) from dunlin.message
      where client_id = ${clientId} and state = 'held' and created_at > ${now.subtract({ hours: 24 * HELD_DAYS })}
    union all select 'failing_routes', count(*)::int, null from dunlin.route
      where client_id = ${clientId} and enabled and (failures > 0 or opens_at > clock_timestamp() or paused_why is not null)
    union all select 'failing_sources', count(*)::int, min(stale_at) from dunlin.source
      where client_id = ${clientId} and enabled and removed_at is null and (failures > 0 or stale_at is not null)
    union all select 'unmatched_payments', count(*)::int, min(received_at) from dunlin.payment
      where client_id = ${clientId} and account_id is null
    union all select 'bank_proposals', count(*)::int, min(created_at) from dunlin.bank_proposal
      where client_id = ${clientId} and state = 'open'
    union all select 'waiting_campaigns', count(*)::int, min(changed_at) from dunlin.campaign
      where client_id = ${clientId} and state = 'waiting'
    union all select 'excess_payments', count(*)::int, min(ended_at) from dunlin.checkout
      where client_id = ${clientId} and excess_minor > 0 and excess_settled_at is null
    union all select 'dead_callbacks', count(*)::int, min(ended_at) from dunlin.webhook_delivery
      where client_id = ${clientId} and state = 'dead'
  `.execute(tx);
  const context = await loadContext(tx, clientId);
  const counted = new Map<AttentionKind, Counted>(rows.map((row) => [row.kind, row]));
  if (booksAreStale(context, now))
    counted.set("stale_books", { kind: "stale_books", count: 1, since: context.client.bookAsOf });
  const wishes = (await callWishes(tx, clientId, now)).length;
  counted.set("call_wishes", { kind: "call_wishes", count: wishes, since: null });
  return ATTENTION_KINDS.flatMap((kind) => {
    const found = counted.get(kind);
    const [needs, list] = LISTS[kind];
    return found && found.count > 0 && rights.has(needs) ? [{ ...found, list }] : [];
  });
}
