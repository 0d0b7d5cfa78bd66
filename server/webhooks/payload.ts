// What a callback says: the same fields, under the same names, as an event in the HTTP API.
import { bigintAsText } from "#ledger/events.ts";

export type CallbackEvent = {
  readonly seq: bigint;
  readonly eventId: string;
  readonly at: Temporal.Instant;
  readonly kind: string;
  /** The client's own reference of the customer. */
  readonly customer: string | null;
  readonly currency: string | null;
  readonly messageId: string | null;
  /** What the client called the message when it was sent by API. */
  readonly reference: string | null;
  readonly actor: string;
  readonly cause: string | null;
  readonly body: unknown;
};

/** The id of a callback: the event's. The same in every try and every replay, so that receivers can tell what they have. */
export function callbackId(eventId: string): string {
  return `evt_${eventId}`;
}

/** The body of a callback. An event never changes, so neither does this from try to try. */
export function payloadOf(event: CallbackEvent): Buffer {
  const { kind, at, eventId, messageId, reference, customer, currency, actor, cause, seq, body } =
    event;
  const data = {
    seq,
    event_id: eventId,
    customer,
    currency,
    message_id: messageId,
    reference,
    actor,
    cause,
    body,
  };
  const text = JSON.stringify({ type: kind, timestamp: at.toString(), data }, bigintAsText);
  return Buffer.from(text);
}
