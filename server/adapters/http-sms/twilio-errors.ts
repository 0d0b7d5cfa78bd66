/** Twilio's error codes, as its error dictionary explains them (read on 2026-11-22). */
import type { HttpAnswer } from "./exchange.ts";
import { meaningOfStatus, retryAfterMsOf, type Meaning } from "./dialect.ts";

/** The recipient sent STOP to this sender or service: Twilio blocks what goes there until START. */
const OPTED_OUT = 21_610;

/** Too many requests, or the sender's queue is full; nothing was taken. */
const THROTTLED = new Set([20_429, 21_611]);
/** Credentials, a suspended account, a sender or service that isn't ours: the route is wrong, not the message. */
const ROUTE_REFUSALS = new Set([
  20_003, 20_005, 20_006, 20_008, 20_403, 20_404, 21_212, 21_603, 21_609, 21_659, 21_660, 21_701,
  21_703, 21_704, 21_705,
]);
/** The service says that it does not work just now. */
const UNAVAILABLE = 20_503;

/** What Twilio's refusal of a message means. Of an error within Twilio nobody knows what came before it. */
export function meaningOfTwilio(answer: HttpAnswer, code: number | undefined): Meaning {
  const { status } = answer;
  if (code === undefined) {
    const means = meaningOfStatus(status);
    return { means, code: `HTTP ${status}`, retryAfterMs: retryAfterMsOf(answer) };
  }
  const retryAfterMs = retryAfterMsOf(answer);
  return { means: wordOf(status, code), code: String(code), retryAfterMs };
}

function wordOf(status: number, code: number): Exclude<Meaning["means"], "sent"> {
  if (code === OPTED_OUT) return "opted_out";
  if (status === 429 || THROTTLED.has(code)) return "throttled";
  if (ROUTE_REFUSALS.has(code) || code === UNAVAILABLE) return "unreachable";
  return meaningOfStatus(status);
}

/** A delivery that failed because the number can't get text messages, now or later. */
const DEAD_NUMBERS = new Set(["30005", "30006", "21211", "21614", "21635"]);

/** What a delivery error says of the number itself. All others (phone off, filtered, network) may pass. */
export function errorOf(code: string): { readonly dead: boolean; readonly optedOut: boolean } {
  return { dead: DEAD_NUMBERS.has(code), optedOut: code === String(OPTED_OUT) };
}

/** The message waited at Twilio until its validity was over. */
export const VALIDITY_OVER = "30036";
