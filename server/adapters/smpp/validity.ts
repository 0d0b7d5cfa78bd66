/** validity_period (SMPP 3.4, section 7.1.1): "YYMMDDhhmmsstnnp". */

const SHORTEST_SECONDS = 60;
/** Few SMSCs keep a message longer. */
const LONGEST_SECONDS = 7 * 86_400;

/** Never in the past and never far: a message that is about to expire gets a minute, none gets more than a week. */
export function validityPeriod(
  notAfter: Temporal.Instant,
  form: "relative" | "absolute" | "none",
  now: () => Temporal.Instant,
): string {
  if (form === "none") return "";
  const nowMs = now().epochMilliseconds;
  const leftSeconds = Math.floor((notAfter.epochMilliseconds - nowMs) / 1_000);
  const seconds = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, leftSeconds));
  return form === "relative" ? relative(seconds) : absolute(nowMs + seconds * 1_000);
}

function relative(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds % 60)}000R`;
}

function absolute(epochMs: number): string {
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO("UTC");
  const date = `${two(at.year % 100)}${two(at.month)}${two(at.day)}`;
  return `${date}${two(at.hour)}${two(at.minute)}${two(at.second)}000+`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
