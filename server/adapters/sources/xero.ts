// Xero, over the Accounting API 2.0: sales invoices and credit notes of one organisation, with their contacts.
import { z } from "zod";
import {
  SourceError,
  type RecordSource,
  type SourceRecord,
  type SourceTools,
} from "#sources/source.ts";
import { clientOf } from "./json.ts";
import { BookUrl, webFields } from "./web-settings.ts";
import { localTime, pullByKey, type Fetched, type Wanted } from "./keyset.ts";
import { ask, refreshTokens } from "./sign-in.ts";
import { documentOf, shaped, type Web } from "./web.ts";

export const XeroSettings = z.strictObject({
  ...webFields,
  // The limit of a connection is 60 a minute; others of the organisation's own may be at it too.
  per_minute: z.int().min(1).max(60).default(50),
  api_url: BookUrl.default("https://api.xero.com/api.xro/2.0"),
  token_url: BookUrl.default("https://identity.xero.com/connect/token"),
  client_id: z.string().min(1).max(200),
  client_secret: z.string().min(1).max(500),
  /** From the consent, with offline_access; it is replaced at each use, and the newest is kept here. */
  refresh_token: z.string().min(1).max(2_000),
  tenant_id: z.string().min(1).max(100),
  customer_reference: z.enum(["id", "account_number", "contact_number"]).default("id"),
  /** The code of the account that money comes to; needed to write payments. */
  bank_account_code: z.string().min(1).max(20).exactOptional(),
});
type XeroSettings = z.infer<typeof XeroSettings>;

const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
const common = {
  Status: z.string(),
  Contact: z.object({ ContactID: z.string(), Name: text }),
  DateString: text,
  CurrencyCode: text,
  Total: z.number(),
};
const Invoice = z.object({
  ...common,
  InvoiceID: z.string(),
  InvoiceNumber: text,
  DueDateString: text,
  AmountDue: z.number(),
});
const CreditNote = z.object({
  ...common,
  CreditNoteID: z.string(),
  CreditNoteNumber: text,
  RemainingCredit: z.number(),
});
const Contact = z.object({
  ContactID: z.string(),
  Name: text,
  AccountNumber: text,
  ContactNumber: text,
  EmailAddress: text,
  Phones: z
    .array(
      z.object({
        PhoneType: z.string(),
        PhoneNumber: text,
        PhoneAreaCode: text,
        PhoneCountryCode: text,
      }),
    )
    .optional(),
});
type Contact = z.infer<typeof Contact>;
const pagination = z.object({ itemCount: z.int() }).optional();

const PAGE = 100;
/** More ids would make the address too long. */
const MOST_IDS = 40;

/** Where a pull stands: the list, the page, and how long the list was at its first page. */
const Place = z.object({
  list: z.enum(["Invoices", "CreditNotes"]),
  page: z.int(),
  count: z.int().optional(),
  restarts: z.int(),
});
type Place = z.infer<typeof Place>;
const FIRST: Place = { list: "Invoices", page: 1, restarts: 0 };
const MOST_RESTARTS = 5;

/** Opens an organisation. What is voided, deleted or a draft again is gone. */
export function openXero(settings: XeroSettings, tools: SourceTools, web: Web): RecordSource {
  const client = clientOf(settings, web);
  const signIn = refreshTokens(
    {
      client,
      tokenUrl: settings.token_url,
      clientId: settings.client_id,
      clientSecret: settings.client_secret,
      firstToken: settings.refresh_token,
      nowMs: web.nowMs,
    },
    tools,
  );
  const get: Get = async (path, since, signal) => {
    const url = `${settings.api_url.replace(/\/+$/, "")}/${path}`;
    const headers = { ...settings.headers, "xero-tenant-id": settings.tenant_id, ...since };
    return documentOf(await ask(client, signIn, { method: "GET", url, headers }, signal), url);
  };
  return {
    gives: "records",
    changes: true,
    whole: true,
    pull: (pull) =>
      pullByKey(pull, web.nowMs(), async (wanted) => await pageOf(get, settings, wanted)),
    write: async (writing, signal) => {
      if (writing.kind !== "payments")
        throw new SourceError("refused", "Xero is told of payments only");
      if (writing.invoices.length === 0)
        throw new SourceError("refused", "Xero takes payments for invoices only");
      const Payments = writing.invoices.map(({ recordId, amount }) => ({
        Invoice: { InvoiceID: recordId },
        Account: { Code: settings.bank_account_code },
        Date: writing.paidOn,
        Amount: Number(amount),
        Reference: writing.reference,
      }));
      const url = `${settings.api_url.replace(/\/+$/, "")}/Payments`;
      const headers = {
        ...settings.headers,
        "xero-tenant-id": settings.tenant_id,
        "content-type": "application/json",
        // What was done under a key is answered again, not done again.
        "idempotency-key": writing.id,
      };
      const body = JSON.stringify({ Payments });
      documentOf(await ask(client, signIn, { method: "PUT", url, headers, body }, signal), url);
    },
    close: async () => await Promise.resolve(),
  };
}

type Get = (
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<unknown>;

async function pageOf(
  get: Get,
  settings: XeroSettings,
  { sinceMs, openOnly, after, signal }: Wanted,
): Promise<Fetched> {
  const place = after === undefined ? FIRST : Place.parse(JSON.parse(after));
  const invoices = place.list === "Invoices";
  const query = new URLSearchParams({
    where: `Type=="${invoices ? "ACCREC" : "ACCRECCREDIT"}"${openOnly ? ' AND Status=="AUTHORISED"' : ""}`,
    order: invoices ? "InvoiceID" : "CreditNoteID",
    page: String(place.page),
    pageSize: String(PAGE),
  });
  const since: Record<string, string> =
    sinceMs === undefined ? {} : { "if-modified-since": localTime(sinceMs).replace(" ", "T") };
  const answer = await get(`${place.list}?${query.toString()}`, since, signal);
  const { documents, contacts: ids, count } = invoices ? invoicesOf(answer) : creditsOf(answer);
  // Pages are counted: when one before is settled meanwhile, all behind move up, and one is passed over.
  if (place.count !== undefined && count !== undefined && count < place.count) {
    if (place.restarts >= MOST_RESTARTS)
      throw new SourceError("answer", "Xero's list keeps changing");
    return {
      records: [],
      after: JSON.stringify({ ...FIRST, list: place.list, restarts: place.restarts + 1 }),
    };
  }
  const contacts = await contactsOf(get, ids, signal);
  const referenceOf = (id: string) => referenceIn(settings, contacts.get(id)) ?? id;
  const records = [
    ...[...contacts.values()].map((one) => customerOf(one, referenceOf(one.ContactID))),
    ...documents.map((one) =>
      one.kind === "document" ? { ...one, customer: referenceOf(one.customer) } : one,
    ),
  ];
  return { records, after: placeBehind(place, documents.length, count) };
}

function placeBehind(place: Place, length: number, count: number | undefined): string | undefined {
  if (length >= PAGE)
    return JSON.stringify({ ...place, page: place.page + 1, count: place.count ?? count });
  if (place.list === "CreditNotes") return undefined;
  return JSON.stringify({ list: "CreditNotes", page: 1, restarts: 0 } satisfies Place);
}

const stands = (status: string): boolean => status === "AUTHORISED" || status === "PAID";

function invoicesOf(answer: unknown) {
  const shape = z.object({ Invoices: z.array(Invoice), pagination });
  const { Invoices: list, pagination: pages } = shaped(shape, answer, "Xero");
  const documents = list.map((one): SourceRecord => {
    const id = one.InvoiceID;
    if (!stands(one.Status)) return { kind: "gone", id };
    return {
      kind: "document",
      id,
      type: "invoice",
      number: one.InvoiceNumber ?? id,
      ...partOf(one),
      dueOn: one.DueDateString ?? one.DateString,
      open: one.AmountDue,
    };
  });
  return { documents, contacts: contactIds(list), count: pages?.itemCount };
}

function creditsOf(answer: unknown) {
  const shape = z.object({ CreditNotes: z.array(CreditNote), pagination });
  const { CreditNotes: list, pagination: pages } = shaped(shape, answer, "Xero");
  const documents = list.map((one): SourceRecord => {
    const id = one.CreditNoteID;
    if (!stands(one.Status)) return { kind: "gone", id };
    const number = one.CreditNoteNumber ?? id;
    return {
      kind: "document",
      id,
      type: "credit",
      number,
      ...partOf(one),
      open: one.RemainingCredit,
    };
  });
  return { documents, contacts: contactIds(list), count: pages?.itemCount };
}

type Common = Pick<z.infer<typeof Invoice>, keyof typeof common>;

const partOf = ({ Contact: contact, DateString, CurrencyCode, Total }: Common) => ({
  customer: contact.ContactID,
  customerName: contact.Name,
  issuedOn: DateString,
  currency: CurrencyCode,
  amount: Total,
});

const contactIds = (list: readonly Common[]): readonly string[] => [
  ...new Set(list.filter(({ Status }) => stands(Status)).map((one) => one.Contact.ContactID)),
];

async function contactsOf(get: Get, ids: readonly string[], signal: AbortSignal) {
  const found = new Map<string, Contact>();
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = ids.slice(at, at + MOST_IDS).join(",");
    const path = `Contacts?IDs=${encodeURIComponent(some)}&includeArchived=true`;
    const shape = z.object({ Contacts: z.array(Contact) });
    for (const one of shaped(shape, await get(path, {}, signal), "Xero").Contacts)
      found.set(one.ContactID, one);
  }
  return found;
}

function referenceIn({ customer_reference: by }: XeroSettings, contact: Contact | undefined) {
  if (by === "account_number") return contact?.AccountNumber;
  return by === "contact_number" ? contact?.ContactNumber : undefined;
}

function customerOf(contact: Contact, reference: string): SourceRecord {
  const phones = (contact.Phones ?? [])
    .toSorted((a, b) => Number(b.PhoneType === "MOBILE") - Number(a.PhoneType === "MOBILE"))
    .flatMap(({ PhoneNumber: number, PhoneAreaCode: area, PhoneCountryCode: country }) =>
      number === undefined
        ? []
        : [`${country ? `+${country.replace(/^\+/, "")} ` : ""}${area ?? ""}${number}`],
    );
  const emails = contact.EmailAddress === undefined ? [] : [contact.EmailAddress];
  return { kind: "customer", id: contact.ContactID, reference, name: contact.Name, phones, emails };
}
