/** Reads what the gates are judged on, page by page: one statement a table for some hundred customers. */
import { sql, type RawBuilder } from "kysely";
import type { Scope } from "../verdict.ts";
import type {
  AllocationRecord,
  CreditRecord,
  EventRecord,
  HoldRecord,
  InvoiceRecord,
  MessageRecord,
  PaymentRecord,
  Person,
  SharedContact,
} from "./records.ts";

const CUSTOMERS = 300;
const MESSAGES = 2_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Kinds of events that the gates ask for. */
const TELLING =
  "^(message.(planned|held|authorised|failed|expired)|(invoice|credit|payment|hold|dispute|promise|address|customer)[.].*)$";

type CustomerRow = {
  readonly customerId: string;
  readonly zone: string | null;
  readonly country: string;
  readonly factsVersion: bigint;
};

/** All customers to whom something was authorised, then all messages without a customer, in pages. */
export async function* people(scope: Scope): AsyncGenerator<readonly Person[]> {
  for (let after = FIRST; ;) {
    scope.signal?.throwIfAborted();
    const page = await customersAfter(scope, after);
    yield await loadPage(scope, page);
    if (page.length < CUSTOMERS) break;
    after = page.at(-1)!.customerId;
  }
  for (let after = FIRST; ;) {
    scope.signal?.throwIfAborted();
    const messages = await loadMessages(
      scope,
      sql`m.customer_id is null and m.attempt > 0 and m.message_id > ${after}::uuid
        order by m.message_id limit ${MESSAGES}`,
    );
    yield await strangers(scope, messages);
    if (messages.length < MESSAGES) return;
    after = messages.at(-1)!.messageId;
  }
}

async function customersAfter({ tx, clientId }: Scope, after: string) {
  const { rows } = await sql<CustomerRow>`
    select c.customer_id, c.zone, c.country, c.facts_version from dunlin.customer c
    where c.client_id = ${clientId} and c.customer_id > ${after}::uuid
      and exists (select from dunlin.message m
        where m.client_id = c.client_id and m.customer_id = c.customer_id and m.attempt > 0)
    order by c.customer_id limit ${CUSTOMERS}
  `.execute(tx);
  return rows;
}

async function loadPage(scope: Scope, customers: readonly CustomerRow[]): Promise<Person[]> {
  if (customers.length === 0) return [];
  const ids = customers.map(({ customerId }) => customerId);
  const ofThese = sql`customer_id = any(${ids}::uuid[])`;
  const messages = groups(
    await loadMessages(scope, sql`m.${ofThese} and m.attempt > 0`),
    (one) => one.customerId,
  );
  const events = groups(await loadEvents(scope, ofThese), (one) => one.customerId);
  const holds = groups(await loadHolds(scope, ids), (one) => one.customerId);
  const ledger = await loadLedger(scope, ids);
  const shared = groups(await loadShared(scope, ids), (one) => one.customerId);
  return customers.map((customer) => {
    const { customerId } = customer;
    const own = messages.get(customerId) ?? [];
    return {
      ...customer,
      messages: new Map(own.map((one) => [one.messageId, one])),
      events: events.get(customerId) ?? [],
      holds: holds.get(customerId) ?? [],
      invoices: ledger.invoices.get(customerId) ?? [],
      credits: ledger.credits.get(customerId) ?? [],
      payments: ledger.payments.get(customerId) ?? [],
      allocations: ledger.allocations.get(customerId) ?? [],
      shared: shared.get(customerId) ?? [],
    };
  });
}

/** Messages to nobody that we know, by address. */
async function strangers(scope: Scope, messages: readonly MessageRecord[]): Promise<Person[]> {
  if (messages.length === 0) return [];
  const ids = messages.map(({ messageId }) => messageId);
  const events = await loadEvents(
    scope,
    sql`customer_id is null and message_id = any(${ids}::uuid[])`,
  );
  const byMessage = groups(events, (one) => one.messageId);
  const byAddress = groups(messages, (one) => `${one.channel} ${one.address}`);
  return [...byAddress.values()].map((own) => ({
    customerId: null,
    zone: null,
    country: null,
    factsVersion: null,
    messages: new Map(own.map((one) => [one.messageId, one])),
    events: own
      .flatMap(({ messageId }) => byMessage.get(messageId) ?? [])
      .toSorted((a, b) => Number(a.seq - b.seq)),
    holds: [],
    invoices: [],
    credits: [],
    payments: [],
    allocations: [],
    shared: [],
  }));
}

function groups<Row>(
  rows: readonly Row[],
  key: (row: Row) => string | null,
): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const name = key(row) ?? "";
    const group = found.get(name);
    if (group) group.push(row);
    else found.set(name, [row]);
  }
  return found;
}

async function loadMessages({ tx, clientId }: Scope, which: RawBuilder<unknown>) {
  const { rows } = await sql<MessageRecord>`
    select m.message_id, m.customer_id, m.account_id, m.class, m.lane, m.channel, m.state, m.address, m.template,
      m.step_id, m.anchor, m.facts_version, m.amount_minor, m.created_at, m.not_after, i.received_at,
      d.facts -> 'zones' as zones, d.facts ->> 'country' as country,
      coalesce(jsonb_path_query_array(d.answer,
        '$.decisions[*] ? (@.outcome == "send" && @.stepId == $step && @.anchor == $anchor).invoiceIds[*]',
        jsonb_build_object('step', m.step_id, 'anchor', m.anchor)), '[]') as invoice_ids
    from dunlin.message m
    left join dunlin.decision d on d.client_id = m.client_id and d.decision_id = m.decision_id
    left join dunlin.inbound i on i.client_id = m.client_id and i.inbound_id = m.answers_id
    where m.client_id = ${clientId} and ${which}`.execute(tx);
  return rows;
}

async function loadEvents({ tx, clientId }: Scope, which: RawBuilder<unknown>) {
  const { rows } = await sql<EventRecord>`
    select seq, event_id, at, kind, customer_id, account_id, message_id, cause, body from dunlin.event
    where client_id = ${clientId} and ${which} and kind ~ ${TELLING}
    order by seq`.execute(tx);
  return rows;
}

async function loadHolds({ tx, clientId }: Scope, ids: readonly string[]) {
  const { rows } = await sql<HoldRecord>`
    select h.hold_id, h.customer_id, h.account_id, h.kind, h.amount_minor, h.placed_at, h.ended_at,
      h.until_on - date '1970-01-01' as until,
      (select array_agg(x.invoice_id) from dunlin.hold_invoice x
        where x.client_id = h.client_id and x.hold_id = h.hold_id) as invoice_ids,
      (select min(p.promise_id::text) from dunlin.promise p
        where p.client_id = h.client_id and p.hold_id = h.hold_id) as promise_id
    from dunlin.hold h
    where h.client_id = ${clientId} and h.customer_id = any(${ids}::uuid[])
    order by h.placed_at, h.hold_id`.execute(tx);
  return rows;
}

/** Messages of other customers that left for addresses to which messages of these went. */
async function loadShared({ tx, clientId }: Scope, ids: readonly string[]) {
  const { rows } = await sql<SharedContact>`
    select p.customer_id, o.class, o.channel, e.seq, e.at, c.created_at as from_at, c.retired_at as until_at
    from (
      select distinct customer_id, channel, address from dunlin.message
      where client_id = ${clientId} and customer_id = any(${ids}::uuid[]) and attempt > 0
    ) p
    -- What went to a number before it became this customer's was no contact with them.
    join dunlin.contact_point c on c.client_id = ${clientId} and c.customer_id = p.customer_id
      and c.kind = case when p.channel = 'email' then 'mailbox'
        when p.channel in ('messenger', 'chat') then p.channel else 'phone' end and c.address = p.address
    join dunlin.message o on o.client_id = ${clientId} and o.channel = p.channel and o.address = p.address
      and o.customer_id <> p.customer_id and o.state in ('queued', 'handed_over', 'delivered', 'uncertain')
    cross join lateral (
      select seq, at from dunlin.event
      where client_id = ${clientId} and customer_id = o.customer_id and message_id = o.message_id
        and kind = 'message.authorised'
      order by seq desc limit 1
    ) e`.execute(tx);
  return rows;
}

type Owned<Row> = Row & { readonly customerId: string };

async function loadLedger({ tx, clientId }: Scope, ids: readonly string[]) {
  const select = async <Row>(
    columns: RawBuilder<unknown>,
    tables: RawBuilder<unknown>,
  ): Promise<ReadonlyMap<string, Owned<Row>[]>> => {
    const { rows } = await sql<Owned<Row>>`
      select a.customer_id, ${columns}
      from dunlin.account a join ${tables}
      where a.client_id = ${clientId} and a.customer_id = any(${ids}::uuid[])`.execute(tx);
    return groups(rows, (row) => row.customerId);
  };
  return {
    invoices: await select<InvoiceRecord>(
      sql`r.invoice_id, r.account_id, r.due_on - date '1970-01-01' as due_on, r.amount_minor`,
      sql`dunlin.invoice r using (client_id, account_id)`,
    ),
    credits: await select<CreditRecord>(
      sql`r.credit_id, r.account_id, r.open_minor`,
      sql`dunlin.credit r using (client_id, account_id)`,
    ),
    payments: await select<PaymentRecord>(
      sql`r.payment_id, r.account_id, r.amount_minor - r.reversed_minor as amount_minor`,
      sql`dunlin.payment r using (client_id, account_id)`,
    ),
    allocations: await select<AllocationRecord>(
      sql`l.allocation_id, l.payment_id, l.invoice_id, l.amount_minor`,
      sql`dunlin.invoice r using (client_id, account_id) join dunlin.allocation l using (client_id, invoice_id)`,
    ),
  };
}
