// Own caps: how many pins and service messages one address may be sent in a span of time, whoever asks for them.
import { sql } from "kysely";
import type { NewMessage } from "#messages/outbox.ts";
import type { SendingRules } from "#messages/sending-rules.ts";
import type { Tx } from "#platform/db.ts";
import { CAP_SEED } from "#platform/locks.ts";

const HOUR_MS = 3_600_000;
const CAPPED = "cap_reached";

type Cap = { readonly most: number; readonly withinMs: number };

function capOf(rules: SendingRules, cls: string): Cap | undefined {
  const { pinsPerHour, servicePerDay } = rules;
  if (cls === "otp" && pinsPerHour !== null) return { most: pinsPerHour, withinMs: HOUR_MS };
  if (cls === "service" && servicePerDay !== null) {
    return { most: servicePerDay, withinMs: 24 * HOUR_MS };
  }
  return undefined;
}

type Counted = { readonly class: string; readonly channel: string; readonly address: string };
const keyOf = ({ class: cls, channel, address }: Counted) => `${cls} ${channel} ${address}`;

/**
 * Marks what is beyond the caps, in order; the rest stays as it is. Requests for the same address at the same time wait for
 * one another, so that none slips past the count of another.
 */
export async function withinCaps(
  tx: Tx,
  clientId: string,
  rules: SendingRules,
  messages: readonly NewMessage[],
  now: Temporal.Instant,
): Promise<readonly NewMessage[]> {
  const capped = messages.filter((one) => capOf(rules, one.class) !== undefined);
  if (capped.length === 0) return messages;
  const counts = await countsOf(tx, clientId, rules, capped, now);
  return messages.map((message) => {
    const cap = capOf(rules, message.class);
    if (cap === undefined || message.suppress !== undefined) return message;
    const key = keyOf(message);
    const count = counts.get(key) ?? 0;
    if (count >= cap.most) return { ...message, suppress: CAPPED };
    counts.set(key, count + 1);
    return message;
  });
}

async function countsOf(
  tx: Tx,
  clientId: string,
  rules: SendingRules,
  capped: readonly NewMessage[],
  now: Temporal.Instant,
): Promise<Map<string, number>> {
  const wanted = [...new Map(capped.map((one) => [keyOf(one), one])).values()];
  // In the order of the keys, so that two batches never wait for each other.
  const locks = wanted.map((one) => `${clientId} ${keyOf(one)}`).toSorted();
  await sql`
    select pg_advisory_xact_lock(hashtextextended(key, ${CAP_SEED}))
    from unnest(${locks}::text[]) with ordinality as l (key, place) order by place
  `.execute(tx);
  const rows = wanted.map((one) => ({
    class: one.class,
    channel: one.channel,
    address: one.address,
    since: now.subtract({ milliseconds: capOf(rules, one.class)!.withinMs }).toString(),
  }));
  const { rows: counts } = await sql<Counted & { count: number }>`
    select w.class, w.channel, w.address, count(*)::int as count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w
      (class text, channel text, address text, since timestamptz)
    join dunlin.message m on m.client_id = ${clientId} and m.channel = w.channel and m.address = w.address
      and m.created_at > w.since and m.class = w.class and m.state not in ('suppressed', 'cancelled', 'held')
    group by w.class, w.channel, w.address
  `.execute(tx);
  return new Map(counts.map((row) => [keyOf(row), row.count]));
}
