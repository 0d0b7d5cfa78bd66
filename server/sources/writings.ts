// What is to be written back to a source: found in the event log, and made whole from the ledger when its turn comes.
import { sql } from "kysely";
import { areOver, newestSeq, writers } from "#ledger/event-order.ts";
import type { Tx } from "#platform/db.ts";
import { toDecimal } from "#platform/money.ts";
import type { Claimed } from "./claim.ts";
import type { PaidPart, Writing, WriteKind } from "./source.ts";

/** Events that one look takes. */
const SET = 2_000;
/** Rows that are done are kept so long, for whoever asks what became of them. */
const KEPT_DAYS = 90;
const MOST_TEXT_CHARS = 1_000;

/**
 * Finds what happened since the last look to customers whose books this source brings. True: there is more. The cursor
 * follows only when no older event can appear any more; what is found twice is one row.
 */
export async function collectWritings(tx: Tx, claimed: Claimed): Promise<boolean> {
  const { clientId, sourceId, writeBack } = claimed;
  const newest = await newestSeq(tx, clientId);
  const isSettled = await areOver(tx, await writers(tx));
  const { rows } = await sql<{ lastSeq: bigint; found: number }>`
    with began as (
      select written_seq as seq from dunlin.source where client_id = ${clientId} and source_id = ${sourceId}
    ), few as materialized (
      select e.event_id, e.seq, e.kind, e.customer_id, e.cause, e.message_id from dunlin.event e
      where e.client_id = ${clientId} and e.seq > (select seq from began) and e.seq <= ${newest}
        and e.customer_id is not null and e.kind = any(array['payment.received', 'promise.made', 'promise.kept',
          'promise.part_kept', 'promise.broken', 'promise.cancelled', 'message.delivered', 'inbound.received',
          'payment.reversed'])
      order by e.seq limit ${SET}
    ), fitting as (
      select f.event_id, f.seq, f.customer_id, case when f.kind = 'payment.received' then 'payments'
        when f.kind like 'promise.%' then 'promises' else 'notes' end as kind
      from few f
      where exists (select from dunlin.account a
          join dunlin.invoice i on i.client_id = a.client_id and i.account_id = a.account_id
          join dunlin.source_document d on d.client_id = i.client_id and d.reference = i.reference and d.type = 'invoice'
          where a.client_id = ${clientId} and a.customer_id = f.customer_id and d.source_id = ${sourceId})
        and not (f.kind = 'payment.received' and exists (select from dunlin.payment p
          join dunlin.source_payment t on t.client_id = p.client_id and t.reference = p.reference
          where p.client_id = ${clientId} and p.payment_id::text = f.cause and t.source_id = ${sourceId}))
        -- What went back before it was written is left out of what is written.
        and (f.kind <> 'payment.reversed' or exists (select from dunlin.event r
          join dunlin.source_writing w on w.client_id = r.client_id and w.event_id = r.event_id
          where r.client_id = ${clientId} and r.customer_id = f.customer_id and r.kind = 'payment.received'
            and r.cause = f.cause and w.source_id = ${sourceId} and w.kind = 'payments' and w.state = 'written'))
        -- Pins are nobody else's to read.
        and not (f.kind = 'message.delivered' and exists (select from dunlin.message m
          where m.client_id = ${clientId} and m.message_id = f.message_id and m.class in ('otp', 'staff')))
    ), written as (
      insert into dunlin.source_writing (client_id, source_id, event_id, seq, kind, customer_id)
      select ${clientId}, ${sourceId}, event_id, seq, kind, customer_id from fitting
      where kind = any(${[...writeBack]}::text[]) order by seq
      on conflict do nothing
    )
    select coalesce(max(seq), 0) as last_seq, count(*)::int as found from few`.execute(tx);
  const { lastSeq, found } = rows[0]!;
  const isFull = found === SET;
  if (!isSettled) return false;
  await sql`
    update dunlin.source set written_seq = greatest(written_seq, ${isFull ? lastSeq : newest})
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
  await sql`
    delete from dunlin.source_writing where client_id = ${clientId} and source_id = ${sourceId} and event_id in (
      select w.event_id from dunlin.source_writing w
      join dunlin.source s on s.client_id = w.client_id and s.source_id = w.source_id
      where w.client_id = ${clientId} and w.source_id = ${sourceId} and w.state <> 'waits' and w.seq <= s.written_seq
        and w.ended_at < clock_timestamp() - make_interval(days => ${KEPT_DAYS}) limit 1000)`.execute(
    tx,
  );
  return isFull;
}

export type Waiting = {
  readonly eventId: string;
  readonly customerId: string;
  readonly tries: number;
  /** undefined: nothing is left of it. */
  readonly writing: Writing | undefined;
};

type Row = {
  readonly eventId: string;
  readonly customerId: string;
  readonly tries: number;
  readonly kind: WriteKind;
  readonly happened: string;
  readonly at: Temporal.Instant;
  readonly body: Readonly<Record<string, unknown>>;
  readonly dueOn: string | null;
  readonly customer: string;
  readonly currency: string | null;
  readonly channel: string | null;
  readonly words: string | null;
  readonly payment: {
    readonly reference: string;
    readonly amount: string;
    readonly currency: string;
    readonly paid_on: string;
    readonly parts: readonly { number: string; record: string; amount: string }[] | null;
  } | null;
};

/** What may be written now, oldest first: of each customer only what nothing older waits before. */
export async function dueWritings(
  tx: Tx,
  { clientId, sourceId }: Claimed,
  most: number,
): Promise<readonly Waiting[]> {
  const { rows } = await sql<Row>`
    with due as materialized (
      select w.* from dunlin.source_writing w
      where w.client_id = ${clientId} and w.source_id = ${sourceId} and w.state = 'waits'
        and w.next_at <= clock_timestamp() and not exists (select from dunlin.source_writing o
          where o.client_id = w.client_id and o.source_id = w.source_id and o.customer_id = w.customer_id
            and o.state = 'waits' and o.seq < w.seq)
      order by w.seq limit ${most}
    )
    select d.event_id, d.customer_id, d.tries, d.kind, e.kind as happened, e.at, e.body, coalesce(e.body ->> 'due_on', r.due_on::text) as due_on, c.reference as customer,
      a.currency, coalesce(i.channel, m.channel) as channel, coalesce(i.body, m.body) as words,
      case when p.payment_id is not null then jsonb_build_object('reference', p.reference, 'currency', p.currency,
        'amount', (p.amount_minor - back.minor)::text, 'paid_on', p.paid_on, 'parts', (
          select jsonb_agg(jsonb_build_object('number', l.number, 'record', l.record_id, 'amount', l.amount::text) order by l.number)
          from (select v.reference as number, substring(t.record_id from '/(.*)$') as record_id,
            sum(x.amount_minor) as amount
            from dunlin.allocation x join dunlin.invoice v using (client_id, invoice_id)
            join dunlin.source_document t on t.client_id = v.client_id and t.reference = v.reference
              and t.type = 'invoice' and t.source_id = ${sourceId}
            where x.client_id = ${clientId} and x.payment_id = p.payment_id and (back.minor > 0 or x.amount_minor > 0)
            group by v.reference, t.record_id having sum(x.amount_minor) > 0) l)) end as payment
    from due d
    join dunlin.event e on e.client_id = d.client_id and e.event_id = d.event_id
    join dunlin.customer c on c.client_id = d.client_id and c.customer_id = d.customer_id
    left join dunlin.account a on a.client_id = e.client_id and a.account_id = e.account_id
    left join dunlin.message m on m.client_id = e.client_id and m.message_id = e.message_id
      and e.kind = 'message.delivered'
    left join dunlin.inbound i on i.client_id = e.client_id and i.inbound_id::text = e.cause
      and e.kind = 'inbound.received'
    left join dunlin.promise r on r.client_id = e.client_id and r.promise_id::text = e.cause and e.kind like 'promise.%'
    left join dunlin.payment p on p.client_id = e.client_id and p.payment_id::text = e.cause
      and e.kind in ('payment.received', 'payment.reversed')
    -- Books that did not know of it yet take a payment back as well: that is no money that went back.
    left join lateral (select case when exists (select from dunlin.event b where b.client_id = p.client_id
        and b.customer_id = e.customer_id and b.kind = 'payment.reversed' and b.cause = p.payment_id::text)
      then p.reversed_minor else 0 end as minor) back on true
    order by d.seq`.execute(tx);
  return rows.map(({ eventId, customerId, tries, ...row }) => ({
    eventId,
    customerId,
    tries,
    writing: writingOf(eventId, row),
  }));
}

function writingOf(id: string, row: Omit<Row, "eventId" | "customerId" | "tries">) {
  const common = { id, customer: row.customer, at: row.at };
  if (row.kind === "payments") return paymentOf(common, row.payment);
  if (row.kind === "promises") return promiseOf(common, row);
  if (row.happened === "payment.reversed") return reversalOf(common, row);
  if (row.words === null || row.words.trim() === "") return undefined;
  const said = row.happened === "message.delivered" ? "Told by" : "Wrote by";
  const text = `${said} ${row.channel}: ${row.words}`.slice(0, MOST_TEXT_CHARS);
  return { ...common, kind: "notes", text } as const;
}

type Common = Pick<Writing, "id" | "customer" | "at">;

function paymentOf(common: Common, payment: Row["payment"]): Writing | undefined {
  if (payment === null) return undefined;
  const { reference, currency, paid_on: paidOn } = payment;
  const amountMinor = BigInt(payment.amount);
  if (amountMinor <= 0n) return undefined;
  const decimal = (minor: bigint) => toDecimal(minor, currency);
  let restMinor = amountMinor;
  const invoices = (payment.parts ?? []).map(({ number, record, amount }): PaidPart => {
    restMinor -= BigInt(amount);
    return { number, recordId: record, amount: decimal(BigInt(amount)) };
  });
  const amount = decimal(amountMinor);
  return {
    ...common,
    kind: "payments",
    text: `Paid ${currency} ${amount} (${reference})`,
    reference,
    amount,
    amountMinor,
    currency,
    paidOn,
    invoices,
    rest: decimal(restMinor < 0n ? 0n : restMinor),
  };
}

const WENT_BACK: Readonly<Record<string, string>> = {
  returned: "the debit was returned",
  taken_back: "the bank took it back",
  refund: "it was refunded",
  chargeback: "it was charged back",
};

/** A note: what was written as paid stands there, and is put right there by a person. */
function reversalOf(
  common: Common,
  { body, payment }: Pick<Row, "body" | "payment">,
): Writing | undefined {
  const minor = body["amount_minor"];
  if (payment === null || (typeof minor !== "string" && typeof minor !== "number"))
    return undefined;
  const { reference, currency } = payment;
  const amount = toDecimal(BigInt(minor), currency);
  const reason = WENT_BACK[String(body["reason"])] ?? "it went back";
  const text = `No longer paid: ${currency} ${amount} of ${reference}, ${reason}`;
  return { ...common, kind: "notes", text };
}

const WORDS: Readonly<Record<string, string>> = {
  made: "Promised to pay",
  kept: "Kept the promise to pay",
  part_kept: "Kept in part the promise to pay",
  broken: "Broke the promise to pay",
  cancelled: "No longer promises to pay",
};

function promiseOf(
  common: Common,
  { happened, body, currency, dueOn }: Pick<Row, "happened" | "body" | "currency" | "dueOn">,
): Writing | undefined {
  const what = happened.slice("promise.".length);
  const minor = body["amount_minor"];
  if (currency === null || dueOn === null) return undefined;
  if (typeof minor !== "string" && typeof minor !== "number") return undefined;
  const amount = toDecimal(BigInt(minor), currency);
  const text = `${WORDS[what]} ${currency} ${amount} by ${dueOn}`;
  return { ...common, kind: "promises", what, amount, currency, dueOn, text };
}
