/** A small billing system with an API of its own: pages by cursor, changes since, tokens that run out, limits. */
import type { ServerResponse } from "node:http";
import { listenOnLoopback, type PeerRequest } from "./http-peer.ts";

export type ApiInvoice = {
  readonly id: string;
  readonly no: string;
  readonly client: { readonly ref: string; readonly title: string; readonly mail?: string };
  readonly kind: "invoice" | "credit_note";
  readonly state: "open" | "void";
  readonly due: string;
  readonly total: number;
  readonly left: number;
  readonly changedAt: string;
};

/** What the next requests meet instead of an answer; each is used once. */
export type Mishap =
  | { readonly status: number; readonly retryAfter?: string }
  | "drop the connection"
  | "expire the token"
  | "no json";

export type BooksApi = Awaited<ReturnType<typeof startBooksApi>>;

const PAGE = 2;

export async function startBooksApi() {
  const invoices = new Map<string, ApiInvoice>();
  const mishaps: Mishap[] = [];
  const asked: string[] = [];
  let tokens = 0;
  let good = "";
  /** Says how many pages of the list are answered before the server falls silent for good. */
  let pagesLeft = Number.POSITIVE_INFINITY;

  const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

  const token = (request: PeerRequest, response: ServerResponse) => {
    const form = new URLSearchParams(request.body);
    const known = Buffer.from("app:s3cret").toString("base64");
    if (request.headers.authorization !== `Basic ${known}`)
      return json(response, 401, { error: "invalid_client" });
    if (form.get("grant_type") !== "client_credentials")
      return json(response, 400, { error: "unsupported_grant_type" });
    tokens += 1;
    good = `token-${tokens}`;
    json(response, 200, { access_token: good, token_type: "Bearer", expires_in: 3_600 });
  };

  const list = (request: PeerRequest, response: ServerResponse) => {
    if (request.headers.authorization !== `Bearer ${good}`)
      return json(response, 401, { error: "token" });
    const mishap = mishaps.shift();
    if (mishap === "drop the connection") return void request.socket.destroy();
    if (mishap === "no json") return void response.end("<html>");
    if (mishap === "expire the token") {
      good = "";
      return json(response, 401, { error: "token" });
    }
    if (mishap) {
      const wait = mishap.retryAfter === undefined ? {} : { "retry-after": mishap.retryAfter };
      return json(response, mishap.status, {}, wait);
    }
    if (pagesLeft <= 0) return json(response, 503, {});
    pagesLeft -= 1;
    asked.push(request.path);
    const query = new URL(request.path, "http://api").searchParams;
    const since = query.get("updated_since") ?? "";
    const after = query.get("after") ?? "";
    const found = [...invoices.values()]
      .filter(({ changedAt, id }) => changedAt >= since && id > after)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const page = found.slice(0, PAGE);
    const next = found.length > PAGE ? page.at(-1)!.id : null;
    json(response, 200, { data: { invoices: page }, paging: { next } });
  };

  const peer = await listenOnLoopback((request, response) => {
    if (request.path === "/token") token(request, response);
    else list(request, response);
  });
  return {
    url: peer.url,
    mishaps,
    /** The lists that were asked for, in order. */
    asked,
    put: (...changed: readonly ApiInvoice[]) => {
      for (const one of changed) invoices.set(one.id, one);
    },
    remove: (id: string) => void invoices.delete(id),
    silentAfter: (pages: number) => {
      pagesLeft = pages;
    },
    tokens: () => tokens,
    close: async () => await peer.close(),
  };
}
