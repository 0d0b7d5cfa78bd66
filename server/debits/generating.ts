// Debits made of what is owed: for each active mandate the open invoices that fall due by the strike date, less what is held.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { PlanContext } from "#messages/planning/context.ts";
import { loadSubjects } from "#messages/planning/facts.ts";
import type { Tx } from "#platform/db.ts";
import { dayOfDate } from "#policies/day.ts";
import { askableFor, standingOf } from "#policies/standing.ts";
import type { Facts } from "#policies/types.ts";
import { putOrders, type NewOrder, type Put } from "./orders.ts";

type Candidate = {
  readonly mandate: string;
  readonly creditorSchemeId: string | null;
  readonly customerId: string;
  readonly product: string;
};

export type Generating = {
  readonly strikeOn: Temporal.PlainDate;
  /** What the debits are called together; default "invoices DATE". */
  readonly campaign?: string | undefined;
  readonly now: Temporal.Instant;
  readonly actor: string;
};

const PAGE = 500;

/**
 * One debit for each customer with an active mandate and something to collect: what is due by the strike date, of the
 * client's currency accounts, less holds, disputes, promises, credits, and less what other debits are already to collect. A
 * customer with several mandates is debited by the oldest. Made again for the same day, nothing is added. Works through
 * customers after `after`; the answer says where to go on.
 */
export async function generateDebits(
  tx: Tx,
  context: PlanContext,
  given: Generating,
  after = "00000000-0000-0000-0000-000000000000",
): Promise<{ readonly puts: readonly Put[]; readonly next: string | undefined }> {
  const { client } = context;
  const { rows } = await sql<Candidate>`
    select distinct on (m.customer_id) m.customer_id, m.reference as mandate, m.creditor_scheme_id, m.product
    from dunlin.mandate m
    where m.client_id = ${client.clientId} and m.state = 'active' and m.customer_id > ${after}::uuid
    order by m.customer_id, m.mandate_id limit ${PAGE}`.execute(tx);
  const ids = rows.map((row) => row.customerId);
  const subjects = await loadSubjects(tx, context, ids, given.now);
  const references = await referencesOf(tx, client.clientId, ids);
  const claimed = await claimedInvoices(tx, client.clientId, ids);
  const strike = dayOfDate(given.strikeOn);
  const campaign = given.campaign ?? `invoices ${given.strikeOn.toString()}`;
  const orders = subjects.flatMap(({ customerId, facts }): NewOrder[] => {
    const mandate = rows.find((row) => row.customerId === customerId);
    if (mandate === undefined) return [];
    const endToEndId = idFor(mandate.mandate, facts.currency, given.strikeOn);
    const due = dueOf(
      facts,
      strike,
      context,
      (id) => (claimed.get(id) ?? endToEndId) === endToEndId,
    );
    const amountMinor = due.reduce((sum, one) => sum + one.minor, 0n);
    if (amountMinor <= 0n) return [];
    return [
      {
        endToEndId,
        mandate: mandate.mandate,
        creditorSchemeId: mandate.creditorSchemeId ?? undefined,
        amountMinor,
        currency: facts.currency,
        strikeOn: given.strikeOn,
        product: mandate.product || undefined,
        campaign,
        invoices: due.flatMap(({ id }) => references.get(id) ?? []),
      },
    ];
  });
  const puts = await putOrders(tx, context, orders, { ...given, source: "invoices" });
  return { puts, next: rows.length === PAGE ? ids.at(-1) : undefined };
}

/** What may be asked for of the invoices that are due by the day and that no other debit is to pay. */
function dueOf(
  facts: Facts,
  strike: number,
  { policy }: PlanContext,
  isFree: (invoiceId: string) => boolean,
): readonly { readonly id: string; readonly minor: bigint }[] {
  const free = facts.invoices.filter((one) => isFree(one.id));
  const standing = standingOf({ ...facts, invoices: free }, strike);
  const rules = policy ?? { disputeHoldsAll: false };
  const { minors } = askableFor("collection", standing, facts, rules);
  return standing.invoices.flatMap(({ id, dueOn }, index) => {
    const minor = minors[index] ?? 0n;
    return dueOn <= strike && minor > 0n ? [{ id, minor }] : [];
  });
}

/** The same for the same mandate and day, at most 35 characters, as SEPA has it. */
function idFor(mandate: string, currency: string, strikeOn: Temporal.PlainDate): string {
  const day = strikeOn.toString().replaceAll("-", "");
  const plain = `${mandate}-${currency}-${day}`;
  if (plain.length <= 35 && /^[A-Za-z0-9/?:().,'+ -]+$/u.test(plain)) return plain;
  const digest = createHash("sha256").update(plain).digest("hex").slice(0, 20);
  return `D${digest}-${day}`;
}

async function referencesOf(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; reference: string }>`
    select i.invoice_id as id, i.reference from dunlin.account a join dunlin.invoice i using (client_id, account_id)
    where a.client_id = ${clientId} and a.customer_id = any(${customerIds}::uuid[]) and i.open_minor > 0
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.reference]));
}

/** Invoices that a debit which is not over yet is to pay, with its end-to-end id. */
async function claimedInvoices(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; endToEndId: string }>`
    select i.invoice_id as id, d.end_to_end_id
    from dunlin.debit_order d cross join lateral unnest(d.invoices) as named (reference)
    join dunlin.invoice i on i.client_id = d.client_id and i.reference = named.reference
    where d.client_id = ${clientId} and d.customer_id = any(${customerIds}::uuid[])
      and d.state in ('planned', 'notified', 'sent')
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.endToEndId]));
}
