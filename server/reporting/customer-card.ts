import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import type { Tx } from "#platform/db.ts";

const MOST_INVOICES = 200;
const MOST_IN_THREAD = 100;

/** One customer for a person who looks: who they are, what they owe, what was said and heard, all bounded. */
export async function customerCard(
  tx: Tx,
  clientId: string,
  customerId: string,
  now: Temporal.Instant,
) {
  const who = await tx
    .selectFrom("customer")
    .select(["reference", "name", "kind", "language", "country", "zone", "segment", "paydayDay"])
    .where("clientId", "=", clientId)
    .where("customerId", "=", customerId)
    .executeTakeFirstOrThrow();
  const zone = who.zone ?? (await getClient(tx, clientId)).zone;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  return {
    ...who,
    contactPoints: await contactPoints(tx, clientId, customerId),
    accounts: await accounts(tx, clientId, customerId, today),
    invoices: await invoices(tx, clientId, customerId),
    thread: await thread(tx, clientId, customerId),
  };
}

async function contactPoints(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<{
    kind: string;
    address: string;
    disclosure: string;
    optedOut: boolean;
  }>`
    select p.kind, p.address, p.disclosure,
      exists (select from dunlin.address a where a.client_id = p.client_id and a.address = p.address
        and a.opted_out_at is not null) as opted_out
    from dunlin.contact_point p
    where p.client_id = ${clientId} and p.customer_id = ${customerId} and p.retired_at is null
    order by p.rank, p.created_at, p.contact_point_id limit 100
  `.execute(tx);
  return rows;
}

async function accounts(tx: Tx, clientId: string, customerId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<{
    currency: string;
    openMinor: bigint;
    overdueMinor: bigint;
    creditMinor: bigint;
    decision: string | null;
    reason: string | null;
    nextLookAt: Temporal.Instant | null;
  }>`
    select a.currency, a.outcome as decision, a.reason, a.next_look_at,
      coalesce(i.open, 0)::bigint as open_minor, coalesce(i.overdue, 0)::bigint as overdue_minor,
      (coalesce((select sum(c.open_minor) from dunlin.credit c
        where c.client_id = a.client_id and c.account_id = a.account_id and c.open_minor > 0), 0)
      + coalesce((select sum(p.unallocated_minor) from dunlin.payment p
        where p.client_id = a.client_id and p.account_id = a.account_id), 0))::bigint as credit_minor
    from dunlin.account a
    left join lateral (
      select sum(open_minor) as open, sum(open_minor) filter (where due_on < ${today}) as overdue
      from dunlin.invoice i
      where i.client_id = a.client_id and i.account_id = a.account_id and i.open_minor > 0
    ) i on true
    where a.client_id = ${clientId} and a.customer_id = ${customerId}
    order by a.currency limit 100
  `.execute(tx);
  return rows;
}

async function invoices(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<{
    reference: string;
    currency: string;
    issuedOn: Temporal.PlainDate | null;
    dueOn: Temporal.PlainDate;
    amountMinor: bigint;
    openMinor: bigint;
  }>`
    select i.reference, a.currency, i.issued_on, i.due_on, i.amount_minor, i.open_minor
    from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and a.customer_id = ${customerId}
    order by (i.open_minor > 0) desc, i.due_on desc, i.reference limit ${MOST_INVOICES}
  `.execute(tx);
  return rows;
}

type Said = {
  id: string;
  direction: "in" | "out";
  at: Temporal.Instant;
  channel: string;
  address: string;
  text: string;
  state: string | null;
  reason: string | null;
  /** When a person first opened it, and first followed a link of it. */
  openedAt: Temporal.Instant | null;
  clickedAt: Temporal.Instant | null;
  /** Of what was heard: the message that it answers. */
  answers: string | null;
};

/** Newest last. What is only planned stands at the time from which it may go. */
async function thread(tx: Tx, clientId: string, customerId: string): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select * from (
      (select message_id as id, 'out' as direction, coalesce(handed_over_at, not_before) as at, channel, address,
        body as text, state, reason, opened_at, clicked_at, null::uuid as answers
      from dunlin.message where client_id = ${clientId} and customer_id = ${customerId}
      order by created_at desc limit ${MOST_IN_THREAD})
      union all
      (select i.inbound_id, 'in', i.received_at, i.channel, i.from_address, i.body, null, null, null, null, i.answers_id
      from dunlin.conversation v join dunlin.inbound i using (client_id, conversation_id)
      where v.client_id = ${clientId} and v.customer_id = ${customerId}
      order by i.received_at desc limit ${MOST_IN_THREAD})
    ) said order by at desc, id desc limit ${MOST_IN_THREAD}
  `.execute(tx);
  return rows.toReversed();
}
