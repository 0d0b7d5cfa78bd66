import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { COMMAND_IDS, STATUS, statusName } from "./commands.ts";
import { decodePdu } from "./decode.ts";
import { pduBytes } from "./encode.ts";
import { Framer } from "./framer.ts";
import { HEADER_BYTES, MAX_PDU_BYTES, type Pdu, type PduBody } from "./pdu.ts";

const octet = fc.integer({ min: 0, max: 255 });
const text = fc
  .array(fc.integer({ min: 1, max: 255 }), { maxLength: 30 })
  .map((codes) => String.fromCharCode(...codes));
const address = fc.record({ ton: octet, npi: octet, digits: text });
const octets = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const tlvs = fc.array(fc.record({ tag: fc.integer({ min: 0, max: 0xffff }), value: octets(40) }), {
  maxLength: 4,
});

function commands<const C extends string>(...names: C[]) {
  return fc.constantFrom(...names);
}

const body: fc.Arbitrary<PduBody> = fc.oneof(
  fc.record({
    command: commands("bind_transmitter", "bind_receiver", "bind_transceiver"),
    systemId: text,
    password: text,
    systemType: text,
    interfaceVersion: octet,
    addressTon: octet,
    addressNpi: octet,
    addressRange: text,
  }),
  fc.record({
    command: commands("bind_transmitter_resp", "bind_receiver_resp", "bind_transceiver_resp"),
    systemId: text,
    tlvs,
  }),
  fc.record({
    command: commands("submit_sm", "deliver_sm"),
    serviceType: text,
    source: address,
    destination: address,
    esmClass: octet,
    protocolId: octet,
    priority: octet,
    scheduleDeliveryTime: text,
    validityPeriod: text,
    registeredDelivery: octet,
    replaceIfPresent: octet,
    dataCoding: octet,
    defaultMessageId: octet,
    shortMessage: octets(254),
    tlvs,
  }),
  fc.record({
    command: commands("data_sm"),
    serviceType: text,
    source: address,
    destination: address,
    esmClass: octet,
    registeredDelivery: octet,
    dataCoding: octet,
    tlvs,
  }),
  fc.record({
    command: commands("submit_sm_resp", "deliver_sm_resp", "data_sm_resp"),
    messageId: text,
    tlvs,
  }),
  fc.record({ command: commands("query_sm"), messageId: text, source: address }),
  fc.record({
    command: commands("query_sm_resp"),
    messageId: text,
    finalDate: text,
    messageState: octet,
    errorCode: octet,
  }),
  fc.record({ command: commands("outbind"), systemId: text, password: text }),
  fc.record({ command: commands("alert_notification"), source: address, esme: address, tlvs }),
  fc.record({
    command: commands("unbind", "unbind_resp", "enquire_link", "enquire_link_resp", "generic_nack"),
  }),
);

const sequence = fc.integer({ min: 0, max: 0xffffffff });
const pdu: fc.Arbitrary<Pdu> = fc.record({ body, status: fc.constant(0), sequence });

function bytesOf({ body: contents, ...header }: Pdu): Buffer {
  return pduBytes(contents, header);
}

describe("PDUs", () => {
  test("read back as they were written", () =>
    fc.assert(
      fc.property(pdu, (written) => {
        expect(decodePdu(bytesOf(written))).toEqual({ pdu: written });
      }),
      runs(300),
    ));

  test("an error answer has no body, and is read without one", () => {
    const answer = { command: "submit_sm_resp", messageId: "42", tlvs: [] } as const;
    const bytes = pduBytes(answer, { status: STATUS.ESME_RTHROTTLED, sequence: 7 });
    expect(bytes.length).toBe(HEADER_BYTES);
    expect(decodePdu(bytes)).toEqual({
      pdu: { body: { ...answer, messageId: "" }, status: STATUS.ESME_RTHROTTLED, sequence: 7 },
    });
  });

  test("a message id without its NUL is read to the end", () => {
    const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), Buffer.from("abc")]);
    bytes.writeUInt32BE(bytes.length, 0);
    bytes.writeUInt32BE(COMMAND_IDS.submit_sm_resp, 4);
    expect(decodePdu(bytes)).toMatchObject({ pdu: { body: { messageId: "abc" } } });
  });

  test("cut short anywhere they are read as less, or as malformed; never a throw", () =>
    fc.assert(
      fc.property(pdu, fc.double({ min: 0, max: 1, noNaN: true }), (written, share) => {
        const bytes = bytesOf(written);
        const length = HEADER_BYTES + Math.floor((bytes.length - HEADER_BYTES) * share);
        const decoded = decodePdu(bytes.subarray(0, length));
        const commandId = COMMAND_IDS[written.body.command];
        const seen =
          "fault" in decoded
            ? [decoded.fault, decoded.sequence, decoded.commandId]
            : ["malformed", decoded.pdu.sequence, COMMAND_IDS[decoded.pdu.body.command]];
        expect(seen).toEqual(["malformed", written.sequence, commandId]);
      }),
      runs(300),
    ));

  test("random octets never make the decoder throw", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(COMMAND_IDS), 0x00ffffff, 0x8000ffff),
        fc.uint8Array({ maxLength: 300 }),
        (commandId, rest) => {
          const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), rest]);
          bytes.writeUInt32BE(commandId, 4);
          expect(() => decodePdu(bytes)).not.toThrow();
        },
      ),
      runs(500),
    ));

  test("a parameter that claims more than there is makes the PDU malformed", () => {
    const message = pduBytes(
      { command: "deliver_sm_resp", messageId: "", tlvs: [{ tag: 1, value: Buffer.alloc(9) }] },
      { status: 0, sequence: 3 },
    );
    message.writeUInt16BE(500, HEADER_BYTES + 3);
    expect(decodePdu(message)).toMatchObject({ fault: "malformed", sequence: 3 });
  });

  test("stray octets after the last field are ignored", () => {
    const clean = pduBytes({ command: "enquire_link" }, { status: 0, sequence: 3 });
    const strays = Buffer.concat([clean, Buffer.from([0, 0, 0])]);
    expect(decodePdu(strays)).toMatchObject({ pdu: { body: { command: "enquire_link" } } });
  });

  test("what can't be encoded is a bug and leaves nothing behind", () => {
    const alert = { command: "outbind", systemId: "a\0b", password: "" } as const;
    expect(() => pduBytes(alert, { status: 0, sequence: 1 })).toThrow(/NUL/);
  });

  test("statuses have their names, and foreign ones their number", () => {
    expect(statusName(0x58)).toBe("ESME_RTHROTTLED");
    expect(statusName(0x401)).toBe("0x00000401");
  });
});

describe("the framer", () => {
  test("finds the PDUs however the stream is cut", () =>
    fc.assert(
      fc.property(
        fc.array(pdu, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 }),
        (pdus, sizes) => {
          const stream = Buffer.concat(pdus.map(bytesOf));
          const framer = new Framer();
          const frames: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const end = at + (sizes[turn % sizes.length] ?? 1);
            const fault = framer.push(stream.subarray(at, end), (frame) => frames.push(frame) > 0);
            expect(fault).toBeUndefined();
            at = end;
          }
          expect(frames.map(decodePdu)).toEqual(pdus.map((written) => ({ pdu: written })));
        },
      ),
      runs(100),
    ));

  test.each([0, 15, MAX_PDU_BYTES + 1, 0xffffffff])("refuses a command_length of %i", (length) => {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(length, 0);
    expect(new Framer().push(header, () => true)).toBe(`command_length ${length}`);
    const slowly = new Framer();
    expect(slowly.push(header.subarray(0, 5), () => true)).toBeUndefined();
    expect(slowly.push(header.subarray(5), () => true)).toBe(`command_length ${length}`);
  });

  test("takes a PDU of exactly 64 KiB, and stops when told", () => {
    const big = Buffer.alloc(MAX_PDU_BYTES);
    big.writeUInt32BE(MAX_PDU_BYTES, 0);
    const lengths: number[] = [];
    const framer = new Framer();
    framer.push(Buffer.concat([big, big]), (frame) => lengths.push(frame.length) > 1);
    expect(lengths).toEqual([MAX_PDU_BYTES]);
  });
});
