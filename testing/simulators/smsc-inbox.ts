import { readAddress } from "#adapters/smpp/addresses.ts";
import type { ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import { contentOf, type Content } from "#adapters/smpp/concatenation.ts";
import { charsetOf, decodeText, type DefaultAlphabet } from "#adapters/smpp/text.ts";

/** A message as the customer's telephone shows it. */
export type SmscMessage = {
  /** The id of its first part, as it was answered. */
  readonly id: string;
  /** One id a part, in order. */
  readonly ids: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  readonly encoding: string;
  readonly at: Temporal.Instant;
};

type Unfinished = {
  readonly parts: Map<number, { readonly id: string; readonly octets: Uint8Array }>;
};

const MAX_UNFINISHED = 10_000;

/** Puts submitted parts together. Of messages that never become complete the oldest are forgotten. */
export class Inbox {
  readonly #alphabet: DefaultAlphabet;
  readonly #unfinished = new Map<string, Unfinished>();

  constructor(alphabet: DefaultAlphabet) {
    this.#alphabet = alphabet;
  }

  /** The message that this part completes, if it does. */
  add(body: ShortMessageBody, id: string): SmscMessage | undefined {
    const content = contentOf(body);
    const { octets, place } = content;
    if (!place) return this.#message(body, [id], octets);
    const key = `${body.source.digits}|${body.destination.digits}|${place.key}`;
    const unfinished = this.#unfinished.get(key) ?? this.#begin(key);
    unfinished.parts.set(place.index, { id, octets: Uint8Array.from(octets) });
    if (unfinished.parts.size < place.total) return undefined;
    this.#unfinished.delete(key);
    return this.#whole(body, content, unfinished);
  }

  #begin(key: string): Unfinished {
    const [oldest] = this.#unfinished.keys();
    if (oldest !== undefined && this.#unfinished.size >= MAX_UNFINISHED)
      this.#unfinished.delete(oldest);
    const unfinished: Unfinished = { parts: new Map() };
    this.#unfinished.set(key, unfinished);
    return unfinished;
  }

  #whole(body: ShortMessageBody, { place }: Content, { parts }: Unfinished): SmscMessage {
    const ids: string[] = [];
    const octets: Uint8Array[] = [];
    for (let index = 1; index <= (place?.total ?? 0); index += 1) {
      const part = parts.get(index);
      if (!part) continue;
      ids.push(part.id);
      octets.push(part.octets);
    }
    return this.#message(body, ids, Buffer.concat(octets));
  }

  #message(body: ShortMessageBody, ids: readonly string[], octets: Uint8Array): SmscMessage {
    return {
      id: ids[0] ?? "",
      ids,
      from: readAddress(body.source),
      to: readAddress(body.destination),
      text: decodeText(octets, body.dataCoding, this.#alphabet),
      parts: ids.length,
      encoding: charsetOf(body.dataCoding, this.#alphabet),
      at: Temporal.Instant.fromEpochMilliseconds(Date.now()),
    };
  }
}
