import { type RouteFailure, RouteError } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";

/** What is known of a failed hand-over besides the error. */
export type Progress = {
  /** True once the whole content had been read for sending, so the relay may have taken the mail. */
  readonly contentSent: boolean;
};

type SmtpError = {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly command?: unknown;
};

// Refusals of the route (credentials, encryption, connection), not of this one message: RFC 4954 6, RFC 3207.
const ROUTE_REFUSALS = new Set([523, 530, 534, 535, 538]);
const RATE =
  /\b(rate|throttl|too (many|much|fast|quickly)|limit|quota exceeded|slow down|busy|overload)/i;
// 4.3.2 system not accepting messages, 4.4.5 congestion, 4.3.1 system storage (RFC 3463)
const RATE_STATUS = /\b4\.(3\.1|3\.2|4\.5)\b/;

/**
 * Says what a failed hand-over means. An answer decides: 4xx may be tried again, 5xx is final for the message unless it
 * refused the session. Without an answer it matters only whether the content had been sent: before its final dot the
 * relay must forget an interrupted mail (RFC 5321 4.1.1.4), after it nobody knows.
 */
export function failureOf(error: unknown, progress: Progress, retryAfterMs: number): RouteError {
  if (error instanceof RouteError) return error;
  const { responseCode, response, code, command } = (error ?? {}) as SmtpError;
  const fail = (failure: RouteFailure, answer: string): RouteError =>
    new RouteError(failure, {
      code: answer,
      message: messageOf(error).slice(0, 500),
      cause: error,
      ...(failure === "throttled" ? { retryAfterMs } : {}),
    });
  if (typeof responseCode === "number" && responseCode >= 400) {
    const text = typeof response === "string" ? response : "";
    return fail(meaningOf(responseCode, text, command), answerOf(responseCode, text));
  }
  const name = typeof code === "string" ? code : "no_answer";
  if (progress.contentSent) return fail("uncertain", name);
  if (isRefusedLocally(name)) return fail("rejected", name);
  return fail("unreachable", name);
}

function meaningOf(responseCode: number, text: string, command: unknown): RouteFailure {
  const inMail = typeof command === "string" && /^(MAIL FROM|RCPT TO|DATA)$/.test(command);
  if (responseCode === 421) return "throttled";
  if (!inMail) return "unreachable";
  if (responseCode < 500)
    return RATE.test(text) || RATE_STATUS.test(text) ? "throttled" : "temporary";
  if (ROUTE_REFUSALS.has(responseCode)) return "unreachable";
  return responseCode === 503 ? "temporary" : "rejected"; // 503: bad sequence, a matter of the session
}

/** For example "550 5.1.1". */
function answerOf(responseCode: number, text: string): string {
  const [, status] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text) ?? [];
  return status ? `${responseCode} ${status}` : String(responseCode);
}

/** The library itself refused the envelope or the size before anything was sent. */
function isRefusedLocally(code: string): boolean {
  return code === "EENVELOPE" || code === "EMESSAGE";
}
