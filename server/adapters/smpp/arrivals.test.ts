import { afterEach, describe, expect, test, vi } from "vitest";
import { Collected, outgoing, quietLog, routeConfig } from "#testing/simulators/smpp-harness.ts";
import { startSmsc, type Smsc, type SmscOptions } from "#testing/simulators/smsc.ts";
import { octetTlv, TAG, textTlv } from "./codec/tlv.ts";
import type { SmppRouteConfig } from "./config.ts";
import { blankMessage } from "./outgoing.ts";
import { openSmppRoute } from "./smpp.ts";

const CUSTOMER = "+27821234567";
const source = { ton: 1, npi: 1, digits: "27821234567" };
const destination = { ton: 3, npi: 0, digits: "12345" };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function bound(options: SmscOptions = {}, change: Partial<SmppRouteConfig> = {}) {
  const smsc = await startSmsc({
    ...options,
    behaviour: { receiptDelayMs: 0, ...options.behaviour },
  });
  const arrivals = new Collected();
  const route = openSmppRoute(routeConfig(smsc.port, change), arrivals, quietLog);
  closers.push(
    () => smsc.close(),
    () => route.close(),
  );
  await soon(() => expect(route.free).toBeGreaterThan(0));
  return { smsc, route, arrivals };
}

const soon = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 2 });

describe("what customers send", () => {
  test.each(["STOP", "Zapłacę w piątek 😀", "€ [ok]", ""])("arrives: %s", async (text) => {
    const { smsc, arrivals } = await bound();
    await smsc.deliver(CUSTOMER, "12345", text);
    expect(arrivals.inbounds).toEqual([
      { routeId: "route-1", channel: "sms", from: CUSTOMER, to: "12345", text, automatic: false },
    ]);
  });

  test.each(["udh8", "udh16", "sar", "payload"] as const)("arrives long by %s", async (mode) => {
    const { smsc, arrivals } = await bound();
    const text = "I can pay half on Friday ’cause… ".repeat(9);
    await smsc.deliver(CUSTOMER, "12345", text, { longMessages: mode });
    expect(arrivals.inbounds).toMatchObject([{ text, from: CUSTOMER }]);
  });

  test("arrives long although the SMSC waits for each answer", async () => {
    const { smsc, arrivals } = await bound({ window: 1 }, { partHoldMs: 5 });
    const text = "I can pay half on Friday. ".repeat(20);
    await smsc.deliver(CUSTOMER, "12345", text);
    expect(arrivals.inbounds).toMatchObject([{ text }]);
  });

  test("in Latin-1 where the route says so", async () => {
    const { smsc, arrivals } = await bound(
      { defaultAlphabet: "latin1" },
      { defaultAlphabet: "latin1" },
    );
    await smsc.deliver(CUSTOMER, "12345", "é@$");
    expect(arrivals.inbounds).toMatchObject([{ text: "é@$" }]);
  });

  test("incomplete when the rest never comes", async () => {
    const { smsc, arrivals } = await bound({}, { partHoldMs: 1, reassemblyTimeoutMs: 30 });
    const header = Buffer.from([5, 0, 3, 9, 2, 1]);
    await smsc.deliverRaw({
      ...blankMessage("deliver_sm", source, destination),
      esmClass: 0x40,
      shortMessage: Buffer.concat([header, Buffer.from("half")]),
    });
    await soon(() =>
      expect(arrivals.inbounds).toMatchObject([{ text: "half…", incomplete: true }]),
    );
  });

  test("is not acknowledged before it is stored", async () => {
    const { smsc, arrivals } = await bound();
    let store: (() => void) | undefined;
    arrivals.answer = () => new Promise((resolve) => (store = resolve));
    const delivered = smsc.deliver(CUSTOMER, "12345", "STOP");
    await soon(() => expect(store).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(smsc.counts().delivered).toBe(0);
    store?.();
    await delivered;
    expect(smsc.counts().delivered).toBe(1);
  });

  test("comes again when it could not be stored", async () => {
    const { smsc, arrivals } = await bound();
    let failures = 1;
    arrivals.answer = async () => {
      if (failures-- > 0) throw new Error("the database is away");
    };
    await smsc.deliver(CUSTOMER, "12345", "STOP");
    expect(arrivals.inbounds).toMatchObject([{ text: "STOP" }]);
    expect(failures).toBe(-1);
  });

  test("more than may wait is refused for now, and nothing is lost", async () => {
    const { smsc, arrivals } = await bound({}, { maxArrivals: 2 });
    let most = 0;
    let now = 0;
    arrivals.answer = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    };
    const texts = Array.from({ length: 6 }, (_, at) => `text ${at}`);
    await Promise.all(texts.map((text) => smsc.deliver(CUSTOMER, "12345", text)));
    expect(arrivals.inbounds.map(({ text }) => text).toSorted()).toEqual(texts);
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe("receipts", () => {
  test.each(["both", "tlv", "text"] as const)("as %s", async (receiptForm) => {
    const { route, arrivals } = await bound({ behaviour: { receiptForm } });
    const good = await route.handOver(outgoing());
    const bad = await route.handOver(outgoing({ to: "+27821230000" }));
    await soon(() => expect(arrivals.receipts).toHaveLength(2));
    expect(arrivals.receipts).toMatchObject([
      { providerId: good.providerIds[0], state: "delivered" },
      { providerId: bad.providerIds[0], state: "failed", permanent: false, to: "+27821230000" },
    ]);
  });

  test.each([
    ["hex", "decimal"],
    ["decimal", "hex"],
    ["decimal", "padded"],
    ["padded", "hex"],
  ] as const)("ids answered as %s and reported as %s compare equal", async (submit, receipt) => {
    const format = (written: string) => (written === "hex" ? "hex" : "decimal");
    const { route, arrivals } = await bound(
      { behaviour: { submitIdFormat: submit, receiptIdFormat: receipt } },
      { idFormat: { submit: format(submit), receipt: format(receipt) } },
    );
    const { providerIds } = await route.handOver(outgoing());
    await soon(() => expect(arrivals.receipts).toHaveLength(1));
    expect(arrivals.receipts[0]?.providerId).toBe(providerIds[0]);
    expect(providerIds[0]).toMatch(/^[1-9]\d+$/);
  });

  test("before the answer, twice, and out of order, they all arrive", async () => {
    const { smsc, route, arrivals } = await bound({ behaviour: { receiptBeforeAnswer: true } });
    const early = await route.handOver(outgoing());
    expect(arrivals.receipts.map(({ providerId }) => providerId)).toEqual(early.providerIds);
    smsc.behave({ receiptBeforeAnswer: false, duplicateReceipts: true, reorderReceipts: true });
    const sent = await Promise.all([1, 2, 3].map(() => route.handOver(outgoing())));
    await soon(() => expect(arrivals.receipts).toHaveLength(7));
    const later = arrivals.receipts.slice(1).map(({ providerId }) => providerId);
    const expected = sent.flatMap(({ providerIds }) => [...providerIds, ...providerIds]);
    expect(later).toHaveLength(expected.length);
    expect(later).toEqual(expect.arrayContaining(expected));
  });

  test("many are stored at once", async () => {
    const { route, arrivals } = await bound();
    let waiting = 0;
    let most = 0;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    arrivals.answer = async () => {
      waiting += 1;
      most = Math.max(most, waiting);
      if (waiting === 50) release();
      await gate;
    };
    await Promise.all(Array.from({ length: 50 }, () => route.handOver(outgoing())));
    await soon(() => expect(arrivals.receipts).toHaveLength(50));
    expect(most).toBe(50);
  });

  test("one that speaks only in parameters, with 0x44", async () => {
    const { smsc, arrivals } = await bound();
    await smsc.deliverRaw({
      ...blankMessage("deliver_sm", source, destination),
      esmClass: 0x44,
      tlvs: [textTlv(TAG.receipted_message_id, "abc"), octetTlv(TAG.message_state, 2)],
    });
    expect(arrivals.receipts).toMatchObject([{ providerId: "abc", state: "delivered" }]);
  });

  test("are kept by the SMSC while the route is away", async () => {
    const { smsc, route, arrivals } = await bound({ behaviour: { receiptDelayMs: 30 } });
    await route.handOver(outgoing());
    const away: Smsc = smsc;
    away.dropConnections();
    await soon(() => expect(arrivals.receipts).toHaveLength(1));
    expect(smsc.counts().binds).toBe(2);
  });
});
