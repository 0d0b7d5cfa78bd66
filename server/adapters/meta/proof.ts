import { createHmac } from "node:crypto";
import type {
  ProviderNews,
  ProviderReader,
  ProviderRefusal,
  ProviderRequest,
} from "#messages/route.ts";
import { isSameProof } from "../http-sms/proof.ts";
import { isObject } from "./json.ts";

type Keys = { readonly appSecret: string; readonly verifyToken: string };

/** X-Hub-Signature-256: the hex of HMAC-SHA256, under the app's secret, of the body as it came. */
function metaSignature(appSecret: string, body: Uint8Array): string {
  return `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
}

function isSigned({ headers, body }: ProviderRequest, appSecret: string): boolean {
  const given = headers["x-hub-signature-256"];
  return typeof given === "string" && isSameProof(given, metaSignature(appSecret, body));
}

/** Meta asks once, by GET, whether the address is ours, and wants its challenge back. */
function greet(query: URLSearchParams, { verifyToken }: Keys): string | ProviderRefusal {
  const challenge = query.get("hub.challenge") ?? "";
  if (query.get("hub.mode") !== "subscribe" || !/^[\w-]{1,200}$/.test(challenge)) {
    return { refused: "unreadable", why: "hub.mode or hub.challenge is missing" };
  }
  return isSameProof(query.get("hub.verify_token") ?? "", verifyToken)
    ? challenge
    : { refused: "forbidden", why: "hub.verify_token is wrong" };
}

/** Reads what Meta sends to one address about everything, once its signature is right. `object` is what it must be about. */
export function metaReader(
  keys: Keys,
  object: string,
  newsOf: (document: Readonly<Record<string, unknown>>) => ProviderNews,
): ProviderReader {
  const elsewhere = (): ProviderRefusal => ({
    refused: "unreadable",
    why: "Meta sends everything to …/events",
  });
  return {
    status: elsewhere,
    sms: elsewhere,
    thanks: { type: "text/plain; charset=utf-8", body: "EVENT_RECEIVED" },
    greet: (query) => greet(query, keys),
    events: (request) => {
      if (!isSigned(request, keys.appSecret))
        return { refused: "forbidden", why: "X-Hub-Signature-256 is missing or wrong" };
      const document = parsed(request.body);
      if (!isObject(document)) return { refused: "unreadable", why: "the body is no JSON object" };
      if (document["object"] !== object)
        return { refused: "unreadable", why: `it is not about ${object}` };
      return newsOf(document);
    },
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
