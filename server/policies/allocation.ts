/** Which invoices a payment pays. Pure: the ledger records what comes out. */
import { assert } from "#platform/errors.ts";

import type { InvoiceFact, Policy } from "./types.ts";

export type Allocation = { readonly invoiceId: string; readonly amountMinor: bigint };

type Order = Policy["allocation"];
type Compare = (a: InvoiceFact, b: InvoiceFact) => number;

const byAge: Compare = (a, b) => a.dueOn - b.dueOn || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const bySize: Compare = (a, b) =>
  a.openMinor < b.openMinor ? -1 : a.openMinor > b.openMinor ? 1 : 0;

const ORDERS: Readonly<Record<Order, Compare>> = {
  oldest_first: byAge,
  smallest_first: (a, b) => bySize(a, b) || byAge(a, b),
  largest_first: (a, b) => bySize(b, a) || byAge(a, b),
};

/**
 * Spreads a payment over open invoices: first those that the payment names, in the order in which it names them, then the
 * rest in the order of the policy. Never more than is open on an invoice, never more than was paid; what is left over is
 * `unallocatedMinor`, a credit. All in minor units, so nothing is ever rounded.
 */
export function allocate(
  paidMinor: bigint,
  invoices: readonly InvoiceFact[],
  order: Order = "oldest_first",
  namedInvoiceIds: readonly string[] = [],
): { readonly allocations: readonly Allocation[]; readonly unallocatedMinor: bigint } {
  assert(paidMinor >= 0n, "a payment is not negative");
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  assert(byId.size === invoices.length, "an invoice is given twice");
  const named = [...new Set(namedInvoiceIds)].flatMap((id) => byId.get(id) ?? []);
  const rest = invoices.filter((invoice) => !named.includes(invoice)).toSorted(ORDERS[order]);
  const allocations: Allocation[] = [];
  let leftMinor = paidMinor;
  for (const { id, openMinor } of [...named, ...rest]) {
    const amountMinor = openMinor < leftMinor ? openMinor : leftMinor;
    if (amountMinor <= 0n) continue;
    allocations.push({ invoiceId: id, amountMinor });
    leftMinor -= amountMinor;
  }
  return { allocations, unallocatedMinor: leftMinor };
}
