// Whose money it is: by the end-to-end id, by the mandate, by a payment by link that it is, by the references in the remittance;
// else perhaps somebody's.
import { findCheckouts, type PaidByLink } from "./checkout-lookup.ts";
import type { Debit } from "./debit-facts.ts";
import { findDebits, findMandates } from "./debit-facts.ts";
import type { Moved } from "./moved.ts";
import { choose, lookUp, namedIn, type Owner } from "./reference-lookup.ts";
import type { Tx } from "#platform/db.ts";

export type Match = {
  readonly how: "end_to_end" | "mandate" | "checkout" | "reference" | "text";
  readonly customerId: string;
  readonly customerReference: string;
  readonly invoiceReference: string | undefined;
  readonly debit: Debit | undefined;
  /** Of money that stands in the books already, because a provider told of it first. */
  readonly paid?: Pick<PaidByLink, "paymentId" | "paymentReference"> | undefined;
};

export type Matched = {
  readonly match: Match | undefined;
  /** Accounts that a person may choose among, where nothing says enough. */
  readonly perhaps: readonly Owner[];
};

/** Matches credits, in the order given; nothing is written. At most about 1,000 at a time. */
export async function matchCredits(
  tx: Tx,
  clientId: string,
  lines: readonly Moved[],
): Promise<readonly Matched[]> {
  const debits = await debitsOf(tx, clientId, lines);
  const mandates = await findMandates(
    tx,
    clientId,
    lines.flatMap((line, at) => (debits[at] ? [] : (line.mandateReference ?? []))),
  );
  const named = lines.map((line, at) =>
    debits[at] || mandates.has(line.mandateReference ?? "")
      ? { structured: [], words: [] }
      : namedIn(line),
  );
  const checkouts = await findCheckouts(tx, clientId, lines);
  const hits = await lookUp(tx, clientId, named);
  return lines.map((line, at): Matched => {
    const debit = debits[at];
    if (debit) return { match: ofDebit(line, debit), perhaps: [] };
    const owner = mandates.get(line.mandateReference ?? "");
    if (owner) {
      const { customerId, customerReference } = owner;
      const match = { how: "mandate", customerId, customerReference } as const;
      return { match: { ...match, invoiceReference: undefined, debit: undefined }, perhaps: [] };
    }
    const checkout = checkouts[at];
    if (checkout && "sure" in checkout) return { match: ofCheckout(checkout.sure), perhaps: [] };
    const choice = choose(line, named[at]!, hits);
    if (!choice) return { match: undefined, perhaps: checkout ? [checkout.perhaps] : [] };
    if ("perhaps" in choice) return { match: undefined, perhaps: choice.perhaps };
    const { customerId, customerReference } = choice.owner;
    const { how, invoice } = choice;
    const match = { how, customerId, customerReference, invoiceReference: invoice };
    return { match: { ...match, debit: undefined }, perhaps: [] };
  });
}

/** The debits that lines are about, by id or mandate and amount. */
export async function debitsOf(
  tx: Tx,
  clientId: string,
  lines: readonly Moved[],
): Promise<readonly (Debit | undefined)[]> {
  return await findDebits(
    tx,
    clientId,
    lines.map((line) => ({
      endToEndId: line.endToEndId,
      mandateReference: line.mandateReference,
      amountsMinor: [...new Set([line.amountMinor, line.instructedMinor ?? line.amountMinor])],
      anyAmount: line.what === "return",
      currency: line.currency,
      on: line.bookedOn,
    })),
  );
}

function ofCheckout({ customerId, customerReference, ...paid }: PaidByLink): Match {
  const match = { how: "checkout", customerId, customerReference, paid } as const;
  return { ...match, invoiceReference: undefined, debit: undefined };
}

function ofDebit(line: Moved, debit: Debit): Match {
  const { customerId, customerReference, invoices } = debit;
  return {
    how: line.endToEndId === debit.endToEndId ? "end_to_end" : "mandate",
    customerId,
    customerReference,
    invoiceReference: invoices.length === 1 ? invoices[0] : undefined,
    debit,
  };
}
