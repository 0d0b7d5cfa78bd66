// "You have the wrong number": from then on nothing is disclosed there, and the ladder goes on by other ways.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { giveBackRungs } from "#messages/planning/withdraw.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { channelsAt, pointKindOf } from "#policies/channels.ts";
import { decideAgain } from "./opting.ts";

type Withdrawn = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly anchor: string | null;
  readonly stepId: string | null;
  readonly channel: Channel;
};

/**
 * Somebody at the address is not the customer. Every contact point at it is unverified from now on, what waits for it is
 * withdrawn, and the customers are decided again without it. Their locks are held. True when none of them can be reached
 * another way.
 */
export async function noteWrongPerson(
  tx: Tx,
  context: PlanContext,
  said: { readonly channel: Channel; readonly address: string; readonly cause: string },
  now: Temporal.Instant,
): Promise<{ readonly nobodyLeft: boolean }> {
  const { clientId } = context.client;
  const { rows } = await sql<{ contactPointId: string; customerId: string }>`
    update dunlin.contact_point set disclosure = 'unverified', wrong_person_at = ${now}
    where client_id = ${clientId} and kind = ${pointKindOf(said.channel)} and address = ${said.address}
      and retired_at is null
    returning contact_point_id, customer_id
  `.execute(tx);
  const withdrawn = await withdraw(tx, clientId, said, now);
  await recordEvents(tx, clientId, now, [
    ...rows.map(({ contactPointId, customerId }) => ({
      kind: "contact_point.wrong_person",
      customerId,
      actor: "customer",
      cause: said.cause,
      body: {
        contact_point_id: contactPointId,
        channel: said.channel,
        withdrawn: withdrawn.length,
      },
    })),
    ...withdrawn.map(({ messageId, customerId, accountId, stepId, channel }) => ({
      kind: "message.suppressed",
      customerId: customerId ?? undefined,
      accountId: accountId ?? undefined,
      messageId,
      actor: "customer",
      cause: said.cause,
      body: { reason: "wrong_person", step: stepId, channel },
    })),
  ]);
  const customerIds = [...new Set(rows.map(({ customerId }) => customerId))].toSorted();
  await decideAgain(tx, context, customerIds, { by: "customer" }, now);
  return { nobodyLeft: await isNobodyLeft(tx, clientId, customerIds) };
}

/** What waits for the address, whatever asked for it; a step on which nothing was said is decided again. */
async function withdraw(
  tx: Tx,
  clientId: string,
  { channel, address }: { readonly channel: Channel; readonly address: string },
  now: Temporal.Instant,
): Promise<readonly Withdrawn[]> {
  const channels = channelsAt(pointKindOf(channel));
  const { rows } = await sql<Withdrawn>`
    update dunlin.message set state = 'suppressed', reason = 'wrong_person', ended_at = ${now}
    where client_id = ${clientId} and channel = any(${[...channels]}::text[]) and address = ${address}
      and state in ('planned', 'held') and class <> 'staff' and customer_id is not null
    returning message_id, customer_id, account_id, anchor, step_id, channel
  `.execute(tx);
  const rungs = rows.flatMap(({ accountId, anchor, stepId }) =>
    accountId === null || anchor === null || stepId === null ? [] : [{ accountId, anchor, stepId }],
  );
  if (rungs.length > 0) await giveBackRungs(tx, clientId, rungs);
  return rows;
}

async function isNobodyLeft(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`
    select exists (select from unnest(${[...customerIds]}::uuid[]) as of (customer_id)
      where not exists (select from dunlin.contact_point p
        where p.client_id = ${clientId} and p.customer_id = of.customer_id
          and p.retired_at is null and p.wrong_person_at is null)) as left
  `.execute(tx);
  return rows[0]!.left;
}
