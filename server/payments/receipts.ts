// The receipt of a payment, in the conversation that led to it.
import { sql } from "kysely";
import type { Channel } from "#messages/route.ts";
import { say } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { MoneyValue } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { dateOf, dayAt, HOUR_MS } from "#policies/day.ts";
import type { Disclosure } from "#policies/types.ts";
import type { Checkout } from "./checkout-rows.ts";

/** Contact hours may hold a receipt back over night. */
const RECEIPT_WITHIN_MS = 48 * HOUR_MS;

type Settled = Pick<
  Checkout,
  "linkId" | "customerId" | "accountId" | "amountMinor" | "currency"
> & {
  /** By which the payment stands in the books. */
  readonly reference: string;
};

type Target = {
  readonly channel: Channel;
  readonly address: string;
  readonly routeId: string | null;
  readonly contactPointId: string | null;
  readonly disclosure: Disclosure;
};

/** Says the receipt where the link was asked for, else by the customer's first way that is open; nothing where there is none. */
export async function sayReceipt(
  tx: Tx,
  context: PlanContext,
  settled: Settled,
  now: Temporal.Instant,
): Promise<void> {
  const { clientId } = context.client;
  const { customerId, accountId, currency, amountMinor } = settled;
  const target =
    (await targetOfLink(tx, clientId, settled)) ?? (await firstWay(tx, clientId, customerId));
  if (!target) return;
  const money = (minor: bigint): MoneyValue => ({ minor, currency });
  const { language, name, openMinor } = await customerOf(tx, clientId, settled);
  const { client } = context;
  const { phone, email, site } = client;
  const nowMs = now.epochMilliseconds;
  const today = dateOf(dayAt(nowMs, client.zone));
  const balance = money(openMinor);
  await say(
    tx,
    context,
    [
      {
        class: "reply",
        lane: 0,
        channel: target.channel,
        address: target.address,
        disclosure: target.disclosure,
        template: "payment_receipt",
        language,
        data: {
          client: {
            name: client.name,
            ...(phone && { phone }),
            ...(email && { email }),
            ...(site && { site }),
          },
          customer: { name, reference: settled.reference },
          payment: { amount: money(amountMinor), received_on: today },
          today,
          vars: {
            amount: money(amountMinor),
            balance,
            reference: shortReference(settled.reference),
          },
        },
        notBefore: nowMs,
        notAfter: nowMs + RECEIPT_WITHIN_MS,
        customerId,
        accountId,
        contactPointId: target.contactPointId ?? undefined,
        routeId: target.routeId ?? undefined,
      },
    ],
    now,
    "system",
  );
}

/** The end of it: enough to find the payment by, short enough for a text message. */
function shortReference(reference: string): string {
  return (reference.split(":").at(-1) ?? reference).slice(-10).toUpperCase();
}

/**
 * Where the conversation is that the link belongs to: the inbound message or the message that led to it. Whoever proved who
 * they are through the link may be told everything there.
 */
export async function targetOfLink(
  tx: Tx,
  clientId: string,
  { linkId, customerId }: Pick<Settled, "linkId" | "customerId">,
): Promise<Target | undefined> {
  if (linkId === null) return undefined;
  const { rows } = await sql<Target & { proven: boolean }>`
    select s.channel, s.address, s.route_id, p.contact_point_id,
      case when p.others > 1 then 'unverified' else coalesce(p.disclosure, 'unverified') end as disclosure,
      l.proven_at is not null as proven
    from dunlin.pay_link l
    cross join lateral (
      select case when l.cause ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then l.cause::uuid end as cause_id
    ) c
    cross join lateral (
      select i.channel, i.from_address as address, i.route_id from dunlin.inbound i
      where i.client_id = l.client_id and i.inbound_id = c.cause_id
      union all
      select m.channel, m.address, m.route_id from dunlin.message m
      where m.client_id = l.client_id and m.message_id = c.cause_id
      limit 1
    ) s
    left join lateral (
      select min(contact_point_id::text) filter (where customer_id = ${customerId})::uuid as contact_point_id,
        min(disclosure) filter (where customer_id = ${customerId}) as disclosure, count(distinct customer_id) as others
      from dunlin.contact_point
      where client_id = l.client_id and address = s.address and retired_at is null
    ) p on true
    where l.client_id = ${clientId} and l.link_id = ${linkId}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { proven, ...target } = row;
  return proven ? { ...target, disclosure: "full" } : target;
}

/** By text message before e-mail, in the order in which the customer's contact points are tried; never where somebody said no. */
async function firstWay(tx: Tx, clientId: string, customerId: string): Promise<Target | undefined> {
  const { rows } = await sql<Target>`
    select case p.kind when 'phone' then 'sms' else 'email' end as channel, p.address, null::uuid as route_id,
      p.contact_point_id, p.disclosure
    from dunlin.contact_point p
    left join dunlin.address a on a.client_id = p.client_id and a.address = p.address
      and a.channel = case p.kind when 'phone' then 'sms' else 'email' end
    where p.client_id = ${clientId} and p.customer_id = ${customerId} and p.retired_at is null
      and p.kind in ('phone', 'mailbox') and a.opted_out_at is null and a.dead_at is null
    order by p.kind desc, p.rank, p.created_at limit 1`.execute(tx);
  return rows[0];
}

type Whose = { readonly language: string; readonly name: string; readonly openMinor: bigint };

async function customerOf(
  tx: Tx,
  clientId: string,
  { customerId, accountId }: Settled,
): Promise<Whose> {
  const { rows } = await sql<Whose>`
    select c.language, c.name, coalesce((select sum(open_minor) from dunlin.invoice i
      where i.client_id = c.client_id and i.account_id = ${accountId} and i.open_minor > 0), 0)::bigint as open_minor
    from dunlin.customer c where c.client_id = ${clientId} and c.customer_id = ${customerId}`.execute(
    tx,
  );
  return rows[0]!;
}
