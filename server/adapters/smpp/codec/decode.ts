import { COMMAND_NAMES, isResponseId, type CommandName } from "./commands.ts";
import {
  HEADER_BYTES,
  type DataSmBody,
  type Pdu,
  type PduBody,
  type ShortMessageBody,
} from "./pdu.ts";
import { MalformedPdu, Reader } from "./reader.ts";

export type Decoded =
  | { readonly pdu: Pdu }
  | {
      readonly fault: "unknown_command" | "malformed";
      readonly commandId: number;
      readonly isResponse: boolean;
      readonly sequence: number;
      readonly status: number;
      readonly reason: string;
    };

/**
 * Reads one whole PDU as the framer cut it (at least a header). Never throws for what the far side wrote: a body that is
 * not what its command says is `malformed`. The octets inside the result are views of `frame`.
 */
export function decodePdu(frame: Buffer): Decoded {
  const commandId = frame.readUInt32BE(4);
  const status = frame.readUInt32BE(8);
  const sequence = frame.readUInt32BE(12);
  const isResponse = isResponseId(commandId);
  const command = COMMAND_NAMES.get(commandId);
  if (!command) {
    const reason = `command 0x${commandId.toString(16)}`;
    return { fault: "unknown_command", commandId, isResponse, sequence, status, reason };
  }
  try {
    return { pdu: { body: bodyOf(command, new Reader(frame, HEADER_BYTES)), status, sequence } };
  } catch (error) {
    if (!(error instanceof MalformedPdu)) throw error;
    const reason = `${command}: ${error.message}`;
    return { fault: "malformed", commandId, isResponse, sequence, status, reason };
  }
}

function bodyOf(command: CommandName, reader: Reader): PduBody {
  switch (command) {
    case "submit_sm":
    case "deliver_sm":
      return shortMessage(command, reader);
    case "submit_sm_resp":
    case "deliver_sm_resp":
    case "data_sm_resp":
      return { command, messageId: reader.text(true), tlvs: reader.tlvs() };
    case "data_sm":
      return dataSm(reader);
    case "bind_transmitter":
    case "bind_receiver":
    case "bind_transceiver":
      return {
        command,
        systemId: reader.text(),
        password: reader.text(),
        systemType: reader.text(),
        interfaceVersion: reader.octet(),
        addressTon: reader.octet(),
        addressNpi: reader.octet(),
        addressRange: reader.text(true),
      };
    case "bind_transmitter_resp":
    case "bind_receiver_resp":
    case "bind_transceiver_resp":
      return { command, systemId: reader.text(true), tlvs: reader.tlvs() };
    case "query_sm":
      return { command, messageId: reader.text(), source: reader.address() };
    case "query_sm_resp":
      return queryResp(reader);
    case "outbind":
      return { command, systemId: reader.text(), password: reader.text(true) };
    case "alert_notification":
      return {
        command,
        source: reader.address(),
        esme: reader.address(),
        tlvs: reader.tlvs(),
      };
    case "unbind":
    case "unbind_resp":
    case "enquire_link":
    case "enquire_link_resp":
    case "generic_nack":
      return { command };
  }
}

function shortMessage(command: "submit_sm" | "deliver_sm", reader: Reader): ShortMessageBody {
  return {
    command,
    serviceType: reader.text(),
    source: reader.address(),
    destination: reader.address(),
    esmClass: reader.octet(),
    protocolId: reader.octet(),
    priority: reader.octet(),
    scheduleDeliveryTime: reader.text(),
    validityPeriod: reader.text(),
    registeredDelivery: reader.octet(),
    replaceIfPresent: reader.octet(),
    dataCoding: reader.octet(),
    defaultMessageId: reader.octet(),
    shortMessage: reader.octets(reader.octet()),
    tlvs: reader.tlvs(),
  };
}

function dataSm(reader: Reader): DataSmBody {
  return {
    command: "data_sm",
    serviceType: reader.text(),
    source: reader.address(),
    destination: reader.address(),
    esmClass: reader.octet(),
    registeredDelivery: reader.octet(),
    dataCoding: reader.octet(),
    tlvs: reader.tlvs(),
  };
}

/** An error answer has no body at all. */
function queryResp(reader: Reader): PduBody {
  const command = "query_sm_resp";
  if (reader.done) return { command, messageId: "", finalDate: "", messageState: 0, errorCode: 0 };
  return {
    command,
    messageId: reader.text(),
    finalDate: reader.text(),
    messageState: reader.octet(),
    errorCode: reader.octet(),
  };
}
