import { z } from "zod";
import { ClientPath, inClient, route, type Deps } from "../deps.ts";
import { amountOf, Decimal, Minor } from "../money.ts";
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
export const addPayments = (deps: Deps) =>
  route({
    schema: {
      summary: "Post payments, 1 to 1,000 at once; a single one may stand without the list",
      params: ClientPath,
      body: z.array(Payment).min(1).max(1_000),
      response: { 200: Posted },
    },
    preValidation: async (request) => {
      const body: unknown = request.body;
      if (typeof body === "object" && body !== null && !Array.isArray(body)) {
        request.body = [body] as never;
      }
      await Promise.resolve();
    },
    handler: async (request) => {
      const payments = request.body.map(paymentOf);
      return await inClient(deps, request.params.slug, async ({ tx, clientId, now }) => {
        const context = await loadContext(tx, clientId);
        return await postPayments(tx, context, payments, { now, actor: "api" });
      });
    },
  });
