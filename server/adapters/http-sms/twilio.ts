import type { Outgoing, Route } from "#messages/route.ts";
import { validitySecondsOf, type Dialect, type Meaning } from "./dialect.ts";
import type { HttpAnswer, HttpRequest } from "./exchange.ts";
import { callbackUrlFor } from "./hand-over-name.ts";
import { openHttpSmsRoute, type HttpSmsPorts } from "./route.ts";
import type { TwilioConfig } from "./twilio-config.ts";
import { meaningOfTwilio } from "./twilio-errors.ts";

/** Below five seconds Twilio advises against it; above ten hours it refuses (error 21624). */
const VALIDITY = { shortest: 5, longest: 36_000 };

/**
 * A route over Twilio's Messages API (version 2010-04-01). `statusUrl` is where Twilio tells what becomes of messages;
 * undefined when it could not reach us.
 */
export function openTwilioRoute(
  config: TwilioConfig,
  statusUrl: string | undefined,
  ports: HttpSmsPorts,
): Route {
  return openHttpSmsRoute(twilioDialect(config, statusUrl), config, ports);
}

function twilioDialect(config: TwilioConfig, statusUrl: string | undefined): Dialect {
  const { accountSid, apiKeySid = accountSid, apiKeySecret = config.authToken } = config;
  const base = config.apiUrl.replace(/\/+$/, "");
  const headers = {
    authorization: `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  };
  return {
    repeatable: false,
    write: (message): HttpRequest => ({
      url: `${base}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      method: "POST",
      headers,
      body: formOf(message, config, statusUrl),
    }),
    read: readAnswer,
  };
}

function formOf(message: Outgoing, config: TwilioConfig, statusUrl: string | undefined): string {
  const form = new URLSearchParams({ To: message.to, Body: message.text });
  if (config.messagingServiceSid === undefined) form.set("From", message.sender);
  else form.set("MessagingServiceSid", config.messagingServiceSid);
  const validity = validitySecondsOf(message, VALIDITY);
  if (validity !== undefined) form.set("ValidityPeriod", String(validity));
  if (statusUrl !== undefined) form.set("StatusCallback", callbackUrlFor(statusUrl, message));
  return form.toString();
}

function readAnswer(answer: HttpAnswer): Meaning {
  const said = objectIn(answer.body);
  const { sid, code } = said;
  if (answer.status < 300) {
    if (typeof sid === "string" && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(sid))
      return { means: "sent", providerIds: [sid] };
    // It was taken, by all that is known; only its id is missing.
    return { means: "uncertain", code: "no_id" };
  }
  return meaningOfTwilio(answer, typeof code === "number" ? code : undefined);
}

function objectIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
