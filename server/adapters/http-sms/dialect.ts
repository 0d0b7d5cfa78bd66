/** What differs between providers: how a message is written, and what the answer means. */
import type { Outgoing, RouteFailure } from "#messages/route.ts";
import type { HttpAnswer, HttpRequest } from "./exchange.ts";

/** What an answer means. `opted_out`: refused for good, because the customer told the provider to stop. */
export type Meaning =
  | { readonly means: "sent"; readonly providerIds: readonly string[] }
  | {
      readonly means: Exclude<RouteFailure, "partial"> | "opted_out";
      readonly code: string;
      readonly retryAfterMs?: number | undefined;
    };

export interface Dialect {
  /** The provider does a request with a known key only once, so one without an answer may be sent again. */
  readonly repeatable: boolean;
  write(message: Outgoing): HttpRequest;
  /** Reads an answer of any status. Never throws. */
  read(answer: HttpAnswer, message: Outgoing): Meaning;
}

/** As long as a route is ever paused. */
const LONGEST_RETRY_MS = 300_000;

/** Retry-After (RFC 9110 10.2.3), in seconds or as a date; undefined when there is none that makes sense. */
export function retryAfterMsOf(answer: HttpAnswer, nowMs = Date.now()): number | undefined {
  const text = answer.headers["retry-after"]?.trim() ?? "";
  const afterMs = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(afterMs) ? undefined : Math.min(LONGEST_RETRY_MS, Math.max(0, afterMs));
}

/**
 * What a status means where the provider says nothing more exact. An error on the provider's side may have come after the
 * message was taken, and a gateway's answer speaks only for the gateway: nobody knows.
 */
export function meaningOfStatus(status: number): Exclude<Meaning["means"], "sent" | "opted_out"> {
  if (status === 429) return "throttled";
  // Credentials, the address, the method: nothing that another message would change.
  if ([401, 402, 403, 404, 405, 407, 410].includes(status)) return "unreachable";
  if (status >= 300 && status < 400) return "unreachable";
  if (status >= 400 && status < 500 && status !== 408) return "rejected";
  return "uncertain";
}

/** For seconds of validity: what is left until `notAfter`, within what the provider takes. */
export function validitySecondsOf(
  { notAfter }: Outgoing,
  { shortest, longest }: { readonly shortest: number; readonly longest: number },
  nowMs = Date.now(),
): number | undefined {
  if (notAfter === undefined) return undefined;
  const left = Math.floor((notAfter.epochMilliseconds - nowMs) / 1_000);
  return Math.min(longest, Math.max(shortest, left));
}
