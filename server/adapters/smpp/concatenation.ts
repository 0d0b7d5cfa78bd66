import type { DataSmBody, ShortMessageBody } from "./codec/pdu.ts";
import { octetTlv, shortTlv, TAG, tlvInteger, tlvOf, type Tlv } from "./codec/tlv.ts";

/** How parts of a long message name each other: in a user data header (3GPP TS 23.040, 9.2.3.24) or by SAR parameters. */

export const ESM_UDH = 0x40;

/** Where a part belongs: `key` tells apart kinds of reference, so that 8-bit 7 is not 16-bit 7. */
export type Place = { readonly key: string; readonly total: number; readonly index: number };

export type Content = { readonly octets: Uint8Array; readonly place: Place | undefined };

const IE_CONCAT_8 = 0x00;
const IE_CONCAT_16 = 0x08;

/** The contents of a message without its header, and its place in a long one. `index` counts from 1. */
export function contentOf(body: ShortMessageBody | DataSmBody): Content {
  const octets = payloadOf(body);
  if ((body.esmClass & ESM_UDH) === 0) return { octets, place: sarPlace(body.tlvs) };
  const headerBytes = 1 + (octets[0] ?? 0);
  // A header flag without a header: some SMSCs set it on what has none.
  if (headerBytes === 1 || headerBytes > octets.length)
    return { octets, place: sarPlace(body.tlvs) };
  const place = udhPlace(octets.subarray(1, headerBytes)) ?? sarPlace(body.tlvs);
  return { octets: octets.subarray(headerBytes), place };
}

/** All octets, in whichever field they came, with the header if there is one. */
export function payloadOf(body: ShortMessageBody | DataSmBody): Uint8Array {
  if (body.command !== "data_sm" && body.shortMessage.length > 0) return body.shortMessage;
  return tlvOf(body.tlvs, TAG.message_payload) ?? new Uint8Array();
}

function udhPlace(header: Uint8Array): Place | undefined {
  for (let at = 0; at + 2 <= header.length;) {
    const element = header[at];
    const length = header[at + 1] ?? 0;
    const data = header.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    const [a = 0, b = 0, c = 0, d = 0] = data;
    if (element === IE_CONCAT_8 && data.length === 3) return valid("8", a, b, c);
    if (element === IE_CONCAT_16 && data.length === 4) return valid("16", (a << 8) | b, c, d);
  }
  return undefined;
}

function sarPlace(tlvs: readonly Tlv[]): Place | undefined {
  const reference = tlvInteger(tlvs, TAG.sar_msg_ref_num);
  const total = tlvInteger(tlvs, TAG.sar_total_segments);
  const index = tlvInteger(tlvs, TAG.sar_segment_seqnum);
  if (reference === undefined || total === undefined || index === undefined) return undefined;
  return valid("sar", reference, total, index);
}

/** One part of one is no long message, and a part outside its total belongs nowhere. */
function valid(kind: string, reference: number, total: number, index: number): Place | undefined {
  if (total < 2 || total > 255 || index < 1 || index > total) return undefined;
  return { key: `${kind}:${reference}:${total}`, total, index };
}

export function udh8(reference: number, total: number, index: number): Uint8Array {
  return Uint8Array.of(5, IE_CONCAT_8, 3, reference & 0xff, total, index);
}

export function udh16(reference: number, total: number, index: number): Uint8Array {
  return Uint8Array.of(6, IE_CONCAT_16, 4, (reference >> 8) & 0xff, reference & 0xff, total, index);
}

export function sarTlvs(reference: number, total: number, index: number): readonly Tlv[] {
  return [
    shortTlv(TAG.sar_msg_ref_num, reference),
    octetTlv(TAG.sar_total_segments, total),
    octetTlv(TAG.sar_segment_seqnum, index),
  ];
}
