// The lines of a window as they come: server-sent events, resumed by the id of the last line that was heard.
import { chatLines, type ChatLine } from "#conversations/chat/chat.ts";
import { bellFor } from "#conversations/chat/chat-route.ts";
import type { ChatBell } from "#conversations/chat/bell.ts";
import { sessionAt, type ChatSession } from "#conversations/chat/sessions.ts";
import type { Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

/** How often a window looks by itself, with the bell and without. */
const LOOK_MS = { heard: 15_000, deaf: 2_000 };
const HEARTBEAT_MS = 15_000;
/** Then the window connects anew. */
const LONGEST_MS = 30 * 60_000;
const MOST_REMEMBERED = 500;
const RECONNECT = "retry: 3000\n\n";

export type Following = {
  readonly db: Db;
  readonly bell: ChatBell | undefined;
  readonly log: Logger;
  readonly token: string;
  readonly session: ChatSession;
  readonly after: string | undefined;
  readonly over: AbortSignal;
};

/** Goes on until nobody listens, the session is over, or half an hour has passed. */
export async function* chatStream(following: Following): AsyncGenerator<string> {
  const { bell, session, over, db, token } = following;
  const began = performance.now();
  const sent = new Set<string>();
  let last = following.after;
  let beatAt = began;
  const ringing = new Ringing(over);
  const off = bell?.on(bellFor(session.clientId, session.address), () => ringing.ring());
  try {
    yield RECONNECT;
    while (!over.aborted && performance.now() - began < LONGEST_MS) {
      const lines = (await look(following, last)).filter(({ id }) => !sent.has(id));
      if (lines.length > 0) yield lines.map(eventOf).join("");
      for (const { id } of lines) {
        sent.add(id);
        if (last === undefined || id > last) last = id;
      }
      if (sent.size > MOST_REMEMBERED) return;
      if (performance.now() - beatAt >= HEARTBEAT_MS) {
        if (!(await sessionAt(db, token))) return;
        yield ": still here\n\n";
        beatAt = performance.now();
      }
      await ringing.wait(bell?.isHeard === true ? LOOK_MS.heard : LOOK_MS.deaf);
    }
  } finally {
    off?.();
  }
}

/** A database that is away for a moment ends no stream. */
async function look(
  { db, session, log }: Following,
  last: string | undefined,
): Promise<readonly ChatLine[]> {
  try {
    return await chatLines(db, session, last);
  } catch (error) {
    log.warn({ error: messageOf(error) }, "a window of web chat waits for the database");
    return [];
  }
}

const eventOf = (line: ChatLine): string =>
  `id: ${line.id}\nevent: line\ndata: ${JSON.stringify(lineOnWire(line))}\n\n`;

/** A line as windows read it. */
export const lineOnWire = ({ id, from, key, text, at }: ChatLine) => ({
  id,
  from,
  key,
  text,
  at: at.toString(),
});

/** A wait that a ring, the end, or the time ends; a ring that nobody waited for is not lost. */
class Ringing {
  #rung = false;
  #wake: (() => void) | undefined;
  readonly #over: AbortSignal;

  constructor(over: AbortSignal) {
    this.#over = over;
    over.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(mostMs: number): Promise<void> {
    if (!this.#rung && !this.#over.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#rung = false;
  }
}
