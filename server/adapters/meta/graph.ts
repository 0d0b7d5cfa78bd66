/** What both channels of Meta share: how the Graph API is asked, and how it answers. */
import { type HandedOver, type Outgoing, type Route, RouteError } from "#messages/route.ts";
import type { Meaning } from "../http-sms/dialect.ts";
import type { HttpAnswer, HttpRequest } from "../http-sms/exchange.ts";

type Graph = {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly accessToken: string;
};

/** The token stands in a header, never in the address: addresses end up in logs. */
export function graphRequest(
  { apiUrl, apiVersion, accessToken }: Graph,
  path: string,
  body: object,
): HttpRequest {
  return {
    url: `${apiUrl.replace(/\/+$/, "")}/${apiVersion}/${path}`,
    method: "POST",
    headers: {
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify(body),
  };
}

/** A success is one with its id; without it the message was taken, by all that is known. */
export function sentAs(
  answer: HttpAnswer,
  idIn: (document: unknown) => string | undefined,
): Meaning {
  try {
    const id = idIn(JSON.parse(answer.body));
    if (id !== undefined) return { means: "sent", providerIds: [id] };
  } catch {
    // Cut off, or no JSON: told apart from a refusal by its status alone.
  }
  return { means: "uncertain", code: "no_id" };
}

/** The route, without asking for what the far side is known to refuse. */
export function refusingRoute(
  route: Route,
  whyNot: (message: Outgoing) => string | undefined,
): Route {
  return {
    get free() {
      return route.free;
    },
    whenFree: async (timeoutMs) => await route.whenFree(timeoutMs),
    handOver: async (message): Promise<HandedOver> => {
      const code = whyNot(message);
      if (code !== undefined) throw new RouteError("rejected", { code });
      return await route.handOver(message);
    },
    close: async () => await route.close(),
  };
}
