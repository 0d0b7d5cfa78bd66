import type { ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import { octetTlv, TAG, textTlv, type Tlv } from "#adapters/smpp/codec/tlv.ts";
import { blankMessage } from "#adapters/smpp/outgoing.ts";

/** The words of appendix B and the numbers of message_state in SMPP 3.4. */
const STATES = {
  ENROUTE: 1,
  DELIVRD: 2,
  EXPIRED: 3,
  DELETED: 4,
  UNDELIV: 5,
  ACCEPTD: 6,
  UNKNOWN: 7,
  REJECTD: 8,
} as const;

type ReceiptWord = keyof typeof STATES;
export type ReceiptForm = "both" | "tlv" | "text";
export type ReceiptFate = { readonly state: ReceiptWord; readonly error: string };

const ESM_RECEIPT = 0x04;

/** The deliver_sm that reports on `submitted`, from its destination to its source. */
export function receiptFor(
  submitted: ShortMessageBody,
  id: string,
  { state, error }: ReceiptFate,
  form: ReceiptForm,
): ShortMessageBody {
  const date = receiptDate();
  const text =
    `id:${id} sub:001 dlvrd:${state === "DELIVRD" ? "001" : "000"} submit date:${date} ` +
    `done date:${date} stat:${state} err:${error} text:`;
  const tlvs: readonly Tlv[] = [
    textTlv(TAG.receipted_message_id, id),
    octetTlv(TAG.message_state, STATES[state]),
  ];
  return {
    ...blankMessage("deliver_sm", submitted.destination, submitted.source),
    esmClass: ESM_RECEIPT,
    shortMessage: form === "tlv" ? new Uint8Array() : Buffer.from(text, "latin1"),
    tlvs: form === "text" ? [] : tlvs,
  };
}

let cached = { minute: -1, text: "" };

/** YYMMDDhhmm in UTC; made once a minute. */
function receiptDate(): string {
  const minute = Math.floor(Date.now() / 60_000);
  if (cached.minute !== minute) {
    const iso = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toString();
    cached = { minute, text: iso.replace(/\D/g, "").slice(2, 12) };
  }
  return cached.text;
}
