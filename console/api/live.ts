// What happens at the client, as it happens: queries marked LIVE are asked again.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useConnection } from "./api.ts";
import { useMay } from "./session.ts";

/** However much happens, no list is asked for more often. */
const CALM_MS = 1_500;
const POLL_MS = 10_000;
const AGAIN_MS = 2_000;

function askAgain(memory: QueryClient): void {
  void memory.invalidateQueries({ predicate: ({ meta }) => meta?.["live"] === true });
}

/** Follows the client's events for as long as one of its pages is open; who may not read events asks every ten seconds. */
export function useLive(): void {
  const { slug } = useConnection();
  const memory = useQueryClient();
  const follows = useMay()("events:read");
  useEffect(() => {
    const end = new AbortController();
    if (follows) void follow(slug, memory, end.signal);
    else poll(memory, end.signal);
    return () => end.abort();
  }, [slug, memory, follows]);
}

function poll(memory: QueryClient, over: AbortSignal): void {
  const timer = setInterval(() => document.hidden || askAgain(memory), POLL_MS);
  over.addEventListener("abort", () => clearInterval(timer), { once: true });
}

async function follow(slug: string, memory: QueryClient, over: AbortSignal): Promise<void> {
  let last: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (id: string): void => {
    last = id;
    timer ??= setTimeout(() => {
      timer = undefined;
      askAgain(memory);
    }, CALM_MS);
  };
  while (!over.aborted) {
    try {
      const headers = { "dunlin-client": slug, ...(last && { "last-event-id": last }) };
      const response = await fetch("/v1/events/stream", { headers, signal: over });
      if (response.status === 401 || response.status === 403) return poll(memory, over);
      if (response.body) await readLines(response.body, hear);
    } catch {
      // The server is away, or the page is left; what was missed is told after `last`.
    }
    if (!over.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  clearTimeout(timer);
}

async function readLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  hear: (id: string) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const id = /^id: (.*)$/m.exec(part)?.[1];
      if (id !== undefined) hear(id);
    }
  }
}
