// The addresses of a customer who is erased become keyed digests, wherever they stand.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type NewAddress = string;

export type ErasedAddress = {
  readonly address: string;
  readonly becomes: NewAddress;
  /** Somebody else's as well: what is known of it stays for them. */
  readonly shared: boolean;
};

/** Addresses of one customer; more than anybody has. */
const MOST = 1_000;

/**
 * Replaces the customer's addresses and what is known of them. What stays under the address itself: that it opted out, since
 * only so can that be honoured (GDPR, article 17(3)(b)), and everything of an address that others use too.
 */
export async function eraseAddresses(
  tx: Tx,
  clientId: string,
  customerId: string,
  becomes: (address: string) => NewAddress,
): Promise<readonly ErasedAddress[]> {
  const found = await addressesOf(tx, clientId, customerId);
  const erased = found.map((one) => ({ ...one, becomes: becomes(one.address) }));
  const kept = erased.filter(({ shared, optedOut }) => shared || optedOut);
  await copyHistory(tx, clientId, kept);
  await moveHistory(
    tx,
    clientId,
    erased.filter((one) => !kept.includes(one)),
  );
  const [from, to] = columnsOf(erased);
  await sql`
    update dunlin.contact_point c set address = w.becomes
    from unnest(${from}::text[], ${to}::text[]) as w (address, becomes)
    where c.client_id = ${clientId} and c.customer_id = ${customerId} and c.address = w.address`.execute(
    tx,
  );
  return erased;
}

/** For `unnest`: the addresses, and what each becomes. */
export const columnsOf = (
  addresses: readonly Pick<ErasedAddress, "address" | "becomes">[],
): readonly [string[], string[]] => [
  addresses.map(({ address }) => address),
  addresses.map(({ becomes }) => becomes),
];

type Found = { readonly address: string; readonly shared: boolean; readonly optedOut: boolean };

async function addressesOf(tx: Tx, clientId: string, customerId: string): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select d.address,
      exists (select from dunlin.contact_point o join dunlin.customer u using (client_id, customer_id)
        where o.client_id = ${clientId} and o.address = d.address and o.customer_id <> ${customerId}
          and u.erased_at is null) as shared,
      exists (select from dunlin.address a where a.client_id = ${clientId} and a.address = d.address
        and a.opted_out_at is not null) as opted_out
    from (
      select address from dunlin.contact_point where client_id = ${clientId} and customer_id = ${customerId}
      union select address from dunlin.message where client_id = ${clientId} and customer_id = ${customerId}
      union select from_address from dunlin.inbound where client_id = ${clientId} and customer_id = ${customerId}
    ) d limit ${MOST}`.execute(tx);
  return rows;
}

/** The history of consent is told by the digest as well: what was sent is judged by it. */
async function copyHistory(tx: Tx, clientId: string, addresses: readonly ErasedAddress[]) {
  const [from, to] = columnsOf(addresses);
  await sql`
    insert into dunlin.opting (client_id, seq, channel, address, opted_out, at, by, source, cause)
    select o.client_id, o.seq, o.channel, w.becomes, o.opted_out, o.at, o.by, o.source, o.cause
    from dunlin.opting o join unnest(${from}::text[], ${to}::text[]) as w (address, becomes) using (address)
    where o.client_id = ${clientId}
      and not exists (select from dunlin.opting d where d.client_id = o.client_id and d.channel = o.channel
        and d.address = w.becomes and d.at = o.at and d.opted_out = o.opted_out)
    order by o.opting_id`.execute(tx);
  await sql`
    insert into dunlin.address
    select (jsonb_populate_record(a, jsonb_build_object('address', w.becomes))).*
    from dunlin.address a join unnest(${from}::text[], ${to}::text[]) as w (address, becomes) using (address)
    where a.client_id = ${clientId}
    on conflict do nothing`.execute(tx);
}

async function moveHistory(tx: Tx, clientId: string, addresses: readonly ErasedAddress[]) {
  const [from, to] = columnsOf(addresses);
  await sql`
    update dunlin.opting o set address = w.becomes
    from unnest(${from}::text[], ${to}::text[]) as w (address, becomes)
    where o.client_id = ${clientId} and o.address = w.address`.execute(tx);
  await copyHistory(tx, clientId, addresses);
  await sql`
    delete from dunlin.address where client_id = ${clientId} and address = any(${from}::text[])`.execute(
    tx,
  );
}
