// Odoo, over its external API (JSON-RPC at /jsonrpc): customer invoices and credit notes with their partners.
import { z } from "zod";
import { SourceError, type RecordSource, type SourceRecord } from "#sources/source.ts";
import { clientOf } from "./json.ts";
import { BookUrl, webFields } from "./web-settings.ts";
import { localTime, pullByKey, type Fetched, type Wanted } from "./keyset.ts";
import { documentOf, shaped, type Web, type WebClient } from "./web.ts";
import { odooWriting, writeOdoo } from "./writing-odoo.ts";

export const OdooSettings = z.strictObject({
  ...webFields,
  url: BookUrl,
  database: z.string().min(1).max(200),
  user: z.string().min(1).max(200),
  /** A key made under Preferences, Account Security; a password works as well. */
  api_key: z.string().min(1).max(500),
  /** What names a customer: the partner's id, or its reference where it has one. */
  customer_reference: z.enum(["id", "ref"]).default("id"),
  /** Only this company's documents. */
  company_id: z.int().positive().exactOptional(),
  /** Fields of a partner with numbers; versions before 19 have mobile too. */
  phone_fields: z
    .array(z.enum(["mobile", "phone"]))
    .max(2)
    .default(["phone"]),
  page_size: z.int().min(1).max(2_000).default(500),
  ...odooWriting,
});
type OdooSettings = z.infer<typeof OdooSettings>;

// Odoo writes false where there is nothing.
const text = z.union([z.string(), z.literal(false)]).transform((value) => value || undefined);
const link = z.union([z.tuple([z.int(), z.string()]), z.literal(false)]);

const Move = z.object({
  id: z.int(),
  name: text,
  move_type: z.string(),
  state: z.string(),
  partner_id: link,
  invoice_date: text,
  invoice_date_due: text,
  amount_total: z.number(),
  amount_residual: z.number(),
  currency_id: link,
});
const Partner = z.object({
  id: z.int(),
  name: text,
  ref: text,
  email: text,
  phone: text.optional(),
  mobile: text.optional(),
  lang: text,
  is_company: z.boolean(),
});
type Partner = z.infer<typeof Partner>;

const Answer = z.object({
  result: z.unknown(),
  error: z
    .object({ message: z.string(), data: z.object({ name: z.string() }).partial().optional() })
    .optional(),
});

/** Opens an Odoo database. Documents that are draft again, or cancelled, are gone. */
export function openOdoo(settings: OdooSettings, web: Web): RecordSource {
  const odoo = new Odoo(settings, clientOf(settings, web));
  return {
    gives: "records",
    changes: true,
    whole: true,
    pull: (pull) =>
      pullByKey(pull, web.nowMs(), async (wanted) => await pageOf(odoo, settings, wanted)),
    write: writeOdoo(async (...call) => await odoo.execute(...call), settings),
    close: async () => await Promise.resolve(),
  };
}

class Odoo {
  readonly #settings: OdooSettings;
  readonly #client: WebClient;
  #uid: number | undefined;

  constructor(settings: OdooSettings, client: WebClient) {
    this.#settings = settings;
    this.#client = client;
  }

  async searchRead(
    model: string,
    domain: readonly unknown[],
    options: { readonly fields: readonly string[]; readonly limit: number; readonly order: string },
    signal: AbortSignal,
  ): Promise<unknown> {
    return await this.execute(model, "search_read", [domain], options, { signal });
  }

  async execute(
    model: string,
    method: string,
    args: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
    how: { readonly signal: AbortSignal; readonly once?: boolean },
  ): Promise<unknown> {
    const { database, user, api_key } = this.#settings;
    this.#uid ??= await this.#signIn([database, user, api_key, {}], how.signal);
    const whole = [database, this.#uid, api_key, model, method, args, options];
    return await this.#call("object", "execute_kw", whole, how);
  }

  async #signIn(args: readonly unknown[], signal: AbortSignal): Promise<number> {
    const uid = await this.#call("common", "authenticate", args, { signal });
    if (typeof uid === "number") return uid;
    throw new SourceError("sign_in", "Odoo does not know the database, the user or the key");
  }

  async #call(
    service: string,
    method: string,
    args: readonly unknown[],
    { signal, once = false }: { readonly signal: AbortSignal; readonly once?: boolean },
  ): Promise<unknown> {
    const url = `${this.#settings.url.replace(/\/+$/, "")}/jsonrpc`;
    const params = { service, method, args };
    const answer = await this.#client.send(
      {
        method: "POST",
        url,
        headers: { ...this.#settings.headers, "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params }),
      },
      signal,
      { once },
    );
    const { result, error } = shaped(Answer, documentOf(answer, url), "Odoo");
    if (!error) return result;
    // What goes wrong there comes with status 200; the name of the exception tells what it was.
    const name = error.data?.name ?? error.message;
    const trouble = /Access(Denied|Error)/.test(name) ? "sign_in" : "refused";
    throw new SourceError(trouble, `Odoo answered ${name.slice(0, 200)}`);
  }
}

const MOVE_FIELDS = Object.keys(Move.shape);

async function pageOf(
  odoo: Odoo,
  { page_size: limit, company_id, ...settings }: OdooSettings,
  { sinceMs, openOnly, after, signal }: Wanted,
): Promise<Fetched> {
  const domain = [
    ["move_type", "in", ["out_invoice", "out_refund"]],
    ["id", ">", Number(after ?? 0)],
    ...(company_id === undefined ? [] : [["company_id", "=", company_id]]),
    ...(sinceMs === undefined
      ? [["state", "=", "posted"]]
      : [["write_date", ">=", localTime(sinceMs)]]),
    ...(openOnly ? [["amount_residual", "!=", 0]] : []),
  ];
  const found = await odoo.searchRead(
    "account.move",
    domain,
    { fields: MOVE_FIELDS, limit, order: "id asc" },
    signal,
  );
  const moves = shaped(z.array(Move), found, "Odoo");
  const posted = moves.filter(({ state }) => state === "posted");
  const partners = await partnersOf(odoo, posted, settings.phone_fields, signal);
  const referenceOf = (id: number) => {
    const ref = settings.customer_reference === "ref" ? partners.get(id)?.ref : undefined;
    return ref ?? String(id);
  };
  const documents = moves.map((move): SourceRecord => {
    const id = String(move.id);
    if (move.state !== "posted" || move.partner_id === false) return { kind: "gone", id };
    return {
      kind: "document",
      id,
      type: move.move_type === "out_refund" ? "credit" : "invoice",
      number: move.name ?? id,
      customer: referenceOf(move.partner_id[0]),
      customerName: move.partner_id[1],
      issuedOn: move.invoice_date,
      dueOn: move.invoice_date_due ?? move.invoice_date,
      amount: move.amount_total,
      open: move.amount_residual,
      currency: move.currency_id === false ? undefined : move.currency_id[1],
    };
  });
  const customers = [...partners.values()].map((partner) => customerOf(partner, referenceOf));
  const last = moves.length < limit ? undefined : moves.at(-1)?.id;
  return { records: [...customers, ...documents], after: last?.toString() };
}

async function partnersOf(
  odoo: Odoo,
  moves: readonly z.infer<typeof Move>[],
  phoneFields: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Partner>> {
  const ids = [...new Set(moves.flatMap((move) => (move.partner_id ? [move.partner_id[0]] : [])))];
  if (ids.length === 0) return new Map();
  const fields = ["id", "name", "ref", "email", "lang", "is_company", ...phoneFields];
  // Partners that were archived owe all the same.
  const domain = [
    ["id", "in", ids],
    ["active", "in", [true, false]],
  ];
  const options = { fields, limit: ids.length, order: "id asc" };
  const found = shaped(
    z.array(Partner),
    await odoo.searchRead("res.partner", domain, options, signal),
    "Odoo",
  );
  return new Map(found.map((partner) => [partner.id, partner]));
}

function customerOf(partner: Partner, referenceOf: (id: number) => string): SourceRecord {
  return {
    kind: "customer",
    id: String(partner.id),
    reference: referenceOf(partner.id),
    name: partner.name,
    firm: partner.is_company,
    language: partner.lang,
    phones: [partner.mobile, partner.phone].filter((one) => one !== undefined),
    emails: partner.email === undefined ? [] : [partner.email],
  };
}
