// Money that goes back: a returned debit, a booking that the bank takes back, a refund, a chargeback. The debt is open again.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged, lockCustomers } from "#ledger/facts-changed.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { insertLines, type Line, type Options } from "#payments/lines.ts";
import type { Tx } from "#platform/db.ts";

export type ReversalReason = "returned" | "taken_back" | "superseded" | "refund" | "chargeback";

export type Reversal = {
  readonly paymentId: string;
  /** How much went back; more than is left of the payment is cut to that. */
  readonly amountMinor: bigint;
  readonly reason: ReversalReason;
  /** The row that says so: the bank's entry, the provider's event. */
  readonly cause: string;
};

export type Reversed = {
  readonly paymentId: string;
  /** Undefined of a payment that nobody claims. */
  readonly customerId: string | undefined;
  readonly accountId: string | undefined;
  readonly currency: string;
  /** What was really taken back; 0 where nothing was left of the payment. */
  readonly amountMinor: bigint;
};

type Held = {
  paymentId: string;
  customerId: string | null;
  accountId: string | null;
  currency: string;
  leftMinor: bigint;
  unallocatedMinor: bigint;
};

/**
 * Takes payments back, each once, at most about 1,000 in the caller's transaction: first what no invoice was paid with, then
 * the latest allocations. Invoices are open again, the customers are decided anew. In the order given, what became of each.
 */
export async function reversePayments(
  tx: Tx,
  context: PlanContext,
  reversals: readonly Reversal[],
  options: Options,
): Promise<readonly Reversed[]> {
  if (reversals.length === 0) return [];
  const { clientId } = context.client;
  const ids = reversals.map((one) => one.paymentId);
  const concerned = await customersOf(tx, clientId, ids);
  await lockCustomers(tx, clientId, concerned);
  const held = await loadHeld(tx, clientId, ids);
  const lines = await loadLines(tx, clientId, ids);
  const done = reversals.map((one) => takeBack(one, held.get(one.paymentId), lines));
  await write(tx, clientId, done, options);
  const touched = [
    ...new Set(done.flatMap((one) => (one.minor > 0n ? (one.customerId ?? []) : []))),
  ];
  await factsChanged(tx, clientId, touched, options.now);
  await evaluate(tx, context, touched, options.now, options.actor);
  return done.map(({ reversal, customerId, accountId, currency, minor }) => ({
    paymentId: reversal.paymentId,
    customerId,
    accountId,
    currency,
    amountMinor: minor,
  }));
}

async function customersOf(tx: Tx, clientId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ customerId: string }>`
    select distinct a.customer_id from dunlin.payment p join dunlin.account a using (client_id, account_id)
    where p.client_id = ${clientId} and p.payment_id = any(${ids}::uuid[])`.execute(tx);
  return rows.map((row) => row.customerId);
}

async function loadHeld(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
): Promise<Map<string, Held>> {
  const { rows } = await sql<Held>`
    select p.payment_id, a.customer_id, p.account_id, p.currency, p.amount_minor - p.reversed_minor as left_minor,
      p.unallocated_minor
    from dunlin.payment p left join dunlin.account a using (client_id, account_id)
    where p.client_id = ${clientId} and p.payment_id = any(${ids}::uuid[])
    order by p.payment_id for no key update of p`.execute(tx);
  return new Map(rows.map((row) => [row.paymentId, row]));
}

/** What of each payment paid which invoice, the latest first. */
async function loadLines(tx: Tx, clientId: string, ids: readonly string[]): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select payment_id, invoice_id, sum(amount_minor)::bigint as amount_minor
    from dunlin.allocation where client_id = ${clientId} and payment_id = any(${ids}::uuid[])
    group by payment_id, invoice_id having sum(amount_minor) > 0
    order by max(allocation_id::text) desc, invoice_id`.execute(tx);
  return rows;
}

type Done = {
  readonly reversal: Reversal;
  readonly customerId: string | undefined;
  readonly accountId: string | undefined;
  readonly currency: string;
  readonly minor: bigint;
  /** Of that, what no invoice had been paid with. */
  readonly freeMinor: bigint;
  readonly lines: readonly Line[];
};

// Both `held` and `lines` shrink, so that two reversals of one payment never take the same money.
function takeBack(reversal: Reversal, held: Held | undefined, lines: readonly Line[]): Done {
  const wanted = least(reversal.amountMinor, held?.leftMinor ?? 0n);
  const freeMinor = least(wanted, held?.unallocatedMinor ?? 0n);
  const taken: Line[] = [];
  let rest = wanted - freeMinor;
  for (const line of lines) {
    if (line.paymentId !== reversal.paymentId || rest === 0n) continue;
    const amountMinor = least(rest, line.amountMinor);
    if (amountMinor === 0n) continue;
    line.amountMinor -= amountMinor;
    rest -= amountMinor;
    taken.push({ ...line, amountMinor });
  }
  const minor = wanted - rest;
  if (held) {
    held.leftMinor -= minor;
    held.unallocatedMinor -= freeMinor;
  }
  const { customerId, accountId, currency } = held ?? {};
  return {
    reversal,
    customerId: customerId ?? undefined,
    accountId: accountId ?? undefined,
    currency: currency ?? "",
    minor,
    freeMinor,
    lines: taken,
  };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

async function write(
  tx: Tx,
  clientId: string,
  all: readonly Done[],
  { now, actor, batchId }: Options,
): Promise<void> {
  const done = all.filter((one) => one.minor > 0n);
  const lines = done.flatMap((one) => one.lines);
  const negative = lines.map((line) => ({ ...line, amountMinor: -line.amountMinor }));
  await insertLines(tx, clientId, negative, now, batchId);
  await sql`
    update dunlin.payment p
    set reversed_minor = p.reversed_minor + row.minor, unallocated_minor = p.unallocated_minor - row.free
    from (select payment_id, sum(minor)::bigint as minor, sum(free)::bigint as free
      from unnest(${done.map((one) => one.reversal.paymentId)}::uuid[], ${done.map((one) => String(one.minor))}::bigint[],
        ${done.map((one) => String(one.freeMinor))}::bigint[]) as x (payment_id, minor, free)
      group by payment_id) row
    where p.client_id = ${clientId} and p.payment_id = row.payment_id`.execute(tx);
  const invoices = await reopen(tx, clientId, lines);
  await recordEvents(tx, clientId, now, [
    ...done.map(({ reversal, customerId, accountId, currency, minor }) => ({
      kind: "payment.reversed",
      customerId,
      accountId,
      actor,
      cause: reversal.paymentId,
      body: {
        amount_minor: minor,
        currency,
        reason: reversal.reason,
        because_of: reversal.cause,
      },
    })),
    ...invoices.map((one) => ({
      kind: one.before === 0n ? "invoice.reopened" : "invoice.updated",
      customerId: one.customerId,
      accountId: one.accountId,
      actor,
      cause: one.invoiceId,
      body: {
        invoice_id: one.invoiceId,
        amount_minor: one.amountMinor,
        open_minor: one.openMinor,
        open_minor_before: one.before,
        by: "reversed",
      },
    })),
  ]);
}

type Reopened = {
  invoiceId: string;
  accountId: string;
  customerId: string;
  amountMinor: bigint;
  openMinor: bigint;
  before: bigint;
};

async function reopen(tx: Tx, clientId: string, lines: readonly Line[]): Promise<Reopened[]> {
  if (lines.length === 0) return [];
  const { rows } = await sql<Reopened>`
    update dunlin.invoice i set open_minor = i.open_minor + row.minor, settled_at = null, settled_by = null
    from (select invoice_id, sum(minor)::bigint as minor
        from unnest(${lines.map((line) => line.invoiceId)}::uuid[], ${lines.map((line) => String(line.amountMinor))}::bigint[])
          as x (invoice_id, minor)
        group by invoice_id) row, dunlin.account a
    where i.client_id = ${clientId} and i.invoice_id = row.invoice_id
      and a.client_id = i.client_id and a.account_id = i.account_id
    returning i.invoice_id, i.account_id, a.customer_id, i.amount_minor, i.open_minor, i.open_minor - row.minor as before
  `.execute(tx);
  return rows;
}
