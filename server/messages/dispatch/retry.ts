/** What a failed hand-over leads to. Pure. */
import type { RouteFailure } from "#messages/route.ts";
import type { EpochMs } from "#policies/types.ts";
import type { Change } from "./states.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
/** A message that was refused so often "for now" will not be taken. */
export const TEMPORARY_TRIES = 5;
/** The column counts to 32,767. */
const MOST_ATTEMPTS = 30_000;

/** How long to wait after the n-th attempt: doubling from a second to five minutes, less up to half by chance. */
export function backoffMs(attempt: number, random: number, retryAfterMs = 0): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  return Math.max(retryAfterMs, fullMs * (1 - random / 2));
}

export type Failed = {
  readonly messageId: string;
  readonly attempt: number;
  readonly failure: RouteFailure;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  /** Attempts, this one among them, that were refused for now. */
  readonly temporaryTries: number;
  readonly nowMs: EpochMs;
  readonly notAfterMs: EpochMs;
};

/** The message's next state. `random` is in [0, 1). */
export function afterFailure(failed: Failed, random: number): Change {
  const { messageId, failure, code, attempt, nowMs } = failed;
  if (failure === "rejected") return { messageId, state: "failed", reason: code };
  if (failure === "uncertain" || failure === "partial")
    return {
      messageId,
      state: "uncertain",
      reason: failure === "partial" ? "partial" : "no_answer",
      code,
    };
  const given = failure === "temporary" && failed.temporaryTries >= TEMPORARY_TRIES;
  if (given || attempt >= MOST_ATTEMPTS) return { messageId, state: "failed", reason: code };
  const notBeforeMs = nowMs + backoffMs(attempt, random, failed.retryAfterMs);
  if (notBeforeMs > failed.notAfterMs) return { messageId, state: "expired", reason: code };
  return { messageId, state: "planned", reason: failure, notBeforeMs, code };
}
