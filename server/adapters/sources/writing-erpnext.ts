// What ERPNext is told of: Payment Entries against their invoices, and comments on the customer.
import { z } from "zod";
import type { PaymentWriting, RecordSource } from "#sources/source.ts";
import { shaped } from "./web.ts";

/** Settings of ERPNext that writing needs. */
export const erpnextWriting = {
  /** The account that money comes to (paid_to), such as "Bank - AC"; needed to write payments. */
  bank_account: z.string().min(1).max(200).exactOptional(),
};

type Settings = { readonly bank_account?: string; readonly company?: string };

export type Resource = {
  /** Names of the documents that fit, at most one. */
  find(doctype: string, filters: readonly unknown[], signal: AbortSignal): Promise<unknown>;
  create(
    doctype: string,
    document: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<void>;
};

const Names = z.object({ data: z.array(z.object({ name: z.string() })) });

/** Writes to ERPNext. It has no keys of idempotency: what is there already is looked for first. */
export function writeErpnext(
  resource: Resource,
  settings: Settings,
): NonNullable<RecordSource["write"]> {
  const isKnown = async (doctype: string, filters: readonly unknown[], signal: AbortSignal) =>
    shaped(Names, await resource.find(doctype, filters, signal), "ERPNext").data.length > 0;
  return async (writing, signal) => {
    if (writing.kind === "payments") {
      const reference = `dunlin ${writing.id}`;
      const known = [
        ["reference_no", "=", reference],
        ["docstatus", "<", 2],
      ];
      if (await isKnown("Payment Entry", known, signal)) return;
      await resource.create("Payment Entry", entryOf(writing, reference, settings), signal);
      return;
    }
    const mark = `[dunlin ${writing.id}]`;
    const known = [
      ["reference_doctype", "=", "Customer"],
      ["content", "like", `%${mark}%`],
    ];
    if (await isKnown("Comment", known, signal)) return;
    const content = `${escaped(writing.text)}<br>${mark}`;
    await resource.create(
      "Comment",
      {
        comment_type: "Comment",
        reference_doctype: "Customer",
        reference_name: writing.customer,
        content,
      },
      signal,
    );
  };
}

// Comments are HTML there, and what customers wrote is not.
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`).replaceAll("\n", "<br>");

function entryOf(writing: PaymentWriting, reference: string, settings: Settings) {
  return {
    docstatus: 1,
    payment_type: "Receive",
    party_type: "Customer",
    party: writing.customer,
    posting_date: writing.paidOn,
    paid_amount: Number(writing.amount),
    received_amount: Number(writing.amount),
    paid_to: settings.bank_account,
    ...(settings.company !== undefined && { company: settings.company }),
    reference_no: reference,
    reference_date: writing.paidOn,
    remarks: writing.text,
    custom_remarks: 1,
    references: writing.invoices.map(({ recordId, amount }) => ({
      reference_doctype: "Sales Invoice",
      reference_name: recordId,
      allocated_amount: Number(amount),
    })),
  };
}
