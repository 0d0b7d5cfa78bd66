import { createHmac } from "node:crypto";
import type {
  Inbound,
  ProviderNews,
  ProviderReader,
  ProviderRefusal,
  ProviderRequest,
  Receipt,
} from "#messages/route.ts";
import type { HttpConfig } from "./generic-config.ts";
import { handOverIn, handOverName, handOverOf } from "./hand-over-name.ts";
import { documentOf, idOf } from "./paths.ts";
import { textAt, valueAt } from "#platform/json-path.ts";
import { isSameProof } from "./proof.ts";

const MOST_ITEMS = 1_000;
const LONGEST_CODE = 100;

/** Reads what a provider of the `http` adapter sends, where the configuration says what stands where. */
export function genericReader(routeId: string, config: HttpConfig): ProviderReader {
  const { status, inbound, check, thanks } = config;
  return {
    thanks: { type: "text/plain; charset=utf-8", body: thanks },
    status: (request) =>
      read(request, status, status?.each, (item) => statusIn(item, request, status!, routeId)),
    sms: (request) =>
      read(request, inbound, inbound?.each, (item) => smsIn(item, inbound!, routeId)),
  };

  function read(
    request: ProviderRequest,
    settings: object | undefined,
    each: string | undefined,
    newsOf: (item: unknown) => Partial<ProviderNews> | undefined,
  ): ProviderNews | ProviderRefusal {
    if (!isProven(request, check))
      return { refused: "forbidden", why: "the proof is missing or wrong" };
    if (!settings) return unreadable("the route is not configured to read this");
    const type = request.headers["content-type"];
    const document = documentOf(
      request.body.toString("utf8"),
      typeof type === "string" ? type : "",
    );
    const found = each === undefined ? document : valueAt(document, each);
    const items: readonly unknown[] =
      each === undefined ? [document] : Array.isArray(found) ? found : [];
    if (document === undefined || (each !== undefined && !Array.isArray(found)))
      return unreadable("the body is neither JSON nor a form, or the list is missing");
    if (items.length > MOST_ITEMS) return unreadable("too many at once");
    const news = items.map(newsOf);
    if (news.includes(undefined))
      return unreadable("a field is missing that the route's settings name");
    return {
      receipts: news.flatMap((one) => one?.receipts ?? []),
      inbounds: news.flatMap((one) => one?.inbounds ?? []),
      optedOut: news.flatMap((one) => one?.optedOut ?? []),
    };
  }
}

function statusIn(
  item: unknown,
  { url }: ProviderRequest,
  settings: NonNullable<HttpConfig["status"]>,
  routeId: string,
): Partial<ProviderNews> | undefined {
  const state = textAt(item, settings.state);
  const id = idOf(textAt(item, settings.id));
  // The address names a hand-over when it was made for one message; a list speaks of many.
  const called = settings.each === undefined ? handOverIn(url) : undefined;
  const handOver = handOverOf(textAt(item, settings.reference) ?? id ?? "") ?? called;
  const providerId = id ?? (handOver && handOverName(handOver));
  if (state === undefined || providerId === undefined) return undefined;
  const error = textAt(item, settings.error)?.slice(0, LONGEST_CODE);
  const to = textAt(item, settings.to);
  const meaning = Object.hasOwn(settings.states, state) ? settings.states[state] : undefined;
  const receipt: Receipt = {
    routeId,
    providerId,
    ...(handOver === undefined ? {} : { handOver }),
    state: meaning ?? "unknown",
    permanent: meaning === "failed" && settings.deadNumbers.includes(error ?? ""),
    error,
    from: textAt(item, settings.from),
    to,
    doneAt: undefined,
  };
  const hasOptedOut = error !== undefined && settings.optedOut.includes(error);
  return { receipts: [receipt], optedOut: hasOptedOut && to !== undefined ? [to] : [] };
}

function smsIn(
  item: unknown,
  settings: NonNullable<HttpConfig["inbound"]>,
  routeId: string,
): Partial<ProviderNews> | undefined {
  const [from, to] = [textAt(item, settings.from), textAt(item, settings.to)];
  if (from === undefined || to === undefined) return undefined;
  const text = textAt(item, settings.text) ?? "";
  const providerId = textAt(item, settings.id);
  const inbound: Inbound = { routeId, channel: "sms", from, to, text, automatic: false };
  return { inbounds: [providerId === undefined ? inbound : { ...inbound, providerId }] };
}

function isProven({ headers, body }: ProviderRequest, check: HttpConfig["check"]): boolean {
  if (check === undefined) return true;
  const given = headers[check.header.toLowerCase()];
  if (typeof given !== "string") return false;
  if ("value" in check) return isSameProof(given, check.value);
  const digest = createHmac(check.hmac, check.secret).update(body).digest(check.encoding);
  return isSameProof(given, check.prefix + digest);
}

function unreadable(why: string): ProviderRefusal {
  return { refused: "unreadable", why };
}
