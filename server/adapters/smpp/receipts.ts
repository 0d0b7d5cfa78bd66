import type { Receipt, ReceiptState } from "#messages/route.ts";
import { readAddress } from "./addresses.ts";
import type { DataSmBody, ShortMessageBody } from "./codec/pdu.ts";
import { TAG, tlvInteger, tlvOf, tlvText } from "./codec/tlv.ts";
import { payloadOf } from "./concatenation.ts";
import type { SmppRouteConfig } from "./config.ts";
import { canonicalId } from "./ids.ts";
import { parseReceiptText, type ReceiptText } from "./receipt-text.ts";
import { CODING, decodeText } from "./text.ts";

/** Bits 2 to 5 of esm_class; bit 6 beside them (0x44) says nothing about the kind. */
const ESM_KIND = 0x3c;
const ESM_RECEIPT = 0x04;
const ESM_INTERMEDIATE = 0x20;

/** GSM network, MAP error 1: unknown subscriber. The only cause that surely condemns the number. */
const NETWORK_GSM = 3;
const MAP_UNKNOWN_SUBSCRIBER = 1;

type Settings = Pick<SmppRouteConfig, "routeId" | "idFormat" | "receiptZone"> & {
  readonly unknownSubscriberErrors: readonly string[];
};

/** True when this deliver_sm speaks of a message of ours. */
export function isReceipt(body: ShortMessageBody | DataSmBody): boolean {
  const kind = body.esmClass & ESM_KIND;
  if (kind === ESM_RECEIPT || kind === ESM_INTERMEDIATE) return true;
  return tlvOf(body.tlvs, TAG.receipted_message_id) !== undefined;
}

/**
 * What a receipt says: the parameters first, its text for what they leave open (SMPP 3.4, section 5.2.12 and appendix B).
 * `from` and `to` are those of the message that it is about: our sender and the customer.
 */
export function readReceipt(body: ShortMessageBody | DataSmBody, settings: Settings): Receipt {
  const text = parseReceiptText(textOf(body));
  const id = tlvText(body.tlvs, TAG.receipted_message_id) || text.id;
  const state = stateOf(tlvInteger(body.tlvs, TAG.message_state), text.state);
  const network = networkError(tlvOf(body.tlvs, TAG.network_error_code));
  return {
    routeId: settings.routeId,
    providerId: id ? canonicalId(id, settings.idFormat.receipt) : undefined,
    state,
    permanent: isPermanent(state, text, network, settings.unknownSubscriberErrors),
    error: errorOf(state, text, network),
    from: readAddress(body.destination) || undefined,
    to: readAddress(body.source) || undefined,
    doneAt: doneAt(text.doneDate, settings.receiptZone),
  };
}

/** Receipts are ASCII whatever the default alphabet is, unless they say UCS-2. Their header flag is often a lie, so none is cut off. */
function textOf(body: ShortMessageBody | DataSmBody): string {
  return decodeText(
    payloadOf(body),
    body.dataCoding === CODING.ucs2 ? CODING.ucs2 : CODING.latin1,
    "latin1",
  );
}

/** message_state (SMPP 3.4, section 5.2.28), with 0 and 9 of later versions. */
const STATES: readonly ReceiptState[] = [
  "accepted",
  "accepted",
  "delivered",
  "expired",
  "failed",
  "failed",
  "accepted",
  "unknown",
  "failed",
  "failed",
];

function stateOf(code: number | undefined, word: string): ReceiptState {
  const byCode = code === undefined ? undefined : STATES[code];
  return byCode && byCode !== "unknown" ? byCode : stateOfWord(word);
}

/** By the beginning of the word: SMSCs shorten it and misspell its end. */
const WORDS: readonly (readonly [start: RegExp, state: ReceiptState])[] = [
  [/^DELE/, "failed"],
  [/^(DELI|DELV|DLV)/, "delivered"],
  [/^(ACC|ACK|ENR|BUF|SCH|SUB|QUE|PEN)/, "accepted"],
  [/^(UND|REJ|FAIL|CANC|SKIP)/, "failed"],
  [/^EXP/, "expired"],
];

function stateOfWord(word: string): ReceiptState {
  const upper = word.toUpperCase();
  return WORDS.find(([start]) => start.test(upper))?.[1] ?? "unknown";
}

type NetworkError = { readonly network: number; readonly code: number };

function networkError(value: Uint8Array | undefined): NetworkError | undefined {
  if (value?.length !== 3) return undefined;
  const [network = 0, high = 0, low = 0] = value;
  return { network, code: (high << 8) | low };
}

function isPermanent(
  state: ReceiptState,
  text: ReceiptText,
  network: NetworkError | undefined,
  unknownSubscriberErrors: readonly string[],
): boolean {
  if (state !== "failed") return false;
  if (network?.network === NETWORK_GSM && network.code === MAP_UNKNOWN_SUBSCRIBER) return true;
  return text.error !== "" && unknownSubscriberErrors.includes(text.error);
}

/** For example "UNDELIV 001" or "UNDELIV network 3/27"; undefined for what is no failure. */
function errorOf(
  state: ReceiptState,
  text: ReceiptText,
  network: NetworkError | undefined,
): string | undefined {
  if (state === "delivered" || state === "accepted") return undefined;
  const word = text.state && stateOfWord(text.state) === state ? text.state : state;
  if (network && network.code !== 0) return `${word} network ${network.network}/${network.code}`;
  return /^0*$/.test(text.error) ? word : `${word} ${text.error}`;
}

/** YYMMDDhhmm, YYMMDDhhmmss, or the same with a year of four digits; undefined for anything else. */
function doneAt(digits: string, zone: string): Temporal.Instant | undefined {
  return readDate(digits, 2, zone) ?? readDate(digits, 4, zone);
}

function readDate(digits: string, yearDigits: 2 | 4, zone: string): Temporal.Instant | undefined {
  const length = digits.length - yearDigits;
  if (!/^\d+$/.test(digits) || (length !== 8 && length !== 10)) return undefined;
  const pair = (at: number): number => Number(digits.slice(yearDigits + at, yearDigits + at + 2));
  const year = Number(digits.slice(0, yearDigits)) + (yearDigits === 2 ? 2_000 : 0);
  const fields = {
    year,
    month: pair(0),
    day: pair(2),
    hour: pair(4),
    minute: pair(6),
    second: pair(8),
  };
  try {
    const local = Temporal.PlainDateTime.from(fields, { overflow: "reject" });
    return local.toZonedDateTime(zone).toInstant();
  } catch {
    return undefined;
  }
}
