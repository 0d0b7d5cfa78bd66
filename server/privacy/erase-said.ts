// What was said to and by a customer who is erased: that it was said stays, the words go.
import { sql } from "kysely";
import { columnsOf, type ErasedAddress } from "./erase-addresses.ts";
import type { Tx } from "#platform/db.ts";

/** Blanks messages, answers, questions and files, and puts digests for the addresses they went to and came from. */
export async function blankWhatWasSaid(
  tx: Tx,
  clientId: string,
  customerId: string,
  addresses: readonly ErasedAddress[],
): Promise<void> {
  const [from, to] = columnsOf(addresses);
  const ofThese = sql`unnest(${from}::text[], ${to}::text[]) as w (address, becomes)`;
  await removeFiles(tx, clientId, customerId);
  await sql`
    update dunlin.approval p set question = 'erased', answered_by = null from dunlin.message m
    where p.client_id = ${clientId} and m.client_id = p.client_id and m.message_id = p.message_id
      and m.customer_id = ${customerId}`.execute(tx);
  await sql`
    update dunlin.message m set address = w.becomes, subject = null, body = '', html = null, approved = null,
      reference = null
    from ${ofThese}
    where m.client_id = ${clientId} and m.customer_id = ${customerId} and m.address = w.address`.execute(
    tx,
  );
  await sql`
    update dunlin.inbound i set from_address = w.becomes, subject = null, body = ''
    from ${ofThese}
    where i.client_id = ${clientId} and i.customer_id = ${customerId} and i.from_address = w.address`.execute(
    tx,
  );
  await sql`
    update dunlin.conversation_note n set body = 'erased' from dunlin.conversation c
    where n.client_id = ${clientId} and c.client_id = n.client_id and c.conversation_id = n.conversation_id
      and (c.customer_id = ${customerId} or c.merged_into in (select conversation_id from dunlin.conversation
        where client_id = ${clientId} and customer_id = ${customerId}))`.execute(tx);
  await sql`
    delete from dunlin.dialogue_session s using dunlin.conversation c
    where s.client_id = ${clientId} and c.client_id = s.client_id and c.conversation_id = s.conversation_id
      and c.customer_id = ${customerId}`.execute(tx);
  await sql`delete from dunlin.chat_session
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  await eraseUnnamed(tx, clientId, addresses);
}

/** Files that went with no message of anybody else. */
async function removeFiles(tx: Tx, clientId: string, customerId: string): Promise<void> {
  await sql`
    with gone as (
      delete from dunlin.message_attachment a using dunlin.message m
      where a.client_id = ${clientId} and m.client_id = a.client_id and m.message_id = a.message_id
        and m.customer_id = ${customerId}
      returning a.attachment_id, a.message_id, a.place
    )
    delete from dunlin.attachment f
    where f.client_id = ${clientId} and f.attachment_id in (select attachment_id from gone)
      and not exists (select from dunlin.message_attachment o
        where o.client_id = f.client_id and o.attachment_id = f.attachment_id
          and not exists (select from gone g where g.message_id = o.message_id and g.place = o.place))`.execute(
    tx,
  );
}

/** What names no customer, under addresses that were this one's alone. */
async function eraseUnnamed(
  tx: Tx,
  clientId: string,
  addresses: readonly ErasedAddress[],
): Promise<void> {
  const [from, to] = columnsOf(addresses.filter(({ shared }) => !shared));
  const ofThese = sql`unnest(${from}::text[], ${to}::text[]) as w (address, becomes)`;
  await sql`
    update dunlin.message m set address = w.becomes, subject = null, body = '', html = null, approved = null,
      reference = null
    from ${ofThese}
    where m.client_id = ${clientId} and m.customer_id is null and m.address = w.address
      and m.state not in ('planned', 'held', 'queued')`.execute(tx);
  await sql`
    update dunlin.inbound i set from_address = w.becomes, subject = null, body = ''
    from ${ofThese}
    where i.client_id = ${clientId} and i.customer_id is null and i.from_address = w.address`.execute(
    tx,
  );
  await sql`
    update dunlin.conversation c set address = w.becomes
    from ${ofThese}
    where c.client_id = ${clientId} and c.customer_id is null and c.address = w.address
      and (c.merged_into is not null
        or not exists (select from dunlin.conversation o where o.client_id = c.client_id and o.customer_id is null
          and o.merged_into is null and o.channel = c.channel and o.address = w.becomes))`.execute(
    tx,
  );
  await sql`
    update dunlin.receipt set from_address = null, to_address = null
    where client_id = ${clientId} and array[to_address, from_address, '+' || to_address, '+' || from_address]
      && ${from}::text[]`.execute(tx);
}
