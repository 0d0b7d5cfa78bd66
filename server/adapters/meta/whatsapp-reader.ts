import type {
  Inbound,
  ProviderNews,
  ProviderReader,
  Receipt,
  ReceiptState,
} from "#messages/route.ts";
import { handOverOf } from "../http-sms/hand-over-name.ts";
import { idOf } from "../http-sms/paths.ts";
import type { WhatsAppConfig } from "./config.ts";
import { errorOf } from "./errors.ts";
import { listAt, objectAt, textAt, timeAt } from "./json.ts";
import { metaReader } from "./proof.ts";

type Loose = Readonly<Record<string, unknown>>;

const STATES: ReadonlyMap<string, ReceiptState> = new Map([
  ["accepted", "accepted"],
  ["sent", "accepted"],
  ["delivered", "delivered"],
  ["read", "delivered"],
  ["played", "delivered"],
  ["failed", "failed"],
]);

/** What the network itself says into a conversation, and what is no message of its own. */
const NO_WORDS = new Set(["system", "reaction", "ephemeral", "request_welcome"]);

/** Reads the webhook of the Cloud API for one number; what is about other numbers of the same app is left to their routes. */
export function whatsAppReader(routeId: string, config: WhatsAppConfig): ProviderReader {
  return metaReader(config, "whatsapp_business_account", (document) => {
    const values = listAt(document, "entry")
      .flatMap((entry) => listAt(entry, "changes"))
      .flatMap((change) =>
        change["field"] === "messages" ? [objectAt(change, "value") ?? {}] : [],
      )
      .filter(
        (value) => textAt(objectAt(value, "metadata"), "phone_number_id") === config.phoneNumberId,
      );
    return newsOf(values, routeId);
  });
}

function newsOf(values: readonly Loose[], routeId: string): ProviderNews {
  const statuses = values.flatMap((value) => listAt(value, "statuses"));
  const inbounds = values.flatMap((value) =>
    listAt(value, "messages").flatMap((message) => {
      const read = inboundOf(message, numberOf(value), routeId);
      return read ? [{ at: timeAt(message, "timestamp"), read }] : [];
    }),
  );
  return {
    receipts: statuses.flatMap((status) => receiptOf(status, routeId) ?? []),
    // Within a request they come in any order; the words of one person are kept in theirs.
    inbounds: inbounds.toSorted((a, b) => a.at - b.at).map(({ read }) => read),
    optedOut: statuses.flatMap((status) => {
      const to = textAt(status, "recipient_id");
      return to !== undefined && errorOf(errorIn(status)).optedOut ? [numberFrom(to)] : [];
    }),
  };
}

/** Ids of people are numbers in international form without "+". */
const numberFrom = (id: string): string => (/^\d{6,15}$/.test(id) ? `+${id}` : id);

const numberOf = (value: Loose): string =>
  textAt(objectAt(value, "metadata"), "display_phone_number") ?? "";

function errorIn(status: Loose): number | undefined {
  const code = listAt(status, "errors")[0]?.["code"];
  return typeof code === "number" ? code : undefined;
}

function receiptOf(status: Loose, routeId: string): Receipt | undefined {
  const providerId = idOf(textAt(status, "id"));
  const said = textAt(status, "status");
  if (providerId === undefined || said === undefined) return undefined;
  const code = errorIn(status);
  const state = STATES.get(said) ?? "unknown";
  const handOver = handOverOf(textAt(status, "biz_opaque_callback_data") ?? "");
  const to = textAt(status, "recipient_id");
  return {
    routeId,
    providerId,
    ...(handOver === undefined ? {} : { handOver }),
    state,
    permanent: state === "failed" && errorOf(code).dead,
    error: code === undefined ? undefined : String(code),
    from: undefined,
    to: to === undefined ? undefined : numberFrom(to),
    doneAt: undefined,
  };
}

function inboundOf(message: Loose, to: string, routeId: string): Inbound | undefined {
  const from = textAt(message, "from");
  const providerId = idOf(textAt(message, "id"));
  const kind = textAt(message, "type") ?? "unknown";
  if (from === undefined || providerId === undefined || NO_WORDS.has(kind)) return undefined;
  const answers = idOf(textAt(objectAt(message, "context"), "id"));
  return {
    routeId,
    channel: "whatsapp",
    from: numberFrom(from),
    to,
    text: textOf(message, kind),
    providerId,
    ...(answers === undefined ? {} : { answers: [answers] }),
    automatic: false,
  };
}

/** What was written or pressed; of pictures and the like their kind and what stands below them, so that a person looks. */
function textOf(message: Loose, kind: string): string {
  const part = objectAt(message, kind);
  if (kind === "text") return textAt(part, "body") ?? "";
  if (kind === "button") return textAt(part, "text") ?? textAt(part, "payload") ?? "";
  if (kind === "interactive") {
    const pressed = objectAt(part, "button_reply") ?? objectAt(part, "list_reply");
    return textAt(pressed, "title") ?? textAt(pressed, "id") ?? "[interactive]";
  }
  const caption = textAt(part, "caption") ?? textAt(part, "filename");
  return caption === undefined ? `[${kind}]` : `[${kind}] ${caption}`;
}
