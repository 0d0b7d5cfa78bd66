// Everything that happened to one customer, over all channels, newest first: what was said with all that became of it, what
// was heard, noted, paid, agreed, held, debited, consented to and decided. What is only planned stands at its time.
import { sql, type RawBuilder } from "kysely";
import { statusesOf, type Status } from "#reporting/timeline-statuses.ts";
import type { Tx } from "#platform/db.ts";

export const TIMELINE_GROUPS = [
  "messages",
  "replies",
  "notes",
  "money",
  "agreements",
  "debits",
  "consent",
  "decisions",
] as const;
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number];

/** The beginnings of kinds of events in each group; messages, replies and notes have rows of their own. */
const EVENTS: Readonly<Record<TimelineGroup, readonly string[]>> = {
  messages: [],
  replies: [],
  notes: [],
  money: ["invoice", "credit", "payment", "checkout"],
  agreements: ["promise", "plan", "hold", "dispute", "arrangement"],
  debits: ["debit", "mandate"],
  consent: ["address", "contact_point", "identity", "customer"],
  decisions: ["episode", "step", "account", "service", "conversation"],
};

/** What says nothing that another entry does not say, or concerns the work of colleagues and not the customer. */
const LEFT_OUT = [
  "conversation.read",
  "conversation.noted",
  "conversation.assigned",
  "conversation.snoozed",
  "debit.notified",
  "episode.shifted",
];

export type SaidEntry = {
  readonly messageId: string;
  readonly class: string;
  readonly channel: string;
  readonly address: string;
  readonly state: string;
  readonly reason: string | null;
  readonly step: string | null;
  readonly template: string;
  readonly subject: string | null;
  readonly text: string;
  readonly segments: number;
  readonly priceMicros: string;
  readonly notBefore: string;
  readonly openedAt: string | null;
  readonly clickedAt: string | null;
  readonly answers: string | null;
};

export type HeardEntry = {
  readonly messageId: string;
  readonly channel: string;
  readonly address: string;
  readonly subject: string | null;
  readonly text: string;
  readonly answers: string | null;
  readonly keyword: string | null;
  readonly intent: string | null;
  readonly confidence: number | null;
  readonly corrected: string | null;
  readonly automatic: boolean;
};

export type TimelineEntry = {
  /** Stable: the same entry has the same one on every page. */
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly group: TimelineGroup;
  /** Of an event its kind; else "message", "reply", "note" or "decision". */
  readonly kind: string;
  readonly actor: string | null;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
  /** The client's reference of the invoice, or the bank's of the payment. */
  readonly reference: string | null;
  readonly note: string | null;
  readonly said: SaidEntry | null;
  readonly heard: HeardEntry | null;
  readonly statuses: readonly Status[];
  readonly body: unknown;
};

export type TimelineAsking = {
  readonly customerId: string;
  /** None: all. */
  readonly groups: readonly TimelineGroup[];
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
};

const CURSOR = /^(\d{1,20})~([a-z]{1,10}:[0-9a-f-]{1,40})$/;

/** True for what `timeline` gave as `next`. */
export const isTimelineCursor = (text: string): boolean => CURSOR.test(text);

/** One page, newest first, and where the next begins; null on the last. */
export async function timeline(
  tx: Tx,
  clientId: string,
  asking: TimelineAsking,
): Promise<{ readonly entries: readonly TimelineEntry[]; readonly next: string | null }> {
  const groups = asking.groups.length === 0 ? TIMELINE_GROUPS : asking.groups;
  const [, atUs, id] = CURSOR.exec(asking.after ?? "") ?? [];
  const behind =
    atUs === undefined || id === undefined
      ? sql`true`
      : sql`(at, id) < (timestamptz 'epoch' + ${atUs}::bigint * interval '1 microsecond', ${id}::text collate "C")`;
  const parts = [
    ...(groups.includes("messages") ? [said(clientId, asking.customerId)] : []),
    ...(groups.includes("replies") ? [heard(clientId, asking.customerId)] : []),
    ...(groups.includes("notes") ? [noted(clientId, asking.customerId)] : []),
    ...(groups.includes("decisions") ? [decided(clientId, asking.customerId)] : []),
    ...happened(clientId, asking.customerId, groups),
  ];
  type Found = Omit<TimelineEntry, "statuses"> & { readonly atUs: bigint };
  const { rows } = await sql<Found>`
    select t.*, (extract(epoch from at) * 1000000)::bigint as at_us from (${sql.join(parts, sql` union all `)})
      t (id, at, "group", kind, actor, currency, amount_minor, reference, note, said, heard, body)
    where ${behind} order by at desc, id collate "C" desc limit ${asking.limit}`.execute(tx);
  const ids = rows.flatMap((row) => (row.said ? [row.said.messageId] : []));
  const statuses = await statusesOf(tx, clientId, ids);
  const last = rows.length < asking.limit ? undefined : rows.at(-1);
  return {
    entries: rows.map((row) => ({
      ...row,
      statuses: (row.said && statuses.get(row.said.messageId)) ?? [],
    })),
    next: last ? `${last.atUs}~${last.id}` : null,
  };
}

const NOTHING = sql`null::text as currency, null::bigint as amount_minor, null::text as reference`;

/** What waits stands at its time, what went out when it did, what came to nothing when that was known. */
const said = (clientId: string, customerId: string): RawBuilder<unknown> => sql`
  select 'msg:' || m.message_id as id,
    case when m.state in ('planned', 'held', 'queued') then greatest(m.not_before, m.created_at)
      else coalesce(m.handed_over_at, m.ended_at, m.created_at) end as at,
    'messages' as "group", 'message' as kind, null::text as actor, m.currency, m.amount_minor, m.reference, null::text as note,
    jsonb_build_object('messageId', m.message_id, 'class', m.class, 'channel', m.channel, 'address', m.address,
      'state', m.state, 'reason', m.reason, 'step', m.step_id, 'template', m.template, 'subject', m.subject, 'text', m.body,
      'segments', m.segments, 'priceMicros', m.price_micros::text, 'notBefore', m.not_before, 'openedAt', m.opened_at,
      'clickedAt', m.clicked_at, 'answers', m.answers_id) as said,
    null::jsonb as heard, null::jsonb as body
  from dunlin.message m where m.client_id = ${clientId} and m.customer_id = ${customerId}`;

const heard = (clientId: string, customerId: string): RawBuilder<unknown> => sql`
  select 'in:' || i.inbound_id, i.received_at, 'replies', 'reply', 'customer', ${NOTHING}, null::text, null::jsonb,
    jsonb_build_object('messageId', i.inbound_id, 'channel', i.channel, 'address', i.from_address, 'subject', i.subject,
      'text', i.body, 'answers', i.answers_id, 'keyword', i.keyword, 'intent', i.intent, 'confidence', i.confidence,
      'corrected', r.intent, 'automatic', i.automatic), null::jsonb
  from dunlin.conversation v
  join dunlin.inbound i using (client_id, conversation_id)
  left join dunlin.reading_correction r on r.client_id = i.client_id and r.inbound_id = i.inbound_id
  where v.client_id = ${clientId} and v.customer_id = ${customerId}`;

const noted = (clientId: string, customerId: string): RawBuilder<unknown> => sql`
  select 'note:' || n.note_id, n.at, 'notes', 'note', n.by, ${NOTHING}, n.body, null::jsonb, null::jsonb, null::jsonb
  from dunlin.conversation v join dunlin.conversation_note n using (client_id, conversation_id)
  where v.client_id = ${clientId} and v.customer_id = ${customerId}`;

// What led to a message stands there as that message.
const decided = (clientId: string, customerId: string): RawBuilder<unknown> => sql`
  select 'dec:' || d.decision_id, d.at, 'decisions', 'decision', 'system', a.currency, null::bigint, null::text, null::text, null::jsonb,
    null::jsonb,
    jsonb_build_object('outcome', d.outcome, 'reason', d.reason, 'policy_version', d.policy_version)
  from dunlin.account a join dunlin.decision d using (client_id, account_id)
  where a.client_id = ${clientId} and a.customer_id = ${customerId} and d.outcome <> 'send'`;

/** Events with what their ids name, so that nobody has to ask for it. */
function happened(
  clientId: string,
  customerId: string,
  groups: readonly TimelineGroup[],
): readonly RawBuilder<unknown>[] {
  const wanted = groups.filter((group) => EVENTS[group].length > 0);
  if (wanted.length === 0) return [];
  const nouns = wanted.flatMap((group) => EVENTS[group].map((noun) => ({ noun, group })));
  return [
    sql`
    select 'ev:' || lpad(to_hex(e.seq), 16, '0'), e.at, g."group", e.kind, e.actor, coalesce(a.currency, e.body->>'currency'),
      case when e.body->>'amount_minor' ~ '^-?\\d{1,18}$' then (e.body->>'amount_minor')::bigint end,
      coalesce(i.reference, e.body->>'end_to_end_id', e.body->>'mandate'), h.reason, null::jsonb,
      null::jsonb,
      e.body || jsonb_strip_nulls(jsonb_build_object('due_on', coalesce(e.body->>'due_on', i.due_on::text, p.due_on::text),
        'until', coalesce(e.body->>'until', h.until_on::text), 'hold_id', h.hold_id))
    from dunlin.event e
    join jsonb_to_recordset(${JSON.stringify(nouns)}::jsonb) as g (noun text, "group" text)
      on g.noun = split_part(e.kind, '.', 1)
    left join dunlin.account a on a.client_id = e.client_id and a.account_id = e.account_id
    left join dunlin.invoice i on i.client_id = e.client_id and i.invoice_id = case
      when e.kind like 'invoice.%' then (e.body->>'invoice_id')::uuid end
    left join dunlin.promise p on p.client_id = e.client_id and p.promise_id = case
      when e.kind like 'promise.%' and e.cause ~ '^[0-9a-f-]{36}$' then e.cause::uuid end
    left join dunlin.hold h on h.client_id = e.client_id and h.hold_id = coalesce(p.hold_id, case
      when e.kind in ('hold.placed', 'dispute.opened') and e.cause ~ '^[0-9a-f-]{36}$' then e.cause::uuid end)
    where e.client_id = ${clientId} and e.customer_id = ${customerId} and e.kind <> all(${LEFT_OUT}::text[])`,
  ];
}
