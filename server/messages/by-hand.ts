// A message that a person writes to one customer. It is looked at before it is said, by saying it and taking it back: what is
// shown is what would go.
import { sql } from "kysely";
import type { PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import { sendMessages, type Sending } from "#messages/sending.ts";
import { firstNonGsm } from "#messages/text/gsm.ts";
import type { Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { earliestAllowed } from "#policies/contact-rules.ts";
import { gate } from "#policies/gates.ts";
import type { MessageClass } from "#policies/types.ts";

export type ByHand = {
  readonly customerId: string;
  readonly contactPointId: string;
  readonly channel: "sms" | "email";
  readonly class: "service" | "notice";
  readonly template?: string | undefined;
  readonly text?: string | undefined;
  readonly subject?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly notBefore?: Temporal.Instant | undefined;
};

export type Looked = {
  /** What becomes of it: planned, held (something is missing), or suppressed. */
  readonly state: string;
  readonly reason: string | null;
  readonly to: string;
  readonly sender: string;
  readonly language: string;
  readonly subject: string | null;
  readonly text: string;
  readonly segments: number;
  readonly encoding: string | null;
  /** The first character that GSM 03.38 lacks. */
  readonly offending: string | null;
  readonly priceMicros: bigint;
  /** The first moment that contact hours allow; null: none within a fortnight. */
  readonly goesAt: Temporal.Instant | null;
  /** A gate that it will not pass as things stand: opted_out or address_dead. */
  readonly stopped: string | null;
};

type Point = {
  readonly address: string;
  readonly kind: string;
  readonly zone: string | null;
  readonly country: string;
  readonly numbers: readonly string[];
  readonly optedOut: boolean;
  readonly dead: boolean;
};

/** Says it; a `UserError` when the customer has no such contact point or the channel does not lead there. */
export async function sayByHand(
  tx: Tx,
  context: PlanContext,
  hand: ByHand,
  now: Temporal.Instant,
  actor: string,
): Promise<{
  readonly messageId: string;
  readonly state: string;
  readonly reason: string | undefined;
}> {
  const { address } = await pointOf(tx, context.client.clientId, hand);
  const { customerId: _, ...rest } = hand;
  const sending: Sending = { ...rest, to: address, priority: "normal" };
  const [said] = await sendMessages(tx, context, [sending], now, actor);
  assert(said, "one message gives one answer");
  return said;
}

/** What would be said, where, when, and at which price. Nothing of it stays. */
export async function lookByHand(
  tx: Tx,
  context: PlanContext,
  hand: ByHand,
  now: Temporal.Instant,
): Promise<Looked> {
  const { clientId } = context.client;
  const point = await pointOf(tx, clientId, hand);
  await sql`savepoint looking`.execute(tx);
  const { messageId } = await sayByHand(tx, context, hand, now, "preview");
  type Row = Omit<Looked, "offending" | "goesAt" | "stopped"> & { readonly class: MessageClass };
  const { rows } = await sql<Row>`
    select state, reason, address as "to", sender, language, subject, body as text, segments, encoding, price_micros, class
    from dunlin.message where client_id = ${clientId} and message_id = ${messageId}`.execute(tx);
  await sql`rollback to savepoint looking`.execute(tx);
  const { class: cls, ...row } = rows[0]!;
  return {
    ...row,
    offending: hand.channel === "sms" ? (firstNonGsm(row.text)?.char ?? null) : null,
    goesAt: goesAt(context, hand, cls, point, now),
    stopped: stoppedBy(cls, point),
  };
}

function stoppedBy(cls: MessageClass, { optedOut, dead }: Point): string | null {
  if (dead) return "address_dead";
  return optedOut && gate(cls, "opt_out") !== "pass" ? "opted_out" : null;
}

function goesAt(
  { policy }: PlanContext,
  { channel, notBefore }: ByHand,
  cls: MessageClass,
  { zone, country, numbers }: Point,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const allowed = earliestAllowed({
    zones: zonesOf(zone, country, numbers),
    country,
    channel,
    class: cls,
    urgent: false,
    profiles: policy?.profiles ?? [],
    party: policy?.party ?? "first",
    between: undefined,
    from: Math.max(now.epochMilliseconds, (notBefore ?? now).epochMilliseconds),
  });
  return "at" in allowed ? Temporal.Instant.fromEpochMilliseconds(Math.ceil(allowed.at)) : null;
}

async function pointOf(
  tx: Tx,
  clientId: string,
  { customerId, contactPointId, channel }: ByHand,
): Promise<Point> {
  const { rows } = await sql<Point>`
    select p.address, p.kind, c.zone, c.country,
      array(select o.address from dunlin.contact_point o where o.client_id = p.client_id
        and o.customer_id = p.customer_id and o.kind = 'phone' and o.retired_at is null) as numbers,
      coalesce(a.opted_out_at is not null, false) as opted_out, coalesce(a.dead_at is not null, false) as dead
    from dunlin.contact_point p
    join dunlin.customer c on c.client_id = p.client_id and c.customer_id = p.customer_id
    left join dunlin.address a on a.client_id = p.client_id and a.channel = ${channel} and a.address = p.address
    where p.client_id = ${clientId} and p.customer_id = ${customerId} and p.contact_point_id = ${contactPointId}
      and p.retired_at is null`.execute(tx);
  const [point] = rows;
  if (!point) throw new UserError(`the customer has no live contact point ${contactPointId}`);
  if ((point.kind === "phone") !== (channel === "sms")) {
    throw new UserError(`${channel} does not reach a ${point.kind}; choose another contact point`);
  }
  return point;
}
