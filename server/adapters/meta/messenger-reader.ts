import type { Inbound, ProviderNews, ProviderReader, Receipt } from "#messages/route.ts";
import { idOf } from "../http-sms/paths.ts";
import type { MessengerConfig } from "./config.ts";
import { isObject, listAt, objectAt, textAt, timeAt } from "./json.ts";
import { metaReader } from "./proof.ts";

type Loose = Readonly<Record<string, unknown>>;

/** Reads the webhook of a page. What the page itself wrote (echoes) and what is about other pages is left alone. */
export function messengerReader(routeId: string, config: MessengerConfig): ProviderReader {
  return metaReader(config, "page", (document) => {
    const events = listAt(document, "entry")
      .filter((entry) => String(entry["id"]) === config.pageId)
      .flatMap((entry) => listAt(entry, "messaging"))
      .toSorted((a, b) => timeAt(a, "timestamp") - timeAt(b, "timestamp"));
    const news: ProviderNews = {
      receipts: events.flatMap((event) => receiptsOf(event, routeId)),
      inbounds: events.flatMap((event) => inboundOf(event, routeId, config.pageId) ?? []),
      optedOut: [],
    };
    return news;
  });
}

/** Deliveries name their messages; that somebody has read up to a moment names none, and tells nothing that we lack. */
function receiptsOf(event: Loose, routeId: string): Receipt[] {
  const mids = objectAt(event, "delivery")?.["mids"];
  if (!Array.isArray(mids)) return [];
  return mids.slice(0, 1_000).flatMap((mid: unknown) => {
    const providerId = typeof mid === "string" ? idOf(mid) : undefined;
    if (providerId === undefined) return [];
    const unsaid = { error: undefined, from: undefined, to: undefined, doneAt: undefined };
    return [{ routeId, providerId, state: "delivered", permanent: false, ...unsaid }];
  });
}

function inboundOf(event: Loose, routeId: string, pageId: string): Inbound | undefined {
  const from = textAt(objectAt(event, "sender"), "id");
  const said = objectAt(event, "message");
  const pressed = objectAt(event, "postback");
  const part = said ?? pressed;
  if (from === undefined || from === pageId || part === undefined) return undefined;
  if (said?.["is_echo"] === true) return undefined;
  const providerId = idOf(textAt(part, "mid"));
  const answers = idOf(textAt(objectAt(said, "reply_to"), "mid"));
  return {
    routeId,
    channel: "messenger",
    from,
    to: pageId,
    text: said ? textOf(said) : (textAt(pressed, "title") ?? textAt(pressed, "payload") ?? ""),
    ...(providerId === undefined ? {} : { providerId }),
    ...(answers === undefined ? {} : { answers: [answers] }),
    automatic: false,
  };
}

function textOf(said: Loose): string {
  const kinds = listAt(said, "attachments")
    .filter(isObject)
    .map((one) => `[${textAt(one, "type") ?? "attachment"}]`);
  return [textAt(said, "text") ?? "", ...kinds].join(" ").trim();
}
