// Addresses that do not work: buried by hand, and dug up again.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { customersAt } from "./correspondent.ts";
import { decideAgain, type Opting } from "./opting.ts";

type Burying = Opting & {
  /** By the clock of the installation; without it until somebody lifts it. */
  readonly until?: Temporal.Instant | undefined;
};

/** Nothing goes to the addresses, because they do not work. True for those that were not dead, or until another time. */
export async function bury(
  tx: Tx,
  context: PlanContext,
  burying: Burying,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const { clientId } = context.client;
  const { channel, addresses, cause, until = null } = burying;
  const customerIds = await customersAt(tx, clientId, channel, addresses);
  await lockCustomers(tx, clientId, customerIds);
  const { rows } = await sql<{ address: string }>`
    insert into dunlin.address as a (client_id, channel, address, dead_at, dead_why, dead_until)
    select ${clientId}, ${channel}, address, ${now}, ${cause}, ${until}::timestamptz
    from unnest(${[...addresses]}::text[]) as address order by address
    on conflict (client_id, channel, address) do update
    set dead_at = coalesce(a.dead_at, excluded.dead_at), dead_why = excluded.dead_why, dead_until = excluded.dead_until
    where a.dead_at is null or a.dead_until is distinct from excluded.dead_until
    returning a.address
  `.execute(tx);
  return await tell(tx, context, burying, { kind: "address.dead", rows, customerIds }, now);
}

/** The addresses are tried again. Gives those that were dead. */
export async function revive(
  tx: Tx,
  context: PlanContext,
  reviving: Opting,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const { clientId } = context.client;
  const { channel, addresses } = reviving;
  const customerIds = await customersAt(tx, clientId, channel, addresses);
  await lockCustomers(tx, clientId, customerIds);
  const { rows } = await sql<{ address: string }>`
    update dunlin.address set dead_at = null, dead_why = null, dead_until = null, failed_count = 0
    where client_id = ${clientId} and channel = ${channel} and address = any(${[...addresses]}::text[])
      and dead_at is not null
    returning address
  `.execute(tx);
  return await tell(tx, context, reviving, { kind: "address.revived", rows, customerIds }, now);
}

type Changed = {
  readonly kind: "address.dead" | "address.revived";
  readonly rows: readonly { readonly address: string }[];
  readonly customerIds: readonly string[];
};

async function tell(
  tx: Tx,
  context: PlanContext,
  { channel, by, cause }: Opting,
  { kind, rows, customerIds }: Changed,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const customerId = customerIds.length === 1 ? customerIds[0] : undefined;
  const { clientId } = context.client;
  const events = rows.map(() => ({ kind, customerId, actor: by, cause, body: { channel } }));
  await recordEvents(tx, clientId, now, events);
  await decideAgain(tx, context, customerIds, { by }, now);
  return rows.map((row) => row.address);
}
