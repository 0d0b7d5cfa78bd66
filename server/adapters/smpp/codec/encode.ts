import { assert } from "#platform/errors.ts";
import { COMMAND_IDS, isResponseId } from "./commands.ts";
import {
  MAX_PDU_BYTES,
  MAX_SHORT_MESSAGE_BYTES,
  type DataSmBody,
  type Header,
  type PduBody,
  type ShortMessageBody,
} from "./pdu.ts";
import { Writer } from "./writer.ts";

/**
 * Appends one PDU. A response with an error status has no body (SMPP 3.4, sections 4.1.2 and 4.4.2). A field that can't
 * be encoded is a bug of the caller: it throws, and nothing of the PDU stays behind.
 */
export function encodePdu(writer: Writer, body: PduBody, header: Header): void {
  const start = writer.length;
  const commandId = COMMAND_IDS[body.command];
  try {
    writer.long(0);
    writer.long(commandId);
    writer.long(header.status);
    writer.long(header.sequence);
    if (header.status === 0 || !isResponseId(commandId)) writeBody(writer, body);
    assert(writer.length - start <= MAX_PDU_BYTES, "a PDU has at most 64 KiB");
  } catch (error) {
    writer.rewind(start);
    throw error;
  }
  writer.closeFrame(start);
}

/** One PDU as octets, where there is nothing to collect. */
export function pduBytes(body: PduBody, header: Header): Buffer {
  const writer = new Writer();
  encodePdu(writer, body, header);
  return writer.take();
}

function writeBody(writer: Writer, body: PduBody): void {
  switch (body.command) {
    case "submit_sm":
    case "deliver_sm":
      return writeShortMessage(writer, body);
    case "submit_sm_resp":
    case "deliver_sm_resp":
    case "data_sm_resp":
      writer.text(body.messageId);
      return writer.tlvs(body.tlvs);
    case "data_sm":
      return writeDataSm(writer, body);
    case "bind_transmitter":
    case "bind_receiver":
    case "bind_transceiver":
      writer.text(body.systemId);
      writer.text(body.password);
      writer.text(body.systemType);
      writer.octet(body.interfaceVersion);
      writer.octet(body.addressTon);
      writer.octet(body.addressNpi);
      return writer.text(body.addressRange);
    case "bind_transmitter_resp":
    case "bind_receiver_resp":
    case "bind_transceiver_resp":
      writer.text(body.systemId);
      return writer.tlvs(body.tlvs);
    case "query_sm":
      writer.text(body.messageId);
      return writer.address(body.source);
    case "query_sm_resp":
      writer.text(body.messageId);
      writer.text(body.finalDate);
      writer.octet(body.messageState);
      return writer.octet(body.errorCode);
    case "outbind":
      writer.text(body.systemId);
      return writer.text(body.password);
    case "alert_notification":
      writer.address(body.source);
      writer.address(body.esme);
      return writer.tlvs(body.tlvs);
    case "unbind":
    case "unbind_resp":
    case "enquire_link":
    case "enquire_link_resp":
    case "generic_nack":
      return;
  }
}

function writeShortMessage(writer: Writer, body: ShortMessageBody): void {
  assert(body.shortMessage.length <= MAX_SHORT_MESSAGE_BYTES, "short_message has 254 octets");
  writer.text(body.serviceType);
  writer.address(body.source);
  writer.address(body.destination);
  writer.octet(body.esmClass);
  writer.octet(body.protocolId);
  writer.octet(body.priority);
  writer.text(body.scheduleDeliveryTime);
  writer.text(body.validityPeriod);
  writer.octet(body.registeredDelivery);
  writer.octet(body.replaceIfPresent);
  writer.octet(body.dataCoding);
  writer.octet(body.defaultMessageId);
  writer.octet(body.shortMessage.length);
  writer.octets(body.shortMessage);
  writer.tlvs(body.tlvs);
}

function writeDataSm(writer: Writer, body: DataSmBody): void {
  writer.text(body.serviceType);
  writer.address(body.source);
  writer.address(body.destination);
  writer.octet(body.esmClass);
  writer.octet(body.registeredDelivery);
  writer.octet(body.dataCoding);
  writer.tlvs(body.tlvs);
}
