// Everything about one customer that settles a dispute: what was owed, said, heard, decided, paid and agreed, in order.
import { sql, type RawBuilder } from "kysely";
import { customerIdOf } from "#ledger/holds.ts";
import type { Tx } from "#platform/db.ts";

/** Rows of one kind; a file that is longer says so. */
const MOST_ROWS = 20_000;

export type Row = Readonly<Record<string, unknown>>;

export type CustomerFile = {
  readonly madeAt: Temporal.Instant;
  readonly client: Row;
  readonly customer: Row;
  readonly people: readonly Row[];
  readonly contactPoints: readonly Row[];
  readonly consent: readonly Row[];
  readonly accounts: readonly Row[];
  readonly invoices: readonly Row[];
  readonly credits: readonly Row[];
  readonly payments: readonly Row[];
  readonly allocations: readonly Row[];
  /** The bank's lines that are the customer's money. */
  readonly bankEntries: readonly Row[];
  /** Tries to pay by link. */
  readonly checkouts: readonly Row[];
  /** "I have paid", and what a person made of it; the file itself is asked for apart. */
  readonly claims: readonly Row[];
  readonly holds: readonly Row[];
  readonly promises: readonly Row[];
  readonly mandates: readonly Row[];
  readonly debits: readonly Row[];
  /** What must not be processed, who said so, and what was lifted. */
  readonly debitStops: readonly Row[];
  readonly decisions: readonly Row[];
  /** Said and heard, in one order. */
  readonly conversation: readonly Row[];
  /** What colleagues noted on it. */
  readonly notes: readonly Row[];
  /** What happened, from the log of events. */
  readonly events: readonly Row[];
  /** The last seal of the audit: by it the rest of the history is proved. */
  readonly auditSeal: Row | undefined;
  /** Chapters of which only the first 20,000 rows are here. */
  readonly cut: readonly string[];
};

type Chapter = Exclude<keyof CustomerFile, "madeAt" | "client" | "customer" | "auditSeal" | "cut">;

/** Reads the whole file. Throws a `UserError` when there is no such customer. */
export async function customerFile(
  tx: Tx,
  clientId: string,
  reference: string,
  madeAt: Temporal.Instant,
): Promise<CustomerFile> {
  const customerId = await customerIdOf(tx, clientId, reference);
  const cut: string[] = [];
  const chapters: Partial<Record<Chapter, readonly Row[]>> = {};
  for (const [name, query] of Object.entries(CHAPTERS)) {
    const rows = await read(tx, query(clientId, customerId));
    if (rows.length > MOST_ROWS) cut.push(name);
    chapters[name as Chapter] = rows.slice(0, MOST_ROWS);
  }
  const [client] = await read(
    tx,
    sql`select slug, name, currency, country, zone from dunlin.client where client_id = ${clientId}`,
  );
  const [customer] = await read(
    tx,
    sql`select customer_id as id, reference, name, kind, language, zone, country, segment, created_at, erased_at
      from dunlin.customer where client_id = ${clientId} and customer_id = ${customerId}`,
  );
  const [auditSeal] = await read(
    tx,
    sql`select number, encode(hash, 'hex') as hash, at from dunlin.audit_seal
      where client_id = ${clientId} order by number desc limit 1`,
  );
  const all = chapters as Record<Chapter, readonly Row[]>;
  return { madeAt, client: client!, customer: customer!, ...all, auditSeal, cut };
}

async function read(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from (${query}) t limit ${MOST_ROWS + 1}`.execute(tx);
  return rows;
}

type Query = (clientId: string, customerId: string) => RawBuilder<unknown>;

const mine = (clientId: string, customerId: string) =>
  sql`x.client_id = ${clientId} and x.customer_id = ${customerId}`;
const ofAccounts = (clientId: string, customerId: string) => sql`
  join dunlin.account a on a.client_id = x.client_id and a.account_id = x.account_id
  where x.client_id = ${clientId} and a.customer_id = ${customerId}`;

const CHAPTERS: Readonly<Record<Chapter, Query>> = {
  people: (c, u) =>
    sql`select name, role, created_at from dunlin.person x where ${mine(c, u)} order by person_id`,
  contactPoints: (c, u) => sql`
    select contact_point_id as id, kind, address, disclosure, source, created_at, retired_at, retired_by
    from dunlin.contact_point x where ${mine(c, u)} order by created_at, contact_point_id`,
  consent: (c, u) => sql`
    select o.at, o.channel, o.address, o.opted_out, o.by, o.source, o.cause from dunlin.opting o
    where o.client_id = ${c} and o.address in
      (select address from dunlin.contact_point x where ${mine(c, u)}
       union select address from dunlin.message x where ${mine(c, u)})
    order by o.at, o.opting_id`,
  accounts: (c, u) => sql`
    select currency, outcome, reason, decided_at, next_look_at from dunlin.account x where ${mine(c, u)} order by currency`,
  invoices: (c, u) => sql`
    select x.reference, a.currency, x.issued_on, x.due_on, x.amount_minor, x.open_minor, x.settled_at, x.settled_by
    from dunlin.invoice x ${ofAccounts(c, u)} order by x.due_on, x.invoice_id`,
  credits: (c, u) => sql`
    select x.reference, a.currency, x.issued_on, x.amount_minor, x.open_minor
    from dunlin.credit x ${ofAccounts(c, u)} order by x.created_at, x.credit_id`,
  payments: (c, u) => sql`
    select x.payment_id as id, x.reference, x.kind, x.currency, x.amount_minor, x.reversed_minor, x.unallocated_minor,
      x.paid_on, x.received_at, x.payer, x.remittance
    from dunlin.payment x ${ofAccounts(c, u)} order by x.received_at, x.payment_id`,
  allocations: (c, u) => sql`
    select l.at, x.reference as payment, i.reference as invoice, l.amount_minor
    from dunlin.payment x
    join dunlin.allocation l on l.client_id = x.client_id and l.payment_id = x.payment_id
    join dunlin.invoice i on i.client_id = l.client_id and i.invoice_id = l.invoice_id
    ${ofAccounts(c, u)} order by l.at, l.allocation_id`,
  bankEntries: (c, u) => sql`
    select x.entry_id as id, x.what, x.booked_on, x.amount_minor, x.currency, x.payer, x.remittance, x.named,
      x.end_to_end_id, x.mandate_reference as mandate, x.reason_code, x.matched_how, x.created_at
    from dunlin.bank_entry x
    where x.client_id = ${c} and (x.payment_id in (
        select p.payment_id from dunlin.payment p join dunlin.account a using (client_id, account_id)
        where p.client_id = ${c} and a.customer_id = ${u})
      or x.debit_id in (select d.debit_id from dunlin.debit_order d where d.client_id = ${c} and d.customer_id = ${u}))
    order by x.booked_on, x.entry_id`,
  checkouts: (c, u) => sql`
    select x.checkout_id as id, x.provider, x.state, x.reason, x.amount_minor, x.currency, x.session_ref, x.payment_ref,
      x.created_at, x.ended_at, x.payment_id, x.excess_minor
    from dunlin.checkout x where ${mine(c, u)} order by x.checkout_id`,
  claims: (c, u) => sql`
    select x.proof_id as id, x.given_at, x.paid_on, x.amount_minor, a.currency, x.type, encode(x.sha256, 'hex') as sha256,
      x.verdict, x.judged_at, x.judged_by
    from dunlin.claim_proof x join dunlin.account a on a.client_id = x.client_id and a.account_id = x.account_id
    where x.client_id = ${c} and x.customer_id = ${u} order by x.given_at, x.proof_id`,
  holds: (c, u) => sql`
    select x.hold_id as id, x.kind, x.amount_minor, x.until_on, x.reason, x.placed_at, x.placed_by, x.ended_at,
      x.ended_by, x.ended_why,
      (select array_agg(i.reference order by i.reference) from dunlin.hold_invoice h join dunlin.invoice i using (client_id, invoice_id)
        where h.client_id = x.client_id and h.hold_id = x.hold_id) as invoices
    from dunlin.hold x where ${mine(c, u)} order by x.placed_at, x.hold_id`,
  promises: (c, u) => sql`
    select x.amount_minor, a.currency, x.due_on, x.received_minor, x.plan_id as plan, x.instalment, x.state, x.made_at, x.made_by, x.decided_at as settled_at
    from dunlin.promise x ${ofAccounts(c, u)} order by x.made_at, x.promise_id`,
  mandates: (c, u) => sql`
    select x.reference, x.creditor_scheme_id, x.scheme, x.product, x.state, x.signed_on, x.created_at, x.created_by,
      x.cancelled_at, x.cancelled_by
    from dunlin.mandate x where ${mine(c, u)} order by x.mandate_id`,
  debits: (c, u) => sql`
    select x.debit_id as id, x.end_to_end_id, m.reference as mandate, x.product, x.amount_minor, x.currency, x.strike_on,
      x.cutoff_at, x.state, x.reason_code, x.attempt, x.notice_by, x.notice_late, x.created_at, x.sent_at, x.settled_at,
      (select array_agg(n.message_id order by n.at) from dunlin.debit_notice n
        where n.client_id = x.client_id and n.debit_id = x.debit_id) as notices
    from dunlin.debit_order x join dunlin.mandate m on m.client_id = x.client_id and m.mandate_id = x.mandate_id
    where ${mine(c, u)} order by x.strike_on, x.debit_id`,
  debitStops: (c, u) => sql`
    select x.stop_id as id, x.at, x.by, x.meaning, x.option, x.mandate_reference as mandate, x.end_to_end_id,
      x.after_cutoff, x.inbound_id, x.reason, r.at as lifted_at, r.by as lifted_by, r.why as lifted_why
    from dunlin.debit_stop x left join dunlin.debit_release r on r.client_id = x.client_id and r.stop_id = x.stop_id
    where ${mine(c, u)} order by x.stop_id`,
  decisions: (c, u) => sql`
    select x.decision_id as id, x.at, a.currency, x.policy_version, x.outcome, x.reason, x.facts, x.answer
    from dunlin.decision x ${ofAccounts(c, u)} order by x.at, x.decision_id`,
  conversation: (c, u) => sql`
    select * from (
      select x.message_id as id, 'out' as direction, x.created_at as at, x.channel, x.address, x.sender, x.class,
        x.template, x.step_id as step, x.state, x.reason, x.subject, x.body as text, x.amount_minor, x.decision_id,
        x.handed_over_at, x.delivered_at, x.opened_at, x.clicked_at, x.ended_at,
        (select array_agg(distinct p.provider_id) from dunlin.part p
          where p.client_id = x.client_id and p.message_id = x.message_id) as provider_ids
      from dunlin.message x where ${mine(c, u)}
      union all
      select x.inbound_id, 'in', x.received_at, x.channel, x.from_address, x.to_address, null, null, null, null,
        x.keyword, x.subject, x.body, null, null, null, null, null, null, null, array[x.provider_id]
      from dunlin.inbound x where ${mine(c, u)}
    ) t order by at, id`,
  notes: (c, u) => sql`
    select n.at, n.by, n.body as text from dunlin.conversation_note n
    join dunlin.conversation o on o.client_id = n.client_id and o.conversation_id = n.conversation_id
    where n.client_id = ${c} and o.customer_id = ${u} order by n.note_id`,
  events: (c, u) => sql`
    select x.seq, x.at, x.kind, x.actor, x.cause, x.message_id, x.body from dunlin.event x
    where ${mine(c, u)} order by x.seq`,
};

/** The file as JSON: keys as_words, minor units and numbers of any size as text. */
export function fileAsJson(file: CustomerFile): string {
  const named = Object.fromEntries(
    Object.entries(file).map(([key, value]) => [words(key), rowsAsWords(value)]),
  );
  const inWords = (_key: string, value: unknown): unknown =>
    typeof value === "bigint" ? String(value) : value;
  return `${JSON.stringify(named, inWords, 2)}\n`;
}

const words = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

// The rows' own keys only: what stands in facts and bodies is written as it was recorded.
function rowsAsWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rowsAsWords);
  if (typeof value !== "object" || value === null || value instanceof Temporal.Instant)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [words(key), inner as unknown]),
  );
}
