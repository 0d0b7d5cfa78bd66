import { encodeUcs2, segmentsOf } from "#messages/text/gsm.ts";
import type { Outgoing } from "#messages/route.ts";
import { destinationOf, senderOf } from "./addresses.ts";
import type { Address, ShortMessageBody } from "./codec/pdu.ts";
import { TAG, type Tlv } from "./codec/tlv.ts";
import { ESM_UDH, sarTlvs, udh16, udh8 } from "./concatenation.ts";
import type { SmppConfig } from "./config.ts";
import { CODING, encodeDefault } from "./text.ts";
import { validityPeriod } from "./validity.ts";

export type Planned =
  | { readonly parts: readonly ShortMessageBody[] }
  | { readonly refused: string };

/** What of the configuration shapes a text. */
export type TextShape = Pick<SmppConfig, "longMessages" | "defaultAlphabet">;

/** What of the configuration shapes a message. */
export type Shape = TextShape &
  Pick<SmppConfig, "sourceTon" | "sourceNpi" | "registeredDelivery" | "validity">;

const MAX_PARTS = 255;
/** Leaves room for the rest of the PDU within 64 KiB. */
const MAX_PAYLOAD_BYTES = 60_000;

/** The PDUs of one message in order, all of one session. `reference` tells its parts from those of other messages. */
export function planMessage(
  message: Pick<Outgoing, "to" | "sender" | "text" | "notAfter">,
  shape: Shape,
  reference: number,
  now: () => Temporal.Instant,
): Planned {
  const destination = destinationOf(message.to);
  if (!destination) return { refused: "invalid_destination" };
  const source = senderOf(message.sender, { ton: shape.sourceTon, npi: shape.sourceNpi });
  if (!source) return { refused: "invalid_sender" };
  const plain: ShortMessageBody = {
    ...blankMessage("submit_sm", source, destination),
    validityPeriod: message.notAfter ? validityPeriod(message.notAfter, shape.validity, now) : "",
    registeredDelivery: shape.registeredDelivery,
  };
  return spreadText(plain, message.text, shape, reference);
}

/** A message with all that has a default. */
export function blankMessage(
  command: ShortMessageBody["command"],
  source: Address,
  destination: Address,
): ShortMessageBody {
  return {
    command,
    serviceType: "",
    source,
    destination,
    esmClass: 0,
    protocolId: 0,
    priority: 0,
    scheduleDeliveryTime: "",
    validityPeriod: "",
    registeredDelivery: 0,
    replaceIfPresent: 0,
    dataCoding: 0,
    defaultMessageId: 0,
    shortMessage: NOTHING,
    tlvs: NO_TLVS,
  };
}

/** `plain` with the text in it, as often as the text needs. */
export function spreadText(
  plain: ShortMessageBody,
  text: string,
  shape: TextShape,
  reference: number,
): Planned {
  const { coding, parts } = encodeParts(text, shape);
  if (parts.length > MAX_PARTS) return { refused: "too_long" };
  const coded = { ...plain, dataCoding: coding };
  const [only] = parts;
  if (only && parts.length === 1) return { parts: [{ ...coded, shortMessage: only }] };
  return longMessage(coded, parts, shape, reference);
}

const NOTHING = new Uint8Array();
const NO_TLVS: readonly Tlv[] = [];

function longMessage(
  plain: ShortMessageBody,
  parts: readonly Uint8Array[],
  { longMessages }: TextShape,
  reference: number,
): Planned {
  if (longMessages === "payload") {
    const value = Buffer.concat(parts);
    if (value.length > MAX_PAYLOAD_BYTES) return { refused: "too_long" };
    return { parts: [{ ...plain, tlvs: [{ tag: TAG.message_payload, value }] }] };
  }
  const total = parts.length;
  return {
    parts: parts.map((octets, at) => {
      const index = at + 1;
      if (longMessages === "sar")
        return { ...plain, shortMessage: octets, tlvs: sarTlvs(reference, total, index) };
      const header = (longMessages === "udh8" ? udh8 : udh16)(reference, total, index);
      const shortMessage = Buffer.concat([header, octets]);
      return { ...plain, esmClass: ESM_UDH, shortMessage };
    }),
  };
}

type Encoded = { readonly coding: number; readonly parts: readonly Uint8Array[] };

function encodeParts(text: string, shape: TextShape): Encoded {
  const udhBytes = shape.longMessages === "udh16" ? 7 : 6;
  const { encoding, parts } = segmentsOf(text, { udhBytes });
  if (encoding === "ucs2") return ucs2(parts);
  const encoded: Uint8Array[] = [];
  for (const part of parts) {
    const octets = encodeDefault(part, shape.defaultAlphabet);
    if (!octets) return ucs2(cutUnits(text, udhBytes));
    encoded.push(octets);
  }
  return { coding: CODING.default, parts: encoded };
}

function ucs2(parts: readonly string[]): Encoded {
  return { coding: CODING.ucs2, parts: parts.map(encodeUcs2) };
}

/** For a text of the GSM alphabet that a Latin-1 route can't carry (€, Greek): it has no surrogates to split. */
function cutUnits(text: string, udhBytes: 6 | 7): readonly string[] {
  if (text.length <= 70) return [text];
  const limit = udhBytes === 7 ? 66 : 67;
  const count = Math.ceil(text.length / limit);
  return Array.from({ length: count }, (_, at) => text.slice(at * limit, (at + 1) * limit));
}
