import { describe, expect, test } from "vitest";
import { blankMessage } from "./outgoing.ts";
import { octetTlv, TAG, textTlv, type Tlv } from "./codec/tlv.ts";
import type { ShortMessageBody } from "./codec/pdu.ts";
import { canonicalId } from "./ids.ts";
import { parseReceiptText } from "./receipt-text.ts";
import { isReceipt, readReceipt } from "./receipts.ts";

const settings = {
  routeId: "r1",
  idFormat: { submit: "as_is", receipt: "as_is" },
  unknownSubscriberErrors: [],
  receiptZone: "UTC",
} as const;

const customer = { ton: 1, npi: 1, digits: "27821234567" };
const us = { ton: 5, npi: 0, digits: "Harbour" };

function receipt(text: string, change: Partial<ShortMessageBody> = {}): ShortMessageBody {
  return {
    ...blankMessage("deliver_sm", customer, us),
    esmClass: 0x04,
    shortMessage: Buffer.from(text, "latin1"),
    ...change,
  };
}

const STANDARD =
  "id:0123456789 sub:001 dlvrd:001 submit date:2511221130 done date:2511221131 stat:DELIVRD err:000 text:Your account is";

describe("the text of a receipt", () => {
  test("in the form of the standard", () => {
    expect(readReceipt(receipt(STANDARD), settings)).toEqual({
      routeId: "r1",
      providerId: "0123456789",
      state: "delivered",
      permanent: false,
      error: undefined,
      from: "Harbour",
      to: "+27821234567",
      doneAt: Temporal.Instant.from("2025-11-22T11:31:00Z"),
    });
  });

  test.each([
    ["dates of 12 digits", "id:7 done date:251122113159 stat:DELIVRD", "2025-11-22T11:31:59Z"],
    ["a year of four digits", "id:7 done date:202511221131 stat:DELIVRD", "2025-11-22T11:31:00Z"],
    ["14 digits", "id:7 done date:20251122113159 stat:DELIVRD", "2025-11-22T11:31:59Z"],
    ["an underscore", "id:7 done_date:2511221131 stat:DELIVRD", "2025-11-22T11:31:00Z"],
    ["an impossible date", "id:7 done date:2513451131 stat:DELIVRD", undefined],
    ["an empty date", "id:7 done date: stat:DELIVRD err:0", undefined],
    ["no date", "id:7 stat:DELIVRD", undefined],
  ])("%s", (_name, text, at) => {
    const read = readReceipt(receipt(text), settings);
    expect(read.doneAt?.toString()).toBe(at);
    expect(read).toMatchObject({ providerId: "7", state: "delivered" });
  });

  test("dates are read in the route's zone", () => {
    const zone = { ...settings, receiptZone: "Africa/Johannesburg" };
    expect(readReceipt(receipt(STANDARD), zone).doneAt?.toString()).toBe("2025-11-22T09:31:00Z");
  });

  test.each([
    ["Text: with a capital", "id:ab-1 stat:UNDELIV err:5 Text:id:99 stat:DELIVRD", "ab-1", "5"],
    ["keys in capitals", "ID:ab-1 STAT:UNDELIV ERR:27", "ab-1", "27"],
    ["spaces after the colon", "id: ab-1 stat: UNDELIV err: 027", "ab-1", "027"],
    ["an empty error", "id:ab-1 stat:UNDELIV err: text:", "ab-1", ""],
    ["another order", "stat:UNDELIV err:A1 id:ab-1", "ab-1", "A1"],
    ["long names", "id:ab-1 status:UNDELIV error:3", "ab-1", "3"],
    [
      "a header before it",
      "\u0005\u0000\u0003\u0001\u0002\u0001id:ab-1 stat:UNDELIV err:3",
      "ab-1",
      "3",
    ],
  ])("with %s", (_name, text, id, error) => {
    expect(parseReceiptText(text)).toMatchObject({ id, state: "UNDELIV", error });
  });

  test("of nothing, or of anything, is empty", () => {
    expect(parseReceiptText("")).toMatchObject({ id: "", state: "" });
    expect(parseReceiptText("paid: yes, valid:no")).toMatchObject({ id: "", state: "" });
  });
});

describe("the state", () => {
  test.each([
    ["DELIVRD", "delivered"],
    ["DELIVERED", "delivered"],
    ["DELIV", "delivered"],
    ["delivrd", "delivered"],
    ["DLVRD", "delivered"],
    ["ACCEPTD", "accepted"],
    ["ACCEPTED", "accepted"],
    ["ACKED", "accepted"],
    ["BUFFRED", "accepted"],
    ["BUFFERED", "accepted"],
    ["ENROUTE", "accepted"],
    ["UNDELIV", "failed"],
    ["UNDELIVERABLE", "failed"],
    ["REJECTD", "failed"],
    ["REJECTED", "failed"],
    ["DELETED", "failed"],
    ["EXPIRED", "expired"],
    ["EXPIRD", "expired"],
    ["UNKNOWN", "unknown"],
    ["WHATEVER", "unknown"],
    ["", "unknown"],
  ])("%s is %s", (word, state) => {
    const read = readReceipt(receipt(`id:1 stat:${word} err:000`), settings);
    expect(read.state).toBe(state);
    expect(read.permanent).toBe(false);
  });

  test.each([
    [1, "accepted"],
    [2, "delivered"],
    [3, "expired"],
    [4, "failed"],
    [5, "failed"],
    [6, "accepted"],
    [8, "failed"],
    [7, "unknown"],
    [77, "unknown"],
  ])("message_state %i is %s", (code, state) => {
    const tlvs = [octetTlv(TAG.message_state, code), textTlv(TAG.receipted_message_id, "x")];
    expect(readReceipt(receipt("", { tlvs }), settings)).toMatchObject({ providerId: "x", state });
  });

  test("parameters win over the text, which fills their gaps", () => {
    const tlvs: Tlv[] = [textTlv(TAG.receipted_message_id, "tlv"), octetTlv(TAG.message_state, 5)];
    const read = readReceipt(receipt(STANDARD.replace("err:000", "err:021"), { tlvs }), settings);
    expect(read).toMatchObject({ providerId: "tlv", state: "failed", error: "failed 021" });
    expect(read.doneAt).toBeDefined();
  });

  test("a parameter without its NUL", () => {
    const tlvs = [{ tag: TAG.receipted_message_id, value: Buffer.from("bare") }];
    expect(readReceipt(receipt("", { tlvs }), settings).providerId).toBe("bare");
  });

  test("the text may be in message_payload, or in UCS-2", () => {
    const payload = [{ tag: TAG.message_payload, value: Buffer.from(STANDARD) }];
    const inPayload = readReceipt(receipt("", { tlvs: payload }), settings);
    expect(inPayload).toMatchObject({ providerId: "0123456789", state: "delivered" });
    const wide = Buffer.from(STANDARD, "utf16le").swap16();
    const inUcs2 = readReceipt(receipt("", { shortMessage: wide, dataCoding: 8 }), settings);
    expect(inUcs2).toMatchObject({ providerId: "0123456789", state: "delivered" });
  });
});

describe("is it a receipt", () => {
  test.each([
    [0x04, true],
    [0x44, true],
    [0x20, true],
    [0x00, false],
    [0x40, false],
    [0x03, false],
    [0x08, false],
  ])("esm_class %i: %s", (esmClass, expected) => {
    expect(isReceipt(receipt(STANDARD, { esmClass }))).toBe(expected);
  });

  test("a customer who types like a receipt is no receipt; a named message id is one", () => {
    expect(isReceipt(receipt(STANDARD, { esmClass: 0 }))).toBe(false);
    const tlvs = [textTlv(TAG.receipted_message_id, "x")];
    expect(isReceipt(receipt("", { esmClass: 0, tlvs }))).toBe(true);
  });

  test("a header flag on what has no header spoils nothing", () => {
    const read = readReceipt(receipt(STANDARD, { esmClass: 0x44 }), settings);
    expect(read).toMatchObject({ providerId: "0123456789", state: "delivered" });
  });
});

describe("what condemns a number", () => {
  const network = (kind: number, code: number): Tlv[] => [
    { tag: TAG.network_error_code, value: Buffer.from([kind, 0, code]) },
  ];

  test("unknown subscriber, said by the GSM network", () => {
    const read = readReceipt(
      receipt("id:1 stat:UNDELIV err:000", { tlvs: network(3, 1) }),
      settings,
    );
    expect(read).toMatchObject({ permanent: true, error: "UNDELIV network 3/1" });
  });

  test.each([
    ["another cause", "id:1 stat:UNDELIV err:000", network(3, 27)],
    ["another network", "id:1 stat:UNDELIV err:000", network(1, 1)],
    ["a refusal", "id:1 stat:REJECTD err:001", []],
    ["an operator's own code", "id:1 stat:UNDELIV err:001", []],
    ["a delivered message", "id:1 stat:DELIVRD err:000", network(3, 1)],
  ])("not %s", (_name, text, tlvs) => {
    expect(readReceipt(receipt(text, { tlvs }), settings).permanent).toBe(false);
  });

  test("a code that the route names", () => {
    const named = { ...settings, unknownSubscriberErrors: ["001"] };
    expect(readReceipt(receipt("id:1 stat:UNDELIV err:001"), named).permanent).toBe(true);
    expect(readReceipt(receipt("id:1 stat:EXPIRED err:001"), named).permanent).toBe(false);
  });
});

describe("message ids", () => {
  test.each([
    ["1A2B", "hex", "6699", "decimal"],
    ["0x1a2b", "hex", "0000006699", "decimal"],
    ["00000000000000000042", "decimal", "42", "decimal"],
    ["FFFFFFFFFFFFFFFFFFFF", "hex", "1208925819614629174706175", "decimal"],
    ["c0ffee", "hex", "C0FFEE", "hex"],
    ["not-a-number", "hex", "not-a-number", "decimal"],
    ["007", "as_is", "007", "as_is"],
  ] as const)("%s (%s) is %s (%s)", (submit, submitFormat, reported, reportFormat) => {
    expect(canonicalId(submit, submitFormat)).toBe(canonicalId(reported, reportFormat));
  });

  test("as they stand, padding counts", () => {
    expect(canonicalId("007", "as_is")).not.toBe(canonicalId("7", "as_is"));
  });
});
