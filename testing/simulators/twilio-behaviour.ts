/** What the Twilio of the tests refuses, and how it can be made to misbehave. */
import type { PeerRequest } from "./http-peer.ts";

export type Account = {
  readonly sid: string;
  readonly authToken: string;
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  readonly numbers: readonly string[];
};

export type TwilioError = {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly retryAfterS?: number;
  /** A page of a gateway instead of Twilio's own words. */
  readonly bare?: boolean;
};

/**
 * How one request is met: `stall` takes the message and never answers, `lose` takes it and resets the connection, `cut`
 * resets it in the middle of the answer, `overtake` tells all states before it answers, `drop` takes nothing.
 */
export type Mood = "answer" | "overtake" | "stall" | "lose" | "cut" | "drop" | TwilioError;

export type TwilioBehaviour = {
  /** For the next requests, in order. */
  next: Mood[];
  answerAfterMs: number;
  statuses: boolean;
  statusAfterMs: number;
  duplicateCallbacks: boolean;
  reorderCallbacks: boolean;
  /** By the last digits of the number; all others are delivered. */
  fates: readonly {
    readonly suffix: string;
    readonly status: "undelivered" | "failed";
    readonly code: number;
  }[];
};

export const WILLING: TwilioBehaviour = {
  next: [],
  answerAfterMs: 0,
  statuses: true,
  statusAfterMs: 1,
  duplicateCallbacks: false,
  reorderCallbacks: false,
  fates: [
    { suffix: "30003", status: "undelivered", code: 30_003 },
    { suffix: "30005", status: "undelivered", code: 30_005 },
    { suffix: "30036", status: "failed", code: 30_036 },
  ],
};

export const TOO_MANY: TwilioError = { status: 429, code: 20_429, message: "Too Many Requests" };

export function fateOf(to: string, { fates }: TwilioBehaviour) {
  return fates.find(({ suffix }) => to.endsWith(suffix));
}

/** What Twilio finds wrong with a request to create a message. */
export function refusalOf(
  { method, path, headers }: PeerRequest,
  form: Readonly<Record<string, string>>,
  account: Account,
  optedOut: ReadonlySet<string>,
): TwilioError | undefined {
  const wrong = (code: number, message: string, status = 400) => ({ status, code, message });
  const [, sid] = /^\/2010-04-01\/Accounts\/(\w+)\/Messages\.json$/.exec(path) ?? [];
  if (method !== "POST" || sid === undefined) return wrong(20_404, "was not found", 404);
  if (!isSignedIn(headers["authorization"] ?? "", account))
    return wrong(20_003, "Authenticate", 401);
  if (sid !== account.sid) return wrong(20_404, "was not found", 404);
  const { To, From, MessagingServiceSid, Body, ValidityPeriod, StatusCallback } = form;
  if (!To) return wrong(21_604, "A 'To' phone number is required.");
  if (!From && !MessagingServiceSid) return wrong(21_603, "A 'From' phone number is required.");
  if (!Body) return wrong(21_602, "Message body is required.");
  if (Body.length > 1_600) return wrong(21_617, "exceeds the 1600 character limit.");
  if (!/^\+[1-9]\d{6,14}$/.test(To)) return wrong(21_211, `Invalid 'To' Phone Number: ${To}`);
  if (To.endsWith("21614"))
    return wrong(21_614, `'To' number: ${To}, is not a valid mobile number`);
  if (From && From.startsWith("+") && !account.numbers.includes(From))
    return wrong(21_659, `'From' ${From} is not a Twilio phone number`);
  if (ValidityPeriod !== undefined && !isWithin(ValidityPeriod, 1, 36_000))
    return wrong(21_624, "Invalid validity period value");
  if (StatusCallback !== undefined && !/^https?:\/\/[^/_]+\//.test(StatusCallback))
    return wrong(21_609, "The StatusCallback URL is not a valid URL");
  if (optedOut.has(To)) return wrong(21_610, "Attempt to send to unsubscribed recipient");
  return undefined;
}

function isSignedIn(header: string, { sid, authToken, apiKey }: Account): boolean {
  const given = Buffer.from(header.replace(/^Basic /, ""), "base64").toString("utf8");
  return (
    given === `${sid}:${authToken}` ||
    (apiKey && given === `${apiKey.sid}:${apiKey.secret}`) === true
  );
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}
