// The client's own people, by what they do: "role:finance" instead of an address.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type StaffContact = {
  readonly role: string;
  readonly channel: "sms" | "email";
  readonly address: string;
  readonly name: string;
  readonly language: string | null;
};

const PREFIX = "role:";

/** The role that "to" names instead of an address; undefined for an address. */
export function roleIn(to: string): string | undefined {
  return to.startsWith(PREFIX) ? to.slice(PREFIX.length) : undefined;
}

export async function listStaff(tx: Tx, clientId: string): Promise<StaffContact[]> {
  const { rows } = await sql<StaffContact>`
    select role, channel, address, name, language from dunlin.staff_contact
    where client_id = ${clientId} order by role, channel limit 1000
  `.execute(tx);
  return rows;
}

/** Puts people under their roles; who stood there before is replaced. */
export async function setStaff(
  tx: Tx,
  clientId: string,
  contacts: readonly StaffContact[],
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  await sql`
    insert into dunlin.staff_contact (client_id, role, channel, address, name, language, changed_at, changed_by)
    select ${clientId}, role, channel, address, name, language, ${now}, ${actor}
    from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as row
      (role text, channel text, address text, name text, language text)
    on conflict (client_id, role, channel) do update set address = excluded.address, name = excluded.name,
      language = excluded.language, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  `.execute(tx);
}

/** Takes a role out of the book, on both channels; false when nobody stood there. */
export async function removeStaff(tx: Tx, clientId: string, role: string): Promise<boolean> {
  const { rows } = await sql<{ role: string }>`
    delete from dunlin.staff_contact where client_id = ${clientId} and role = ${role} returning role
  `.execute(tx);
  return rows.length > 0;
}
