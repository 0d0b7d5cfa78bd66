// What the system that Dunlin runs beside really sent, as its operator exports it.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

export const INCUMBENT_CHANNELS = ["sms", "email", "voice", "whatsapp", "letter", "other"] as const;
export type IncumbentChannel = (typeof INCUMBENT_CHANNELS)[number];

export type IncumbentContact = {
  /** The customer's reference in the book. */
  readonly customer: string;
  readonly day: Temporal.PlainDate;
  readonly channel: IncumbentChannel;
  /** In the words of that system; empty: not told. */
  readonly kind: string;
};

/** Rows of one call or statement. */
export const MOST_CONTACTS = 10_000;

export type IncumbentImport = {
  readonly added: number;
  /** Rows that were there already. */
  readonly known: number;
  /** Of those given, rows of customers that are in no book yet; they count as soon as they are. */
  readonly unknownCustomers: number;
};

/** Keeps what was sent; the same rows again change nothing. At most 10,000 at once. */
export async function addIncumbentContacts(
  tx: Tx,
  clientId: string,
  contacts: readonly IncumbentContact[],
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<IncumbentImport> {
  const { rows } = await sql<{ added: number; unknown: number }>`
    with given as (
      select * from unnest(${contacts.map((one) => one.customer)}::text[],
        ${contacts.map((one) => one.day.toString())}::date[], ${contacts.map((one) => one.channel)}::text[],
        ${contacts.map((one) => one.kind)}::text[]) as row (customer_reference, on_day, channel, kind)
    ), added as (
      insert into dunlin.incumbent_contact
        (client_id, customer_reference, on_day, channel, kind, imported_at, imported_by)
      select ${clientId}, given.*, ${now}::timestamptz, ${actor}::text from given
      on conflict do nothing returning 1
    )
    select (select count(*)::int from added) as added,
      (select count(*)::int from given g where not exists (select from dunlin.customer c
        where c.client_id = ${clientId} and c.reference = g.customer_reference)) as unknown
  `.execute(tx);
  const { added, unknown } = rows[0]!;
  return { added, known: contacts.length - added, unknownCustomers: unknown };
}

/** Columns of the file, by the words that exports use for them. */
const HEADERS: Readonly<Record<"customer" | "day" | "channel" | "kind", readonly string[]>> = {
  customer: ["customer", "customer_reference", "customer number", "reference", "account"],
  day: ["day", "date", "sent_on", "sent"],
  channel: ["channel", "medium"],
  kind: ["kind", "type", "template", "message"],
};

/** A row of a file as a contact; a `UserError` that names the line. */
export function contactOfRow(
  row: Readonly<Record<string, string>>,
  line: number,
): IncumbentContact {
  const cell = (name: keyof typeof HEADERS): string => {
    const at = Object.keys(row).find((key) => HEADERS[name].includes(key.trim().toLowerCase()));
    return at === undefined ? "" : (row[at] ?? "").trim();
  };
  const customer = cell("customer");
  const channel = cell("channel").toLowerCase();
  if (customer === "") throw new UserError(`line ${line}: customer is empty`);
  if (!isIncumbentChannel(channel)) {
    throw new UserError(
      `line ${line}: channel "${channel}" is unknown; use ${INCUMBENT_CHANNELS.join(", ")}`,
    );
  }
  try {
    const day = Temporal.PlainDate.from(cell("day").slice(0, 10));
    return { customer, day, channel, kind: cell("kind").slice(0, 100) };
  } catch {
    throw new UserError(`line ${line}: day "${cell("day")}" is no date; write it as 2026-01-31`);
  }
}

const isIncumbentChannel = (text: string): text is IncumbentChannel =>
  (INCUMBENT_CHANNELS as readonly string[]).includes(text);
