// When a callback that failed is tried again.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between tries; after the last the delivery is dead. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

const JITTER = 0.2;

/**
 * How long to wait after so many tries; undefined when all are used. The wait varies by a fifth either way, so that what
 * failed together does not come back together; what the receiver asks for (Retry-After) counts from one to two times the
 * planned wait. `random` gives from 0 up to 1.
 */
export function retryDelayMs(
  tries: number,
  askedMs: number | undefined,
  random: () => number,
  delaysMs: readonly number[] = RETRY_DELAYS_MS,
): number | undefined {
  const planned = delaysMs[tries - 1];
  if (planned === undefined) return undefined;
  const varied = planned * (1 - JITTER + 2 * JITTER * random());
  if (askedMs === undefined) return Math.round(varied);
  return Math.round(Math.min(2 * planned, Math.max(planned, askedMs)));
}

/** The header's wait: seconds, or an HTTP date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
