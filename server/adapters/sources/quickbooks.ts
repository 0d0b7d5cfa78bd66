// QuickBooks Online, over the Accounting API v3: invoices and credit memos of one company, with their customers.
import { z } from "zod";
import {
  SourceError,
  type RecordSource,
  type SourceRecord,
  type SourceTools,
} from "#sources/source.ts";
import { clientOf } from "./json.ts";
import { BookUrl, webFields } from "./web-settings.ts";
import { pullByKey, type Fetched, type Wanted } from "./keyset.ts";
import { ask, refreshTokens } from "./sign-in.ts";
import { documentOf, shaped, type Web } from "./web.ts";

export const QuickbooksSettings = z.strictObject({
  ...webFields,
  // 500 a minute are allowed for a company.
  per_minute: z.int().min(1).max(500).default(300),
  api_url: BookUrl.default("https://quickbooks.api.intuit.com"),
  token_url: BookUrl.default("https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"),
  client_id: z.string().min(1).max(200),
  client_secret: z.string().min(1).max(500),
  /** From the consent; it is replaced from time to time, and the newest is kept here. */
  refresh_token: z.string().min(1).max(2_000),
  realm_id: z.string().regex(/^\d{1,30}$/, "is the number of the company"),
  page_size: z.int().min(2).max(1_000).default(500),
});
type QuickbooksSettings = z.infer<typeof QuickbooksSettings>;

const Ref = z.object({ value: z.string(), name: z.string().optional() });
const Document = z.object({
  Id: z.string(),
  status: z.string().optional(),
  DocNumber: z.string().optional(),
  TxnDate: z.string().optional(),
  DueDate: z.string().optional(),
  TotalAmt: z.number().optional(),
  Balance: z.number().optional(),
  RemainingCredit: z.number().optional(),
  CurrencyRef: Ref.optional(),
  CustomerRef: Ref.optional(),
});
type Document = z.infer<typeof Document>;
const Customer = z.object({
  Id: z.string(),
  DisplayName: z.string().optional(),
  CompanyName: z.string().optional(),
  PrimaryEmailAddr: z.object({ Address: z.string().optional() }).optional(),
  PrimaryPhone: z.object({ FreeFormNumber: z.string().optional() }).optional(),
  Mobile: z.object({ FreeFormNumber: z.string().optional() }).optional(),
});
const Found = z.object({
  Invoice: z.array(Document).optional(),
  CreditMemo: z.array(Document).optional(),
  Customer: z.array(Customer).optional(),
});
const Changes = z.object({
  CDCResponse: z.array(z.object({ QueryResponse: z.array(Found).optional() })),
});

/** Changes are kept for 30 days there, and one answer holds at most 1,000 objects. */
const CHANGES_KEPT_MS = 29 * 86_400_000;
const MOST_CHANGES = 1_000;
const MOST_RESTARTS = 5;

type Entity = "Invoice" | "CreditMemo";
/** Where a pull stands: the entity, the position of its next page, and the document before it. */
const Place = z.object({
  of: z.enum(["Invoice", "CreditMemo"]),
  start: z.int(),
  last: z.string().optional(),
  restarts: z.int(),
});
type Place = z.infer<typeof Place>;
const FIRST: Place = { of: "Invoice", start: 1, restarts: 0 };

/** Opens a company. What is deleted or voided is gone. */
export function openQuickbooks(
  settings: QuickbooksSettings,
  tools: SourceTools,
  web: Web,
): RecordSource {
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
  const company = `${settings.api_url.replace(/\/+$/, "")}/v3/company/${settings.realm_id}`;
  const get: Get = async (path, signal) => {
    const url = `${company}/${path}`;
    const { headers } = settings;
    return documentOf(await ask(client, signIn, { method: "GET", url, headers }, signal), url);
  };
  return {
    gives: "records",
    changes: true,
    whole: true,
    pull: (pull) => {
      const nowMs = web.nowMs();
      return pullByKey(pull, nowMs, async (wanted) => await pageOf(get, settings, wanted, nowMs));
    },
    write: async (writing, signal) => {
      if (writing.kind !== "payments")
        throw new SourceError("refused", "QuickBooks is told of payments only");
      // What was done under a request id is answered again, not done again.
      const url = `${company}/payment?requestid=${writing.id}`;
      const body = JSON.stringify({
        CustomerRef: { value: writing.customer },
        TotalAmt: Number(writing.amount),
        CurrencyRef: { value: writing.currency },
        TxnDate: writing.paidOn,
        PaymentRefNum: writing.reference.slice(0, 21),
        PrivateNote: writing.text,
        Line: writing.invoices.map(({ recordId, amount }) => ({
          Amount: Number(amount),
          LinkedTxn: [{ TxnId: recordId.replace(/^Invoice /, ""), TxnType: "Invoice" }],
        })),
      });
      const headers = { ...settings.headers, "content-type": "application/json" };
      documentOf(await ask(client, signIn, { method: "POST", url, headers, body }, signal), url);
    },
    close: async () => await Promise.resolve(),
  };
}

type Get = (path: string, signal: AbortSignal) => Promise<unknown>;

async function pageOf(
  get: Get,
  settings: QuickbooksSettings,
  wanted: Wanted,
  nowMs: number,
): Promise<Fetched> {
  const { sinceMs, after, signal } = wanted;
  if (after === undefined && sinceMs !== undefined && nowMs - sinceMs < CHANGES_KEPT_MS) {
    const changed = await changesSince(get, sinceMs, signal);
    if (changed) return changed;
  }
  const place = after === undefined ? FIRST : Place.parse(JSON.parse(after));
  return await queryPage(get, settings.page_size, wanted, place);
}

/** What changed, deletions too; undefined when it is more than one answer holds. */
async function changesSince(
  get: Get,
  sinceMs: number,
  signal: AbortSignal,
): Promise<Fetched | undefined> {
  const changedSince = Temporal.Instant.fromEpochMilliseconds(sinceMs).toString();
  const query = new URLSearchParams({ entities: "Invoice,CreditMemo", changedSince });
  const answer = shaped(Changes, await get(`cdc?${query.toString()}`, signal), "QuickBooks");
  const found = answer.CDCResponse.flatMap((one) => one.QueryResponse ?? []);
  const invoices = found.flatMap((one) => one.Invoice ?? []);
  const credits = found.flatMap((one) => one.CreditMemo ?? []);
  if (invoices.length + credits.length >= MOST_CHANGES) return undefined;
  return {
    records: [
      ...(await customersOf(get, [...invoices, ...credits], signal)),
      ...invoices.map((one) => recordOf("Invoice", one)),
      ...credits.map((one) => recordOf("CreditMemo", one)),
    ],
    after: undefined,
  };
}

async function queryPage(
  get: Get,
  size: number,
  { sinceMs, openOnly, signal }: Wanted,
  place: Place,
): Promise<Fetched> {
  const { of, start, last } = place;
  const since =
    sinceMs === undefined ? "" : Temporal.Instant.fromEpochMilliseconds(sinceMs).toString();
  const conditions = [
    ...(openOnly ? ["Balance > '0'"] : []),
    ...(since === "" ? [] : [`MetaData.LastUpdatedTime >= '${since}'`]),
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const query = `SELECT * FROM ${of}${where} ORDERBY Id STARTPOSITION ${start} MAXRESULTS ${size}`;
  const documents = (await inquire(get, query, signal))[of] ?? [];
  // Positions are counted: each page begins with the last document of the one before, or the list has moved.
  if (last !== undefined && documents[0]?.Id !== last) {
    if (place.restarts >= MOST_RESTARTS) {
      throw new SourceError("answer", "QuickBooks' list keeps changing while it is read");
    }
    return { records: [], after: JSON.stringify({ ...FIRST, of, restarts: place.restarts + 1 }) };
  }
  const records = [
    ...(await customersOf(get, documents, signal)),
    ...documents.map((one) => recordOf(of, one)),
  ];
  if (documents.length >= size) {
    const next = { ...place, start: start + documents.length - 1, last: documents.at(-1)!.Id };
    return { records, after: JSON.stringify(next satisfies Place) };
  }
  const credits: Place = { of: "CreditMemo", start: 1, restarts: 0 };
  return { records, after: of === "Invoice" ? JSON.stringify(credits) : undefined };
}

async function inquire(get: Get, query: string, signal: AbortSignal) {
  const shape = z.object({ QueryResponse: Found });
  const path = `query?${new URLSearchParams({ query }).toString()}`;
  return shaped(shape, await get(path, signal), "QuickBooks").QueryResponse;
}

const MOST_IDS = 100;

async function customersOf(
  get: Get,
  documents: readonly Document[],
  signal: AbortSignal,
): Promise<SourceRecord[]> {
  const ids = [...new Set(documents.flatMap((one) => one.CustomerRef?.value ?? []))].filter((id) =>
    /^\d{1,30}$/.test(id),
  );
  const records: SourceRecord[] = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = ids.slice(at, at + MOST_IDS).map((id) => `'${id}'`);
    const query = `SELECT * FROM Customer WHERE Id IN (${some.join(", ")}) MAXRESULTS ${MOST_IDS}`;
    const found = (await inquire(get, query, signal)).Customer ?? [];
    records.push(...found.map(customerOf));
  }
  return records;
}

function customerOf(one: z.infer<typeof Customer>): SourceRecord {
  const numbers = [one.Mobile?.FreeFormNumber, one.PrimaryPhone?.FreeFormNumber];
  return {
    kind: "customer",
    id: one.Id,
    reference: one.Id,
    name: one.DisplayName,
    firm: one.CompanyName === undefined ? undefined : true,
    phones: numbers.filter((number) => number !== undefined),
    emails: one.PrimaryEmailAddr?.Address?.split(",") ?? [],
  };
}

function recordOf(of: Entity, one: Document): SourceRecord {
  const id = `${of} ${one.Id}`;
  // A voided document stays, with nothing on it.
  if (one.status === "Deleted" || !one.TotalAmt) return { kind: "gone", id };
  const isCredit = of === "CreditMemo";
  return {
    kind: "document",
    id,
    type: isCredit ? "credit" : "invoice",
    number: one.DocNumber ?? id,
    customer: one.CustomerRef?.value ?? "",
    customerName: one.CustomerRef?.name,
    issuedOn: one.TxnDate,
    dueOn: one.DueDate ?? one.TxnDate,
    amount: one.TotalAmt,
    open: (isCredit ? (one.RemainingCredit ?? one.Balance) : one.Balance) ?? one.TotalAmt,
    currency: one.CurrencyRef?.value,
  };
}
