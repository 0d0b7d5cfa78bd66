// What accounts owe, and what keeps it from being asked for: read in sets, for deciding and for agreeing.
import { sql } from "kysely";
import { asNamed, type Tx } from "#platform/db.ts";
import type { HoldFact, HoldKind, InvoiceFact, PromiseFact } from "#policies/types.ts";

type Accounts = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly accountIds: readonly string[];
};
type Customers = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly customerIds: readonly string[];
};

/** Rows in groups, each in the order in which its rows came. */
export function groupBy<Row, Value>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => Value,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group) group.push(value(row));
    else groups.set(name, [value(row)]);
  }
  return groups;
}

/** Open invoices by account, oldest first. */
export async function loadInvoices({
  tx,
  clientId,
  accountIds,
}: Accounts): Promise<Map<string, InvoiceFact[]>> {
  const { rows } = await sql<{ accountId: string; id: string; dueOn: number; openMinor: bigint }>`
    select account_id as "accountId", invoice_id as id, due_on - date '1970-01-01' as "dueOn",
      open_minor as "openMinor"
    from dunlin.invoice
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and open_minor > 0
    order by account_id, due_on, invoice_id
  `.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.accountId,
    ({ id, dueOn, openMinor }) => ({ id, dueOn, openMinor }),
  );
}

/** Credit notes and money not allocated, by account, minor units. */
export async function loadCredits({
  tx,
  clientId,
  accountIds,
}: Accounts): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ accountId: string; minor: bigint }>`
    select account_id, sum(minor)::bigint as minor from (
      select account_id, open_minor as minor from dunlin.credit
      where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and open_minor > 0
      union all
      select account_id, unallocated_minor from dunlin.payment
      where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and unallocated_minor > 0
    ) credits group by account_id
  `.execute(tx);
  return new Map(rows.map((row) => [row.accountId, row.minor]));
}

/**
 * Live holds by account, or by customer where they are about all accounts. A promise holds what has not come in of it yet:
 * what has come in is no longer open.
 */
export async function loadHolds({
  tx,
  clientId,
  customerIds,
}: Customers): Promise<Map<string, HoldFact[]>> {
  const { rows } = await sql<{
    owner: string;
    id: string;
    kind: HoldKind;
    amountMinor: bigint | null;
    until: number | null;
    invoiceIds: string[] | null;
  }>`
    select coalesce(h.account_id, h.customer_id) as owner, h.hold_id as id, h.kind,
      h.amount_minor - coalesce(p.received_minor, 0) as amount_minor,
      h.until_on - date '1970-01-01' as until,
      (select array_agg(i.invoice_id) from dunlin.hold_invoice i
        where i.client_id = h.client_id and i.hold_id = h.hold_id) as invoice_ids
    from dunlin.hold h
    left join dunlin.promise p on h.kind = 'promise' and p.client_id = h.client_id
      and p.account_id = h.account_id and p.hold_id = h.hold_id
    where h.client_id = ${clientId} and h.customer_id = any(${customerIds}::uuid[]) and h.ended_at is null
    order by h.placed_at, h.hold_id
  `.execute(tx);
  return groupBy(
    rows,
    (row) => row.owner,
    (row) => ({
      id: row.id,
      kind: row.kind,
      invoiceIds: row.invoiceIds ?? undefined,
      amountMinor: row.amountMinor ?? undefined,
      until: row.until ?? undefined,
    }),
  );
}

/** Open promises by account, the earliest due first. */
export async function loadPromises({
  tx,
  clientId,
  accountIds,
}: Accounts): Promise<Map<string, PromiseFact[]>> {
  const { rows } = await sql<PromiseFact & { accountId: string }>`
    select account_id, promise_id as id, due_on - date '1970-01-01' as due_on,
      due_on + tolerance_days - date '1970-01-01' as until,
      amount_minor - received_minor as left_minor,
      extract(epoch from made_at)::float8 * 1000 as made_at
    from dunlin.promise
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and state = 'open'
    order by account_id, due_on, made_at, promise_id
  `.execute(tx);
  return groupBy(
    rows,
    (row) => row.accountId,
    ({ id, dueOn, until, leftMinor, madeAt }) => ({ id, dueOn, until, leftMinor, madeAt }),
  );
}
