// What pulls of accounting packages have in common: changes since a time, page by page, taken up behind the last page.
import { z } from "zod";
import type { Page, Pull, SourceRecord, Unreadable } from "#sources/source.ts";

const Cursor = z.object({
  sinceMs: z.number().optional(),
  beganMs: z.number().optional(),
  after: z.string().optional(),
});

/** What one request asks for. */
export type Wanted = {
  /** Changes since then; undefined: whenever. */
  readonly sinceMs: number | undefined;
  /** Only what is open. */
  readonly openOnly: boolean;
  /** Behind the last page. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
};

export type Fetched = {
  readonly records: readonly SourceRecord[];
  readonly unreadable?: readonly Unreadable[];
  /** What asks for the page behind; undefined: that was all. */
  readonly after: string | undefined;
};

/** Clocks differ, and what is written while we read comes late: so much is fetched again. */
const OVERLAP_MS = 300_000;

/** Fetches page after page. The time of the next pull is that at which this one began. */
export async function* pullByKey(
  { cursor, full, signal }: Pull,
  nowMs: number,
  fetchPage: (wanted: Wanted) => Promise<Fetched>,
): AsyncGenerator<Page> {
  const { sinceMs, beganMs = nowMs, after: first } = Cursor.parse(JSON.parse(cursor ?? "{}"));
  const openOnly = full && sinceMs === undefined;
  for (let after = first; ;) {
    const fetched = await fetchPage({ sinceMs, openOnly, after, signal });
    const behind = { ...(sinceMs !== undefined && { sinceMs }), beganMs, after: fetched.after };
    yield {
      records: fetched.records,
      unreadable: fetched.unreadable ?? [],
      cursor: JSON.stringify(
        fetched.after === undefined ? { sinceMs: beganMs - OVERLAP_MS } : behind,
      ),
    };
    if (fetched.after === undefined) return;
    after = fetched.after;
  }
}

/** An instant as packages write it: "2026-03-05 11:00:00", in a zone of their own. */
export function localTime(atMs: number, zone = "UTC"): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" })
    .replace("T", " ");
}

/** Times of a zone that this runtime knows. */
export const Zone = z.string().refine((zone) => /^[A-Za-z]/.test(zone) && isZone(zone), {
  message: "is no time zone; write one such as Africa/Johannesburg",
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
