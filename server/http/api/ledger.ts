// What is owed and what came in, to look at; and payments that a person gives to somebody.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import {
  Currency,
  DayOnWire,
  InstantOnWire,
  Limit,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";
import { matchByHand } from "#payments/unmatched.ts";
import {
  INVOICE_STATES,
  listInvoices,
  listPayments,
  PAYMENT_KINDS,
} from "#reporting/ledger-lists.ts";

const Page = z.strictObject({
  /** The client's reference of the customer. */
  customer: Words(200).exactOptional(),
  limit: Limit(500, 100),
  cursor: z.uuid().exactOptional(),
});

const Invoice = z.object({
  invoice_id: z.uuid(),
  reference: z.string(),
  customer: z.string(),
  currency: z.string(),
  issued_on: DayOnWire.nullable(),
  due_on: DayOnWire,
  amount_minor: MinorOnWire,
  open_minor: MinorOnWire,
  state: z.enum(INVOICE_STATES),
  settled_at: InstantOnWire.nullable(),
  settled_by: z.string().nullable(),
  created_at: InstantOnWire,
});

/** Invoices, the last one that came first. */
export const invoices = query({
  needs: "ledger:read",
  tag: "Ledger",
  summary: "Invoices, the last one first; next_cursor is null on the last page",
  description: "open includes overdue: what is open and was due before today in the client's zone.",
  query: Page.extend({
    state: z.enum(INVOICE_STATES).exactOptional(),
    currency: Currency.exactOptional(),
    due_from: DayOnWire.exactOptional(),
    due_to: DayOnWire.exactOptional(),
  }),
  response: z.object({ invoices: z.array(Invoice), next_cursor: z.uuid().nullable() }),
  example: { query: { customer: "C/1 é", state: "overdue" } },
  work: async ({ tx, clientId, now }, { query: asked }) => {
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const found = await listInvoices(tx, clientId, { ...asked, today });
    const last = found.length < asked.limit ? undefined : found.at(-1);
    return { invoices: found.map(snakeKeys), next_cursor: last?.invoiceId ?? null };
  },
});

const Payment = z.object({
  payment_id: z.uuid(),
  reference: z.string(),
  customer: z.string().nullable(),
  kind: z.string(),
  currency: z.string(),
  amount_minor: MinorOnWire,
  reversed_minor: MinorOnWire,
  unallocated_minor: MinorOnWire,
  paid_on: DayOnWire,
  received_at: InstantOnWire,
  payer: z.string().nullable(),
  text: z.string().nullable(),
  named_customer: z.string().nullable(),
  named_invoice: z.string().nullable(),
});

/** Payments, the last one that came first. */
export const payments = query({
  needs: "ledger:read",
  tag: "Ledger",
  summary: "Payments, the last one first; with unmatched those that nobody claims",
  query: Page.extend({
    unmatched: Yes.exactOptional(),
    kind: z.enum(PAYMENT_KINDS).exactOptional(),
    currency: Currency.exactOptional(),
    paid_from: DayOnWire.exactOptional(),
    paid_to: DayOnWire.exactOptional(),
  }),
  response: z.object({ payments: z.array(Payment), next_cursor: z.uuid().nullable() }),
  example: { query: { unmatched: "true" } },
  work: async ({ tx, clientId }, { query: asked }) => {
    const found = await listPayments(tx, clientId, asked);
    const last = found.length < asked.limit ? undefined : found.at(-1);
    return { payments: found.map(snakeKeys), next_cursor: last?.paymentId ?? null };
  },
});

/** Gives a payment that nobody claims to somebody. */
export const matchPayment = change({
  needs: "ledger:write",
  tag: "Ledger",
  summary: "Give a payment that nobody claims to a customer or an invoice; allocated at once",
  body: z
    .strictObject({
      /** The payment's reference. */
      payment: Words(200),
      customer: Words(200).exactOptional(),
      invoice: Words(200).exactOptional(),
    })
    .refine(({ customer, invoice }) => customer !== undefined || invoice !== undefined, {
      path: ["customer"],
      error: 'give "customer" or "invoice"',
    }),
  response: z.object({
    matched: z.int(),
    allocated: z.int(),
    withdrawn: z.int(),
    messages: z.int(),
  }),
  example: { body: { payment: "BANK-9", customer: "C/1 é" } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const context = await loadContext(tx, clientId);
    const wanted = {
      reference: body.payment,
      customerReference: body.customer,
      invoiceReference: body.invoice,
    };
    return await refusedAs(409, matchByHand(tx, context, wanted, { now, actor }));
  },
});
