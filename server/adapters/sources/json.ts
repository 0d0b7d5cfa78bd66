// Books from a JSON API that configuration describes.
import { z } from "zod";
import { SourceError, type Page, type Pull, type RecordSource } from "#sources/source.ts";
import { readItem } from "./json-fields.ts";
import { textAt, valueAt } from "#platform/json-path.ts";
import type { JsonList, JsonSettings } from "./json-settings.ts";
import { ask, basic, clientCredentials, fixed, type SignIn } from "./sign-in.ts";
import { documentOf, WebClient, type Web } from "./web.ts";
import { writeJson } from "./writing-json.ts";

/** How far a pull has come: since when changes are asked for, when it began, and the page of the list that is next. */
const Cursor = z.object({
  sinceMs: z.number().optional(),
  beganMs: z.number().optional(),
  list: z.number().optional(),
  page: z.string().optional(),
});
type Cursor = z.infer<typeof Cursor>;

const MOST_PAGES = 50_000;

/** Opens an API; each pull goes through its lists one after the other. */
export function openJson(settings: JsonSettings, web: Web): RecordSource {
  const client = clientOf(settings, web);
  const signIn = signInOf(settings, client, web);
  return {
    gives: "records",
    changes: settings.lists.every((list) => list.changed_since !== undefined),
    whole: settings.lists.some((list) => list.of === "documents"),
    pull: (pull) =>
      pullLists(
        settings,
        async (url, headers, signal) => {
          const request = { method: "GET", url, headers } as const;
          return await ask(client, signIn, request, signal);
        },
        web,
        pull,
      ),
    write: writeJson(settings.write_back, client, signIn, settings.headers),
    close: async () => await Promise.resolve(),
  };
}

export function clientOf(
  settings: Pick<JsonSettings, "timeout_s" | "most_bytes" | "per_minute" | "retries">,
  web: Web,
): WebClient {
  return new WebClient(web, {
    timeoutMs: settings.timeout_s * 1_000,
    mostBytes: settings.most_bytes,
    perMinute: settings.per_minute,
    retries: settings.retries,
  });
}

function signInOf({ auth }: JsonSettings, client: WebClient, web: Web): SignIn {
  if (auth.kind === "bearer") return fixed({ authorization: `Bearer ${auth.token}` });
  if (auth.kind === "basic") return fixed(basic(auth.user, auth.password));
  if (auth.kind === "header") return fixed({ [auth.name]: auth.value });
  if (auth.kind === "client_credentials") return clientCredentials(auth, client, web.nowMs);
  return fixed({});
}

type Get = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => ReturnType<WebClient["send"]>;

async function* pullLists(
  settings: JsonSettings,
  get: Get,
  web: Web,
  { cursor, signal }: Pull,
): AsyncGenerator<Page> {
  const from: Cursor = cursor === undefined ? {} : Cursor.parse(JSON.parse(cursor));
  const beganMs = from.beganMs ?? web.nowMs();
  const { sinceMs } = from;
  const { lists } = settings;
  let page = from.page;
  for (let at = from.list ?? 0; at < lists.length; at += 1) {
    const list = lists[at]!;
    for (let pages = 0; ; pages += 1) {
      if (pages > MOST_PAGES) throw new SourceError("answer", `${list.url} has no last page`);
      const url = addressOf(list, sinceMs, page);
      const answer = await get(url, settings.headers, signal);
      const document = documentOf(answer, url);
      const items = list.each === undefined ? document : valueAt(document, list.each);
      if (!Array.isArray(items)) {
        throw new SourceError(
          "answer",
          `there is no list at ${list.each ?? "the top"} of the answer`,
        );
      }
      const next = nextOf(list, { document, items, url, page, link: answer.headers["link"] });
      if (next !== undefined && next === page) {
        throw new SourceError("answer", `${list.url} names the same page as the next one`);
      }
      const done = next === undefined && at === lists.length - 1;
      const read = items.map((item) => readItem(item, list));
      const since = sinceMs === undefined ? {} : { sinceMs };
      const place = next === undefined ? { list: at + 1 } : { list: at, page: next };
      const behind: Cursor = done ? { sinceMs: beganMs } : { ...since, beganMs, ...place };
      yield {
        records: read.flatMap((one) => one.records),
        unreadable: read.flatMap((one) => one.unreadable),
        cursor: JSON.stringify(behind),
      };
      page = next;
      if (next === undefined) break;
    }
  }
}

function addressOf(list: JsonList, sinceMs: number | undefined, page: string | undefined): string {
  const { paging, changed_since: changed } = list;
  if (paging.kind === "link" && page !== undefined) return page;
  const url = new URL(list.url);
  for (const [name, value] of Object.entries(list.parameters)) url.searchParams.set(name, value);
  if (changed && sinceMs !== undefined) {
    const time = timeAs(changed.format, sinceMs - changed.overlap_s * 1_000);
    url.searchParams.set(changed.parameter, changed.value.replace("{}", time));
  }
  if (paging.kind === "none") return url.href;
  if (paging.size_parameter !== undefined) {
    url.searchParams.set(paging.size_parameter, String(paging.size));
  }
  if (paging.kind === "page") url.searchParams.set(paging.parameter, page ?? String(paging.first));
  else if (paging.kind !== "link" && page !== undefined)
    url.searchParams.set(paging.parameter, page);
  return url.href;
}

function timeAs(format: "instant" | "date" | "seconds" | "milliseconds", atMs: number): string {
  if (format === "milliseconds") return String(atMs);
  if (format === "seconds") return String(Math.floor(atMs / 1_000));
  const text = Temporal.Instant.fromEpochMilliseconds(atMs).toString({ smallestUnit: "second" });
  return format === "date" ? text.slice(0, 10) : text;
}

type Got = {
  readonly document: unknown;
  readonly items: readonly unknown[];
  readonly url: string;
  readonly page: string | undefined;
  readonly link: string | readonly string[] | undefined;
};

/** What asks for the page behind; undefined: that was all. */
function nextOf(
  { paging }: JsonList,
  { document, items, url, page, link }: Got,
): string | undefined {
  if (paging.kind === "none") return undefined;
  if (paging.kind === "cursor") return textAt(document, paging.next);
  if (paging.kind === "link") return nextLink(link, url);
  if (items.length < paging.size) return undefined;
  if (paging.kind === "page") return String(Number(page ?? paging.first) + 1);
  return String(Number(page ?? 0) + items.length);
}

// Keys are sent only to where they belong: a link that leads to another host is no next page.
function nextLink(link: string | readonly string[] | undefined, base: string): string | undefined {
  const text = typeof link === "string" ? link : (link ?? []).join(", ");
  for (const [, target, parameters] of text.slice(0, 10_000).matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (!/;\s*rel\s*=\s*"?([^";]*\s)?next[\s";,]?/i.test(`${parameters};`)) continue;
    const next = URL.parse(target!, base);
    if (next?.origin === new URL(base).origin) return next.href;
    throw new SourceError("answer", "the next page is said to be on another host");
  }
  return undefined;
}
