import { expect, test } from "vitest";
import { glanceAt, readerKind } from "./reader-kind.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const OUTLOOK = "Mozilla/4.0 (compatible; ms-office; MSOffice 16)";
const GMAIL =
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const YAHOO = "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html";
const APPLE = "Mozilla/5.0";

type Given = {
  method?: string;
  headers?: Record<string, string>;
  sinceHandOverMs?: number | undefined;
  linksAtOnce?: number;
};

const kindOf = (what: "open" | "click", agent: string | undefined, given: Given = {}) =>
  readerKind({
    ...glanceAt(given.method ?? "GET", {
      ...(agent === undefined ? {} : { "user-agent": agent }),
      ...given.headers,
    }),
    what,
    sinceHandOverMs: "sinceHandOverMs" in given ? given.sinceHandOverMs : 60_000,
    linksAtOnce: given.linksAtOnce ?? 1,
  });

test.each([
  ["a browser", CHROME, {}, "human"],
  ["a telephone", IPHONE, {}, "human"],
  ["Outlook", OUTLOOK, {}, "human"],
  ["Gmail's pictures", GMAIL, {}, "proxy"],
  ["Yahoo's pictures", YAHOO, {}, "proxy"],
  ["Apple's privacy protection", APPLE, {}, "proxy"],
  ["nobody who says who they are", undefined, {}, "proxy"],
  ["Gmail, at once", GMAIL, { sinceHandOverMs: 100 }, "proxy"],
  ["a browser before anybody could read", CHROME, { sinceHandOverMs: 1_999 }, "scanner"],
  ["a browser two seconds after", CHROME, { sinceHandOverMs: 2_000 }, "human"],
  ["a library", "python-requests/2.32", {}, "scanner"],
  ["HEAD", CHROME, { method: "HEAD" }, "scanner"],
] as const)("an opening by %s", (_name, agent, given, kind) => {
  expect(kindOf("open", agent, given)).toBe(kind);
});

test.each([
  ["a browser", CHROME, {}, "human"],
  ["a telephone", IPHONE, {}, "human"],
  [
    "a browser of a message whose hand-over is unknown",
    CHROME,
    { sinceHandOverMs: undefined },
    "human",
  ],
  ["two links at once", CHROME, { linksAtOnce: 2 }, "human"],
  ["three links at once", CHROME, { linksAtOnce: 3 }, "scanner"],
  ["within a second of the hand-over", CHROME, { sinceHandOverMs: 800 }, "scanner"],
  ["before the hand-over was written down", CHROME, { sinceHandOverMs: -50 }, "scanner"],
  ["HEAD", CHROME, { method: "HEAD" }, "scanner"],
  ["a prefetch", CHROME, { headers: { "sec-purpose": "prefetch;prerender" } }, "scanner"],
  ["nobody who says who they are", undefined, {}, "scanner"],
  ["a provider of pictures", GMAIL, {}, "scanner"],
  ["a gateway", "Mozilla/5.0 (compatible; Barracuda Sentinel)", {}, "scanner"],
  ["a messenger's preview", "WhatsApp/2.23.20.0", {}, "scanner"],
  [
    "a search engine",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    {},
    "scanner",
  ],
  ["a library", "Go-http-client/2.0", {}, "scanner"],
  ["a browser without a window", CHROME.replace("Chrome/", "HeadlessChrome/"), {}, "scanner"],
] as const)("a click by %s", (_name, agent, given, kind) => {
  expect(kindOf("click", agent, given)).toBe(kind);
});
