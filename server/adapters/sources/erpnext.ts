// ERPNext, over Frappe's REST API: sales invoices, of which returns are credit notes.
import { z } from "zod";
import type { RecordSource, SourceRecord, Unreadable } from "#sources/source.ts";
import { clientOf } from "./json.ts";
import { BookUrl, webFields } from "./web-settings.ts";
import { localTime, pullByKey, Zone, type Fetched, type Wanted } from "./keyset.ts";
import { ask, fixed, type SignIn } from "./sign-in.ts";
import { documentOf, shaped, type Web, type WebClient } from "./web.ts";
import { erpnextWriting, writeErpnext, type Resource } from "./writing-erpnext.ts";

export const ErpnextSettings = z.strictObject({
  ...webFields,
  url: BookUrl,
  api_key: z.string().min(1).max(500),
  api_secret: z.string().min(1).max(500),
  /** The zone of the site (System Settings): times of changes are written in it. */
  zone: Zone,
  /** Only this company's invoices. */
  company: z.string().min(1).max(200).exactOptional(),
  page_size: z.int().min(1).max(1_000).default(200),
  ...erpnextWriting,
});
type ErpnextSettings = z.infer<typeof ErpnextSettings>;

const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
const Invoice = z.object({
  name: z.string(),
  docstatus: z.int(),
  customer: z.string(),
  customer_name: text,
  posting_date: text,
  due_date: text,
  grand_total: z.number(),
  rounded_total: z.number().nullish(),
  outstanding_amount: z.number(),
  currency: z.string(),
  party_account_currency: text,
  contact_email: text,
  contact_mobile: text,
});
type Invoice = z.infer<typeof Invoice>;
const Answer = z.object({ data: z.array(Invoice) });

/** Opens a site. Cancelled invoices (docstatus 2) are gone. */
export function openErpnext(settings: ErpnextSettings, web: Web): RecordSource {
  const client = clientOf(settings, web);
  const signIn = fixed({ authorization: `token ${settings.api_key}:${settings.api_secret}` });
  return {
    gives: "records",
    changes: true,
    whole: true,
    pull: (pull) =>
      pullByKey(
        pull,
        web.nowMs(),
        async (wanted) => await pageOf({ client, signIn }, settings, wanted),
      ),
    write: writeErpnext(resourceOf({ client, signIn }, settings), settings),
    close: async () => await Promise.resolve(),
  };
}

/** Documents of any kind, by Frappe's REST API. */
function resourceOf(
  { client, signIn }: Connection,
  { url: base, headers }: ErpnextSettings,
): Resource {
  const addressOf = (doctype: string) =>
    `${base.replace(/\/+$/, "")}/api/resource/${encodeURIComponent(doctype)}`;
  return {
    find: async (doctype, filters, signal) => {
      const query = new URLSearchParams({
        fields: '["name"]',
        filters: JSON.stringify(filters),
        limit_page_length: "1",
      });
      const url = `${addressOf(doctype)}?${query.toString()}`;
      return documentOf(await ask(client, signIn, { method: "GET", url, headers }, signal), url);
    },
    create: async (doctype, document, signal) => {
      const url = addressOf(doctype);
      const body = JSON.stringify(document);
      const request = {
        method: "POST",
        url,
        headers: { ...headers, "content-type": "application/json" },
        body,
      } as const;
      documentOf(await ask(client, signIn, request, signal, { once: true }), url);
    },
  };
}

type Connection = { readonly client: WebClient; readonly signIn: SignIn };

async function pageOf(
  { client, signIn }: Connection,
  { url: base, zone, company, page_size: limit, headers }: ErpnextSettings,
  { sinceMs, openOnly, after, signal }: Wanted,
): Promise<Fetched> {
  const filters = [
    ...(sinceMs === undefined
      ? [["docstatus", "=", 1]]
      : [
          ["docstatus", ">", 0],
          ["modified", ">=", localTime(sinceMs, zone)],
        ]),
    ...(openOnly ? [["outstanding_amount", "!=", 0]] : []),
    ...(company === undefined ? [] : [["company", "=", company]]),
    ...(after === undefined ? [] : [["name", ">", after]]),
  ];
  const url = new URL(`${base.replace(/\/+$/, "")}/api/resource/Sales%20Invoice`);
  url.search = new URLSearchParams({
    fields: JSON.stringify(Object.keys(Invoice.shape)),
    filters: JSON.stringify(filters),
    order_by: "name asc",
    limit_start: "0",
    limit_page_length: String(limit),
  }).toString();
  const answer = await ask(client, signIn, { method: "GET", url: url.href, headers }, signal);
  const { data } = shaped(Answer, documentOf(answer, url.href), "ERPNext");
  const good = data.filter((one) => !isForeign(one));
  return {
    records: good.flatMap(recordsOf),
    unreadable: data.filter(isForeign).map(foreign),
    after: data.length < limit ? undefined : data.at(-1)!.name,
  };
}

// The outstanding amount is in the currency of the customer's account; in another than the invoice's it can't be compared.
const isForeign = ({ currency, party_account_currency: owed }: Invoice): boolean =>
  owed !== undefined && owed !== currency;

function foreign({ name, customer, currency, party_account_currency: owed }: Invoice): Unreadable {
  return { id: name, number: name, customer, reason: `invoiced in ${currency}, owed in ${owed}` };
}

function recordsOf(one: Invoice): SourceRecord[] {
  if (one.docstatus !== 1) return [{ kind: "gone", id: one.name }];
  const { contact_mobile: phone, contact_email: email, customer } = one;
  const said: SourceRecord[] =
    phone === undefined && email === undefined
      ? []
      : [
          {
            kind: "customer",
            id: `${customer} of ${one.name}`,
            reference: customer,
            name: one.customer_name,
            phones: phone === undefined ? [] : [phone],
            emails: email === undefined ? [] : [email],
          },
        ];
  return [
    ...said,
    {
      kind: "document",
      id: one.name,
      // Returns have negative amounts, and are read as credits by their sign.
      type: "invoice",
      number: one.name,
      customer,
      customerName: one.customer_name,
      issuedOn: one.posting_date,
      dueOn: one.due_date ?? one.posting_date,
      amount: one.rounded_total || one.grand_total,
      open: one.outstanding_amount,
      currency: one.currency,
    },
  ];
}
