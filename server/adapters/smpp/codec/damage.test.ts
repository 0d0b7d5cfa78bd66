// PDUs with turned bits, wrong lengths, missing and added octets: read, or refused by value; never a throw, never unbounded.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { damagedBytes } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";
import { decodePdu } from "./decode.ts";
import { pduBytes } from "./encode.ts";
import { Framer } from "./framer.ts";
import { HEADER_BYTES, MAX_PDU_BYTES, type PduBody } from "./pdu.ts";

const octets = (maxLength: number) => fc.uint8Array({ maxLength }).map((all) => Buffer.from(all));
const address = fc.record({
  ton: fc.nat(255),
  npi: fc.nat(255),
  digits: fc.constantFrom("", "27821234567", "DUNLIN", "+1"),
});
const tlvs = fc.array(
  fc.record({
    tag: fc.constantFrom(0x1e, 0x20c, 0x20e, 0x20f, 0x423, 0x424, 0x427),
    value: octets(60),
  }),
  { maxLength: 3 },
);
const body: fc.Arbitrary<PduBody> = fc.oneof(
  fc.record({
    command: fc.constantFrom("submit_sm" as const, "deliver_sm" as const),
    serviceType: fc.constant(""),
    source: address,
    destination: address,
    esmClass: fc.nat(255),
    protocolId: fc.constant(0),
    priority: fc.constant(0),
    scheduleDeliveryTime: fc.constant(""),
    validityPeriod: fc.constant(""),
    registeredDelivery: fc.nat(255),
    replaceIfPresent: fc.constant(0),
    dataCoding: fc.nat(255),
    defaultMessageId: fc.constant(0),
    shortMessage: octets(254),
    tlvs,
  }),
  fc.record({
    command: fc.constantFrom("submit_sm_resp" as const, "deliver_sm_resp" as const),
    messageId: fc.constantFrom("", "42", "a1b2"),
    tlvs,
  }),
);
const valid = fc
  .tuple(body, fc.nat(0x7fffffff))
  .map(([contents, sequence]) => pduBytes(contents, { status: 0, sequence }));

test("a damaged PDU is read as what it then says, or refused", () =>
  fc.assert(
    fc.property(damagedBytes(valid), (bytes) => {
      fc.pre(bytes.length >= HEADER_BYTES);
      const decoded = decodePdu(bytes);
      if ("fault" in decoded) return;
      // What was read can be written, and says the same again; an answer with an error is written without its body.
      const { body: contents, sequence } = decoded.pdu;
      const again = pduBytes(contents, { status: 0, sequence });
      expect(decodePdu(again)).toEqual({ pdu: { ...decoded.pdu, status: 0 } });
    }),
    runs(600),
  ));

test("a damaged stream yields frames that are no longer than it, or ends with a reason", () =>
  fc.assert(
    fc.property(
      damagedBytes(
        fc.array(valid, { minLength: 1, maxLength: 5 }).map((all) => Buffer.concat(all)),
      ),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 }),
      (stream, sizes) => {
        const framer = new Framer();
        let framedBytes = 0;
        let fault: string | undefined;
        for (let at = 0, turn = 0; at < stream.length && fault === undefined; turn += 1) {
          const end = at + (sizes[turn % sizes.length] ?? 1);
          fault = framer.push(stream.subarray(at, end), (frame) => {
            framedBytes += frame.length;
            expect(frame.length).toBeGreaterThanOrEqual(HEADER_BYTES);
            expect(frame.length).toBeLessThanOrEqual(MAX_PDU_BYTES);
            expect(frame.readUInt32BE(0)).toBe(frame.length);
            decodePdu(frame);
            return true;
          });
          at = end;
        }
        expect(framedBytes).toBeLessThanOrEqual(stream.length);
        expect(fault ?? "command_length 0").toMatch(/^command_length \d+$/);
      },
    ),
    runs(300),
  ));
