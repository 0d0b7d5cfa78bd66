/** What receipts say of an address itself. */
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import type { Receipt } from "#messages/route.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import type { PartNews } from "./receipts.ts";
import { clean, rowsOf } from "./transaction.ts";

type Said = {
  readonly messageId: string;
  readonly state: Receipt["state"];
  readonly permanent: boolean;
  readonly error: string | undefined;
};

/**
 * Writes to the addresses of the messages that they work, that they failed, or that they are dead; a dead one changes the
 * facts of every customer that has it. Locks customers before addresses and both before messages, like everybody else.
 */
export async function markAddresses(
  tx: Tx,
  clientId: string,
  news: readonly PartNews[],
  bounces: readonly Receipt[],
): Promise<void> {
  const said: Said[] = news.filter((one) => one.state === "delivered" || one.state === "failed");
  for (const { messageId, state, permanent, error } of bounces) {
    if (messageId !== undefined && (state === "failed" || state === "delivered"))
      said.push({ messageId, state, permanent, error });
  }
  const dead = said.filter((one) => one.permanent && one.state === "failed");
  if (dead.length > 0) await markDead(tx, clientId, dead);
  if (said.length > 0) await count(tx, clientId, said);
}

async function markDead(tx: Tx, clientId: string, dead: readonly Said[]): Promise<void> {
  const ids = dead.map((one) => one.messageId);
  const customers = await rowsOf(
    tx,
    sql<{ customer_id: string; message_id: string; channel: string }>`
      select distinct on (p.customer_id, m.channel) p.customer_id, m.message_id, m.channel
      from dunlin.message m
      join dunlin.contact_point p on p.client_id = ${clientId} and p.address = m.address
        and p.kind = case when m.channel = 'email' then 'mailbox'
          when m.channel in ('messenger', 'chat') then m.channel else 'phone' end
      left join dunlin.address a
        on a.client_id = ${clientId} and a.channel = m.channel and a.address = m.address
      where m.client_id = ${clientId} and m.message_id = any(${ids}::uuid[]) and a.dead_at is null`,
  );
  const now = await clockNow(tx);
  await factsChanged(tx, clientId, [...new Set(customers.map((row) => row.customer_id))], now);
  await recordEvents(
    tx,
    clientId,
    now,
    customers.map((row) => ({
      kind: "address.dead",
      customerId: row.customer_id,
      messageId: row.message_id,
      actor: "dispatch",
      body: { channel: row.channel },
    })),
  );
  await sql`
    insert into dunlin.address as a (client_id, channel, address, dead_at, dead_why)
    select distinct on (m.channel, m.address) ${clientId}::uuid, m.channel, m.address, ${now}::timestamptz, i.why
    from unnest(${ids}::uuid[], ${dead.map((one) => clean(one.error ?? "permanent"))}::text[]) as i (message_id, why)
    join dunlin.message m on m.client_id = ${clientId} and m.message_id = i.message_id
    order by m.channel, m.address
    on conflict (client_id, channel, address) do update
    set dead_at = coalesce(a.dead_at, excluded.dead_at), dead_why = excluded.dead_why, dead_until = null
    where a.dead_at is null or a.dead_until is not null
  `.execute(tx);
}

/** That an address works is worth a write once a day, not with every message. */
async function count(tx: Tx, clientId: string, said: readonly Said[]): Promise<void> {
  await sql`
    with clock as materialized (select dunlin.clock_now() as at),
    told as materialized (
      select m.channel, m.address, bool_or(i.state = 'delivered') as works
      from unnest(${said.map((one) => one.messageId)}::uuid[], ${said.map((one) => one.state)}::text[]) as i (message_id, state)
      cross join lateral (
        select channel, address from dunlin.message
        where client_id = ${clientId} and message_id = i.message_id
          and state in ('queued', 'handed_over', 'uncertain') limit 1
      ) m
      group by m.channel, m.address
    )
    insert into dunlin.address as a (client_id, channel, address, delivered_at, failed_count)
    select ${clientId}, t.channel, t.address, case when t.works then clock.at end, case when t.works then 0 else 1 end
    from told t cross join clock
    left join lateral (
      select delivered_at, failed_count from dunlin.address
      where client_id = ${clientId} and channel = t.channel and address = t.address limit 1
    ) known on true
    where not t.works or known.delivered_at is null or known.failed_count > 0
      or known.delivered_at < clock.at - interval '1 day'
    order by t.channel, t.address
    on conflict (client_id, channel, address) do update
    set delivered_at = coalesce(excluded.delivered_at, a.delivered_at),
      failed_count = case when excluded.delivered_at is null then a.failed_count + 1 else 0 end
    where excluded.delivered_at is null or a.delivered_at is null or a.failed_count > 0
      or a.delivered_at < excluded.delivered_at - interval '1 day'
  `.execute(tx);
}
