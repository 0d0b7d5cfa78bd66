/** Optional parameters (SMPP 3.4, section 5.3), kept as octets; what we read of them has a function here. */

export type Tlv = { readonly tag: number; readonly value: Uint8Array };

export const TAG = {
  receipted_message_id: 0x001e,
  sar_msg_ref_num: 0x020c,
  sar_total_segments: 0x020e,
  sar_segment_seqnum: 0x020f,
  sc_interface_version: 0x0210,
  network_error_code: 0x0423,
  message_payload: 0x0424,
  message_state: 0x0427,
} as const;

export function tlvOf(tlvs: readonly Tlv[], tag: number): Uint8Array | undefined {
  for (const tlv of tlvs) if (tlv.tag === tag) return tlv.value;
  return undefined;
}

/** Value of an integer parameter of one to four octets; undefined when absent or of another length. */
export function tlvInteger(tlvs: readonly Tlv[], tag: number): number | undefined {
  const value = tlvOf(tlvs, tag);
  if (!value || value.length === 0 || value.length > 4) return undefined;
  return value.reduce((sum, octet) => sum * 0x100 + octet, 0);
}

/** Value of a C-octet string, with or without its NUL. */
export function tlvText(tlvs: readonly Tlv[], tag: number): string | undefined {
  const value = tlvOf(tlvs, tag);
  if (!value) return undefined;
  const end = value.indexOf(0);
  return Buffer.from(end < 0 ? value : value.subarray(0, end)).toString("latin1");
}

export function octetTlv(tag: number, value: number): Tlv {
  return { tag, value: Uint8Array.of(value & 0xff) };
}

export function shortTlv(tag: number, value: number): Tlv {
  return { tag, value: Uint8Array.of((value >> 8) & 0xff, value & 0xff) };
}

export function textTlv(tag: number, value: string): Tlv {
  return { tag, value: Buffer.from(`${value}\0`, "latin1") };
}
