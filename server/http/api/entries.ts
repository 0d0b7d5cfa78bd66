// Customers, invoices and credits, told one by one or in sets.
import { z } from "zod";
import { perform, type AskedOfClient } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { Currency, DayOnWire, MomentOnWire, Words } from "../wire.ts";
import { amountOf, Decimal, Minor, openOf } from "../money.ts";
import { importEntries } from "#ledger/importing/import-entries.ts";
import { phoneReader, readEmail } from "#ledger/reading/contacts.ts";
import type {
  BookRow,
  CreditPart,
  CustomerPart,
  Field,
  InvoicePart,
} from "#ledger/reading/types.ts";
import { getClient, type Client } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { isZone } from "#policies/day.ts";

const MOST = 1_000;

const Customer = z.strictObject({
  reference: Words(200),
  name: Words(300).exactOptional(),
  kind: z.enum(["person", "firm"]).exactOptional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, { error: 'is no language; write it like "en"' })
    .exactOptional(),
  zone: z
    .string()
    .max(60)
    .refine(isZone, { error: "is no time zone such as Africa/Johannesburg" })
    .exactOptional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "is no ISO 3166 code such as ZA" })
    .exactOptional(),
  segment: Words(100).exactOptional(),
  /** Day of the month on which they are paid; 31: the last. */
  payday: z.int().min(1).max(31).exactOptional(),
  /** All of them; what is not named stays, an empty list changes nothing. */
  phones: z.array(Words(40)).max(20).default([]),
  emails: z.array(Words(254)).max(20).default([]),
});

const Done = z.object({
  batch: z.uuid().nullable(),
  customers: z.object({ created: z.int(), updated: z.int(), unchanged: z.int() }),
  invoices: z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), settled: z.int() }),
  credits: z.int(),
  warnings: z.array(z.string()),
});

const OF_CUSTOMERS: readonly Field[] = [
  "customer_reference",
  "customer_name",
  "mobile",
  "email",
  "language",
  "zone",
  "country",
  "segment",
  "payday",
  "kind",
];
const OF_ENTRIES: readonly Field[] = [
  "customer_reference",
  "invoice_reference",
  "issued_on",
  "due_on",
  "amount",
  "open_amount",
  "currency",
];

function partOf(body: z.output<typeof Customer>, client: Client, place: string): CustomerPart {
  const phone = phoneReader(body.country ?? client.country);
  const { phones, emails, payday, ...said } = body;
  return {
    ...said,
    ...(payday === undefined ? {} : { paydayDay: payday }),
    phones: phones.map((text, at) => readOr422(phone(text), `${place}phones.${at}`)),
    emails: emails.map((text, at) => readOr422(readEmail(text), `${place}emails.${at}`)),
  };
}

function readOr422(read: { value: string } | { reason: string }, field: string): string {
  if ("value" in read) return read.value;
  throw new HttpProblem(422, `${field}: ${read.reason}`, [
    { in: "body", field, message: read.reason },
  ]);
}

async function apply(
  { deps, clientId, actor }: AskedOfClient,
  name: string,
  says: readonly Field[],
  asOf: Temporal.Instant | undefined,
  rowsOf: (client: Client) => readonly BookRow[],
) {
  const client = await asClient(deps.db, clientId, async (tx) => await getClient(tx, clientId));
  const now = await clockNow(deps.db);
  const rows = rowsOf(client);
  const result = await importEntries(deps.pool, clientId, rows, { name, says, asOf, actor, now });
  if (result.refused !== undefined) {
    throw new HttpProblem(
      422,
      `nothing was applied: ${result.rejected[0]?.reason ?? result.refused}`,
      result.rejected.slice(0, 50).map(({ line, column, reason }) => ({
        in: "body",
        field: `${line - 1}${column === "" ? "" : `.${column}`}`,
        message: reason,
      })),
    );
  }
  const { customers, invoices, credits, batch, warnings } = result;
  return { batch, customers, invoices, credits, warnings: [...warnings] };
}

/** Makes and changes customers. */
export const putCustomers = perform({
  needs: "customers:write",
  tag: "Customers",
  summary: "Create or change customers by their reference, 1 to 1,000 at once; all or none",
  body: z.strictObject({ customers: z.array(Customer).min(1).max(MOST) }),
  response: Done,
  example: {
    body: {
      customers: [
        {
          reference: "API-1",
          name: "Sipho Dlamini",
          language: "en",
          payday: 25,
          phones: ["+27831234567"],
        },
      ],
    },
  },
  work: async (asked, { body }) =>
    await apply(asked, "api: customers", OF_CUSTOMERS, undefined, (client) =>
      body.customers.map((customer, at) => ({
        line: at + 1,
        customer: partOf(customer, client, `customers.${at}.`),
      })),
    ),
});

const Entry = z.strictObject({
  customer: Words(200),
  reference: Words(200),
  issued_on: DayOnWire.exactOptional(),
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  /** What is still to pay; all of it when it is not said. */
  open: Decimal.exactOptional(),
  open_minor: Minor.exactOptional(),
  currency: Currency.exactOptional(),
});
const Invoice = Entry.extend({ due_on: DayOnWire });

function amountsOf(entry: z.output<typeof Entry>, client: Client, place: string) {
  const currency = entry.currency ?? client.currency;
  const amountMinor = amountOf(entry, currency, place);
  return { currency, amountMinor, openMinor: openOf(entry, amountMinor, currency, place) };
}

const nobody = (reference: string): CustomerPart => ({ reference, phones: [], emails: [] });

/** Makes and changes invoices. */
export const putInvoices = perform({
  needs: "ledger:write",
  tag: "Ledger",
  summary: "Create or change invoices by their reference, 1 to 1,000 at once; all or none",
  description:
    "The customer must exist, or gets the reference as the name. With as_of the books are told to be as fresh as that.",
  body: z.strictObject({
    invoices: z.array(Invoice).min(1).max(MOST),
    as_of: MomentOnWire.exactOptional(),
  }),
  response: Done,
  example: {
    body: {
      invoices: [
        { customer: "API-1", reference: "API-INV-1", due_on: "2026-07-15", amount: "99.00" },
      ],
    },
  },
  work: async (asked, { body }) =>
    await apply(asked, "api: invoices", OF_ENTRIES, body.as_of, (client) =>
      body.invoices.map((entry, at) => {
        const invoice: InvoicePart = {
          reference: entry.reference,
          ...(entry.issued_on === undefined ? {} : { issuedOn: entry.issued_on }),
          dueOn: entry.due_on,
          ...amountsOf(entry, client, `invoices.${at}.`),
        };
        return { line: at + 1, customer: nobody(entry.customer), invoice };
      }),
    ),
});

/** Makes and changes credits. */
export const putCredits = perform({
  needs: "ledger:write",
  tag: "Ledger",
  summary: "Create or change credit notes by their reference, 1 to 1,000 at once; all or none",
  body: z.strictObject({ credits: z.array(Entry).min(1).max(MOST) }),
  response: Done,
  example: {
    body: { credits: [{ customer: "API-1", reference: "API-CN-1", amount: "10.00" }] },
  },
  work: async (asked, { body }) =>
    await apply(asked, "api: credits", OF_ENTRIES, undefined, (client) =>
      body.credits.map((entry, at) => {
        const credit: CreditPart = {
          reference: entry.reference,
          ...(entry.issued_on === undefined ? {} : { issuedOn: entry.issued_on }),
          ...amountsOf(entry, client, `credits.${at}.`),
        };
        return { line: at + 1, customer: nobody(entry.customer), credit };
      }),
    ),
});
