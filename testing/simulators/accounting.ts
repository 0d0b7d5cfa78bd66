/** Odoo, ERPNext, Xero and QuickBooks Online as far as their published APIs are used, with their limits. */
import type { ServerResponse } from "node:http";
import { listenOnLoopback, type PeerRequest } from "./http-peer.ts";

export type Row = Readonly<Record<string, unknown>>;
type Compared = readonly [field: string, operator: string, value: unknown];

const json = (response: ServerResponse, status: number, body: unknown, headers: object = {}) => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
};

function fits(row: Row, [field, operator, value]: Compared): boolean {
  const own = row[field] as string | number;
  if (operator === "in") return (value as unknown[]).includes(own);
  if (operator === "=") return own === value;
  if (operator === "!=") return own !== value;
  if (operator === ">") return own > (value as string);
  if (operator === "<") return own < (value as string);
  if (operator === "ilike" || operator === "like")
    return String(own).includes(String(value).replaceAll("%", ""));
  return own >= (value as string);
}

/** Statuses that the next requests meet instead of an answer. */
type Mishaps = { readonly mishaps: number[]; readonly asked: string[] };

function stumbles({ mishaps }: Mishaps, response: ServerResponse): boolean {
  const status = mishaps.shift();
  if (status !== undefined)
    json(response, status, {}, status === 429 ? { "retry-after": "3" } : {});
  return status !== undefined;
}

export async function startOdoo(key: string) {
  const models: Record<string, Row[]> = {
    "account.move": [],
    "res.partner": [],
    "account.payment": [],
    "mail.message": [],
    "account.payment.register": [],
  };
  let lastId = 900;
  const add = (model: string, row: Row): number => {
    lastId += 1;
    models[model]!.push({ id: lastId, ...row });
    return lastId;
  };
  /** What writes; the wizard of Odoo makes a posted payment and lowers what is open of its invoice. */
  const write = (model: string, method: string, args: unknown[], options: Row): unknown => {
    const ids = args[0] as number[];
    if (method === "message_post")
      return add("mail.message", { model, res_id: ids[0], body: options["body"] });
    if (method === "create")
      return add(model, { state: "draft", ...(args[0] as Row), context: options["context"] });
    const rows = models[model]!;
    const at = rows.findIndex((row) => row["id"] === ids[0]);
    if (method === "action_post") rows[at] = { ...rows[at], state: "posted" };
    if (method === "action_create_payments") {
      const { amount, payment_date: date, communication: memo, context } = rows[at]!;
      const [moveId] = (context as { active_ids: number[] }).active_ids;
      const moves = models["account.move"]!;
      const move = moves.findIndex((row) => row["id"] === moveId);
      const open = Number(moves[move]!["amount_residual"]) - Number(amount);
      moves[move] = { ...moves[move], amount_residual: open };
      add("account.payment", { amount, date, memo, state: "paid", move_id: moveId });
    }
    return true;
  };
  const state = { mishaps: [] as number[], asked: [] as string[] };
  const lost: boolean[] = [];
  const peer = await listenOnLoopback((request, response) => {
    if (request.path !== "/jsonrpc") return json(response, 404, {});
    if (stumbles(state, response)) return;
    const { params } = JSON.parse(request.body) as {
      params: { service: string; method: string; args: unknown[] };
    };
    const reply = (result: unknown) => json(response, 200, { jsonrpc: "2.0", id: 1, result });
    if (params.service === "common") return reply(params.args[2] === key ? 7 : false);
    const [, uid, given, model, method, [domain], options] = params.args as [
      string,
      number,
      string,
      string,
      string,
      [Compared[]],
      { fields: string[]; limit: number },
    ];
    if (uid !== 7 || given !== key) {
      const error = {
        code: 200,
        message: "Odoo Server Error",
        data: { name: "odoo.exceptions.AccessDenied" },
      };
      return json(response, 200, { jsonrpc: "2.0", id: 1, error });
    }
    if (method !== "search_read") {
      const done = write(model, method, params.args[5] as unknown[], params.args[6] as Row);
      // Done, and the answer lost on its way.
      return lost.shift() === true ? void response.destroy() : reply(done);
    }
    state.asked.push(`${model} ${JSON.stringify(domain)}`);
    const found = models[model]!.filter((row) =>
      domain.every((one) => fits({ active: true, ...row }, one)),
    )
      .toSorted((a, b) => Number(a["id"]) - Number(b["id"]))
      .slice(0, options.limit);
    reply(
      found.map((row) =>
        Object.fromEntries(options.fields.map((name) => [name, row[name] ?? false])),
      ),
    );
  });
  return { ...state, models, lost, url: peer.url, close: async () => await peer.close() };
}

export async function startErpnext(token: string) {
  const invoices: Row[] = [];
  const written: Record<string, Row[]> = { "Payment Entry": [], Comment: [] };
  const state = { mishaps: [] as number[], asked: [] as string[] };
  const peer = await listenOnLoopback((request, response) => {
    const url = new URL(request.path, "http://erp");
    if (request.headers.authorization !== `token ${token}`) {
      return json(response, 401, { exc_type: "AuthenticationError" });
    }
    if (stumbles(state, response)) return;
    const doctype = decodeURIComponent(url.pathname.slice("/api/resource/".length));
    const rows = written[doctype];
    if (rows && request.method === "POST") {
      const document = JSON.parse(request.body) as Row;
      rows.push({ name: `${doctype}-${rows.length + 1}`, ...document });
      return json(response, 200, { data: rows.at(-1) });
    }
    if (rows) {
      const wanted = JSON.parse(url.searchParams.get("filters")!) as Compared[];
      const data = rows.filter((row) => wanted.every((one) => fits(row, one)));
      return json(response, 200, { data: data.map(({ name }) => ({ name })) });
    }
    if (doctype !== "Sales Invoice") return json(response, 404, {});
    const filters = JSON.parse(url.searchParams.get("filters")!) as Compared[];
    const fields = JSON.parse(url.searchParams.get("fields")!) as string[];
    state.asked.push(JSON.stringify(filters));
    const data = invoices
      .filter((row) => filters.every((one) => fits(row, one)))
      .toSorted((a, b) => (String(a["name"]) < String(b["name"]) ? -1 : 1))
      .slice(0, Number(url.searchParams.get("limit_page_length")))
      .map((row) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));
    json(response, 200, { data });
  });
  return { ...state, invoices, written, url: peer.url, close: async () => await peer.close() };
}

/** Refresh tokens that are good once, as both Xero and Intuit may replace them. */
class Tokens {
  refresh = "refresh-0";
  access = "";
  used = 0;

  grant({ headers, body }: PeerRequest, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    const known = `Basic ${Buffer.from("app:s3cret").toString("base64")}`;
    if (headers.authorization !== known) return json(response, 401, { error: "invalid_client" });
    if (form.get("refresh_token") !== this.refresh) {
      return json(response, 400, { error: "invalid_grant" });
    }
    this.used += 1;
    this.refresh = `refresh-${this.used}`;
    this.access = `access-${this.used}`;
    json(response, 200, {
      access_token: this.access,
      refresh_token: this.refresh,
      expires_in: 1_800,
    });
  }

  open({ headers }: PeerRequest, response: ServerResponse): boolean {
    const good = this.access !== "" && headers.authorization === `Bearer ${this.access}`;
    if (!good) json(response, 401, { Title: "Unauthorized" });
    return good;
  }
}

export async function startXero(nowMs: () => number) {
  const lists: Record<string, Row[]> = { Invoices: [], CreditNotes: [], Contacts: [] };
  const state = { mishaps: [] as number[], asked: [] as string[] };
  const tokens = new Tokens();
  const calls: number[] = [];
  const hooks = { beforePage: (_page: number): void => undefined };
  const payments = new Map<string, readonly Row[]>();
  const peer = await listenOnLoopback((request, response) => {
    const url = new URL(request.path, "http://xero");
    if (url.pathname === "/token") return tokens.grant(request, response);
    if (!tokens.open(request, response) || stumbles(state, response)) return;
    if (request.headers["xero-tenant-id"] !== "tenant") return json(response, 403, {});
    const minute = calls.filter((at) => at > nowMs() - 60_000);
    if (minute.length >= 60) {
      return json(response, 429, {}, { "retry-after": "20", "x-rate-limit-problem": "minute" });
    }
    calls.push(nowMs());
    state.asked.push(request.path);
    const name = url.pathname.slice(1);
    if (name === "Payments" && request.method === "PUT") {
      const key = String(request.headers["idempotency-key"]);
      payments.set(key, (JSON.parse(request.body) as { Payments: Row[] }).Payments);
      return json(response, 200, {});
    }
    const list = lists[name];
    if (!list) return json(response, 404, {});
    const ids = url.searchParams.get("IDs")?.split(",");
    if (ids)
      return json(response, 200, {
        [name]: list.filter((row) => ids.includes(String(row["ContactID"]))),
      });
    const page = Number(url.searchParams.get("page"));
    hooks.beforePage(page);
    const status = /Status=="(\w+)"/.exec(url.searchParams.get("where") ?? "")?.[1];
    const since = request.headers["if-modified-since"];
    const order = url.searchParams.get("order")!;
    const found = list
      .filter((row) => status === undefined || row["Status"] === status)
      .filter((row) => since === undefined || String(row["changedAt"]) >= String(since))
      .toSorted((a, b) => (String(a[order]) < String(b[order]) ? -1 : 1));
    const size = Number(url.searchParams.get("pageSize"));
    json(response, 200, {
      pagination: {
        page,
        pageSize: size,
        pageCount: Math.ceil(found.length / size),
        itemCount: found.length,
      },
      [name]: found.slice((page - 1) * size, page * size),
    });
  });
  return {
    ...state,
    lists,
    tokens,
    hooks,
    payments,
    url: peer.url,
    close: async () => await peer.close(),
  };
}

export async function startQuickbooks() {
  const entities: Record<string, Row[]> = { Invoice: [], CreditMemo: [], Customer: [] };
  const deleted: { entity: string; Id: string }[] = [];
  const payments = new Map<string, Row>();
  const state = { mishaps: [] as number[], asked: [] as string[] };
  const tokens = new Tokens();
  const changedSince = (rows: readonly Row[], since: string) =>
    rows.filter((row) => String(row["changedAt"]) >= since);
  const peer = await listenOnLoopback((request, response) => {
    const url = new URL(request.path, "http://qbo");
    if (url.pathname === "/token") return tokens.grant(request, response);
    if (!tokens.open(request, response) || stumbles(state, response)) return;
    if (url.pathname === "/v3/company/123/cdc") {
      const since = url.searchParams.get("changedSince")!;
      state.asked.push(`cdc ${since}`);
      const answers = url.searchParams
        .get("entities")!
        .split(",")
        .map((entity) => ({
          [entity]: [
            ...changedSince(entities[entity]!, since),
            ...deleted
              .filter((one) => one.entity === entity)
              .map(({ Id }) => ({ Id, domain: "QBO", status: "Deleted" })),
          ].slice(0, 1_000),
        }));
      return json(response, 200, { CDCResponse: [{ QueryResponse: answers }] });
    }
    if (url.pathname === "/v3/company/123/payment" && request.method === "POST") {
      payments.set(url.searchParams.get("requestid")!, JSON.parse(request.body) as Row);
      return json(response, 200, {});
    }
    if (url.pathname !== "/v3/company/123/query") return json(response, 404, {});
    const query = url.searchParams.get("query")!;
    state.asked.push(query);
    const entity = /FROM (\w+)/.exec(query)![1]!;
    const ids = /Id IN \(([^)]*)\)/.exec(query)?.[1]?.match(/\d+/g)?.map(String);
    const since = /LastUpdatedTime >= '([^']+)'/.exec(query)?.[1] ?? "";
    const found = changedSince(entities[entity]!, since)
      .filter((row) => ids === undefined || ids.includes(String(row["Id"])))
      .filter((row) => !query.includes("Balance > '0'") || Number(row["Balance"]) > 0)
      .toSorted((a, b) => Number(a["Id"]) - Number(b["Id"]));
    const start = Number(/STARTPOSITION (\d+)/.exec(query)?.[1] ?? 1);
    const page = found.slice(start - 1, start - 1 + Number(/MAXRESULTS (\d+)/.exec(query)![1]));
    json(response, 200, {
      QueryResponse: page.length === 0 ? {} : { [entity]: page },
      time: "now",
    });
  });
  return {
    ...state,
    entities,
    deleted,
    payments,
    tokens,
    url: peer.url,
    close: async () => await peer.close(),
  };
}
