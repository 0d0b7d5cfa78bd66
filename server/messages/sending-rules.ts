// How a client wants single messages to be treated: caps of an address, and the welcome.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type SendingRules = {
  /** Of class otp to one address within an hour; null: any number. */
  readonly pinsPerHour: number | null;
  /** Of class service to one address within 24 hours; null: any number. */
  readonly servicePerDay: number | null;
  /** What a new customer is told; null: nothing. */
  readonly welcomeTemplate: string | null;
  /** Who came before is not welcomed. */
  readonly welcomeSince: Temporal.Instant | null;
};

/** Where nothing was set. */
const DEFAULT_RULES: SendingRules = {
  pinsPerHour: 5,
  servicePerDay: null,
  welcomeTemplate: null,
  welcomeSince: null,
};

export async function loadRules(tx: Tx, clientId: string): Promise<SendingRules> {
  const { rows } = await sql<SendingRules>`
    select pins_per_hour, service_per_day, welcome_template, welcome_since from dunlin.sending_rules
    where client_id = ${clientId}
  `.execute(tx);
  return rows[0] ?? DEFAULT_RULES;
}

/** Puts the rules in force. Switching the welcome on begins with who comes from now on. */
export async function setRules(
  tx: Tx,
  clientId: string,
  rules: Omit<SendingRules, "welcomeSince">,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  const { pinsPerHour, servicePerDay, welcomeTemplate } = rules;
  await sql`
    insert into dunlin.sending_rules as r (client_id, pins_per_hour, service_per_day, welcome_template,
      welcome_since, changed_at, changed_by)
    values (${clientId}, ${pinsPerHour}, ${servicePerDay}, ${welcomeTemplate},
      case when ${welcomeTemplate}::text is not null then ${now}::timestamptz end, ${now}, ${actor})
    on conflict (client_id) do update set pins_per_hour = excluded.pins_per_hour,
      service_per_day = excluded.service_per_day, welcome_template = excluded.welcome_template,
      welcome_since = case when excluded.welcome_template is not null
        then coalesce(r.welcome_since, excluded.welcome_since) end,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
  `.execute(tx);
}
