// Customers, found by what people know of them: a name, a number, a reference, a mailbox.
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";

export type CustomerLine = {
  readonly reference: string;
  readonly name: string;
  readonly kind: string;
  readonly language: string;
  readonly country: string;
  readonly zone: string | null;
  readonly segment: string | null;
  readonly createdAt: Temporal.Instant;
  /** Open invoices by currency. */
  readonly open: readonly { readonly currency: string; readonly minor: string }[];
};

export type CustomerSearch = {
  /** Part of the name, the beginning of a reference, part of a mailbox, or a number of at least four digits. */
  readonly search?: string | undefined;
  readonly limit: number;
  /** The reference of the last one that was seen. */
  readonly after?: string | undefined;
};

/** By reference. */
export async function listCustomers(
  tx: Tx,
  clientId: string,
  { search, limit, after }: CustomerSearch,
): Promise<readonly CustomerLine[]> {
  const where = [
    sql`c.client_id = ${clientId}`,
    ...(after === undefined ? [] : [sql`c.reference > ${after}`]),
    ...(search === undefined ? [] : [matches(search)]),
  ];
  const { rows } = await sql<CustomerLine>`
    select c.reference, c.name, c.kind, c.language, c.country, c.zone, c.segment, c.created_at, o.open
    from (
      select * from dunlin.customer c where ${sql.join(where, sql` and `)}
      order by c.reference limit ${limit}
    ) c
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor::text)
        order by currency), '[]') as open
      from (
        select a.currency, sum(i.open_minor) as minor
        from dunlin.account a join dunlin.invoice i using (client_id, account_id)
        where a.client_id = c.client_id and a.customer_id = c.customer_id and i.open_minor > 0
        group by a.currency
      ) s
    ) o
    order by c.reference`.execute(tx);
  return rows;
}

/** Digits from which on a number says something. */
const FEWEST_DIGITS = 4;

function matches(search: string): RawBuilder<unknown> {
  const within = `%${escaped(search)}%`;
  // A number as people write it: spaces, dashes, and the 0 that stands for the country.
  const digits = search.replace(/[\s()./+-]/g, "").replace(/^0+/, "");
  const isNumber = /^\d+$/.test(digits) && digits.length >= FEWEST_DIGITS;
  const point = [
    sql`p.kind = 'mailbox' and p.address ilike ${within}`,
    ...(isNumber ? [sql`p.kind = 'phone' and p.address like ${`%${digits}%`}`] : []),
  ];
  return sql`(c.name ilike ${within} or c.reference ilike ${`${escaped(search)}%`}
    or c.customer_id in (
      select p.customer_id from dunlin.contact_point p
      where p.client_id = c.client_id and p.retired_at is null and (${sql.join(point, sql` or `)})))`;
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, String.raw`\$&`);
