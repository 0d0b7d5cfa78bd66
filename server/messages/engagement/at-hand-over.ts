// What is put on a message on its way out, whatever the route.
import type { HandedOver, Outgoing, Route } from "#messages/route.ts";
import { type Links, wayOutOf, withTracks } from "./links.ts";
import { withPayTokens } from "./pay-links.ts";

/** The route, with each message changed on its way. */
function changing(route: Route, change: (message: Outgoing) => Outgoing): Route {
  return {
    get free() {
      return route.free;
    },
    whenFree: async (timeoutMs) => await route.whenFree(timeoutMs),
    handOver: async (message): Promise<HandedOver> => await route.handOver(change(message)),
    close: async () => await route.close(),
  };
}

/** Links and openings are watched, where that was decided when the message was written. */
export function withTracking(route: Route, links: Links | undefined): Route {
  return links ? changing(route, (message) => withTracks(links, message)) : route;
}

/** Links to pay get their tokens, which lie nowhere. Innermost: no other change may see a token. */
export function withLinksToPay(route: Route, payKey: Buffer): Route {
  return changing(route, (message) => withPayTokens(payKey, message));
}

/**
 * Every mail carries a way out that mail programs show as a button: an address of ours, which one POST without any question
 * is enough for (RFC 8058), and a mailbox (RFC 2369), where the answer is heard like any STOP.
 */
export function withWayOut(
  route: Route,
  { answersTo, links }: { answersTo: string | undefined; links: Links | undefined },
): Route {
  if (answersTo === undefined && !links) return route;
  return changing(route, (message) => ({
    ...message,
    headers: { ...headersOf(message, answersTo, links), ...message.headers },
  }));
}

function headersOf(
  message: Outgoing,
  answersTo: string | undefined,
  links: Links | undefined,
): Record<string, string> {
  const ways = [
    ...(links ? [`<${wayOutOf(links, message)}>`] : []),
    ...(answersTo === undefined ? [] : [`<mailto:${answersTo}?subject=STOP>`]),
  ];
  const oneClick = links ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {};
  return { "List-Unsubscribe": ways.join(", "), ...oneClick };
}
