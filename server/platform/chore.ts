// Work that comes again and again beside everything else, in no hurry.
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "./errors.ts";
import type { Logger } from "./log.ts";

export type Chore = { stop(): Promise<void> };

type Rhythm = {
  /** Between the end of one round and the next, milliseconds of real time. */
  readonly everyMs: number;
  /** Before the first round; as long as between rounds unless said otherwise. */
  readonly firstMs?: number;
};

/**
 * Runs the work round after round until `stop`, which resolves when the round under way has ended; the signal tells it to end
 * early. A round that throws is logged, with `failed` saying what was not done, and the next one tries again.
 */
export function startChore(
  log: Logger,
  failed: string,
  { everyMs, firstMs = everyMs }: Rhythm,
  round: (signal: AbortSignal) => Promise<unknown>,
): Chore {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    for (let waitMs = firstMs; !signal.aborted; waitMs = everyMs) {
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await round(signal).catch((error: unknown) => log.warn({ error: messageOf(error) }, failed));
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
