/**
 * The address that a provider calls about a message names the hand-over: a receipt then finds its message even when the
 * answer that would have told the provider's id was lost.
 */
import type { Outgoing, Receipt } from "#messages/route.ts";

const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,5})$/;

type HandOver = Pick<Outgoing, "messageId" | "attempt">;

/** The name of the hand-over: unique for each attempt, so a resend is no repetition. */
export function handOverName({ messageId, attempt }: HandOver): string {
  return `${messageId}.${attempt}`;
}

export function callbackUrlFor(statusUrl: string, handOver: HandOver): string {
  return `${statusUrl}?m=${handOverName(handOver)}`;
}

/** The hand-over that the called address names; undefined when it names none. */
export function handOverIn(url: string): Receipt["handOver"] {
  return handOverOf(URL.parse(url)?.searchParams.get("m") ?? "");
}

/** Reads the name as it was given to the provider. */
export function handOverOf(name: string): Receipt["handOver"] {
  const [, messageId, attempt] = NAME.exec(name) ?? [];
  return messageId === undefined ? undefined : { messageId, attempt: Number(attempt) };
}
