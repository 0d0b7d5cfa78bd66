// What happens, told as it happens: server-sent events, resumed by the id of the last one that was heard.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { inClient } from "../deps.ts";
import { follow, type AskedOfClient } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { principalOf, requireScope } from "../principal.ts";
import { snakeKeys } from "../wire.ts";
import { bigintAsText } from "#ledger/events.ts";
import { messageOf } from "#platform/errors.ts";
import { newestSeq } from "#ledger/event-order.ts";
import { eventsAfter, type FedEvent } from "#reporting/event-feed.ts";
import { Event, Seq } from "./messages.ts";

const POLL_MS = 500;
const HEARTBEAT_MS = 15_000;
/** Then the caller connects anew, with the last id: a key that was ended is found out, and no stream is for ever. */
const LONGEST_S = 3_600;
const PAGE = 200;
const RECONNECT = "retry: 2000\n\n";

/** What happens from now on, or behind the last event that was heard. */
export const eventStream = follow({
  needs: "events:read",
  tag: "Events",
  summary:
    "Events as they happen (server-sent events); resumed by Last-Event-ID or after, which is a seq",
  description:
    "Without either, events from now on. Each event has its seq as id, its kind as event, and as data what GET /v1/events gives. Ends by itself after an hour: connect again.",
  query: z.strictObject({
    after: Seq.exactOptional(),
    /** Seconds after which the answer ends by itself. */
    for_s: z.coerce.number().int().min(0).max(LONGEST_S).default(LONGEST_S),
  }),
  example: { query: { after: "0", for_s: "0" } },
  follow: (asked, { query }, over) => {
    const heard = asked.request.headers["last-event-id"];
    if (heard !== undefined && !Seq.safeParse(heard).success) {
      const message = "is no seq; write a whole number";
      throw new HttpProblem(422, `Last-Event-ID (header): ${message}`, [
        { in: "header", field: "Last-Event-ID", message },
      ]);
    }
    const after = typeof heard === "string" ? heard : query.after;
    return lines(asked, after === undefined ? undefined : BigInt(after), query.for_s, over);
  },
});

async function* lines(
  asked: AskedOfClient,
  after: bigint | undefined,
  forS: number,
  over: AbortSignal,
): AsyncGenerator<string> {
  const began = performance.now();
  let last = after ?? (await within(asked, async (tx) => await newestSeq(tx, asked.clientId)));
  let beatAt = began;
  yield RECONNECT;
  while (!over.aborted) {
    const from = last;
    const found = await page(asked, from);
    if (found.length > 0) yield found.map(lineOf).join("");
    last = found.at(-1)?.seq ?? last;
    const now = performance.now();
    if (found.length < PAGE && now - began >= forS * 1_000) return;
    if (now - beatAt >= HEARTBEAT_MS) {
      if (!(await mayStill(asked))) return;
      yield ": still here\n\n";
      beatAt = now;
    }
    if (found.length < PAGE)
      await wait(POLL_MS, undefined, { signal: over }).catch(() => undefined);
  }
}

type Work<T> = (tx: Parameters<Parameters<typeof inClient>[2]>[0]) => Promise<T>;

async function within<T>({ deps, clientId }: AskedOfClient, work: Work<T>): Promise<T> {
  return await inClient(deps.db, clientId, work);
}

// A database that is away for a moment ends no stream: the next round asks again.
async function page(asked: AskedOfClient, after: bigint): Promise<readonly FedEvent[]> {
  try {
    return await within(asked, async (tx) => await eventsAfter(tx, asked.clientId, after, PAGE));
  } catch (error) {
    asked.deps.log.warn({ error: messageOf(error) }, "a stream of events waits for the database");
    return [];
  }
}

async function mayStill({ request, deps }: AskedOfClient): Promise<boolean> {
  try {
    requireScope(await principalOf(request, deps, "events:read"), "events:read");
    return true;
  } catch (error) {
    return !(error instanceof HttpProblem);
  }
}

function lineOf(event: FedEvent): string {
  const data = JSON.stringify(z.encode(Event, snakeKeys(event)), bigintAsText);
  return `id: ${event.seq}\nevent: ${event.kind}\ndata: ${data}\n\n`;
}
