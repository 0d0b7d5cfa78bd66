/**
 * Who asked for a picture or a link: a person, a mail provider that fetches pictures on everybody's behalf, or a program that
 * looks into links before anybody reads the mail. Pure, on what little is known; where nothing speaks against it, a person.
 */
export type ReaderKind = "human" | "proxy" | "scanner";

/** What the request itself shows. Made at once, so that the names of programs are kept nowhere. */
export type Glance = {
  /** HEAD: somebody who wants no answer. */
  readonly isHead: boolean;
  /** The browser says that nobody has asked for it yet. */
  readonly isPrefetch: boolean;
  readonly agent: "none" | "proxy" | "program" | "browser";
};

export type Case = Glance & {
  readonly what: "open" | "click";
  /** Real time since the message was handed over; undefined when that is not known. */
  readonly sinceHandOverMs: number | undefined;
  /** Different links of the same message that were asked for at once, this one included. */
  readonly linksAtOnce: number;
};

/** Nobody reads a mail and decides so fast; gateways look into it before they deliver it. */
const TOO_EARLY_MS = 2_000;
const MANY_LINKS = 3;

// Google fetches pictures for Gmail, Yahoo for its mail, Apple for who hides what they open: the last names nothing but the
// oldest part of a browser's name. They ask once for all openings, or before there was one.
const PROXIES =
  /GoogleImageProxy|ggpht\.com|YahooMailProxy|YahooMailImageProxy|\bImage ?Proxy\b|\bmail ?proxy\b|^Mozilla\/[45]\.0$/i;
// Security gateways, previews of messengers, search engines, libraries for programs.
const PROGRAMS =
  /\b(bot|crawler|spider|scan(ner)?|preview|monitor|validator|checker)\b|bot\/|bot;|barracuda|mimecast|proofpoint|urldefense|ironport|fireeye|forcepoint|sophos|symantec|trend ?micro|bitdefender|kaspersky|safelinks|messagelabs|cloudmark|spamhaus|zscaler|facebookexternalhit|whatsapp|slackbot|skypeuripreview|telegrambot|discordbot|headlesschrome|phantomjs|puppeteer|playwright|curl\/|wget\/|python|aiohttp|httpx|go-http-client|java\/|okhttp|apache-httpclient|libwww|axios|node-fetch|undici|ruby|guzzle|php\//i;
const LONGEST_AGENT = 1_000;

/** What a request shows of who asks: its method and headers, by names in small letters. */
export function glanceAt(
  method: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Glance {
  const one = (name: string): string => String(headers[name] ?? "").slice(0, LONGEST_AGENT);
  const purpose = `${one("sec-purpose")} ${one("purpose")} ${one("x-purpose")} ${one("x-moz")}`;
  return {
    isHead: method !== "GET",
    isPrefetch: /prefetch|prerender|preview/i.test(purpose),
    agent: agentOf(one("user-agent").trim()),
  };
}

function agentOf(name: string): Glance["agent"] {
  if (name === "") return "none";
  if (PROXIES.test(name)) return "proxy";
  return PROGRAMS.test(name) ? "program" : "browser";
}

/** Who it was. */
export function readerKind(one: Case): ReaderKind {
  if (one.isHead || one.isPrefetch || one.agent === "program") return "scanner";
  // A picture that is fetched without a name, or by a provider, says nothing of a person; a link so followed is looked into.
  if (one.agent !== "browser") return one.what === "open" ? "proxy" : "scanner";
  if (one.sinceHandOverMs !== undefined && one.sinceHandOverMs < TOO_EARLY_MS) return "scanner";
  return one.what === "click" && one.linksAtOnce >= MANY_LINKS ? "scanner" : "human";
}
