import { describe, expect, test } from "vitest";
import { decodeGsm7, decodeUcs2, encodeGsm7 } from "#messages/text/gsm.ts";
import { destinationOf, readAddress, senderOf } from "./addresses.ts";
import type { ShortMessageBody } from "./codec/pdu.ts";
import { TAG, tlvInteger, tlvOf } from "./codec/tlv.ts";
import { contentOf } from "./concatenation.ts";
import { SmppConfig } from "./config.ts";
import { planMessage, type Shape } from "./outgoing.ts";
import { charsetOf, decodeText } from "./text.ts";
import { validityPeriod } from "./validity.ts";

const shape: Shape = SmppConfig.parse({ host: "h", port: 1, systemId: "s", password: "" });
const now = (): Temporal.Instant => Temporal.Instant.from("2025-11-22T10:00:00Z");

function plan(text: string, change: Partial<Shape> = {}, reference = 0x1234) {
  const message = { to: "+27821234567", sender: "Harbour", text };
  const planned = planMessage(message, { ...shape, ...change }, reference, now);
  if (!("parts" in planned)) throw new Error(planned.refused);
  return planned.parts;
}

function octetsOf(parts: readonly ShortMessageBody[]): Uint8Array {
  return Buffer.concat(parts.map((part) => contentOf(part).octets));
}

const LONG = "All that is owed must be paid, [please]. ".repeat(8);
const LONG_WIDE = "Zapłać proszę 😀. ".repeat(12);

describe("one part", () => {
  test("of the GSM alphabet goes in data_coding 0", () => {
    const [part, ...more] = plan("Pay €5 @ {shop}");
    expect(more).toEqual([]);
    expect(part).toMatchObject({ dataCoding: 0, esmClass: 0, registeredDelivery: 1, tlvs: [] });
    expect(part?.source).toEqual({ ton: 5, npi: 0, digits: "Harbour" });
    expect(part?.destination).toEqual({ ton: 1, npi: 1, digits: "27821234567" });
    expect(decodeGsm7(part?.shortMessage ?? Buffer.alloc(0))).toBe("Pay €5 @ {shop}");
  });

  test("a typographic apostrophe makes it UCS-2, and survives", () => {
    const [part] = plan("it’s");
    expect(part?.dataCoding).toBe(8);
    expect(decodeUcs2(part?.shortMessage ?? Buffer.alloc(0))).toBe("it’s");
  });

  test.each([
    ["é@", 0, "é@"],
    ["€5", 8, "€5"],
    ["Ω", 8, "Ω"],
  ])("%s on a Latin-1 route has data_coding %i", (text, coding, read) => {
    const [part] = plan(text, { defaultAlphabet: "latin1" });
    expect(part?.dataCoding).toBe(coding);
    expect(decodeText(part?.shortMessage ?? Buffer.alloc(0), coding, "latin1")).toBe(read);
  });

  test("160 septets and 70 units fill one", () => {
    expect(plan("x".repeat(160))).toHaveLength(1);
    expect(plan("x".repeat(161))).toHaveLength(2);
    expect(plan("ł".repeat(70))).toHaveLength(1);
    expect(plan("ł".repeat(71))).toHaveLength(2);
  });
});

describe("a long message", () => {
  test.each([
    ["udh8", LONG, 0, 153, 6],
    ["udh16", LONG, 0, 152, 7],
    ["udh8", LONG_WIDE, 8, 134, 6],
    ["udh16", LONG_WIDE, 8, 132, 7],
  ] as const)("by %s", (longMessages, text, coding, most, headerBytes) => {
    const parts = plan(text, { longMessages });
    expect(parts.length).toBeGreaterThan(1);
    for (const [at, part] of parts.entries()) {
      expect(part).toMatchObject({ esmClass: 0x40, dataCoding: coding, tlvs: [] });
      expect(part.shortMessage.length).toBeLessThanOrEqual(most + headerBytes);
      expect(part.shortMessage[0]).toBe(headerBytes - 1);
      expect(contentOf(part).place).toMatchObject({ total: parts.length, index: at + 1 });
    }
    expect(decodeText(octetsOf(parts), coding, "gsm7")).toBe(text);
    expect(new Set(parts.map((part) => contentOf(part).place?.key)).size).toBe(1);
  });

  test("by SAR parameters", () => {
    const parts = plan(LONG, { longMessages: "sar" });
    expect(parts.length).toBe(3);
    for (const [at, part] of parts.entries()) {
      expect(part.esmClass).toBe(0);
      expect(tlvInteger(part.tlvs, TAG.sar_msg_ref_num)).toBe(0x1234);
      expect(tlvInteger(part.tlvs, TAG.sar_segment_seqnum)).toBe(at + 1);
      expect(tlvInteger(part.tlvs, TAG.sar_total_segments)).toBe(3);
    }
    expect(decodeText(octetsOf(parts), 0, "gsm7")).toBe(LONG);
  });

  test("whole in message_payload", () => {
    const [part, ...more] = plan(LONG_WIDE, { longMessages: "payload" });
    expect(more).toEqual([]);
    expect(part?.shortMessage.length).toBe(0);
    const payload = tlvOf(part?.tlvs ?? [], TAG.message_payload) ?? Buffer.alloc(0);
    expect(decodeUcs2(payload)).toBe(LONG_WIDE);
  });

  test("a Latin-1 route carries € in UCS-2 parts", () => {
    const text = "€5 due. ".repeat(30);
    const parts = plan(text, { defaultAlphabet: "latin1" });
    expect(parts.every((part) => part.dataCoding === 8)).toBe(true);
    expect(parts.every((part) => part.shortMessage.length <= 140)).toBe(true);
    expect(decodeUcs2(octetsOf(parts))).toBe(text);
  });

  test("of more than 255 parts is refused", () => {
    const message = { to: "+27821234567", sender: "H", text: "x".repeat(153 * 256) };
    expect(planMessage(message, shape, 1, now)).toEqual({ refused: "too_long" });
  });
});

describe("addresses", () => {
  test.each([
    ["Harbour", 5, 0, "Harbour"],
    ["12345", 3, 0, "12345"],
    ["+27820001111", 1, 1, "27820001111"],
    ["27820001111", 1, 1, "27820001111"],
  ])("sender %s", (sender, ton, npi, digits) => {
    expect(senderOf(sender, { ton: undefined, npi: undefined })).toEqual({ ton, npi, digits });
  });

  test("the route's own type of number wins", () => {
    expect(senderOf("12345", { ton: 6, npi: 9 })).toEqual({ ton: 6, npi: 9, digits: "12345" });
  });

  test("what the wire can't carry is refused before it is written", () => {
    expect(senderOf("Zażółć", { ton: undefined, npi: undefined })).toBeUndefined();
    expect(senderOf("x".repeat(21), { ton: undefined, npi: undefined })).toBeUndefined();
    for (const to of ["", "0821234567", "+27", "+27 82 123 4567", "+27821234567\0", "nobody"])
      expect(destinationOf(to)).toBeUndefined();
  });

  test.each([
    [1, "27821234567", "+27821234567"],
    [1, "+27821234567", "+27821234567"],
    [0, "27821234567", "+27821234567"],
    [0, "0027821234567", "+27821234567"],
    [2, "0821234567", "0821234567"],
    [0, "0821234567", "0821234567"],
    [0, "12345", "12345"],
    [3, "12345", "12345"],
    [5, "Harbour", "Harbour"],
  ])("type %i, %s is %s", (ton, digits, read) => {
    expect(readAddress({ ton, npi: 1, digits })).toBe(read);
  });
});

describe("validity", () => {
  const after = (iso: string): Temporal.Instant => now().add(iso);
  test.each([
    ["PT90M", "relative", "000000013000000R"],
    ["PT51H", "relative", "000002030000000R"],
    ["PT1S", "relative", "000000000100000R"],
    ["-PT1H", "relative", "000000000100000R"],
    ["PT2000H", "relative", "000007000000000R"],
    ["PT90M", "absolute", "251122113000000+"],
    ["PT90M", "none", ""],
  ] as const)("%s from now, %s", (iso, form, written) => {
    expect(validityPeriod(after(iso), form, now)).toBe(written);
  });
});

describe("data_coding", () => {
  test.each([
    [0x00, "gsm7"],
    [0x01, "latin1"],
    [0x03, "latin1"],
    [0x08, "ucs2"],
    [0x10, "gsm7"],
    [0x18, "ucs2"],
    [0xf0, "gsm7"],
    [0xf1, "gsm7"],
    [0xf4, "latin1"],
    [0xe0, "ucs2"],
    [0xc8, "gsm7"],
  ])("%i is %s", (coding, charset) => {
    expect(charsetOf(coding, "gsm7")).toBe(charset);
  });

  test("1 is ASCII, unless it holds what only GSM has", () => {
    expect(decodeText(Buffer.from("a@[b]"), 0x01, "gsm7")).toBe("a@[b]");
    expect(decodeText(encodeGsm7("a@b €5"), 0x01, "gsm7")).toBe("a@b €5");
  });

  test("0 is what the route says; Cyrillic is read", () => {
    expect(charsetOf(0, "latin1")).toBe("latin1");
    expect(decodeText(Buffer.from([0xb4, 0xd0]), 0x06, "gsm7")).toBe("Да");
  });
});

describe("configuration", () => {
  const base = { host: "h", port: 2775, systemId: "s", password: "p" };

  test("has defaults for all but the account", () => {
    expect(SmppConfig.parse(base)).toMatchObject({
      window: 100,
      responseTimeoutMs: 60_000,
      enquireLinkMs: 30_000,
      longMessages: "udh8",
      defaultAlphabet: "gsm7",
      registeredDelivery: 1,
      reconnectMinMs: 1_000,
      reconnectMaxMs: 60_000,
    });
  });

  test.each([
    [{ port: 0 }, "port"],
    [{ longMessages: "any" }, "longMessages"],
    [{ idFormat: { submit: "hex", receipt: "as_is" } }, "idFormat"],
    [{ receiptZone: "Mars/Phobos" }, "receiptZone"],
    [{ reconnectMinMs: 10, reconnectMaxMs: 5 }, "reconnectMaxMs"],
    [{ systemId: "a\0b" }, "systemId"],
    [{ windows: 5 }, ""],
  ])("refuses %o", (change, key) => {
    const { error } = SmppConfig.safeParse({ ...base, ...change });
    expect(error?.issues[0]?.path.join(".")).toBe(key);
  });
});
