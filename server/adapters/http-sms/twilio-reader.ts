import type {
  ProviderNews,
  ProviderReader,
  ProviderRefusal,
  ProviderRequest,
  ReceiptState,
} from "#messages/route.ts";
import { handOverIn } from "./hand-over-name.ts";
import { idOf } from "./paths.ts";
import type { TwilioConfig } from "./twilio-config.ts";
import { errorOf, VALIDITY_OVER } from "./twilio-errors.ts";
import { isSignedByTwilio } from "./twilio-signature.ts";

/** What Twilio calls the states of an outbound message. Those of an inbound one concern nobody. */
const STATES: ReadonlyMap<string, ReceiptState> = new Map([
  ["accepted", "accepted"],
  ["scheduled", "accepted"],
  ["queued", "accepted"],
  ["sending", "accepted"],
  ["sent", "accepted"],
  ["delivered", "delivered"],
  ["read", "delivered"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);

const NOTHING = { receipts: [], inbounds: [], optedOut: [] };
const NO_TWIML = { type: "text/xml; charset=utf-8", body: "<Response/>" };
const MOST_PARAMETERS = 500;
const LONGEST_CODE = 100;

/** Reads Twilio's status callbacks and incoming messages, each with its signature checked first. */
export function twilioReader(
  routeId: string,
  { authToken, messagingServiceSid }: Pick<TwilioConfig, "authToken" | "messagingServiceSid">,
): ProviderReader {
  const isPooled = messagingServiceSid !== undefined;
  return {
    status: (request) => read(request, (form) => statusIn(form, routeId, isPooled, request.url)),
    sms: (request) => read(request, (form) => smsIn(form, routeId)),
    thanks: NO_TWIML,
  };

  function read(
    { url, headers, body }: ProviderRequest,
    meaning: (form: URLSearchParams) => ProviderNews | ProviderRefusal,
  ): ProviderNews | ProviderRefusal {
    const form = new URLSearchParams(body.toString("utf8"));
    if (form.size > MOST_PARAMETERS) return { refused: "unreadable", why: "too many parameters" };
    if (!isSignedByTwilio(authToken, headers["x-twilio-signature"], url, form))
      return { refused: "forbidden", why: "X-Twilio-Signature is missing or wrong" };
    return meaning(form);
  }
}

function statusIn(
  form: URLSearchParams,
  routeId: string,
  isPooled: boolean,
  url: string,
): ProviderNews | ProviderRefusal {
  const providerId = idOf(form.get("MessageSid") ?? form.get("SmsSid"));
  const status = form.get("MessageStatus") ?? form.get("SmsStatus");
  if (!providerId || !status) return unreadable("MessageSid or MessageStatus is missing");
  if (status === "receiving" || status === "received") return NOTHING;
  const error = form.get("ErrorCode")?.slice(0, LONGEST_CODE) || undefined;
  const { dead, optedOut } = errorOf(error ?? "");
  const to = form.get("To") ?? undefined;
  const state = error === VALIDITY_OVER ? "expired" : (STATES.get(status) ?? "unknown");
  const handOver = handOverIn(url);
  return {
    ...NOTHING,
    receipts: [
      {
        routeId,
        providerId,
        ...(handOver === undefined ? {} : { handOver }),
        state,
        permanent: state === "failed" && dead,
        error,
        // From a pool leaves another sender than the one that we named.
        from: isPooled ? undefined : (form.get("From") ?? undefined),
        to,
        doneAt: undefined,
      },
    ],
    optedOut: optedOut && to !== undefined ? [to] : [],
  };
}

function smsIn(form: URLSearchParams, routeId: string): ProviderNews | ProviderRefusal {
  const providerId = idOf(form.get("MessageSid") ?? form.get("SmsSid"));
  const [from, to] = [form.get("From"), form.get("To")];
  if (!providerId || !from || !to) return unreadable("MessageSid, From or To is missing");
  // Other channels of Twilio carry their name before the number; an answer there could not go back as a text message.
  if (from.includes(":")) return unreadable("only text messages are read here");
  const text = form.get("Body") ?? "";
  return {
    ...NOTHING,
    inbounds: [{ routeId, channel: "sms", from, to, text, providerId, automatic: false }],
  };
}

function unreadable(why: string): ProviderRefusal {
  return { refused: "unreadable", why };
}
