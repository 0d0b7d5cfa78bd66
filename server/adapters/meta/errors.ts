/**
 * What errors of the Graph API mean, by Meta's tables of codes for the Cloud API, the Send API and the Graph API (read on
 * 2026-11-22). The code decides: Meta advises against reading anything else.
 */
import type { RouteFailure } from "#messages/route.ts";
import { meaningOfStatus, retryAfterMsOf, type Meaning } from "../http-sms/dialect.ts";
import type { HttpAnswer } from "../http-sms/exchange.ts";
import { objectAt } from "./json.ts";

type Failure = Exclude<RouteFailure, "partial" | "uncertain"> | "opted_out";

/** The app, the account or the number was used too much just now: everybody waits. */
const THROTTLED = [4, 17, 32, 341, 613, 80_006, 80_007, 130_429, 131_048, 131_057];
/** Token, permission, account, number: the route is wrong, not the message. */
const ROUTE = [
  0, 3, 10, 33, 102, 190, 368, 130_497, 131_005, 131_031, 131_042, 131_045, 133_000, 133_005,
  133_006, 133_010,
];
/** The service is unwell, or this one person was written to too fast: nothing was taken. */
const TEMPORARY = [1, 2, 1_200, 131_000, 131_016, 131_049, 131_056, 133_004];
/** The person told WhatsApp that this business may not write to them any more. */
const OPTED_OUT = [131_050];

const BY_CODE: ReadonlyMap<number, Failure> = new Map([
  ...THROTTLED.map((code) => [code, "throttled"] as const),
  ...ROUTE.map((code) => [code, "unreachable"] as const),
  ...TEMPORARY.map((code) => [code, "temporary"] as const),
  ...OPTED_OUT.map((code) => [code, "opted_out"] as const),
]);

/** Messenger says with the code of a missing permission that the window has closed. */
const WINDOW_CLOSED = new Set([2_018_278, 2_018_065, 2_018_108]);

/** Permissions are numbered through. */
const isPermission = (code: number): boolean => code >= 200 && code <= 299;

function failureOf(code: number, subcode: number | undefined): Failure {
  if (subcode !== undefined && WINDOW_CLOSED.has(subcode)) return "rejected";
  if (isPermission(code)) return "unreachable";
  return BY_CODE.get(code) ?? "rejected";
}

/** What a refusal means. An answer without an error of Meta's speaks only for whoever stands between. */
export function meaningOfError(answer: HttpAnswer): Exclude<Meaning, { means: "sent" }> {
  const error = objectAt(documentOf(answer.body), "error");
  const code = numberIn(error, "code");
  const retryAfterMs = retryAfterMsOf(answer);
  if (code === undefined) {
    return { means: meaningOfStatus(answer.status), code: `HTTP ${answer.status}`, retryAfterMs };
  }
  const subcode = numberIn(error, "error_subcode");
  const means = failureOf(code, subcode);
  const said = subcode === undefined ? String(code) : `${code}/${subcode}`;
  return { means, code: said, retryAfterMs };
}

/** What a delivery that failed says of the address: 131026 means above all that nobody uses WhatsApp there. */
export function errorOf(code: number | undefined): {
  readonly dead: boolean;
  readonly optedOut: boolean;
} {
  return { dead: code === 131_026, optedOut: code === 131_050 };
}

function documentOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function numberIn(
  error: Readonly<Record<string, unknown>> | undefined,
  key: string,
): number | undefined {
  const value = error?.[key];
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
