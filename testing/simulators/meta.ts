/**
 * Meta's Graph API as its documentation describes it, for WhatsApp and Messenger: it takes messages, knows whose window is open,
 * fails on demand, and makes signed webhooks. Loopback only.
 */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const META = {
  accessToken: "EAAtest-token-of-a-system-user",
  appSecret: "0123456789abcdef0123456789abcdef",
  verifyToken: "a-word-of-our-own",
  phoneNumberId: "106540352242922",
  pageId: "111122223333444",
} as const;

type Sent = Readonly<Record<string, unknown>>;

/** An error of the Graph API, or an answer that never comes or makes no sense. */
export type MetaFailure =
  | { readonly code: number; readonly subcode?: number; readonly status?: number }
  | "silent"
  | "no_id"
  | "gateway";

export type Meta = {
  readonly url: string;
  /** What was taken, newest last. */
  readonly taken: readonly { readonly path: string; readonly id: string; readonly body: Sent }[];
  /** How the next requests fail, in their order. */
  readonly fail: (...failures: MetaFailure[]) => void;
  /** People whose window is open: free words are refused for everybody else. */
  readonly open: Set<string>;
  close(): Promise<void>;
};

/** X-Hub-Signature-256 of a body. */
export const signed = (body: string, secret: string = META.appSecret): Record<string, string> => ({
  "content-type": "application/json",
  "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
});

export async function startMeta(): Promise<Meta> {
  const taken: { path: string; id: string; body: Sent }[] = [];
  const failures: MetaFailure[] = [];
  const open = new Set<string>();
  const server = createServer((request, response) => {
    void read(request).then((body) => answer(request, response, JSON.parse(body) as Sent));
  });
  function answer(request: IncomingMessage, response: ServerResponse, body: Sent): void {
    const failure = failures.shift() ?? refusalOf(request, body, open);
    if (failure === "silent") return;
    if (failure === "gateway") return void response.writeHead(502).end("<html>Bad gateway</html>");
    if (failure === "no_id") return json(response, 200, { messaging_product: "whatsapp" });
    if (failure) {
      const { code, subcode, status = 400 } = failure;
      const error = { message: `(#${code})`, type: "OAuthException", code, error_subcode: subcode };
      return json(response, status, { error });
    }
    const id = `${body["messaging_product"] === "whatsapp" ? "wamid" : "m"}.${taken.length + 1}`;
    taken.push({ path: request.url ?? "", id, body });
    json(response, 200, idOf(body, id));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    fail: (...more) => void failures.push(...more),
    open,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refusalOf(
  { headers }: IncomingMessage,
  body: Sent,
  open: ReadonlySet<string>,
): MetaFailure | undefined {
  if (headers.authorization !== `Bearer ${META.accessToken}`) return { code: 190, status: 401 };
  const to = String(body["to"] ?? (body["recipient"] as Sent | undefined)?.["id"]);
  if (body["type"] === "template" || open.has(to)) return undefined;
  return body["messaging_product"] === "whatsapp"
    ? { code: 131_047 }
    : { code: 10, subcode: 2_018_278, status: 403 };
}

function idOf(body: Sent, id: string): object {
  if (body["messaging_product"] !== "whatsapp") {
    return { recipient_id: (body["recipient"] as Sent)["id"], message_id: id };
  }
  const to = body["to"];
  return {
    messaging_product: "whatsapp",
    contacts: [{ input: to, wa_id: to }],
    messages: [{ id }],
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The webhook of a WhatsApp number, with these messages and statuses. */
export const whatsAppEvents = (
  value: { readonly messages?: readonly object[]; readonly statuses?: readonly object[] },
  phoneNumberId: string = META.phoneNumberId,
): string =>
  JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "102290129340398",
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: {
                display_phone_number: "27600000001",
                phone_number_id: phoneNumberId,
              },
              ...value,
            },
          },
        ],
      },
    ],
  });

/** The webhook of a page, with these events. */
export const pageEvents = (...messaging: readonly object[]): string =>
  JSON.stringify({ object: "page", entry: [{ id: META.pageId, time: 1, messaging }] });
