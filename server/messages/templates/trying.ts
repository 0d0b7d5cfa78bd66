// A template that is not in force, sent to one of the client's own people.
import { sql } from "kysely";
import { say } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { realMessage } from "#messages/planning/real-words.ts";
import { destinationOf } from "#messages/sending.ts";
import { listStaff, roleIn } from "#messages/staff.ts";
import { compile, type TemplateSource } from "#messages/templates/template.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** So many of a client within an hour: a test is a look, not a campaign. */
const MOST_AN_HOUR = 20;
const REFERENCE = "template-test";

export type Trying = {
  /** An address, or a role of the staff as in "role:finance". */
  readonly to: string;
  /** Whose data it is filled with: the client's reference. */
  readonly customer?: string | undefined;
  /** The address was typed and looked at; needed for one that stands under no role. */
  readonly confirmed: boolean;
  readonly actor: string;
};

/**
 * Sends it as a message of class staff, with the words that the customer would read. A `UserError` when the address is a
 * customer's, was not confirmed, or too many went already.
 */
export async function tryTemplate(
  tx: Tx,
  context: PlanContext,
  source: TemplateSource,
  { to, customer, confirmed, actor }: Trying,
  now: Temporal.Instant,
): Promise<{ readonly messageId: string; readonly state: string; readonly reason: string | null }> {
  const { client } = context;
  if (source.channel !== "sms" && source.channel !== "email") {
    throw new UserError(`a test goes by sms or email, not by ${source.channel}`);
  }
  const { channel } = source;
  const address = await addressOf(tx, context, { to, channel, confirmed });
  await checkCount(tx, client.clientId, now);
  const real = await realMessage(tx, context, source, customer, now);
  if (!real) {
    throw new UserError("there is no customer to fill the words with; import a book first");
  }
  const voice = { ...context, templates: { find: () => compile(source) } };
  const message = { ...real, class: "staff", address, disclosure: "full" } as const;
  const said = await say(tx, voice, [{ ...message, reference: REFERENCE }], now, actor);
  const [one] = said;
  return { messageId: one!.messageId, state: one!.state, reason: one!.reason ?? null };
}

async function addressOf(
  tx: Tx,
  { client }: PlanContext,
  {
    to,
    channel,
    confirmed,
  }: Pick<Trying, "to" | "confirmed"> & { readonly channel: "sms" | "email" },
): Promise<string> {
  const staff = await listStaff(tx, client.clientId);
  const role = roleIn(to);
  const found = staff.find((one) => one.role === role && one.channel === channel);
  if (found) return found.address;
  if (role !== undefined) throw new UserError(`nobody stands under ${to} for ${channel}`);
  const address = destinationOf({ to, channel }, client.country);
  if (staff.some((one) => one.channel === channel && one.address === address)) return address;
  if (!confirmed) throw new UserError(`${address} is nobody of the staff; confirm the address`);
  const { rows } = await sql<{ reference: string }>`
    select c.reference from dunlin.contact_point p join dunlin.customer c using (client_id, customer_id)
    where p.client_id = ${client.clientId} and p.kind = ${channel === "sms" ? "phone" : "mailbox"}
      and p.address = ${address} and p.retired_at is null limit 1`.execute(tx);
  if (rows[0]) {
    throw new UserError(
      `${address} belongs to customer ${rows[0].reference}; a test never goes there`,
    );
  }
  return address;
}

async function checkCount(tx: Tx, clientId: string, now: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from dunlin.message where client_id = ${clientId}
      and reference = ${REFERENCE} and created_at > ${now.subtract({ hours: 1 })} limit ${MOST_AN_HOUR}) m`.execute(
    tx,
  );
  if (rows[0]!.count >= MOST_AN_HOUR) {
    throw new UserError(`${MOST_AN_HOUR} tests went within the hour; wait a while`);
  }
}
