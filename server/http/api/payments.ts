import { z } from "zod";
import { amountOf, Decimal, Minor } from "../money.ts";
import { change } from "../operation.ts";
import { Counts, Currency, DayOnWire, Words } from "../wire.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";

const Payment = z.strictObject({
  reference: Words(200),
  customer: Words(200).exactOptional(),
  invoice: Words(200).exactOptional(),
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  currency: Currency,
  paid_on: DayOnWire,
  payer: Words(200).exactOptional(),
  text: Words(1_000).exactOptional(),
});

const Posted = z.object({
  payments: z.int(),
  allocated: z.int(),
  unmatched: z.int(),
  duplicates: z.int(),
  withdrawn: z.int(),
  decisions: Counts,
});

function paymentOf(payment: z.output<typeof Payment>, index: number): NewPayment {
  return {
    reference: payment.reference,
    customerReference: payment.customer,
    invoiceReference: payment.invoice,
    currency: payment.currency,
    amountMinor: amountOf(payment, payment.currency, `${index}.`),
    paidOn: payment.paid_on,
    payer: payment.payer,
    text: payment.text,
  };
}

/** Payments that came in: posted once per reference, allocated, and acted on before the answer. All or none. */
export const addPayments = change({
  needs: "ledger:write",
  tag: "Ledger",
  summary: "Post payments, 1 to 1,000 at once; a single one may stand without the list",
  body: z.preprocess(
    (body) => (typeof body === "object" && body !== null && !Array.isArray(body) ? [body] : body),
    z.array(Payment).min(1).max(1_000),
  ),
  response: Posted,
  example: {
    body: [
      {
        reference: "BANK-8",
        invoice: "INV-1",
        amount: "49.90",
        currency: "ZAR",
        paid_on: "2026-06-30",
      },
      {
        reference: "BANK-9",
        payer: "T. Nkosi",
        amount: "20.00",
        currency: "ZAR",
        paid_on: "2026-06-30",
      },
    ],
  },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const context = await loadContext(tx, clientId);
    return await postPayments(tx, context, body.map(paymentOf), { now, actor });
  },
});
