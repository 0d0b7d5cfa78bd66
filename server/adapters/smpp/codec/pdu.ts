import type { Tlv } from "./tlv.ts";

/** The PDUs that Dunlin speaks. Addresses and ids are Latin-1 text, message contents are octets. */

export type BindCommand = "bind_transmitter" | "bind_receiver" | "bind_transceiver";

export type BindBody = {
  readonly command: BindCommand;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  readonly interfaceVersion: number;
  readonly addressTon: number;
  readonly addressNpi: number;
  readonly addressRange: string;
};

type BindRespBody = {
  readonly command: `${BindCommand}_resp`;
  readonly systemId: string;
  readonly tlvs: readonly Tlv[];
};

export type Address = { readonly ton: number; readonly npi: number; readonly digits: string };

/** `submit_sm` and `deliver_sm` have the same fields. */
export type ShortMessageBody = {
  readonly command: "submit_sm" | "deliver_sm";
  readonly serviceType: string;
  readonly source: Address;
  readonly destination: Address;
  readonly esmClass: number;
  readonly protocolId: number;
  readonly priority: number;
  readonly scheduleDeliveryTime: string;
  readonly validityPeriod: string;
  readonly registeredDelivery: number;
  readonly replaceIfPresent: number;
  readonly dataCoding: number;
  readonly defaultMessageId: number;
  /** At most 254 octets. */
  readonly shortMessage: Uint8Array;
  readonly tlvs: readonly Tlv[];
};

export type DataSmBody = {
  readonly command: "data_sm";
  readonly serviceType: string;
  readonly source: Address;
  readonly destination: Address;
  readonly esmClass: number;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  readonly tlvs: readonly Tlv[];
};

type MessageRespBody = {
  readonly command: "submit_sm_resp" | "deliver_sm_resp" | "data_sm_resp";
  readonly messageId: string;
  readonly tlvs: readonly Tlv[];
};

type QueryBody = {
  readonly command: "query_sm";
  readonly messageId: string;
  readonly source: Address;
};

type QueryRespBody = {
  readonly command: "query_sm_resp";
  readonly messageId: string;
  readonly finalDate: string;
  readonly messageState: number;
  readonly errorCode: number;
};

type OutbindBody = {
  readonly command: "outbind";
  readonly systemId: string;
  readonly password: string;
};

type AlertBody = {
  readonly command: "alert_notification";
  readonly source: Address;
  readonly esme: Address;
  readonly tlvs: readonly Tlv[];
};

type EmptyBody = {
  readonly command:
    | "unbind"
    | "unbind_resp"
    | "enquire_link"
    | "enquire_link_resp"
    | "generic_nack";
};

export type RequestBody =
  | BindBody
  | ShortMessageBody
  | DataSmBody
  | QueryBody
  | OutbindBody
  | AlertBody
  | (EmptyBody & { readonly command: "unbind" | "enquire_link" });

export type ResponseBody =
  | BindRespBody
  | MessageRespBody
  | QueryRespBody
  | (EmptyBody & { readonly command: "unbind_resp" | "enquire_link_resp" | "generic_nack" });

export type PduBody = RequestBody | ResponseBody;

export type Header = { readonly status: number; readonly sequence: number };
export type Request = { readonly body: RequestBody } & Header;
export type Response = { readonly body: ResponseBody } & Header;
export type Pdu = { readonly body: PduBody } & Header;

export const HEADER_BYTES = 16;
/** No PDU that we send or accept is longer. */
export const MAX_PDU_BYTES = 65_536;
/** `short_message` has a length octet, of which 255 is reserved. */
export const MAX_SHORT_MESSAGE_BYTES = 254;
